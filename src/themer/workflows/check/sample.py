"""Checks of ``coding/sample.yaml``: that the answers drawn to be coded twice are there."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem
from themer.workflows.check.context import Context, Places, repeated


def problems(context: Context) -> Iterator[Problem]:
    """Check that each answer stands once, and advise where one has gone: the base is smaller."""
    if context.sample is None:
        return
    places = Places(context.sample, "SA")
    sample = context.sample.value.value
    for name in repeated(sample.answers):
        yield places.problem("020", ("answers",), f'"{name}" stands twice')
    for number, (name, place) in enumerate(zip(sample.answers, sample.places(), strict=True)):
        interview = context.interviews_by_id.get(place[0])
        if interview is None and context.is_unread(place[0]):
            continue
        if interview is None or place[1] not in interview.answers:
            gone = f'the answer "{name}" has gone, so that it cannot be coded twice any more'
            yield places.problem("074", ("answers", number), gone, advice=True)
