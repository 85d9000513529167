"""A record on the disk, and what its partner says to it beside what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from reading_rooms import on_disk
from themer.errors import InputError, NotFoundError, RefusedError
from themer.storage.journal import JournalWriter
from themer.storage.locks import HeldError
from themer.storage.study_folder import StudyFolder
from themer.workflows.interviews.opening import open_interview
from themer.workflows.interviews.record import Confirming, Noted, write_record

ID = "harrow-hill-main-1"


def note(study: Path, noted: Noted) -> None:
    confirming = Confirming(StudyFolder(study), ID)
    try:
        confirming.note(noted)
        confirming.save()
    finally:
        confirming.close()


def test_every_format_is_written_and_twice_the_same(study: Path, tmp_path: Path) -> None:
    formats = ["docx", "html", "md"]
    first = write_record(StudyFolder(study), ID, formats)
    assert [path.name for path in first.paths] == [f"{ID}.{ending}" for ending in formats]
    assert first.paths[0].parent == study / "records"
    assert all(path.stat().st_mode & 0o077 == 0 for path in first.paths)
    again = write_record(StudyFolder(study), ID, formats, tmp_path / "elsewhere")
    assert [p.read_bytes() for p in first.paths] == [p.read_bytes() for p in again.paths]


def test_what_to_look_at_before_sending_is_said(study: Path) -> None:
    notes = " ".join(write_record(StudyFolder(study), ID, ["md"]).notes)
    assert "without a fair copy: 1" in notes
    assert "1 kept for later" in notes


def test_nothing_is_written_without_consent(study: Path) -> None:
    path = study / "interviews" / f"{ID}.yaml"
    path.write_text(path.read_text().replace("take_part: yes", "take_part: no"))
    with pytest.raises(RefusedError):
        write_record(StudyFolder(study), ID)
    with pytest.raises(RefusedError):
        Confirming(StudyFolder(study), ID)
    assert not (study / "records").exists()
    with pytest.raises(NotFoundError):
        write_record(StudyFolder(study), "nobody-1")


def test_a_correction_is_kept_apart_and_shown_beside(study: Path) -> None:
    before = on_disk(study, ID)
    correction = ("has_home_service", "[sic] We post\nweekly", "2026-02-10")
    note(study, Noted(sent="2026-02-05", corrections=(correction,)))
    note(study, Noted(confirmed="2026-02-11", by="branch librarian"))
    after = on_disk(study, ID)
    assert after.answers == before.answers
    confirmation = after.confirmation
    assert confirmation is not None
    assert confirmation.corrections[-1].text == "[sic] We post\nweekly"
    assert (str(confirmation.confirmed), confirmation.by) == ("2026-02-11", "branch librarian")
    text = write_record(StudyFolder(study), ID, ["md"]).paths[0].read_text()
    assert "You asked us to note (10 February 2026):** \\[sic\\] We post" in text
    assert "Confirmed on 11 February 2026 by branch librarian." in text


@pytest.mark.parametrize(
    "noted",
    [
        Noted(sent="2026-01-01"),
        Noted(sent="tomorrow"),
        Noted(corrections=(("nothing", "words", "2026-02-10"),)),
        Noted(corrections=((None, " \n", "2026-02-10"),)),
        Noted(sent="2026-02-10", confirmed="2026-02-09"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(study: Path, noted: Noted) -> None:
    before = (study / "interviews" / f"{ID}.yaml").read_bytes()
    with pytest.raises(InputError):
        note(study, noted)
    assert (study / "interviews" / f"{ID}.yaml").read_bytes() == before
    note(study, Noted(sent="2026-02-12"))  # and the conversation was given back


def test_a_conversation_that_is_open_elsewhere_is_left_alone(study: Path) -> None:
    opened = open_interview(study, ID)
    with pytest.raises(HeldError):
        Confirming(StudyFolder(study), ID)
    opened.lock.release()
    Confirming(StudyFolder(study), ID).close()


def test_unsaved_words_come_first(study: Path) -> None:
    from dataclasses import replace

    stored = StudyFolder(study).interview(ID)
    journal = JournalWriter(study, stored.value, stored.sha256)
    journal.append(replace(stored.value, unassigned=("typed and not saved",)))
    journal.close()
    with pytest.raises(InputError, match="earlier session"):
        Confirming(StudyFolder(study), ID)
