"""Struck words: no byte of them is left, whatever had been saved before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reading_rooms import EMPTY
from themer.errors import StorageError
from themer.model.interview import Answer, Interview
from themer.storage import durable, files
from themer.storage.durable import create_file
from themer.storage.journal import find_journals, recover
from themer.storage.writing import to_yaml
from themer.workflows.interviews import journalling, saving
from themer.workflows.interviews.saving import Saver
from themer.workflows.interviews.striking import find_holders

SECRET = "she drinks at work"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    create_file(tmp_path / "study" / "interviews" / "one.yaml", to_yaml(EMPTY).encode())
    return tmp_path / "study"


@pytest.fixture
def saver(study: Path) -> Iterator[Saver]:
    stored = files.read(files.INTERVIEW, study / "interviews" / "one.yaml")
    saver = Saver(study, stored.path, stored.value, stored.sha256)
    yield saver
    saver.close()


def words(text: str, interview: Interview = EMPTY) -> Interview:
    return replace(interview, answers={**interview.answers, "a": Answer(noted=text)})


def grep(folder: Path) -> list[str]:
    """Name every file that holds the words, by its bytes alone."""
    everything = (p for p in folder.rglob("*") if p.is_file())
    return sorted(p.name for p in everything if SECRET.encode() in p.read_bytes())


def save_often(saver: Saver) -> None:
    """Have the words in the file, in the version before, and in a journal."""
    saver.note(words(f"the van. {SECRET}"))
    saver.flush()
    saver.note(words(f"the van. {SECRET} a"))
    saver.flush()
    saver.note(words(f"the van. {SECRET} and more"))
    saver.flush_journal()


def test_purged_words_are_in_no_file_at_once(study: Path, saver: Saver) -> None:
    save_often(saver)
    assert len(grep(study.parent)) == 3
    left = study / "interviews" / ".one.yaml.0a1b2c3d.tmp"
    left.write_text(SECRET)
    state = saver.purge(words("the van.  and more"), SECRET)
    assert grep(study.parent) == []
    assert state.fault is None
    assert not left.exists()
    kept = files.read(files.INTERVIEW, study / "interviews" / "one.yaml").value
    assert kept.answers["a"].noted == "the van.  and more"
    saver.note(words("the van.  and more still"))
    saver.flush()
    assert (study / "interviews" / "one.yaml.prev").exists()
    assert grep(study.parent) == []


def test_words_of_other_answers_survive_a_disk_that_takes_no_file(
    study: Path, saver: Saver, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_often(saver)
    other = replace(EMPTY, answers={"a": Answer(noted=SECRET), "b": Answer(noted="kept")})
    saver.note(other)
    saver.flush_journal()
    replace_file = durable.replace_file

    def refuse(*_: object, **__: object) -> str:
        raise StorageError("It could not be saved: the disk is full.")

    monkeypatch.setattr(saving, "replace_file", refuse)
    state = saver.purge(replace(EMPTY, answers={"b": Answer(noted="kept")}), SECRET)
    assert state.file_fault is not None
    assert grep(study.parent / "state") == []
    (journal,) = find_journals(study, "one")
    stored = files.read(files.INTERVIEW, study / "interviews" / "one.yaml").value
    recovered = recover(journal, stored)
    assert recovered is not None
    assert recovered.answers == {"b": Answer(noted="kept")}
    monkeypatch.setattr(saving, "replace_file", replace_file)
    saver.flush()
    assert grep(study.parent) == []


def test_a_journal_is_erased_only_once_another_holds_what_it_held(
    study: Path, saver: Saver, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver.note(words(SECRET))
    saver.flush_journal()
    erased = []

    def look(path: Path) -> bool:
        others = [j for j in find_journals(study, "one") if j.path != path]
        erased.append((path.name, [j.parts for j in others]))
        path.unlink()
        return True

    monkeypatch.setattr(journalling, "erase", look)
    after = replace(EMPTY, answers={"b": Answer(noted="kept")})
    saver.purge(after, SECRET)
    assert erased[0][1][0]["answers.b"]["noted"] == "kept"


def test_another_copy_does_not_bring_struck_words_back(study: Path, saver: Saver) -> None:
    path = study / "interviews" / "one.yaml"
    saver.note(words(f"the van. {SECRET}"))
    saver.flush()
    theirs = path.read_text()
    saver.purge(words("the van. "), SECRET)
    path.write_text(theirs.replace("the van.", "the blue van."))
    saver.note(words("the van. on"))
    saver.flush()
    merged = saver.take_in(saver.interview)
    assert merged is not None
    assert SECRET not in repr(merged.interview)
    assert saver.flush().fault is None
    assert grep(study.parent) == []


def test_files_that_others_wrote_the_words_into_are_named(study: Path) -> None:
    machine = study / "coding" / "machine" / "one.jsonl"
    machine.parent.mkdir(parents=True)
    machine.write_text('{"text": "caf\\u00e9 at noon, they said"}')
    (study / "interviews" / "one (copy).yaml").write_text("noted: |\n  x\n  café at noon, they\n")
    history = study / ".git" / "objects"
    history.mkdir(parents=True)
    (history / "ab").write_text("café at noon")
    found = [os.fspath(p.relative_to(study)) for p in find_holders(study, "so:\ncafé at noon\n")]
    assert found == ["coding/machine/one.jsonl", "interviews/one (copy).yaml"]
    assert find_holders(study, "no") == ()
