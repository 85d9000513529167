"""Where the passages that people decided on are in the answers of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from themer.model.decision import Decision
from themer.model.interview import Interview
from themer.model.relocating import relocated


def placed(decisions: Iterable[Decision], interviews: Iterable[Interview]) -> tuple[Decision, ...]:
    """Move decisions along with their words, where an answer was edited around them.

    Args:
        decisions: Those that stand, in the order of their making.
        interviews: As they are today.

    Returns:
        The decisions at today's places; those whose words have gone, or are there several times,
        as they were. Where two of one coder come to the same place and code, the later holds.
    """
    by_id = {interview.id: interview for interview in interviews}
    latest: dict[tuple[object, ...], Decision] = {}
    for event in decisions:
        here = _placed(event, by_id)
        latest.pop(here.target, None)  # so that the order of making stays
        latest[here.target] = here
    return tuple(latest.values())


def _placed(event: Decision, interviews: Mapping[str, Interview]) -> Decision:
    interview = interviews.get(event.interview or "")
    answer = None if interview is None else interview.answers.get(event.question or "")
    if answer is None or event.start is None or event.end is None or not event.text:
        return event
    found = relocated(answer.coded_text, event.start, event.end, event.text)
    if found is None or found == (event.start, event.end):
        return event
    return replace(event, start=found[0], end=found[1])
