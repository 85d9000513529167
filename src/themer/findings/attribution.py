"""Who said a quote, in words that fit so many people that nobody can be told from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from themer.findings.material import Material
from themer.findings.redaction import ProposedName, is_held_back
from themer.findings.results import Quote

FEWEST_ORGANISATIONS = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part in a conversation in which a question was answered in words."""

    role: str
    kind: str
    """Of their organisation, in the study's words."""
    audience: str
    unit: str
    organisation: str
    id: str


def kind_of(material: Material, organisation: str) -> str:
    """Say of what kind an organisation is; empty where the study does not know it."""
    partner = material.study.partner(organisation)
    return "" if partner is None else material.study.types.get(partner.type, partner.type)


def people_of(material: Material, question: str | None = None) -> frozenset[Person]:
    """Collect who took part, each in a unit once; interviewers are left out.

    Args:
        material: The study.
        question: Only those of conversations with words on this question.
    """
    return frozenset(
        Person(
            person.role.casefold(),
            kind_of(material, interview.organisation),
            material.audience_of(interview),
            interview.unit,
            interview.organisation,
            person.id,
        )
        for interview in material.counted()
        if question is None
        or (question in interview.answers and interview.answers[question].noted.strip())
        for person in interview.roster
        if not person.interviewer
    )


Description = tuple[str, str, str]
"""Role, kind of organisation and audience; two people alike in these are described alike."""
Describe = Callable[[Person], tuple[str, ...]]
_LEVELS: tuple[Describe, ...] = (
    lambda p: (p.role, p.kind),
    lambda p: (p.role,),
    lambda p: (p.kind,),
    lambda p: (p.audience,),
)
"""From the closest description to the widest: role and kind, role, kind, audience."""


@dataclass(frozen=True, slots=True)
class Attributions:
    """Attributes quotes in one profile.

    A reader knows the rule. So a wider description counts only people whom no closer one would
    have stood for: "practice lead" without a kind of organisation is printed where enough leads
    are of kinds too small to be named, or it would point to the one that is.
    """

    material: Material
    minimum: int
    """How many people a description has to fit."""
    _told: dict[str, Mapping[Description, tuple[int, int]]] = field(default_factory=dict)

    def attributed(self, quote: Quote) -> Quote:
        """Give a quote under the closest description that fits enough people.

        Where none does, ``fitting`` is under the minimum, and it is not to be printed.
        """
        if self.minimum <= 1 or quote.role is None:
            return quote
        kind = kind_of(self.material, quote.organisation)
        level, many = self._told_of(quote.reference.question).get(
            (quote.role.casefold(), kind, quote.audience), (len(_LEVELS), 0)
        )
        return replace(quote, attribution=self._words(quote, level), fitting=many)

    def _words(self, quote: Quote, level: int) -> str:
        kind = kind_of(self.material, quote.organisation)
        one = self.material.study.audiences[quote.audience].one
        words = (quote.attribution, quote.role or "", f"somebody of one {kind}", f"one {one}")
        return words[min(level, len(words) - 1)]

    def _told_of(self, question: str) -> Mapping[Description, tuple[int, int]]:
        if question not in self._told:
            told = told_apart(people_of(self.material, question), self.minimum)
            self._told[question] = {(p.role, p.kind, p.audience): at for p, at in told.items()}
        return self._told[question]


def told_apart(people: Iterable[Person], minimum: int) -> dict[Person, tuple[int, int]]:
    """Say of each person at which level they are described, and how many that fits.

    Returns:
        Person → (level, people); a level beyond the last where no description fits enough.
    """
    found: dict[Person, tuple[int, int]] = {}
    left = set(people)
    for level, describe in enumerate(_LEVELS):
        groups: dict[tuple[str, ...], set[Person]] = {}
        for person in left:
            groups.setdefault(describe(person), set()).add(person)
        for described, group in groups.items():
            wide = len({person.organisation for person in group}) >= FEWEST_ORGANISATIONS
            if all(described) and len(group) >= minimum and wide:
                found |= dict.fromkeys(group, (level, len(group)))
                left -= group
    return found | dict.fromkeys(left, (len(_LEVELS), 0))


def usable_quotes(
    material: Material, quotes: Iterable[Quote], minimum: int, waiting: Sequence[ProposedName] = ()
) -> tuple[Quote, ...]:
    """List the quotes that may be printed, each under what may be told of who said it.

    Args:
        material: The study.
        quotes: All that are marked in it.
        minimum: How many people an attribution has to fit.
        waiting: Words that may name somebody; a quote with one is left out.
    """
    attributions = Attributions(material, minimum)
    usable = (attributions.attributed(quote) for quote in quotes if quote.usable)
    return tuple(
        quote
        for quote in usable
        if quote.usable_with(minimum) and not is_held_back(quote.reference, quote.text, waiting)
    )
