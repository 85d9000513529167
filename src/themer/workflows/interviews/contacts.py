"""``themer contacts``: how far contact has come with each unit, and one more step of it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from themer.errors import (
    ChangedUnderneathError,
    InputError,
    NotFoundError,
    ProblemsError,
    ThemerError,
)
from themer.model.audit import Change
from themer.model.contacts import ContactEntry, ContactsFile, with_conversations
from themer.model.interview import Interview
from themer.model.study import Contact, ContactState, Partner, Study, Unit
from themer.storage import files
from themer.storage.durable import create_file, replace_file
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml

STATES: tuple[ContactState, ...] = get_args(ContactState)
IN_ORDER: Sequence[ContactState] = (
    "booked", "invited", "approached", "no_reply", "held", "declined", "withdrew",
)  # fmt: skip
"""States in the order in which they are listed: what waits comes first."""
WAITING = IN_ORDER[:4]
"""The states after which something is still to come."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class UnitContact:
    """How far contact with a unit has come, and the way there."""

    partner: Partner
    unit: Unit
    contact: Contact
    """What holds now, conversations included."""
    history: tuple[ContactEntry, ...]
    """The oldest first; begins with what ``study.yaml`` says, where it says anything."""


def list_contacts(folder: StudyFolder) -> tuple[UnitContact, ...]:
    """List every unit with how far contact has come, what waits first.

    A conversation that cannot be read shows nothing of its unit.

    Raises:
        ProblemsError: A file does not hold.
    """
    written = folder.study_as_written().value
    stored = folder.contacts()
    contacts = ContactsFile() if stored is None else stored.value
    now = with_conversations(folder.study().value, _interviews(folder))
    found = [
        UnitContact(partner, unit, unit.contact, history(written, contacts, unit.id))
        for partner, unit in now.units()
    ]
    return tuple(sorted(found, key=lambda one: order_of(one.contact)))


def order_of(contact: Contact) -> tuple[int, str]:
    """Say where a contact stands in a list: by its state, then by its day."""
    day = contact.date.isoformat() if contact.date else "9"
    return IN_ORDER.index(contact.state), day


def history(study: Study, contacts: ContactsFile, unit_id: str) -> tuple[ContactEntry, ...]:
    """List all that was noted of a unit, what ``study.yaml`` says first.

    Args:
        study: As it is written, without what ``contacts.yaml`` adds.
        contacts: What that adds.
        unit_id: The unit.
    """
    found = study.find_unit(unit_id)
    entries = contacts.of(unit_id)
    if found is None or found[1].contact == Contact():
        return entries
    start = found[1].contact
    return (ContactEntry(unit_id, start.state, start.date, start.reason), *entries)


def summary_of(contacts: Sequence[tuple[str, Contact]]) -> str:
    """Say how many units wait in which state, and what is booked next; empty where none waits.

    Args:
        contacts: The name of each unit that has not been talked to, with its contact.
    """
    parts = []
    for state in WAITING:
        number = sum(contact.state == state for _, contact in contacts)
        if number:
            parts.append(f"{number} {state_word(state)}")
    booked = [
        (contact.date, name)
        for name, contact in contacts
        if contact.state == "booked" and contact.date
    ]
    said = ", ".join(parts)
    if booked:
        day, name = min(booked)
        said += f"; next: {name}, {day.isoformat()}"
    return said


def state_word(state: str) -> str:
    """Write a state as people do."""
    return state.replace("_", " ")


def note_contact(folder: StudyFolder, entry: ContactEntry) -> None:
    """Add a step to the history of a unit, durably; what the file holds else stays as it is.

    Raises:
        NotFoundError: The study has no such unit.
        InputError: A booking without its day, a refusal without its reason, or a day that comes
            before the last one.
        ProblemsError: A file does not hold.
        StorageError: The disk refused; the file is as it was.
    """
    study = folder.study_as_written().value
    for attempt in range(_TRIES):
        stored = folder.contacts()
        contacts = ContactsFile() if stored is None else stored.value
        _refuse(study, contacts, entry)
        try:
            _write(folder, stored, entry)
            break
        except (ChangedUnderneathError, FileExistsError):  # somebody added an entry meanwhile
            if attempt == _TRIES - 1:
                raise
    # Imported here: the home screen lists contacts, and starts before it notes any.
    from themer.workflows.auditing import log_changes

    fields = tuple(name for name, value in asdict(entry).items() if value and name != "unit")
    log_changes(folder.root, [Change("contact", changed={f"contacts.{entry.unit}": fields})])


def _refuse(study: Study, contacts: ContactsFile, entry: ContactEntry) -> None:
    if study.find_unit(entry.unit) is None:
        raise NotFoundError(
            f'The study has no unit "{entry.unit}".', hint='"themer contacts" lists them.'
        )
    if entry.state == "booked" and entry.date is None:
        raise InputError("A booking needs the day that it is for.")
    if entry.state == "declined" and not (entry.reason or "").strip():
        raise InputError("Say why they declined: the report gives the reasons.")
    days = [
        one.date
        for one in history(study, contacts, entry.unit)
        if one.date is not None and one.state != "booked"
    ]
    if entry.date is not None and entry.state != "booked" and days and entry.date < max(days):
        raise InputError(f"{entry.date} lies before the last entry, which is of {max(days)}.")


def _write(folder: StudyFolder, stored: Stored[ContactsFile] | None, entry: ContactEntry) -> None:
    if stored is None:
        text = f"schema: themer/contacts/1\ncontacts:\n{_lines(entry)}"
        create_file(folder.contacts_path, text.encode())
    else:
        replace_file(stored.path, _with_entry(stored, entry).encode(), expected=stored.sha256)


def _with_entry(stored: Stored[ContactsFile], entry: ContactEntry) -> str:
    """Add an entry to the text of the file, so that a person's remarks in it stay."""
    wanted = replace(stored.value, contacts=(*stored.value.contacts, entry))
    text = stored.text if stored.text.endswith("\n") else stored.text + "\n"
    for grown in (text + _lines(entry), to_yaml(wanted)):
        try:
            if files.interpret_text(files.CONTACTS, grown, stored.path) == wanted:
                return grown
        except ProblemsError:
            continue
    raise AssertionError("what is written from the object reads back as the object")


def _lines(entry: ContactEntry) -> str:
    return "".join(f"  {line}" for line in to_yaml([entry]).splitlines(keepends=True))


def _interviews(folder: StudyFolder) -> Iterator[Interview]:
    for path in folder.interview_paths():
        with contextlib.suppress(ThemerError):  # "themer check" names what is wrong with it
            yield folder.read(files.INTERVIEW, path).value


def parse_day(written: str) -> dt.date:
    """Read a day.

    Raises:
        InputError: It is none.
    """
    try:
        return dt.date.fromisoformat(written.strip())
    except ValueError as error:
        raise InputError(f'"{written}" is not a day. Write it as 2026-03-04.') from error


def plain_of(one: UnitContact) -> Mapping[str, Any]:
    """Give a unit's contact as plain values, for JSON."""

    def step(entry: ContactEntry) -> dict[str, Any]:
        """Give one step of the history without what is not known of it."""
        day = entry.date.isoformat() if entry.date else None
        found = {**asdict(entry), "date": day}
        return {
            name: value for name, value in found.items() if value is not None and name != "unit"
        }

    return {
        "unit": one.unit.id,
        "name": one.unit.name,
        "partner": one.partner.id,
        "state": one.contact.state,
        "date": one.contact.date.isoformat() if one.contact.date else None,
        "reason": one.contact.reason,
        "history": [step(entry) for entry in one.history],
    }
