"""What will be done about the findings, what is asked, and which findings nobody answers yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from themer.model.action import PlannedAction
from themer.report.dates import has_passed, long_partial_date
from themer.report.marked_text import Rich, emphasis, joined, rich, say
from themer.report.printing import listed
from themer.report.source import Source


def planned(source: Source, action: PlannedAction, numbers: dict[str, int]) -> dict[str, Any]:
    """Say what will be done, by whom and by when, and which findings it answers."""
    names = [source.finding_name(one) for one in action.answers]
    numbered = finding_numbers(source, action.answers, numbers)
    by = long_partial_date(action.by) if action.by else ""
    as_at = source.findings.as_at
    overdue = bool(action.by and as_at and has_passed(action.by, as_at))
    words = say("{what}", what=action.what.rstrip(". "))
    if by and not overdue:
        words = say("{words}, by {by}", words=words, by=by)
    # After a comma it would be read as part of what shall be done, whose last verb it follows.
    beside = [f"was due by {by}"] if overdue else []
    if numbered:
        noun = "finding" if len(numbered) == 1 else "findings"
        beside.append(f"{noun} {listed(numbered)}")
    elif names:
        beside += names
    if beside:
        words = say("{words} ({beside})", words=words, beside="; ".join(beside))
    return {
        "what": action.what,
        "owner": action.owner or "not settled",
        "by": f"was due by {by}" if overdue else by or "not settled",
        "answers": joined(names, "; ") or rich("no finding named"),
        "words": say("{words}.", words=words),
    }


def finding_numbers(
    source: Source, references: Sequence[str], numbers: Mapping[str, int]
) -> list[Rich]:
    """Print the numbers that findings have on page one, in order; none for those not there."""
    return [
        source.printer.number(
            f"finding:{one}",
            f"the number of “{source.finding_name(one)}” among the findings",
            numbers[one],
            (),
            "the-order-of-findings",
        )
        for one in sorted(set(references) & set(numbers), key=lambda one: numbers[one])
    ]


def no_action(source: Source, found: Sequence[tuple[str, str]]) -> Rich:
    """Name the findings that no planned action answers; of those asked of others, say so.

    Args:
        source: The study.
        found: The findings of page one: reference, title.
    """
    left = source.unanswered([reference for reference, _ in found])
    asked = {one for ask in source.material.actions.asks for one in ask.answers}
    if not found or not source.planned():
        return Rich("")
    if not left:
        return rich("Every finding of page one has an action.")
    said = []
    for title, which in (
        ("Asked of you, no action of ours yet:", asked & set(left)),
        ("No action yet:", set(left) - asked),
    ):
        titles = "; ".join(name for reference, name in found if reference in which)
        if titles:
            said += [emphasis(rich(title)), rich(f" {ended(titles)} ")]
    return joined(said)


def no_action_here(source: Source, numbers: Mapping[str, int]) -> Rich:
    """Say by number which findings of this page no planned action answers, and which are asked."""
    left = source.unanswered(tuple(numbers))
    if not source.planned() or not left:
        return Rich("")
    asked = {one for ask in source.material.actions.asks for one in ask.answers}
    parts = []
    for chosen, tail in ((asked & set(left), " (asked of you)"), (set(left) - asked, "")):
        which = finding_numbers(source, tuple(chosen), numbers)
        if which:
            noun = "finding" if len(which) == 1 else "findings"
            parts.append(joined((f"{noun} ", listed(which), tail)))
    return joined((emphasis(rich("No action of ours yet:")), " ", listed(parts), "."))


def ended(title: str) -> str:
    """End a title as a sentence, unless it is a question."""
    return title if title.endswith(("?", ".", "!")) else f"{title}."
