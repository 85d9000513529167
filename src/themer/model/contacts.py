"""How far a study has come with each unit, entry by entry; kept beside what a person wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from themer.model.interview import Interview
from themer.model.scalars import NO_OTHER_KEYS, Identifier
from themer.model.study import Contact, ContactState, Study, Unit

SCHEMA = "themer/contacts/1"
BEFORE_TALKING: frozenset[ContactState] = frozenset({"approached", "invited", "booked", "no_reply"})
"""States that say less than a conversation does."""


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One step with a unit, as it was noted."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    unit: Identifier
    state: ContactState
    date: dt.date | None = None
    """When; of ``booked`` the day that it is booked for."""
    reason: str | None = None
    """Why they declined, say; the report prints it."""
    note: str | None = None
    """For ourselves; no report prints it."""
    by: str | None = None
    """Who of us did it, by role."""

    @property
    def contact(self) -> Contact:
        """What holds of the unit from here on."""
        return Contact(self.state, self.date, self.reason)


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """A study's ``contacts.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/contacts/1"] = "themer/contacts/1"
    contacts: tuple[ContactEntry, ...] = ()
    """In the order of noting; the last of a unit holds."""

    def of(self, unit_id: str) -> tuple[ContactEntry, ...]:
        """List the entries of a unit, the oldest first."""
        return tuple(entry for entry in self.contacts if entry.unit == unit_id)


def with_contacts(study: Study, contacts: ContactsFile) -> Study:
    """Give a study in which the last entry of each unit holds."""
    latest = {entry.unit: entry.contact for entry in contacts.contacts}
    return _with(study, latest)


def with_conversations(study: Study, interviews: Iterable[Interview]) -> Study:
    """Give a study in which what conversations show holds where the contact says less.

    A unit with a conversation that counts was held, unless somebody wrote that it withdrew, or
    that it declined on that day or later. A unit all of whose conversations were withdrawn
    withdrew, unless somebody wrote that it declined.
    """
    by_unit: dict[str, list[Interview]] = {}
    for interview in interviews:
        by_unit.setdefault(interview.unit, []).append(interview)
    shown = {
        unit.id: _shown(unit.contact, by_unit[unit.id])
        for _, unit in study.units()
        if unit.id in by_unit
    }
    return _with(study, shown)


def _shown(contact: Contact, interviews: list[Interview]) -> Contact:
    counting = [interview for interview in interviews if interview.counts]
    if counting:
        day = max((i.last_date for i in counting if i.last_date), default=None)
        declined_before = (
            contact.state == "declined"
            and contact.date is not None
            and day is not None
            and contact.date < day
        )
        says_less = contact.state in BEFORE_TALKING or declined_before
        return Contact("held", day) if says_less else contact
    withdrawn = [i for i in interviews if i.state == "withdrawn"]
    if withdrawn and contact.state in BEFORE_TALKING | {"held"}:
        days = [i.withdrawn_at.date() for i in withdrawn if i.withdrawn_at is not None]
        return Contact("withdrew", max(days, default=None))
    return contact


def _with(study: Study, contacts: Mapping[str, Contact]) -> Study:
    def changed(unit: Unit) -> Unit:
        """Give a unit its contact, or the same unit where nothing is new."""
        contact = contacts.get(unit.id, unit.contact)
        return unit if contact == unit.contact else replace(unit, contact=contact)

    if not contacts:
        return study
    return replace(
        study,
        partners=tuple(
            replace(partner, units=tuple(changed(unit) for unit in partner.units))
            for partner in study.partners
        ),
    )
