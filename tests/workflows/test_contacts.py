"""The history of contacts on the disk, and all that goes by it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from themer.cli.edge import run
from themer.errors import InputError, NotFoundError
from themer.findings.participation import find_participation
from themer.model.contacts import ContactEntry
from themer.model.study import Contact, ContactState
from themer.storage.study_folder import StudyFolder
from themer.workflows.auditing import read_log
from themer.workflows.home import overview
from themer.workflows.interviews.contacts import list_contacts, note_contact, summary_of
from themer.workflows.material import load_material

MOBILE = "harrow-hill-mobile"
DAY = dt.date(2026, 3, 10)


def entry(state: ContactState, date: dt.date | None = DAY, **more: str) -> ContactEntry:
    return ContactEntry(MOBILE, state, date, more.get("reason"), more.get("note"))


def test_a_step_is_added_and_the_study_file_left_as_it_is(study: Path) -> None:
    folder = StudyFolder(study)
    before = (study / "study.yaml").read_bytes()
    note_contact(folder, entry("invited", note="[a] second letter"))
    note_contact(folder, entry("booked", dt.date(2026, 3, 24)))
    assert (study / "study.yaml").read_bytes() == before
    mobile = next(one for one in list_contacts(folder) if one.unit.id == MOBILE)
    assert [step.state for step in mobile.history] == ["declined", "invited", "booked"]
    assert mobile.history[1].note == "[a] second letter"
    assert mobile.contact == Contact("booked", dt.date(2026, 3, 24))
    assert (study / "contacts.yaml").stat().st_mode & 0o077 == 0


def test_everything_downstream_goes_by_the_last_step(study: Path) -> None:
    folder = StudyFolder(study)
    note_contact(folder, entry("declined", reason="a flood"))
    (part,) = find_participation(load_material(folder))
    assert part.by_state == {"held": ("harrow-hill-main",), "declined": (MOBILE,)}
    assert part.reasons == {MOBILE: "a flood"}
    note_contact(folder, entry("no_reply"))
    assert overview(study).rows[-1].state == "no reply"
    (part,) = find_participation(load_material(folder))
    assert part.reasons == {}


def test_a_remark_that_a_person_wrote_into_the_file_stays(study: Path) -> None:
    path = study / "contacts.yaml"
    path.write_text(
        f"schema: themer/contacts/1\ncontacts:\n# by phone\n  - {{unit: {MOBILE}, state: invited}}"
    )
    note_contact(StudyFolder(study), entry("no_reply"))
    assert "# by phone" in path.read_text()
    path.write_text("contacts: []  # none\nschema: themer/contacts/1\n")
    note_contact(StudyFolder(study), entry("no_reply"))
    stored = StudyFolder(study).contacts()
    assert stored is not None
    assert stored.value.contacts == (entry("no_reply"),)


@pytest.mark.parametrize(
    "wrong",
    [entry("booked", None), entry("declined"), entry("declined", reason=" ")],
)
def test_a_step_that_says_too_little_is_refused(study: Path, wrong: ContactEntry) -> None:
    with pytest.raises(InputError):
        note_contact(StudyFolder(study), wrong)
    assert not (study / "contacts.yaml").exists()


def test_days_do_not_go_backwards_and_units_are_those_of_the_study(study: Path) -> None:
    note_contact(StudyFolder(study), entry("invited"))
    with pytest.raises(InputError, match="before the last entry"):
        note_contact(StudyFolder(study), entry("no_reply", dt.date(2026, 3, 9)))
    with pytest.raises(NotFoundError):
        note_contact(StudyFolder(study), ContactEntry("nowhere", "invited"))


def test_the_log_names_the_unit_and_no_words(study: Path) -> None:
    note_contact(StudyFolder(study), entry("declined", reason="a flood"))
    line = read_log(study)[-1]
    assert line.action == "contact"
    assert dict(line.changed) == {f"contacts.{MOBILE}": ("state", "date", "reason")}


def test_the_summary_counts_what_waits_and_names_what_is_next() -> None:
    waiting = [
        ("A", Contact("booked", dt.date(2026, 6, 18))),
        ("B", Contact("booked", dt.date(2026, 4, 2))),
        ("C", Contact("invited")),
    ]
    assert summary_of(waiting) == "2 booked, 1 invited; next: B, 2026-04-02"
    assert summary_of([]) == ""


def test_the_command_notes_and_lists(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def contacts(*typed: str) -> tuple[int, str]:
        code = run(["contacts", *typed, "--study", str(study)])
        return code, capsys.readouterr().out

    assert contacts(MOBILE, "invited", "--date", "2026-03-10", "--by", "officer")[0] == 0
    code, out = contacts("--json")
    assert code == 0
    found = {one["unit"]: one for one in json.loads(out)}
    assert found[MOBILE]["state"] == "invited"
    assert found[MOBILE]["history"][-1] == {
        "state": "invited",
        "date": "2026-03-10",
        "by": "officer",
    }
    assert contacts(MOBILE)[1].splitlines()[-1].split("\t")[1:3] == ["invited", "2026-03-10"]
    assert contacts(MOBILE, "agreed")[0] == 2
    assert contacts(MOBILE, "booked")[0] == 2
    assert contacts("--date", "2026-03-11")[0] == 2
    assert contacts("nowhere")[0] == 2
