"""The colours of charts and documents: one accent, sober, legible in print and in grey."""

from __future__ import annotations

INK = "1F2A33"
LINE = "C8D3D9"

SERIES = ("0B4F6C", "5E9DB8", "C9DDE5", "F4F6F7", "A3AEB5", "D8C68F")
"""Fills in the order of series: three steps of the accent, near-white, grey, ochre."""

ON_SERIES = ("FFFFFF", "0F1B22", "0F1B22", "0F1B22", "0F1B22", "0F1B22")
"""The colour of words on each fill; at least 4.5 to 1 against it."""


def fill_of(position: int) -> str:
    """Give the fill of a series by its place, round and round."""
    return SERIES[position % len(SERIES)]


def words_on(position: int) -> str:
    """Give the colour of words on a series' fill."""
    return ON_SERIES[position % len(ON_SERIES)]
