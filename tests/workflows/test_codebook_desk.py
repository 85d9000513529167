from __future__ import annotations

import datetime as dt
import errno
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reading_rooms import FIXTURE
from themer.errors import InputError, NotFoundError, ProblemsError, StorageError
from themer.findings.everything import find
from themer.storage import files
from themer.storage.study_folder import StudyFolder
from themer.workflows.codebook.desk import (
    CodebookSession,
    add_code,
    by_place,
    offer_words,
    touched,
)
from themer.workflows.codebook.file import CodebookChangedError
from themer.workflows.coding.board import count_to_judge
from themer.workflows.coding.desk import CodingSession
from themer.workflows.material import load_material

BOOK = """\
# Our codebook; ask Noor before you change it.
schema: themer/codebook/1
id: reading-rooms          # for ever
version: "2.1"
title: 'Home reading: components'

codes:
  # The first two came from the pilot.
  - id: home-delivery
    name: Delivery to the home   # not "outreach"
    definition: >
      Ways in which books reach readers
      who cannot come to the library.
    examples: ["the van goes out on Tuesdays", "we post large print"]
    component:
      in_place: "A regular round."
      developing: "Tried out."
      absent: "Nobody delivers."

  - {id: volunteers, name: Volunteers, definition: "People who give time unpaid."}
  # From the second round on:
  - id: money
    name: Money
    definition: |
      What it costs.

      And who pays.
# The end.
"""
HARDEST = ("harrow-hill-main-1", "hardest")


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    study = StudyFolder(Path(shutil.copytree(FIXTURE, tmp_path / "study")))
    for path in study.codebook_paths():
        path.unlink()
    path_of(study).write_text(BOOK, encoding="utf-8")
    return study


def path_of(folder: StudyFolder) -> Path:
    return folder.root / "question_sets" / "rooms.codebook.yaml"


def text_of(folder: StudyFolder) -> str:
    return path_of(folder).read_text(encoding="utf-8")


class Clock:
    """A clock that goes on an hour at each look."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(hours=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(folder: StudyFolder, clock: Clock) -> CodebookSession:
    return CodebookSession(folder, "coder-a", clock=clock)


def decide(folder: StudyFolder, clock: Clock, code: str, coder: str = "coder-a") -> None:
    """Give a code to the first passage of an answer, and read the answer to its end."""
    session = CodingSession(folder, coder, clock)
    answer = next(one for one in session.queue if one.place == HARDEST)
    session.decide(answer, answer.passages[0], code, accept=True)
    session.finish_answer(answer)


def comments(text: str) -> list[str]:
    return re.findall(r"(?:^|\s)(#.*)$", text, re.M)


def test_an_edit_touches_its_own_line_and_the_version_only(
    desk: CodebookSession, folder: StudyFolder
) -> None:
    desk.edit("home-delivery", {"name": "To the door"}, "shorter", look_again=False)
    before, after = BOOK.splitlines(), text_of(folder).splitlines()
    kept = [line for line in before if line in after]
    assert [line for line in before if line not in kept] == [
        'version: "2.1"',
        '    name: Delivery to the home   # not "outreach"',
    ]
    assert comments(text_of(folder)) == comments(BOOK)
    book = files.read(files.CODEBOOK, path_of(folder)).value
    assert book == desk.book
    assert book.version == "2.2"
    assert book.codes[0].name == "To the door"
    assert book.changes[0].before == {"name": "Delivery to the home"}


def test_every_kind_of_change_reads_back_and_is_told_in_the_history(
    desk: CodebookSession, folder: StudyFolder
) -> None:
    desk.add({"name": "Заохочення"}, "heard on Monday")
    desk.split("volunteers", [{"name": "Finding them"}, {"name": "Keeping them"}], "two things")
    desk.merge(["money"], "finding-them", "they said it together")
    desk.retire("keeping-them", "nobody says it")
    desk.undo("they did say it")
    assert files.read(files.CODEBOOK, path_of(folder)).value == desk.book
    assert [(change.version, change.did) for change in desk.history()] == [
        ("2.6", "undo"), ("2.5", "retire"), ("2.4", "merge"), ("2.3", "split"), ("2.2", "add"),
    ]  # fmt: skip
    assert [row.code.id for row in desk.rows()] == [
        "home-delivery", "finding-them", "keeping-them", "code", "volunteers", "money",
    ]  # fmt: skip
    assert comments(text_of(folder)) == comments(BOOK)


def test_two_codes_of_one_name_in_two_codebooks_have_two_ids(
    desk: CodebookSession, folder: StudyFolder
) -> None:
    other = BOOK.replace("id: reading-rooms ", "id: other ").replace("id: money", "id: drivers")
    (folder.root / "question_sets" / "other.codebook.yaml").write_text(other, "utf-8")
    desk.add({"name": "Drivers"}, "missing")
    assert desk.book.codes[-1].id == "drivers-2"


def test_several_codebooks_have_to_be_told_apart(folder: StudyFolder, clock: Clock) -> None:
    other = BOOK.replace("id: reading-rooms ", "id: other ")
    (folder.root / "question_sets" / "other.codebook.yaml").write_text(other, "utf-8")
    with pytest.raises(InputError, match="--codebook other or reading-rooms"):
        CodebookSession(folder, "coder-a", clock=clock)
    assert CodebookSession(folder, "coder-a", "other", clock).book.id == "other"
    with pytest.raises(NotFoundError):
        CodebookSession(folder, "coder-a", "third", clock)
    with pytest.raises(InputError, match="cannot name a coder"):
        CodebookSession(folder, "Coder A", "other", clock)


def test_a_copy_that_a_sync_program_left_is_not_taken_for_the_codebook(
    folder: StudyFolder, clock: Clock
) -> None:
    copy = folder.root / "question_sets" / "rooms (conflicted copy).codebook.yaml"
    copy.write_text(BOOK, encoding="utf-8")
    with pytest.raises(InputError, match="the same codebook"):
        CodebookSession(folder, "coder-a", clock=clock)


def test_codes_are_shown_with_what_they_were_given_to(folder: StudyFolder, clock: Clock) -> None:
    decide(folder, clock, "money")
    decide(folder, clock, "money", "coder-b")
    desk = CodebookSession(folder, "coder-a", clock=clock)
    rows = {row.code.id: row for row in desk.rows()}
    assert (rows["money"].passages, rows["money"].units, rows["money"].waiting) == (1, 1, 0)
    assert rows["volunteers"].passages == 0


def test_a_change_lists_what_it_touches_by_coder(folder: StudyFolder, clock: Clock) -> None:
    decide(folder, clock, "money")
    decide(folder, clock, "money", "coder-b")
    desk = CodebookSession(folder, "coder-a", clock=clock)
    found = desk.edit("money", {"definition": "What it costs."}, "who pays apart", look_again=True)
    assert [len(found.of(coder)) for coder in ("coder-a", "coder-b", "coder-c")] == [1, 1, 0]
    assert [item.decision.coder for item in desk.to_look_at()] == ["coder-a", "coder-b"]
    assert len(desk.to_look_at("coder-b")) == 1
    decide(folder, clock, "volunteers")
    assert list(touched(load_material(folder), "coder-a")) == [HARDEST]


def test_what_was_merged_waits_with_an_offer_and_counts_nowhere(
    folder: StudyFolder, clock: Clock
) -> None:
    decide(folder, clock, "money")
    desk = CodebookSession(folder, "coder-a", clock=clock)
    found = desk.merge(["money"], "volunteers", "one thing")
    (item,) = found.waiting
    assert offer_words(desk.book, item) == 'was "Money", merged into "Volunteers": give it?'
    material = load_material(folder)
    assert touched(material, "coder-a") == by_place([item]) == {HARDEST: (item,)}
    assert [code.figure.k for code in find(material).codes if code.code == "volunteers"] == [0]
    decide(folder, clock, "volunteers")
    assert touched(load_material(folder), "coder-a") == {}


def test_a_retired_code_is_done_with_once_the_answer_is_read_again(
    folder: StudyFolder, clock: Clock
) -> None:
    decide(folder, clock, "money")
    CodebookSession(folder, "coder-a", clock=clock).retire("money", "nobody says it")
    assert list(touched(load_material(folder), "coder-a")) == [HARDEST]
    session = CodingSession(folder, "coder-a", clock)
    answer = next(one for one in session.queue if one.place == HARDEST)
    assert not session.is_read(answer)
    session.finish_answer(answer)
    assert touched(load_material(folder), "coder-a") == {}


def test_what_was_retired_by_hand_is_told_and_not_put_into_the_queue(
    folder: StudyFolder, clock: Clock
) -> None:
    decide(folder, clock, "money")
    text = BOOK.replace("    name: Money", '    name: Money\n    retired_in: "2"')
    path_of(folder).write_text(text, encoding="utf-8")
    assert touched(load_material(folder), "coder-a") == {}
    assert len(CodebookSession(folder, "coder-a", clock=clock).to_look_at()) == 1


def test_a_codebook_changed_underneath_is_read_again_and_never_written_over(
    desk: CodebookSession, folder: StudyFolder
) -> None:
    theirs = BOOK.replace("name: Money", "name: What it costs  # Noor")
    path_of(folder).write_text(theirs, "utf-8")
    with pytest.raises(CodebookChangedError, match="nothing was written"):
        desk.retire("volunteers", "unused")
    assert text_of(folder) == theirs
    assert desk.book.codes[2].name == "What it costs"
    desk.retire("volunteers", "unused")
    assert "name: What it costs  # Noor" in text_of(folder)


def test_a_look_tells_of_a_change_once(desk: CodebookSession, folder: StudyFolder) -> None:
    assert desk.look() is None
    path_of(folder).write_text(BOOK.replace("name: Money", "name: Costs"), "utf-8")
    assert "Somebody else" in (desk.look() or "")
    assert desk.look() is None


def test_a_codebook_damaged_underneath_is_said_and_left_alone(
    desk: CodebookSession, folder: StudyFolder
) -> None:
    path_of(folder).write_text(BOOK.replace("codes:", "codes"), "utf-8")
    with pytest.raises(ProblemsError):
        desk.add({"name": "Drivers"}, "missing")
    path_of(folder).unlink()
    with pytest.raises(StorageError, match="cannot be read"):
        desk.add({"name": "Drivers"}, "missing")
    path_of(folder).write_text(BOOK, "utf-8")
    desk.add({"name": "Drivers"}, "missing")
    assert desk.book.codes[-1].id == "drivers"


def test_a_full_disk_loses_nothing_and_the_change_does_not_hold(
    desk: CodebookSession, folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(StorageError, match="No space left"):
            desk.retire("volunteers", "unused")
    assert text_of(folder) == BOOK
    assert desk.book.changes == ()
    assert [path.name for path in path_of(folder).parent.glob(".*")] == []
    desk.retire("volunteers", "unused")
    assert desk.book.changes[0].did == "retire"


def test_a_change_that_is_in_the_file_but_may_not_outlast_a_power_cut_is_shown(
    desk: CodebookSession, folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr("themer.storage.durable.sync_folder", refuse)
    desk.retire("volunteers", "unused")
    assert files.read(files.CODEBOOK, path_of(folder)).value == desk.book


def test_what_cannot_be_edited_safely_is_refused(folder: StudyFolder, clock: Clock) -> None:
    text = "{schema: themer/codebook/1, id: reading-rooms, codes: [{id: a, name: A}]}  # by hand\n"
    path_of(folder).write_text(text, "utf-8")
    desk = CodebookSession(folder, "coder-a", clock=clock)
    with pytest.raises(InputError, match="laid out"):
        desk.add({"name": "B"}, "missing")
    assert text_of(folder) == text


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"name": "  "}, "needs a name"),
        ({"name": "A", "colour": "blue"}, "no colour"),
        ({"name": "A", "parent": "nobody"}, "to be the parent"),
        ({"name": "A", "component.absent": "x"}, "all three"),
        ({"name": "mONEY"}, "already"),
    ],
)
def test_what_does_not_hold_is_said(
    desk: CodebookSession, folder: StudyFolder, values: dict[str, str], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        desk.add(values, "because")
    assert text_of(folder) == BOOK


def test_a_parent_may_be_named_by_its_name(desk: CodebookSession) -> None:
    desk.add({"name": "Stamps", "parent": "money"}, "a part")
    desk.edit("stamps", {"parent": "Delivery to the home"}, "better", look_again=False)
    assert desk.book.codes[-1].parent == "home-delivery"
    with pytest.raises(InputError, match="own parent"):
        desk.edit("stamps", {"parent": "Stamps"}, "better", look_again=False)


def test_questions_tied_to_a_code_are_told(desk: CodebookSession) -> None:
    assert desk.tied_questions("home-delivery")
    assert desk.tied_questions("money") == ()


def test_a_new_code_from_the_coding_desk_joins_what_others_changed(
    desk: CodebookSession, folder: StudyFolder, clock: Clock
) -> None:
    desk.retire("volunteers", "unused")
    book, code = add_code(
        folder, "reading-rooms", "Drivers", coder="coder-b", reason="new", clock=clock
    )
    assert (code.id, book.version) == ("drivers", "2.3")
    assert [change.coder for change in book.changes] == ["coder-a", "coder-b"]
    with pytest.raises(InputError, match="already"):
        add_code(folder, "reading-rooms", "drivers", coder="coder-b", reason="new", clock=clock)


def test_a_judgement_is_left_to_judge_once_its_code_was_changed_until_it_is_made_again(
    folder: StudyFolder, clock: Clock
) -> None:
    def left(coder: str) -> int:
        return count_to_judge(load_material(folder), coder)

    session = CodingSession(folder, "coder-a", clock)
    answer = session.queue[0]
    session.judge(answer, "home-delivery", "absent", "by post only")
    assert left("coder-a") == 0
    values = {"definition": "Only by our own staff."}
    desk = CodebookSession(folder, "coder-b", clock=clock)
    desk.edit("home-delivery", values, "clearer", look_again=True)
    assert (left("coder-a"), left("coder-b")) == (1, 0)
    session = CodingSession(folder, "coder-a", clock)
    answer = session.queue[0]
    (one,) = session.components(answer)
    assert one.is_to_judge
    assert one.holds.status == "absent"
    assert one.again == '"Delivery to the home", judged before it was changed: does that hold?'
    assert session.judge(answer, "home-delivery", "absent", "by post only")
    (one,) = session.components(answer)
    assert not one.is_to_judge
    assert not session.judge(answer, "home-delivery", "absent", "by post only")
    assert left("coder-a") == 0


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "edit", "split", "merge", "retire", "undo"]),
        st.integers(0, 9),
        st.integers(0, 9),
        st.sampled_from(["plain", "two\nlines", "- # no comment: 'x'", "ünï 🚐", " spaces "]),
    ),
    max_size=7,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANGES)
def test_any_changes_read_back_and_keep_every_comment(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, int, str]]
) -> None:
    folder = StudyFolder(Path(shutil.copytree(FIXTURE, tmp_path_factory.mktemp("any") / "study")))
    for path in folder.codebook_paths():
        path.unlink()
    path_of(folder).write_text(BOOK, encoding="utf-8")
    desk = CodebookSession(folder, "coder-a", clock=Clock())
    for number, (did, one, other, words) in enumerate(changes):
        codes = [code.id for code in desk.book.current()]
        first, second = codes[one % len(codes)], codes[other % len(codes)]
        new = [{"name": f"n{number}{x}", "definition": words} for x in "ab"]
        acts = {
            "add": lambda n=new: desk.add(n[0], "why"),
            "edit": lambda f=first, w=words: desk.edit(
                f, {"definition": w, "include": w}, w, look_again=True
            ),
            "split": lambda f=first, n=new: desk.split(f, n, "why"),
            "merge": lambda f=first, s=second: desk.merge([f], s, "why"),
            "retire": lambda f=first: desk.retire(f, "why"),
            "undo": lambda: desk.undo("why"),
        }
        before = text_of(folder)
        try:
            acts[did]()  # type: ignore[operator]
        except InputError:
            assert text_of(folder) == before
    assert files.read(files.CODEBOOK, path_of(folder)).value == desk.book
    # Lines that are written anew keep their comments, on lines of their own.
    assert set(comments(BOOK)) <= set(comments(text_of(folder)))
