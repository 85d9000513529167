"""Everything in one write to the terminal does what the same keys do slowly."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from e2e.test_terminal import STUDY, Terminal, plain

F2, F3, F4, F5, F8 = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[19~"
F9, F10, F11, F12 = "\x1b[20~", "\x1b[21~", "\x1b[23~", "\x1b[24~"
ALT_A, ALT_S, CTRL_Q, ENTER = "\x1ba", "\x1bs", "\x11", "\r"
NEW_ID = "harrow-hill-mobile-1"

WHOLE = (
    *"driver",
    *(F4, "y", "y", "n", F4),
    *'2post only. "nobody asked" she says',
    *(F9, "y", F5, "1", F4, "4", "0", ENTER, "3", "6"),
    *(ALT_A, "a", F4, F12, *"the diary", ENTER),
    *(F2, *"hardest", ENTER),
    "\x1b[200~drivers [sic]\nand [/ parking\x1b[201~",
    *(F3, F8, "4", "6", "0", F10, *"kept words", ENTER),
    *(ALT_S, "1", "3", ENTER, F4, "1", F4, *"2025", F4, "4", F11, "f"),
)


def hold(folder: Path, keys: tuple[str, ...], pause: float) -> tuple[int, str, str]:
    """Hold a new conversation; give the exit code, the file, and what stood on the screen."""
    study = Path(shutil.copytree(STUDY, folder / "study"))
    terminal = Terminal(
        study, folder / "state", "interview", "--new", "--unit", "harrow-hill-mobile"
    )
    try:
        terminal.wait_for("Their role")
        if pause:
            for key in keys:
                terminal.type(key)
                terminal.read(pause)
        else:
            terminal.type("".join(keys))
        code = terminal.wait()
        seen = plain(terminal.seen)
    finally:
        terminal.close()
    path = study / "interviews" / f"{NEW_ID}.yaml"
    text = path.read_text() if path.exists() else ""
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z|\b\d\d:\d\d\b", "TIME", text)
    text = re.sub(r"\n +minutes: \d+", "", text)
    return code, text, seen


@pytest.fixture(scope="module")
def in_one_burst(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, str]:
    return hold(tmp_path_factory.mktemp("burst"), WHOLE, 0)


def test_a_whole_conversation_in_one_burst_is_what_slow_typing_makes(
    in_one_burst: tuple[int, str, str], tmp_path: Path
) -> None:
    slow = hold(tmp_path, WHOLE, 0.15)
    assert slow[:2] == in_one_burst[:2]


def test_a_burst_loses_nothing(in_one_burst: tuple[int, str, str]) -> None:
    code, text, _ = in_one_burst
    assert code == 0
    for words in (
        "role: driver",
        "quote: yes",
        "name: no",
        "fact: partly",
        'post only. "nobody asked" she says',
        "text: nobody asked",
        "since_when",
        "the diary",
        "drivers [sic]",
        "and [/ parking",
        "state: declined",
        "kept words",
        "state: finished",
    ):
        assert words in text, words


def test_somebody_who_does_not_agree_is_not_asked_and_it_is_said(tmp_path: Path) -> None:
    code, text, seen = hold(tmp_path, (*"practice lead", F4, "n", F4, ENTER), 0)
    assert code == 0
    assert "role: practice lead" in text
    assert "take_part: no" in text
    assert "answers" not in text
    said = "did not agree to take part. That is recorded, and nothing else is kept."
    assert " ".join(seen.split()).endswith(said)


def test_leaving_at_once_keeps_what_was_typed(tmp_path: Path) -> None:
    keys = (*"driver", F4, "y", "y", "y", F4, *"1on request only", CTRL_Q)
    code, text, _ = hold(tmp_path, keys, 0)
    assert code == 0
    assert "on request only" in text
