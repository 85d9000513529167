"""Small, plain, colourless and foreign terminals: everything works, or says politely what does."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from e2e.test_terminal import INTERVIEW, STUDY, Terminal, noted, plain

NEW = "harrow-hill-mobile"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STUDY, tmp_path / "study"))


def run(study: Path, *arguments: str, heard: bytes = b"", **environment: str) -> tuple[int, str]:
    """Run a command without a terminal; give its exit code and all that it wrote."""
    result = subprocess.run(
        [sys.executable, "-m", "themer", *arguments, "--study", str(study)],
        input=heard,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "THEMER_STATE": str(study.parent / "state"), **environment},
    )
    said = (result.stdout + result.stderr).decode("utf-8")
    assert "Traceback" not in said
    assert "a fault in themer itself" not in said, said
    return result.returncode, said


def resize(terminal: Terminal, columns: int, rows: int) -> None:
    size = struct.pack("HHHH", rows, columns, 0, 0)
    fcntl.ioctl(terminal.slave, termios.TIOCSWINSZ, size)
    terminal.process.send_signal(signal.SIGWINCH)


@pytest.mark.parametrize("command", [("interview", INTERVIEW), (), ("code", "--coder", "coder-a")])
def test_a_dumb_terminal_is_refused_with_what_to_use_instead(
    study: Path, command: tuple[str, ...]
) -> None:
    environ = {"TERM": "dumb"}
    terminal = Terminal(study, study.parent / "state", *command, environment=environ)
    try:
        assert terminal.wait() == 2
        said = plain(terminal.seen)
        assert "--plain" in said
        assert len(said.strip().splitlines()) <= 3
        assert "\x1b" not in terminal.seen
    finally:
        terminal.close()


@pytest.mark.parametrize("command", [("interview", INTERVIEW), (), ("code", "--coder", "coder-a")])
def test_without_a_terminal_it_is_one_line_and_2(study: Path, command: tuple[str, ...]) -> None:
    code, said = run(study, *command)
    assert code == 2
    assert len(said.strip().splitlines()) <= 2


def test_without_colour_no_colour_is_sent_and_the_chosen_line_still_stands_out(
    study: Path,
) -> None:
    terminal = Terminal(study, study.parent / "state", environment={"NO_COLOR": "1"})
    try:
        terminal.wait_for("Harrow Hill, main branch", forget=False)
        painted = terminal.seen
        terminal.type("\x11")
        assert terminal.wait() == 0
    finally:
        terminal.close()
    codes = {
        code
        for group in re.findall(r"\x1b\[([\d;]*)m", painted)
        for code in re.sub(r"[34]8;(2;\d+;\d+;\d+|5;\d+)", _grey_or_colour, group).split(";")
    }
    assert not any(code.startswith("colour") for code in codes), codes


def _grey_or_colour(match: re.Match[str]) -> str:
    """Tell greys, which a colourless terminal can show, from colours."""
    parts = match[1].split(";")
    if parts[0] == "5":  # of 256: 16 and 231 are black and white, from 232 on there are greys
        return (
            "grey"
            if int(parts[1]) in (16, 59, 102, 145, 188, 231) or int(parts[1]) > 231
            else "colour"
        )
    return "grey" if len(set(parts[1:])) == 1 else f"colour {match[0]}"


@pytest.mark.parametrize("locale", [{"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}])
def test_in_another_locale_the_desk_is_drawn_and_keeps_what_is_typed(
    study: Path, locale: dict[str, str]
) -> None:
    terminal = Terminal(study, study.parent / "state", "interview", INTERVIEW, environment=locale)
    try:
        terminal.wait_for("go on with it now")
        terminal.type("t")
        terminal.wait_for("What is hardest about it?")
        terminal.type(" naïve 漢字 \x1b[200~[sic] café\x1b[201~")
        terminal.type("\x11")
        assert terminal.wait() == 0
    finally:
        terminal.close()
    assert noted(study).endswith(" naïve 漢字 [sic] café")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_plain_mode_reads_and_says_every_letter_that_it_can(study: Path, encoding: str) -> None:
    words = "café “quoted” naïve"
    heard = f"practice lead\n\n1\n\ny\ny\ny\n{words} 漢字\n:notes\n:leave\n".encode()
    if encoding == "latin-1":
        heard = heard.decode().encode("latin-1", "ignore")
        words = words.replace("“", "").replace("”", "")
    code, _ = run(
        study,
        *("interview", "--plain", "--new", "--unit", NEW),
        heard=heard,
        PYTHONIOENCODING=encoding,
    )
    assert code == 0
    [path] = (study / "interviews").glob(f"{NEW}-*.yaml")
    assert words in path.read_text("utf-8")


def test_a_pipe_carries_utf_8_in_any_locale(study: Path) -> None:
    file = study / "study.yaml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"name: .*", 'name: "café 漢字"', text, count=1), "utf-8")
    for encoding in ("ascii", "latin-1"):
        code, _ = run(study, "check", PYTHONIOENCODING=encoding)
        assert code in (0, 1)


def test_a_terminal_too_small_keeps_taking_keys_and_comes_back(study: Path) -> None:
    own_size = {"COLUMNS": "", "LINES": ""}
    terminal = Terminal(study, study.parent / "state", "interview", INTERVIEW, environment=own_size)
    try:
        terminal.wait_for("go on with it now")
        terminal.type("t")
        terminal.wait_for("What is hardest about it?")
        resize(terminal, 20, 5)
        terminal.wait_for("Too small")
        terminal.type(" typed while small")
        terminal.read(0.3)
        resize(terminal, 80, 24)
        terminal.wait_for("while small")
        resize(terminal, 20, 5)
        terminal.wait_for("Too small")
        terminal.type("\x11")
        assert terminal.wait() == 0
    finally:
        terminal.close()
    assert noted(study).endswith(" typed while small")
