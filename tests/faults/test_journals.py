"""Torn, stale, foreign, NUL-filled and unfitting journals: nothing unread is lost or believed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from faults.script import ID, DrivenSaver, make_disk, on_file, recovered, state_in, written
from themer.model.interview import Interview
from themer.storage.durable import PREVIOUS
from themer.storage.journal import JournalWriter
from themer.workflows.interviews.opening import OpenInterview, open_interview


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A disk without journals."""
    folder = make_disk(tmp_path / "disk")
    for journal in journals(folder):
        journal.unlink()
    return folder


def journals(folder: Path) -> list[Path]:
    return list((folder / "state").rglob("*.jsonl"))


def leave_words(folder: Path, *words: str) -> tuple[Path, list[Interview]]:
    """Type words, a record for each, and die; give the journal and the states from the first."""
    with state_in(folder):
        opened = open_interview(folder / "study", ID)
        stored = opened.stored
        saver = DrivenSaver(folder / "study", stored.path, stored.value, stored.sha256)
        session, states = opened.session, [stored.value]
        for word in words:
            session = written(session, "hardest", word)
            saver.note(session.interview)
            assert saver.flush_journal().fault is None
            states.append(session.interview)
        opened.lock.release()
    (journal,) = journals(folder)
    return journal, states


def open_again(folder: Path) -> OpenInterview:
    with state_in(folder):
        opened = open_interview(folder / "study", ID)
        opened.lock.release()
    return opened


def test_torn_at_any_byte_it_gives_every_whole_record(disk: Path) -> None:
    journal, states = leave_words(disk, " one", " two ☂", " three")
    whole = journal.read_bytes()
    ends = [at for at in range(len(whole) + 1) if _is_whole(whole[:at])]
    assert len(ends) == len(states), "the header, and a record for each word"
    for cut in range(len(whole) + 1):
        # Set aside under another name where even the header is torn; so each cut begins anew.
        for left in journal.parent.iterdir():
            left.unlink()
        journal.write_bytes(whole[:cut])
        known = sum(cut >= end for end in ends) - 1
        assert recovered(disk) == states[max(known, 0)], f"cut at byte {cut}"


def _is_whole(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content.split(b"\n")[-1]), dict)
    except ValueError:
        return False


def test_a_byte_spoilt_in_the_middle_spoils_no_later_record_or_is_said(disk: Path) -> None:
    chance = random.Random(3)
    journal, states = leave_words(disk, " one", " two", " three")
    whole = journal.read_bytes()
    last = whole.rindex(b"\n")
    header = whole.index(b"\n", 1)
    taken = 0
    for _ in range(60):
        for left in journal.parent.iterdir():
            left.unlink()
        at = chance.randrange(header + 1, last)
        journal.write_bytes(whole[:at] + bytes([chance.randrange(256)]) + whole[at + 1 :])
        opened = open_again(disk)
        if opened.recovery is None:  # it is whole JSON still, and fits no conversation any more
            assert any("aside" in notice for notice in opened.notices)
            assert len(list(journal.parent.iterdir())) == 1
        else:
            now = opened.recovery.interview
            assert now.answers["hardest"] == states[-1].answers["hardest"]
            taken += 1
    assert taken > 40


UNREADABLE: tuple[Callable[[bytes], bytes], ...] = (
    lambda whole: b"\0" * len(whole),
    lambda whole: b"\xff\xfe" + whole[7:],
    lambda whole: whole[:40],
    lambda whole: b"\n" + b"[" * 100_000,
    lambda whole: whole.replace(b"themer/journal/1", b"themer/journal/9"),
    lambda whole: whole.replace(b'"state":"answered"', b'"state":"a later state"'),
    lambda whole: whole.replace(f'"interview":"{ID}"'.encode(), b'"interview":"stone-row-1"'),
)


@pytest.mark.parametrize("spoil", UNREADABLE)
def test_what_cannot_be_taken_is_said_and_kept(disk: Path, spoil: Callable[[bytes], bytes]) -> None:
    journal, _ = leave_words(disk, " one", " two")
    before = (disk / "study" / "interviews" / f"{ID}.yaml").read_bytes()
    spoilt = spoil(journal.read_bytes())
    journal.write_bytes(spoilt)
    opened = open_again(disk)
    assert opened.recovery is None
    kept = [path for path in journal.parent.iterdir() if path.read_bytes() == spoilt]
    assert len(kept) == 1
    assert any(str(kept[0]) in notice for notice in opened.notices), opened.notices
    assert opened.stored.path.read_bytes() == before
    assert not any(str(kept[0]) in notice for notice in open_again(disk).notices), "said once"


def test_an_empty_journal_is_no_trouble(disk: Path) -> None:
    journal, _ = leave_words(disk, " one")
    journal.write_bytes(b"")
    assert open_again(disk).recovery is None


def test_a_stale_journal_is_not_put_over_what_was_typed_after_it(disk: Path) -> None:
    journal, states = leave_words(disk, " one")
    old = journal.read_bytes()
    later = _write_on(disk, states[-1], " and later")
    journal.write_bytes(old)  # as a backup or a sync client brings it back
    assert recovered(disk) == later
    latest = _write_on(disk, later, " and later still")
    journal.write_bytes(old)
    now = recovered(disk)
    assert now.answers["hardest"].noted == latest.answers["hardest"].noted or now.other_copies
    assert latest.answers["hardest"].noted in repr(now)


def _write_on(disk: Path, begun: Interview, words: str) -> Interview:
    """Open it, take what was recovered, type more and close it."""
    with state_in(disk):
        opened = open_interview(disk / "study", ID)
        stored = opened.stored
        saver = DrivenSaver(disk / "study", stored.path, stored.value, stored.sha256)
        if opened.recovery is not None:
            assert opened.recovery.interview == begun
            saver.supersede(opened.recovery.paths)
        saver.note(begun, soon=True)
        saver.flush()
        answer = begun.answers["hardest"]
        more = replace(answer, noted=answer.noted + words)
        after = replace(begun, answers={**begun.answers, "hardest": more})
        saver.note(after)
        assert saver.close().fault is None
        opened.lock.release()
    assert journals(disk) == []
    assert on_file(disk) == after
    return after


def test_the_journal_of_another_study_of_the_same_name_is_not_taken(
    disk: Path, tmp_path: Path
) -> None:
    leave_words(disk, " one")
    other = make_disk(tmp_path / "other" / "disk")
    for journal in journals(other):
        journal.unlink()
    with state_in(disk):  # one user, one state folder, two studies
        opened = open_interview(other / "study", ID)
        opened.lock.release()
    assert opened.recovery is None


def test_two_journals_of_one_file_are_both_taken(disk: Path) -> None:
    """Two sessions died one after the other, the second before anything was put back."""
    stored = open_again(disk).stored
    with state_in(disk):
        for question, text in (("hardest", "insurance"), ("main_lead", "nobody")):
            writer = JournalWriter(disk / "study", stored.value, stored.sha256)
            answer = replace(stored.value.answers["hardest"], noted=text)
            answers = {**stored.value.answers, question: answer}
            writer.append(replace(stored.value, answers=answers))
            writer.close()
    now = recovered(disk)
    assert now.answers["hardest"].noted == "insurance"
    assert now.answers["main_lead"].noted == "nobody"


def test_a_journal_on_the_version_before_is_joined_with_the_file(disk: Path) -> None:
    journal, states = leave_words(disk, " one")
    path = disk / "study" / "interviews" / f"{ID}.yaml"
    path.with_name(path.name + PREVIOUS).write_bytes(path.read_bytes())
    edited = path.read_text().replace("the van went two years ago", "the van went in 2024")
    path.write_text(edited)
    now = recovered(disk)
    assert now.answers["has_home_service"].noted.startswith("the van went in 2024")
    assert now.answers["hardest"] == states[-1].answers["hardest"]
    assert journal.exists(), "until the file holds it"
