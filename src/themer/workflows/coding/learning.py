"""Learn from decisions while they are made: a study read once, refit after every few of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from themer.coding.instructive import front
from themer.coding.suggestions import Suggestions, suggest_on
from themer.coding.texts import Judgement
from themer.findings.material import Material
from themer.findings.passages import read_places, spoken_answers
from themer.findings.placing import placed
from themer.model.decision import Decision, standing
from themer.segments import segments_of
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.suggesting import BookOfSegments, read_books
from themer.workflows.analysis.vectors import Encode
from themer.workflows.coding.judgements import judgements_of
from themer.workflows.coding.learning_messages import Learned, LearnedUpdate, Place, learned_of
from themer.workflows.material import load_decisions, load_material
from themer.workflows.progress import silent

AT_ONCE = 200
"""Segments in one part, at most: reading it costs the desk a few milliseconds."""
SEEN = 3
"""So many codes of a segment are compared to say whether a coder would notice a change."""
NOTICED = 0.02
"""A confidence that changed by less looks the same."""


@dataclass(slots=True)
class _Book:
    """The segments of one codebook, what was decided of them, and what follows."""

    segments: BookOfSegments
    judgements: Sequence[Judgement] = ()
    read: Collection[str] = frozenset()
    made: Suggestions | None = None
    rows: dict[Place, list[int]] = field(default_factory=dict)
    """The segments of each answer."""


class Learning:
    """One coder's study, and what is learned of it from decisions.

    Args:
        folder: The study.
        coder: Whose desk it is.
        encode: Texts into vectors; None works with TF-IDF alone.
        blind: Learn from nothing that another coder decided.

    Raises:
        ProblemsError: The study does not hold.
    """

    def __init__(
        self, folder: StudyFolder, coder: str, encode: Encode | None, *, blind: bool
    ) -> None:
        self._coder = coder
        self._material: Material = load_material(folder)
        self._spoken = spoken_answers(self._material)
        every = load_decisions(folder)
        self._events = {e.id: e for e in every if not blind or e.coder == coder}
        self._last: Place | None = None
        self._books = _books(self._material, encode)
        # What analyse wrote follows from everybody's decisions, so a blind desk does not show it.
        known = {} if blind else self._material.suggestions
        self._told = {s.id: learned_of(s) for file in known.values() for s in file.segments}
        self._take_in()

    def take(self, events: Iterable[Decision]) -> bool:
        """Take decisions in, and say whether there is anything to learn from them."""
        new = {event.id: event for event in events if event.id not in self._events}
        for event in new.values():
            if event.interview is not None and event.question is not None:
                self._last = event.interview, event.question
        self._events |= new
        return bool(new) and self._take_in()

    def refit(self, *, is_complete: bool) -> Iterator[LearnedUpdate]:
        """Learn, and give what changed part by part; a caller may leave off after any of them.

        A part may be empty: then so many segments stay as they were.

        Args:
            is_complete: Also fit anew how sure the machine may be, which takes four times as long,
                and give every difference, not only those that a coder would notice.
        """
        for book in self._books:
            lines = None if is_complete or book.made is None else book.made.lines
            book.made = suggest_on(
                book.segments.grounds, judgements=book.judgements, read=book.read, lines=lines
            )
        first: tuple[Place, ...] | None = self._front()
        part: dict[str, Learned] = {}
        for number, (book, row) in enumerate(self._by_turn(first or ()), 1):
            said = self._said(book, row, is_complete=is_complete)
            if said is not None:
                part[book.segments.segments[row].id] = said
            if number % AT_ONCE == 0:
                yield self._tell(part, first)
                part, first = {}, None
        yield replace(self._tell(part, first), is_complete=is_complete)

    def _take_in(self) -> bool:
        """Work out what holds, and say whether that differs from before."""
        decisions = placed(standing(self._events.values()), self._material.interviews)
        self._material = replace(self._material, decisions=decisions)
        own = replace(
            self._material, decisions=tuple(e for e in decisions if e.coder == self._coder)
        )
        self._unread = self._spoken.keys() - read_places(own, self._spoken)
        read = read_places(self._material, self._spoken)
        is_new = False
        for book in self._books:
            judgements = judgements_of(decisions, book.segments.segments)
            ids = {s.id for s in book.segments.segments if (s.interview, s.question) in read}
            is_new = is_new or (judgements, ids) != (book.judgements, book.read)
            book.judgements, book.read = judgements, ids
        return is_new

    def _front(self) -> tuple[Place, ...]:
        """List the unread answers that teach most, those of each codebook by turns."""
        fronts: list[list[Place]] = []
        for book in self._books:
            open_ones = {p: rows for p, rows in book.rows.items() if p in self._unread}
            places = list(open_ones)
            chosen = () if book.made is None else front(book.made, list(open_ones.values()))
            fronts.append([places[place] for place in chosen])
        longest = max(map(len, fronts), default=0)
        return tuple(places[n] for n in range(longest) for places in fronts if n < len(places))

    def _by_turn(self, first: Sequence[Place]) -> Iterator[tuple[_Book, int]]:
        """Go through all segments, those first that the coder is likely to meet next."""
        turns: Mapping[Place, int] = {place: turn for turn, place in enumerate(first)}
        here = None if self._last is None else self._last[0]

        answers = [
            (-1 if place[0] == here else turns.get(place, len(turns)), book, place)
            for book in self._books
            for place in book.rows
        ]
        for _, book, place in sorted(answers, key=lambda answer: answer[0]):
            yield from ((book, row) for row in book.rows[place])

    def _said(self, book: _Book, row: int, *, is_complete: bool) -> Learned | None:
        """Give what is said of a segment now; None where it is what was told."""
        told = self._told.get(book.segments.segments[row].id)
        if book.made is None or (told and not is_complete and _looks_so(book.made, row, told)):
            return None
        now = learned_of(book.segments.segment(book.made, row))
        return None if now == told else now

    def _tell(self, part: dict[str, Learned], first: tuple[Place, ...] | None) -> LearnedUpdate:
        self._told |= part
        own = sum(event.coder == self._coder for event in self._events.values())
        return LearnedUpdate(part, first, own)


def _books(material: Material, encode: Encode | None) -> list[_Book]:
    segments = [s for i in material.counted() for s in segments_of(material.study.id, i)]
    books = [_Book(book) for book in read_books(material, segments, encode, silent)]
    for book in books:
        for row, segment in enumerate(book.segments.segments):
            book.rows.setdefault((segment.interview, segment.question), []).append(row)
    return books


def _looks_so(made: Suggestions, row: int, told: Learned) -> bool:
    """Say whether a coder who was told something would see no difference."""
    ranked = made.ranked(row)[:SEEN]
    before = told.suggestions[:SEEN]
    return [made.codes[code] for code in ranked] == [s.code for s in before] and all(
        abs(float(made.confidence[row, code]) - s.confidence) < NOTICED
        for code, s in zip(ranked, before, strict=True)
    )
