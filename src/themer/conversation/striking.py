"""Words that were said off the record after all: which they are, and the record without them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from themer.conversation.editing import Edit, edit_notes
from themer.conversation.entry import fact_words
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Answer, Interview, OtherCopy, Passage

PAUSE = 6.0
"""Seconds without a key after which a new passage begins."""
_TELLING = 12
"""Characters from which the same words in another place are taken for the same passage."""


@dataclass(frozen=True, slots=True)
class Typing:
    """What was typed last into the notes of a question, stretch by stretch."""

    question: str
    starts: tuple[int, ...]
    """Where each stretch begins, the earliest first; the last one goes on until ``end``."""
    end: int
    at: float
    """When, by a clock that only grows."""


def follow(last: Typing | None, question: str, edit: Edit, at: float) -> Typing:
    """Take a further edit in: it goes on with the last stretch, or begins one."""
    end = edit.start + len(edit.inserted)
    if last is None or last.question != question:
        return Typing(question, (edit.start,), end, at)
    if not (last.starts[0] <= edit.start and edit.end <= last.end):
        return Typing(question, (edit.start,), end, at)
    starts = tuple(start for start in last.starts if start <= edit.start)
    if at - last.at > PAUSE and edit.inserted and starts[-1] != edit.start:
        starts = (*starts, edit.start)
    return Typing(question, starts, last.end + edit.growth, at)


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be struck."""

    title: str
    words: str
    question: str | None
    """None for the last words that were kept for later."""
    passage: Passage | None = None
    """Of the notes; None for everything that is recorded there, or for a part of it."""
    part: Literal["", "follow_up", "practice"] = ""
    """Which part beside the notes, where it is one alone."""


def targets(
    session: Session,
    typing: Typing | None,
    selected: tuple[int, int] = (0, 0),
    *,
    kept_last: bool = False,
) -> tuple[Target, ...]:
    """List what can be struck: the selection, else the last passage and then ever more before it.

    The last words of a passage are those since the last line break, or since the last pause. After
    the notes come the follow-up, the good practice and the whole answer, and the last words that
    were kept for later; these first, where they were the last to be typed.
    """
    kept = [Target("The last words kept for later", w, None) for w in session.interview.unassigned]
    found: list[Target] = kept[-1:] if kept_last else []
    question = typing.question if typing is not None else session.at
    if selected[0] < selected[1]:
        question = session.at
        found.append(_passage(session, question, "The selected words", *selected))
    else:
        text = session.answer_to(question).noted
        end = min(typing.end, len(text)) if typing is not None else len(text)
        for start in _starts(text, typing.starts if typing is not None else (), end):
            is_first = not any(one.passage for one in found)
            title = "The words typed last" if is_first else "From further back"
            found.append(_passage(session, question, title, start, end))
        found.append(_passage(session, question, "All the notes", 0, len(text)))
    for one in dict.fromkeys((question, session.at)):
        answer = session.answer_to(one)
        if answer != Answer():
            if answer.follow_up:
                title = f"The follow-up to {_number(session, one)}"
                found.append(Target(title, answer.follow_up, one, part="follow_up"))
            if answer.practice is not None:
                title = f"The good practice in {_number(session, one)}"
                found.append(Target(title, answer.practice.what, one, part="practice"))
            said = _all(session, one) or "(no words, and no fact)"
            found.append(Target(f"The whole answer to {_number(session, one)}", said, one))
    found += kept[-1:]
    shown: dict[tuple[str | None, str], Target] = {}
    for target in found:
        if target.words.strip():
            shown.setdefault((target.question, target.words), target)
    return tuple(shown.values())


def strike(session: Session, target: Target) -> Session:
    """Take a passage out of the record, and out of every other place that holds the same words.

    Off the record too: it takes words out and stores none.

    Raises:
        NotPossibleError: The words are not there any more.
    """
    off = session.is_off_record
    session = replace(session, is_off_record=False)
    interview = session.interview
    words = [target.words]
    if target.question is None:
        if interview.unassigned[-1:] != (target.words,):
            raise NotPossibleError("These words are not there any more.")
        session = session.amend(unassigned=interview.unassigned[:-1])
    elif target.part:
        answer = session.answer_to(target.question)
        session = session.record(target.question, replace(answer, **{target.part: None}))  # type: ignore[arg-type]
    elif target.passage is None:
        words = [line for text in _texts(session.answer_to(target.question)) for line in text]
        session = session.record(target.question, Answer())
    else:
        answer = session.answer_to(target.question)
        start, end = target.passage.start, target.passage.end
        if answer.noted[start:end] != target.words:
            raise NotPossibleError("These words are not there any more.")
        session = session.record(target.question, edit_notes(answer, Edit(start, end, ""))[0])
    return replace(session, interview=without(session.interview, words), is_off_record=off)


def without(interview: Interview, passages: Iterable[str]) -> Interview:
    """Take passages and their lines out wherever they stand.

    A few letters alone tell of no passage, and stay.
    """
    for text in dict.fromkeys(part for one in passages for part in (one, *one.split("\n"))):
        if len(text.strip()) >= _TELLING:
            interview = _sweep(interview, text.strip())
    return interview


def _starts(text: str, starts: tuple[int, ...], end: int) -> list[int]:
    """List where a passage may begin, the latest first: stretches and lines."""
    said = len(text[:end].rstrip())
    lines = [i + 1 for i, sign in enumerate(text[:said]) if sign == "\n"]
    return sorted({start for start in (0, *lines, *starts) if start < said}, reverse=True)


def _passage(session: Session, question: str, title: str, start: int, end: int) -> Target:
    words = session.answer_to(question).noted[start:end]
    where = "" if question == session.at else f", in {_number(session, question)}"
    return Target(title + where, words, question, Passage(start, end))


def _number(session: Session, question: str) -> str:
    if all(one.id != question for one in session.order):
        return "a question that is asked no longer"
    return f"question {session.number_of(question)}"


def _all(session: Session, question_id: str) -> str:
    """Say everything that is recorded for a question."""
    answer = session.answer_to(question_id)
    question = session.questions.question(question_id)
    fact = fact_words(question.answer, answer.fact) if question is not None else ""
    lines = [line for text in _texts(answer) for line in text]
    return "\n".join(part for part in (fact, *lines) if part)


def _texts(answer: Answer) -> list[list[str]]:
    """Give every text of an answer, each in its lines."""
    practice = answer.practice.what if answer.practice else None
    texts = (answer.noted, answer.fair_copy, answer.follow_up, practice, answer.source, answer.told)
    return [text.split("\n") for text in texts if text]


def _sweep(interview: Interview, words: str) -> Interview:
    """Take words out wherever else they stand."""
    answers = {key: _clean(answer, words) for key, answer in interview.answers.items()}
    kept = [_less(line, words) for line in interview.unassigned]
    copies = tuple(
        OtherCopy(copy.question, _clean(copy.answer, words), copy.found, copy.source)
        for copy in interview.other_copies
    )
    steps = [replace(step, what=_less(step.what, words)) for step in interview.next_steps]
    return replace(
        interview,
        answers={key: answer for key, answer in answers.items() if answer != Answer()},
        unassigned=tuple(line for line in kept if line.strip()),
        other_copies=copies,
        next_steps=tuple(step for step in steps if step.what.strip()),
    )


def _clean(answer: Answer, words: str) -> Answer:
    after = answer
    while (at := after.noted.find(words)) >= 0:
        after, _ = edit_notes(after, Edit(at, at + len(words), ""))
    if after.fair_copy is not None and words in after.fair_copy:
        copy = Answer(noted=after.fair_copy, restricted=after.restricted_copy)
        copy = _clean(copy, words)
        after = replace(after, fair_copy=copy.noted, restricted_copy=copy.restricted)
    if after.practice is not None and words in after.practice.what:
        what = _less(after.practice.what, words).strip()
        after = replace(after, practice=replace(after.practice, what=what) if what else None)
    taken = {
        name: _less(said, words).strip() or None
        for name in ("follow_up", "source", "told")
        if (said := getattr(after, name)) is not None and words in said
    }
    return replace(after, **taken)  # type: ignore[arg-type]


def _less(text: str, words: str) -> str:
    return text.replace(words, "")
