"""The one door through which words reach the terminal: control characters are shown, never sent.

An answer, a file's name or a YAML key may hold escape sequences that would colour, clear or retitle
a terminal. Into a pipe or a file data go as they are, for a program to read.
"""

from __future__ import annotations

import sys
import unicodedata

import click

_KEPT = {"\n", "\t"}
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def shown(text: str) -> str:
    """Turn control and direction-changing characters into visible marks, such as ``[U+001B]``."""
    if text.isprintable():
        return text
    return "".join(_mark(character) for character in text)


def say(text: str) -> None:
    """Write words for a person to standard error."""
    click.echo(shown(text), err=True, color=True)


def put(text: str, *, end: str = "\n") -> None:
    """Write data to standard output: marked on a terminal, untouched in a pipe or a file."""
    words = shown(text) if sys.stdout.isatty() else text
    click.echo(words + end, nl=False, color=True)


def _mark(character: str) -> str:
    if character in _KEPT:
        return character
    if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs"):
        return f"[U+{ord(character):04X}]"
    return character
