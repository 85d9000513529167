"""``themer contacts``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put, say
from themer.errors import InputError

if TYPE_CHECKING:
    from themer.model.contacts import ContactEntry
    from themer.model.study import Contact


@click.command("contacts")
@click.argument("unit", metavar="[UNIT]", required=False)
@click.argument("state", metavar="[STATE]", required=False)
@click.option("--date", "day", metavar="DATE", help="When; of a booking the day it is for.")
@click.option("--reason", metavar="WORDS", help="Why they declined, say; the report prints it.")
@click.option("--note", metavar="WORDS", help="For ourselves; no report prints it.")
@click.option("--by", metavar="ROLE", help="Who of us did it.")
@json_option
@study_option
def command(
    unit: str | None,
    state: str | None,
    day: str | None,
    reason: str | None,
    note: str | None,
    by: str | None,
    as_json: bool,
    study: str | None,
) -> None:
    """List how far contact has come with each unit, or note one more step.

    STATE is one of approached, invited, booked, held, declined, no_reply, withdrew. A unit alone
    shows its history.
    """
    from themer.workflows.interviews.contacts import list_contacts, note_contact, plain_of

    folder = open_study(study)
    if state is not None:
        note_contact(folder, _entry(unit or "", state, day, reason, note, by))
    elif day or reason or note or by:
        raise InputError("These options go with a unit and a state.")
    listed = [one for one in list_contacts(folder) if unit in (None, one.unit.id)]
    if not listed and unit is not None:
        raise InputError(f'The study has no unit "{unit}".', hint='"themer contacts" lists them.')
    if as_json:
        put(json.dumps([plain_of(one) for one in listed], indent=1, ensure_ascii=False))
        return
    from themer.cli.tables import print_grouped

    if unit is None:
        print_grouped(
            (_word(one.contact.state), one.unit.name, _day(one.contact), one.contact.reason or "")
            for one in listed
        )
        return
    one = listed[0]
    steps = [(step, (step.reason, step.note, step.by)) for step in one.history]
    print_grouped(
        (one.unit.name, _word(step.state), _day(step), "; ".join(part for part in parts if part))
        for step, parts in steps
    )
    if not one.history or one.history[-1].contact != one.contact:
        shown = f"{_word(one.contact.state)} {_day(one.contact)}".rstrip()
        say(f"Now: {shown}, as its conversations show.")


def _entry(
    unit: str, state: str, day: str | None, reason: str | None, note: str | None, by: str | None
) -> ContactEntry:
    from themer.conversation.session import today
    from themer.model.contacts import ContactEntry
    from themer.workflows.interviews.contacts import STATES, parse_day

    wanted = state.replace("-", "_").replace(" ", "_").casefold()
    known = next((one for one in STATES if one == wanted), None)
    if known is None:
        raise InputError(f'"{state}" is not a state.', hint=f"Choose from {', '.join(STATES)}.")
    date = parse_day(day) if day else None if known == "booked" else today()
    return ContactEntry(unit, known, date, reason or None, note or None, by or None)


def _word(state: str) -> str:
    return state.replace("_", " ")


def _day(one: Contact | ContactEntry) -> str:
    return one.date.isoformat() if one.date else ""
