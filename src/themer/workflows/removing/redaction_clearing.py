"""Decisions about names without those on words of conversations that were withdrawn."""

from __future__ import annotations

import json
from collections.abc import Collection

PLACES = ("answer", "matrix")
"""Kinds of places that lie in a conversation, or retell a unit's."""


def without_redactions(content: bytes, ids: Collection[str], units: Collection[str]) -> bytes:
    """Take out the lines of decisions on names in some conversations, whole.

    A decision is nothing but the name and what stands for it, so nothing of it is left; one that
    holds everywhere stays, since it stands for no conversation. A line that cannot be read goes
    where it names one of them.

    Args:
        content: A person's file of decisions about names.
        ids: The conversations.
        units: Units of which nothing is left.
    """
    lines = content.split(b"\n")
    return b"\n".join(line for line in lines if not _is_of(line, ids, units))


def count_redactions(content: bytes, ids: Collection[str], units: Collection[str]) -> int:
    """Say how many lines would go."""
    return content.count(b"\n") - without_redactions(content, ids, units).count(b"\n")


def _is_of(line: bytes, ids: Collection[str], units: Collection[str]) -> bool:
    if not line.strip():
        return False
    try:
        place = str(json.loads(line)["place"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return any(name.encode() in line for name in (*ids, *units))
    kind, _, rest = place.partition(":")
    return kind in PLACES and rest.partition("/")[0] in (ids if kind == "answer" else units)
