"""A person's settings file: read strictly, and changed in one line at most."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from themer.errors import RefusedError, ThemerError
from themer.model.settings import SCHEMA, Settings, ThemeName
from themer.storage import files
from themer.storage.durable import create_file, replace_file
from themer.storage.files import Stored
from themer.storage.reading import YamlFault, decode, parse

_THEME_LINE = re.compile(r"^theme:[^\n#]*?(?=[ \t]*(?:#.*)?$)", re.M)


def read_settings(path: Path) -> Stored[Settings]:
    """Read a settings file.

    Raises:
        ThemerError: It does not hold, or cannot be read; every problem is named.
    """
    return files.read(files.SETTINGS, path)


def keys_in(path: Path) -> tuple[dict[str, str], str]:
    """Read the keys alone of a settings file that does not hold, as far as they can be told.

    Returns:
        The keys by action, without those that are no text; and the file's text.
    """
    text = ""
    try:
        text = decode(path.read_bytes())
        data = parse(text)
    except YamlFault:
        return {}, text
    keys = data.get("keys") if isinstance(data, dict) else None
    if not isinstance(keys, dict):
        return {}, text
    return {name: one for name, one in keys.items() if isinstance(one, str) and one}, text


def remember_theme(path: Path, theme: ThemeName) -> None:
    """Write the chosen theme into the settings file; whatever else stands there stays as it is.

    Raises:
        RefusedError: The file cannot be changed without touching more than that; the message says
            which line to write. Nothing was written.
        ThemerError: The file does not hold or the disk refused.
    """
    line = f"theme: {theme}"
    if not path.exists():
        create_file(path, f"schema: {SCHEMA}\n{line}\n".encode())
        return
    stored = read_settings(path)
    if stored.value.theme == theme:
        return
    changed = _with_line(stored.text, line)
    if not _says_only(changed, replace(stored.value, theme=theme), path):
        raise RefusedError(f'To keep this theme, write "{line}" as a line of its own.', path=path)
    replace_file(path, changed.encode(), expected=stored.sha256, keep_previous=False)


def _with_line(text: str, line: str) -> str:
    if _THEME_LINE.search(text):
        return _THEME_LINE.sub(line, text, count=1)
    gap = "" if text.endswith("\n") else "\n"
    return f"{text}{gap}{line}\n"


def _says_only(text: str, wanted: Settings, path: Path) -> bool:
    """Say whether a changed file would be read as what is wanted and nothing else."""
    try:
        return files.interpret_text(files.SETTINGS, text, path) == wanted
    except ThemerError:
        return False
