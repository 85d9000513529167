"""Where a conversation's words stand in other files: compared word by word, whatever the format.

Capitals, punctuation, line ends and markup do not count, so a quote is found in Word, HTML and
Markdown alike. Words that stand in other conversations or in the questions as well tell nothing.
"""

from __future__ import annotations

import dataclasses
import html
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themer.model.interview import Interview

_WORD = re.compile(r"[^\W_]+")
_RUN = 6
"""So many words in a row are somebody's, where nobody else says them in that order."""
_FEWEST = 3
"""Texts shorter than a run are looked for whole, from so many words on."""
_FEWEST_LETTERS = 12
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:w:p|w:tc|p|li|td|th|h[1-6]|div)>|<(?:br|w:br|w:tab)\b[^>]*>")
_ARCHIVES = (".docx", ".xlsx", ".qdpx", ".zip")
_MOST_BYTES = 64_000_000
_NOT_WORDS = frozenset({"schema", "id", "state", "mode", "unit", "organisation"})
Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A place where words of a conversation stand."""

    path: Path
    line: int
    """Counted from 1; 0 in a file without lines."""


class Words:
    """The words of conversations by which their traces are known.

    Args:
        interviews: Whose words are looked for.
        common: Texts of others; what stands in them as well is not looked for.
    """

    def __init__(self, interviews: Iterable[Interview], common: Iterable[str] = ()) -> None:
        wanted: dict[int, set[Run]] = defaultdict(set)
        for interview in interviews:
            for text in texts_of(interview):
                for run in _telling(words_in(text)):
                    wanted[len(run)].add(run)
        for text in common:
            words = words_in(text)
            for size, runs in wanted.items():
                runs -= set(_runs(words, size))
        self._wanted = {size: runs for size, runs in wanted.items() if runs}

    def are_in(self, text: str) -> bool:
        """Say whether any of them stand in a text."""
        words = words_in(text)
        return any(run in runs for size, runs in self._wanted.items() for run in _runs(words, size))

    def share_in(self, text: str) -> float:
        """Say what share of them stands in a text, from 0 to 1."""
        words = words_in(text)
        found = sum(len(runs & set(_runs(words, size))) for size, runs in self._wanted.items())
        return found / max(1, sum(map(len, self._wanted.values())))

    def line_in(self, text: str) -> int:
        """Give the first line, from 1, on which some of them begin; 0 where none do."""
        words: list[str] = []
        lines: list[int] = []
        for number, line in enumerate(text.split("\n"), 1):
            found = words_in(line)
            words += found
            lines += [number] * len(found)
        places = (
            lines[place]
            for size, runs in self._wanted.items()
            for place, run in enumerate(_runs(words, size))
            if run in runs
        )
        return min(places, default=0)

    def traces(self, paths: Iterable[Path]) -> Iterator[Trace]:
        """Go through the files in which some of them stand; what cannot be read is passed over."""
        for path in paths:
            text = text_in(path)
            if text is not None and self.are_in(text):
                yield Trace(path, self.line_in(text) if _has_lines(path) else 0)


def texts_of(interview: Interview) -> Iterator[str]:
    """Go through every text of a conversation that somebody said or typed.

    Roles are left out: *practice lead* in a list of actions is nobody's words.
    """
    plain = {
        name: getattr(interview, name)
        for name in ("answers", "unassigned", "other_copies", "next_steps", "confirmation")
    }
    yield from _texts(plain)


def words_in(text: str) -> list[str]:
    """Give the words of a text in order, without capitals, marks and punctuation."""
    return _WORD.findall(text.casefold())


def text_in(path: Path) -> str | None:
    """Read what stands in a file, of whatever format; None where that cannot be told."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        content = path.read_bytes()
        if path.suffix in _ARCHIVES:
            return _text_of_archive(content)
    except (OSError, zipfile.BadZipFile):
        return None
    if b"\0" in content[:4096]:
        return None
    text = content.decode("utf-8", "replace")
    if path.suffix in (".html", ".htm"):
        return _without_tags(text)
    if path.suffix == ".json":
        return _text_of_json(text)
    if path.suffix == ".jsonl":
        return "\n".join(_text_of_json(line).replace("\n", " ") for line in text.split("\n"))
    return text.replace("\\n", " ")  # as YAML writes a line end between quotes


def _has_lines(path: Path) -> bool:
    return path.suffix not in (*_ARCHIVES, ".html", ".htm", ".json")


def _telling(words: list[str]) -> Iterator[Run]:
    if len(words) >= _RUN:
        yield from _runs(words, _RUN)
    elif len(words) >= _FEWEST and sum(map(len, words)) >= _FEWEST_LETTERS:
        yield tuple(words)


def _runs(words: list[str], size: int) -> Iterator[Run]:
    for start in range(len(words) - size + 1):
        yield tuple(words[start : start + size])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in _NOT_WORDS:
                yield from _texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)


def _without_tags(text: str) -> str:
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def _text_of_archive(content: bytes) -> str:
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.infolist() if name.filename.endswith((".xml", ".html"))]
        if sum(name.file_size for name in names) > _MOST_BYTES:
            raise zipfile.BadZipFile("it grows too large to be looked through")
        for name in names:
            parts.append(_without_tags(archive.read(name).decode("utf-8", "replace")))
    return "\n".join(parts)


def _text_of_json(text: str) -> str:
    """Join the texts of a JSON file: in the file itself a line end is two letters of a word."""
    try:
        return "\n".join(_texts(json.loads(text)))
    except (ValueError, RecursionError):
        return text
