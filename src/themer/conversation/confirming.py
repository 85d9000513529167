"""What a partner says to the record of a conversation; what was said in it is never changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from themer.errors import InputError, NotFoundError
from themer.model.interview import Confirmation, Correction, Interview
from themer.model.question_set import QuestionSet


def mark_sent(interview: Interview, day: str) -> Interview:
    """Note the day on which the record was sent.

    Raises:
        InputError: It is no day, or lies before the conversation.
    """
    sent = _day(interview, day)
    return replace(interview, confirmation=replace(_so_far(interview), sent=sent))


def confirm(interview: Interview, day: str, by: str | None) -> Interview:
    """Note that the record was confirmed.

    Args:
        interview: The conversation.
        day: When, as ``2026-03-04``.
        by: Who confirmed it, by role; as before where it is None.

    Raises:
        InputError: It is no day, or lies before the conversation or the sending of its record.
    """
    so_far = _so_far(interview)
    confirmed = _after_sending(so_far, _day(interview, day))
    noted = replace(so_far, confirmed=confirmed, by=(by or "").strip() or so_far.by)
    return replace(interview, confirmation=noted)


def note_correction(
    interview: Interview, questions: QuestionSet, words: str, day: str, question_id: str | None
) -> Interview:
    """Note what the partner wants said otherwise, beside what was said.

    Args:
        interview: The conversation.
        questions: Its question set.
        words: The partner's words, exactly.
        day: When they said so, as ``2026-03-04``.
        question_id: The question that it is about; None for the whole record.

    Raises:
        InputError: There are no words, or the day cannot be.
        NotFoundError: The set has no such question, and the conversation no such answer.
    """
    if not words.strip():
        raise InputError("A correction needs words.")
    known = questions.question(question_id) is not None if question_id else True
    if not known and question_id not in interview.answers:
        raise NotFoundError(f'There is no question "{question_id}" in this conversation.')
    so_far = _so_far(interview)
    at = _day(interview, day)
    corrections = (*so_far.corrections, Correction(words, at, question_id))
    return replace(interview, confirmation=replace(so_far, corrections=corrections))


def _so_far(interview: Interview) -> Confirmation:
    return interview.confirmation or Confirmation()


def _day(interview: Interview, written: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(written.strip())
    except ValueError as error:
        raise InputError(f'"{written}" is not a day. Write it as 2026-03-04.') from error
    first = min((sitting.date for sitting in interview.sittings), default=None)
    if first is not None and day < first:
        raise InputError(f"{day} lies before the conversation, which was on {first}.")
    return day


def _after_sending(so_far: Confirmation, day: dt.date) -> dt.date:
    if so_far.sent is not None and day < so_far.sent:
        raise InputError(f"{day} lies before the record was sent, which was on {so_far.sent}.")
    return day
