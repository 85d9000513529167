"""Where coders differ on a code: who gave it, who did not, and whether somebody settled it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from themer.coding.units import By, Decisions, Span, Stance, Unit, segments_meant, units_of
from themer.model.decision import Decision, in_time


@dataclass(frozen=True, slots=True)
class Side:
    """What one coder said, and the events that it rests on."""

    coder: str
    decisions: Decisions
    """Acceptances; or refusals; or, for a no without a word, that the answer was read."""
    instead: tuple[str, ...] = ()
    """Other codes that they gave to the passage."""

    @property
    def is_no(self) -> bool:
        """Whether they did not give the code."""
        return any(event.action != "accept" for event in self.decisions)

    @property
    def has_refused(self) -> bool:
        """Whether they said so, and did not only read on."""
        return any(event.action == "refuse" for event in self.decisions)


@dataclass(frozen=True, slots=True)
class Difference:
    """A passage that some coders gave a code, and others not."""

    interview: str
    question: str
    start: int
    end: int
    """Exclusive; segments side by side on which the same decisions differ are one passage."""
    code: str
    gave: tuple[Side, ...]
    """None where what an adjudication gave was taken back since."""
    did_not: tuple[Side, ...]
    verdict: Decision | None = None
    """The latest adjudication that settles all of these decisions."""

    def overlaps(self, other: Difference) -> bool:
        """Say whether it shares words with another one."""
        same = (self.interview, self.question) == (other.interview, other.question)
        return same and self.start < other.end and other.start < self.end

    def is_covered_by(self, verdict: Decision) -> bool:
        """Say whether an adjudication is of at least half of its words."""
        if verdict.place != (self.interview, self.question):
            return False
        end = self.end if verdict.end is None else min(verdict.end, self.end)
        return 2 * (end - max(verdict.start or 0, self.start)) >= self.end - self.start

    @property
    def settles(self) -> tuple[str, ...]:
        """The ids of all that an adjudication of this names, sorted."""
        sides = (*self.gave, *self.did_not)
        return tuple(sorted({event.id for side in sides for event in side.decisions}))


def differences_of(
    place: tuple[str, str],
    segments: Sequence[Span],
    codes: Sequence[str],
    stances: Mapping[str, Stance],
    by: By = "segment",
) -> list[Difference]:
    """List where coders differ in an answer, by place and code.

    Args:
        place: The interview's and the question's ids.
        segments: As the machine cuts the answer, by place.
        codes: Those that could be given, in the order of the codebook.
        stances: By coder.
        by: As in ``units_of``.
    """
    found: dict[str, list[Difference]] = {}
    last: dict[str, int] = {}
    coders = list(stances)
    for unit in units_of(list(stances.values()), len(segments), codes, by):
        if len({yes for yes in unit.said if yes is not None}) < 2:
            continue
        here = _difference(place, segments, unit, coders, stances)
        listed = found.setdefault(unit.code, [])
        is_next = last.get(unit.code) == unit.segments[0] - 1
        if is_next and _continues(listed[-1], here):
            here = _joined(listed.pop(), here)
        listed.append(here)
        last[unit.code] = unit.segments[-1]
    every = [one for code in codes for one in found.get(code, ())]
    return sorted(every, key=lambda one: one.start)


def taken_back(
    place: tuple[str, str],
    segments: Sequence[Span],
    stances: Mapping[str, Stance],
    verdicts: Iterable[Decision],
) -> list[Difference]:
    """List where a code was settled as given, and nobody gives it any more.

    Args:
        place: The interview's and the question's ids.
        segments: As the machine cuts the answer, by place.
        stances: By coder.
        verdicts: The adjudications in the answer, in the order of their making.
    """
    latest: dict[tuple[tuple[int, ...], str], Decision] = {}
    for event in verdicts:
        if event.code is not None and event.start is not None and event.end is not None:
            latest[segments_meant((event.start, event.end), segments), event.code] = event
    found = []
    for (at, code), event in latest.items():
        unit = Unit(at, code, ())
        given = any((one, code) in stance.gave for stance in stances.values() for one in at)
        if not at or given or event.status != "accepted":
            continue
        noes = tuple(
            _side(coder, stance, unit, yes=False)
            for coder, stance in stances.items()
            if all(stance.said((one, code)) is False for one in at)
        )
        if noes:
            start, end = segments[at[0]][0], segments[at[-1]][1]
            found.append(Difference(*place, start, end, code, (), noes))
    return found


def words_settled(one: Difference, segments: Sequence[Span]) -> Span:
    """Say what an adjudication of a difference covers: its words, and loose ends of what was given.

    A passage that was given may reach over the edge of the difference, into a segment of which it
    holds too little to count there. With the rest settled, that end would count there by itself.
    """
    start, end = one.start, one.end
    for event in (event for side in (*one.gave, *one.did_not) for event in side.decisions):
        if event.start is None or event.end is None:
            continue
        meant = segments_meant((event.start, event.end), segments)
        if meant and segments[meant[0]][0] >= one.start:
            start = min(start, event.start)
        if meant and segments[meant[-1]][1] <= one.end:
            end = max(end, event.end)
    return start, end


def with_verdicts(
    differences: Iterable[Difference], decisions: Iterable[Decision]
) -> tuple[Difference, ...]:
    """Give each difference the latest adjudication of its words that names all it rests on.

    An adjudication is of its own words: of other passages of the same decisions it says nothing.
    What was decided after it is not named by it, and the difference is open again. A *read* is no
    decision on a code: reading the answer once more opens nothing.

    Args:
        differences: Without verdicts.
        decisions: Those that stand, in the order of their making.
    """
    verdicts = [event for event in decisions if event.action == "adjudicate"]
    return tuple(_settled(one, verdicts) for one in differences)


def with_verdicts_of_parts(
    wholes: Iterable[Difference], parts: Sequence[Difference]
) -> tuple[Difference, ...]:
    """Settle differences on whole answers by the verdicts on the passages that they come to.

    Whoever gave a code anywhere in an answer of which somebody else says no has given it to a
    segment of which they say no too. So a whole answer never differs where none of its passages
    does, and it is settled when they are: the code is given where one verdict gives it.

    Args:
        wholes: Differences on whole answers, without verdicts.
        parts: Those on passages, with theirs.
    """
    by_answer: dict[tuple[str, str, str], list[Difference]] = {}
    for one in parts:
        by_answer.setdefault((one.interview, one.question, one.code), []).append(one)
    return tuple(
        replace(one, verdict=_verdict_of(by_answer.get((one.interview, one.question, one.code))))
        for one in wholes
    )


def _verdict_of(parts: Sequence[Difference] | None) -> Decision | None:
    verdicts = [one.verdict for one in parts or () if one.verdict is not None]
    if not parts or len(verdicts) < len(parts):
        return None
    return max(verdicts, key=lambda event: (event.status == "accepted", *in_time(event)))


def answer_by_answer(
    differences: Iterable[Difference], worst: Callable[[Difference], tuple[float, str]]
) -> list[Difference]:
    """Put differences in the order of settling: of the worst code first, an answer's together.

    After the first one of an answer come those on the same words, then the others of the answer:
    who has just read it settles all of it, and sees where two verdicts would contradict each other.

    Args:
        differences: In the order that they keep where their codes are as bad.
        worst: Gives what a difference is sorted by, the least first.
    """
    by_answer: dict[tuple[str, str], list[Difference]] = {}
    for one in sorted(differences, key=worst):
        by_answer.setdefault((one.interview, one.question), []).append(one)
    return [one for here in by_answer.values() for one in _words_together(here)]


def _words_together(here: Sequence[Difference]) -> list[Difference]:
    """Put after each those that share words with it, or with one of those."""
    left, found = list(here), list[Difference]()
    while left:
        together = [left.pop(0)]
        while near := [one for one in left if any(map(one.overlaps, together))]:
            together += near
            left = [one for one in left if one not in near]
        found += together
    return found


def _settled(one: Difference, verdicts: Sequence[Decision]) -> Difference:
    said = {
        event.id
        for side in (*one.gave, *one.did_not)
        for event in side.decisions
        if event.action != "read"
    }
    for event in reversed(verdicts):
        if event.code == one.code and said <= set(event.settles) and one.is_covered_by(event):
            has_gone = event.status == "accepted" and not one.gave
            return one if has_gone else replace(one, verdict=event)
    return one


def _difference(
    place: tuple[str, str],
    segments: Sequence[Span],
    unit: Unit,
    coders: Sequence[str],
    stances: Mapping[str, Stance],
) -> Difference:
    sides: dict[bool, list[Side]] = {True: [], False: []}
    for coder, yes in zip(coders, unit.said, strict=True):
        if yes is not None:
            sides[yes].append(_side(coder, stances[coder], unit, yes=yes))
    start, end = segments[unit.segments[0]][0], segments[unit.segments[-1]][1]
    return Difference(*place, start, end, unit.code, tuple(sides[True]), tuple(sides[False]))


def _side(coder: str, stance: Stance, unit: Unit, *, yes: bool) -> Side:
    found: dict[str, Decision] = {}
    for at in unit.segments:
        key = (at, unit.code)
        for event in stance.gave.get(key, ()) if yes else stance.no(key):
            found[event.id] = event
    others = {code for at, code in stance.gave if at in unit.segments and code != unit.code}
    return Side(coder, tuple(found.values()), tuple(sorted(others)))


def _continues(before: Difference, after: Difference) -> bool:
    """Say whether the same decisions differ: one passage over several segments."""
    return _parties(before) == _parties(after)


def _parties(one: Difference) -> tuple[object, ...]:
    gave = tuple((side.coder, side.decisions) for side in one.gave)
    did_not = tuple((side.coder, side.decisions) for side in one.did_not)
    return gave, did_not


def _joined(before: Difference, after: Difference) -> Difference:
    return replace(
        before,
        end=after.end,
        gave=_together(before.gave, after.gave),
        did_not=_together(before.did_not, after.did_not),
    )


def _together(ours: tuple[Side, ...], theirs: tuple[Side, ...]) -> tuple[Side, ...]:
    """Join what the same coders said of two segments side by side."""
    return tuple(
        replace(one, instead=tuple(sorted({*one.instead, *two.instead})))
        for one, two in zip(ours, theirs, strict=True)
    )
