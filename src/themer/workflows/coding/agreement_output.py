"""Agreement as words for the terminal, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from themer.coding.agreement import Coefficient
from themer.coding.compared import (
    HAS_LEARNED,
    MACHINES_RULE,
    Agreement,
    CodeAgreement,
    Compared,
)
from themer.coding.differences import Difference, Side
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import open_text
from themer.findings.wording import k_of_n
from themer.workflows.coding.stances import code_names

SCHEMA = "themer/agreement/1"
_DECIMALS = 3
_LONGEST = 300
"""Characters of a passage that are printed; JSON has all of them."""
Row = tuple[str, str, str, str, str]
HEADS: Row = ("code", "alpha (95 %)", "kappa", "alike", "given")


def opening_lines(found: Agreement) -> Iterator[str]:
    """Say who is compared and on what base, or why nothing can be."""
    if found.people.why_not is not None:
        yield found.people.why_not
    else:
        yield f"{_listed(found.people.coders)}: {base_words(found, found.people)}."
        counts = zip(found.people.coders, found.blind, strict=True)
        made = ", ".join(f"{coder} {k} of {n}" for coder, (k, n) in counts)
        yield f"Decided blind, so by themselves: {made}."
    if found.sample is not None:
        yield _sample_words(found)


def base_words(found: Agreement, compared: Compared) -> str:
    """Say how many units there are of how many answers."""
    who = "both" if len(compared.coders) == 2 else "at least two of them"
    base = f"the {_some(compared.answers, 'answer')} that {who} coded"
    if found.by == "answer":
        return f"{compared.parts} with a code, of {base}"
    segments = _some(compared.parts, "segment")
    return f"{segments} with a code, in {compared.with_codes} of {base}"


TAKEN_BACK = "settled as given, and nobody gives it any more"


def difference_lines(
    found: Agreement, material: Material, *, code: str | None = None, settled_too: bool = False
) -> Iterator[str]:
    """List the passages on which people differ, the worst code first; indented below each code.

    Args:
        found: What was compared.
        material: The study.
        code: List only differences on this one.
        settled_too: Whether those are listed that somebody settled; else they are only counted.
    """
    if found.people.why_not is not None:
        return
    names = code_names(material)
    every = [one for one in found.differences if code in (None, one.code)]
    yield _differ_words(found, every, None if code is None else names[code], all_listed=settled_too)
    alphas = {one.code: one.alpha.value for one in found.people.codes}
    kept = [one for one in every if settled_too or one.verdict is None]
    for on, listed in groupby(kept, key=lambda one: one.code):
        alpha = alphas.get(on)
        yield ""
        yield f"{names.get(on, on)}, alpha {'-' if alpha is None else f'{alpha:.2f}'}"
        for one in listed:
            yield from _difference_lines(one, material, names)


def _differ_words(
    found: Agreement, every: Sequence[Difference], on: str | None, *, all_listed: bool
) -> str:
    """Say on how many passages, or answers, people differ, and where the settled ones are."""
    beyond = "" if on is None else f" about {on}"
    if not every:
        return f"They differ nowhere{beyond}."
    total, settled = len(every), sum(one.verdict is not None for one in every)
    words = f"They differ on {_some(total, 'passage')}{beyond}, {settled} of them settled"
    if found.by == "answer":
        times = f"{_some(total, 'time')}{beyond}, each answer taken as a whole"
        words = f"They differ {times}, {settled} of {total} settled"
    if all_listed or not settled:
        return f"{words}; worst code first."
    if settled == total:
        return f"{words}: --all lists them."
    return f"{words}. Here are the others, the worst code first; --all lists every one."


def _difference_lines(
    one: Difference, material: Material, names: Mapping[str, str]
) -> Iterator[str]:
    words = " ".join(passage_words(one, material).split())
    short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    yield f"  {one.interview}/{one.question}:{one.start}-{one.end}  {short}"
    for side in one.gave:
        yield f"    {side.coder} gave it{_reasons(side)}"
    if not one.gave:
        yield f"    {TAKEN_BACK}"
    for side in one.did_not:
        instead = [names.get(code, code) for code in side.instead]
        also = f"; gave {_listed(instead)}" if instead else ""
        yield f"    {side.coder} {no_words(side)}{_reasons(side)}{also}"
    if one.verdict is not None:
        event = one.verdict
        said = "given" if event.status == "accepted" else "not given"
        yield f"    settled by {event.coder}: {said}{': ' + event.reason if event.reason else ''}"


def no_words(side: Side) -> str:
    """Say in what way a coder did not give a code."""
    return "refused it" if side.has_refused else "read the answer and did not give it"


def passage_words(one: Difference, material: Material) -> str:
    """Give a passage's words, what is restricted left out."""
    interview = next(i for i in material.interviews if i.id == one.interview)
    where = AnswerReference(one.interview, one.question, one.start, one.end)
    return open_text(interview.answers[one.question], where)


def rows(compared: Compared, material: Material) -> Iterator[Row]:
    """Go through the figures of a comparison as lines of a table; none where there are none."""
    for one in _every(compared):
        yield (
            one.name,
            _number(one.alpha),
            _number(one.kappa),
            k_of_n(one.alike, one.units, material.study.percent_from),
            " ".join(map(str, one.given)),
        )


def title_words(compared: Compared) -> str:
    """Say whose figures a table has, and in what order it says how often each gave a code."""
    return f"{_listed(compared.coders)}, code by code; how often each gave it in this order:"


def note_lines(compared: Compared) -> Iterator[str]:
    """Say which codes a comparison leaves out, and why a coefficient or an interval is missing."""
    missing: dict[str, list[str]] = {}
    for one in _every(compared):
        if one.alpha.why_not is not None:
            missing.setdefault(one.alpha.why_not, []).append(one.name)
    for why, names in missing.items():
        yield f"{_listed(names)}: {why}"
    if len(compared.coders) > 2 and compared.codes:
        yield "Cohen's kappa compares two people: --coders A,B gives it for two of them."
    if compared.never:
        yield f"Given by nobody, so nothing to agree on: {', '.join(compared.never)}."
    if compared.retired:
        yield f"Retired since, so left out: {', '.join(compared.retired)}."


def machine_lines(found: Agreement) -> Iterator[str]:
    """Say what the machine's figures rest on and what they are worth, or why there are none."""
    machine = found.machine
    if machine.why_not is not None:
        yield f"The machine: {machine.why_not}"
        return
    people = _listed(found.people.coders)
    yield f"The machine against {people}: {base_words(found, machine)}. {MACHINES_RULE}"
    yield HAS_LEARNED
    seen, accepted = found.with_suggestion
    yield f"Noted as given with the machine's suggestion in view: {seen} of {accepted} codes."


def as_json(found: Agreement, material: Material, *, code: str | None = None) -> str:
    """Give all of it as a JSON document that ends in a line feed; coefficients to 3 decimals.

    Args:
        found: What was compared.
        material: The study.
        code: Give only differences on this one; settled or not, all of them.
    """
    sample = found.sample
    plain = {
        "schema": SCHEMA,
        "by": found.by,
        "people": _compared(found.people),
        "blind": {
            coder: list(counts)
            for coder, counts in zip(found.people.coders, found.blind, strict=True)
        },
        "machine": {
            **_compared(found.machine),
            "rule": MACHINES_RULE,
            "caution": HAS_LEARNED,
            "accepted_with_suggestion": list(found.with_suggestion),
        },
        "sample": None
        if sample is None
        else {
            "drawn": sample.drawn,
            "there": sample.there,
            "coded_twice": sample.twice,
            "is_base": sample.is_base,
        },
        "differences": [
            _difference(one, material) for one in found.differences if code in (None, one.code)
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _number(one: Coefficient) -> str:
    if one.value is None:
        return "-"
    if one.low is None or one.high is None:
        return f"{one.value:.2f}"
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"


def _sample_words(found: Agreement) -> str:
    sample = found.sample
    assert sample is not None
    gone = sample.drawn - sample.there
    lost = f"; {gone} of them have gone" if gone else ""
    only = "Only they are counted." if sample.is_base else "--sample counts only them."
    return (
        f"Drawn to be coded twice: {_some(sample.drawn, 'answer')}{lost}, of which {sample.twice} "
        f"are coded by two. {only}"
    )


def _reasons(side: Side) -> str:
    said = [event.reason for event in side.decisions if event.reason]
    return f": {'; '.join(said)}" if said else ""


def _compared(compared: Compared) -> dict[str, Any]:
    return {
        "coders": list(compared.coders),
        "answers": compared.answers,
        "answers_with_codes": compared.with_codes,
        "parts": compared.parts,
        "why_not": compared.why_not,
        "codes": [
            {
                "code": one.code,
                "name": one.name,
                "given": dict(zip(compared.coders, one.given, strict=True)),
                "alike": one.alike,
                "units": one.units,
                "alpha": _coefficient(one.alpha),
                "kappa": _coefficient(one.kappa),
            }
            for one in _every(compared)
        ],
        "given_by_nobody": list(compared.never),
        "retired": list(compared.retired),
    }


def _every(compared: Compared) -> list[CodeAgreement]:
    return [*compared.codes, *([compared.together] if compared.together else [])]


def _coefficient(one: Coefficient) -> dict[str, Any]:
    numbers = {"value": one.value, "low": one.low, "high": one.high}
    rounded = {
        key: None if number is None else round(number, _DECIMALS) + 0.0
        for key, number in numbers.items()
    }
    return {**rounded, "why_not": one.why_not}


def _difference(one: Difference, material: Material) -> dict[str, Any]:
    return {
        "code": one.code,
        "place": f"{one.interview}/{one.question}:{one.start}-{one.end}",
        "text": passage_words(one, material),
        "gave": [_side(side) for side in one.gave],
        "did_not": [_side(side) for side in one.did_not],
        "settled": None
        if one.verdict is None
        else {
            "by": one.verdict.coder,
            "status": one.verdict.status,
            "reason": one.verdict.reason,
        },
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "coder": side.coder,
        "decisions": [event.id for event in side.decisions],
        "refused": side.has_refused,
        "reasons": [event.reason for event in side.decisions if event.reason],
        "instead": list(side.instead),
    }


def _listed(names: list[str] | tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _some(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
