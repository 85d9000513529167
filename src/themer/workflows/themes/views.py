"""What the theme desk shows: themes with their counts, the machine's groups, and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from themer.errors import InputError
from themer.findings.coded import CandidateFinding, ThemeFinding
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import Place, Spoken, open_text
from themer.findings.theme_map import Lanes, lanes_of
from themer.findings.themes import (
    ThemeGround,
    find_candidates,
    finding_of,
    ground_of,
    spans_of_candidate,
)
from themer.model.interview import Interview
from themer.model.recognising import (
    Held,
    Holders,
    Span,
    decided_groups,
    reference_of,
    spans_of,
)
from themer.model.relocating import relocated
from themer.model.theme import CandidateTheme, Theme, ThemePassage
from themer.themes.identity import continued

Role = Literal["strength", "challenge", "neutral"]
PassageState = Literal["here", "moved", "gone"]
_MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class PassageHere:
    """A passage with whose it is, and whether its words are still there."""

    passage: ThemePassage
    """As it is kept."""
    unit: str
    unit_name: str
    organisation: str
    question: str
    """The question's title."""
    ask: str
    text: str
    """To read: restricted words left out."""
    state: PassageState
    is_contrary: bool = False


@dataclass(frozen=True, slots=True)
class CandidateHere:
    """A group of the machine that nobody has decided on."""

    id: str
    reference: str
    """Names it among the groups of all runs."""
    name: str
    words: tuple[str, ...]
    finding: CandidateFinding
    passages: tuple[ThemePassage, ...]
    """Exemplars first, then the strongest."""
    like: tuple[str, int] | None = None
    """A theme's name, and how many of the passages it holds already."""


@dataclass(frozen=True, slots=True)
class ThemeHere:
    """A theme as it stands today."""

    theme: Theme
    finding: ThemeFinding | None
    """Counts; None of themes that are refused or merged."""
    gone: int
    """Passages whose words are no longer there."""
    moved: int
    """Passages whose words are elsewhere in their answer now."""
    new: tuple[ThemePassage, ...] = ()
    """Passages that the machine puts with those of the theme, and that are in no theme."""
    joined: tuple[str, ...] = ()
    """Ids of the groups, of this run, that the theme is known in."""


@dataclass(slots=True)
class Known:
    """What of a study is the same whatever becomes of the themes, kept once it was asked for."""

    who: dict[Place, tuple[str, str, str, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    """The units' names by their ids."""
    passages: tuple[PassageHere, ...] | None = None
    lanes: Lanes | None = None


@dataclass(frozen=True)
class ThemeView:
    """Everything that the screens of the theme desk show."""

    material: Material
    ground: ThemeGround
    named: tuple[ThemeHere, ...]
    closed: tuple[ThemeHere, ...]
    """Refused and merged ones."""
    candidates: tuple[CandidateHere, ...]
    note: str | None
    """Why there are no candidates, where there are none."""
    code_names: dict[str, str] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    """What was worked out already; the themes have no part in it."""

    @property
    def spoken(self) -> dict[Place, Spoken]:
        """The answers that count."""
        return self.ground.spoken

    def candidate(self, identity: str) -> CandidateHere:
        """Find a candidate by its id.

        Raises:
            InputError: There is none.
        """
        found = next((one for one in self.candidates if one.id == identity), None)
        if found is None:
            raise InputError(f'There is no candidate "{identity}" that is not decided.')
        return found

    def theme(self, identity: str) -> ThemeHere | None:
        """Find a theme by its id."""
        both = (*self.named, *self.closed)
        return next((one for one in both if one.theme.id == identity), None)

    def text_of(self, interview: str, question: str) -> str:
        """Give the words of an answer; empty where there are none."""
        said = self.spoken.get((interview, question))
        return "" if said is None else said.answer.coded_text

    def where_now(self, one: ThemePassage) -> ThemePassage | None:
        """Give a passage where its words are today; None where they are not."""
        text = self.text_of(one.interview, one.question)
        place = relocated(text, one.start, one.end, one.text)
        if place is None:
            return None
        return ThemePassage(one.interview, one.question, *place, one.text)

    def passages_of(self, theme: Theme) -> tuple[PassageHere, ...]:
        """List a theme's passages, the first of each organisation first, contrary ones last."""
        members = [self.here(one) for one in theme.members]
        contrary = [self.here(one, is_contrary=True) for one in theme.contrary]
        return (*_varied(members), *_varied(contrary))

    def here(self, one: ThemePassage, *, is_contrary: bool = False) -> PassageHere:
        """Say whose a passage is, and whether its words are there."""
        now = self.where_now(one)
        said = self.spoken.get((one.interview, one.question))
        text, state = one.text, "gone"
        if now is not None and said is not None:
            reference = AnswerReference(now.interview, now.question, now.start, now.end)
            text = open_text(said.answer, reference)
            state = "here" if (now.start, now.end) == (one.start, one.end) else "moved"
        name, organisation, title, ask = self._who(one.interview, one.question)
        return PassageHere(
            one,
            said.unit if said else one.interview,
            name,
            organisation,
            title,
            ask,
            text,
            "moved" if state == "moved" else "here" if state == "here" else "gone",
            is_contrary,
        )

    def _who(self, interview_id: str, question_id: str) -> tuple[str, str, str, str]:
        place = (interview_id, question_id)
        if place not in self.known.who:
            self.known.who[place] = self._look_up(interview_id, question_id)
        return self.known.who[place]

    def _look_up(self, interview_id: str, question_id: str) -> tuple[str, str, str, str]:
        interview = self._interviews.get(interview_id)
        if interview is None:
            return interview_id, interview_id, question_id, ""
        if interview.unit not in self.known.units:
            unit = self.material.study.find_unit(interview.unit)
            self.known.units[interview.unit] = interview.unit if unit is None else unit[1].name
        known = interview.set.id in self.material.sets
        question = self.material.question(interview, question_id) if known else None
        return (
            self.known.units[interview.unit],
            interview.organisation,
            question_id if question is None else question.title,
            "" if question is None else question.ask,
        )

    @cached_property
    def _interviews(self) -> dict[str, Interview]:
        return {interview.id: interview for interview in self.material.interviews}

    def _all_passages(self) -> tuple[PassageHere, ...]:
        if self.known.passages is None:
            self.known.passages = self._find_passages()
        return self.known.passages

    def _find_passages(self) -> tuple[PassageHere, ...]:
        """List every passage that was coded, or that the machine cut, by place."""
        spans: dict[Span, None] = {}
        for event in self.material.decisions:
            if event.action == "accept" and event.start is not None and event.end is not None:
                place = (event.interview or "", event.question or "", event.start, event.end)
                if self.text_of(*place[:2])[event.start : event.end] == event.text:
                    spans[place] = None
        for one, said in self.ground.segments.values():
            spans[said.interview, said.question, one.start, one.end] = None
        return tuple(self.here(self.passage_at(span)) for span in sorted(spans))

    def passage_at(self, span: Span) -> ThemePassage:
        """Give the passage at a place, with the words that stand there."""
        interview, question, start, end = span
        return ThemePassage(
            interview, question, start, end, self.text_of(interview, question)[start:end]
        )

    def lanes(self) -> Lanes:
        """Give the passages of every code, for the map."""
        if self.known.lanes is None:
            self.known.lanes = lanes_of(self.material, self.spoken)
        return self.known.lanes

    def search(self, typed: str) -> tuple[PassageHere, ...]:
        """Find passages that hold all words that are typed, or whose unit or question does."""
        wanted = typed.casefold().split()
        found = [
            one
            for one in self._all_passages()
            if all(
                word in f"{one.text} {one.unit_name} {one.question}".casefold() for word in wanted
            )
        ]
        return tuple(found[:_MOST_FOUND])


def view_of(material: Material, before: ThemeView | None = None) -> ThemeView:
    """Work out what the theme desk shows.

    Args:
        material: The study.
        before: What was shown before, where only the themes changed since.
    """
    ground = ground_of(material) if before is None else before.ground
    open_findings = find_candidates(material, ground)
    groups = _groups(material, ground)
    known = Known() if before is None else before.known
    shell = ThemeView(material, ground, (), (), (), None, known=known)
    here = [_theme_here(shell, theme, before, groups) for theme in material.themes]
    candidates = material.candidate_themes
    open_ones = {one.id: one for one in open_findings}
    note = "The machine has put nothing together yet: run themer analyse."
    if candidates is not None:
        note = candidates.note or ""
    return ThemeView(
        material,
        ground,
        tuple(one for one in here if one.theme.status == "named"),
        tuple(one for one in here if one.theme.status != "named"),
        tuple(
            _candidate_here(shell, candidate, open_ones[candidate.id], groups)
            for candidate in (candidates.themes if candidates else ())
            if candidate.id in open_ones
        ),
        note or None,
        {code.id: code.name for book in material.codebooks.values() for code in book.codes},
        known,
    )


@dataclass(frozen=True, slots=True)
class _Groups:
    """The machine's groups, worked out once for all themes."""

    spans: dict[str, list[Span]]
    """Passages that are still there, by the group's id."""
    references: dict[str, str]
    decided: dict[str, str]
    """The theme with which a person decided on a group."""
    placed: Held
    """Every passage of a group."""
    holders: Holders
    """Every passage of a theme."""
    of_theme: dict[str, set[str]]
    """The passages of groups that a theme holds, by its id."""


def _groups(material: Material, ground: ThemeGround) -> _Groups:
    candidates = material.candidate_themes
    holders = Holders(material.themes)
    if candidates is None:
        return _Groups({}, {}, {}, Held(()), holders, {})
    spans = {one.id: spans_of_candidate(one, ground.segments) for one in candidates.themes}
    of_theme: dict[str, set[str]] = {}
    for group in spans.values():
        for span in group:
            for theme in holders.of(span):
                of_theme.setdefault(theme, set()).add(str(span))
    return _Groups(
        spans,
        {one.id: reference_of(candidates, one) for one in candidates.themes},
        decided_groups(material.themes, candidates, list(spans.values())),
        Held(span for group in spans.values() for span in group),
        holders,
        of_theme,
    )


def _theme_here(
    view: ThemeView, theme: Theme, before: ThemeView | None, groups: _Groups
) -> ThemeHere:
    """Say how a theme stands; what is of it alone is taken over where it did not change."""
    here = None if before is None else before.theme(theme.id)
    if here is None or here.theme != theme:
        states = [view.here(one).state for one in (*theme.members, *theme.contrary)]
        finding = finding_of(theme, view.ground) if theme.status == "named" else None
        here = ThemeHere(theme, finding, states.count("gone"), states.count("moved"))
    new, joined = _what_is_new(theme, groups)
    return replace(here, new=tuple(view.passage_at(span) for span in new), joined=joined)


def _what_is_new(theme: Theme, groups: _Groups) -> tuple[list[Span], tuple[str, ...]]:
    """Give the passages that the groups which a theme goes on in hold, and no theme does."""
    own = spans_of(theme)
    if not own or not groups.spans:
        return [], ()
    ids = list(groups.spans)
    old = groups.of_theme.get(theme.id, set()) | {
        f"alone {span}" for span in own if span not in groups.placed
    }
    (match,) = continued({theme.id: old}, [[str(s) for s in groups.spans[one]] for one in ids])
    joined = [one for one in ids if groups.decided.get(one) == theme.id]
    if match.new is not None and groups.decided.get(ids[match.new]) is None:
        joined.append(ids[match.new])
    # What was decided on in this very run brought nothing back and nothing new.
    sources = {source for change in theme.history for source in change.sources}
    joined = [one for one in joined if groups.references[one] not in sources]
    new: dict[Span, None] = {}
    for one in joined:
        new.update(dict.fromkeys(span for span in groups.spans[one] if not groups.holders.of(span)))
    return list(new), tuple(joined)


def _candidate_here(
    view: ThemeView, candidate: CandidateTheme, finding: CandidateFinding, groups: _Groups
) -> CandidateHere:
    exemplars = [_span(one.reference) for one in finding.exemplars]
    spans = dict.fromkeys((*exemplars, *groups.spans[candidate.id]))
    shared = Counter(theme for span in spans for theme in groups.holders.of(span))
    most = max(shared, key=lambda theme: (shared[theme], theme), default=None)
    names = {theme.id: theme.name for theme in view.material.themes}
    return CandidateHere(
        candidate.id,
        groups.references[candidate.id],
        candidate.name,
        candidate.words,
        finding,
        tuple(view.passage_at(span) for span in spans),
        None if most is None else (names[most], shared[most]),
    )


def _span(where: AnswerReference) -> Span:
    return where.interview, where.question, where.start or 0, where.end or 0


def _varied(passages: Sequence[PassageHere]) -> Iterable[PassageHere]:
    """Put the first passage of each organisation first, then the second of each, and so on."""
    turns: dict[str, int] = {}
    ranked = []
    for place, one in enumerate(passages):
        turn = turns.get(one.organisation, 0)
        turns[one.organisation] = turn + 1
        ranked.append((turn, place, one))
    return (one for _, _, one in sorted(ranked, key=lambda item: item[:2]))
