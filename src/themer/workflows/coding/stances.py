"""What each coder, and the machine, said of each answer of a study, told by its segments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from themer.coding.queue import STRONG
from themer.coding.units import Decisions, Span, Stance, stance_of
from themer.errors import InputError
from themer.findings.material import Material
from themer.model.codebook import Codebook
from themer.model.codebook_changes import codes_in_place_of, codes_unknown
from themer.model.decision import Decision, in_force
from themer.workflows.coding.answers import AnswerToCode, Place, answers_to_code

MACHINE, PEOPLE = "machine", "people"
"""What the machine is called beside people, and all people taken as one."""


@dataclass(frozen=True, slots=True)
class CodedAnswer:
    """An answer with its segments, and what was decided in it."""

    answer: AnswerToCode
    """Its passages are the segments as the machine cuts them."""
    decisions: Decisions
    """Of everybody, those that stand and whose words are there, in the order of their making."""
    codes: tuple[str, ...]
    """Ids of the codes that can be given, and after them of others that were, but retired ones."""
    book: Codebook | None = None
    """The codebook that its codes are from."""
    _known: dict[str, Stance] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What coders said, each from the first time it was asked for."""

    @property
    def segments(self) -> tuple[Span, ...]:
        """The places of the segments."""
        return tuple((passage.start, passage.end) for passage in self.answer.passages)

    @property
    def verdicts(self) -> Decisions:
        """The adjudications whose words are there, in the order of their making."""
        text = self.answer.answer.coded_text
        made = (event for event in self.decisions if event.action == "adjudicate")
        return tuple(event for event in made if _has_its_words(event, text))

    def stance(self, coder: str) -> Stance:
        """Say what a coder said of it."""
        if coder not in self._known:
            own = tuple(event for event in self.decisions if event.coder == coder)
            self._known[coder] = self._stance(own)
        return self._known[coder]

    def people(self, coders: Collection[str]) -> Stance:
        """Say what coders said of it, taken as one: what an adjudication decided against aside."""
        kept = [event for event in in_force(self.decisions) if event.coder in coders]
        return self._stance(kept)

    def machine(self) -> Stance:
        """Say what the machine says: the first suggestion, where it is surer of it than not.

        It has to be at least as likely as not to be accepted, and likelier than that no code fits.
        """
        gave = {
            (at, passage.suggestions[0].code): ()
            for at, passage in enumerate(self.answer.passages)
            if passage.suggestions
            and passage.suggestions[0].confidence >= STRONG
            and passage.suggestions[0].confidence > passage.none
        }
        return Stance(gave=gave, is_whole=True)

    @property
    def retired(self) -> frozenset[str]:
        """The ids of retired codes."""
        every = () if self.book is None else self.book.codes
        return frozenset(code.id for code in every if code.retired_in is not None)

    def _stance(self, own: Sequence[Decision]) -> Stance:
        read = self._last_read(own)
        stance = stance_of(own, self.segments, read)
        if self.book is None:
            return stance
        gone = [(at, code) for at, code in stance.gave if code in self.retired]
        later = {code: codes_in_place_of(code, self.book) for code in {code for _, code in gone}}
        return replace(
            stance,
            unknown=frozenset() if read is None else codes_unknown(read, self.book),
            waiting=frozenset((at, code) for at, old in gone for code in later[old]),
        )

    def _last_read(self, own: Sequence[Decision]) -> Decision | None:
        """Find the last time that the answer was read with the words it has today."""
        sha256 = self.answer.sha256
        return next(
            (
                event
                for event in reversed(own)
                if event.action == "read" and sha256.startswith(event.answer_sha256 or "")
            ),
            None,
        )


def coders_of(material: Material) -> tuple[str, ...]:
    """List who decided on passages or read answers, by name."""
    acts = ("accept", "refuse", "read")
    return tuple(sorted({event.coder for event in material.decisions if event.action in acts}))


def coded_answers(material: Material) -> tuple[CodedAnswer, ...]:
    """List the answers with words, conversation by conversation, with what was decided in them."""
    by_place: dict[Place, list[Decision]] = {}
    for event in material.decisions:
        if event.place is not None:
            by_place.setdefault(event.place, []).append(event)
    found = []
    for answer in answers_to_code(material):
        text = answer.answer.coded_text
        here = tuple(e for e in by_place.get(answer.place, ()) if _is_there(e, text))
        book = material.codebooks.get(material.sets[answer.interview.set.id].codebook or "")
        found.append(CodedAnswer(answer, here, _codes(answer, here, book), book))
    return tuple(found)


def _is_there(event: Decision, text: str) -> bool:
    """Say whether a decision on a passage still finds its words; others are there in any case."""
    return event.action not in ("accept", "refuse") or _has_its_words(event, text)


def _has_its_words(event: Decision, text: str) -> bool:
    passage = text[event.start : event.end]
    return bool(passage) and event.text in (None, passage)


def code_names(material: Material) -> dict[str, str]:
    """Give the name of every code by its id, retired ones included."""
    return {code.id: code.name for book in material.codebooks.values() for code in book.codes}


def code_meant(material: Material, typed: str) -> str:
    """Find the code that somebody typed, by its id or its name.

    Raises:
        InputError: No codebook of the study has it.
    """
    names = code_names(material)
    wanted = typed.strip().casefold()
    for code, name in names.items():
        if wanted in (code.casefold(), name.casefold()):
            return code
    raise InputError(f'There is no code "{typed}".', hint=f"There are {', '.join(names)}.")


def _codes(
    answer: AnswerToCode, decisions: Iterable[Decision], book: Codebook | None
) -> tuple[str, ...]:
    retired = set() if book is None else {code.id for code in book.codes if code.retired_in}
    codes = {event.code for event in decisions if event.code and event.action == "accept"}
    given = sorted(codes - retired)
    return tuple(dict.fromkeys([*(code.id for code in answer.codes), *given]))
