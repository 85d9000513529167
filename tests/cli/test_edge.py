"""The command line's edge: sentences and exit codes, never a traceback, nothing changed on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.edge import run
from themer.cli.root import COMMANDS, themer
from themer.errors import ExitCode


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    return write_study(tmp_path / "rooms", list(SAID))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Give every file of the study; the cache may come and go."""
    files = (p for p in folder.rglob("*") if p.is_file() and ".themer" not in p.parts)
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def outcome(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "themer", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


BAD_FILES = {
    "empty": b"",
    "nothing but NUL": b"\0" * 4096,
    "UTF-16": "schema: themer/study/1".encode("utf-16"),
    "gigantic": b"a: " + b"x" * 3_000_000,
    "brackets": b"[" * 30_000,
    "an alias bomb": b"a: &a [x]\n" + b"".join(b"b%d: [*a, *a]\n" % n for n in range(40)),
    "a python object": b"a: !!python/object/apply:os.system ['touch owned']\n",
    "torn": b"schema: themer/study/1\ntitle: 'half",
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("place", ["study.yaml", "interviews/weir-1.yaml"])
@pytest.mark.parametrize("command", ["check", "figures"])
def test_a_broken_file_is_one_sentence_with_its_place(
    rooms: Path, name: str, place: str, command: str
) -> None:
    (rooms / place).write_bytes(BAD_FILES[name])
    before = snapshot(rooms)
    done = outcome([command], rooms)
    assert done.returncode == (ExitCode.PROBLEMS if command == "check" else ExitCode.INPUT)
    assert place in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(rooms) == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["chekc"], ExitCode.INPUT, 'Did you mean "check"?'),
        (["check", "--study", "/"], ExitCode.INPUT, "No study here"),
        (["report", "--to", "odt"], ExitCode.INPUT, "odt"),
        (["report", "--profile", "secret"], ExitCode.INPUT, "secret"),
        (["interview", "nobody-1", "--plain"], ExitCode.INPUT, "nobody-1"),
        (["templates", "--copy", "../study"], ExitCode.INPUT, "There is no template"),
        ([], ExitCode.INPUT, "terminal"),
        (["interview", "weir-1"], ExitCode.INPUT, "terminal"),
        (["code", "--coder", "coder-a"], ExitCode.INPUT, "terminal"),
        (["tag", "gone.csv", "--codebook", "question_sets/rooms.codebook.yaml"], 2, "gone.csv"),
    ],
)
def test_a_call_that_cannot_be_says_why(
    rooms: Path, arguments: list[str], code: int, said: str
) -> None:
    before = snapshot(rooms)
    done = outcome(arguments, rooms)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == code
    assert snapshot(rooms) == before


def test_check_tells_programs_in_json(rooms: Path) -> None:
    path = rooms / "interviews" / "weir-1.yaml"
    path.write_text(path.read_text().replace("partly", "perhaps"))
    done = outcome(["check", "--json"], rooms)
    problems = json.loads(done.stdout)
    assert [(p["code"], p["path"]) for p in problems if p["severity"] == "error"] == [
        ("IN022", "interviews/weir-1.yaml")
    ]
    assert done.returncode == ExitCode.PROBLEMS


def test_a_bug_is_said_without_the_words_of_an_answer(
    rooms: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from themer.workflows import check

    def broken(_folder: object) -> None:
        secret = "what somebody said in confidence"
        raise RuntimeError(secret)

    monkeypatch.setattr(check, "check_study", broken)
    assert run(["check", "--study", str(rooms)]) == ExitCode.BUG
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "confidence" not in said


def test_a_reader_of_a_pipe_who_leaves_is_no_fault(rooms: Path) -> None:
    line = f"{sys.executable} -m themer figures | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        capture_output=True,
        text=True,
        cwd=rooms,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_help_lists_each_command_as_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    import click

    context = click.Context(themer)
    for name, (_, summary) in COMMANDS.items():
        command = themer.get_command(context, name)
        assert command is not None
        assert (command.help or "").split()[:1] == summary.split()[:1], name
    assert run(["--help"]) == ExitCode.FINE
    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed for name in COMMANDS)


def test_escapes_in_a_file_are_shown_and_not_sent(rooms: Path) -> None:
    path = rooms / "study.yaml"
    path.write_text(path.read_text() + '"\\e[31mred\\e]0;title\\a": 1\n')
    done = outcome(["figures"], rooms)
    assert "\x1b" not in done.stderr
    assert "[U+001B][31mred" in done.stderr


def test_data_go_into_a_pipe_as_they_are(rooms: Path) -> None:
    table = rooms / "answers.csv"
    table.write_text("id,text\n1,the van \x1b[31mcame\n", encoding="utf-8")
    book = "question_sets/rooms.codebook.yaml"
    done = outcome(["tag", "answers.csv", "--codebook", book], rooms)
    assert done.returncode == 0, done.stderr
    assert "the van \x1b[31mcame" in done.stdout


def test_on_a_terminal_an_answer_sends_no_escape(rooms: Path) -> None:
    import pty

    (rooms / "answers.csv").write_text("id,text\n1,the van \x1b]0;owned\x07came\n", "utf-8")
    master, slave = pty.openpty()
    book = "question_sets/rooms.codebook.yaml"
    done = subprocess.run(
        [sys.executable, "-m", "themer", "tag", "answers.csv", "--codebook", book],
        stdout=slave,
        stderr=slave,
        stdin=subprocess.DEVNULL,
        cwd=rooms,
        check=False,
    )
    seen = b""
    while b"owned" not in seen:  # what a terminal takes at once depends on how busy it is
        seen += os.read(master, 65536)
    os.close(slave)
    os.close(master)
    assert done.returncode == 0
    assert b"\x1b]0;owned" not in seen
    assert b"[U+001B]]0;owned" in seen
