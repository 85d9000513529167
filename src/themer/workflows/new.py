"""``themer new``: a study's folder with commented examples, in a place where words are safe."""

from __future__ import annotations

import configparser
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from themer.errors import InputError, StorageError
from themer.storage.durable import create_file

FOLDERS = ("interviews", "coding", "report_text")
_NAMES = {"gitignore": ".gitignore"}
"""Files whose real name would act where they lie in the source."""


def new_study(target: Path) -> tuple[Path, ...]:
    """Begin a study in a folder that is empty or not there yet.

    Args:
        target: The folder.

    Returns:
        The files that were written, within the folder.

    Raises:
        InputError: Something is there, or the folder lies in a git work tree that has a remote.
        StorageError: The disk refused.
    """
    target = target.absolute()
    if target.exists() and not target.is_dir():
        raise InputError("There is a file of that name.", hint="Name another.", path=target)
    if target.is_dir() and any(target.iterdir()):
        raise InputError(
            "The folder is not empty, and nothing in it may be lost.",
            hint="Name a new one.",
            path=target,
        )
    remote = remote_above(target)
    if remote is not None:
        raise InputError(
            f"This folder lies in the git work tree {remote[0]}, which has the remote "
            f'"{remote[1]}". What people say in confidence would leave this machine with the next '
            "push, and cannot be taken back out of a history.",
            hint="Choose a folder outside of it.",
        )
    written = []
    for name, content in _examples():
        create_file(target / name, content)
        written.append(Path(name))
    try:
        for folder in FOLDERS:
            (target / folder).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StorageError(f"It cannot be made: {error.strerror}.", path=target) from error
    return tuple(written)


def remote_above(folder: Path) -> tuple[Path, str] | None:
    """Find the git work tree that a folder lies in, and the first of its remotes.

    Returns:
        The work tree and the remote's name; None without a work tree or without a remote.
    """
    for above in (folder, *folder.parents):
        marker = above / ".git"
        if marker.exists():
            remote = _first_remote(_git_folder(marker))
            return None if remote is None else (above, remote)
    return None


def _git_folder(marker: Path) -> Path:
    """Follow the file that a linked work tree or a submodule has in place of the folder."""
    if marker.is_dir():
        return marker
    said = marker.read_text(encoding="utf-8", errors="replace").partition("gitdir:")[2].strip()
    folder = (marker.parent / said).resolve()
    common = folder / "commondir"
    if common.is_file():
        return (folder / common.read_text(encoding="utf-8").strip()).resolve()
    return folder


def _first_remote(git: Path) -> str | None:
    config = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        config.read(git / "config", encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return "unknown"  # what cannot be read may name one, and words are not to be risked
    remotes = (name for name in config.sections() if name.startswith('remote "'))
    return next((name.removeprefix('remote "').removesuffix('"') for name in remotes), None)


def _examples() -> Iterator[tuple[str, bytes]]:
    yield from _inside(resources.files("themer.workflows") / "beginnings", "")


def _inside(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _inside(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + _NAMES.get(entry.name, entry.name), entry.read_bytes()
