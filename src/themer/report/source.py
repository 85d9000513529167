"""What a report is made from: the study's material, what was found in it, and the author's text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from themer.coding.compared import Agreement
from themer.errors import RefusedError
from themer.findings.attribution import usable_quotes
from themer.findings.coded import ThemeFinding, ThemePassageFound
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.practice import GoodPractice
from themer.findings.protection import printable_figures
from themer.findings.recorded import PairFinding, Total, WorkforceFinding
from themer.findings.redaction import ProposedName, is_held_back
from themer.findings.replacing import printed_words
from themer.findings.results import Findings, Quote
from themer.model.action import PlannedAction
from themer.model.study import PairWords, Profile
from themer.report.fact_wording import pair_title
from themer.report.ledger import Ledger
from themer.report.printing import Printer

QUOTES_A_THEME = 3
NOT_PRINTED = "words not printed: no consent to quote"


@dataclass(frozen=True, slots=True)
class Source:
    """A study with its findings, and the profile that they are reported in."""

    material: Material
    findings: Findings
    profile: Profile
    printer: Printer
    author_sections: frozenset[str] = field(default=frozenset())
    """The names of the sections that a person wrote."""
    agreement: Agreement | None = None
    """How far coders agree; None where nothing can be compared."""
    partner: str | None = None
    """The organisation whose own sheet this is; None for the report of the study."""
    waiting: tuple[ProposedName, ...] = ()
    """Words that may name somebody, on which nobody has decided."""

    def theme_quotes(self, theme: str) -> tuple[Quote, ...]:
        """Choose quotes that may be printed for a theme: of different organisations first."""
        fitting = [q for q in self.usable_quotes() if theme in q.themes]
        return _varied(fitting)[:QUOTES_A_THEME]

    def ranked_themes(self) -> tuple[ThemeFinding, ...]:
        """List the themes by the share of units that voice them, the largest first."""

        def share(theme: ThemeFinding) -> float:
            """Give the share that said it, over all audiences of which it is printed."""
            # Only of what is printed: a theme's place would tell something of a withheld count.
            shown = [count.voiced for count in theme.counts if self.printer.is_shown(count.voiced)]
            n = sum(figure.n for figure in shown)
            return sum(figure.k for figure in shown) / n if n else -1.0

        return tuple(sorted(self.findings.themes, key=lambda theme: (-share(theme), theme.id)))

    def may_print_words(self, place: AnswerReference) -> bool:
        """Say whether words noted in an answer may be printed at all, in any profile."""
        return any(
            one.id == place.interview and one.may_print_notes(place.question)
            for one in self.material.interviews
        )

    def usable_quotes(self) -> tuple[Quote, ...]:
        """List the quotes that may be printed in this profile, each under what may be told of who
        said it."""
        waiting = self.waiting if self.profile == "shareable" else ()
        return usable_quotes(self.material, self.findings.quotes, self.printer.minimum, waiting)

    def may_tell(self, practice: GoodPractice) -> bool:
        """Say whether a good practice may stand in what is shared: agreed, and no name waits."""
        words = f"{practice.what}\n{practice.ask or ''}"
        held = is_held_back(practice.reference, words, self.waiting)
        return practice.may_be_told and not held

    def noted(self, passage: ThemePassageFound) -> Quote:
        """Make a noted passage printable: without quotation marks, under the unit's name."""
        return Quote(
            id=f"noted:{passage.reference.key}",
            reference=passage.reference,
            text=passage.text.strip(),
            printed=printed_words(self.material)(passage.reference, passage.text.strip()),
            unit=passage.unit,
            organisation=passage.organisation,
            audience=passage.audience,
            role=None,
            attribution=self.printer.unit_name(passage.unit),
            fitting=1,
            reasons=(),
            sensitive=False,
            codes=(),
            themes=(),
        )

    def finding_name(self, reference: str) -> str:
        """Name the finding that an action answers.

        Raises:
            RefusedError: There is no such finding, so the document would refer to nothing.
        """
        kind, _, name = reference.partition(":")
        questions = [q for one in self.material.sets.values() for q in one.questions()]
        names: Mapping[str, Mapping[str, str]] = {
            "theme": {theme.id: theme.name for theme in self.findings.themes},
            "fact": {question.id: question.title for question in questions},
            "component": {c.id: c.name for b in self.material.codebooks.values() for c in b.codes},
            "indicator": {one.id: one.name for one in self.material.indicators},
            "pair": {
                pair.id.partition(":")[2].partition("@")[0]: pair_name(pair, self)
                for pair in reversed(self.findings.pairs)
            },
        }
        found = names.get(kind, {}).get(name)
        if found is None:
            raise RefusedError(
                f'actions.yaml: an action answers "{reference}", and there is no such finding.',
                hint="Write theme:ID, fact:QUESTION, component:CODE, pair:ID or indicator:ID.",
            )
        return found

    def unanswered(self, references: Sequence[str]) -> tuple[str, ...]:
        """List, of some findings, those that no planned action answers."""
        answered = {one for action in self.material.actions.actions for one in action.answers}
        return tuple(reference for reference in references if reference not in answered)

    def may_show(self, question: str) -> bool:
        """Say whether a question may stand in this profile: a sensitive one is not shared."""
        if self.profile == "internal":
            return True
        asked = (one.question(question) for one in self.material.sets.values())
        return not any(found is not None and found.sensitive for found in asked)

    def may_show_figure(self, figure_id: str) -> bool:
        """Say whether a figure rests on no question that this profile keeps out."""
        kind, *names = figure_id.partition("@")[0].split(":")
        if kind == "indicator":
            named = [
                q for o in self.findings.indicators if o.figure.id == figure_id for q in o.questions
            ]
            return all(self.may_show(question) for question in named)
        if kind == "unknown" and len(names) == 2:
            return self.may_show(names[1].partition(".")[0])
        return kind != "fact" or self.may_show(names[0])

    def pairs(self) -> tuple[PairFinding, ...]:
        """List the pairs of facts that may stand in this profile."""
        return tuple(
            pair
            for pair in self.findings.pairs
            if self.may_show(pair.first) and self.may_show(pair.second)
        )

    def words_of(self, pair: PairFinding) -> PairWords:
        """Give the study's words for the two sides of a pair."""
        named = pair.id.partition(":")[2].partition("@")[0]
        return next(one.about for one in self.material.study.pairs if one.id == named)

    def workforce(self) -> WorkforceFinding | None:
        """Give supply and demand, unless a number in it is kept out of this profile."""
        wanted = self.material.study.workforce
        if wanted is None:
            return None
        measures = set(wanted.measures())
        if self.material.assumptions is not None:
            measures |= {*self.material.assumptions.stock, *self.material.assumptions.on_their_way}
        kept_out = not all(self.may_show_measure(measure) for measure in measures)
        return None if kept_out else self.findings.workforce

    def may_show_measure(self, measure: str) -> bool:
        """Say whether the questions that record a measure may stand in this profile."""
        return all(
            self.may_show(fact.question)
            for fact in self.findings.facts
            for number in fact.numbers
            if number.measure == measure
        )

    def unit_noun(self, total: Total | None) -> str:
        """Say what the units of a total are called; "units" where they are of several audiences."""
        units = set(total.units) if total else set()
        for audience in self.material.audiences():
            if units and units <= set(self.material.units(audience)):
                return self.printer.noun(audience, len(units))
        return "unit" if len(units) == 1 else "units"

    def planned(self) -> tuple[PlannedAction, ...]:
        """List what will be done."""
        return self.material.actions.actions


def make_source(
    material: Material,
    findings: Findings,
    profile: Profile,
    ledger: Ledger,
    author_sections: frozenset[str] = frozenset(),
    agreement: Agreement | None = None,
    partner: str | None = None,
    waiting: tuple[ProposedName, ...] = (),
) -> Source:
    """Put together what a report is made from.

    Args:
        material: The study.
        findings: What was found in it.
        profile: ``internal`` or ``shareable``.
        ledger: Where everything that is printed is entered; a new one for each report.
        author_sections: The names of the sections that a person wrote.
        agreement: How far coders agree; None where nothing can be compared.
        partner: The organisation whose own sheet this is; None for the report of the study.
        waiting: Words that may name somebody, on which nobody has decided.
    """
    printer = Printer(
        study=material.study,
        findings=findings,
        profile=profile,
        ledger=ledger,
        pseudonyms=unit_names(material, profile),
        decided=printable_figures(findings, material.study.minimum_cell.of(profile)),
    )
    return Source(
        material, findings, profile, printer, author_sections, agreement, partner, waiting
    )


def unit_names(material: Material, profile: Profile) -> dict[str, str]:
    """Name every unit: as in the register inside, by a number in documents that are shared.

    A unit that did not agree to be named has its number in every document. Numbers are dealt by a
    hash of the unit's id, so that they do not follow the alphabet.
    """
    unnamed = {
        material.unit_of(interview)
        for interview in material.counted()
        if interview.consent is not None and not interview.consent.name
    }
    names: dict[str, str] = {}
    for audience in material.audiences():
        words = material.study.audiences[audience]
        units = list(material.units(audience))
        units.sort(key=lambda u: hashlib.sha256(f"{material.study.id}/{u}".encode()).digest())
        for number, unit in enumerate(units, 1):
            if profile == "shareable" or unit in unnamed:
                names[unit] = f"{words.one} {number}"
            else:
                names[unit] = _registered_name(material, unit)
    return names


def _registered_name(material: Material, unit: str) -> str:
    found = material.study.find_unit(unit)
    partner = material.study.partner(unit)
    return found[1].name if found else partner.name if partner else unit


def pair_name(pair: PairFinding, source: Source) -> str:
    """Name two facts together by the question that they answer."""
    return pair_title(source.words_of(pair), source.printer.audience(pair.audience).many)


def _varied(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Put the first quote of each organisation before any second one; short before long."""
    in_order = sorted(quotes, key=lambda q: (len(q.text), q.id))
    seen: dict[str, int] = {}
    ranked: list[tuple[int, int, Quote]] = []
    for place, quote in enumerate(in_order):
        rank = seen.get(quote.organisation, 0)
        seen[quote.organisation] = rank + 1
        ranked.append((rank, place, quote))
    return tuple(quote for _, _, quote in sorted(ranked, key=lambda r: r[:2]))
