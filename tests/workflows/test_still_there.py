"""An open desk brings no words back of a conversation that was withdrawn, struck or taken away."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from themer.errors import ChangedUnderneathError
from themer.model.interview import Interview
from themer.model.theme import Theme, ThemePassage, ThemesFile
from themer.storage import files
from themer.storage.study_folder import StudyFolder
from themer.storage.theme_steps import ChangedSinceError
from themer.storage.writing import to_file
from themer.workflows.coding.adjudicating import Adjudication
from themer.workflows.coding.desk import CodingSession
from themer.workflows.matrix.desk import MatrixDesk
from themer.workflows.removing.withdraw import prepare_withdrawal
from themer.workflows.removing.withdraw import withdraw as carry_out
from themer.workflows.themes.desk import ThemeDesk

FIXTURE = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
AT = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
INTERVIEW = "harrow-hill-main-1"
WITHDRAWN = "withdrawn meanwhile; nothing of it is kept"


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return StudyFolder(Path(shutil.copytree(FIXTURE, tmp_path / "study")))


def change(folder: StudyFolder, what: Callable[[Interview], Interview]) -> None:
    path = folder.interview_path(INTERVIEW)
    path.write_bytes(to_file(what(folder.read(files.INTERVIEW, path).value)))


def withdraw(folder: StudyFolder) -> None:
    prepared = prepare_withdrawal(folder, INTERVIEW)
    carry_out(prepared)
    prepared.release()


def coding(folder: StudyFolder) -> bytes:
    """Give all that people decided, as it is on the disk."""
    paths = sorted(path for path in (folder.root / "coding").rglob("*") if path.is_file())
    return b"".join(path.read_bytes() for path in paths)


def sit(folder: StudyFolder, coder: str = "anna") -> CodingSession:
    return CodingSession(folder, coder, lambda: AT)


@pytest.mark.parametrize(
    "act",
    [
        lambda s, a: s.decide(a, a.passages[0], "volunteers", accept=True),
        lambda s, a: s.note(a, "what they said of the van"),
        lambda s, a: s.finish_answer(a),
        lambda s, a: s.judge(a, "home-delivery", "absent", "they said so"),
        lambda s, a: s.respan(a, a.passages[0], a.passages[0].start, a.passages[0].end - 4),
    ],
)
def test_an_open_coding_desk_keeps_nothing_of_what_was_withdrawn(
    folder: StudyFolder, act: Callable[..., object]
) -> None:
    session = sit(folder)
    answer = session.queue[0]
    session.decide(answer, answer.passages[0], "home-delivery", accept=True)
    withdraw(folder)
    before = coding(folder)
    with pytest.raises(ChangedUnderneathError, match=WITHDRAWN):
        act(session, answer)
    assert coding(folder) == before
    assert "volunteers" not in session.decided(answer.place, answer.passages[0])


def test_a_conversation_whose_file_went_is_withdrawn_too(folder: StudyFolder) -> None:
    session = sit(folder)
    folder.interview_path(INTERVIEW).unlink()
    with pytest.raises(ChangedUnderneathError, match="is gone; nothing of it is kept"):
        session.decide(session.queue[0], session.queue[0].passages[0], "volunteers", accept=True)
    assert not folder.coder_path("anna").exists()


def test_words_that_were_struck_do_not_come_back_and_others_are_decided(
    folder: StudyFolder,
) -> None:
    session = sit(folder)
    answer, other = session.queue[:2]
    first = answer.passages[0]

    def strike(held: Interview) -> Interview:
        said = held.answers[answer.question.id]
        noted = said.noted.replace(first.text, "—")
        struck = replace(said, noted=noted, verbatim=(), restricted=())
        return replace(held, answers={**held.answers, answer.question.id: struck})

    change(folder, strike)
    with pytest.raises(ChangedUnderneathError, match="says something else"):
        session.decide(answer, first, "volunteers", accept=True)
    assert session.decide(other, other.passages[0], "volunteers", accept=True)
    assert first.text not in folder.coder_path("anna").read_text("utf-8")


def test_an_open_adjudication_keeps_nothing_of_what_was_withdrawn(folder: StudyFolder) -> None:
    for coder, accept in (("anna", True), ("ben", False)):
        session = sit(folder, coder)
        answer = session.queue[0]
        session.decide(answer, answer.passages[0], "volunteers", accept=accept)
        session.finish_answer(answer)
    desk = Adjudication(folder, "cara", lambda: AT)
    withdraw(folder)
    with pytest.raises(ChangedUnderneathError, match=WITHDRAWN):
        desk.settle(0, give=True, reason="they said it")
    assert not folder.coder_path("cara").exists()


def test_an_open_matrix_keeps_nothing_of_what_was_withdrawn(folder: StudyFolder) -> None:
    session = sit(folder)
    session.decide(session.queue[0], session.queue[0].passages[0], "volunteers", accept=True)
    desk = MatrixDesk(folder, "anna", lambda: AT)
    cells = desk.matrix(desk.audiences()[0]).cells.values()
    cell = next(cell for cell in cells if cell.passages)
    desk.write(cell, "Volunteers drive.")
    withdraw(folder)
    before = coding(folder), folder.matrix_path.read_bytes()
    again = next(
        c for c in desk.matrix(desk.audiences()[0]).cells.values() if c.place == cell.place
    )
    with pytest.raises(ChangedUnderneathError, match=WITHDRAWN):
        desk.write(again, "Volunteers drive the van.")
    assert (coding(folder), folder.matrix_path.read_bytes()) == before


def test_an_open_theme_desk_keeps_nothing_of_what_was_withdrawn(folder: StudyFolder) -> None:
    one = sit(folder).queue[0]
    passage = one.passages[0]
    words = ThemePassage(*one.place, passage.start, passage.end, passage.text)
    theme = "vans"
    held = ThemesFile(themes=(Theme(id=theme, status="named", name="Vans"),))
    (folder.root / "themes.yaml").write_bytes(to_file(held))
    desk = ThemeDesk(folder, "anna", lambda: AT)
    desk.add(theme, [words], reason="it fits")
    desk.take_out(theme, [words])
    withdraw(folder)
    before = coding(folder), (folder.root / "themes.yaml").read_bytes()
    with pytest.raises(ChangedUnderneathError, match=WITHDRAWN):
        desk.add(theme, [words])
    with pytest.raises(ChangedUnderneathError, match=WITHDRAWN):
        desk.undo()
    desk.read_anew()
    with pytest.raises(ChangedSinceError):
        desk.undo()
    assert (coding(folder), (folder.root / "themes.yaml").read_bytes()) == before
