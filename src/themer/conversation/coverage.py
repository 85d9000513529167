"""What nothing has been asked about yet, and the question or probe that would fill each gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from themer.conversation.outline import applies
from themer.conversation.session import Session
from themer.model.question_set import Probe, Question


@dataclass(frozen=True, slots=True)
class Filler:
    """An unused question or probe that bears on a component."""

    number: int
    question: Question
    probe: Probe | None
    """None where the question itself has not been asked."""
    holds: bool | None
    """Whether it applies in this conversation so far; None while that is not known."""

    @property
    def words(self) -> str:
        """What is to be asked."""
        return self.question.title if self.probe is None else self.probe.ask


@dataclass(frozen=True, slots=True)
class Gap:
    """A component that nothing has been asked about."""

    component: str
    fillers: tuple[Filler, ...]
    """Those that apply come first, of them those that bear on the fewest others besides, then core
    ones, then in the order of asking."""


def gaps(session: Session) -> tuple[Gap, ...]:
    """List the components that nothing has been asked about, in the order of asking.

    A component is one that a question of the set bears on. It has been asked about as soon as
    something is recorded under such a question, or a probe that bears on it was used.
    """
    asked = set(_asked_about(session))
    fillers = tuple(_fillers(session))
    return tuple(
        Gap(component, tuple(sorted(filling, key=_order)))
        for component in dict.fromkeys(_components(session))
        if component not in asked
        and (filling := [f for f in fillers if component in components_of(f.question, f.probe)])
    )


def components_of(question: Question, probe: Probe | None) -> tuple[str, ...]:
    """Say what a question or a probe bears on: a probe on its own components where it has some."""
    return probe.components if probe is not None and probe.components else question.components


def _components(session: Session) -> Iterable[str]:
    for question in session.order:
        yield from question.components
        for probe in question.probes:
            yield from probe.components


def _asked_about(session: Session) -> Iterable[str]:
    for question in session.order:
        answer = session.answer_to(question.id)
        if not _is_asked(session, question):
            continue
        yield from question.components
        for probe in question.probes:
            if probe.id in answer.probes_used:
                yield from probe.components


def _is_asked(session: Session, question: Question) -> bool:
    answer = session.interview.answers.get(question.id)
    return answer is not None and answer.state != "not_asked"


def _fillers(session: Session) -> Iterable[Filler]:
    for number, question in enumerate(session.order, 1):
        is_asked = _is_asked(session, question)
        holds = applies(session, question.when)
        if not is_asked:
            yield Filler(number, question, None, holds)
        used = session.answer_to(question.id).probes_used
        for probe in question.probes:
            if probe.id not in used and (is_asked or probe.components):
                yield Filler(number, question, probe, _both(holds, applies(session, probe.when)))


def _both(one: bool | None, other: bool | None) -> bool | None:
    """Say whether both hold; None while one of them is not known (Kleene's three values)."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _order(filler: Filler) -> tuple[int, int, bool, int]:
    certainty = {True: 0, None: 1, False: 2}[filler.holds]
    breadth = len(components_of(filler.question, filler.probe))
    return certainty, breadth, not filler.question.core, filler.number
