"""The checklist: every item has an answer, and what is held is said from the data."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import rooms_study as rooms
from test_assembling import report_of

from themer.findings.material import Material
from themer.model.interview import Confirmation
from themer.report import blocks as tree
from themer.report.writers.outline import plain, walk


def rows_of(material: Material, profile: str = "internal") -> dict[str, str]:
    document = report_of(material, profile).documents["evidence"]
    tables = [one for one in walk(document.children) if isinstance(one, tree.Table)]
    (found,) = (one for one in tables if "COREQ" in plain(one.caption))
    assert [plain(row.cells[0]) for row in found.rows] == [str(n) for n in range(1, 33)]
    return {plain(row.cells[1]): plain(row.cells[2]) for row in found.rows}


def test_every_item_says_what_is_held_or_that_nothing_is() -> None:
    rows = rows_of(rooms.material(9))
    assert all(rows.values())
    assert rows["Their gender"].startswith("Not held here")
    assert rows["How many took part"] == "We spoke with all 9 branches approached."
    assert rows["Where it took place"] == "Sittings: 9 by video."
    assert rows["Whether records went back to those who took part"].startswith("No record")


def test_records_sent_and_confirmed_are_counted() -> None:
    day = dt.date(2026, 5, 1)
    material = rooms.material(9)
    first, second, *others = material.interviews
    first = replace(first, confirmation=Confirmation(sent=day, confirmed=day, by="librarian"))
    second = replace(second, confirmation=Confirmation(sent=day))
    rows = rows_of(replace(material, interviews=(first, second, *others)))
    assert rows["Whether records went back to those who took part"] == (
        "Records sent: 2; confirmed: 1."
    )


def test_small_numbers_are_not_told_outside() -> None:
    day = dt.date(2026, 5, 1)
    material = rooms.material(9)
    first, *others = material.interviews
    first = replace(first, confirmation=Confirmation(sent=day))
    made = replace(material, interviews=(first, *others))
    said = rows_of(made, "shareable")["Whether records went back to those who took part"]
    assert said == "Records sent: withheld; confirmed: 0."


def test_a_study_without_conversations_has_a_checklist() -> None:
    rows = rows_of(rooms.material(0, themed=False))
    assert rows["Whether the main themes are clear"].startswith("Not held")
