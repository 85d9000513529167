"""Which words were read, and which passages people decided carry which code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from themer.findings.coded import CodedPassage, Disagreement
from themer.findings.counting import group_apart, place_order
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.model.decision import Decision, in_force, in_time
from themer.model.interview import Answer
from themer.model.question_set import Question, Role
from themer.model.suggestion import SuggestedSegment, Suggestion

Place = tuple[str, str]
"""An interview's id and a question's id."""
LEFT_OUT = "[…]"
"""Stands for words that are restricted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far people have read what the units of an audience said."""

    read_units: tuple[str, ...]
    """Units all of whose answers with words were read: the base of codes and themes."""
    apart_units: Mapping[str, tuple[str, ...]]
    """``undecided``, and ``no_answer`` where a unit's conversations hold no words."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer with words, and whose it is."""

    interview: str
    question: str
    unit: str
    organisation: str
    audience: str
    role: Role
    answer: Answer


def _role(question: Question, answer: Answer) -> Role:
    """Give the role of an answer's words; beside a plain no they speak of neither side."""
    return "neutral" if answer.fact == "no" else question.role


def deciding(material: Material) -> tuple[Decision, ...]:
    """List the decisions that are in force, in the order of their making."""
    return material.once("in force", lambda: in_force(material.decisions))


def spoken_answers(material: Material) -> dict[Place, Spoken]:
    """Collect every answer that counts and has words, by its place; to be read, never changed."""
    return material.once("spoken", lambda: _spoken_answers(material))


def _spoken_answers(material: Material) -> dict[Place, Spoken]:
    found: dict[Place, Spoken] = {}
    for interview in material.counted():
        for question_id, answer in interview.answers.items():
            question = material.question(interview, question_id)
            if question is None or answer.state != "answered" or not answer.coded_text.strip():
                continue
            found[interview.id, question_id] = Spoken(
                interview.id,
                question_id,
                material.unit_of(interview),
                interview.organisation,
                material.audience_of(interview),
                _role(question, answer),
                answer,
            )
    return dict(sorted(found.items()))


def read_places(material: Material, spoken: Mapping[Place, Spoken]) -> set[Place]:
    """Collect the answers that somebody read to the end, and that say today what they said then."""
    if spoken is spoken_answers(material):
        return material.once("read", lambda: _read_places(material, spoken))
    return _read_places(material, spoken)


def _read_places(material: Material, spoken: Mapping[Place, Spoken]) -> set[Place]:
    found = set()
    for event in material.decisions:
        if event.action == "read" and event.interview is not None and event.question is not None:
            said = spoken.get((event.interview, event.question))
            if said is not None and _is_unchanged(said.answer, event.answer_sha256):
                found.add((event.interview, event.question))
    return found


def _is_unchanged(answer: Answer, sha256: str | None) -> bool:
    """Say whether an answer's coded text has a hash, of which the beginning may be given."""
    text = answer.coded_text.encode("utf-8")
    return sha256 is None or hashlib.sha256(text).hexdigest().startswith(sha256)


def reading_of(
    material: Material, spoken: Mapping[Place, Spoken], read: set[Place], audience: str
) -> Reading:
    """Work out the units of an audience of whose words nothing is left to decide."""
    states = dict.fromkeys(material.units(audience), "no_answer")
    for place, said in spoken.items():
        if said.audience == audience and states[said.unit] != "undecided":
            states[said.unit] = "read" if place in read else "undecided"
    decided = tuple(sorted(unit for unit, state in states.items() if state == "read"))
    return Reading(decided, group_apart(states))


def still_there(event: Decision, spoken: Mapping[Place, Spoken]) -> bool:
    """Say whether a decision's passage is, word for word, where it was decided on."""
    if event.interview is None or event.question is None:
        return False
    said = spoken.get((event.interview, event.question))
    if said is None or event.start is None or event.end is None:
        return False
    passage = said.answer.coded_text[event.start : event.end]
    return bool(passage) and event.text in (None, passage)


def open_text(answer: Answer, where: AnswerReference, *, noted: bool = False) -> str:
    """Give a passage's words with those that are restricted left out.

    Args:
        answer: The answer that the passage is of.
        where: Its offsets, into the coded text.
        noted: Whether the offsets are into ``noted`` even where there is a fair copy.
    """
    text = answer.noted if noted else answer.coded_text
    closed = answer.restricted if noted else answer.closed
    start, end = where.start or 0, len(text) if where.end is None else where.end
    words = ""
    for passage in sorted(closed, key=lambda p: p.start):
        if passage.start < end and start < passage.end:
            words += text[start : max(start, passage.start)] + LEFT_OUT
            start = min(end, passage.end)
    return words + text[start:end]


def accepted_passages(
    material: Material, spoken: Mapping[Place, Spoken]
) -> dict[str, tuple[CodedPassage, ...]]:
    """Collect the passages that somebody accepted, by code; the same place only once."""
    if spoken is spoken_answers(material):
        return material.once("accepted", lambda: _accepted_passages(material, spoken))
    return _accepted_passages(material, spoken)


def _accepted_passages(
    material: Material, spoken: Mapping[Place, Spoken]
) -> dict[str, tuple[CodedPassage, ...]]:
    grouped: dict[tuple[str, AnswerReference], set[str]] = {}
    for event in deciding(material):
        if event.action == "accept" and event.code is not None and still_there(event, spoken):
            grouped.setdefault((event.code, _reference(event)), set()).add(event.coder)
    directions = _directions(material)
    found: dict[str, list[CodedPassage]] = {}
    for (code, reference), coders in grouped.items():
        said = spoken[reference.interview, reference.question]
        passage = CodedPassage(
            reference,
            said.unit,
            said.organisation,
            open_text(said.answer, reference),
            tuple(sorted(coders)),
            directions.get(reference, said.role),
        )
        found.setdefault(code, []).append(passage)
    return {
        code: tuple(sorted(found[code], key=lambda p: place_order(p.reference)))
        for code in sorted(found)
    }


def disagreements(
    material: Material, spoken: Mapping[Place, Spoken]
) -> dict[str, tuple[Disagreement, ...]]:
    """List, by code, the accepted passages of which another coder refused a part, unsettled."""
    in_order = deciding(material)
    events = [e for e in in_order if e.code is not None and still_there(e, spoken)]
    refusals = _by_place(event for event in events if event.action == "refuse")
    pairs: dict[tuple[str, AnswerReference], tuple[set[str], set[str]]] = {}
    for event in events:
        if event.action != "accept":
            continue
        against = {
            refusal.coder
            for refusal in refusals.get((event.interview, event.question, event.code), ())
            if refusal.coder != event.coder and _overlap(refusal, event.start or 0, event.end or 0)
        }
        if against:
            yes, no = pairs.setdefault((str(event.code), _reference(event)), (set(), set()))
            yes.add(event.coder)
            no.update(against)
    found: dict[str, list[Disagreement]] = {}
    for (code, where), (yes, no) in pairs.items():
        text = open_text(spoken[where.interview, where.question].answer, where)
        one = Disagreement(code, where, text, tuple(sorted(yes)), tuple(sorted(no)))
        found.setdefault(code, []).append(one)
    return {
        code: tuple(sorted(found[code], key=lambda p: place_order(p.reference)))
        for code in sorted(found)
    }


def open_suggestions(
    material: Material, spoken: Mapping[Place, Spoken]
) -> dict[str, tuple[tuple[SuggestedSegment, Spoken], ...]]:
    """Collect the segments for which the machine is surer of a code than of none, by code.

    Left out is what a person has decided: an answer that was read, and a segment of which somebody
    accepted or refused that code in any part.
    """
    read = read_places(material, spoken)
    found: dict[str, list[tuple[SuggestedSegment, Spoken]]] = {}
    decided = _by_place(e for e in material.decisions if e.action in ("accept", "refuse"))
    for interview_id, file in sorted(material.suggestions.items()):
        for segment in file.segments:
            said = spoken.get((interview_id, segment.question))
            if said is None or (interview_id, segment.question) in read:
                continue
            for suggestion in _likely(segment):
                place = (interview_id, segment.question, suggestion.code)
                if not any(_overlap(e, segment.start, segment.end) for e in decided.get(place, ())):
                    found.setdefault(suggestion.code, []).append((segment, said))
    return {code: tuple(found[code]) for code in sorted(found)}


def _likely(segment: SuggestedSegment) -> Iterable[Suggestion]:
    return (s for s in segment.suggestions if s.confidence >= 0.5 and s.confidence > segment.none)


def _by_place(
    events: Iterable[Decision],
) -> dict[tuple[str | None, str | None, str | None], list[Decision]]:
    """Group decisions by interview, question and code."""
    found: dict[tuple[str | None, str | None, str | None], list[Decision]] = {}
    for event in events:
        found.setdefault((event.interview, event.question, event.code), []).append(event)
    return found


def _directions(material: Material) -> dict[AnswerReference, Role]:
    """Give the latest direction that a person set, by passage."""
    found: dict[AnswerReference, Role] = {}
    for event in sorted(material.decisions, key=in_time):
        if event.action == "direction" and event.interview and event.question:
            if event.status == "strength":
                found[_reference(event)] = "strength"
            elif event.status == "challenge":
                found[_reference(event)] = "challenge"
    return found


def _reference(event: Decision) -> AnswerReference:
    return AnswerReference(str(event.interview), str(event.question), event.start, event.end)


def _overlap(event: Decision, start: int, end: int) -> bool:
    return (event.start or 0) < end and start < (event.end or 0)
