"""What a table calls its rows and columns into ids that are safe as ids and as file names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60
"""Room is left within an id's 80 for the hash, and within a file name for its ending."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z")


def slug(text: str, *, joint: str = "-", longest: int = LONGEST) -> str:
    """Make lower-case letters, digits, ``-`` and ``_`` of a text; empty where nothing is left."""
    bare = unicodedata.normalize("NFKD", text[:1000]).encode("ascii", "ignore").decode().lower()
    kept = re.sub(r"[^a-z0-9_-]+", joint, bare)
    return kept.strip("-_")[:longest].rstrip("-_")


def unique_ids(
    texts: Iterable[str], *, joint: str = "-", fallback: str = "row", longest: int = LONGEST
) -> dict[str, str]:
    """Give each text an id of its own: a slug, with a short hash where that says too little.

    The hash is added where the slug is cut, empty, reserved on Windows, or shared by several
    texts; so the id follows from the text and not from its place in the table.

    Args:
        texts: Any; the same text twice gets one id.
        joint: What stands for signs that an id cannot hold.
        fallback: Begins the id of a text of which nothing is left.
        longest: A longer slug is cut to this, the hash aside; at most 60.
    """
    wanted = {text: slug(text, joint=joint, longest=longest) for text in texts}
    holders: dict[str, int] = {}
    for made in wanted.values():
        holders[made] = holders.get(made, 0) + 1
    ids: dict[str, str] = {}
    for text, made in wanted.items():
        is_plain = made == text or holders[made] == 1
        whole = made and len(made) < longest and not _RESERVED.match(made)
        ids[text] = made if is_plain and whole else f"{made or fallback}{joint}{_hash(text)}"
    return ids


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
