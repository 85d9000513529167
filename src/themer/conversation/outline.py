"""The outline: every question with its state by symbol and word, and finding one by typing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from themer.conversation.session import Session
from themer.conversation.signs import Sign
from themer.model.conditions import evaluate, parse
from themer.model.interview import SKIPPED, Answer
from themer.model.question_set import Probe, Question


class Mark(Sign):
    """The state of a question."""

    HERE = ("●", "here")
    ANSWERED = ("✓", "answered")
    PARTLY = ("◐", "no fact yet")
    TWO_COPIES = ("≠", "two copies to settle")
    AWAITED = ("…", "figure awaited")
    SKIPPED = ("–", "skipped")
    MAY_NOT_APPLY = ("?", "may not apply")
    NOT_REACHED = ("○", "not reached")


@dataclass(frozen=True, slots=True)
class Line:
    """One question in the outline."""

    number: int
    question: Question
    mark: Mark
    word: str
    """The state in words: the reason where the question was skipped."""
    is_here: bool
    has_follow_up: bool


def outline(session: Session) -> tuple[Line, ...]:
    """List every question with its state, in the order of asking."""
    return tuple(
        _line(session, number, question) for number, question in enumerate(session.order, 1)
    )


def _line(session: Session, number: int, question: Question) -> Line:
    answer = session.interview.answers.get(question.id)
    mark, word = mark_of(session, question, answer)
    follow_up = answer is not None and answer.follow_up is not None
    return Line(number, question, mark, word, question.id == session.at, follow_up)


def mark_of(session: Session, question: Question, answer: Answer | None) -> tuple[Mark, str]:
    """Say the state of a question, whether or not it is on the screen."""
    if session.is_in_conflict(question.id):
        return Mark.TWO_COPIES, Mark.TWO_COPIES.word
    if answer is not None and answer.state != "answered":
        return Mark.SKIPPED, SKIPPED[answer.state]
    if answer is not None and answer.is_awaited:
        return Mark.AWAITED, Mark.AWAITED.word
    if answer is not None and answer.is_substantive:
        wants_fact = question.answer.has_fact and answer.fact is None
        mark = Mark.PARTLY if wants_fact else Mark.ANSWERED
        return mark, mark.word
    if applies(session, question.when) is not True:
        return Mark.MAY_NOT_APPLY, Mark.MAY_NOT_APPLY.word
    return Mark.NOT_REACHED, Mark.NOT_REACHED.word


def applies(session: Session, when: str | None) -> bool | None:
    """Say whether a condition holds in this conversation so far; None while it is not known."""
    if when is None:
        return True
    known = {question.id: question for question in session.questions.questions()}
    return evaluate(parse(when), known, session.interview.answers)


def probes_now(session: Session) -> tuple[tuple[Probe, bool | None, bool], ...]:
    """List the probes of the question on the screen: whether each applies, and was used.

    A probe whose condition is known not to hold is left out, unless it was used all the same.
    """
    used = session.answer.probes_used
    listed = (
        (probe, applies(session, probe.when), probe.id in used) for probe in session.question.probes
    )
    return tuple(item for item in listed if item[1] is not False or item[2])


def find(session: Session, typed: str) -> tuple[Line, ...]:
    """Find questions by number or by any part of their words, the best first.

    A number finds the question of that number alone. Several words must all occur, in any order.
    """
    lines = outline(session)
    typed = typed.strip().casefold()
    if re.fullmatch(r"\d+", typed):
        return tuple(line for line in lines if line.number == int(typed))
    words = typed.split()
    hits = [line for line in lines if all(word in _searched(line.question) for word in words)]
    return tuple(sorted(hits, key=lambda line: typed not in line.question.title.casefold()))


def _searched(question: Question) -> str:
    probes = " ".join(probe.ask for probe in question.probes)
    return f"{question.id} {question.title} {question.ask} {probes}".casefold()
