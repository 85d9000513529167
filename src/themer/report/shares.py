"""Shares of all answers in words and tables: estimates, marked as such, each with its interval."""

from __future__ import annotations

from typing import Any

from themer.findings.prevalence import ShareEstimate
from themer.findings.shares import RULE, AudienceShares, CodeShare
from themer.findings.wording import share_words
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import WITHHELD
from themer.report.source import Source
from themer.report.tables import table


def shares(source: Source) -> list[dict[str, Any]]:
    """Give what is estimated where an audience's answers are read in part, or why nothing is."""
    return [
        {
            "said": _said(source, part),
            "table": _table(source, part) if part.codes else None,
        }
        for part in source.findings.shares
    ]


def _said(source: Source, part: AudienceShares) -> Rich:
    many = source.printer.audience(part.audience).many
    answers = _number(source, part, "answers", part.answers)
    if part.why_not is not None:
        read = _number(source, part, "read", part.read)
        numbers = {
            name: _number(source, part, name, value) for name, value in part.why_not.numbers.items()
        }
        opening = say(
            "Of {answers} answers of {many}, {read} are read.",
            answers=answers,
            many=many,
            read=read,
        )
        return joined((opening, say(part.why_not.words, **numbers)), " ")
    said = [
        say(
            "Of {answers} answers of {many}, {drawn} were drawn at random and read to the end. "
            "From them the share of all is estimated, {how}. It is a share of answers, and the "
            "range beside it is made so that it holds the true one 95 times in 100.",
            answers=answers,
            many=many,
            drawn=_number(source, part, "drawn", part.drawn),
            how="by people's decisions and what the machine expects of the others"
            if part.with_machine
            else "by people's decisions alone",
        )
    ]
    if part.later:
        later = _number(source, part, "later", part.later)
        said.append(say("Answers of later conversations, not among these: {n}.", n=later))
    return joined(said, " ")


def _number(source: Source, part: AudienceShares, name: str, value: int) -> Rich:
    key, label = f"share:{name}@{part.audience}", f"answers, for their shares: {name}"
    return source.printer.number(key, label, value, (), RULE)


def _table(source: Source, part: AudienceShares) -> dict[str, Any]:
    ranked = sorted(
        part.codes, key=lambda code: (-code.estimate.share if code.estimate else 1.0, code.name)
    )
    return table(
        f"Shares of all answers of {source.printer.audience(part.audience).many}, estimated",
        ["Code", "Decided, of those read", "Of all, estimated", "From", "To"],
        [[code.name, *_cells(source, part, code)] for code in ranked],
        numbers=4,
    )


def _cells(source: Source, part: AudienceShares, code: CodeShare) -> list[Rich]:
    if code.estimate is None:
        return [rich("read before the code"), *[rich("not estimated")] * 3]
    found = code.estimate
    # A small count could be worked out from the estimate too.
    withheld = (
        0 < found.k < source.printer.minimum or 0 < found.n - found.k < source.printer.minimum
    )
    return [_found(source, part, code, found, withheld=withheld)] + [
        _estimated(source, part, code, what, value, withheld=withheld)
        for what, value in (("estimate", found.share), ("from", found.low), ("to", found.high))
    ]


def _found(
    source: Source, part: AudienceShares, code: CodeShare, found: ShareEstimate, *, withheld: bool
) -> Rich:
    entry = Entry(
        key=f"share:{code.code}@{part.audience}",
        label=f"{code.name}: answers drawn that carry it",
        rule=RULE,
        k=found.k,
        n=found.n,
        answers=code.found,
    )
    text = WITHHELD if withheld else f"{found.k} of {found.n}"
    return source.printer.ledger.enter(entry, text, withheld=withheld)


def _estimated(
    source: Source,
    part: AudienceShares,
    code: CodeShare,
    what: str,
    value: float,
    *,
    withheld: bool,
) -> Rich:
    entry = Entry(
        key=f"share:{code.code}:{what}@{part.audience}",
        label=f"{code.name}: share of all answers, {what}",
        rule=RULE,
        value=round(value, 4) + 0.0,
    )
    text = WITHHELD if withheld else share_words(value)
    return source.printer.ledger.enter(entry, text, withheld=withheld)
