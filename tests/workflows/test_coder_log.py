"""A step is decided whole or not at all, wherever a crash cuts the coder's file."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from themer.errors import InputError
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.alike import Alike
from themer.workflows.coding.coder_log import checked_coder
from themer.workflows.coding.desk import CodingSession
from themer.workflows.material import load_material

FIXTURE = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
AT = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
Act = Callable[[CodingSession], object]


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return StudyFolder(Path(shutil.copytree(FIXTURE, tmp_path / "study")))


def sit(folder: StudyFolder) -> CodingSession:
    return CodingSession(folder, "anna", lambda: AT)


def standing(folder: StudyFolder) -> set[tuple[object, ...]]:
    return {
        (event.action, event.code, event.start, event.end)
        for event in load_material(folder).decisions
        if event.coder == "anna"
    }


def begin(session: CodingSession) -> None:
    answer = session.queue[0]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    session.decide(answer, answer.passages[0], "home-delivery", accept=False)


def respan(session: CodingSession) -> None:
    answer = session.queue[0]
    first = answer.passages[0]
    session.respan(answer, first, first.start, first.end - 5)


def many(session: CodingSession) -> None:
    alike = [Alike(one, one.passages[-1], None) for one in session.queue]
    session.decide_many(alike, "volunteers", accept=True)


def undo_many(session: CodingSession) -> None:
    session.undo()


@pytest.mark.parametrize(
    ("before", "act"),
    [([begin], respan), ([begin], many), ([begin, many], undo_many), ([begin, respan], undo_many)],
)
def test_a_step_cut_anywhere_holds_whole_or_not_at_all(
    folder: StudyFolder, before: list[Act], act: Act
) -> None:
    session, path = sit(folder), folder.coder_path("anna")
    for one in before:
        one(session)
    earlier, held = path.read_bytes(), standing(folder)
    act(session)
    whole, wanted = path.read_bytes(), standing(folder)
    assert held != wanted
    lines = whole[len(earlier) :].splitlines(keepends=True)
    assert len(lines) > 1
    ends = [len(earlier) + sum(map(len, lines[:number])) for number in range(len(lines))]
    for end in (*ends, *(end + 20 for end in ends), len(whole) - 2):
        path.write_bytes(whole[:end])
        again = sit(folder)
        assert standing(folder) == held, end
        again.finish_answer(again.queue[0])
        assert standing(folder) == held | {("read", None, None, None)}, end
    path.write_bytes(whole)
    assert standing(folder) == wanted


@pytest.mark.parametrize(("name", "coder"), [("anna", "anna"), ("Anna", "anna"), ("B-2", "b-2")])
def test_a_coder_may_be_named_in_capitals(folder: StudyFolder, name: str, coder: str) -> None:
    session = CodingSession(folder, name, lambda: AT)
    begin(session)
    assert folder.coder_path(coder).is_file()
    assert {e.coder for e in load_material(folder).decisions if e.at == AT} == {coder}


@pytest.mark.parametrize("name", ["machine", "Machine", "anna b", "a/b", "", "ä"])
def test_what_cannot_name_a_file_names_no_coder(name: str) -> None:
    with pytest.raises(InputError):
        checked_coder(name)
