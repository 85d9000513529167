"""Whichever file call fails or is the last: what was acknowledged holds, what was refused does not.

Of every desk that adds steps: decisions one by one and many at once, other ends of a passage, undo;
verdicts between coders; themes; summaries of the matrix.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from faults.disk import Disk, Plan, PowerCut
from themer.errors import ChangedUnderneathError, StorageError
from themer.model.theme import Theme, ThemePassage, ThemesFile
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_file
from themer.workflows.coding.adjudicating import Adjudication
from themer.workflows.coding.alike import Alike
from themer.workflows.coding.desk import CodingSession
from themer.workflows.matrix.desk import MatrixDesk
from themer.workflows.themes.desk import ThemeDesk

FIXTURE = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
CODE, OTHER, NAME = "volunteers", "home-delivery", "Vans, and who drives them"


def clock() -> dt.datetime:
    """Stand still: moments must be told apart by the desks."""
    return dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def sit(folder: StudyFolder, coder: str = "anna") -> CodingSession:
    return CodingSession(folder, coder, clock)


def begun(folder: StudyFolder) -> CodingSession:
    """Decide twice on one passage: what a later fault must leave."""
    session = sit(folder)
    answer = session.queue[0]
    session.decide(answer, answer.passages[0], CODE, accept=True)
    session.decide(answer, answer.passages[0], OTHER, accept=False)
    return session


def decide(session: CodingSession) -> None:
    answer = session.queue[1]
    session.decide(answer, answer.passages[0], CODE, accept=True)


def many(session: CodingSession) -> None:
    alike = [Alike(one, one.passages[-1], None) for one in session.queue]
    session.decide_many(alike, CODE, accept=True)


def respan(session: CodingSession) -> None:
    answer = session.queue[0]
    first = answer.passages[0]
    session.respan(answer, first, first.start, first.end - 5)


def begun_with_many(folder: StudyFolder) -> CodingSession:
    session = begun(folder)
    many(session)
    return session


def next_answer(desk: CodingSession) -> None:
    desk.finish_answer(desk.queue[0])


def decisions(folder: StudyFolder) -> Any:
    session = sit(folder)
    return {
        (event.action, event.code, event.start, event.end, event.status)
        for event in session._log.standing()
    }


def differing(folder: StudyFolder) -> Adjudication:
    for coder, accept in (("anna", True), ("ben", False)):
        session = sit(folder, coder)
        for answer in session.queue:
            session.decide(answer, answer.passages[0], CODE, accept=accept)
            session.finish_answer(answer)
    return Adjudication(folder, "cara", clock)


def settle(desk: Adjudication) -> None:
    desk.settle(0, give=True, reason="they said so")


def settle_next(desk: Adjudication) -> None:
    desk.settle(1, give=False, reason="they did not")


def verdicts(folder: StudyFolder) -> Any:
    found = Adjudication(folder, "cara", clock).differences
    return {(one.question, one.verdict.status) for one in found if one.verdict}


def themed(folder: StudyFolder) -> ThemeDesk:
    held = ThemesFile(themes=(Theme(id="vans", status="named", name="Vans"),))
    (folder.root / "themes.yaml").write_bytes(b"# Noor looks after these\n" + to_file(held))
    desk = ThemeDesk(folder, "anna", clock)
    answer = sit(folder).queue[0]
    first = answer.passages[0]
    desk.add("vans", [ThemePassage(*answer.place, first.start, first.end, first.text)])
    return desk


def rename(desk: ThemeDesk) -> None:
    if desk.themes[0].name != NAME:
        desk.edit("vans", "name", NAME)


def undo_theme(desk: ThemeDesk) -> None:
    if desk.themes[0].members:
        desk.undo()


def themes(folder: StudyFolder) -> Any:
    return [(one.name, one.members) for one in ThemeDesk(folder, "anna", clock).themes]


def in_matrix(folder: StudyFolder) -> MatrixDesk:
    begun(folder)
    return MatrixDesk(folder, "anna", clock)


def written(folder: StudyFolder) -> MatrixDesk:
    desk = in_matrix(folder)
    write(desk, "No van since May.")
    return desk


def write(desk: MatrixDesk, text: str = "Volunteers drive.") -> None:
    cells = desk.matrix(desk.audiences()[0]).cells.values()
    desk.write(next(one for one in cells if one.passages), text)


def summaries(folder: StudyFolder) -> Any:
    return [one.text for one in MatrixDesk(folder, "anna", clock).material.matrix.summaries]


@dataclass(frozen=True)
class Case:
    """A desk, what is done there, and how what holds is read from the disk again."""

    open: Callable[[StudyFolder], Any]
    act: Callable[[Any], object]
    holds: Callable[[StudyFolder], Any]
    then: Callable[[Any], object] | None = None
    """A step that follows a refused one; None where the whole file is written, so that the same act
    is done again."""
    calls: int = 4


CASES = {
    "a decision": Case(begun, decide, decisions, next_answer),
    "the first decision": Case(sit, decide, decisions, next_answer),
    "many at once": Case(begun, many, decisions, next_answer),
    "other ends": Case(begun, respan, decisions, next_answer),
    "undo of many": Case(begun_with_many, lambda d: d.undo(), decisions, next_answer),
    "a verdict": Case(differing, settle, verdicts, settle_next),
    "a theme": Case(themed, rename, themes, calls=15),
    "undo of a theme": Case(themed, undo_theme, themes, calls=15),
    "a first summary": Case(in_matrix, write, summaries, calls=15),
    "a summary": Case(written, write, summaries, calls=15),
}


def study(at: Path) -> StudyFolder:
    shutil.rmtree(at, ignore_errors=True)
    return StudyFolder(Path(shutil.copytree(FIXTURE, at)))


def without_fault(case: Case, at: Path) -> tuple[Any, Any, Any, int]:
    """Say what holds before and after the act, after the other alone, and how many calls it is."""
    folder = study(at)
    desk = case.open(folder)
    before = case.holds(folder)
    with Disk(at).watching() as disk:
        case.act(desk)
    after = case.holds(folder)
    assert before != after
    other = None
    if case.then is not None:
        folder = study(at)
        case.then(case.open(folder))
        other = case.holds(folder)
    return before, after, other, len(disk.plan.calls)


@pytest.mark.parametrize(("error", "lasting"), [(errno.ENOSPC, True), (errno.EIO, False)])
@pytest.mark.parametrize("name", CASES)
def test_what_is_refused_does_not_hold_and_what_is_not_does(
    tmp_path: Path, name: str, error: int, *, lasting: bool
) -> None:
    case = CASES[name]
    before, after, other, calls = without_fault(case, tmp_path / "whole")
    assert calls >= case.calls
    for at in range(calls):
        folder = study(tmp_path / "study")
        desk = case.open(folder)
        plan = Plan(at, error, lasting)
        with Disk(folder.root, plan).watching():
            is_refused = False
            try:
                case.act(desk)
            except StorageError:
                is_refused = True
            plan.over = True
            if not is_refused:
                assert case.holds(folder) == after, plan.failed
            elif case.then is not None:
                case.then(desk)
                assert case.holds(folder) == other, plan.failed
            else:
                assert case.holds(folder) in (before, after), plan.failed
                with contextlib.suppress(ChangedUnderneathError):
                    case.act(desk)
                if case.holds(folder) == before:  # it was shown anew, and nothing was done
                    case.act(desk)
                assert case.holds(folder) == after, plan.failed


@pytest.mark.parametrize("name", CASES)
def test_after_a_kill_at_any_call_all_of_a_step_holds_or_none(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    before, after, _, calls = without_fault(case, tmp_path / "whole")
    for at in range(calls):
        folder = study(tmp_path / "study")
        desk = case.open(folder)
        disk = Disk(folder.root, Plan(at))
        with disk.watching(), contextlib.suppress(PowerCut):
            case.act(desk)
        assert case.holds(folder) in (before, after), ("killed", disk.plan.failed)
        for every_name in (True, False):
            disk.ledger.put(disk.ledger.survivors(every_name=every_name))
            assert case.holds(folder) in (before, after), (every_name, disk.plan.failed)
