"""A program in a pseudo-terminal that is typed into, read, and asked what it used."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WATCHED = Path(__file__).with_name("watched.py")
_PATIENCE = 30.0
_COMMANDS = re.compile(r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\)|[PX^_].*?\x1b\\|.)")


@dataclass(frozen=True, slots=True)
class Used:
    """What a program had used when it was asked."""

    cpu: float
    """Seconds of all its threads."""
    screen_cpu: float
    """Seconds of the thread that paints."""
    held_up: tuple[float, ...]
    """How long each call of the saver held that thread up since it was last asked."""


def plain(painted: bytes) -> str:
    """Take the terminal's commands out of what was painted."""
    return _COMMANDS.sub("", painted.decode("utf-8", "replace"))


class Watched:
    """A program under ``watched.py`` in a terminal of 80 columns and 24 rows."""

    def __init__(self, *arguments: str, state: Path, **options: Any) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        ask, self._ask = os.pipe()
        self._tell, tell = os.pipe()
        command = [sys.executable, str(_WATCHED), str(ask), str(tell), json.dumps(options)]
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            pass_fds=(ask, tell),
            env={**os.environ, "THEMER_STATE": str(state), "TERM": "xterm-256color"},
            start_new_session=True,
        )
        for descriptor in (slave, ask, tell):
            os.close(descriptor)

    def type(self, keys: str) -> float:
        """Type something and say when."""
        now = time.perf_counter()
        os.write(self.master, keys.encode())
        return now

    def read_until_quiet(self, seconds: float = 0.05) -> bytes:
        """Read what is painted until nothing more comes for so long."""
        seen = b""
        while select.select([self.master], [], [], seconds)[0]:
            seen += os.read(self.master, 65536)
        return seen

    def read_until(self, words: str, patience: float = _PATIENCE) -> tuple[bytes, float | None]:
        """Read until some words are painted; give all that came, and when the last of it came.

        The time is None where they did not come within so many seconds.
        """
        seen = b""
        end = time.perf_counter() + patience
        while not seen or words not in plain(seen):
            if not select.select([self.master], [], [], max(end - time.perf_counter(), 0))[0]:
                return seen, None
            try:
                seen += os.read(self.master, 65536)
            except OSError as error:
                raise SystemExit(f"it ended: {plain(seen)[-2000:]}") from error
            arrived = time.perf_counter()
        return seen, arrived

    def wait_for(self, words: str) -> None:
        """Read until some words are painted."""
        seen, arrived = self.read_until(words)
        if arrived is None:
            raise SystemExit(f"never saw {words!r} in {plain(seen)[-2000:]}")

    def used(self) -> Used:
        """Ask what it has used so far."""
        os.write(self._ask, b"?")
        line = b""
        while not line.endswith(b"\n"):
            line += os.read(self._tell, 65536)
        cpu, screen_cpu, held_up = json.loads(line)
        return Used(cpu, screen_cpu, tuple(held_up))

    def end(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()
        for descriptor in (self.master, self._ask, self._tell):
            os.close(descriptor)
