from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.errors import ModelError, ProblemsError
from themer.model.decision import Decision
from themer.storage.events import append_decisions
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis import machine, vectors
from themer.workflows.analysis.analyse import analyse
from themer.workflows.analysis.inputs import inputs_sha256
from themer.workflows.check import check_study
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.sampling import draw_or_load
from themer.workflows.material import load_material


def machine_files(study: Path) -> dict[str, bytes]:
    folder = study / "coding" / "machine"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_segment_is_exact_and_gets_suggestions_with_a_reason(rooms: Path) -> None:
    result = analyse(StudyFolder(rooms))
    material = load_material(StudyFolder(rooms))
    assert result.segments == sum(len(f.segments) for f in material.suggestions.values()) > 0
    for interview in material.interviews:
        for segment in material.suggestions[interview.id].segments:
            text = interview.answers[segment.question].coded_text
            assert text[segment.start : segment.end] == segment.text
            assert [s.rank for s in segment.suggestions] == [1, 2]
            for suggestion in segment.suggestions:
                reason = suggestion.reason
                assert segment.start <= reason.start < reason.end <= segment.end
                assert 0 <= suggestion.confidence <= 1
    assert check_study(StudyFolder(rooms)).errors == ()


def test_too_little_to_group_is_said_and_nothing_is_lost(rooms: Path) -> None:
    result = analyse(StudyFolder(rooms))
    placed = {member.segment for theme in result.themes.themes for member in theme.members}
    assert len(placed) + len(result.themes.unplaced) == result.segments
    shutil.rmtree(rooms / "interviews")
    write_study_interviews(rooms, 1)
    few = analyse(StudyFolder(rooms)).themes
    assert few.themes == ()
    assert few.note is not None and few.note.startswith("Too few to group")


def write_study_interviews(rooms: Path, number: int) -> None:
    other = write_study(rooms.parent / "other", list(SAID)[:number])
    shutil.copytree(other / "interviews", rooms / "interviews")


def test_the_same_files_give_the_same_bytes_in_another_place_order_and_without_caches(
    rooms: Path, tmp_path: Path
) -> None:
    analyse(StudyFolder(rooms))
    first = machine_files(rooms)
    other = write_study(tmp_path / "elsewhere", list(reversed(SAID)))
    analyse(StudyFolder(other))
    assert machine_files(other) == first
    shutil.rmtree(rooms / ".themer")
    shutil.rmtree(rooms / "coding" / "machine")
    analyse(StudyFolder(rooms))
    assert machine_files(rooms) == first


def test_nothing_is_computed_where_nothing_changed(
    rooms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert analyse(StudyFolder(rooms)).made_anew
    monkeypatch.setattr(machine, "work_out", lambda *_: pytest.fail("it was computed again"))
    assert not analyse(StudyFolder(rooms)).made_anew


def test_after_one_changed_answer_only_new_texts_are_encoded(
    rooms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyse(StudyFolder(rooms))
    read: list[str] = []
    encoder = vectors.load_encoder()

    class Listening:
        identity = encoder.identity

        def encode(self, texts: list[str]) -> vectors.Vectors:
            read.extend(texts)
            return encoder.encode(texts)

    monkeypatch.setattr(vectors, "load_encoder", Listening)
    path = rooms / "interviews" / "weir-1.yaml"
    path.write_text(path.read_text().replace("longer than a summer", "for two winters"))
    assert analyse(StudyFolder(rooms)).made_anew
    assert read
    assert all("winters" in text for text in read)


def test_an_edit_in_the_machines_folder_is_written_over(rooms: Path) -> None:
    analyse(StudyFolder(rooms))
    first = machine_files(rooms)
    path = rooms / "coding" / "machine" / "weir-1.jsonl"
    path.write_text(path.read_text().replace('"rank":1', '"rank":2'))
    assert analyse(StudyFolder(rooms)).made_anew
    assert machine_files(rooms) == first


def test_what_a_person_decided_is_never_written_and_is_learned_from(rooms: Path) -> None:
    analyse(StudyFolder(rooms))
    before = load_material(StudyFolder(rooms)).suggestions["weir-1"].segments[-1]
    session = CodingSession(StudyFolder(rooms), "coder-a")
    for answer in session.queue:
        for passage in answer.passages:
            session.decide(answer, passage, "volunteers", accept="driver" not in passage.text)
    decided = (rooms / "coding" / "coder-a.jsonl").read_bytes()
    assert analyse(StudyFolder(rooms)).made_anew
    after = load_material(StudyFolder(rooms)).suggestions["weir-1"].segments[-1]
    assert (rooms / "coding" / "coder-a.jsonl").read_bytes() == decided
    assert after.suggestions != before.suggestions


def test_what_was_asked_whose_it_is_and_whether_it_was_answered_count_too(rooms: Path) -> None:
    material = load_material(StudyFolder(rooms))
    first, *others = material.counted()
    name, answer = next(iter(first.answers.items()))
    declined = {**first.answers, name: replace(answer, state="declined")}
    changed = (
        replace(first, set=replace(first.set, id="another")),
        replace(first, organisation="another"),
        replace(first, answers=declined),
    )
    sets = {**material.sets, "another": material.sets[first.set.id]}
    before = inputs_sha256(replace(material, sets=sets))
    found = {
        inputs_sha256(replace(material, sets=sets, interviews=(one, *others))) for one in changed
    }
    assert len(found | {before}) == 4


def test_a_withdrawn_conversation_leaves_the_machines_folder(rooms: Path) -> None:
    analyse(StudyFolder(rooms))
    path = rooms / "interviews" / "weir-1.yaml"
    head = path.read_text().split("consent:")[0].replace("finished", "withdrawn")
    path.write_text(head + "answers: {}\n")
    analyse(StudyFolder(rooms))
    assert "weir-1.jsonl" not in machine_files(rooms)


def test_without_onnxruntime_words_alone_are_compared_and_it_is_said(
    rooms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "can_encode", lambda: False)
    result = analyse(StudyFolder(rooms))
    assert not result.with_vectors
    assert result.themes.made_by.model == machine.NO_ENCODER
    assert all(f.segments for f in load_material(StudyFolder(rooms)).suggestions.values())


def test_an_altered_model_stops_it_and_changes_nothing(
    rooms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def altered() -> None:
        raise ModelError("this file of the language model is not the one that was released.")

    monkeypatch.setattr(vectors, "load_encoder", altered)
    with pytest.raises(ModelError):
        analyse(StudyFolder(rooms))
    assert not (rooms / "coding").exists()


def test_a_study_that_does_not_hold_is_not_analysed(rooms: Path) -> None:
    (rooms / "interviews" / "weir-1.yaml").write_text("schema: themer/interview/1\n")
    (rooms / "study.yaml").write_bytes(b"\0")
    with pytest.raises(ProblemsError) as caught:
        analyse(StudyFolder(rooms))
    assert {problem.path.name for problem in caught.value.problems} == {"weir-1.yaml", "study.yaml"}


def test_decisions_of_a_coder_survive_a_torn_line(rooms: Path) -> None:
    path = rooms / "coding" / "coder-a.jsonl"
    path.parent.mkdir()
    path.write_text('{"id":"half')
    events = _events()
    append_decisions(path, events)
    assert len(path.read_text().splitlines()) == len(events)
    (aside,) = path.parent.glob("coder-a.jsonl.torn-*")
    assert aside.read_text() == '{"id":"half'


def _events() -> list[Decision]:
    import datetime as dt

    at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    return [Decision("a", at, "coder-a", "memo", "weir-1", "hardest", reason="x")]


def test_a_machine_that_has_not_seen_an_answer_speaks_of_it_where_answers_were_drawn(
    rooms: Path,
) -> None:
    folder = StudyFolder(rooms)
    session = CodingSession(folder, "coder-a")
    answer = session.queue[0]
    session.decide(answer, answer.passages[0], answer.codes[0].id, accept=True)
    analyse(folder)
    before = load_material(folder)
    assert not any(s.unseen for f in before.suggestions.values() for s in f.segments)
    draw_or_load(folder, 0.5, None, "coder-a")
    assert analyse(folder).made_anew
    after = load_material(folder)
    for file in after.suggestions.values():
        assert all(segment.unseen for segment in file.segments)
    passage = answer.passages[0]
    said = next(s for s in after.suggestions[answer.interview.id].segments if s.id == passage.id)
    pinned = next(s.confidence for s in said.suggestions if s.code == answer.codes[0].id)
    assert said.unseen.get(answer.codes[0].id, 0) < pinned
    assert check_study(folder).errors == ()
    assert not analyse(folder).made_anew


def test_the_likest_example_says_where_it_is_and_who_gave_it_the_code(rooms: Path) -> None:
    folder = StudyFolder(rooms)
    analyse(folder)
    for coder in ("coder-b", "coder-a"):
        session = CodingSession(folder, coder)
        answer = session.queue[0]
        passage = answer.passages[0]
        session.decide(answer, passage, "volunteers", accept=True)
    found = session.example(passage.id, "volunteers")
    assert found is not None
    assert (found.text, found.coders) == (passage.text, ("coder-a", "coder-b"))
    assert found.unit_name == answer.unit_name
    other = session.example(passage.id, "delivery")
    assert other is not None
    assert other.coders == ()
    hidden = CodingSession(folder, "coder-a", blind=True).example(passage.id, "volunteers")
    assert hidden is not None
    assert hidden.coders == ("coder-a",)
