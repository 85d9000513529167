"""The house's own template, page and style sheet, as package data."""

from __future__ import annotations

from importlib.resources import files


def house_file(name: str) -> bytes:
    """Read a file of the house.

    Args:
        name: ``house.docx``, ``page.html`` or ``themer.css``.
    """
    return files(__name__).joinpath(name).read_bytes()
