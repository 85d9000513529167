from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading_rooms import EMPTY
from themer.model.interview import Answer, Consent, Interview, Sitting, Verbatim
from themer.storage import durable
from themer.storage.journal import JournalWriter, find_journals, read_journal, recover

BASE = "ab" * 32


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("study")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEMER_STATE", str(folder / "state"))
        yield folder


def answered(interview: Interview, question: str, **parts: object) -> Interview:
    answer = replace(interview.answers.get(question, Answer()), **parts)  # type: ignore[arg-type]
    return replace(interview, answers={**interview.answers, question: answer})


def typed(study: Path, *states: Interview) -> Path:
    writer = JournalWriter(study, EMPTY, BASE)
    for interview in states:
        writer.append(interview)
    writer.close()
    return writer.path


texts = st.text(st.characters(codec="utf-8"), max_size=60)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), texts), min_size=1, max_size=8))
def test_whatever_is_typed_comes_back(study: Path, changes: list[tuple[str, str]]) -> None:
    interview = EMPTY
    states = []
    for question, text in changes:
        interview = answered(interview, question, noted=text)
        states.append(interview)
    journal = read_journal(typed(study, *states))
    assert journal is not None
    assert recover(journal, EMPTY) == interview


def test_every_part_of_an_interview_comes_back(study: Path) -> None:
    quote = Verbatim(0, 4, "said", may_use=True, speaker="p1")
    full = answered(
        answered(EMPTY, "a", noted="said so", verbatim=(quote,), probes_used=("p",), follow_up="x"),
        "b",
        fact={"offered": "40"},
        status="awaited",
        as_at="2026-03",
    )
    full = replace(
        answered(full, "c", fact=("post", "van"), state="answered"),
        state="finished",
        sittings=(Sitting(dt.date(2026, 3, 4), "video", 12),),
        consent=Consent("1", True, True, False, at=dt.datetime(2026, 3, 4, 10, 2, tzinfo=dt.UTC)),
        unassigned=("a line",),
    )
    journal = read_journal(typed(study, full))
    assert journal is not None
    assert recover(journal, EMPTY) == full


def test_an_answer_that_was_taken_back_is_gone(study: Path) -> None:
    with_answer = answered(EMPTY, "a", noted="x")
    journal = read_journal(typed(study, with_answer, EMPTY))
    assert journal is not None
    assert recover(journal, EMPTY) == EMPTY


@given(st.data())
def test_a_torn_end_spoils_one_record_at_most(study: Path, data: st.DataObject) -> None:
    states = []
    interview = EMPTY
    for number in range(4):
        interview = answered(interview, "a", noted=f"words {number}")
        states.append(interview)
    path = typed(study, *states)
    content = path.read_bytes()
    starts = [i for i, byte in enumerate(content) if byte == 10]
    cut = data.draw(st.integers(starts[1], len(content)))
    path.write_bytes(content[:cut])
    journal = read_journal(path)
    assert journal is not None
    whole = sum(end <= cut for end in [*starts[2:], len(content)])
    recovered = recover(journal, EMPTY)
    assert recovered == (states[whole - 1] if whole else EMPTY)


@given(garbage=st.binary(max_size=40).filter(lambda b: b"\n" not in b))
def test_what_follows_a_torn_record_is_read(study: Path, garbage: bytes) -> None:
    path = typed(study, answered(EMPTY, "a", noted="first"))
    path.write_bytes(path.read_bytes() + b"\n" + garbage)
    record = b'\n{"at":"2026-03-04T10:00:00Z","part":"answers.b","is":{"noted":"second"}}'
    path.write_bytes(path.read_bytes() + record)
    journal = read_journal(path)
    assert journal is not None
    recovered = recover(journal, EMPTY)
    assert recovered is not None
    assert recovered.answers["a"].noted == "first"
    assert recovered.answers["b"].noted == "second"


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"\n{", b"[1, 2]", b'{"schema":"x/1"}'])
def test_a_file_that_is_no_journal_is_left_alone(study: Path, content: bytes) -> None:
    path = typed(study, answered(EMPTY, "a", noted="x"))
    path.write_bytes(content)
    assert read_journal(path) is None
    assert path.read_bytes() == content


def test_a_record_that_does_not_fit_the_format_recovers_nothing(study: Path) -> None:
    path = typed(study, answered(EMPTY, "a", noted="x"))
    record = b'\n{"at":"2026-03-04T10:00:00Z","part":"answers.a","is":{"colour":"red"}}'
    path.write_bytes(path.read_bytes() + record)
    journal = read_journal(path)
    assert journal is not None
    assert recover(journal, EMPTY) is None


def test_journals_of_other_interviews_are_not_offered(study: Path) -> None:
    other = replace(EMPTY, id="another")
    writer = JournalWriter(study, other, BASE)
    writer.append(answered(other, "a", noted="not mine"))
    writer.close()
    typed(study, answered(EMPTY, "a", noted="mine"))
    found = find_journals(study, "one")
    assert found
    assert {journal.interview for journal in found} == {"one"}
    assert [j.interview for j in find_journals(study, "another")] == ["another"]
    assert found[0].base == BASE


def test_a_journal_is_synced_before_it_says_so(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync
    monkeypatch.setattr(durable.os, "fsync", lambda fd: (synced.append(fd), real(fd))[1])
    writer = JournalWriter(study, EMPTY, BASE)
    before = len(synced)
    writer.append(answered(EMPTY, "a", noted="x"))
    assert len(synced) == before + 1
    writer.append(answered(EMPTY, "a", noted="x"))
    assert len(synced) == before + 1, "nothing changed, so nothing is written"
    writer.discard()
    assert not writer.path.exists()


def test_a_disk_that_refuses_is_reported(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = JournalWriter(study, EMPTY, BASE)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(durable.os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        writer.append(answered(EMPTY, "a", noted="x"))
    writer.close()


def test_journals_are_for_their_owner_only(study: Path) -> None:
    path = typed(study, answered(EMPTY, "a", noted="x"))
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_copied_journal_is_as_old_as_its_last_record_and_not_as_its_file(study: Path) -> None:
    left = typed(study, answered(EMPTY, "a", noted="one"))
    before = dt.datetime.now(dt.UTC)
    os.utime(left, (0, 0))
    journal = read_journal(left)
    assert journal is not None
    assert abs(journal.last_at - before) < dt.timedelta(minutes=5)


def test_a_record_without_a_time_falls_back_to_the_files(study: Path) -> None:
    left = typed(study)
    with left.open("ab") as file:
        file.write(b'\n{"part": "state", "is": "finished", "at": "yesterday"}')
    os.utime(left, (1_000_000, 1_000_000))
    journal = read_journal(left)
    assert journal is not None
    assert journal.last_at == dt.datetime.fromtimestamp(1_000_000, dt.UTC)
