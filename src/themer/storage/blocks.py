"""Change a YAML file that people also edit by hand: only the lines that differ, nothing else.

A file written anew would lose every comment and every layout that somebody chose. Here the model as
it was read is compared with the model that is wanted; the lines of what differs are written anew,
and every other byte stays. The result is read back and compared before anybody gets it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import yaml

from themer.errors import InputError, ProblemsError
from themer.storage.durable import replace_file, sha256_of
from themer.storage.files import Kind, Stored, T, interpret_text
from themer.storage.writing import to_plain, to_yaml


class NotEditableError(InputError):
    """The file is laid out in a way in which this cannot be changed without touching the rest."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replace a stretch of the text; an empty stretch is a place to put something in."""

    start: int
    end: int
    lines: str


def edited(kind: Kind[T], stored: Stored[T], wanted: T) -> str:
    """Give a file's text with only what differs changed, proved by reading it back.

    Items of lists are told apart by their ``id`` where they have one, else by all that they say.
    Comments on lines that are written anew stay, on lines of their own above.

    Args:
        kind: The kind of file.
        stored: The file as it was read.
        wanted: What it should say.

    Raises:
        NotEditableError: It cannot be done safely; nothing is changed.
    """
    before, after = to_plain(stored.value), to_plain(wanted)
    if before == after:
        return stored.text
    try:
        editor = _Editor(stored.text)
        editor.edit_root(before, after)
        made = editor.result()
        same = interpret_text(kind, made, stored.path) == wanted
    except (_UnknownLayout, yaml.YAMLError, ProblemsError) as error:
        raise _refusal(stored) from error
    if not same:
        raise _refusal(stored)
    return made


def save_edited(
    kind: Kind[T], stored: Stored[T], wanted: T, *, keep_previous: bool = True
) -> Stored[T]:
    """Write what differs into the file, durably; the version before stays as ``<name>.prev``.

    Args:
        kind: The kind of file.
        stored: The file as it was last read or written.
        wanted: What it should say.
        keep_previous: Whether the version before stays beside it.

    Returns:
        The file as it is now.

    Raises:
        NotEditableError: It cannot be done safely; nothing is changed.
        ChangedUnderneathError: The file is not what was read; nothing is changed.
        StorageError: The disk refused.
    """
    text = edited(kind, stored, wanted)
    content = text.encode("utf-8")
    if sha256_of(content) == stored.sha256:
        return stored
    digest = replace_file(stored.path, content, expected=stored.sha256, keep_previous=keep_previous)
    return replace(stored, value=wanted, sha256=digest, text=text)


def _refusal(stored: Stored[Any]) -> NotEditableError:
    return NotEditableError(
        "The file is laid out in a way in which this cannot be put in safely.",
        hint="Make the change by hand, or lay it out as in docs/formats.md; nothing was changed.",
        path=stored.path,
    )


class _UnknownLayout(Exception):
    """The text is laid out in a way that is not known here."""


class _Editor:
    """Collects edits of one text; places are code points, since libyaml counts lines otherwise."""

    def __init__(self, text: str) -> None:
        # A last line without its end could not have another below it.
        self._text = text if text.endswith("\n") else text + "\n"
        self._line_end = "\r\n" if "\r\n" in text[:2000] else "\n"
        self._edits: list[_Edit] = []
        self._comments = list(_comments(self._text))

    def edit_root(self, before: Any, after: Any) -> None:
        """Edit the whole text."""
        events = yaml.parse(self._text, yaml.CSafeLoader) if "*" in self._text else ()
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            raise _UnknownLayout
        root: Any = yaml.compose(self._text, Loader=yaml.CSafeLoader)
        lists = {key.value: value for key, value in root.value}
        if any(
            _is_on_one_line(lists.get(key)) and before.get(key) != after.get(key) for key in before
        ):
            raise _UnknownLayout
        if not self._edit_inside(root, before, after):
            raise _UnknownLayout

    def result(self) -> str:
        """Give the text with every edit made."""
        text = self._text
        # What is put in at a place comes before what is written anew from there on.
        ordered = sorted(self._edits, key=lambda edit: (edit.start, edit.end > edit.start))
        if any(one.end > other.start for one, other in pairwise(ordered)):
            raise _UnknownLayout
        for edit in reversed(ordered):
            lines = edit.lines.replace("\n", self._line_end)
            text = text[: edit.start] + lines + text[edit.end :]
        return text

    # Inside a node

    def _edit_inside(self, node: Any, before: Any, after: Any) -> bool:
        """Edit a node in place; False where it has to be written anew as a whole."""
        if not before or not after or not isinstance(node, yaml.CollectionNode) or node.flow_style:
            return False
        if isinstance(node, yaml.MappingNode) and isinstance(before, dict):
            return isinstance(after, dict) and self._edit_mapping(node, before, after)
        if isinstance(node, yaml.SequenceNode) and isinstance(before, list):
            return isinstance(after, list) and self._edit_list(node, before, after)
        return False

    def _edit_mapping(self, node: Any, before: dict[str, Any], after: dict[str, Any]) -> bool:
        entries = {key.value: (key, value) for key, value in node.value}
        first = node.value[0][0].value
        gone = [key for key in before if key not in after and key in entries]
        if first in gone:
            return False
        for key in gone:
            self._write_anew(*self._span(*entries[key]), "")
        beneath = first
        for key, value in after.items():
            if key in before and before[key] == value:
                beneath = key if key in entries else beneath
                continue
            if key not in entries:
                at = self._line_after(_end(entries[beneath][1]))
                self._put_in(at, _written({key: value}, _column(node)))
                continue
            beneath = key
            if not self._edit_inside(entries[key][1], before.get(key), value):
                column = _column(node)
                lines = _written({key: value}, column)[column:]
                self._write_anew(*self._span(*entries[key]), lines, indent=column)
        return True

    def _span(self, key: Any, value: Any) -> tuple[int, int]:
        """Give where an entry begins and its last line ends; a first entry follows a dash."""
        return key.start_mark.index, self._line_after(_end(value))

    def _edit_list(self, node: Any, before: list[Any], after: list[Any]) -> bool:
        if len(node.value) != len(before):
            raise _UnknownLayout
        dashes = [self._dash(node, item) for item in node.value]
        old, new = [_identity(item) for item in before], [_identity(item) for item in after]
        column = _column(node)
        for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                for place, other in zip(range(a, b), range(c, d), strict=True):
                    self._edit_item(node, dashes, place, before[place], after[other])
                continue
            for place in range(a, b):
                start = dashes[place] - column
                self._write_anew(start, self._line_after(_end(node.value[place])), "", column)
            if d > c:
                at = self._line_after(_end(node.value[a - 1])) if a else dashes[0] - column
                self._put_in(at, _written(after[c:d], column))
        return True

    def _edit_item(
        self, node: Any, dashes: Sequence[int], place: int, before: Any, after: Any
    ) -> None:
        item = node.value[place]
        if before == after or self._edit_inside(item, before, after):
            return
        column = _column(node)
        lines = _written([after], column)
        self._write_anew(dashes[place] - column, self._line_after(_end(item)), lines, column)

    def _dash(self, node: Any, item: Any) -> int:
        """Find the dash of an item; it stands first in its line, in the column of the list."""
        at = item.start_mark.index
        column = _column(node)
        while True:
            line = self._text.rfind("\n", 0, at) + 1
            if self._text[line : line + column + 1] == " " * column + "-":
                return line + column
            if line <= node.start_mark.index - column:
                raise _UnknownLayout
            at = line - 1

    # The text

    def _line_after(self, at: int) -> int:
        """Give where the line after a place begins; the place itself where a line begins there."""
        if at and self._text[at - 1] == "\n":
            return at
        return self._text.index("\n", at) + 1

    def _put_in(self, at: int, lines: str) -> None:
        self._edits.append(_Edit(at, at, lines))

    def _write_anew(self, start: int, end: int, lines: str, indent: int = 0) -> None:
        """Write a stretch anew, and keep its comments above it."""
        line = self._text.rfind("\n", 0, start) + 1
        kept = [c for at, c in self._comments if start <= at < end]
        if kept:
            above = "".join(f"{' ' * (indent or start - line)}{comment}\n" for comment in kept)
            self._edits.append(_Edit(line, line, above))
        if not lines:
            if self._text[line:start].strip():
                raise _UnknownLayout
            start = line
        self._edits.append(_Edit(start, end, lines))


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Go through the comments: what begins with # between the tokens of the text."""
    if "#" not in text:
        return
    before = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start = token.start_mark.index
        for line in text[before:start].splitlines(keepends=True):
            mark = line.find("#")
            if mark >= 0:
                yield before + mark, line[mark:].rstrip()
            before += len(line)
        before = max(before, token.end_mark.index)


def _identity(item: Any) -> str:
    if isinstance(item, dict) and "id" in item:
        return f"id {item['id']}"
    return json.dumps(item, default=str, sort_keys=True)


def _is_on_one_line(node: Any) -> bool:
    """Say whether a list of items stands in brackets: to change one would write all anew."""
    return isinstance(node, yaml.SequenceNode) and bool(node.flow_style and node.value)


def _column(node: Any) -> int:
    return int(node.start_mark.column)


def _end(node: Any) -> int:
    """Say where a node's own words end: libyaml lets a block end where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _written(value: Any, column: int) -> str:
    """Write a value from a column on; empty lines belong to a text and stay empty."""
    # libyaml ends a document with dots where its last text ends in empty lines.
    lines = re.sub(r"^\.\.\.\n\Z", "", to_yaml(value), flags=re.MULTILINE)
    split = lines.removesuffix("\n").split("\n")
    return "".join(f"{' ' * column}{line}\n" if line else "\n" for line in split)
