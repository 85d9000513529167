"""What commands print of a hostile study on a terminal: its words, and none of its orders."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.test_terminal import STUDY, Terminal, plain
from hostile_study import HOSTILE, make_hostile
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.desk import CodingSession

ORDERS = ("\x1b[2J", "\x1b]8;;http", "\x1b]52", "\x9b", "\u202e", "\u2066")
COMMANDS = [
    ("check",),
    ("figures",),
    ("figures", "--json"),
    ("agreement",),
    ("contacts",),
    ("history", "harrow-hill-main-1"),
    ("record", "harrow-hill-main-1", "--to", "md"),
    ("report", "--to", "md"),
    ("templates",),
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    study = Path(shutil.copytree(STUDY, tmp_path_factory.mktemp("hostile") / "study"))
    make_hostile(study)
    _let_two_coders_differ(StudyFolder(study))
    yield study


def _let_two_coders_differ(folder: StudyFolder) -> None:
    for coder in ("anna", "ben"):
        session = CodingSession(folder, coder)
        for answer in session.queue:
            code, passage = answer.codes[0].id, answer.passages[0]
            is_anna = coder == "anna"
            session.decide(answer, passage, code, accept=is_anna, reason=f"said {HOSTILE}")
            session.finish_answer(answer)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_order_reaches_the_terminal(hostile: Path, command: tuple[str, ...]) -> None:
    terminal = Terminal(hostile, hostile.parent / "state", *command)
    try:
        code = terminal.wait()
    finally:
        terminal.close()
    assert not any(order in terminal.seen for order in ORDERS), plain(terminal.seen)[:2000]
    assert "Traceback" not in terminal.seen
    assert "a fault in themer itself" not in plain(terminal.seen), plain(terminal.seen)[-500:]
    assert code in (0, 1, 2)
    if command == ("agreement",):
        assert "ben refused it: said [sic]" in plain(terminal.seen)
    if command == ("figures",):
        assert "[sic]" in plain(terminal.seen)
