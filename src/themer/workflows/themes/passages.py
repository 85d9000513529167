"""``themes.yaml`` without the passages of conversations that were withdrawn."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

from themer.model.theme import Theme, ThemeChange, ThemesFile
from themer.storage import files
from themer.storage.audit import slug
from themer.storage.files import Stored
from themer.storage.locks import user_name
from themer.storage.writing import to_yaml


def count_passages(themes: Stored[ThemesFile] | None, ids: frozenset[str]) -> int:
    """Count the passages that themes take from some conversations."""
    return 0 if themes is None else sum(_own(theme, ids) for theme in themes.value.themes)


def themes_without(content: bytes, ids: frozenset[str]) -> bytes:
    """Take passages out of the themes, say so in their history, and keep the comments on top.

    Args:
        content: The file, which holds.
        ids: The conversations whose passages go.

    Returns:
        The new file; the same bytes where there is nothing to take out. Comments further down go:
        nobody can say what is in them.
    """
    text = content.decode("utf-8-sig")
    file = files.interpret_text(files.THEMES, text, Path("themes.yaml"))
    if not any(_own(theme, ids) for theme in file.themes):
        return content
    top = re.match(r"(?:[ \t]*(?:#.*)?\n)*", text)
    made = ThemesFile(file.schema, tuple(_theme_without(theme, ids) for theme in file.themes))
    return ((top[0] if top else "") + to_yaml(made)).encode()


def _theme_without(theme: Theme, ids: frozenset[str]) -> Theme:
    number = _own(theme, ids)
    if not number:
        return theme
    step = ThemeChange(
        at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        coder=slug(user_name()),
        did="withdrawn",
        reason=f"{number} passage{'s' * (number > 1)} went, because the words may not stay",
    )
    return replace(
        theme,
        members=tuple(p for p in theme.members if p.interview not in ids),
        contrary=tuple(p for p in theme.contrary if p.interview not in ids),
        history=(*theme.history, step),
    )


def _own(theme: Theme, ids: frozenset[str]) -> int:
    return sum(passage.interview in ids for passage in (*theme.members, *theme.contrary))
