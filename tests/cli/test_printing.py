"""Where lines break: between words on a terminal, nowhere in a pipe or a file."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from themer.cli.commands.agreement import _fitting
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


@pytest.mark.parametrize("columns", [50, 80])
def test_figures_are_a_table_on_a_terminal_and_tabs_in_a_pipe(study: Path, columns: int) -> None:
    lines = on_terminal(study, "figures", columns=columns)
    plain = [line for line in in_a_pipe(study, "figures").splitlines() if "\t" in line]
    shown = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines))
    assert plain
    assert "\t" not in shown
    assert all(len(line) <= columns for line in shown.splitlines())
    words = {word for line in plain for word in line.split("\t")[1].split()}
    ids = {word for word in words if len(word) > columns // 2}  # too long for a cell, so broken
    assert words - ids <= set(shown.split())
    assert all(one in "".join(shown.split()) or one[:20] in shown for one in ids)
    named = dict.fromkeys(line.split("\t")[0] for line in plain)
    groups = [group for group in named if len(group) <= columns // 2]
    assert [line.strip() for line in shown.splitlines() if line.strip() in groups] == groups


@pytest.mark.parametrize(("columns", "interval", "share"), [(120, 2, 1), (80, 1, 1), (50, 0, 0)])
def test_a_table_of_agreement_leaves_brackets_out_before_it_breaks_a_word(
    columns: int, interval: int, share: int
) -> None:
    estimate = "0.74 (0.28 to 0.95)"
    lines = [
        ["code", "alpha (95 %)", "kappa", "alike", "given"],
        ["Working with universities", estimate, estimate, "225 of 229 (98%)", "225 236"],
    ]
    row = _fitting(lines, columns)[1]
    assert row[0] == "Working with universities"
    assert sum(cell == estimate for cell in row) == interval
    assert ("(98%)" in row[3]) == share
    assert sum(map(len, row[1:])) + 2 * 4 + len("universities") <= columns


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
