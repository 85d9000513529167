"""Deal things into parts of nearly equal size, in a way that tells nothing of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

FOLDS = 4
"""Parts for learning on some and looking at the others."""


def dealt(keys: Iterable[str], parts: int = FOLDS) -> dict[str, int]:
    """Deal keys into parts whose sizes differ by one at most.

    The same keys are always dealt alike, whatever their order.

    Args:
        keys: Each counts once.
        parts: At least one.

    Returns:
        The part of each key, from 0.
    """
    in_order = sorted(set(keys), key=lambda key: (_hash(key), key))
    return {key: place % parts for place, key in enumerate(in_order)}


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
