"""Somebody who types into the real program, in a terminal, and keeps their own log of it.

The log is the oracle: which key was sent when, when it was first seen on the screen, and what the
screen had said by then to be saved. Every letter typed is used once, and none of them is in the
program's own words, so that a letter seen on the screen is that key and no other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from faults.script import ID

CHILD = Path(__file__).parent / "child.py"
PATIENCE = 60.0
F4, ALT_B, CTRL_Q = "\x1bOS", "\x1bb", "\x11"
LETTERS = [
    chr(code)
    for start, end in ((0x100, 0x250), (0x370, 0x400), (0x400, 0x530), (0x1E00, 0x1F00))
    for code in range(start, end)
    if unicodedata.category(chr(code)) in ("Ll", "Lu")
    and unicodedata.normalize("NFC", chr(code)) == chr(code)
    and unicodedata.name(chr(code), "")
]
_SAVED = re.compile(r"saved (\d\d):(\d\d):(\d\d)")
_COMMANDS = re.compile(
    r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\)|[PX^_].*?\x1b\\|.)", re.S
)


@dataclass(slots=True)
class Key:
    """A letter that was typed."""

    letter: str
    question: str
    sent: float
    """Seconds since the epoch."""
    waited: float
    """Seconds that the program had waited for a processor by then."""
    seen: float | None = None
    is_acknowledged: bool = False
    """Whether "saved" stood on the screen after it, with a time after it was seen there."""


@dataclass
class Typist:
    """Types into ``themer interview`` on a watched disk.

    Args:
        folder: Holds ``study`` and ``state``.
        log: Where the disk writes down what would survive a power cut; None leaves it unwatched.
        seed: Of everything that is left to chance.
        forget_fsync: Whether ``fsync`` does nothing.
        real_disk: Whether ``fsync`` waits for the disk; what it promises is kept in any case.
        before: What stands before the command, such as ``unshare``.
    """

    folder: Path
    log: Path | None
    seed: int
    forget_fsync: bool = False
    real_disk: bool = True
    before: tuple[str, ...] = ()
    keys: list[Key] = field(default_factory=list)
    stall: float = 0.0
    """By how much the machine woke the typist too late, at the worst."""
    seen: str = ""

    def start(self) -> None:
        """Open the conversation and go on with it, at the last question."""
        self._master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.modes = termios.tcgetattr(self.slave)
        program = [sys.executable, "-m", "themer"]
        if self.log is not None:
            options = ["--forget-fsync"] if self.forget_fsync else []
            options += [] if self.real_disk else ["--do-not-wait"]
            watched = (str(CHILD), str(self.log), str(self.folder), *options, "--")
            program = [sys.executable, *watched]
        self.process = subprocess.Popen(
            [
                *self.before,
                *program,
                *("interview", ID, "--study", str(self.folder / "study")),
            ],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env={
                **os.environ,
                "THEMER_STATE": str(self.folder / "state"),
                "TERM": "xterm-256color",
                "COLUMNS": "80",
                "LINES": "24",
            },
            start_new_session=True,
        )
        self.wait_for("go on with it now")
        self.send("t")
        self.wait_for("What is hardest about it?")
        self._chance = random.Random(self.seed)
        self._letters = iter(LETTERS)
        self._question = "hardest"

    def type_for(self, seconds: float) -> float:
        """Type without stopping for so long; give the moment of the end."""
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            act = self._chance.random()
            if act < 0.02:
                self._cross()
            else:
                self._type_one()
            pause = self._chance.uniform(0.3, 2.6) if act > 0.97 else self._chance.uniform(0, 0.09)
            until = min(now + pause, end)
            self._watch(until)
            self.stall = max(self.stall, time.monotonic() - until)
        return time.time()

    def waited(self) -> float:
        """Say how long the program's threads have been ready to run and were not let."""
        total = 0
        for path in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):  # a thread that has ended since
                total += int(path.read_text().split()[1])
        return total / 1e9

    def _type_one(self) -> None:
        letter = next(self._letters)
        self.keys.append(Key(letter, self._question, time.time(), self.waited()))
        self.send(letter if self._chance.random() > 0.15 else letter + " ")

    def _cross(self) -> None:
        """Go to the question before, or back to the last, which writes the file."""
        before = len(self.seen)
        at_last = self._question == "hardest"
        self.send(ALT_B if at_last else F4)
        asked = "Who answers for it" if at_last else "What is hardest"
        end = time.monotonic() + PATIENCE
        while asked not in plain(self.seen[before:]):
            assert time.monotonic() < end, plain(self.seen)[-2000:]
            self._watch(time.monotonic() + 0.02)
        self._question = "main_lead" if at_last else "hardest"

    def _watch(self, until: float) -> None:
        """Read the screen until a moment, and note what it shows."""
        while True:
            ready, _, _ = select.select([self._master], [], [], max(0, until - time.monotonic()))
            if not ready:
                return
            self._note(os.read(self._master, 65536).decode("utf-8", "replace"))

    def _note(self, painted: str) -> None:
        self.seen += painted
        now = time.time()
        unseen = [key for key in self.keys if key.seen is None]
        for part in re.split(r"(saved \d\d:\d\d:\d\d)", plain(painted)):
            if (found := _SAVED.fullmatch(part)) is not None:
                at = _moment(*map(int, found.groups()))
                for key in self.keys:
                    if key.seen is not None and key.seen < at:
                        key.is_acknowledged = True
            else:
                for key in unseen:
                    if key.letter in part:
                        key.seen = now

    def wait_for(self, words: str) -> None:
        """Read until some words were painted."""
        end = time.monotonic() + PATIENCE
        while words not in plain(self.seen):
            if time.monotonic() > end or self.process.poll() is not None:
                self._watch(time.monotonic() + 0.1)
                raise AssertionError(f"never saw {words!r} in:\n{plain(self.seen)[-3000:]}")
            self._watch(time.monotonic() + 0.05)

    def send(self, keys: str) -> None:
        """Send keys."""
        os.write(self._master, keys.encode())

    def end(self, number: int) -> float:
        """Send a signal and wait for the end; give the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.last_waited = self.waited()
        while self.process.poll() is None:
            assert time.monotonic() < began + PATIENCE, "it did not end"
            self.last_waited = max(self.last_waited, self.waited())
            self._watch(time.monotonic() + 0.005)
        took = time.monotonic() - began
        self._watch(time.monotonic() + 0.05)
        self.found_modes = termios.tcgetattr(self.slave)
        return took

    def watch_for(self, seconds: float) -> None:
        """Read the screen for a while, without a key."""
        self._watch(time.monotonic() + seconds)

    def wait(self) -> int:
        """Wait for the end, and give the exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, "it did not end"
            self.watch_for(0.02)
        return int(self.process.returncode)

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self._master)
        os.close(self.slave)


def _moment(hour: int, minute: int, second: int) -> float:
    """Say which moment of today, or of yesterday just past midnight, a clock time is."""
    now = dt.datetime.now().astimezone()
    at = now.replace(hour=hour, minute=minute, second=second, microsecond=0)
    return (at if at <= now else at - dt.timedelta(days=1)).timestamp()


def plain(painted: str) -> str:
    """Take the terminal's commands out of what was painted."""
    return _COMMANDS.sub("", painted)
