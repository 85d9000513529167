"""Which decisions a change of the codebook touches: those that their coder should look at again.

Nothing is recoded here. A decision on an edited code still counts while it waits; one that gave a
code which is retired by now counts for nothing until its coder decides again, so it is always
listed.

Which changes a coder knew of follows from the version of the codebook that stands in the event: an
older desk may still be open, and two people's clocks differ. Only events without a version go by
the time of day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from themer.model.codebook import Codebook, CodebookChange, counted_on
from themer.model.decision import Decision, in_force

Place = tuple[str, str]
"""The ids of an interview and of a question."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """A decision that waits until its coder decides again."""

    decision: Decision
    change: CodebookChange | None
    """What touched it last; None where a code was retired by hand."""
    offers: tuple[str, ...]
    """The codes that may take its place: its own where that was edited, those that a retired code
    was merged or split into; empty where there is none."""

    @property
    def is_counted(self) -> bool:
        """Say whether it counts while it waits, because its code is still there."""
        return self.decision.code in self.offers


def to_look_at(decisions: Iterable[Decision], book: Codebook) -> tuple[LookAgain, ...]:
    """List the decisions on a codebook's codes that wait to be looked at again.

    A decision on an edited code waits until the same coder decides again on that passage and code.
    One that gave a code that is retired by now waits until the same coder has given one of the
    codes that took its place to the passage or to more than it, has refused all of these there
    since, or has refused the retired code itself; where nothing took its place, until they have
    read the answer again. A judgement on a component waits in the same way for another one in that
    unit. A refusal of a retired code waits for nothing: nothing is counted
    by it. Nor does what an adjudication decided against, nor an adjudication: once a coder of what
    it settled decides again, that decision stands for itself.

    Args:
        decisions: Those that stand, in the order of their making; all of answers of this codebook.
        book: The codebook as it is now.
    """
    stand = tuple(decisions)
    counting = {event.id for event in in_force(stand)}
    ways = _Ways(book)
    by_place = _by_coder_and_place(stand)
    found = []
    for event in stand:
        if event.action not in ("accept", "refuse", "status") or event.code is None:
            continue
        if event.id not in counting:
            continue
        if event.code in ways.current:
            change = ways.last_touching(event)
            if change is not None:
                found.append(LookAgain(event, change, (event.code,)))
        elif event.action != "refuse" and book.code(event.code):
            others = by_place[_whose(event)]
            moved_on = _is_judged_anew if event.action == "status" else _has_moved_on
            if not moved_on(event, others, ways):
                offers = ways.current_after(event.code)
                found.append(LookAgain(event, ways.retired_by(event.code), offers))
    return tuple(found)


def waiting_by_code(items: Iterable[LookAgain]) -> Mapping[str, int]:
    """Count what waits, by the code that was decided on, sorted."""
    return dict(sorted(Counter(str(item.decision.code) for item in items).items()))


def read_before(decisions: Iterable[Decision], book: Codebook) -> Mapping[str, tuple[Place, ...]]:
    """List, by code, the answers that were read to their end before the code was there.

    An answer is left out where somebody read it again since, or has decided on the code there.

    Args:
        decisions: Those that stand; all of answers of this codebook.
        book: The codebook as it is now.
    """
    stand, known = tuple(decisions), _Known(book)
    reads = [event for event in stand if event.action == "read"]
    read = {event.place for event in reads if event.place is not None}
    decided = {(event.code, event.place) for event in stand}
    found = {}
    for code, made in _made_at(book).items():
        with_code = {event.place for event in reads if known.is_after(event, made)}
        places = {place for place in read - with_code if (code, place) not in decided}
        if places:
            found[code] = tuple(sorted(places))
    return found


def codes_unknown(event: Decision, book: Codebook) -> frozenset[str]:
    """List the codes of today that were not in the codebook when somebody decided."""
    known = _Known(book)
    return frozenset(
        code for code, made in _made_at(book).items() if not known.is_after(event, made)
    )


def codes_in_place_of(code_id: str, book: Codebook) -> tuple[str, ...]:
    """List the codes of today that took a retired code's place; none where nothing did."""
    return _Ways(book).current_after(code_id)


def retiring_change(book: Codebook, code_id: str) -> CodebookChange | None:
    """Find the change that retired a code and was not taken back; None where there is none."""
    return _Ways(book).retired_by(code_id)


def undone_versions(changes: Iterable[CodebookChange]) -> frozenset[str]:
    """Give the versions whose changes were taken back."""
    return frozenset(change.undoes for change in changes if change.undoes is not None)


def _made_at(book: Codebook) -> dict[str, CodebookChange]:
    """Say which change made each current code that was not there from the start."""
    current = {code.id for code in book.current()}
    return {
        code: change for change in book.changes for code in _new_codes(change) if code in current
    }


def _new_codes(change: CodebookChange) -> tuple[str, ...]:
    if change.did == "add":
        return change.codes
    return change.into if change.did == "split" else ()


class _Known:
    """Which changes of a codebook those who decided knew of."""

    def __init__(self, book: Codebook) -> None:
        self._places: dict[str, int] = {}
        self._known: dict[str, int] = {}
        """How many changes had been made, by the version; of one made twice, the fewest."""
        for place, change in enumerate(book.changes):
            self._places.setdefault(change.version, place)
            self._known.setdefault(change.version, place + 1)
        self._known.setdefault(book.version, len(book.changes))

    def is_after(self, event: Decision, change: CodebookChange) -> bool:
        """Say whether who decided had the codebook with a change before them."""
        known = self._changes_before(event.codebook)
        return event.at > change.at if known is None else known > self._places[change.version]

    def _changes_before(self, version: str | None) -> int | None:
        if version is None or version in self._known:
            return self._known.get(version or "")
        # A version written by hand, such as the first one, is known by the change that followed it.
        return self._places.get(counted_on(version))


class _Ways:
    """Where each code of a codebook has gone."""

    def __init__(self, book: Codebook) -> None:
        self.is_after = _Known(book).is_after
        self._changes = book.changes
        self._by_version = {change.version: change for change in book.changes}
        self._undone = undone_versions(book.changes)
        self.current = frozenset(code.id for code in book.current())
        self._naming: dict[str, list[CodebookChange]] = {}
        for change in book.changes:
            for code in {*change.codes, *change.into}:
                self._naming.setdefault(code, []).append(change)
        self._after: dict[str, tuple[str, ...]] = {}

    def last_touching(self, event: Decision) -> CodebookChange | None:
        """Find the latest change after a decision on a current code that asks for a second look."""
        naming = self._naming.get(event.code or "", ())
        later = [change for change in naming if not self.is_after(event, change)]
        made = {change.version for change in later}
        touching = [c for c in later if self._touches(c, event, made)]
        return touching[-1] if touching else None

    def _touches(self, change: CodebookChange, event: Decision, made: set[str]) -> bool:
        """Say whether a change touches a decision, of which all later changes' versions are given.

        A change that was taken back since touches nothing, and taking it back touches only what was
        decided between the two.
        """
        if change.version in self._undone or change.undoes in made:
            return False
        if change.did == "edit":
            return change.look_again and event.code in change.codes
        undone = self._by_version.get(change.undoes or "")
        if undone is None:
            return False
        if undone.did == "edit":
            return undone.look_again and event.code in undone.codes
        # Without what was merged into it a code takes in less: only what was given is in doubt.
        return undone.did == "merge" and event.action == "accept" and event.code in undone.into

    def retired_by(self, code: str) -> CodebookChange | None:
        """Find the change that retired a code and was not taken back; None where there is none."""
        return next((c for c in reversed(self._changes) if code in self._retired(c)), None)

    def _retired(self, change: CodebookChange) -> tuple[str, ...]:
        if change.version in self._undone:
            return ()
        if change.did in ("split", "merge", "retire"):
            return change.codes
        undone = self._by_version.get(change.undoes or "")
        return () if undone is None else _new_codes(undone)

    def after(self, code: str) -> tuple[str, ...]:
        """List the codes that took a code's place, and those that took theirs; itself left out."""
        if code not in self._after:
            self._after[code] = tuple(self._find_after(code))
        return self._after[code]

    def _find_after(self, code: str) -> dict[str, None]:
        found: dict[str, None] = {}
        waiting = [code]
        while waiting:
            change = self.retired_by(waiting.pop())
            for later in () if change is None else self._in_place_of(change):
                if later not in found and later != code:
                    found[later] = None
                    waiting.append(later)
        return found

    def _in_place_of(self, change: CodebookChange) -> tuple[str, ...]:
        undone = self._by_version.get(change.undoes or "")
        if undone is None:
            return change.into
        return undone.codes if undone.did == "split" else ()

    def current_after(self, code: str) -> tuple[str, ...]:
        """List the codes of today that took a code's place."""
        return tuple(later for later in self.after(code) if later in self.current)


def _has_moved_on(event: Decision, others: Sequence[Decision], ways: _Ways) -> bool:
    """Say whether a coder has decided again where they gave a code that is retired by now."""
    covering = [other for other in others if _covers(other, event)]
    later = ways.after(event.code or "")
    if any(other.action == "accept" and other.code in later for other in covering):
        return True
    change = ways.retired_by(event.code or "")
    now = ways.current_after(event.code or "")
    if change is None:
        return False
    if not now:
        return any(other.action == "read" and ways.is_after(other, change) for other in others)
    refused = {o.code for o in covering if o.action == "refuse" and ways.is_after(o, change)}
    return refused.issuperset(now)


def _is_judged_anew(event: Decision, others: Sequence[Decision], ways: _Ways) -> bool:
    """Say whether a coder has judged what took a component's place, or nothing took it."""
    now, change = ways.current_after(event.code or ""), ways.retired_by(event.code or "")
    judged = {
        other.code
        for other in others
        if other.action == "status" and (change is None or ways.is_after(other, change))
    }
    return judged.issuperset(now)


def _covers(other: Decision, event: Decision) -> bool:
    """Say whether a decision is about a whole passage, or more than it."""
    if None in (other.start, other.end, event.start, event.end):
        return False
    return (other.start or 0) <= (event.start or 0) and (event.end or 0) <= (other.end or 0)


def _whose(event: Decision) -> tuple[str, str | None, str | None, str | None]:
    """Name the coder of a decision, and its answer or its unit."""
    return event.coder, event.interview, event.question, event.unit


def _by_coder_and_place(
    events: Iterable[Decision],
) -> dict[tuple[str, str | None, str | None, str | None], list[Decision]]:
    found: dict[tuple[str, str | None, str | None, str | None], list[Decision]] = {}
    for event in events:
        found.setdefault(_whose(event), []).append(event)
    return found
