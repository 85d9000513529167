"""``themer agreement``: how far coders agree, and the machine with them, code by code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from themer.coding.agreement import Values, alike, cohens_kappa, nominal_alpha
from themer.coding.compared import Agreement, CodeAgreement, Compared, SampleBase
from themer.coding.differences import (
    Difference,
    differences_of,
    taken_back,
    with_verdicts,
    with_verdicts_of_parts,
)
from themer.coding.units import By, Stance, units_of
from themer.errors import InputError
from themer.findings.material import Material
from themer.model.decision import Decision
from themer.model.sample import Sample
from themer.workflows.coding.answers import Place
from themer.workflows.coding.stances import (
    MACHINE,
    PEOPLE,
    CodedAnswer,
    code_names,
    coded_answers,
    coders_of,
)

Stances = Callable[[CodedAnswer], Sequence[Stance]]


def agreement_of(
    material: Material,
    *,
    coders: Sequence[str] = (),
    by: By = "segment",
    sample: Sample | None = None,
    within_sample: bool = False,
) -> Agreement:
    """Compare coders with each other, and the machine with people.

    Args:
        material: The study.
        coders: Who is compared, at least two; all who coded where empty.
        by: Whether a unit is a segment or a whole answer.
        sample: The answers drawn to be coded twice, where some were.
        within_sample: Whether only they are counted.

    Raises:
        InputError: A coder has no decisions, or fewer than two are named.
    """
    chosen = _chosen(coders_of(material), coders)
    answers = coded_answers(material)
    drawn = frozenset(() if sample is None else sample.places())
    kept = tuple(a for a in answers if a.answer.place in drawn) if within_sample else answers
    names = code_names(material)

    def people(answer: CodedAnswer) -> list[Stance]:
        """Give what each coder said of an answer."""
        return [answer.stance(coder) for coder in chosen]

    def machine(answer: CodedAnswer) -> list[Stance]:
        """Give what the machine, and people taken as one, said of an answer."""
        return [answer.machine(), answer.people(chosen)]

    compared = _compare(kept, chosen, people, names, by)
    alphas = {one.code or "": one.alpha.value for one in compared.codes}
    found = settled_in(kept, chosen, material.decisions, by)
    found.sort(key=lambda one: worst_first(alphas.get(one.code), names.get(one.code, one.code)))
    suggested = [a for a in kept if material.suggestions.get(a.answer.interview.id) is not None]
    accepted = [e for a in kept for e in a.decisions if e.action == "accept" and e.coder in chosen]
    in_view = [e for e in accepted if e.saw is not None and e.saw.suggestion is not None]
    return Agreement(
        by,
        compared,
        tuple(found),
        _compare(suggested, (MACHINE, PEOPLE), machine, names, by),
        (len(in_view), len(accepted)),
        None if sample is None else _sample_base(answers, drawn, chosen, is_base=within_sample),
        tuple(_blind(kept, coder) for coder in chosen),
        tuple(sum(answer.stance(coder).is_there for answer in kept) for coder in chosen),
        len(kept),
    )


def _blind(answers: Iterable[CodedAnswer], coder: str) -> tuple[int, int]:
    """Count how many of a coder's decisions on codes were made blind, and all."""
    decided = [
        event
        for answer in answers
        for event in answer.decisions
        if event.coder == coder and event.action in ("accept", "refuse")
    ]
    return sum(event.saw is not None and event.saw.blind for event in decided), len(decided)


def _chosen(there: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    strangers = [coder for coder in wanted if coder not in there]
    if strangers:
        known = f"Here are {', '.join(there)}." if there else "Nobody has coded yet."
        raise InputError(f'There are no decisions of "{strangers[0]}".', hint=known)
    if len(set(wanted)) == 1:
        raise InputError(
            "Agreement takes two coders or more.", hint="Such as --coders coder-a,coder-b."
        )
    return tuple(dict.fromkeys(wanted)) or tuple(there)


def _compare(
    answers: Iterable[CodedAnswer],
    coders: tuple[str, ...],
    stances: Stances,
    names: dict[str, str],
    by: By,
) -> Compared:
    units: dict[str, list[tuple[Place, Values]]] = {}
    parts: set[tuple[Place, tuple[int, ...]]] = set()
    retired: set[str] = set()
    both = 0
    for answer in answers:
        here = stances(answer)
        if sum(stance.is_there for stance in here) < 2:
            continue
        both += 1
        retired |= {code for stance in here for _, code in stance.gave} & answer.retired
        place = answer.answer.place
        for unit in units_of(here, len(answer.segments), answer.codes, by):
            units.setdefault(unit.code, []).append((place, unit.values))
            parts.add((place, unit.segments))
    with_codes = len({place for place, _ in parts})
    gone = tuple(sorted(names.get(code, code) for code in retired))
    reason = _why_not(coders, both, with_codes)
    if reason is not None:
        return Compared(coders, both, with_codes, len(parts), retired=gone, why_not=reason)
    each = [_agree(code, names.get(code, code), coders, found) for code, found in units.items()]
    given = [one for one in each if any(one.given)]
    every = [unit for found in units.values() for unit in found]
    return Compared(
        coders,
        both,
        with_codes,
        len(parts),
        tuple(sorted(given, key=lambda one: worst_first(one.alpha.value, one.name))),
        _agree(None, "all codes together", coders, every),
        tuple(one.name for one in each if not any(one.given)),
        gone,
    )


def worst_first(alpha: float | None, name: str) -> tuple[float, str]:
    """Give what codes are sorted by: their alpha, those without one last, and then their names."""
    return (2.0 if alpha is None else alpha, name)


def _agree(
    code: str | None, name: str, coders: Sequence[str], found: Sequence[tuple[Place, Values]]
) -> CodeAgreement:
    values = [unit for _, unit in found]
    within = [place for place, _ in found]
    same, of = alike(values)
    return CodeAgreement(
        code,
        name,
        tuple(sum(unit[at] == "yes" for unit in values) for at in range(len(coders))),
        same,
        of,
        nominal_alpha(values, within=within),
        cohens_kappa(values, within=within),
    )


def _why_not(coders: Sequence[str], both: int, with_codes: int) -> str | None:
    """Say why coders cannot be compared; None where they can."""
    who = " and ".join(coders)
    if coders == (MACHINE, PEOPLE):
        if not both:
            return "No answer has both: suggestions of the machine, and decisions of people."
        return None if with_codes else "Neither the machine nor people gave any code yet."
    if not coders:
        return "Nobody has coded yet, so there is no agreement to report."
    if len(coders) == 1:
        return (
            f"{who} coded alone, so there is no agreement between people to report. A colleague "
            "codes a share of the answers too with: themer code --coder your-name --sample 20%."
        )
    if not both:
        return (
            f"{who} have coded no answer in common: both have to read it to its end, with the "
            "words it has today, or decide on passages of it."
        )
    if not with_codes:
        return f"In what {who} coded in common nobody gave any code: there is nothing to agree on."
    return None


def differences_in(
    answers: Iterable[CodedAnswer], coders: Sequence[str], by: By = "segment"
) -> list[Difference]:
    """List where coders differ, by answer, place and code.

    Of passages, those come with them that were settled as given and that nobody gives any more.
    """
    found: list[Difference] = []
    for answer in answers:
        stances = {coder: answer.stance(coder) for coder in coders}
        place, segments, codes = answer.answer.place, answer.segments, answer.codes
        if sum(stance.is_there for stance in stances.values()) > 1:
            found += differences_of(place, segments, codes, stances, by)
        if by == "segment":
            found += taken_back(place, segments, stances, answer.verdicts)
    return found


def settled_in(
    answers: Sequence[CodedAnswer],
    coders: Sequence[str],
    decisions: Sequence[Decision],
    by: By = "segment",
) -> list[Difference]:
    """List where coders differ with the verdicts: of passages, whatever the differences are of.

    Passages are what somebody settles (``themer code --differences``), so an answer as a whole is
    settled with them.
    """
    parts = with_verdicts(differences_in(answers, coders), decisions)
    if by == "segment":
        return list(parts)
    return list(with_verdicts_of_parts(differences_in(answers, coders, by), parts))


def _sample_base(
    answers: Iterable[CodedAnswer], drawn: frozenset[Place], coders: Sequence[str], *, is_base: bool
) -> SampleBase:
    there = [answer for answer in answers if answer.answer.place in drawn]
    twice = sum(sum(a.stance(coder).is_there for coder in coders) > 1 for a in there)
    return SampleBase(len(drawn), len(there), twice, is_base)
