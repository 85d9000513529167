from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themer import segments
from themer.errors import InputError, ProblemsError, StorageError
from themer.model.decision import Saw
from themer.model.interview import Passage
from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import MadeBy
from themer.storage import json_lines
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding import board as coding_board
from themer.workflows.coding import progress as coding_progress
from themer.workflows.coding.answers import codes_here, covers
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.learning_messages import Learned, LearnedUpdate
from themer.workflows.coding.opening import Wanted, open_coding
from themer.workflows.coding.progress import Progress
from themer.workflows.material import load_material

FIXTURE = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
INTERVIEW = "harrow-hill-main-1"
SERVICE, HARDEST = 0, 1
"""Places in the queue: an answer of two lines, and one with a fair copy."""


def clock() -> Callable[[], dt.datetime]:
    """Make a clock that stands still: moments must be told apart by the session itself."""
    return lambda: dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return StudyFolder(Path(shutil.copytree(FIXTURE, tmp_path / "study")))


def sit(folder: StudyFolder, coder: str = "coder-a") -> CodingSession:
    return CodingSession(folder, coder, clock())


def state(session: CodingSession) -> Any:
    """Say all that holds, as a screen would show it."""
    return [
        (
            session.is_read(answer),
            [dict(session.decided(answer.place, passage)) for passage in answer.passages],
            [(event.action, event.reason) for event in session.notes(answer.place)],
            [
                (passage.start, passage.end, session.direction(answer.place, passage))
                for passage in answer.passages
            ],
            [(one.holds.status, one.holds.reason) for one in session.components(answer)],
            to_judge(session),
        )
        for answer in session.queue
    ]


def to_judge(session: CodingSession) -> int | None:
    """Have the components left to judge counted, as a screen does beside itself."""
    count = session.count_to_judge()
    if count is not None:
        count()()
    return session.progress.to_judge


def whole(session: CodingSession, at: int) -> SuggestedSegment:
    found = session.whole(session.queue[at])
    assert found is not None
    return found


def suggest(folder: StudyFolder, session: CodingSession, code: str, confidence: float) -> None:
    """Write a machine's file by hand: one code for every passage of every answer."""
    segments = tuple(
        replace(
            passage,
            suggestions=(
                Suggestion(code, 1.0, confidence, 1, Reason(passage.start, passage.end, ("post",))),
            ),
        )
        for answer in session.queue
        for passage in answer.passages
    )
    made_by = MadeBy("themer", "0", "none", "0" * 8)
    header = SuggestionsHeader("themer/suggestions/1", INTERVIEW, "0" * 64, made_by, "none")
    folder.machine.mkdir(parents=True, exist_ok=True)
    text = json_lines.suggestions_text(SuggestionsFile(header, segments))
    (folder.machine / f"{INTERVIEW}.jsonl").write_text(text, encoding="utf-8")


def lines(folder: StudyFolder, coder: str = "coder-a") -> list[str]:
    return folder.coder_path(coder).read_text(encoding="utf-8").splitlines()


def test_answers_come_in_the_order_of_asking_with_their_passages(folder: StudyFolder) -> None:
    queue = sit(folder).queue
    assert [answer.question.id for answer in queue] == ["has_home_service", "hardest"]
    text = queue[SERVICE].answer.coded_text
    assert all(text[p.start : p.end] == p.text for p in queue[SERVICE].passages)
    assert [code.id for code in queue[SERVICE].codes] == ["home-delivery", "volunteers"]


def test_a_decision_is_on_the_disk_with_what_was_seen(folder: StudyFolder) -> None:
    suggest(folder, sit(folder), "home-delivery", 0.7)
    session = sit(folder)
    answer = session.queue[SERVICE]
    assert session.decide(answer, answer.passages[0], "home-delivery", accept=True)
    events = json_lines.read_decisions(folder.coder_path("coder-a"))
    assert [event.action for event in events] == ["accept"]
    assert events[0].text == answer.passages[0].text
    assert events[0].answer_sha256 == answer.sha256
    assert events[0].saw is not None
    assert (events[0].saw.rank, events[0].saw.confidence) == (1, 0.7)


def test_what_stands_already_is_not_written_twice(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=False)
    assert not session.decide(answer, answer.passages[0], "volunteers", accept=False)
    assert len(lines(folder)) == 1


def test_the_latest_word_on_a_code_holds_though_the_clock_stood_still(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    for accept in (True, False, True, False):
        session.decide(answer, answer.passages[0], "volunteers", accept=accept)
    assert session.decided(answer.place, answer.passages[0]) == {"volunteers": "refused"}
    assert state(sit(folder)) == state(session)


def test_a_code_taken_back_is_undecided_and_can_be_brought_back(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    passage = answer.passages[0]
    session.decide(answer, passage, "volunteers", accept=False)
    session.decide(answer, passage, "volunteers", accept=True)
    assert session.take_back(answer, passage, "volunteers")
    assert session.decided(answer.place, passage) == {}
    assert not session.take_back(answer, passage, "volunteers")
    again = sit(folder)
    assert again.decided(answer.place, passage) == {}
    again.undo()
    assert again.decided(answer.place, passage) == {"volunteers": "accepted"}


def test_undo_and_redo_go_on_where_they_were_after_a_restart(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    passage = answer.passages[0]
    session.decide(answer, passage, "volunteers", accept=True)
    session.decide(answer, passage, "volunteers", accept=False)
    session.finish_answer(answer)
    whole = state(session)
    sit(folder).undo()
    sit(folder).undo()
    assert sit(folder).decided(answer.place, passage) == {"volunteers": "accepted"}
    sit(folder).undo()
    assert sit(folder).undo() is None
    assert sit(folder).decided(answer.place, passage) == {}
    for _ in range(3):
        assert sit(folder).redo() is not None
    assert sit(folder).redo() is None
    assert state(sit(folder)) == whole


def test_a_new_decision_ends_what_could_be_made_again(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    session.undo()
    session.finish_answer(answer)
    assert session.redo() is None
    assert sit(folder).redo() is None


Act = tuple[str, int, int, str]
DOING = ["accept", "refuse", "back", "read", "memo", "strength", "challenge", "neither", "whole"]
acts = st.tuples(
    st.sampled_from([*DOING, "in_place", "absent", "undo", "undo", "undo", "redo", "reopen"]),
    st.integers(0, 1),
    st.integers(0, 1),
    st.sampled_from(["home-delivery", "volunteers"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(acts, max_size=14))
def test_any_sequence_of_steps_replays_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[Act]
) -> None:
    root = tmp_path_factory.mktemp("study")
    folder = StudyFolder(Path(shutil.copytree(FIXTURE, root / "study")))
    session = sit(folder)
    before: list[Any] = []
    for act, at, number, code in sequence:
        answer = session.queue[at]
        passage = answer.passages[min(number, len(answer.passages) - 1)]
        was = state(session)
        size = len(lines(folder)) if folder.coder_path("coder-a").is_file() else 0
        if act in ("accept", "refuse"):
            session.decide(answer, passage, code, accept=act == "accept")
        elif act == "back":
            session.take_back(answer, passage, code)
        elif act == "read":
            session.finish_answer(answer)
        elif act == "memo":
            session.note(answer, "look again", passage=passage)
        elif act == "strength" or act == "challenge":
            session.direct(answer, passage, act)
        elif act == "neither":
            session.direct(answer, passage, None)
        elif act == "whole":
            session.decide(answer, whole(session, at), code, accept=True)
        elif act == "in_place" or act == "absent":
            session.judge(answer, "home-delivery", act, code)
        elif act == "redo":
            session.redo()
        elif act == "undo":
            if session.undo() is not None:
                assert state(session) == before.pop()
        else:
            session = sit(folder)
        if act == "redo" or act not in ("undo", "reopen"):
            now = len(lines(folder)) if folder.coder_path("coder-a").is_file() else 0
            if now > size:
                before.append(was)
        assert state(sit(folder)) == state(session)


def test_another_coders_file_is_never_touched(folder: StudyFolder) -> None:
    other = sit(folder, "coder-b")
    answer = other.queue[SERVICE]
    other.decide(answer, answer.passages[0], "volunteers", accept=True)
    kept = folder.coder_path("coder-b").read_bytes()
    mine = sit(folder)
    assert mine.decided(answer.place, answer.passages[0]) == {}
    assert mine.undo() is None
    mine.decide(answer, answer.passages[0], "volunteers", accept=False)
    mine.finish_answer(answer)
    mine.undo()
    assert folder.coder_path("coder-b").read_bytes() == kept


@pytest.mark.parametrize("name", ["machine", "../x", "", "a b"])
def test_a_name_that_cannot_be_a_coder_is_refused(folder: StudyFolder, name: str) -> None:
    with pytest.raises(InputError, match="coder"):
        CodingSession(folder, name)
    assert not (folder.root / "coding").exists()


def test_a_study_without_words_says_so(folder: StudyFolder) -> None:
    (folder.root / "interviews" / f"{INTERVIEW}.yaml").unlink()
    with pytest.raises(InputError, match="nothing to code"):
        open_coding(folder, Wanted("coder-a"))


def test_a_full_disk_leaves_the_decision_undone_and_the_file_whole(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    before = folder.coder_path("coder-a").read_bytes()
    write = os.write

    def half(descriptor: int, content: Any) -> int:
        write(descriptor, bytes(content)[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "write", half)
        with pytest.raises(StorageError, match="not saved"):
            session.decide(answer, answer.passages[0], "home-delivery", accept=True)
        with pytest.raises(StorageError, match="not saved"):
            session.undo()
    assert session.decided(answer.place, answer.passages[0]) == {"volunteers": "accepted"}
    assert folder.coder_path("coder-a").read_bytes() == before
    session.decide(answer, answer.passages[0], "home-delivery", accept=True)
    assert state(sit(folder)) == state(session)


def test_a_line_torn_by_a_crash_is_set_aside_and_said(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    whole = folder.coder_path("coder-a").read_bytes()
    folder.coder_path("coder-a").write_bytes(whole + b'{"id":"x","at":"2026-03')
    again = sit(folder)
    assert again.set_aside is not None
    assert again.set_aside.read_bytes() == b'{"id":"x","at":"2026-03'
    assert folder.coder_path("coder-a").read_bytes() == whole
    assert state(again) == state(session)
    assert sit(folder).set_aside is None


def test_a_line_spoilt_in_the_middle_is_named_and_left(folder: StudyFolder) -> None:
    session = sit(folder)
    session.finish_answer(session.queue[SERVICE])
    spoilt = b"{torn\n" + folder.coder_path("coder-a").read_bytes()
    folder.coder_path("coder-a").write_bytes(spoilt)
    with pytest.raises(ProblemsError, match="DE003"):
        sit(folder)
    assert folder.coder_path("coder-a").read_bytes() == spoilt


def test_an_answer_changed_since_is_unread_and_its_decisions_are_listed(
    folder: StudyFolder,
) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    session.finish_answer(answer)
    path = folder.root / "interviews" / f"{INTERVIEW}.yaml"
    path.write_text(path.read_text("utf-8").replace("post only since", "Post only, since"), "utf-8")
    again = sit(folder)
    changed = again.queue[SERVICE]
    assert not again.is_read(changed)
    assert [event.code for event in again.misplaced(changed)] == ["volunteers"]
    assert all(not again.decided(changed.place, passage) for passage in changed.passages)


def test_a_span_of_the_coders_own_stays_a_passage(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    span = SuggestedSegment("x", "has_home_service", 0, 9, answer.answer.coded_text[:9], none=0.0)
    session.decide(answer, span, "volunteers", accept=True)
    found = sit(folder).queue[SERVICE].passages
    assert (found[0].start, found[0].end) == (0, 9)
    assert len(found) == len(answer.passages) + 1


def test_what_a_passage_speaks_of_is_changed_taken_back_and_brought_back(
    folder: StudyFolder,
) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    passage = answer.passages[1]
    assert not session.direct(answer, passage, None)
    assert session.direct(answer, passage, "strength")
    assert not session.direct(answer, passage, "strength")
    assert session.direct(answer, passage, "challenge")
    event = json_lines.read_decisions(folder.coder_path("coder-a"))[-1]
    assert (event.action, event.status, event.text) == ("direction", "challenge", passage.text)
    assert (event.start, event.end, event.code) == (passage.start, passage.end, None)
    assert session.direct(answer, passage, None)
    assert sit(folder).direction(answer.place, passage) is None
    session.undo()
    assert sit(folder).direction(answer.place, passage) == "challenge"
    session.undo()
    assert sit(folder).direction(answer.place, passage) == "strength"
    session.redo()
    assert sit(folder).direction(answer.place, passage) == "challenge"
    assert session.decided(answer.place, passage) == {}


def test_a_direction_on_words_that_changed_since_is_listed(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    session.direct(answer, answer.passages[0], "strength")
    path = folder.root / "interviews" / f"{INTERVIEW}.yaml"
    path.write_text(path.read_text("utf-8").replace("post only since", "Post only, since"), "utf-8")
    again = sit(folder)
    assert [event.action for event in again.misplaced(again.queue[SERVICE])] == ["direction"]


def test_a_word_on_a_component_holds_over_the_rule_until_it_is_taken_back(
    folder: StudyFolder,
) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    (before,) = session.components(answer)
    assert [(fact.question.id, fact.fact) for fact in before.facts] == [
        ("has_home_service", "partly")
    ]
    assert (before.holds.status, before.holds.decided_by) == ("developing", "rule")
    assert session.judge(answer, "home-delivery", "absent", "the post is no service")
    assert not session.judge(answer, "home-delivery", "absent", "the post is no service")
    event = json_lines.read_decisions(folder.coder_path("coder-a"))[-1]
    assert (event.unit, event.code, event.status) == ("harrow-hill-main", "home-delivery", "absent")
    assert (event.interview, event.text) == (None, None)
    (one,) = sit(folder).components(answer)
    assert (one.holds.status, one.holds.coder) == ("absent", "coder-a")
    assert one.proposed == before.holds
    assert sit(folder).reason_for(answer, "home-delivery", "absent") == "the post is no service"
    assert sit(folder).reason_for(answer, "home-delivery", "in_place") is None
    session.undo()
    assert session.components(answer) == (before,) == sit(folder).components(answer)
    session.redo()
    assert session.components(answer) == (one,)


def test_a_component_is_to_judge_while_no_fact_speaks_and_nobody_has_said_a_word(
    folder: StudyFolder,
) -> None:
    assert to_judge(sit(folder)) == 0
    path = folder.root / "interviews" / f"{INTERVIEW}.yaml"
    path.write_text(path.read_text("utf-8").replace("    fact: partly\n", ""), "utf-8")
    session = sit(folder)
    answer = session.queue[SERVICE]
    assert to_judge(session) == 1
    assert [one.is_to_judge for one in session.components(answer)] == [True]
    session.judge(answer, "home-delivery", "developing")
    assert to_judge(session) == 0 == to_judge(sit(folder))
    session.undo()
    assert to_judge(session) == 1 == to_judge(sit(folder))
    sit(folder, "coder-b").judge(answer, "home-delivery", "not_discussed")
    assert to_judge(sit(folder)) == 0


def test_a_word_is_about_what_the_study_counts(folder: StudyFolder) -> None:
    path = folder.root / "study.yaml"
    path.write_text(path.read_text("utf-8").replace("unit: service", "unit: organisation"), "utf-8")
    session = sit(folder)
    assert session.material.study.unit == "organisation"
    session.judge(session.queue[SERVICE], "home-delivery", "absent")
    assert json_lines.read_decisions(folder.coder_path("coder-a"))[-1].unit == "harrow-hill"
    (one,) = session.components(session.queue[SERVICE])
    assert one.holds.status == "absent"


def test_a_code_for_the_whole_answer_is_the_last_passage_while_it_is_given(
    folder: StudyFolder,
) -> None:
    session = sit(folder)
    passages = session.queue[SERVICE].passages
    text = session.queue[SERVICE].answer.coded_text
    session.decide(session.queue[SERVICE], whole(session, SERVICE), "volunteers", accept=True)
    event = json_lines.read_decisions(folder.coder_path("coder-a"))[-1]
    assert (event.start, event.end, event.text, event.saw) == (0, len(text), text, None)
    answer = session.queue[SERVICE]
    assert answer.passages == (*passages, whole(session, SERVICE))
    assert [answer.is_whole(passage) for passage in answer.passages] == [False, False, True]
    assert sit(folder).queue[SERVICE].passages == answer.passages
    session.undo()
    assert session.queue[SERVICE].passages == passages


def test_an_answer_of_one_passage_is_whole_already(folder: StudyFolder) -> None:
    path = folder.root / "interviews" / f"{INTERVIEW}.yaml"
    words = path.read_text("utf-8").replace("Finding drivers, and then insuring them. ", "")
    path.write_text(words, "utf-8")
    session = sit(folder)
    assert session.queue[HARDEST].passages == (whole(session, HARDEST),)


def test_an_answer_with_restricted_words_is_not_coded_as_a_whole(folder: StudyFolder) -> None:
    path = folder.root / "interviews" / f"{INTERVIEW}.yaml"
    words = path.read_text("utf-8")
    fair = next(line for line in words.splitlines() if "fair_copy" in line)
    path.write_text(words.replace(fair + "\n", ""), "utf-8")
    session = sit(folder)
    assert session.whole(session.queue[HARDEST]) is None


def test_restricted_words_are_neither_shown_nor_a_passage(folder: StudyFolder) -> None:
    path = folder.root / "interviews" / f"{INTERVIEW}.yaml"
    words = path.read_text("utf-8")
    fair = next(line for line in words.splitlines() if "fair_copy" in line)
    path.write_text(words.replace(fair + "\n", ""), "utf-8")
    answer = sit(folder).queue[HARDEST]
    assert "Margaret T" in answer.answer.coded_text
    assert "Margaret T" not in answer.open_text
    assert len(answer.open_text) == len(answer.answer.coded_text)
    assert all("Margaret" not in passage.text for passage in answer.passages)


@pytest.fixture
def no_sentences(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail where sentences are looked for: that loads a language library for a second."""

    def refuse(*_: object) -> Any:
        raise AssertionError("sentences were looked for")

    with monkeypatch.context() as context:
        context.setattr(segments, "answer_segments", refuse)
        yield


def test_passages_of_the_machine_are_taken_where_they_cover_the_answer(
    folder: StudyFolder, request: pytest.FixtureRequest
) -> None:
    fresh = sit(folder)
    suggest(folder, fresh, "home-delivery", 0.7)
    request.getfixturevalue("no_sentences")
    session = sit(folder)
    assert [a.place for a in session.queue] == [a.place for a in fresh.queue]
    passage = session.queue[SERVICE].passages[0]
    assert passage.id == fresh.queue[SERVICE].passages[0].id
    assert passage.suggestions[0].code == "home-delivery"


def segment(text: str, start: int, end: int) -> SuggestedSegment:
    return SuggestedSegment("x", "q", start, end, text[start:end], none=0.0)


def test_passages_cover_a_text_only_word_for_word() -> None:
    text = "- one two.\n2. three four"
    found = [segment(text, 2, 10), segment(text, 14, 24)]
    assert covers(found, text)
    assert not covers(found, text + " five")
    assert not covers(found, "and " + text)
    assert not covers(found, text.replace("two", "too"))
    assert not covers(found[:1], text)
    assert not covers([], text)
    assert not covers([segment(text, 2, 12), found[1]], text.replace("\n", "x"))


def test_a_gap_is_allowed_where_a_passage_is_restricted() -> None:
    text = "One two three. Margaret did it."
    assert covers([segment(text, 0, 14)], text, (Passage(15, 23),))
    assert not covers([segment(text, 0, 31)], text, (Passage(15, 23),))


def test_new_suggestions_are_taken_while_decisions_stay(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    suggest(folder, session, "home-delivery", 0.6)
    session.read_suggestions()()
    answer = session.queue[SERVICE]
    listed = codes_here(
        answer, answer.passages[0], session.decided(answer.place, answer.passages[0])
    )
    assert [(code.code.id, code.state) for code in listed] == [
        ("home-delivery", None),
        ("volunteers", "accepted"),
    ]
    assert listed[0].suggestion is not None
    assert listed[1].suggestion is None


def test_a_suggestion_of_a_retired_code_is_left_out(folder: StudyFolder) -> None:
    suggest(folder, sit(folder), "buses", 0.9)
    answer = sit(folder).queue[SERVICE]
    assert answer.passages[0].suggestions[0].code == "buses"
    assert codes_here(answer, answer.passages[0], {}) == ()


def test_progress_and_pace(folder: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding_progress, "_FEWEST_FOR_PACE", 1)
    moments = iter(
        dt.datetime(2026, 3, 1, 9, minute, tzinfo=dt.UTC) for minute in (0, 0, 0, 4, 4, 4)
    )
    session = CodingSession(folder, "coder-a", lambda: next(moments))
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    session.decide(answer, answer.passages[0], "home-delivery", accept=False)
    assert session.progress.minutes_left is None
    session.finish_answer(answer)
    session.finish_answer(session.queue[HARDEST])
    assert to_judge(session) == 0
    assert session.progress == Progress(2, 2, 1, 1, 0, to_judge=0)


def test_a_study_that_was_analysed_opens_without_the_libraries_of_language(
    folder: StudyFolder,
) -> None:
    suggest(folder, sit(folder), "home-delivery", 0.7)
    code = (
        "import sys, themer.tui.screens.coding\n"
        "from pathlib import Path\n"
        "from themer.storage.study_folder import StudyFolder\n"
        "from themer.workflows.coding.opening import Wanted, open_coding\n"
        f"open_coding(StudyFolder(Path({str(folder.root)!r})), Wanted('coder-a'))\n"
        "heavy = {'spacy', 'sklearn', 'scipy', 'numpy', 'onnxruntime', 'networkx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_count_that_a_judgement_overtook_does_not_stand(folder: StudyFolder) -> None:
    session = sit(folder)
    count = session.count_to_judge()
    assert count is not None
    late = count()
    session.judge(session.queue[SERVICE], "home-delivery", "absent")
    late()
    assert session.progress.to_judge is None
    assert to_judge(session) == to_judge(sit(folder))


def test_the_board_of_a_unit_says_what_the_whole_study_says_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study = Path(__file__).parents[2]
    material = load_material(StudyFolder(study))
    kept = [coding_board.components_of(material, i, "coder-a") for i in material.counted()]
    monkeypatch.setattr(coding_board, "_of_unit", lambda whole, unit: whole)
    whole_study = [coding_board.components_of(material, i, "coder-a") for i in material.counted()]
    assert any(kept)
    assert kept == whole_study


def saws(folder: StudyFolder) -> list[Any]:
    events = json_lines.read_decisions(folder.coder_path("coder-a"))
    return [(event.action, event.saw) for event in events]


def test_each_event_says_what_was_in_view(folder: StudyFolder) -> None:
    suggest(folder, sit(folder), "volunteers", 0.4)
    session = sit(folder)
    answer = session.queue[SERVICE]
    passage = answer.passages[0]
    machine = "themer 0 none settings@00000000"
    session.decide(answer, passage, "volunteers", accept=True)
    session.decide(answer, passage, "home-delivery", accept=False)
    session.decide(answer, whole(session, SERVICE), "volunteers", accept=True)
    session.direct(answer, passage, "strength")
    session.finish_answer(answer)
    shown = Saw(shown=("volunteers",), machine=machine)
    assert saws(folder) == [
        ("accept", Saw("volunteers", 1, 0.4, ("volunteers",), machine)),
        ("refuse", shown),
        ("accept", Saw(machine=machine)),
        ("direction", shown),
        ("read", Saw(machine=machine)),
    ]


def test_among_passages_alike_only_their_one_code_was_in_view(folder: StudyFolder) -> None:
    suggest(folder, sit(folder), "volunteers", 0.4)
    session = sit(folder)
    session.decide_many(session.alike("home-delivery", "van"), "home-delivery", accept=False)
    session.decide_many(session.alike("volunteers")[:1], "volunteers", accept=True)
    views = [saw for _, saw in saws(folder)]
    assert [view.shown for view in views[:-1]] == [()] * (len(views) - 1)
    assert (views[-1].suggestion, views[-1].shown) == ("volunteers", ("volunteers",))


def test_blind_every_event_says_so(folder: StudyFolder) -> None:
    session = CodingSession(folder, "coder-a", clock(), blind=True)
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    session.direct(answer, answer.passages[0], "challenge")
    session.note(answer, "look again")
    session.judge(answer, "home-delivery", "absent")
    session.finish_answer(answer)
    assert [saw for _, saw in saws(folder)] == [Saw(blind=True)] * 5


def test_a_suggestion_that_the_codebook_has_no_more_was_not_in_view(folder: StudyFolder) -> None:
    suggest(folder, sit(folder), "bygone", 0.4)
    session = sit(folder)
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    ((_, saw),) = saws(folder)
    assert saw.shown == ()


def test_what_was_learned_meanwhile_is_not_what_was_in_view(folder: StudyFolder) -> None:
    suggest(folder, sit(folder), "volunteers", 0.4)
    session = sit(folder)
    answer = session.queue[SERVICE]
    here = answer.passages[0]
    better = (replace(here.suggestions[0], confidence=0.9),)
    session.hear(LearnedUpdate({here.id: Learned(0.1, better)}, decisions=17), answer)
    session.decide(answer, here, "volunteers", accept=True)
    session.take_heard()
    answer = session.queue[SERVICE]
    session.decide(answer, answer.passages[0], "volunteers", accept=False)
    (_, before), (_, after) = saws(folder)
    assert (before.confidence, "learned" in before.machine) == (0.4, False)
    assert (after.confidence, after.machine.endswith("learned@17")) == (0.9, True)
