"""Diffs on a terminal and in a pipe."""

from __future__ import annotations

import re
import sys

import pytest

from themer.cli.diffs import put_diff, with_changes

DIFF = [
    "--- a.md",
    "+++ a.md, edited",
    "@@ -1,2 +1,2 @@",
    " stays",
    "-one two three",
    "+one 2 three",
    "+a new one",
]


def test_words_that_differ_are_known_where_a_line_takes_the_place_of_another() -> None:
    found = list(with_changes([*DIFF[:6], " more", "-gone alone"]))
    assert [line for line, _ in found] == [*DIFF[:6], " more", "-gone alone"]
    assert [set(changed) for line, changed in found if line[1:4] == "one"] == [{1}, {1}]
    assert all(not changed for line, changed in found if line[1:4] != "one")


def test_every_line_comes_once_and_in_its_order() -> None:
    assert [line for line, _ in with_changes(DIFF)] == DIFF


def test_a_pipe_gets_the_diff_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    put_diff(DIFF)
    assert capsys.readouterr().out == "\n".join(DIFF) + "\n"


def test_a_terminal_gets_colours_whole_words_and_no_escape_of_a_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "24")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    put_diff(["-the words of a line that is long", "+the words of a line that is \x1b[2Jlonger"])
    out = capsys.readouterr().out
    assert "\x1b[31m" in out
    assert "\x1b[7m" in out
    assert "[U+001B][2J" in out
    plain = re.sub(r"\x1b\[\d+m", "", out).splitlines()
    assert plain[:2] == ["-the words of a line ", " that is long"]
    monkeypatch.setenv("NO_COLOR", "1")
    put_diff(["-a"])
    assert capsys.readouterr().out == "-a\n"
