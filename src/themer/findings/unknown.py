"""What is not yet known, how far it is not, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from themer.findings.coded import ComponentBoard
from themer.findings.counting import AskedQuestion, Observation, make_figure, observe
from themer.findings.facts import number_of
from themer.findings.figure import Figure
from themer.findings.material import Material
from themer.findings.passages import read_places, reading_of, spoken_answers
from themer.model.question_set import NumberField

RULE = "not-yet-known"
UnknownKind = Literal[
    "conversations", "awaited", "dont_know", "component", "undecided", "follow_up"
]
OPEN_STATES = ("approached", "invited", "booked", "no_reply")
"""How far contact has come with a unit that may still be spoken with."""


@dataclass(frozen=True, slots=True)
class NotYetKnown:
    """Something that nobody can say yet of k of n units."""

    kind: UnknownKind
    about: str
    """The question, with its field after a dot, or the component; empty of the study as a whole."""
    label: str
    figure: Figure
    """``unknown:<kind>[:<about>]@<audience>``; k is the units of which it is not known."""
    settled_by: str
    """What would settle it, as a sentence."""
    sources: tuple[str, ...] = ()
    """Who or what will bring it, as it was noted, with the day that was promised."""

    @property
    def id(self) -> str:
        """Name it, as its figure."""
        return self.figure.id


def find_unknown(material: Material, boards: Iterable[ComponentBoard]) -> tuple[NotYetKnown, ...]:
    """List what is not yet known, audience by audience, the widest gap of a kind first."""
    found: list[NotYetKnown] = []
    boards = tuple(boards)
    for audience in material.audiences():
        parts = (
            _conversations(material, audience),
            _awaited(material, audience),
            _dont_know(material, audience),
            _components(board for board in boards if board.audience == audience),
            _undecided(material, audience),
            _follow_ups(material, audience),
        )
        for part in parts:
            found += sorted(part, key=lambda one: -one.figure.k)
    return tuple(found)


def _make(
    kind: UnknownKind,
    about: str,
    label: str,
    audience: str,
    units: Iterable[str],
    base: Iterable[str],
    settled_by: str,
    seen: Iterable[Observation] = (),
) -> NotYetKnown:
    seen = tuple(seen)
    name = f"unknown:{kind}:{about}" if about else f"unknown:{kind}"
    figure = make_figure(
        name,
        label,
        audience,
        counted=units,
        base=base,
        rule=RULE,
        answers=(one.reference for one in seen),
    )
    sources = [words for one in seen if (words := _source(one))]
    return NotYetKnown(kind, about, label, figure, settled_by, tuple(dict.fromkeys(sources)))


def _source(seen: Observation) -> str:
    """Say who or what will bring an answer, and by when, as it was noted."""
    if seen.answer is None:
        return ""
    due = f"due {seen.answer.due.isoformat()}" if seen.answer.due else ""
    return ", ".join(part for part in (seen.answer.source or "", due) if part)


def _conversations(material: Material, audience: str) -> Iterator[NotYetKnown]:
    """Units of the register with which nobody has spoken, and might; refusals are no gap."""
    if material.study.unit != "service":
        return
    registered = {u.id: u for _, u in material.study.units() if u.audience == audience}
    held = {i.unit for i in material.counted()}
    missing = [
        unit
        for unit, one in registered.items()
        if unit not in held and one.contact.state in OPEN_STATES
    ]
    if missing:
        label = "those with whom no conversation was held"
        settled = "A conversation with each of them."
        yield _make("conversations", "", label, audience, missing, registered, settled)


def _awaited(material: Material, audience: str) -> Iterator[NotYetKnown]:
    for asked in observe(material, audience):
        fields: tuple[NumberField | None, ...] = asked.question.answer.fields or (None,)
        for field in fields:
            waiting = _waiting(asked, field)
            if waiting:
                name = asked.question.id if field is None else f"{asked.question.id}.{field.id}"
                label = asked.question.title if field is None else field.label
                base = [seen.unit for seen in asked.latest.values() if seen.was_asked]
                yield _make(
                    "awaited",
                    name,
                    label,
                    audience,
                    [seen.unit for seen in waiting],
                    base,
                    "The figure that they promised.",
                    waiting,
                )


def _waiting(asked: AskedQuestion, field: NumberField | None) -> list[Observation]:
    """Give the observations in which a figure was promised and is not there."""
    waiting = []
    for seen in asked.latest.values():
        if seen.state == "awaited" and field is None:
            waiting.append(seen)
        elif field is not None and seen.answer is not None and seen.answer.is_awaited:
            given = any(
                number_of(one, field) is not None for one in asked.every if one.unit == seen.unit
            )
            waiting += [] if given else [seen]
    return waiting


def _dont_know(material: Material, audience: str) -> Iterator[NotYetKnown]:
    for asked in observe(material, audience):
        unsure = [seen for seen in asked.latest.values() if seen.state == "dont_know"]
        if unsure:
            yield _make(
                "dont_know",
                asked.question.id,
                asked.question.title,
                audience,
                [seen.unit for seen in unsure],
                [seen.unit for seen in asked.latest.values() if seen.was_asked],
                "Somebody there who knows.",
                unsure,
            )


def _components(boards: Iterable[ComponentBoard]) -> Iterator[NotYetKnown]:
    """Components that were not discussed in more than half of the units."""
    for board in boards:
        for row in board.rows:
            silent = [cell.unit for cell in row.cells if cell.status == "not_discussed"]
            if 2 * len(silent) > len(board.units):
                yield _make(
                    "component",
                    row.component,
                    row.name,
                    board.audience,
                    silent,
                    board.units,
                    "Asking about it: it was not discussed, which does not say that it is absent.",
                )


def _undecided(material: Material, audience: str) -> Iterator[NotYetKnown]:
    spoken = spoken_answers(material)
    reading = reading_of(material, spoken, read_places(material, spoken), audience)
    waiting = reading.apart_units.get("undecided", ())
    if waiting:
        label = "what else they said: words that nobody has read to the end"
        base = (*reading.read_units, *waiting)
        settled = "Coding what is left."
        yield _make("undecided", "", label, audience, waiting, base, settled)


def _follow_ups(material: Material, audience: str) -> Iterator[NotYetKnown]:
    for asked in observe(material, audience):
        open_ones = [
            seen
            for seen in asked.latest.values()
            if seen.answer is not None
            and seen.answer.follow_up
            and seen.state not in ("awaited", "dont_know")
            and not seen.answer.is_awaited
        ]
        if open_ones:
            yield _make(
                "follow_up",
                asked.question.id,
                asked.question.title,
                audience,
                [seen.unit for seen in open_ones],
                [seen.unit for seen in asked.latest.values() if seen.was_asked],
                "Asking again, as was noted in the conversation.",
                open_ones,
            )
