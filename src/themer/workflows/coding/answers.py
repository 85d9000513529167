"""The answers of a study as a coder meets them: with their question, passages and suggestions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from themer.findings.material import Material
from themer.model.codebook import Code
from themer.model.interview import Answer, Interview, Passage
from themer.model.question_set import Question
from themer.model.suggestion import SuggestedSegment, Suggestion

Place = tuple[str, str]
"""The ids of an interview and of a question."""
Standing = Literal["accepted", "refused"]
Direction = Literal["strength", "challenge"]
HIDDEN = "▒"
"""Stands for each character of a restricted passage."""
# What may stand between two segments: space, and the bullets that sentences leave out.
_BETWEEN = re.compile(r"(?:\s|[-*\u2022\u2013\u2014>]|\d{1,2}[.)])*")


@dataclass(frozen=True, slots=True)
class AnswerToCode:
    """One answer with the passages that can carry codes."""

    interview: Interview
    unit_name: str
    question: Question
    answer: Answer
    passages: tuple[SuggestedSegment, ...]
    """By place; the segments, and the spans that the coder chose, the whole answer last."""
    codes: tuple[Code, ...]
    """The codes that may be given here."""
    sha256: str
    """The hash of the text that is coded."""
    codebook: str | None = None
    """The version of the codebook that the codes are from."""

    @property
    def place(self) -> Place:
        """The interview's and the question's ids."""
        return self.interview.id, self.question.id

    @property
    def open_text(self) -> str:
        """The text to read, restricted passages hidden character for character."""
        text = self.answer.coded_text
        for passage in self.answer.closed:
            size = len(text[passage.start : passage.end])
            text = text[: passage.start] + HIDDEN * size + text[passage.start + size :]
        return text

    def is_whole(self, passage: SuggestedSegment) -> bool:
        """Say whether a passage is the whole answer."""
        return passage.start == 0 and passage.end == len(self.answer.coded_text)


def answers_to_code(material: Material) -> tuple[AnswerToCode, ...]:
    """List the answers with words, conversation by conversation, in the order of asking.

    Their passages are those that the machine would cut; see ``with_own_spans`` for a coder's.
    """
    return tuple(found for interview in material.counted() for found in _of(material, interview))


def _of(material: Material, interview: Interview) -> Iterable[AnswerToCode]:
    question_set = material.sets[interview.set.id]
    book = material.codebooks.get(question_set.codebook or "")
    unit = material.study.find_unit(interview.unit)
    suggested = _suggested(material, interview)
    for question in question_set.questions():
        answer = interview.answers.get(question.id)
        if answer is None or not answer.coded_text.strip():
            continue
        study = material.study.id
        passages = _passages(study, interview, question, suggested.get(question.id, ()))
        if passages:
            yield AnswerToCode(
                interview,
                interview.unit if unit is None else unit[1].name,
                question,
                answer,
                passages,
                () if book is None else book.current(),
                hashlib.sha256(answer.coded_text.encode("utf-8", "surrogatepass")).hexdigest(),
                None if book is None else book.version,
            )


def _suggested(material: Material, interview: Interview) -> dict[str, tuple[SuggestedSegment, ...]]:
    file = material.suggestions.get(interview.id)
    found: dict[str, list[SuggestedSegment]] = {}
    for segment in () if file is None else file.segments:
        found.setdefault(segment.question, []).append(segment)
    return {
        question: tuple(sorted(segments, key=lambda segment: segment.start))
        for question, segments in found.items()
    }


def _passages(
    study: str, interview: Interview, question: Question, suggested: Sequence[SuggestedSegment]
) -> tuple[SuggestedSegment, ...]:
    """Take the machine's passages where they still are the answer's, for it costs a second of
    loading to find sentences anew; else find them, with suggestions where they are the same.
    """
    answer = interview.answers[question.id]
    if covers(suggested, answer.coded_text, answer.closed):
        return tuple(suggested)
    # Imported here: with it come numpy and, for most texts, spaCy.
    from themer.segments import answer_segments

    known = {segment.id: segment for segment in suggested}
    return tuple(
        known.get(s.id, _plain(s.id, s.question, s.start, s.end, s.text))
        for s in answer_segments(study, interview.id, question.id, answer)
    )


def covers(
    suggested: Sequence[SuggestedSegment], text: str, closed: Sequence[Passage] = ()
) -> bool:
    """Say whether segments are, word for word, all of a text that may be coded.

    Args:
        suggested: By place.
        text: The answer's coded text as it is now.
        closed: Passages that no segment may touch.
    """
    at = 0
    for segment in suggested:
        if segment.start < at or text[segment.start : segment.end] != segment.text:
            return False
        if any(segment.start < p.end and p.start < segment.end for p in closed):
            return False
        if not _is_gap(text, at, segment.start, closed):
            return False
        at = segment.end
    return bool(suggested) and _is_gap(text, at, len(text), closed)


def _is_gap(text: str, start: int, end: int, closed: Sequence[Passage]) -> bool:
    if _BETWEEN.fullmatch(text, start, end) is not None:
        return True
    return any(start < passage.end and passage.start < end for passage in closed)


def with_own_spans(
    study: str, answer: AnswerToCode, chosen: Iterable[tuple[int | None, int | None, str | None]]
) -> AnswerToCode:
    """Make passages of the spans that a coder chose, where their words are still there.

    Args:
        study: The study's id.
        answer: With its other passages.
        chosen: Start, end and words of each.
    """
    text = answer.answer.coded_text
    found = {(passage.start, passage.end): passage for passage in answer.passages}
    for start, end, words in chosen:
        if start is None or end is None or not words or text[start:end] != words:
            continue
        if (start, end) not in found:
            found[start, end] = span(study, answer, start, end)
    if len(found) == len(answer.passages):
        return answer
    in_order = sorted(found.values(), key=lambda p: (answer.is_whole(p), p.start, p.end))
    return replace(answer, passages=tuple(in_order))


def whole_answer(study: str, answer: AnswerToCode) -> SuggestedSegment | None:
    """Give the whole answer as a passage; None where some of its words are restricted.

    An answer that the machine does not cut is one passage already, and that is the whole.
    """
    text = answer.answer.coded_text
    if answer.answer.closed:
        return None
    for passage in answer.passages:
        if passage.text.strip() == text.strip():
            return passage
    return span(study, answer, 0, len(text))


def span(study: str, answer: AnswerToCode, start: int, end: int) -> SuggestedSegment:
    """Give any stretch of an answer as a passage, with the id that its words have at its place."""
    from themer.segments import segment_id  # as above

    words = answer.answer.coded_text[start:end]
    interview, question = answer.place
    identity = segment_id(study, interview, question, start, words)
    return _plain(identity, question, start, end, words)


def _plain(identity: str, question: str, start: int, end: int, text: str) -> SuggestedSegment:
    return SuggestedSegment(identity, question, start, end, text, none=0.0)


@dataclass(frozen=True, slots=True)
class CodeHere:
    """A code beside a passage: suggested, or decided by the coder, or both."""

    code: Code
    suggestion: Suggestion | None
    state: Standing | None
    """None while it is not decided."""


def codes_here(
    answer: AnswerToCode,
    passage: SuggestedSegment,
    decided: Mapping[str, Standing],
    *,
    offered: Collection[str] = (),
    blind: bool = False,
) -> tuple[CodeHere, ...]:
    """List the codes to decide on, first those that a change of the codebook offers.

    Then comes what is suggested, best first, and what else was decided. A suggestion of a code that
    the codebook no longer has is left out. Blind, where nothing is suggested, all codes are listed
    in the order of the codebook.
    """
    known = {code.id: code for code in answer.codes}
    suggested = {s.code: s for s in passage.suggestions if s.code in known}
    others = (code for code in known if blind or code in decided)
    in_order = dict.fromkeys((*(code for code in offered if code in known), *suggested, *others))
    return tuple(CodeHere(known[code], suggested.get(code), decided.get(code)) for code in in_order)
