"""The write-up after a conversation: a fair copy of each answer, beside notes that stay."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from themer.conversation.editing import edit_notes, find_edit
from themer.conversation.joining import closed_in, together
from themer.conversation.session import NotPossibleError, Session
from themer.conversation.signs import Sign
from themer.model.interview import Answer, Passage, Verbatim
from themer.model.question_set import Question

_NAME = re.compile(r"\b[^\W\d_][\w'’-]*", re.UNICODE)


class CopyState(Sign):
    """How far the write-up of one answer is."""

    WRITTEN_UP = ("✓", "written up")
    AS_NOTED = ("=", "same as notes")
    NOT_YET = ("○", "not yet")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer in the write-up."""

    number: int
    question: Question
    state: CopyState


def pages(session: Session) -> tuple[Page, ...]:
    """List the answers that there are words to write up of, in the order of asking."""
    return tuple(
        Page(number, question, copy_state(answer))
        for number, question in enumerate(session.order, 1)
        if (answer := session.answer_to(question.id)).noted.strip() or answer.fair_copy is not None
    )


def copy_state(answer: Answer) -> CopyState:
    """Say how far the write-up of an answer is."""
    if answer.fair_copy is None:
        return CopyState.NOT_YET
    return CopyState.AS_NOTED if answer.fair_copy == answer.noted else CopyState.WRITTEN_UP


def open_write_up(session: Session) -> Session:
    """Begin the write-up at the first answer that is not written up, else at the first.

    Raises:
        NotPossibleError: Nothing was noted.
    """
    listed = pages(session)
    if not listed:
        raise NotPossibleError("Nothing was noted in this conversation, so nothing is written up.")
    waiting = [page for page in listed if page.state is CopyState.NOT_YET]
    return replace(session, at=(waiting or listed)[0].question.id, trail=())


def turn(session: Session, by: int) -> Session:
    """Go to the next page (1) or the one before (-1)."""
    listed = [page.question.id for page in pages(session)]
    place = listed.index(session.at) + by
    if not 0 <= place < len(listed):
        raise NotPossibleError(f"This is the {'last' if by > 0 else 'first'} of the answers.")
    return session.go(listed[place])


def next_waiting(session: Session) -> Session:
    """Go to the next answer that is not written up, from the beginning after the last one."""
    listed = pages(session)
    place = next(i for i, page in enumerate(listed) if page.question.id == session.at)
    for page in (*listed[place + 1 :], *listed[: place + 1]):
        if page.state is CopyState.NOT_YET:
            return session.go(page.question.id)
    raise NotPossibleError("Every answer is written up.")


def copy_notes(session: Session) -> Session:
    """Begin the fair copy of the answer on the screen with its notes as they are."""
    answer = session.answer
    if answer.fair_copy is not None:
        raise NotPossibleError("There is a fair copy already: the notes would take its place.")
    return session.record(
        session.at, replace(answer, fair_copy=answer.noted, restricted_copy=answer.restricted)
    )


def write_copy(session: Session, text: str) -> Session:
    """Change the fair copy of the answer on the screen; an empty one takes it back.

    What is restricted in it stays so, also where words are typed into it. Words that the notes
    restrict are restricted as soon as they come to stand in it; what a person opened stays open.
    """
    answer = session.answer
    if not text:
        nothing = None if answer.noted.strip() else ""  # with neither, it would be no page any more
        return session.record(session.at, replace(answer, fair_copy=nothing, restricted_copy=()))
    before = answer.fair_copy or ""
    edit = find_edit(before, text)
    as_notes = Answer(noted=before, restricted=answer.restricted_copy)
    moved = edit_notes(as_notes, edit)[0].restricted
    was_there = Answer(noted=before, restricted=closed_in(before, answer)[0])
    known = edit_notes(was_there, edit)[0].restricted
    new = [p for p in closed_in(text, answer)[0] if p not in known]
    copy = replace(answer, fair_copy=text, restricted_copy=together(*moved, *new))
    return session.record(session.at, copy)


def named_openly(answer: Answer) -> tuple[Passage, ...]:
    """Find words of the fair copy that may name whom the notes restrict, and are not restricted.

    Each word of a restricted passage that is written like a name, with a capital or all of it, is
    looked for whatever its case. It is a hint for a person, and no proof that nobody is named.
    """
    copy = answer.fair_copy or ""
    names = {
        word.casefold()
        for passage in answer.restricted
        for word in _NAME.findall(answer.noted[passage.start : passage.end])
        if len(word) > 1 and word[0].isupper()
    }
    return tuple(
        Passage(*found.span())
        for found in _NAME.finditer(copy)
        if found[0].casefold() in names
        and not any(p.start < found.end() and found.start() < p.end for p in answer.restricted_copy)
    )


def quotes_gone(answer: Answer) -> tuple[Verbatim, ...]:
    """List the quotes whose words are not in the fair copy; they stay marked in the notes."""
    if answer.fair_copy is None:
        return ()
    return tuple(quote for quote in answer.verbatim if quote.text not in answer.fair_copy)


def how_far(session: Session) -> str:
    """Say in a line how far the write-up is."""
    listed = pages(session)
    counts = {state: sum(page.state is state for page in listed) for state in CopyState}
    said = [f"{counts[CopyState.WRITTEN_UP]} of {len(listed)} written up"]
    if counts[CopyState.AS_NOTED]:
        said.append(f"{counts[CopyState.AS_NOTED]} same as notes")
    said.append(f"{counts[CopyState.NOT_YET]} not yet")
    return ", ".join(said)
