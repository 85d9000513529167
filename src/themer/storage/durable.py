"""The only place that replaces a file of a study: the old version or the new one, never a torn one.

A short write is how a full disk begins, a sync client may have replaced the file since it was
read, and a rename that is not followed by an fsync of its folder can be undone by a power cut.
Each step below answers one of these; ``tests/storage/test_durable.py`` causes each of them.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from themer.errors import ChangedUnderneathError, StorageError

PREVIOUS = ".prev"
"""Added to a file's name for the version before."""
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries where another program holds the file open, as Windows allows."""
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EACCES)
"""What file systems answer that cannot sync a folder, and folders that may not be listed."""


class NotSyncedError(StorageError):
    """The new version is in place, but a power cut may still bring the old one back.

    Args:
        path: The file.
        reason: What the disk said.
        sha256: Of what is now in the file: the next write expects it.
    """

    def __init__(self, path: Path, reason: OSError, sha256: str) -> None:
        super().__init__(f"It could not be saved: {_words_of(reason)}.", path=path)
        self.sha256 = sha256


def sha256_of(content: bytes) -> str:
    """Give the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def replace_file(
    path: Path,
    content: bytes,
    *,
    expected: str,
    keep_previous: bool = True,
    keep_mode: bool = False,
) -> str:
    """Replace a file durably, unless somebody else has changed it.

    The version before is kept beside it as ``<name>.prev``. It is what the caller last read or
    wrote, so it is known to be whole.

    Args:
        path: A file that exists.
        content: All of its new bytes.
        expected: The SHA-256 of what the caller last read from it or wrote to it.
        keep_previous: Whether the version before stays beside it.
        keep_mode: Whether those may still read it who could; else it is its owner's alone.

    Returns:
        The SHA-256 of what is now on the disk.

    Raises:
        ChangedUnderneathError: The file is gone or is not what was expected; nothing was written.
        NotSyncedError: The disk refused after the new version was in place.
        StorageError: The disk refused; the file is as it was.
    """
    digest = sha256_of(content)
    with _said_plainly(path):
        temporary = _write_beside(path, content)
        try:
            _refuse_changed(path, expected)
            if keep_mode:
                _take_mode(temporary, path)
            if keep_previous:
                _keep_previous(path)
            _replace(temporary, path)
        finally:
            _take_away(temporary)
    try:
        sync_folder(path.parent)
        _refuse_changed(path, digest)  # somebody may have written between compare and replace
    except ChangedUnderneathError:
        raise
    except OSError as error:
        raise NotSyncedError(path, error, digest) from error
    return digest


def create_file(path: Path, content: bytes) -> str:
    """Write a file that is not there yet, durably; folders above it are made.

    Returns:
        The SHA-256 of what is now on the disk.

    Raises:
        FileExistsError: There is one of that name; it is left alone.
        StorageError: The disk refused; there is no file.
    """
    with _said_plainly(path):
        make_folders(path.parent)
        temporary = _write_beside(path, content)
        try:
            try:
                os.link(temporary, path)
            except FileExistsError:
                raise
            except OSError:  # a file system without links
                _write_exclusively(path, content)
        finally:
            _take_away(temporary)
        try:
            sync_folder(path.parent)
        except OSError:
            _take_away(path)
            raise
    return sha256_of(content)


def make_folders(folder: Path) -> None:
    """Make a folder, and those above it that are missing, durably and for their owner alone."""
    if not folder.is_dir():
        make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk: a file is there after a power cut only then."""
    if os.name == "nt":  # a folder cannot be opened there
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            close_quietly(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def close_quietly(descriptor: int) -> None:
    """Close a file whose bytes are synced: what closing says then concerns nobody."""
    with contextlib.suppress(OSError):
        os.close(descriptor)


def write_fully(descriptor: int, content: bytes) -> None:
    """Write all bytes to an open file, however many calls it takes, and sync it."""
    rest = memoryview(content)
    while rest:
        written = os.write(descriptor, rest)
        if written <= 0:
            raise OSError("the disk took no more")
        rest = rest[written:]
    os.fsync(descriptor)


@contextlib.contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except (StorageError, FileExistsError):
        raise
    except OSError as error:
        raise StorageError(f"It could not be saved: {_words_of(error)}.", path=path) from error


def _words_of(error: OSError) -> str:
    return error.strerror or str(error)


def _take_away(path: Path) -> None:
    """Delete a name that is not needed; a disk that refuses keeps a file that nobody reads."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _take_mode(temporary: Path, path: Path) -> None:
    """Give a file the mode of another; a file system without modes goes without."""
    with contextlib.suppress(PermissionError, NotImplementedError):
        temporary.chmod(stat.S_IMODE(path.stat().st_mode))


def _write_beside(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(_take_away, temporary)
        _write_exclusively(temporary, content)
        if temporary.read_bytes() != content:
            raise OSError("the disk gave back other bytes than were written")
        on_failure.pop_all()
    return temporary


def _write_exclusively(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(_take_away, path)
        try:
            write_fully(descriptor, content)
        finally:
            close_quietly(descriptor)
        on_failure.pop_all()


def _refuse_changed(path: Path, expected: str) -> None:
    try:
        found = sha256_of(path.read_bytes())
    except FileNotFoundError as error:
        raise ChangedUnderneathError(
            "The file was deleted or renamed while it was open here.", path=path
        ) from error
    if found != expected:
        raise ChangedUnderneathError(
            "The file was changed by another program or person while it was open here.", path=path
        )


def _keep_previous(path: Path) -> None:
    """Keep the present version under another name; a file system without links goes without."""
    previous = path.with_name(path.name + PREVIOUS)
    link = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        os.link(path, link)
    except OSError:
        return
    try:
        _replace(link, previous)
    finally:
        # Renaming one name of a file onto another name of the same file does nothing: the link
        # would stay for ever.
        _take_away(link)


def _replace(source: Path, target: Path) -> None:
    for pause in _PATIENCE:
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    source.replace(target)
