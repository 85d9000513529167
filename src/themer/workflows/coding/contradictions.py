"""Contradictions between what was recorded and what was said, for a person to decide one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from themer.errors import InputError
from themer.findings.contradictions import (
    find_contradictions,
    find_to_look_at,
    say,
    verdict_words,
    weighed_of,
)
from themer.findings.counting import observation
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.results import VERDICTS, Contradiction, ToLookAt, Verdict
from themer.model.decision import Decision
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.answers import HIDDEN
from themer.workflows.coding.coder_log import Clock, CoderLog, now
from themer.workflows.material import load_material

Weighable = Contradiction | ToLookAt


@dataclass(frozen=True, slots=True)
class Said:
    """One answer that a contradiction is about."""

    conversation: str
    day: str
    question: str
    """As it was asked."""
    fact: str
    text: str
    """What was noted, restricted words hidden character for character."""
    marked: tuple[tuple[int, int], ...]
    """The passages that raised it, by place in the text."""


@dataclass(frozen=True, slots=True)
class ToWeigh:
    """A contradiction with all that is needed to decide it."""

    contradiction: Weighable
    unit_name: str
    about: str
    """The question's title or the component's name."""
    sentence: str
    said: tuple[Said, ...]

    @property
    def choices(self) -> tuple[tuple[Verdict, str], ...]:
        """Give what can be decided, in the order of the keys, each in words."""
        return tuple((one, verdict_words(self.contradiction, one)) for one in VERDICTS)


class ContradictionDesk:
    """One person deciding on contradictions; every decision is on the disk before it is shown.

    Args:
        folder: The study.
        coder: Who decides; names the file in ``coding/``.
        clock: Gives the moment of a decision; aware, UTC.

    Raises:
        InputError: The name cannot be an id.
        ProblemsError: The study does not hold.
    """

    def __init__(self, folder: StudyFolder, coder: str, clock: Clock = now) -> None:
        self._folder = folder
        self.log = CoderLog(folder, coder, clock)
        self._others: tuple[Decision, ...] = ()
        self._found: tuple[ToWeigh, ...] = ()
        self.items: tuple[ToWeigh, ...] = ()
        """Those on which nobody has decided first, then those settled."""
        self.refresh()

    @property
    def left(self) -> int:
        """Count those on which nobody has decided."""
        return sum(one.contradiction.weighed is None for one in self.items)

    def refresh(self) -> None:
        """Read the study again: facts may have been corrected, others may have decided."""
        material = load_material(self._folder)
        self._others = tuple(e for e in material.decisions if e.coder != self.log.coder)
        self._found = tuple(_found(material))
        self._mark()

    def _mark(self) -> None:
        """Say of each what was decided: no decision changes what contradicts what."""
        weighed = weighed_of((*self._others, *self.log.standing()))
        marked = []
        for item in self._found:
            of = item.contradiction
            now = weighed.get((of.id, of.sha256))
            marked.append(replace(item, contradiction=replace(of, weighed=now)))
        self.items = tuple(sorted(marked, key=lambda o: o.contradiction.weighed is not None))

    def place_of(self, contradiction_id: str) -> int | None:
        """Find a contradiction among the items; None where it has gone."""
        ids = [one.contradiction.id for one in self.items]
        return ids.index(contradiction_id) if contradiction_id in ids else None

    def weigh(self, item: ToWeigh, verdict: Verdict, reason: str) -> None:
        """Keep what a person made of a contradiction.

        Raises:
            InputError: There is no reason.
            StorageError: It could not be saved; then it does not hold.
        """
        if not reason.strip():
            raise InputError("A decision on a contradiction needs a reason.")
        of = item.contradiction
        first = next(iter(_references(of)), None)
        event = replace(
            self.log.new("weigh"),
            interview=first.interview if first else None,
            question=first.question if first else None,
            status=verdict,
            reason=reason.strip(),
            settles=(of.id,),
            answer_sha256=of.sha256,
        )
        self.log.append((event,))
        self._mark()

    def undo(self) -> str | None:
        """Take the latest decision on a contradiction back; give its id, None where none is."""
        return self._travel("undo")

    def redo(self) -> str | None:
        """Make the decision again that was taken back last; as ``undo``."""
        return self._travel("redo")

    def _travel(self, way: Literal["undo", "redo"]) -> str | None:
        step = self.log.next_undo if way == "undo" else self.log.next_redo
        if step is None or any(event.action != "weigh" for event in step):
            return None
        if way == "undo":
            self.log.undo()
        else:
            self.log.redo()
        self._mark()
        return step[0].settles[0]


def _found(material: Material) -> Iterator[ToWeigh]:
    every: tuple[Weighable, ...] = (*find_contradictions(material), *find_to_look_at(material))
    for one in every:
        # What two people judge differently of a component is theirs to settle, between coders.
        if isinstance(one, Contradiction) and one.kind == "coders":
            continue
        yield ToWeigh(
            one,
            unit_name=_unit_name(material, one.unit),
            about=_about(material, one),
            sentence=_sentence(one),
            said=tuple(_said(material, one)),
        )


def _references(of: Weighable) -> tuple[AnswerReference, ...]:
    return (of.reference,) if isinstance(of, ToLookAt) else of.answers


def _said(material: Material, of: Weighable) -> Iterator[Said]:
    by_place: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for where in _references(of):
        marked = by_place.setdefault((where.interview, where.question), [])
        if where.start is not None and where.end is not None:
            marked.append((where.start, where.end))
    interviews = {interview.id: interview for interview in material.interviews}
    for (name, question_id), marked in by_place.items():
        interview = interviews[name]
        question = material.question(interview, question_id)
        answer = interview.answers.get(question_id)
        if question is None or answer is None:
            continue
        text = answer.coded_text
        for closed in answer.closed:
            size = len(text[closed.start : closed.end])
            text = text[: closed.start] + HIDDEN * size + text[closed.start + size :]
        fact = observation(material, interview, question).fact
        yield Said(
            conversation=name,
            day=interview.last_date.isoformat() if interview.last_date else "no date",
            question=question.ask,
            fact=say(fact) if fact is not None else "no fact recorded",
            text=text,
            marked=tuple(sorted(marked)),
        )


def _unit_name(material: Material, unit: str) -> str:
    found = material.study.find_unit(unit)
    partner = material.study.partner(unit)
    return found[1].name if found else partner.name if partner else unit


def _about(material: Material, of: Weighable) -> str:
    about = of.about if isinstance(of, Contradiction) else of.reference.question
    titles = {q.id: q.title for one in material.sets.values() for q in one.questions()}
    names = {code.id: code.name for book in material.codebooks.values() for code in book.codes}
    return titles.get(about) or names.get(about, about)


def _sentence(of: Weighable) -> str:
    if isinstance(of, Contradiction):
        return of.sentence
    return f"Recorded is {of.fact}; “{of.cue}” beside it may say otherwise."
