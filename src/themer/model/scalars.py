"""Kinds of single values that fields are made of: ids, texts, counts, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from annotated_types import Ge, Interval, Len, Predicate

NO_OTHER_KEYS: Mapping[str, str] = {"extra": "forbid"}
"""What ``storage`` reads as: a key that the dataclass does not have is an error."""

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}\Z")
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?\Z")
_HASH = re.compile(r"[0-9a-f]{4,64}\Z")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def is_identifier(text: str) -> bool:
    """Say whether a text can be an id: lower case, digits, ``-`` and ``_``, at most 80 long."""
    return _IDENTIFIER.match(text) is not None


def as_identifier(text: str) -> str:
    """Give a name in lower case where that makes an id of it, such as Anna; else as it is."""
    lowered = text.lower()
    return lowered if is_identifier(lowered) else text


def is_partial_date(text: str) -> bool:
    """Say whether a text is a year, a month or a day: ``2026``, ``2026-03``, ``2026-03-04``."""
    return _PARTIAL_DATE.match(text) is not None


def is_hash(text: str) -> bool:
    """Say whether a text is the beginning, or the whole, of a SHA-256 in hexadecimal."""
    return _HASH.match(text) is not None


def is_colour(text: str) -> bool:
    """Say whether a text is a colour as ``#rrggbb``."""
    return _COLOUR.match(text) is not None


Identifier = Annotated[str, Predicate(is_identifier)]
"""A name for ever, such as ``has_strategy`` or ``northmoor-adults``."""
Words = Annotated[str, Len(1)]
"""A text with at least one character."""
PartialDate = Annotated[str, Predicate(is_partial_date)]
"""A date as exact as it was said."""
Hash = Annotated[str, Predicate(is_hash)]
"""A SHA-256 in hexadecimal, whole or its beginning."""
Colour = Annotated[str, Predicate(is_colour)]
Offset = Annotated[int, Ge(0)]
"""A place in a text, in code points from 0."""
Minutes = Annotated[int, Interval(ge=0, le=1440)]
Share = Annotated[float, Interval(ge=0.0, le=1.0)]
"""Between nought and one."""
