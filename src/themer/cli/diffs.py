"""Unified diffs: as they are into a pipe or a file, with changed words marked on a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import click

from themer.cli.printing import put, shown

_COLOURS = {"+": 32, "-": 31, "@": 36}
_TOKEN = re.compile(r"\S+\s*|\s+")
_NARROWEST = 20
"""Columns under which breaking lines helps nobody."""


def put_diff(lines: Sequence[str]) -> None:
    """Write a unified diff to standard output.

    On a terminal lines break between words, and in a line that another takes the place of, the
    words that differ stand out. ``NO_COLOR`` and ``TERM=dumb`` are heeded.
    """
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if is_plain or not sys.stdout.isatty():
        for line in lines:
            put(line)
        return
    width = shutil.get_terminal_size().columns
    for line, changed in with_changes(lines):
        click.echo(_coloured(line, changed, max(width, _NARROWEST)), color=True)


def with_changes(lines: Sequence[str]) -> Iterator[tuple[str, frozenset[int]]]:
    """Give each line with the places of its words that its counterpart does not have."""
    at = 0
    while at < len(lines):
        gone = _run(lines, at, "-")
        come = _run(lines, at + gone, "+")
        old, new = lines[at : at + gone], lines[at + gone : at + gone + come]
        if gone and gone == come:
            pairs = [_differing(a[1:], b[1:]) for a, b in zip(old, new, strict=True)]
            yield from ((line, pair[0]) for line, pair in zip(old, pairs, strict=True))
            yield from ((line, pair[1]) for line, pair in zip(new, pairs, strict=True))
        else:
            yield from ((line, frozenset()) for line in (*old, *new))
        if not gone and not come:
            yield lines[at], frozenset()
            at += 1
        at += gone + come


def _run(lines: Sequence[str], at: int, sign: str) -> int:
    end = at
    while end < len(lines) and lines[end].startswith(sign) and not lines[end].startswith(sign * 3):
        end += 1
    return end - at


def _differing(was: str, now: str) -> tuple[frozenset[int], frozenset[int]]:
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    gone: set[int] = set()
    come: set[int] = set()
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, i1, i2, j1, j2 in steps:
        if kind != "equal":
            gone |= set(range(i1, i2))
            come |= set(range(j1, j2))
    return frozenset(gone), frozenset(come)


def _coloured(line: str, changed: frozenset[int], width: int) -> str:
    """Break a line between words and colour it; its sign stands on its first line alone."""
    colour = _COLOURS.get(line[:1])
    parts, length = [shown(line[:1])], 1
    for number, token in enumerate(_TOKEN.findall(line[1:])):
        word = shown(token)
        if length > 1 and length + len(word.rstrip()) > width:
            parts.append("\n ")
            length = 1
        bare = word.rstrip()
        spaces = word[len(bare) :]
        parts.append(f"\x1b[7m{bare}\x1b[27m{spaces}" if number in changed else word)
        length += len(word)
    text = "".join(parts)
    return text if colour is None else f"\x1b[{colour}m{text}\x1b[0m"
