"""Coded passages as rows, one a passage and code, for every format that takes them elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from themer.findings.counting import place_order
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import Spoken, open_text, spoken_answers, still_there
from themer.findings.quotes import coded_span
from themer.findings.themes import locate
from themer.model.decision import Decision, in_time, parts_settled, verdicts_by_decision
from themer.model.interview import Answer, Interview
from themer.model.question_set import Role
from themer.segments import segment_id

Wording = Literal["verbatim", "partly verbatim", "as noted"]
"""Whether the words were heard so, in part, or were typed while listening."""


@dataclass(frozen=True, slots=True)
class WhoDecided:
    """What one coder decided of a passage and a code, and when."""

    coder: str
    did: Literal["accepted", "refused", "settled: accepted", "settled: refused"]
    at: dt.datetime
    codebook: str | None
    """The version that it was decided under, where it was recorded."""


@dataclass(frozen=True, slots=True)
class CodedRow:
    """A passage that somebody gave a code."""

    id: str
    """A UUID: the same for the passage whatever codes it has, and after an edit that moves it."""
    reference: AnswerReference
    """Where its words are today, in code points of the coded text; the end is exclusive."""
    unit: str
    organisation: str
    audience: str
    question: str
    """The question's title."""
    text: str
    """Its words; restricted ones are left out."""
    code: str
    code_name: str
    accepted_by: tuple[str, ...]
    refused_by: tuple[str, ...]
    settled: Literal["", "accepted", "refused"]
    """What an adjudication came to; empty where there was none, or it is open again."""
    holds: bool
    """Whether it counts: not where an adjudication decided against it."""
    direction: Role
    themes: tuple[str, ...]
    """The ids of named themes with a passage that shares words with it."""
    decided: tuple[WhoDecided, ...]
    """In the order of time."""
    wording: Wording
    may_print: bool
    """Whether everybody who was there agreed to be quoted."""


@dataclass(frozen=True, slots=True)
class LeftOutCoding:
    """Codings that are in no row."""

    withdrawn: int
    """Of conversations that were withdrawn, or to which nobody agreed."""
    without_words: int
    """On words that are not in the answer any more."""


def coded_rows(
    material: Material, starts: Mapping[str, int] | None = None
) -> tuple[tuple[CodedRow, ...], LeftOutCoding]:
    """Give a row for each passage and code that somebody accepted, by place and code.

    Where adjudications decided against a part of a passage there is a row for each part.

    Args:
        material: The study.
        starts: Where passages began when they were decided on, by the id of the decision; so that
            a passage keeps its id when an edit moved it.
    """
    spoken = spoken_answers(material)
    by_id = {interview.id: interview for interview in material.counted()}
    accepts = [e for e in material.decisions if e.action == "accept" and e.code is not None]
    here = [e for e in accepts if still_there(e, spoken)]
    around = _Around(material, spoken, starts or {})
    grouped: dict[tuple[AnswerReference, str], list[tuple[Decision, bool]]] = {}
    for event in here:
        for part, holds in around.parts(event):
            grouped.setdefault((_reference(part), str(part.code)), []).append((part, holds))
    rows = [
        around.row(
            by_id[where.interview],
            where,
            [part for part, _ in parts],
            holds=any(holds for _, holds in parts),
        )
        for (where, _), parts in grouped.items()
    ]
    gone = sum(event.interview not in by_id for event in accepts)
    left = LeftOutCoding(gone, len(accepts) - len(here) - gone)
    return tuple(sorted(rows, key=lambda row: (place_order(row.reference), row.code))), left


class _Around:
    """What is looked up for every row, worked out once."""

    def __init__(
        self,
        material: Material,
        spoken: Mapping[tuple[str, str], Spoken],
        starts: Mapping[str, int],
    ) -> None:
        self._material = material
        self._spoken = spoken
        self._names = {c.id: c.name for book in material.codebooks.values() for c in book.codes}
        self._decisions: dict[tuple[AnswerReference, str | None], list[Decision]] = {}
        self._by_id = {event.id: event for event in material.decisions}
        self._verdicts = verdicts_by_decision(sorted(material.decisions, key=in_time))
        self._first = starts
        self._starts: dict[AnswerReference, int] = {}
        self._directions: dict[AnswerReference, Role] = {}
        for event in sorted(material.decisions, key=in_time):
            if event.interview is None or event.question is None or event.start is None:
                continue
            where = _reference(event)
            self._starts.setdefault(where, starts.get(event.id, event.start))
            self._decisions.setdefault((where, event.code), []).append(event)
            if event.action == "direction" and event.status == "strength":
                self._directions[where] = "strength"
            elif event.action == "direction" and event.status == "challenge":
                self._directions[where] = "challenge"
        self._themes: dict[tuple[str, str], list[tuple[AnswerReference, str]]] = {}
        for theme in material.themes:
            for one in locate(theme.members, spoken) if theme.status == "named" else ():
                key = (one.reference.interview, one.reference.question)
                self._themes.setdefault(key, []).append((one.reference, theme.id))

    def parts(self, event: Decision) -> tuple[tuple[Decision, bool], ...]:
        """Cut an acceptance where what was settled on it changes; see ``parts_settled``."""
        return parts_settled(event, self._verdicts.get(event.id, ()))

    def row(
        self, interview: Interview, where: AnswerReference, events: list[Decision], *, holds: bool
    ) -> CodedRow:
        """Make the row of a passage and a code, of which the acceptances are given."""
        code = str(events[0].code)
        said = self._spoken[where.interview, where.question]
        words = said.answer.coded_text[where.start : where.end]
        start = self._start(where, events[0])
        question = self._material.question(interview, where.question)
        every = self._about(where, events)
        settled = [e.status for e in every if e.action == "adjudicate"]
        # It holds even so where somebody gave the code again: then the difference is open again.
        is_refused = settled[-1:] == ["refused"]
        return CodedRow(
            id=segment_id(self._material.study.id, where.interview, where.question, start, words),
            reference=where,
            unit=said.unit,
            organisation=said.organisation,
            audience=said.audience,
            question=question.title if question else where.question,
            text=open_text(said.answer, where),
            code=code,
            code_name=self._names.get(code, code),
            accepted_by=tuple(sorted({event.coder for event in events})),
            refused_by=tuple(sorted({e.coder for e in every if e.action == "refuse"})),
            settled="" if not settled or (holds and is_refused) else _settled(settled[-1]),
            holds=holds,
            direction=self._directions.get(where, said.role),
            themes=self._themes_of(where),
            decided=tuple(_who(event) for event in every if event.action in _DID),
            wording=wording_of(said.answer, where),
            may_print=interview.may_print_notes(where.question),
        )

    def _start(self, where: AnswerReference, event: Decision) -> int:
        """Say where a passage began when it was first decided on."""
        if where in self._starts:
            return self._starts[where]
        whole, here = self._by_id[event.id].start or 0, where.start or 0
        return self._first.get(event.id, whole) + here - whole

    def _about(self, where: AnswerReference, events: list[Decision]) -> list[Decision]:
        """List what was decided on a passage: on it as it is, and what was settled in it."""
        found = {e.id: e for e in self._decisions.get((where, events[0].code), ())}
        verdicts = [v for event in events for v in self._verdicts.get(event.id, ())]
        for verdict in verdicts:
            if (verdict.code, True) != (events[0].code, _overlap(_reference(verdict), where)):
                found.pop(verdict.id, None)
                continue
            named = (self._by_id[one] for one in verdict.settles if one in self._by_id)
            refused = (one for one in named if one.action == "refuse")
            overlapping = [one for one in refused if _overlap(_reference(one), where)]
            found |= {one.id: one for one in (verdict, *overlapping)}
        found |= {event.id: event for event in events}
        return sorted(found.values(), key=in_time)

    def _themes_of(self, where: AnswerReference) -> tuple[str, ...]:
        found = self._themes.get((where.interview, where.question), [])
        return tuple(sorted({theme for passage, theme in found if _overlap(passage, where)}))


def wording_of(answer: Answer, where: AnswerReference) -> Wording:
    """Say how much of a passage is marked as heard word for word."""
    start, end = where.start or 0, where.end or 0
    spans = [span for said in answer.verbatim if (span := coded_span(answer, said))]
    if any(a <= start and end <= b for a, b in spans):
        return "verbatim"
    return "partly verbatim" if any(a < end and start < b for a, b in spans) else "as noted"


_DID = ("accept", "refuse", "adjudicate")


def _who(event: Decision) -> WhoDecided:
    if event.action == "adjudicate":
        refused = _settled(event.status) == "refused"
        did: Literal["settled: refused", "settled: accepted"] = (
            "settled: refused" if refused else "settled: accepted"
        )
        return WhoDecided(event.coder, did, event.at, event.codebook)
    plain: Literal["accepted", "refused"] = "accepted" if event.action == "accept" else "refused"
    return WhoDecided(event.coder, plain, event.at, event.codebook)


def _settled(status: str | None) -> Literal["accepted", "refused"]:
    return "refused" if status == "refused" else "accepted"


def _overlap(one: AnswerReference, other: AnswerReference) -> bool:
    return (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)


def _reference(event: Decision) -> AnswerReference:
    return AnswerReference(str(event.interview), str(event.question), event.start, event.end)


def starts_of(events: Iterable[Decision]) -> dict[str, int]:
    """Note where passages began when they were decided on: decisions as they are in the files."""
    return {event.id: event.start for event in events if event.start is not None}
