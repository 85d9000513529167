"""How figures are printed in one profile: with their base, never below the smallest count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from themer.findings.disclosure import suppress
from themer.findings.figure import Figure
from themer.findings.recorded import Total
from themer.findings.results import Findings
from themer.findings.wording import k_of_n, percent_words, quantity
from themer.model.study import Audience, Profile, Study
from themer.report.ledger import Entry, Ledger
from themer.report.marked_text import Rich, joined, rich

WITHHELD = "withheld"
OTHERS = ":others"
"""What the id of a figure ends with that counts those of a base that another does not."""


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints figures by the rules of a study and a profile, and enters them in the ledger."""

    study: Study
    findings: Findings
    profile: Profile
    ledger: Ledger
    pseudonyms: Mapping[str, str]
    """Unit → what it is called in this profile."""
    decided: Mapping[str, bool]
    """Figure → whether it may be printed, for those that are tied to others; see
    `printable_figures`."""

    @property
    def minimum(self) -> int:
        """Give the smallest count that is printed."""
        return self.study.minimum_cell.of(self.profile)

    @property
    def shares_notes(self) -> bool:
        """Say whether this profile may show notes as they were typed."""
        return self.profile == "internal"

    def audience(self, audience_id: str) -> Audience:
        """Give the words for the units of an audience."""
        return self.study.audiences[audience_id]

    def noun(self, audience_id: str, number: int) -> str:
        """Say the word for so many units of an audience."""
        return self.audience(audience_id).counted(number)

    def is_shown(self, figure: Figure) -> bool:
        """Decide whether a count may be printed; the same wherever it stands."""
        # What is left of a base tells what is taken from it.
        name = figure.id.removesuffix(OTHERS)
        if name in self.decided:
            return self.decided[name]
        return suppress([figure], self.minimum, exclusive=False)[0].shown

    def has_base(self, figure: Figure) -> bool:
        """Decide whether the base of a count may be printed."""
        return self.decided.get(f"{figure.id}:base", True) and not 0 < figure.n < self.minimum

    def k(self, figure: Figure) -> Rich:
        """Print the count alone, for a cell beside its base."""
        return self._print(figure, str(figure.k))

    def n(self, figure: Figure) -> Rich:
        """Print the base."""
        base = replace(
            figure,
            id=f"{figure.id}:base",
            label=f"{figure.label} (the base)",
            k=figure.n,
            units=figure.base_units,
            answers=(),
        )
        return self._print(base, str(figure.n))

    def k_of_n(self, figure: Figure) -> Rich:
        """Print a count with its base, and its percentage where the base is large enough."""
        return self._print(figure, k_of_n(figure.k, figure.n, self.study.percent_from))

    def share(self, figure: Figure) -> Rich:
        """Print the percentage; the count with its base where that is too small for one."""
        share = percent_words(figure.k, figure.n, self.study.percent_from)
        return self.k_of_n(figure) if share is None else self._print(figure, share)

    def counted(self, figure: Figure) -> Rich:
        """Say so many of so many units: "6 of 9 branches", "17 of 31 services (55%)"."""
        noun = self.noun(figure.audience, figure.n)
        if not self.has_base(figure):
            return joined(("a ", self.k(figure), f" number of {self.noun(figure.audience, 2)}"))
        if not self.is_shown(figure):
            return joined(("a ", self.k(figure), " number of the ", self.n(figure), f" {noun}"))
        share = percent_words(figure.k, figure.n, self.study.percent_from)
        words = joined((self._print(figure, f"{figure.k} of {figure.n}"), f" {noun}"))
        if share is None:
            return words
        return joined((words, " (", self._print(figure, share), ")"))

    def word(self, figure: Figure) -> Rich:
        """Print the word of quantity."""
        return self._print(figure, quantity(figure.k, figure.n)) if figure.n else rich("no base")

    def number(
        self,
        key: str,
        label: str,
        value: int,
        units: Iterable[str],
        rule: str,
        *,
        small: bool = False,
    ) -> Rich:
        """Print a count of units that has no base, such as those that were approached.

        Args:
            key: The id in the ledger.
            label: What is counted.
            value: How many.
            units: Which.
            rule: The heading of its definition.
            small: Whether it tells of answers, so that a small one is not printed.
        """
        if small and 0 < value < self.minimum:
            return self.ledger.enter(Entry(key, label, rule), WITHHELD, withheld=True)
        return self.ledger.enter(Entry(key, label, rule, value, units=tuple(units)), str(value))

    def total(self, key: str, label: str, total: Total, rule: str, *, based: bool = False) -> Rich:
        """Print a sum of recorded numbers; "not given" where nobody gave one.

        Args:
            key: The id in the ledger.
            label: What is summed.
            total: The sum.
            rule: The heading of its definition.
            based: Whether its base, and how many are awaited, stand behind it in brackets.
        """
        if total.value is None:
            return rich("awaited" if total.awaited else "not given")
        if 0 < total.n < self.minimum:
            return self.ledger.enter(Entry(key, label, rule), WITHHELD, withheld=True)
        entry = Entry(
            key,
            label,
            rule,
            value=total.value,
            units=total.units,
            apart={"awaited": len(total.awaited)} if total.awaited else {},
            answers=total.answers,
        )
        text = plain_number(total.value)
        if based:
            awaited = f"; {len(total.awaited)} awaited" if total.awaited else ""
            text = f"{text} (n = {total.n}{awaited})"
        return self.ledger.enter(entry, text)

    def unit_name(self, unit: str) -> str:
        """Say what a unit is called in this profile."""
        return self.pseudonyms.get(unit, unit)

    def _print(self, figure: Figure, text: str) -> Rich:
        if self.is_shown(figure):
            return self.ledger.figure(figure, text)
        return self.ledger.figure(figure, WITHHELD, withheld=True)


def plain_number(value: float) -> str:
    """Print a number with at most one decimal, halves rounded up, thousands marked by a comma."""
    exact = Decimal(repr(value))
    step = Decimal("1") if exact == exact.to_integral_value() else Decimal("0.1")
    return f"{exact.quantize(step, ROUND_HALF_UP):,}"


def listed(parts: Sequence[object], last: str = "and") -> Rich:
    """Join with commas, and a word before the last."""
    if len(parts) < 2:
        return joined(parts)
    return joined((joined(parts[:-1], ", "), f" {last} ", parts[-1]))


def started(words: str) -> Rich:
    """Begin a sentence with a capital, where it begins with a plain letter."""
    words = words if isinstance(words, Rich) else rich(words)
    return Rich(words[:1].upper() + words[1:])
