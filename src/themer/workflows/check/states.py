"""Checks of the states of components: that none is not discussed where a passage speaks of it."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem
from themer.model.decision import Decision, in_force
from themer.model.relocating import relocated
from themer.workflows.check.context import Context

Where = tuple[str | None, str | None]
"""A unit and a code."""


def problems(context: Context) -> Iterator[Problem]:
    """Name components that a person says were not discussed, and that a passage is coded with.

    Nothing is said of *absent*: passages are how people say that something is not there.
    """
    events = in_force(context.standing)
    latest = {(event.unit, event.code): event for event in events if event.action == "status"}
    denied = {where: event for where, event in latest.items() if event.status == "not_discussed"}
    passages = _passages(context, events, set(denied))
    for coder in context.coders:
        lines = {event.id: number for number, event in enumerate(coder.value, 1)}
        for where, event in denied.items():
            if event.id in lines and where in passages:
                first, *others = passages[where]
                beyond = f" and {len(others)} more" if others else ""
                message = (
                    f'"{event.code}" was not discussed with {event.unit}, this says, and a passage '
                    f"of {first.interview}/{first.question}{beyond} carries it. Judge the state "
                    "anew, or take the code back"
                )
                yield Problem(coder.path, lines[event.id], 0, "DE039", message, "advice")


def _passages(
    context: Context, events: tuple[Decision, ...], wanted: set[Where]
) -> dict[Where, list[Decision]]:
    """Collect the accepted passages of units and codes, as far as their words still count."""
    found: dict[Where, list[Decision]] = {}
    for event in events:
        interview = context.interviews_by_id.get(event.interview or "")
        if event.action != "accept" or interview is None or not interview.counts:
            continue
        where, answer = (interview.unit, event.code), interview.answers.get(event.question or "")
        if where not in wanted or answer is None or answer.state != "answered":
            continue
        start, end = event.start or 0, event.end or 0
        if event.text is None or relocated(answer.coded_text, start, end, event.text) is not None:
            found.setdefault(where, []).append(event)
    return found
