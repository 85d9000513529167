"""A disk that fails on demand, and one that loses what was not synced, under the ``os`` calls.

POSIX promises little: the bytes of a file are there after a power cut once it was synced, and a
name (new, replaced or taken away) once its folder was synced. ``Ledger`` keeps exactly that, so
that recovery can be run on what a power cut would leave. ``Disk`` stands between ``os`` and the
program: it keeps the ledger, and can let the n-th call on files below a folder fail, stop half
way, or be the last that the program ever makes.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import io
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Record = list[Any]
"""One thing that happened: what, then to which file, folder or name."""


class PowerCut(BaseException):
    """The program ends here: no later call reaches the disk, not even one that tidies up."""


class Ledger:
    """What of a folder would survive a power cut at this moment.

    Args:
        root: The folder as it is now, all of it taken as synced.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names: dict[str, int] = {}
        """Every file by its path, as the program sees it."""
        self.kept_names: dict[str, int] = {}
        """Those that would be there after a power cut."""
        self.kept_bytes: dict[int, bytes] = {}
        self.folders: set[str] = {str(root)}
        self.kept_folders: set[str] = {str(root)}
        self._poisoned: set[int] = set()
        self._next = 0
        for path in sorted(root.rglob("*")):
            if path.is_dir():
                self.folders.add(str(path))
                self.kept_folders.add(str(path))
            else:
                self.names[str(path)] = self.kept_names[str(path)] = self._next
                self.kept_bytes[self._next] = path.read_bytes()
                self._next += 1

    def apply(self, record: Record) -> None:
        """Take in one thing that happened."""
        getattr(self, f"_{record[0]}")(*record[1:])

    def survivors(self, *, every_name: bool) -> dict[str, bytes]:
        """Give the files that a power cut would leave.

        Args:
            every_name: Whether names reached the disk although their folder was not synced: a file
                whose bytes were not is empty then. Otherwise only what was synced is there.
        """
        names = self.names if every_name else self.kept_names
        folders = self.folders if every_name else self.kept_folders
        return {
            path: self.kept_bytes.get(file, b"")
            for path, file in names.items()
            if all(str(above) in folders for above in self._above(path))
        }

    def put(self, files: dict[str, bytes]) -> None:
        """Make the folder hold these files and no others."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        for name, content in files.items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _above(self, path: str) -> Iterator[Path]:
        for folder in Path(path).parents:
            yield folder
            if folder == self.root:
                return

    def _new(self, path: str) -> None:
        self.names[path] = self._next
        self._next += 1

    def _sync(self, file: int, content: str) -> None:
        if file not in self._poisoned:
            self.kept_bytes[file] = base64.b64decode(content)

    def _poison(self, file: int) -> None:
        # After a failed fsync the kernel takes the pages for clean: a later one says yes and
        # writes nothing ("fsyncgate", 2018).
        self._poisoned.add(file)

    def _names(self, folder: str) -> None:
        for kept, live in ((self.kept_names, self.names), (self.kept_folders, self.folders)):
            for path in [p for p in kept if str(Path(p).parent) == folder and p not in live]:
                if isinstance(kept, dict):
                    del kept[path]
                else:
                    kept.discard(path)
        for path, file in self.names.items():
            if str(Path(path).parent) == folder:
                self.kept_names[path] = file
        self.kept_folders |= {path for path in self.folders if str(Path(path).parent) == folder}

    def _link(self, source: str, target: str) -> None:
        self.names[target] = self.names[source]

    def _rename(self, source: str, target: str) -> None:
        if self.names.get(target) != self.names[source]:  # two names of one file: nothing happens
            self.names[target] = self.names.pop(source)

    def _unlink(self, path: str) -> None:
        del self.names[path]

    def _folder(self, path: str) -> None:
        self.folders.add(path)


@dataclass(slots=True)
class Plan:
    """Which call fails, how, and for how long."""

    at: int = -1
    """The number of the call, from 0; -1 lets none fail."""
    error: int | None = None
    """What it fails with; None ends the program instead."""
    lasting: bool = True
    """Whether every later call fails too, until ``over``; a full disk takes half a write first."""
    calls: list[str] = field(default_factory=list)
    """Every call so far."""
    failed: list[str] = field(default_factory=list)
    """Those that were made to fail."""
    over: bool = False

    def is_due(self, call: str) -> bool:
        """Count a call, and say whether it is one that fails."""
        number = len(self.calls)
        self.calls.append(call)
        reached = (
            0 <= self.at <= number if self.lasting or self.error is None else number == self.at
        )
        if reached and not self.over:
            self.failed.append(call)
            return True
        return False


class Disk:
    """Stands between ``os`` and the program for every file below a folder.

    Args:
        root: The folder.
        plan: Which calls fail.
        told: Called with each record, once it has happened.
        forget_fsync: Whether ``fsync`` does nothing, as if it had been left out of the program.
        real_fsync: Whether ``fsync`` reaches the real disk; the ledger does not need it.
    """

    def __init__(
        self,
        root: Path,
        plan: Plan | None = None,
        *,
        told: Callable[[Record], None] | None = None,
        forget_fsync: bool = False,
        real_fsync: bool = False,
    ) -> None:
        self.ledger = Ledger(root)
        self.plan = plan or Plan()
        self._told = told
        self._forget_fsync = forget_fsync
        self._real_fsync = real_fsync
        self._root = str(root) + os.sep
        self._open: dict[int, tuple[str, int | None]] = {}
        self._lock = threading.RLock()

    @contextlib.contextmanager
    def watching(self) -> Iterator[Disk]:
        """Stand in until the block ends; descriptors that a dead program left open are closed."""
        names = [name for name in dir(self) if name.startswith("call_")]
        real = {name: getattr(os, name.removeprefix("call_")) for name in names}
        self._real = {name.removeprefix("call_"): function for name, function in real.items()}
        self._real["io_open"] = io.open
        for name in names:
            setattr(os, name.removeprefix("call_"), self._guarded(getattr(self, name)))
        io.open = self._guarded(self._read)  # type: ignore[assignment]
        try:
            yield self
        finally:
            for name, function in real.items():
                setattr(os, name.removeprefix("call_"), function)
            io.open = self._real["io_open"]
            for descriptor in list(self._open):
                with contextlib.suppress(OSError):
                    os.close(descriptor)
            self._open.clear()

    def _guarded(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def guarded(*arguments: Any, **named: Any) -> Any:
            with self._lock:
                return function(*arguments, **named)

        return guarded

    def _is_below(self, path: Any) -> bool:
        return isinstance(path, str | Path) and f"{path}{os.sep}".startswith(self._root)

    def _meet(self, call: str, path: object) -> None:
        if self.plan.is_due(call):
            if self.plan.error is None:
                raise PowerCut(call)
            raise OSError(self.plan.error, os.strerror(self.plan.error), str(path))

    def _record(self, *record: Any) -> None:
        self.ledger.apply(list(record))
        if self._told is not None:
            self._told(list(record))

    # What the program calls

    def call_open(self, path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if not self._is_below(path):
            return self._real["open"](path, flags, *rest, **named)
        self._meet("open", path)
        descriptor = self._real["open"](path, flags, *rest, **named)
        name = str(path)
        if name not in self.ledger.folders and name not in self.ledger.names:
            self._record("new", name)
        self._open[descriptor] = (name, self.ledger.names.get(name))
        return descriptor

    def call_write(self, descriptor: int, content: Any) -> int:
        if descriptor not in self._open:
            return self._real["write"](descriptor, content)
        plan = self.plan
        was_well = not plan.failed
        if plan.is_due("write"):
            half = bytes(content)[: len(content) // 2]
            if was_well and half and plan.lasting:  # how a disk becomes full, and how a kill tears
                self._real["write"](descriptor, half)
                if plan.error is not None:
                    return len(half)
            if plan.error is None:
                raise PowerCut("write")
            raise OSError(plan.error, os.strerror(plan.error))
        return self._real["write"](descriptor, content)

    def call_fsync(self, descriptor: int) -> None:
        if descriptor not in self._open or self._forget_fsync:
            return None if self._forget_fsync else self._real["fsync"](descriptor)
        path, file = self._open[descriptor]
        try:
            self._meet("fsync", path)
        except OSError:
            if file is not None:
                self._record("poison", file)
            raise
        if self._real_fsync:
            self._real["fsync"](descriptor)
        if file is None:
            self._record("names", path)
            return None
        living = next((name for name, other in self.ledger.names.items() if other == file), None)
        if living is not None:
            with self._real["io_open"](living, "rb") as stream:
                self._record("sync", file, base64.b64encode(stream.read()).decode())
        return None

    def call_close(self, descriptor: int) -> None:
        if descriptor not in self._open:
            return self._real["close"](descriptor)
        path, _ = self._open.pop(descriptor)
        self._real["close"](descriptor)  # closed in any case, as Linux does
        return self._meet("close", path)

    def call_ftruncate(self, descriptor: int, length: int) -> None:
        if descriptor in self._open:
            self._meet("ftruncate", self._open[descriptor][0])
        return self._real["ftruncate"](descriptor, length)

    def call_link(self, source: Any, target: Any, **named: Any) -> None:
        self._name("link", source, target, **named)

    def call_rename(self, source: Any, target: Any, **named: Any) -> None:
        self._name("rename", source, target, **named)

    def call_replace(self, source: Any, target: Any, **named: Any) -> None:
        self._name("replace", source, target, **named)

    def _name(self, call: str, source: Any, target: Any, **named: Any) -> None:
        if self._is_below(target):
            self._meet(call, target)
        self._real[call](source, target, **named)
        if self._is_below(target):
            self._record("link" if call == "link" else "rename", str(source), str(target))

    def call_unlink(self, path: Any, **named: Any) -> None:
        if self._is_below(path):
            self._meet("unlink", path)
        self._real["unlink"](path, **named)
        if self._is_below(path):
            self._record("unlink", str(path))

    def call_mkdir(self, path: Any, *rest: Any, **named: Any) -> None:
        if self._is_below(path):
            self._meet("mkdir", path)
        self._real["mkdir"](path, *rest, **named)
        if self._is_below(path):
            self._record("folder", str(path))

    def _read(self, path: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if self._is_below(path):
            self._meet("read", path)
            if set(mode) & set("wax+") and str(path) not in self.ledger.names:
                self._record("new", str(path))
        return self._real["io_open"](path, mode, *rest, **named)


def written_to(path: Path) -> Callable[[Record], None]:
    """Give what writes records into a file, each in one call, so that a kill loses no whole one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    write = os.write  # the real one
    return lambda record: void(write(descriptor, json.dumps(record).encode() + b"\n"))


def void(_: object) -> None:
    """Take a value and give nothing."""


def records_in(path: Path) -> Iterator[Record]:
    """Read records back, up to one that a kill tore."""
    for line in path.read_bytes().split(b"\n"):
        with contextlib.suppress(ValueError):
            yield json.loads(line)
