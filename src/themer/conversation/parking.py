"""Words and facts that belong to another question than the one on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from themer.conversation.editing import Edit, edit_notes
from themer.conversation.entry import fact_words, read_typed
from themer.conversation.joining import together
from themer.conversation.session import NotPossibleError, Session
from themer.model.facts import FactError
from themer.model.interview import Answer, FactText, Passage, Verbatim
from themer.model.question_set import Question

_NUMBER_AND_REST = re.compile(r"\s*(\d+)[\s:.,]*(.*)\Z", re.DOTALL)
_WORDS_AFTER = " / "
"""What stands between a fact and words for the notes in one line."""


@dataclass(frozen=True, slots=True)
class Parked:
    """What one typed line says for another question."""

    question: Question
    fact: FactText | None
    words: str
    before: FactText | None = None
    """The fact that is recorded there already."""

    @property
    def said(self) -> str:
        """Say what will be recorded, and in the place of what."""
        fact = fact_words(self.question.answer, self.fact)
        if fact and self.before is not None and self.before != self.fact:
            fact += f", in the place of {fact_words(self.question.answer, self.before)}"
        parts = [f"fact: {fact}" if fact else "", f"notes: {self.words}" if self.words else ""]
        return " · ".join(part for part in parts if part) or "nothing yet"


def read_parked(session: Session, typed: str) -> Parked | None:
    """Read ``12 yes``, ``12 yes / since April`` or ``12 any words``; None without a number.

    What fits the question as its fact is its fact, and anything else goes to its notes as it
    stands, so that nothing typed is ever refused.
    """
    found = _NUMBER_AND_REST.match(typed)
    if found is None or not 0 < int(found[1]) <= len(session.order):
        return None
    question, rest = session.order[int(found[1]) - 1], found[2].strip()
    head, gap, tail = rest.partition(_WORDS_AFTER)
    for fact_typed, words in ((rest, ""), (head, tail.strip()) if gap else (rest, "")):
        if (fact := _as_fact(question, fact_typed)) is not None:
            return Parked(question, fact, words, session.answer_to(question.id).fact)
    return Parked(question, None, rest)


def park(session: Session, parked: Parked) -> Session:
    """Record what was typed for another question, and stay where we are."""
    if session.is_off_record:
        raise NotPossibleError("This is off the record: nothing is stored.")
    if parked.fact is None and not parked.words:
        raise NotPossibleError("There is nothing to put there yet: type a fact or words after it.")
    after, question_id = session, parked.question.id
    if parked.fact is not None:
        answer = replace(after.answer_to(question_id), fact=parked.fact, state="answered")
        after = after.record(question_id, answer)
    return after.add_words(question_id, parked.words) if parked.words else after


def passage_to_send(text: str, start: int, end: int) -> tuple[int, int]:
    """Say which words are meant: the selection, or the line at the cursor, or the last with words.

    Returns:
        Offsets into the text, spaces at its ends left out; an empty passage where there are none.
    """
    if start == end:
        start, end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        end = len(text) if end < 0 else end
        if not text[start:end].strip():
            end = len(text.rstrip())
            start = text.rfind("\n", 0, end) + 1
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def pass_on(session: Session, start: int, end: int, question_id: str, *, keep: bool) -> Session:
    """Send a passage of these notes to another question, with the marks that are on it.

    Args:
        session: The conversation; we stay at its question.
        start: Where the passage begins in these notes.
        end: Where it ends, exclusive.
        question_id: Where it goes.
        keep: Whether it stays here as well; else its line goes from here.
    """
    if question_id == session.at:
        raise NotPossibleError("The words are in this question already: choose another.")
    here = session.answer
    words = here.noted[start:end]
    if not words.strip():
        raise NotPossibleError("There are no words here to send.")
    there = session.answer_to(question_id)
    added = session.add_words(question_id, words)
    shift = len(added.answer_to(question_id).noted) - len(words) - start
    marked = _with_marks(added.answer_to(question_id), here, start, end, shift)
    if session.is_in_conflict(question_id):
        marked = replace(marked, verbatim=there.verbatim)
    after = added.record(question_id, marked)
    return after if keep else after.record(session.at, _taken_out(here, start, end))


def _with_marks(there: Answer, here: Answer, start: int, end: int, shift: int) -> Answer:
    """Set on words that were sent what is marked on them where they came from."""
    closed = [
        Passage(max(p.start, start) + shift, min(p.end, end) + shift)
        for p in here.restricted
        if p.start < end and start < p.end
    ]
    quotes: list[Verbatim] = [
        replace(q, start=q.start + shift, end=q.end + shift)
        for q in here.verbatim
        if start <= q.start and q.end <= end
    ]
    return replace(
        there,
        restricted=together(*there.restricted, *closed),
        verbatim=(*there.verbatim, *quotes),
    )


def _taken_out(answer: Answer, start: int, end: int) -> Answer:
    """Take a passage out of the notes, with its line's end where it is a whole line."""
    text = answer.noted
    is_line = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
    if is_line and end < len(text):
        end += 1
    elif is_line and start > 0:
        start -= 1
    return edit_notes(answer, Edit(start, end, ""))[0]


def _as_fact(question: Question, typed: str) -> FactText | None:
    if not question.answer.has_fact:
        return None
    try:
        return read_typed(question.answer, typed)
    except FactError:
        return None
