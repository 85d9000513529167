"""The folder in which long work on a table keeps what is done, so that it can be taken up again.

It lies beside the file that is being made and holds answers, so only its owner may read it. A file
in it is whole or not there: what a stop tore is done again. Nothing in it is pickled.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from themer.errors import StorageError
from themer.storage.durable import close_quietly, sync_folder
from themer.storage.locks import take

Arrays = Mapping[str, npt.NDArray[Any]]
MANIFEST = "manifest.json"
ENDING = ".part"
_LOCK, _OUT = "in-use", "out"
_AT_ONCE = 1 << 20


def work_path(out: Path) -> Path:
    """Name the work folder of a file that is being made."""
    return out.with_name(out.name + ENDING)


class WorkFolder:
    """Arrays and JSON by name, each file whole or absent.

    Args:
        path: The folder; it is there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, name: str, arrays: Arrays) -> None:
        """Write arrays under a name, in place of what it had.

        Args:
            name: May have one ``/``: files of a step lie in a folder of their own.
            arrays: Of numbers or fixed-width text, never of objects.

        Raises:
            StorageError: The disk refused; what the name had before stays.
        """
        with _whole(self._file(name, ".npz")) as temporary, temporary.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]] | None:
        """Read arrays back; None where they are not there, or torn."""
        try:
            # Opened here: numpy leaves a file open in which it finds no whole archive.
            with (
                self._file(name, ".npz").open("rb") as stream,
                np.load(stream, allow_pickle=False) as held,
            ):
                return {key: held[key] for key in held.files}
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            return None

    def keep_json(self, name: str, content: object) -> None:
        """Write JSON under a name; errors as in ``keep``."""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        with _whole(self._file(name, ".json")) as temporary:
            temporary.write_text(text, "utf-8")

    def json(self, name: str) -> Any:
        """Read JSON back; None where it is not there, or torn."""
        try:
            return json.loads(self._file(name, ".json").read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def keep_array(self, name: str, array: npt.NDArray[Any]) -> None:
        """Write an array so that parts of it can be read alone; errors as in ``keep``."""
        with _whole(self._file(name, ".npy")) as temporary, temporary.open("wb") as stream:
            np.save(stream, array, allow_pickle=False)

    def array(self, name: str) -> npt.NDArray[Any]:
        """Map an array that ``keep_array`` wrote.

        Raises:
            StorageError: It is not there, or torn.
        """
        try:
            held = np.load(self._file(name, ".npy"), mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise StorageError("A file of the work is gone or damaged.", path=self.path) from error
        return np.asarray(held)

    def file(self, name: str) -> Path:
        """Name a file that is written piece by piece; ``sha256_of_file`` tells whether it holds."""
        return self.path / name

    def _file(self, name: str, ending: str) -> Path:
        return self.path / (name + ending)


@contextlib.contextmanager
def in_folder(path: Path, wanted: Mapping[str, object]) -> Iterator[tuple[WorkFolder, str | None]]:
    """Open a work folder alone, taking up what is there if it was made for the same.

    Args:
        path: Where it lies; it is made if need be.
        wanted: What the work depends on: input, settings, versions, hashes; plain for JSON.

    Yields:
        The folder, and why work begins anew although there was one; None where it goes on, or
        there was none.

    Raises:
        StorageError: It cannot be written, another process works in it, or it is not themer's.
    """
    with said_plainly(path):
        _make(path)
        descriptor = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            take(descriptor)
        except OSError as error:
            raise StorageError(
                "Another process is at work in this folder.",
                hint="Wait for it, or choose another --out.",
                path=path,
            ) from error
        folder = WorkFolder(path)
        with said_plainly(path):
            reason = _prepared(folder, json.loads(json.dumps(wanted)))
        yield folder, reason
    finally:
        close_quietly(descriptor)


def put_in_place(folder: WorkFolder, out: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file of any size, whole or not at all; what it held before is replaced.

    Args:
        folder: The work folder beside it, in which it is written.
        out: The file.
        write: Called with a stream to write to.

    Raises:
        StorageError: The disk refused; the file is as it was.
    """
    temporary = folder.file(_OUT)
    with said_plainly(out):
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(_take_away, temporary)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(out)
            on_failure.pop_all()
        sync_folder(out.parent)


def removed(folder: WorkFolder) -> None:
    """Delete a work folder with all that is in it.

    Raises:
        StorageError: The disk refused.
    """
    with said_plainly(folder.path):
        shutil.rmtree(folder.path)


def sha256_of_file(path: Path) -> str:
    """Give the SHA-256 of a file that may be larger than the memory.

    Raises:
        OSError: It cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


@contextlib.contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn what the disk says within the block into an error with a sentence.

    Raises:
        StorageError: The disk refused.
    """
    try:
        yield
    except StorageError:
        raise
    except OSError as error:
        said = error.strerror or str(error)
        raise StorageError(f"It could not be written: {said}.", path=path) from error


def _make(path: Path) -> None:
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise StorageError("Something of that name is in the way.", path=path)
    if path.is_dir() and not (path / _LOCK).exists() and any(path.iterdir()):
        raise StorageError(
            "themer did not make this folder, so it is left alone.",
            hint="Move it away, or choose another --out.",
            path=path,
        )
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _prepared(folder: WorkFolder, wanted: dict[str, Any]) -> str | None:
    held = folder.json(MANIFEST.removesuffix(".json"))
    if held == wanted:
        return None
    reason = None
    if isinstance(held, dict):
        keys = wanted.keys() | held.keys()
        reason = ", ".join(sorted(key for key in keys if wanted.get(key) != held.get(key)))
    elif (folder.path / MANIFEST).exists():
        reason = "manifest"
    for entry in folder.path.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != _LOCK:
            entry.unlink()
    folder.keep_json(MANIFEST.removesuffix(".json"), wanted)
    return reason


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Write beside a file and put it in its place at the end, or leave nothing behind.

    No fsync: a file that a power cut tears is found out by its checksum and made again.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with said_plainly(path), contextlib.ExitStack() as on_failure:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        on_failure.callback(_take_away, temporary)
        yield temporary
        temporary.replace(path)
        on_failure.pop_all()


def _take_away(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
