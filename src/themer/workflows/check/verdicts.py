"""Checks of adjudications: that each says one of two things, of decisions that there are."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem
from themer.workflows.check.context import Context

VERDICTS = ("accepted", "refused")


def problems(context: Context) -> Iterator[Problem]:
    """Check the adjudications that stand against the decisions that they settle."""
    known = {event.id for coder in context.coders for event in coder.value}
    knows_all = not any(path.parent.name == "coding" for path in context.unread)
    for coder in context.coders:
        lines = {event.id: number for number, event in enumerate(coder.value, 1)}
        for event in context.standing_by_file[coder.path]:
            if event.action != "adjudicate":
                continue
            line = lines[event.id]
            if event.status not in VERDICTS:
                message = f'"{event.status}" is not one of {", ".join(VERDICTS)}'
                yield Problem(coder.path, line, 0, "DE022", message)
            gone = [name for name in event.settles if name not in known]
            if knows_all and (gone or not event.settles):
                which = f'the decision "{gone[0]}" has gone' if gone else "it names no decision"
                message = f"this settles a difference, and {which}: it settles nothing"
                yield Problem(coder.path, line, 0, "DE021", message)
