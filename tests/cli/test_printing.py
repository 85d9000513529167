"""Where lines break: between words on a terminal, nowhere in a pipe or a file."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from themer.cli.printing import wrapped

LONG = "No-conversation-of-this-name-was-ever-held-in-any-of-these-reading-rooms-as-far-as-known"


def on_terminal(study: Path, *arguments: str, columns: int = 80) -> list[str]:
    """Run a command whose output and errors go to one terminal, and give its lines."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, columns))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    state = {"THEMER_STATE": str(study.parent / "state")}
    child = subprocess.Popen(
        [sys.executable, "-m", "themer", *arguments],
        stdin=slave, stdout=slave, stderr=slave, cwd=study, env=environment | state,
    )  # fmt: skip
    os.close(slave)
    said = b""
    try:
        while read := os.read(master, 65536):
            said += read
    except OSError:  # Linux says so where the other end is closed
        pass
    finally:
        child.wait(60)
        os.close(master)
    return said.decode().replace("\r\n", "\n").splitlines()


def in_a_pipe(study: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "themer", *arguments],
        capture_output=True, text=True, cwd=study, stdin=subprocess.DEVNULL, timeout=60,
        check=False, env=os.environ | {"THEMER_STATE": str(study.parent / "state")},
    )  # fmt: skip
    return done.stdout + done.stderr


def plant(study: Path) -> None:
    path = study / "interviews" / "harrow-hill-main-1.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  pay:", "  payment-that-nobody-asked-about:"), "utf-8")


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    "arguments",
    [["check"], ["interview", "nobody-of-this-name-1", "--plain"], ["interview", "--neww"]],
    ids=lambda value: str(value[-1]),
)
def test_on_a_terminal_lines_break_between_words(
    study: Path, arguments: list[str], columns: int
) -> None:
    plant(study)
    lines = on_terminal(study, *arguments, columns=columns)
    assert sorted(" ".join(lines).split()) == sorted(in_a_pipe(study, *arguments).split())
    assert all(len(line) <= columns or len(line.split()) == 1 for line in lines)


@pytest.mark.parametrize(
    "arguments", [["doctor"], ["withdraw", "harrow-hill-main-1", "--yes"]], ids=lambda v: str(v[0])
)
def test_no_line_is_wider_than_the_terminal_but_for_one_word(
    study: Path, arguments: list[str]
) -> None:
    lines = on_terminal(study, *arguments, columns=60)
    assert lines
    assert all(len(line) <= 60 or len(line.split()) == 1 for line in lines)


def test_in_a_pipe_a_problem_is_one_line(study: Path) -> None:
    plant(study)
    said = in_a_pipe(study, "check")
    (line,) = [line for line in said.splitlines() if "IN021" in line]
    assert len(line) > 80


def test_a_long_word_is_left_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert wrapped(f"  This is {LONG}") == f"  This is\n  {LONG}"
    assert wrapped(f"{LONG}: told at once", hang=2) == f"{LONG}:\n  told at once"
    assert wrapped("short\n  lines\n\nstay") == "short\n  lines\n\nstay"
