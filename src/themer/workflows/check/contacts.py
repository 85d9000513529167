"""Checks of ``contacts.yaml`` against the register of units, and of its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from themer.errors import Problem
from themer.workflows.check.context import Context, Places


def problems(context: Context) -> Iterator[Problem]:
    """Check that each entry is of a unit that there is, and that a unit's days go forward."""
    if context.contacts is None:
        return
    places = Places(context.contacts, "CO")
    units = {unit.id: unit for _, unit in context.study.value.value.units()}
    latest: dict[str, dt.date] = {
        unit.id: unit.contact.date
        for unit in units.values()
        if unit.contact.date is not None and unit.contact.state != "booked"
    }
    for number, entry in enumerate(context.contacts.value.value.contacts):
        if entry.unit not in units:
            message = f'the unit "{entry.unit}" is not in study.yaml'
            yield places.problem("021", ("contacts", number, "unit"), message)
        # A day that something is booked for may be moved to an earlier one.
        if entry.date is None or entry.state == "booked":
            continue
        before = latest.get(entry.unit)
        if before is not None and entry.date < before:
            message = f"{entry.date} comes after {before}, and the last entry of a unit holds"
            yield places.problem("058", ("contacts", number, "date"), message)
        latest[entry.unit] = max(entry.date, before or entry.date)
