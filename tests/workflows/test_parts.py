from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.model.decision import Decision
from themer.segments import Segment, segments_of
from themer.storage.events import append_decisions
from themer.storage.study_folder import StudyFolder
from themer.themes import sampled
from themer.workflows.analysis import machine, parts, suggesting
from themer.workflows.analysis.analyse import analyse
from themer.workflows.analysis.parts import parts_of
from themer.workflows.material import load_material

EDITED = "weir-1"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_TOGETHER", 10)
    monkeypatch.setattr(parts, "MOST_IN_PART", 5)
    monkeypatch.setattr(sampled, "MOST_TOGETHER", 10)


def machine_files(study: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (study / "coding" / "machine").iterdir()}


def segments(folder: StudyFolder) -> list[Segment]:
    material = load_material(folder)
    return [s for i in material.counted() for s in segments_of(material.study.id, i)]


def edit(study: Path) -> None:
    path = study / "interviews" / f"{EDITED}.yaml"
    path.write_text(path.read_text().replace("longer than a summer", "for two winters"))


def test_each_conversation_is_in_one_part(rooms: Path) -> None:
    folder = StudyFolder(rooms)
    found = parts_of(load_material(folder), segments(folder))
    assert len(found) > 1
    names = [name for part in found for name in part.own]
    assert sorted(names) == sorted(f"{unit}-1" for unit in SAID)
    for part in found:
        assert {s.interview for s in part.segments} == part.own
        assert {i.id for i in part.material.interviews} == part.own


def test_a_study_of_a_usual_size_is_one(rooms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_TOGETHER", 10_000)
    folder = StudyFolder(rooms)
    material = load_material(folder)
    (part,) = parts_of(material, segments(folder))
    assert part.material is material
    assert part.segments == tuple(segments(folder))


def test_what_was_decided_elsewhere_is_lent_to_each(rooms: Path) -> None:
    folder = StudyFolder(rooms)
    decided = decide(folder)
    found = parts_of(load_material(folder), segments(folder))
    for part in found:
        assert decided in {s.id for s in part.segments}
    analyse(folder)
    files = load_material(folder).suggestions
    nearest = {s.reason.nearest for f in files.values() for g in f.segments for s in g.suggestions}
    assert decided in nearest
    at_home = next(part for part in found if EDITED in part.own)
    elsewhere = {name for name in files if name not in at_home.own}
    assert any(
        s.reason.nearest == decided
        for name in elsewhere
        for g in files[name].segments
        for s in g.suggestions
    )


def decide(folder: StudyFolder) -> str:
    """Give one passage of the edited conversation a code, and say which segment it is."""
    segment = next(s for s in segments(folder) if s.interview == EDITED)
    event = Decision(
        "d1",
        dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
        "coder-a",
        "accept",
        segment.interview,
        segment.question,
        start=segment.start,
        end=segment.end,
        text=segment.text,
        code="volunteers",
    )
    append_decisions(folder.coder_path("coder-a"), [event])
    return segment.id


def test_no_more_than_a_bound_is_lent(rooms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_LENT", 0)
    folder = StudyFolder(rooms)
    decide(folder)
    for part in parts_of(load_material(folder), segments(folder)):
        assert {s.interview for s in part.segments} == part.own


def test_an_edit_is_worked_out_in_its_part_alone_and_the_bytes_are_those_of_all_anew(
    rooms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = StudyFolder(rooms)
    analyse(folder)
    before = machine_files(rooms)
    times = {path: path.stat().st_mtime_ns for path in (rooms / "coding" / "machine").iterdir()}
    edit(rooms)
    again: list[frozenset[str]] = []
    cut: list[str] = []
    inner, cutting = suggesting.suggest_codes, machine.segments_of

    def listening(material, *rest):  # type: ignore[no-untyped-def]
        again.append(frozenset(interview.id for interview in material.interviews))
        return inner(material, *rest)

    def cut_anew(study, interview):  # type: ignore[no-untyped-def]
        cut.append(interview.id)
        return cutting(study, interview)

    monkeypatch.setattr(machine, "suggest_codes", listening)
    monkeypatch.setattr(machine, "segments_of", cut_anew)
    assert analyse(folder).made_anew
    (names,) = again
    assert EDITED in names
    assert cut == [EDITED]
    after = machine_files(rooms)
    changed = {name for name in before if before[name] != after[name]}
    assert changed - {"themes.json"} <= {f"{name}.jsonl" for name in names}
    assert f"{EDITED}.jsonl" in changed
    for path, time in times.items():
        assert (path.stat().st_mtime_ns == time) == (path.name not in changed)
    other = write_study(tmp_path / "other", list(reversed(SAID)))
    edit(other)
    analyse(StudyFolder(other))
    assert machine_files(other) == after


@pytest.mark.parametrize("content", [b"", b"{}", b"[1, 2]", b'{"files": 3}', b"\xff", b"[" * 9999])
def test_what_is_remembered_may_be_damaged_or_gone(rooms: Path, content: bytes) -> None:
    folder = StudyFolder(rooms)
    analyse(folder)
    before = machine_files(rooms)
    (folder.cache / "analysed.json").write_bytes(content)
    assert analyse(folder).made_anew
    assert machine_files(rooms) == before
    assert not analyse(folder).made_anew


def test_a_file_that_was_edited_is_not_taken_over(rooms: Path) -> None:
    folder = StudyFolder(rooms)
    analyse(folder)
    before = machine_files(rooms)
    path = rooms / "coding" / "machine" / "old-mill-1.jsonl"
    path.write_text(path.read_text().replace('"rank":1', '"rank":2'))
    assert analyse(folder).made_anew
    assert machine_files(rooms) == before
    path.write_text("no JSON")
    analyse(folder)
    assert machine_files(rooms) == before


def test_a_conversation_that_leaves_or_comes_concerns_its_part(rooms: Path) -> None:
    folder = StudyFolder(rooms)
    analyse(folder)
    before = machine_files(rooms)
    path = rooms / "interviews" / f"{EDITED}.yaml"
    held = path.read_text()
    head = held.split("consent:")[0].replace("finished", "withdrawn")
    path.write_text(head + "answers: {}\n")
    analyse(folder)
    assert set(machine_files(rooms)) == set(before) - {f"{EDITED}.jsonl"}
    path.write_text(held)
    analyse(folder)
    assert machine_files(rooms) == before
    shutil.rmtree(folder.cache)
    analyse(folder)
    assert machine_files(rooms) == before


def test_a_decision_concerns_every_part(rooms: Path) -> None:
    folder = StudyFolder(rooms)
    analyse(folder)
    decide(folder)
    analyse(folder)
    after = machine_files(rooms)
    shutil.rmtree(folder.cache)
    shutil.rmtree(folder.machine)
    analyse(folder)
    assert machine_files(rooms) == after
