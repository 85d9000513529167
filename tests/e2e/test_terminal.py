"""A real terminal: typed keys, killed programs, and what is on the disk afterwards."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from themer.storage import files

STUDY = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
INTERVIEW = "harrow-hill-main-1"
_PATIENCE = 20.0


class Terminal:
    """A program in a terminal of 80 columns and 24 rows."""

    def __init__(
        self,
        study: Path,
        state: Path,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = (),
    ) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.modes = termios.tcgetattr(slave)
        self.slave = slave
        self.seen = ""
        whole = {
            **os.environ,
            "THEMER_STATE": str(state),
            "THEMER_CONFIG": str(state / "config"),
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            **(environment or {}),
        }
        self.process = subprocess.Popen(
            [*(program or (sys.executable, "-m", "themer")), *arguments, "--study", str(study)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=whole,
            start_new_session=True,
        )

    def read(self, seconds: float = 0.1) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self.master], [], [], left)
            if not ready:
                return
            self.seen += os.read(self.master, 65536).decode("utf-8", "replace")

    def wait_for(self, words: str, *, forget: bool = True) -> None:
        """Read until some words were painted."""
        end = time.monotonic() + _PATIENCE
        while words not in plain(self.seen):
            if time.monotonic() > end or self.process.poll() is not None:
                self.read()
                raise AssertionError(f"never saw {words!r} in:\n{plain(self.seen)[-3000:]}")
            self.read()
        self.seen = "" if forget else self.seen

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def type_until_killed(self, seconds: float = 3.0) -> str:
        """Type without a pause, kill the program, and give what was typed a second before."""
        begun = time.monotonic()
        typed: list[tuple[float, str]] = []
        while time.monotonic() - begun < seconds:
            letter = "abcdefghij"[len(typed) % 10]
            self.type(letter)
            typed.append((time.monotonic(), letter))
            self.read(0.03)
        killed = time.monotonic()
        self.end(signal.SIGKILL)
        return "".join(letter for at, letter in typed if at < killed - 1.0)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        end = time.monotonic() + _PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self.read()
        assert self.process.poll() is not None, "it did not end"
        self.read()
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)


def plain(painted: str) -> str:
    """Take the terminal's commands out of what was painted."""
    return re.sub(
        r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\)|[PX^_].*?\x1b\\|.)", "", painted
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STUDY, tmp_path / "study"))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


def start(terminals: list[Terminal], study: Path, state: Path) -> Terminal:
    """Open the interview and go on with it by telephone, at the last question."""
    terminal = Terminal(study, state, "interview", INTERVIEW)
    terminals.append(terminal)
    terminal.wait_for("go on with it now")
    return terminal


def go_on(terminal: Terminal) -> None:
    terminal.type("t")
    terminal.wait_for("What is hardest about it?")


def noted(study: Path) -> str:
    stored = files.read(files.INTERVIEW, study / "interviews" / f"{INTERVIEW}.yaml")
    return stored.value.answers["hardest"].noted


def test_what_was_typed_survives_a_kill_and_is_offered(
    terminals: list[Terminal], study: Path, state: Path
) -> None:
    first = start(terminals, study, state)
    go_on(first)
    for letter in " and parking":
        first.type(letter)
        first.read(0.02)
    first.read(1.0)
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    assert "and parking" not in noted(study), "the file is written later than the journal"

    second = Terminal(study, state, "interview", INTERVIEW)
    terminals.append(second)
    second.wait_for("parking")
    second.type("k")
    second.wait_for("go on with it now")
    go_on(second)
    second.type("\x11")
    assert second.wait() == 0
    assert noted(study).endswith(" and parking")
    assert list(state.rglob("*.jsonl")) == []


def test_a_typist_without_a_pause_loses_less_than_a_second(
    terminals: list[Terminal], study: Path, state: Path
) -> None:
    first = start(terminals, study, state)
    go_on(first)
    acknowledged = first.type_until_killed()
    second = Terminal(study, state, "interview", INTERVIEW)
    terminals.append(second)
    second.wait_for("keep them")
    second.type("k")
    second.wait_for("go on with it now")
    second.type("c")
    second.wait_for("core left")
    second.type("\x11")
    assert second.wait() == 0
    assert len(acknowledged) > 20
    assert noted(study).startswith(
        f"finding drivers, then insurance. Margaret T does most of it{acknowledged}"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_saves_every_key_and_gives_the_terminal_back(
    terminals: list[Terminal], study: Path, state: Path, number: int
) -> None:
    terminal = start(terminals, study, state)
    go_on(terminal)
    terminal.type(" and parking at the doors")
    terminal.seen = ""
    assert terminal.end(number) == 128 + number
    assert noted(study).endswith(" and parking at the doors")
    assert termios.tcgetattr(terminal.slave)[:4] == terminal.modes[:4]
    assert "\x1b[?1049l" in terminal.seen, "the screen before is not back"
    assert list(state.rglob("*.jsonl")) == []


def test_a_closed_window_ends_the_program_and_keeps_every_key(
    terminals: list[Terminal], study: Path, state: Path
) -> None:
    terminal = start(terminals, study, state)
    go_on(terminal)
    terminal.type(" and parking")
    terminal.read(0.5)
    os.close(terminal.master)
    os.close(terminal.slave)
    terminals.clear()
    terminal.process.send_signal(signal.SIGHUP)
    assert terminal.process.wait(timeout=5) == 128 + signal.SIGHUP
    assert noted(study).endswith(" and parking")


def test_a_second_window_is_told_who_has_it_open(
    terminals: list[Terminal], study: Path, state: Path
) -> None:
    first = start(terminals, study, state)
    second = Terminal(study, state, "interview", INTERVIEW)
    terminals.append(second)
    assert second.wait() == 3
    assert f"process {first.process.pid}" in plain(second.seen).replace("\r\n", " ")


def test_home_opens_and_is_left(terminals: list[Terminal], study: Path, state: Path) -> None:
    terminal = Terminal(study, state)
    terminals.append(terminal)
    terminal.wait_for("Harrow Hill, main branch")
    terminal.type("\x11")
    assert terminal.wait() == 0


def test_without_a_terminal_it_says_so_at_once(study: Path, state: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "themer", "interview", INTERVIEW, "--study", str(study)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        env={**os.environ, "THEMER_STATE": str(state)},
        check=False,
    )
    assert result.returncode == 2
    assert "terminal" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("saved", [False, True])
def test_struck_words_are_on_no_disk_when_the_program_is_killed_then(
    terminals: list[Terminal], study: Path, state: Path, *, saved: bool
) -> None:
    secret = "she drinks at work"

    def holders() -> list[str]:
        files = [path for folder in (study, state) for path in folder.rglob("*") if path.is_file()]
        return [path.name for path in files if secret.encode() in path.read_bytes()]

    first = start(terminals, study, state)
    go_on(first)
    first.type(f"\r{secret}")
    first.read(1.0)
    if saved:  # to the next question and back: it is in the file, and then in the version before
        first.type("\x1bb\x1bOS")
        first.read(1.0)
        first.type(" a lot")
        first.read(4.0)
    assert holders() != []
    first.type("\x1bx")
    first.wait_for("Strike?")
    first.type("y")
    first.wait_for("Struck")
    first.end(signal.SIGKILL)
    assert holders() == []

    second = start(terminals, study, state)
    go_on(second)
    second.type("\x11")
    assert second.wait() == 0
    assert holders() == []
    assert "Margaret T does most of it" in noted(study)


def test_a_terminal_that_goes_without_a_signal_ends_the_program_with_every_word(
    terminals: list[Terminal], study: Path, state: Path
) -> None:
    terminal = start(terminals, study, state)
    go_on(terminal)
    terminal.type("the window is gone")
    terminal.wait_for("gone")
    terminals.remove(terminal)
    os.close(terminal.slave)
    os.close(terminal.master)  # the program leads no session with this terminal: nothing is sent
    assert terminal.process.wait(_PATIENCE) == 128 + signal.SIGHUP
    assert noted(study).endswith("the window is gone")
