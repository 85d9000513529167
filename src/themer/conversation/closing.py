"""The end of a conversation: what was not asked, what is to follow, and what to read back."""

from __future__ import annotations

from dataclasses import dataclass

from themer.conversation.entry import fact_words
from themer.conversation.outline import Line, Mark, outline
from themer.conversation.session import Session
from themer.model.interview import Answer
from themer.model.question_set import Question


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is still to come from somebody."""

    number: int
    question: Question
    what: str


@dataclass(frozen=True, slots=True)
class Closing:
    """What is to be seen before a conversation is finished."""

    not_reached: tuple[Line, ...]
    """Questions that apply, or may, about which nothing is recorded."""
    skipped: tuple[Line, ...]
    due: tuple[Due, ...]
    unassigned: tuple[str, ...]
    answered: int
    quotes: int
    quotes_usable: int


def close(session: Session) -> Closing:
    """Gather what is to be seen at the end."""
    lines = outline(session)
    open_marks = (Mark.NOT_REACHED, Mark.MAY_NOT_APPLY)
    answers = session.interview.answers.values()
    quotes = [quote for answer in answers for quote in answer.verbatim]
    return Closing(
        not_reached=tuple(line for line in lines if line.mark in open_marks),
        skipped=tuple(line for line in lines if line.mark is Mark.SKIPPED),
        due=due(session),
        unassigned=session.interview.unassigned,
        answered=sum(answer.is_substantive for answer in answers),
        quotes=len(quotes),
        quotes_usable=sum(quote.may_use for quote in quotes),
    )


def due(session: Session) -> tuple[Due, ...]:
    """List the figures that are awaited and the follow-ups, in the order of asking."""
    found = []
    for number, question in enumerate(session.order, 1):
        answer = session.interview.answers.get(question.id)
        if answer is not None and answer.is_awaited:
            found.append(Due(number, question, "figure awaited"))
        if answer is not None and answer.follow_up:
            found.append(Due(number, question, answer.follow_up))
    return tuple(found)


def read_back(session: Session) -> tuple[tuple[int, Question, str], ...]:
    """Say each answer in a line, to be read back: the fact, or else how the notes begin."""
    return tuple(
        (number, question, said)
        for number, question in enumerate(session.order, 1)
        if (answer := session.interview.answers.get(question.id)) is not None
        and (said := _said(question, answer))
    )


def _said(question: Question, answer: Answer) -> str:
    if not answer.is_substantive:
        return ""
    fact = fact_words(question.answer, answer.fact)
    first_line = answer.coded_text.strip().split("\n", 1)[0]
    return " · ".join(part for part in (fact, first_line) if part)
