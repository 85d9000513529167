"""Dates in words, the same whatever the language of the machine."""

from __future__ import annotations

import datetime as dt

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: dt.date) -> str:
    """Print a day: 5 May 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_partial_date(written: str) -> str:
    """Print a date as exact as it was given: 2026, September 2026, 30 September 2026."""
    year, *rest = written.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{int(rest[1])} {month} {year}"


def has_passed(written: str, as_at: dt.date) -> bool:
    """Say whether a date, as exact as it was given, lies wholly before a day."""
    return written < as_at.isoformat()[: len(written)]
