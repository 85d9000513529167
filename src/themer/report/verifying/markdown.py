"""Markdown read back: its lines, the figures that lead to their evidence, its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from themer.report.verifying.lines import Draft, Line, ReadBack, Tables

_REPORT = re.compile(r"<!-- themer report (\S+) data \S+ -->")
_ID = re.compile(r"""<a id=["']([^"']*)["']""")
_EVIDENCE = re.compile(r"(?:[^#]*)#evidence-(e\d+)\Z")
_REFERENCE = re.compile(r"(?<!\\)\[([^\[\]\n]*)\]\[([^\[\]\n]+)\]")
"""A link by name; what people wrote has a backslash before each bracket."""


def read_markdown(content: bytes) -> ReadBack:
    """Read Markdown as a reader of it would show it."""
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    parser = MarkdownIt("commonmark").enable("table")
    places: dict[str, Any] = {}
    tokens = parser.parse(text, places)
    carried = _REPORT.search(text)
    lines: list[Line] = []
    links: list[tuple[str, str]] = []
    tables = Tables()
    at = {
        "table_open": tables.begin,
        "tr_open": tables.row,
        "th_open": tables.column,
        "td_open": tables.column,
        "table_close": tables.end,
    }
    for before, token in pairwise([Token("", "", 0), *tokens]):
        at.get(token.type, _nothing)()
        if token.type == "inline":
            draft = Draft(heading=before.type == "heading_open", cell=tables.cell)
            links += _read(token, draft)
            line = draft.line()
            lines += [] if line is None else [line]
    ids = set(_ID.findall(text))
    dangling = tuple(words for target, words in links if target not in ids)
    named = places.get("references", {})
    dangling += tuple(
        words for words, name in _REFERENCE.findall(text) if normalizeReference(name) not in named
    )
    return ReadBack(carried[1] if carried else None, tuple(lines), dangling, marks_author=False)


def _nothing() -> None:
    """Do nothing, as where no table, row or cell begins or ends."""


def _read(inline: Token, draft: Draft) -> Iterator[tuple[str, str]]:
    """Read the words of an inline token into a draft, and give its links within the document."""
    start, target = 0, ""
    for token in inline.children or []:
        if token.type in ("softbreak", "hardbreak"):
            draft.add("\n")
        elif token.type == "html_inline":
            draft.add("\n" if token.content.startswith("<br") else "")
        elif token.type == "link_open":
            start, target = draft.length, str(token.attrs.get("href", ""))
            if found := _EVIDENCE.match(target):
                draft.begin("link", found[1])
        elif token.type == "link_close":
            draft.end("link")
            if target.startswith("#"):
                yield target[1:], "".join(draft.parts)[start:]
        else:
            draft.add(token.content)
