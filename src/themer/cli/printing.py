"""The one door through which words reach the terminal: control characters are shown, never sent.

An answer, a file's name or a YAML key may hold escape sequences that would colour, clear or retitle
a terminal. Into a pipe or a file data go as they are, for a program to read. On a terminal lines
break between words, never within one.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata

import click

_NARROWEST = 20
"""Columns under which breaking lines helps nobody."""
_KEPT = {"\n", "\t"}
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def shown(text: str) -> str:
    """Turn control and direction-changing characters into visible marks, such as ``[U+001B]``."""
    if text.isprintable():
        return text
    return "".join(_mark(character) for character in text)


def say(text: str) -> None:
    """Write words for a person to standard error, broken between words on a terminal."""
    words = wrapped(shown(text)) if sys.stderr.isatty() else shown(text)
    click.echo(words, err=True, color=True)


def put(text: str, *, end: str = "\n") -> None:
    """Write data to standard output: marked on a terminal, untouched in a pipe or a file."""
    words = shown(text) if sys.stdout.isatty() else text
    click.echo(words + end, nl=False, color=True)


def put_words(text: str, *, hang: int = 0) -> None:
    """Write lines that a person reads to standard output, broken between words on a terminal.

    Args:
        text: What to write; in a pipe or a file it is left as it is.
        hang: How many columns the second and later lines of each are set in.
    """
    put(wrapped(text, hang=hang) if sys.stdout.isatty() else text)


def wrapped(text: str, *, hang: int = 0) -> str:
    """Break lines at the terminal's width, between words only.

    Args:
        text: One or more lines; what sets a line in sets in what it is broken into as well.
        hang: How much further all but the first are set in.
    """
    columns = shutil.get_terminal_size().columns
    if columns < _NARROWEST:
        return text
    return "\n".join(_broken(line, columns, hang) for line in text.split("\n"))


def _broken(line: str, columns: int, hang: int) -> str:
    if len(line) <= columns:
        return line
    indent = len(line) - len(line.lstrip(" ")) + hang
    return textwrap.fill(
        line,
        columns,
        subsequent_indent=" " * (indent if indent < columns // 2 else 0),
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )


def _mark(character: str) -> str:
    if character in _KEPT:
        return character
    if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs"):
        return f"[U+{ord(character):04X}]"
    return character
