"""The command line's edge: sentences and exit codes, never a traceback, nothing changed on disk."""

from __future__ import annotations

import json
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
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


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


def test_help_lists_each_command_and_promises_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    import click

    context = click.Context(themer)
    for name, (_, summary) in COMMANDS.items():
        command = themer.get_command(context, name)
        assert command is not None
        assert (command.help or "").split()[:1] == summary.split()[:1], name
    assert run(["--help"]) == ExitCode.FINE
    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed for name in COMMANDS)
