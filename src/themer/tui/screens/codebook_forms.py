"""The forms in which a code is added, edited or split, and what was typed made into values."""

from __future__ import annotations

from collections.abc import Mapping

from themer.coding.codebook_editing import STATE_KEYS, values_of
from themer.model.codebook import Code
from themer.tui.screens.asking import Choice
from themer.tui.screens.form import Row, Values

_BETWEEN = " | "
"""Stands between examples in a line."""
_LABELS = {
    "name": ("Name", ""),
    "definition": ("Definition", "what it means, in a sentence"),
    "include": ("Give it to", "passages that belong to it"),
    "exclude": ("Not to", "what is near, and which code it has"),
    "examples": ("Examples", "words that were said | others"),
    "parent": ("Under", "the id or the name of a code; may stay empty"),
}
_STATES = {
    "in_place": "State: in place",
    "developing": "State: developing",
    "absent": "State: absent",
}
_AGAIN = (
    Choice("again", "look again", "l"),
    Choice("hold", "hold: only the wording changed", "h"),
)
_PARTS = ("1", "2", "3", "4")
"""So many new codes a split may have on the form."""


def code_rows(code: Code | None, typed: Values | None = None) -> tuple[Row, ...]:
    """Make the lines for a code: a new one where none is given.

    Args:
        code: As it is now.
        typed: What was typed before, where it could not be kept.
    """
    values = {} if code is None else values_of(code)
    if values:
        values["examples"] = values["examples"].replace("\n", _BETWEEN)
    now = {**values, **(typed or {})}
    rows = [Row(key, label, now.get(key, ""), hint) for key, (label, hint) in _LABELS.items()]
    if code is None or code.component is not None:
        rows += [
            Row(f"component.{state}".replace(".", "-"), _STATES[state], _state(now, state))
            for state in STATE_KEYS
        ]
    if code is not None:
        rows.append(Row("again", "Decisions so far", now.get("again", "again"), offered=_AGAIN))
    rows.append(Row("reason", "Why", now.get("reason", ""), "who reads it later needs it"))
    return tuple(rows)


def _state(now: Mapping[str, str], state: str) -> str:
    return now.get(f"component-{state}", now.get(f"component.{state}", ""))


def values_typed(typed: Values, code: Code | None) -> Values:
    """Give what was typed of a code by its keys; of a code that is there, only what differs."""
    values = {
        key.replace("component-", "component."): words
        for key, words in typed.items()
        if key not in ("again", "reason")
    }
    before = {} if code is None else values_of(code)
    if values["examples"] == before.get("examples", "").replace("\n", _BETWEEN):
        values.pop("examples")
    else:
        values["examples"] = values["examples"].replace(_BETWEEN, "\n")
    return {key: words for key, words in values.items() if words != before.get(key, "")}


def split_rows(typed: Values | None = None) -> tuple[Row, ...]:
    """Make the lines for the codes that one is split into; two at least are needed."""
    now = typed or {}
    rows: list[Row] = []
    for number in _PARTS:
        may = "" if number in _PARTS[:2] else "may stay empty"
        rows.append(Row(f"name-{number}", f"Name {number}", now.get(f"name-{number}", ""), may))
        key = f"definition-{number}"
        rows.append(Row(key, f"Definition {number}", now.get(key, ""), may))
    rows.append(Row("reason", "Why", now.get("reason", ""), "who reads it later needs it"))
    return tuple(rows)


def row_asked(typed: Values) -> str | None:
    """Give the line that is needed and empty: a name, else the reason; None where all are there."""
    for key in ("name", *(f"name-{number}" for number in _PARTS)):
        needed = key in ("name", "name-1", "name-2") or typed.get(f"definition-{key[-1]}", "")
        if key in typed and needed and not typed[key].strip():
            return key
    return None if typed["reason"].strip() else "reason"


def parts_typed(typed: Values) -> tuple[Values, ...]:
    """Give the codes that were typed in the form for splitting; empty ones are left out."""
    found = (
        {"name": typed[f"name-{number}"], "definition": typed[f"definition-{number}"]}
        for number in _PARTS
    )
    return tuple(values for values in found if any(values.values()))
