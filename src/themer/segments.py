"""Answers into segments: whole sentences, short ones joined; exact offsets, ids for ever."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from themer.language.sentences import sentences
from themer.model.interview import Answer, Interview, Passage

FEWEST_WORDS = 8
"""A shorter sentence is joined to its neighbour: alone it says too little to be coded."""
MOST_WORDS = 60
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "themer:segment")


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage of an answer that can carry codes."""

    id: str
    interview: str
    question: str
    start: int
    """In code points of the answer's coded text."""
    end: int
    """Exclusive."""
    text: str


def segment_id(study: str, interview: str, question: str, start: int, text: str) -> str:
    """Give the id of a passage: the same for the same words at the same place."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join((study, interview, question, str(start), text))))


def segments_of(study: str, interview: Interview) -> Iterator[Segment]:
    """Go through the segments of an interview, by question and place; none where it is withdrawn.

    Args:
        study: The study's id, a part of the segments' ids.
        interview: The interview.
    """
    if not interview.counts:
        return
    for question, answer in sorted(interview.answers.items()):
        yield from answer_segments(study, interview.id, question, answer)


def answer_segments(study: str, interview: str, question: str, answer: Answer) -> Iterator[Segment]:
    """Go through the segments of one answer, by place; ids as in ``segment_id``."""
    text = answer.coded_text
    for start, end in spans(text, closed=answer.closed):
        words = text[start:end]
        identity = segment_id(study, interview, question, start, words)
        yield Segment(identity, interview, question, start, end, words)


def spans(text: str, *, closed: tuple[Passage, ...] = ()) -> list[tuple[int, int]]:
    """Cut a text into stretches of whole sentences.

    Args:
        text: Any text.
        closed: Passages that no stretch may touch; a sentence that touches one is left out.

    Returns:
        Start and exclusive end of each stretch, in code points, ascending.
    """
    joined: list[tuple[int, int]] = []
    open_words = FEWEST_WORDS
    for start, end in sentences(text):
        if any(start < passage.end and passage.start < end for passage in closed):
            open_words = FEWEST_WORDS
            continue
        words = len(text[start:end].split())
        if open_words < FEWEST_WORDS and open_words + words <= MOST_WORDS:
            joined[-1] = (joined[-1][0], end)
            open_words += words
        else:
            joined.append((start, end))
            open_words = words
    return _with_short_end_joined(text, joined, closed)


def _with_short_end_joined(
    text: str, joined: list[tuple[int, int]], closed: tuple[Passage, ...]
) -> list[tuple[int, int]]:
    if len(joined) < 2 or len(text[slice(*joined[-1])].split()) >= FEWEST_WORDS:
        return joined
    whole = (joined[-2][0], joined[-1][1])
    touches = any(whole[0] < passage.end and passage.start < whole[1] for passage in closed)
    if touches or len(text[slice(*whole)].split()) > MOST_WORDS:
        return joined
    return [*joined[:-2], whole]
