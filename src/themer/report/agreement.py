"""How far coders agree, as a report says it: the base, alpha code by code, what was settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from themer.coding.agreement import Coefficient
from themer.coding.compared import HAS_LEARNED, MACHINES_RULE, Agreement, CodeAgreement, Compared
from themer.findings.wording import k_of_n
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import listed, started
from themer.report.source import Source
from themer.report.tables import table

RULE = "agreement"
_CODES = ("accept", "refuse", "read")
ALPHA = (
    "Agreement beyond chance, as Krippendorff’s nominal alpha with its 95% interval (1 is full "
    "agreement, 0 is chance),"
)
_DECIMALS = 3
"""With which a coefficient is kept in the ledger; two are printed."""


def agreement(source: Source) -> dict[str, Any]:
    """Say how far coders agree.

    Returns:
        ``short``, one sentence; ``said``, sentences; ``table``, a row for each code, and ``notes``
        below it; ``machine``, sentences on the machine against people. Empty where there is
        nothing to say.
    """
    coders = {one.coder for one in source.material.decisions if one.action in _CODES}
    found = source.agreement
    nothing: dict[str, Any] = {"short": "", "said": [], "table": None, "notes": [], "machine": []}
    if not coders:
        return nothing
    if len(coders) == 1 or found is None:
        alone = rich("One person coded alone, so there is no agreement between coders to report.")
        nothing |= {"short": alone, "said": [alone]}
        return nothing if found is None else nothing | {"machine": _Words(source, found).machine()}
    return _Words(source, found).every()


class _Words:
    """Agreement in words; each number goes through the ledger."""

    def __init__(self, source: Source, found: Agreement) -> None:
        self._source = source
        self._found = found

    def every(self) -> dict[str, Any]:
        """Give all that a template may print."""
        people = self._found.people
        if people.why_not is not None:
            why = self._nothing(people)
            return {
                "short": why,
                "said": [self._coded(), why],
                "table": None,
                "notes": [],
                "machine": self.machine(),
            }
        return {
            "short": self._short(people),
            "said": [
                self._coded(),
                *self._base(people),
                *self._figures("people", people),
                self._differences(),
            ],
            "table": self._table(people),
            "notes": [rich(words) for words in _notes(people)],
            "machine": self.machine(),
        }

    def machine(self) -> list[Rich]:
        """Say how the machine and people taken as one compare, and what that is worth."""
        machine = self._found.machine
        if machine.why_not is not None:
            return []
        found = self._found.with_suggestion
        return [
            say(
                "The machine against people: {parts} with a code, in {k} of the {n} {answers} that "
                "have both. {rule} {caution} For {count} of these codes it is noted that people "
                "gave them with its suggestion in view.",
                **self._bases("machine", machine),
                rule=MACHINES_RULE,
                caution=HAS_LEARNED,
                count=self._count("seen", "codes given with its suggestion in view", *found),
            ),
            *self._figures("machine", machine),
        ]

    def _nothing(self, people: Compared) -> Rich:
        who = listed(people.coders)
        if not people.answers:
            return say(
                "{who} coded no answer in common, so there is no agreement to report.", who=who
            )
        return rich(people.why_not or "")

    def _short(self, people: Compared) -> Rich:
        together = people.together
        if together is None or together.alpha.value is None:
            return rich("")
        return say(
            "{who} coded the same {n} {answers}; their agreement beyond chance (Krippendorff’s "
            "alpha over all codes, 95% interval in brackets) is {alpha}.",
            who="Two people" if len(people.coders) == 2 else "At least two people each",
            n=self._number("people:both", "answers compared", people.answers),
            answers=_noun("answer", people.answers),
            alpha=self._alpha("people", together, interval=True),
        )

    def _coded(self) -> Rich:
        """Say who coded how many answers, and how much of it blind."""
        found = self._found
        answers = found.answers
        parts = [
            say(
                "{coder} {count}",
                coder=coder,
                count=self._count(f"coded:{coder}", f"answers that {coder} coded", k, answers),
            )
            for coder, k in zip(found.people.coders, found.coded, strict=True)
        ]
        blind = [
            say(
                "{coder} {count}",
                coder=coder,
                count=self._count(f"blind:{coder}", f"decisions of {coder} made blind", k, n),
            )
            for coder, (k, n) in zip(found.people.coders, found.blind, strict=True)
        ]
        return say(
            "Answers coded: {coded}. Decisions on codes made blind, with the work of others and of "
            "the machine hidden: {blind}.",
            coded=listed(parts),
            blind=listed(blind),
        )

    def _bases(self, whose: str, compared: Compared) -> dict[str, object]:
        parts = self._number(f"{whose}:parts", "segments with a code", compared.parts)
        return {
            "parts": joined((parts, f" {_noun('segment', compared.parts)}")),
            "k": self._number(f"{whose}:with", "of these, with a code", compared.with_codes),
            "n": self._number(f"{whose}:both", "answers compared", compared.answers),
            "answers": _noun("answer", compared.answers),
        }

    def _base(self, people: Compared) -> Iterator[Rich]:
        """Say on what agreement rests, and whether those answers were drawn or chosen."""
        yield say(
            "Agreement is of {parts} with a code, in {k} of the {n} {answers} that {who} coded. "
            "{drawn}",
            **self._bases("people", people),
            who="both" if len(people.coders) == 2 else "at least two of them",
            drawn=self._drawn(people),
        )

    def _drawn(self, people: Compared) -> Rich:
        sample = self._found.sample
        if people.answers == self._found.answers:
            return rich("These are all answers there are.")
        if sample is None or not sample.twice:
            return rich(
                "They were chosen and not drawn by chance, so they may be easier or harder than "
                "the others."
            )
        twice = self._count("drawn", "of these, drawn by chance", sample.twice, people.answers)
        others = sample.twice < people.answers
        more = "; the others were chosen, and may be easier or harder" if others else ""
        return say("Drawn by chance to be coded twice: {twice}{more}.", twice=twice, more=more)

    def _figures(self, whose: str, compared: Compared) -> Iterator[Rich]:
        """Give alpha over all codes and its range, and the codes that have none."""
        together = compared.together
        if together is not None and together.alpha.value is not None:
            yield say(
                "{alpha_name} over all codes together is {alpha}.{range} Not corrected for chance: "
                "alike on {alike} units.",
                alpha_name=ALPHA if whose == "people" else "Alpha",
                alpha=self._alpha(whose, together, interval=True),
                range=self._range(whose, compared),
                alike=self._alike(whose, together),
            )
        for why, names in _without(compared.codes).items():
            yield say("No alpha for {names}: {why}", names=listed(names), why=why)

    def _range(self, whose: str, compared: Compared) -> Rich:
        known = [one for one in compared.codes if one.alpha.value is not None]
        if len(known) < 2:
            return rich("")
        worst, best = known[0], known[-1]
        return say(
            " It runs from {low} ({worst}) to {high} ({best}).",
            low=self._alpha(whose, worst),
            worst=worst.name,
            high=self._alpha(whose, best),
            best=best.name,
        )

    def _differences(self) -> Rich:
        found = self._found.differences
        if not found:
            return rich("The coders differ on no passage.")
        verdicts = [one.verdict for one in found if one.verdict is not None]
        by = sorted({verdict.coder for verdict in verdicts})
        return say(
            "The coders differ on {n} {passages}; settled by adjudication: {settled}{by}. Findings "
            "count what was settled; agreement is of what each decided before.",
            n=self._number("differences", "passages on which coders differ", len(found)),
            passages=_noun("passage", len(found)),
            settled=self._count(
                "settled", "of these, settled by adjudication", len(verdicts), len(found)
            ),
            by=joined((", by ", listed(by))) if by else "",
        )

    def _table(self, people: Compared) -> dict[str, Any]:
        """Give a row for each code, the worst alpha first, and one for all of them."""
        two = len(people.coders) == 2
        every = [*people.codes, *([people.together] if people.together else [])]
        heads = [f"Given by {coder}" for coder in people.coders]
        rows = [
            [
                started(one.name) if one.code is None else one.name,
                *(
                    self._number(f"given:{_key(one)}:{coder}", f"{one.name}: given by {coder}", k)
                    for coder, k in zip(people.coders, one.given, strict=True)
                ),
                self._alike("people", one),
                self._alpha("people", one, interval=True),
                *([self._coefficient("kappa", one, one.kappa)] if two else []),
            ]
            for one in every
        ]
        return table(
            "Agreement of coders by code, the lowest alpha first; 95% interval in brackets",
            ["Code", *heads, "Alike, of units", "Alpha", *(["Kappa"] if two else [])],
            rows,
            numbers=len(heads) + (3 if two else 2),
        )

    def _alike(self, whose: str, one: CodeAgreement) -> Rich:
        label = f"{one.name}: units alike"
        return self._count(f"{whose}:alike:{_key(one)}", label, one.alike, one.units)

    def _alpha(self, whose: str, one: CodeAgreement, *, interval: bool = False) -> Rich:
        return self._coefficient(f"{whose}:alpha", one, one.alpha, interval=interval)

    def _coefficient(
        self, key: str, one: CodeAgreement, found: Coefficient, *, interval: bool = False
    ) -> Rich:
        if found.value is None:
            return rich("none")
        text = _two(found.value)
        if interval and found.low is not None and found.high is not None:
            text = f"{text} ({_two(found.low)} to {_two(found.high)})"
        name = f"{one.name}: {key.rpartition(':')[2]}"
        if key.startswith("machine"):
            name = f"{name}, the machine against people"
        value = round(found.value, _DECIMALS) + 0.0
        entry = Entry(f"agreement:{key}:{_key(one)}", name, RULE, value)
        return self._source.printer.ledger.enter(entry, text)

    def _number(self, key: str, label: str, value: int) -> Rich:
        return self._source.printer.number(f"agreement:{key}", label, value, (), RULE)

    def _count(self, key: str, label: str, k: int, n: int) -> Rich:
        """Print a count of codings with its base; no unit's answer can be read from it."""
        entry = Entry(f"agreement:{key}", label, RULE, k=k, n=n)
        text = k_of_n(k, n, self._source.material.study.percent_from)
        return self._source.printer.ledger.enter(entry, text)


def _key(one: CodeAgreement) -> str:
    return one.code or "all"


def _two(number: float) -> str:
    return f"{round(number, 2) + 0.0:.2f}"


def _noun(one: str, number: int) -> str:
    return one if number == 1 else f"{one}s"


def _without(codes: Sequence[CodeAgreement]) -> dict[str, list[str]]:
    """List the names of codes that have no alpha, by the reason."""
    found: dict[str, list[str]] = {}
    for one in codes:
        if one.alpha.value is None:
            found.setdefault(one.alpha.why_not or "", []).append(one.name)
    return found


def _notes(compared: Compared) -> Iterator[str]:
    """Say which codes have no interval, and which nobody gave."""
    missing: dict[str, list[str]] = {}
    for one in compared.codes:
        if one.alpha.value is not None and one.alpha.why_not is not None:
            missing.setdefault(one.alpha.why_not, []).append(one.name)
    for why, names in missing.items():
        yield f"{', '.join(names)}: {why}"
    if compared.never:
        yield f"Given by nobody, so nothing to agree on: {', '.join(compared.never)}."
    if compared.retired:
        yield f"Retired since, so left out: {', '.join(compared.retired)}."
