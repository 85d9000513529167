"""Lists and sentences of the coding screen: what is found by typing, a code's words, a step's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from themer.coding.queue import strength
from themer.coding.steps import Step
from themer.model.codebook import Code
from themer.tui.widgets.coding_codes import SIGNS
from themer.workflows.coding.answers import AnswerToCode, CodeHere, Standing
from themer.workflows.coding.desk import CodingSession

_MOST_FOUND, _WIDE = 300, 110
_OF_MANY = ("accepted", "refused")
"""What may be done for several passages in one step."""
_DID = {
    "accept": "accepted",
    "refuse": "refused",
    "undo": "left open",
    "read": "answer read",
    "memo": "memo",
    "unsure": "question to a colleague",
    "status": "state of a component",
    "adjudicate": "a difference settled",
    "weigh": "a contradiction decided",
    "direction": "what the passage speaks of",
}


NEW = "+"
"""Begins the id of what is no code yet, but a name for one."""


def find_or_new(
    answer: AnswerToCode, decided: Mapping[str, Standing], typed: str
) -> list[tuple[str, str]]:
    """List codes as ``find_codes``, and last a new one with the typed name, where none has it."""
    found = find_codes(answer, decided, typed)
    name = " ".join(typed.split())
    if name and all(code.name.casefold() != name.casefold() for code in answer.codes):
        found.append((f"{NEW}{name}", f"+ a new code: {name}"))
    return found


def find_codes(
    answer: AnswerToCode, decided: Mapping[str, Standing], typed: str
) -> list[tuple[str, str]]:
    """List the ids and labels of the codes that have all typed parts in their name or id."""
    wanted = typed.casefold().split()
    return [
        (code.id, f"{SIGNS[decided.get(code.id)]} {code.name}")
        for code in answer.codes
        if all(part in f"{code.name} {code.id}".casefold() for part in wanted)
    ]


def find_answers(
    session: CodingSession, places: Sequence[int], typed: str
) -> list[tuple[str, str]]:
    """List answers by their number, or by all typed parts in their unit or question.

    Args:
        session: The coder's work.
        places: Of the answers in the queue, in the order of deciding.
        typed: What was typed so far.

    Returns:
        The index in ``places`` and a label of each.
    """
    found = []
    wanted = typed.casefold().split()
    for at, place in enumerate(places):
        answer = session.queue[place]
        label = f"{answer.unit_name} · {answer.question.title}"
        words = f"{label} {answer.question.ask}".casefold()
        if typed.strip() == str(at + 1) or all(part in words for part in wanted):
            sign = SIGNS["accepted"] if session.is_read(answer) else " "
            found.append((str(at), f"{sign} {at + 1:>3} {label}"))
        if len(found) == _MOST_FOUND:
            break
    return found


def code_words(code: Code) -> str:
    """Say what a codebook says on a code, with its examples."""
    lines = [rule_words(code), *(f"Such as: “{example}”" for example in code.examples)]
    return "\n\n".join(lines)


def rule_words(code: Code) -> str:
    """Say what a codebook says on a code: what it means, what to give it to and what not to."""
    lines = [code.definition or "The codebook does not define it."]
    lines += [f"Give it to: {code.include}"] if code.include else []
    lines += [f"Not to: {code.exclude}"] if code.exclude else []
    return "\n\n".join(lines)


def is_worth_deciding(code: CodeHere) -> bool:
    """Say whether a code is open and not suggested weakly."""
    suggested = code.suggestion
    return code.state is None and suggested is not None and strength(suggested.confidence) != "weak"


def step_words(answer: AnswerToCode, step: Step) -> str:
    """Say what a step did, with the code's name where an answer of its codebook is given."""
    event = step[0]
    name = next((code.name for code in answer.codes if code.id == event.code), event.code)
    did = _DID.get(event.action, event.action)
    words = (event.status or "").replace("_", " ")
    if any(one.action == "undo" for one in step) and len(step) > 1:
        did = "other ends of a passage"
    passages = {(one.place, one.start, one.end) for one in step}
    many = f"{len(passages)} passages" if len(passages) > 1 and did in _OF_MANY else ""
    return ", ".join(filter(None, [did, name, words, many]))


def place_of(
    session: CodingSession, places: Sequence[int], wanted: tuple[str | None, str | None]
) -> int | None:
    """Find the index in ``places`` of an answer by its place; None where it has gone."""
    return next((at for at, n in enumerate(places) if session.queue[n].place == wanted), None)


def left_words(session: CodingSession, width: int) -> str:
    """Say what is left to do; in a wide window also what is decided.

    Args:
        session: The coder's work.
        width: Terminal cells of the window.
    """
    progress = session.progress
    parts = [f"left: {_some(progress.unread, 'answer')} to read"]
    if progress.to_judge is not None:
        parts += [f"{_some(progress.to_judge, 'component')} to judge"]
    if width >= _WIDE:
        parts += [f"{progress.accepted} accepted", f"{progress.refused} refused"]
    return " · ".join(parts)


def _some(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def opening_words(session: CodingSession) -> str:
    """Say what the keys do, or what was found amiss in the coder's file."""
    if session.set_aside is not None:
        return f"A torn last line, never shown as decided, is now in {session.set_aside.name}"
    return "j goes on, u undoes; 1-9 give a code or take it back; + strength, - challenge"
