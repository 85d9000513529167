"""Words of quantity with fixed ranges, and the one rule by which shares are rounded."""

from __future__ import annotations

QUANTITIES: tuple[str, ...] = (
    "none",
    "one",
    "a few",
    "some",
    "about half",
    "most",
    "nearly all",
    "all",
)
"""From fewest to most."""


def quantity(k: int, n: int) -> str:
    """Say how many ``k`` of ``n`` are, in a word with a fixed range.

    The ranges are exact in whole numbers: *a few* up to a fifth, *some* up to under two fifths,
    *about half* from two to three fifths, *most* above that, *nearly all* from nine tenths.

    Args:
        k: The count, 0 to ``n``.
        n: The base, 1 or more.

    Raises:
        ValueError: ``k`` of ``n`` is no count with a base.
    """
    if n < 1 or not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no count with a base")
    if k in (0, n):
        return "all" if k else "none"
    if k == 1:
        return "one"
    if 10 * k >= 9 * n:
        return "nearly all"
    if 5 * k > 3 * n:
        return "most"
    if 5 * k >= 2 * n:
        return "about half"
    return "a few" if 5 * k <= n else "some"


def quantity_table(n: int) -> tuple[tuple[str, int, int], ...]:
    """List what each word means for a base: word, least and most, both inclusive.

    Words that no count of this base has are left out.
    """
    found: dict[str, list[int]] = {}
    for k in range(n + 1):
        found.setdefault(quantity(k, n), []).append(k)
    return tuple((word, found[word][0], found[word][-1]) for word in QUANTITIES if word in found)


def percent(k: int, n: int, percent_from: int) -> int | None:
    """Give ``k`` of ``n`` in whole per cent, halves rounded up; None below the smallest base."""
    if n < max(percent_from, 1):
        return None
    return (200 * k + n) // (2 * n)


def percent_words(k: int, n: int, percent_from: int) -> str | None:
    """Print ``k`` of ``n`` in whole per cent; None below the smallest base.

    What is rounded is never called all or none where it is not: that is "over 99%" or "under 1%".
    """
    share = percent(k, n, percent_from)
    if share == 100 and k < n:
        return "over 99%"
    if share == 0 and k:
        return "under 1%"
    return None if share is None else f"{share}%"


def share_words(share: float) -> str:
    """Print an estimated share, 0 to 1, in whole per cent; as in `percent_words` never all or none
    where it is not.
    """
    whole = int(100 * share + 0.5)
    if whole == 100 and share < 1:
        return "over 99%"
    if whole == 0 and share > 0:
        return "under 1%"
    return f"{whole}%"


def k_of_n(k: int, n: int, percent_from: int) -> str:
    """Print a count with its base, and its percentage where the base is large enough."""
    share = percent_words(k, n, percent_from)
    return f"{k} of {n}" if share is None else f"{k} of {n} ({share})"
