"""Two versions of one interview into one, answer by answer, so that no word of either is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from themer.model.interview import Answer, Interview

_PARTS = ("state", "roster", "sittings", "consent")


@dataclass(frozen=True, slots=True)
class Merged:
    """One interview from two, and where they could not be joined."""

    interview: Interview
    conflicts: tuple[str, ...]
    """The ids of questions that both sides changed: mine stands, their words are kept beside."""
    theirs: Mapping[str, Answer] = field(default_factory=dict)
    """Their answers to those questions."""


def merge(base: Interview | None, mine: Interview, theirs: Interview) -> Merged:
    """Join two versions of an interview.

    What one side changed is taken from that side. Where both changed the same answer, mine stands
    and the words of theirs go to those that belong nowhere yet, so that a person sees to them.

    Args:
        base: What both began from; None where that is not known, and then every difference counts
            as a change of both.
        mine: The version in this program.
        theirs: The version that is on the disk.
    """
    answers: dict[str, Answer] = {}
    conflicts: list[str] = []
    kept: list[str] = []
    for question_id in {**theirs.answers, **mine.answers}:
        before = base.answers.get(question_id) if base is not None else None
        my, their = mine.answers.get(question_id), theirs.answers.get(question_id)
        chosen = their if base is not None and my == before else my
        if my != their and (base is None or (my != before and their != before)):
            chosen = my if my is not None else their
            if my is not None and their is not None:
                conflicts.append(question_id)
                kept += _words_not_in(question_id, their, my)
        if chosen is not None:
            answers[question_id] = chosen
    parts = {
        name: getattr(theirs if _is_theirs(name, base, mine) else mine, name) for name in _PARTS
    }
    lines = [*mine.unassigned, *_new_lines(base, mine, theirs), *kept]
    merged = replace(mine, answers=answers, unassigned=tuple(lines), **parts)
    return Merged(merged, tuple(conflicts), {key: theirs.answers[key] for key in conflicts})


def _is_theirs(name: str, base: Interview | None, mine: Interview) -> bool:
    return base is not None and getattr(mine, name) == getattr(base, name)


def _new_lines(base: Interview | None, mine: Interview, theirs: Interview) -> list[str]:
    known = {*mine.unassigned, *(base.unassigned if base is not None else ())}
    return [line for line in theirs.unassigned if line not in known]


def _words_not_in(question_id: str, their: Answer, my: Answer) -> list[str]:
    """Give their words as a line to keep, unless mine hold them all."""
    said = []
    if their.fact is not None and their.fact != my.fact:
        said.append(f"fact {their.fact}")
    if their.noted.strip() and their.noted.strip() not in my.noted:
        said.append(their.noted)
    return [f"{other_copy_mark(question_id)}{'; '.join(said)}"] if said else []


def other_copy_mark(question_id: str) -> str:
    """Give what the kept words of the other copy of an answer begin with, until it is settled."""
    return f"(other copy, {question_id}) "
