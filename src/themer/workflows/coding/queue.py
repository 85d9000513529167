"""The answers before a coder: their passages, what the machine says of each, and their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from themer.coding.queue import Order, QueueItem, arranged
from themer.findings.material import Material
from themer.model.suggestion import SuggestedSegment
from themer.model.theme import MadeBy
from themer.workflows.coding.answers import (
    AnswerToCode,
    Place,
    answers_to_code,
    span,
    with_own_spans,
)
from themer.workflows.coding.held import Held
from themer.workflows.coding.learning_messages import Learned, LearnedUpdate


class CodingQueue:
    """The answers that one coder decides on, each as they have it now.

    Args:
        blind: Show nothing that the machine says.
        only: The places of a sample; None takes all answers.
    """

    def __init__(self, *, blind: bool = False, only: Collection[Place] | None = None) -> None:
        self._blind, self._only = blind, only
        self._cut: list[AnswerToCode] = []
        self.answers: list[AnswerToCode] = []
        """With the spans that the coder chose, conversation by conversation."""
        self.hashes: dict[Place, str] = {}
        """Of each answer's coded text."""
        self._at: dict[Place, int] = {}
        self._of_segment: dict[str, tuple[int, SuggestedSegment]] = {}
        self._chosen: dict[Place, set[tuple[int, int]]] = {}
        self._waiting: dict[str, Learned] = {}
        self._machine: dict[str, str] = {}
        self._first: tuple[Place, ...] = ()
        self._learned_from: dict[int, int] = {}
        """By answer: from how many of the coder's decisions what is said of it was learned."""
        self._waiting_from = 0

    def take(self, material: Material, held: Held) -> None:
        """Take the study in, with what ``analyse`` wrote; what was learned since is dropped."""
        self._study = material.study.id
        answers = answers_to_code(material)
        self._cut = [
            self._without_machine(answer)
            for answer in answers
            if self._only is None or answer.place in self._only
        ]
        self.answers = list(self._cut)
        self.hashes = {answer.place: answer.sha256 for answer in self._cut}
        self._at = {answer.place: at for at, answer in enumerate(self._cut)}
        self._of_segment = {
            passage.id: (at, passage)
            for at, answer in enumerate(self._cut)
            for passage in answer.passages
        }
        self._asked = {
            (set_id, question.id): number
            for set_id, question_set in material.sets.items()
            for number, question in enumerate(question_set.questions())
        }
        self._machine = {
            interview: machine_name(file.header.made_by)
            for interview, file in material.suggestions.items()
        }
        self._organisations = {partner.id: partner.name for partner in material.study.partners}
        self._waiting.clear()
        self._first = ()
        self._learned_from.clear()
        self.renew(self._at, held)

    def _without_machine(self, answer: AnswerToCode) -> AnswerToCode:
        if not self._blind:
            return answer
        bare = (replace(passage, suggestions=(), none=0.0) for passage in answer.passages)
        return replace(answer, passages=tuple(bare))

    def renew(self, places: Iterable[Place], held: Held) -> None:
        """Make passages of the spans that the coder chose and that are still decided on."""
        for place in places:
            at = self._at.get(place)
            if at is None:
                continue
            decided = {(event.start, event.end, event.text) for event in held.at(place)}
            text = self._cut[at].answer.coded_text
            decided |= {(s, e, text[s:e]) for s, e in self._chosen.get(place, ())}
            self.answers[at] = with_own_spans(self._study, self._cut[at], decided)

    def choose(self, answer: AnswerToCode, start: int, end: int, held: Held) -> SuggestedSegment:
        """Give a span as a passage; it stays in the answer while the desk is open."""
        self._chosen.setdefault(answer.place, set()).add((start, end))
        self.renew((answer.place,), held)
        for passage in self.answers[self._at[answer.place]].passages:
            if (passage.start, passage.end) == (start, end):
                return passage
        return span(self._study, answer, start, end)

    def passage(self, segment: str) -> tuple[AnswerToCode, SuggestedSegment] | None:
        """Find one of the machine's passages by its id; None where it has gone."""
        found = self._of_segment.get(segment)
        return None if found is None else (self.answers[found[0]], found[1])

    def machine(self, place: Place) -> str | None:
        """Name who made the suggestions beside an answer; None where there are none."""
        name = None if self._blind else self._machine.get(place[0])
        learned = self._learned_from.get(self._at.get(place, -1))
        return name if name is None or learned is None else f"{name} learned@{learned}"

    # What the machine learned meanwhile

    def hear(self, update: LearnedUpdate, here: Place, held: Held) -> None:
        """Put what was learned beside its passages; those of one answer, ``here``, have to wait.

        Nothing changes under the coder's hands: see ``take_heard``.
        """
        if self._blind:
            return
        at_here = self._at.get(here)
        changed: dict[int, dict[str, Learned]] = {}
        for segment, learned in update.changed.items():
            found = self._of_segment.get(segment)
            if found is not None and found[0] == at_here:
                self._waiting[segment] = learned
            elif found is not None:
                changed.setdefault(found[0], {})[segment] = learned
        self._learn(changed, update.decisions, held)
        self._first = self._first if update.first is None else update.first
        self._waiting_from = update.decisions

    def take_heard(self, held: Held) -> None:
        """Put beside the passages what had to wait while the coder was at their answer."""
        changed: dict[int, dict[str, Learned]] = {}
        for segment, learned in self._waiting.items():
            changed.setdefault(self._of_segment[segment][0], {})[segment] = learned
        self._waiting.clear()
        self._learn(changed, self._waiting_from, held)

    def _learn(
        self, changed: Mapping[int, Mapping[str, Learned]], decisions: int, held: Held
    ) -> None:
        for at, learned in changed.items():
            self._learned_from[at] = decisions
            passages = tuple(_with(passage, learned) for passage in self._cut[at].passages)
            self._cut[at] = replace(self._cut[at], passages=passages)
            self._of_segment |= {passage.id: (at, passage) for passage in passages}
        self.renew([self._cut[at].place for at in changed], held)

    # In which order

    def arranged(self, order: Order, code: str | None = None) -> tuple[int, ...]:
        """Give places in ``answers`` in an order; see ``themer.coding.queue.arranged``."""
        return arranged(self._items(), order, code=code, first=self._first)

    def _items(self) -> Sequence[QueueItem]:
        return [
            QueueItem(
                answer.place,
                (
                    answer.interview.set.id,
                    self._asked[answer.interview.set.id, answer.question.id],
                ),
                self._organisations.get(answer.interview.organisation, answer.unit_name),
                answer.passages,
            )
            for answer in self.answers
        ]


def _with(passage: SuggestedSegment, learned: Mapping[str, Learned]) -> SuggestedSegment:
    said = learned.get(passage.id)
    if said is None:
        return passage
    return replace(passage, none=said.none, suggestions=said.suggestions)


def machine_name(made_by: MadeBy) -> str:
    """Name program, model and settings in one line, each with its version or hash."""
    model = made_by.model
    if made_by.model_sha256 is not None:
        model += f"@{made_by.model_sha256[:8]}"
    return f"{made_by.name} {made_by.version} {model} settings@{made_by.settings[:8]}"
