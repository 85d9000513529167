"""Bytes of a table into lines of text: encodings, byte order marks, what is no text at all."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from themer.errors import Problem, ProblemsError

LONGEST_LINE = 10_000_000
"""In characters: a longer line is not a row of answers, and would fill the memory."""
_HEAD = 65_536
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_KINDS = (
    (b"PK\x03\x04", "a workbook or another archive"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"PAR1", "a Parquet file whose name does not end with .parquet"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
)
SAVE_AGAIN = 'Save it as "CSV UTF-8" or as JSON Lines'


def lines_of(stream: BinaryIO, path: Path) -> Iterator[str]:
    """Go through the lines of a table's file, each with its own line end.

    Args:
        stream: At its beginning; UTF-8 or UTF-16, with or without a byte order mark.
        path: The file, for messages.

    Raises:
        ProblemsError: It is no text, or holds a line that is none.
    """
    head = stream.read(_HEAD)
    encoding = _encoding_of(head, path)
    text = io.TextIOWrapper(
        io.BufferedReader(_Rejoined(head, stream)), encoding=encoding, newline=""
    )
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise fault(path, number, "002", f"the line is longer than {LONGEST_LINE:,} signs")
            if "\0" in line:
                raise fault(path, number, "001", f"holds NUL, so it is damaged. {SAVE_AGAIN}")
            yield line
    except UnicodeError as error:
        message = f"is not {encoding.removesuffix('-sig').upper()} from here on. {SAVE_AGAIN}"
        raise fault(path, number + 1, "001", message) from error


def fault(path: Path, line: int, number: str, message: str) -> ProblemsError:
    """Make the error of one thing that stops the reading of a table."""
    return ProblemsError([Problem(path, line, 0, f"TA{number}", message)])


def _encoding_of(head: bytes, path: Path) -> str:
    for beginning, kind in _OTHER_KINDS:
        if head.startswith(beginning):
            raise fault(path, 0, "001", f"is {kind}, not a table of text. {SAVE_AGAIN}")
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _without_mark(head, path)
    return "utf-8"


def _without_mark(head: bytes, path: Path) -> str:
    """Tell UTF-16 without a mark, in which every other byte of Latin text is NUL, from no text."""
    even, odd = head[0::2], head[1::2]
    for encoding, empty, full in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if empty.count(0) > 0.6 * len(empty) and full.count(0) == 0:
            return encoding
    raise fault(path, 0, "001", f"is not a text: it holds NUL bytes. {SAVE_AGAIN}")


class _Rejoined(io.RawIOBase):
    """A stream with the beginning that was looked at put back; for streams that cannot seek."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer: first with what was looked at already, then from the stream."""
        target = memoryview(buffer)  # type: ignore[arg-type]
        part: bytes | memoryview = self._head[: len(target)]
        self._head = self._head[len(part) :]
        if not len(part):
            part = self._rest.read(len(target))
        target[: len(part)] = part
        return len(part)
