"""The end of a conversation: what was not asked, what is to follow, and what to read back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from themer.conversation.entry import fact_words
from themer.conversation.outline import Line, Mark, applies, outline
from themer.conversation.quoting import is_usable
from themer.conversation.restricting import open_words
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Answer, NextStep
from themer.model.question_set import Question
from themer.model.scalars import is_partial_date

WORDS_A_MINUTE = 150
"""At which a text is read aloud to somebody who is to agree to it."""
BY_RULE = "2026-03-04, 2026-03, or +7 for in seven days"
SUMMARY_WORDS = 2 * WORDS_A_MINUTE


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
        quotes_usable=sum(is_usable(session.interview, quote) for quote in quotes),
    )


def due(session: Session) -> tuple[Due, ...]:
    """List the figures that are awaited and the follow-ups, in the order of asking."""
    found = []
    for number, question in enumerate(session.order, 1):
        answer = session.interview.answers.get(question.id)
        if answer is not None and answer.is_awaited:
            found.append(Due(number, question, _awaited_words(answer)))
        if answer is not None and answer.follow_up:
            found.append(Due(number, question, answer.follow_up))
    return tuple(found)


def _awaited_words(answer: Answer) -> str:
    source = f" from {answer.source}" if answer.source else ""
    by = f" by {answer.due}" if answer.due else ""
    return f"figure awaited{source}{by}"


def still_open(session: Session, fault: str | None = None) -> tuple[str, ...]:
    """Say what of weight is open, each in a few words, before a conversation is finished.

    These are the core questions that were not asked (all questions, in a set without core ones),
    answers of which two copies differ, a fault in saving, and words kept for later. A question
    whose condition is known not to hold is not among them.

    Args:
        session: The conversation.
        fault: Why not all of it is saved; None where it is.
    """
    has_core = any(question.core for question in session.order)
    not_asked = [
        line
        for line in close(session).not_reached
        if line.question.core is has_core and applies(session, line.question.when) is not False
    ]
    core = "core question" if has_core else "question"
    copies = len({copy.question for copy in session.interview.other_copies})
    counted = (
        (len(not_asked), f"{core} not asked", f"{core}s not asked"),
        (copies, "answer in two copies", "answers in two copies"),
        (len(session.interview.unassigned), "line kept for later", "lines kept for later"),
    )
    said = [f"{count} {one if count == 1 else more}" for count, one, more in counted if count]
    return (*said, "not everything is saved") if fault else tuple(said)


# What was agreed


def read_step(what: str, who: str, by: str, today: dt.date) -> NextStep:
    """Read a next step as it was typed.

    Args:
        what: What is to be done.
        who: By whom; may be empty.
        by: A day, a month, a year, or ``+7`` for in seven days; may be empty.
        today: The day from which ``+7`` counts.

    Raises:
        NotPossibleError: It does not say what is to be done, or by when in a way that can be read.
    """
    if not what.strip():
        raise NotPossibleError("Say what is to be done.")
    by = by.strip()
    if re.fullmatch(r"\+\d{1,3}", by):
        by = (today + dt.timedelta(days=int(by))).isoformat()
    if by and not is_partial_date(by):
        raise NotPossibleError(f'"{by}" is not a date. Write {BY_RULE}.')
    return NextStep(what.strip(), who.strip() or None, by or None)


def add_step(session: Session, step: NextStep) -> Session:
    """Add what was agreed."""
    return _with_steps(session, (*session.interview.next_steps, step))


def change_step(session: Session, place: int, step: NextStep | None) -> Session:
    """Say a next step otherwise, or take it off with None."""
    steps = list(session.interview.next_steps)
    steps[place : place + 1] = [] if step is None else [step]
    return _with_steps(session, tuple(steps))


def step_words(step: NextStep) -> str:
    """Say a next step in a line."""
    by = f"by {step.by}" if step.by else ""
    return " · ".join(part for part in (step.what, step.who or "", by) if part)


def _with_steps(session: Session, steps: tuple[NextStep, ...]) -> Session:
    return replace(session, interview=replace(session.interview, next_steps=steps))


# What is read back


@dataclass(frozen=True, slots=True)
class Summary:
    """What is read back to them."""

    lines: tuple[tuple[int, Question, str], ...]
    left_out: tuple[int, ...]
    """The numbers of answers that are not read back, so that it takes two minutes."""

    @property
    def minutes(self) -> int:
        """About how long it takes to read aloud, at least one."""
        words = sum(len(f"{q.title} {said}".split()) for _, q, said in self.lines)
        return max(1, round(words / WORDS_A_MINUTE))


def summarise(session: Session, *, whole: bool = False) -> Summary:
    """Say each answer in a line, to be read back: the fact, and how the words begin.

    Beyond two minutes, answers that are not core keep only their fact, and from the last one on
    those that still do not fit are left out and named by number. Restricted words are never said.

    Args:
        session: The conversation.
        whole: Leave nothing out, however long it takes.
    """
    full = read_back(session)
    if whole or _words(full) <= SUMMARY_WORDS:
        return Summary(full, ())
    shorter = [
        (n, q, said if q.core else fact_words(q.answer, session.answer_to(q.id).fact) or said)
        for n, q, said in full
    ]
    left_out: list[int] = []
    for line in reversed(shorter):
        kept = [one for one in shorter if one[0] not in left_out]
        if _words(kept) <= SUMMARY_WORDS:
            break
        if not line[1].core:
            left_out.append(line[0])
    kept = [one for one in shorter if one[0] not in left_out]
    return Summary(tuple(kept), tuple(sorted(left_out)))


def read_back(session: Session) -> tuple[tuple[int, Question, str], ...]:
    """Say each answer in a line: the fact, and the first line of its words."""
    return tuple(
        (number, question, said)
        for number, question in enumerate(session.order, 1)
        if (answer := session.interview.answers.get(question.id)) is not None
        and (said := answer_in_a_line(question, answer))
    )


def answer_in_a_line(question: Question, answer: Answer) -> str:
    """Say an answer by its fact and the first line of its words, restricted ones left out."""
    if not answer.is_substantive:
        return ""
    fact = fact_words(question.answer, answer.fact)
    first_line = open_words(answer.coded_text, answer.closed).strip().split("\n", 1)[0]
    return " · ".join(part for part in (fact, first_line) if part)


def _words(lines: list[tuple[int, Question, str]] | tuple[tuple[int, Question, str], ...]) -> int:
    return sum(len(f"{question.title} {said}".split()) for _, question, said in lines)


# Taking it up again


def where_we_stopped(session: Session, today: dt.date) -> tuple[str, ...]:
    """Say, before another sitting, where the last one stopped and what is still awaited."""
    interview = session.interview
    lines = []
    if interview.sittings:
        last = interview.sittings[-1]
        parts = [str(last.date), last.began or "", last.mode or ""]
        parts.append(f"{last.minutes} min" if last.minutes else "")
        lines.append(f"Last sitting: {', '.join(part for part in parts if part)}.")
    open_lines = close(session).not_reached
    is_known = bool(interview.sittings) and interview.sittings[-1].stopped_at == session.at
    if is_known or (interview.answers and open_lines):
        lines.append(f"It goes on at {session.number} {session.question.title}.")
    core = sum(line.question.core for line in open_lines)
    questions = "question" if len(open_lines) == 1 else "questions"
    of_them = f", {core} of them core" if core else ""
    lines.append(f"Not reached: {len(open_lines)} {questions}{of_them}.")
    for item in due(session):
        answer = session.answer_to(item.question.id)
        late = " (overdue)" if answer.due and answer.due < today and answer.is_awaited else ""
        lines.append(f"To follow: {item.number} {item.question.title}: {item.what}{late}")
    lines += [f"Agreed: {step_words(step)}" for step in interview.next_steps]
    if kept := interview.unassigned:
        lines.append(f"Kept for later, in no answer yet: {len(kept)}.")
    return tuple(lines)
