"""What holds of a unit: the last entry, and what its conversations show."""

from __future__ import annotations

import datetime as dt

import pytest

from themer.model.contacts import ContactEntry, ContactsFile, with_contacts, with_conversations
from themer.model.interview import Consent, Interview, SetReference, Sitting
from themer.model.study import Audience, Contact, ContactState, Partner, Study, Unit

DAY = dt.date(2026, 3, 10)
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


def study(contact: Contact) -> Study:
    units = (Unit("north", "North", "branch", contact), Unit("south", "South", "branch"))
    return Study(
        schema="themer/study/1",
        id="s",
        title="S",
        unit="service",
        audiences={"branch": Audience("branch", "branches")},
        partners=(Partner("p", "P", "council", units),),
    )


def talked(*, withdrawn: bool = False, agreed: bool = True) -> Interview:
    return Interview(
        schema="themer/interview/1",
        id="north-1",
        set=SetReference("set", "1"),
        unit="north",
        organisation="p",
        state="withdrawn" if withdrawn else "open",
        sittings=() if withdrawn else (Sitting(DAY),),
        consent=Consent("1", take_part=agreed, quote=False, name=False),
        withdrawn_at=dt.datetime(2026, 3, 20, 9, tzinfo=dt.UTC) if withdrawn else None,
    )


def contact_of(one: Study, unit: str = "north") -> Contact:
    found = one.find_unit(unit)
    assert found is not None
    return found[1].contact


def test_the_last_entry_of_a_unit_holds_and_others_are_left_alone() -> None:
    entries = (
        ContactEntry("north", "invited", BEFORE),
        ContactEntry("north", "declined", DAY, "busy", note="ask again"),
    )
    found = with_contacts(study(Contact("approached", BEFORE)), ContactsFile(contacts=entries))
    assert contact_of(found) == Contact("declined", DAY, "busy")
    assert contact_of(found, "south") == Contact()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Contact("invited"), Contact("held", DAY)),
        (Contact("booked", AFTER), Contact("held", DAY)),
        (Contact("no_reply", BEFORE), Contact("held", DAY)),
        (Contact("held", BEFORE), Contact("held", BEFORE)),
        (Contact("declined", BEFORE, "busy"), Contact("held", DAY)),
        (Contact("declined", DAY, "busy"), Contact("declined", DAY, "busy")),
        (Contact("declined", None, "busy"), Contact("declined", None, "busy")),
        (Contact("withdrew", BEFORE), Contact("withdrew", BEFORE)),
    ],
)
def test_a_conversation_that_counts_was_held(before: Contact, after: Contact) -> None:
    assert contact_of(with_conversations(study(before), [talked()])) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [("booked", "withdrew"), ("held", "withdrew"), ("declined", "declined")],
)
def test_a_unit_whose_conversations_were_all_withdrawn_withdrew(
    before: ContactState, after: ContactState
) -> None:
    gone = talked(withdrawn=True)
    found = contact_of(with_conversations(study(Contact(before)), [gone]))
    assert found.state == after
    both = contact_of(with_conversations(study(Contact(before, BEFORE)), [gone, talked()]))
    assert both.state == "held"


def test_a_conversation_that_nobody_agreed_to_shows_nothing() -> None:
    found = with_conversations(study(Contact("invited")), [talked(agreed=False)])
    assert contact_of(found) == Contact("invited")
