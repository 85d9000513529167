"""The evidence behind each figure and quote in words, for the comments of a review copy."""

from __future__ import annotations

from collections.abc import Sequence

from themer.errors import RefusedError
from themer.findings.figure import AnswerReference
from themer.findings.recorded import APART_LABELS
from themer.findings.results import Quote
from themer.model.interview import Interview
from themer.report.dates import long_date
from themer.report.ledger import Entry, counted
from themer.report.source import NOT_PRINTED, Source

MOST_UNITS = 40
"""As many units as a comment names."""
MOST_PASSAGES = 12
"""As many passages as a comment holds; all are in the evidence report."""


def review_words(source: Source) -> dict[str, str]:
    """Say of everything that was printed what it rests on, a line for each thing.

    Args:
        source: What a report was made from, after its documents were read into blocks.

    Returns:
        Ledger id (``e7``, ``q2``) → the words of its comment.

    Raises:
        RefusedError: The profile is not the internal one: comments name who said what.
    """
    if source.profile != "internal":
        raise RefusedError(
            "A review copy names who said what, so there is none in the shareable profile.",
            hint="Leave --review-copy out, or make the internal report.",
        )
    ledger, words = source.printer.ledger, _Words(source)
    figures = {
        ledger_id: "\n".join(words.of_figure(ledger_id, entry))
        for ledger_id, entry, _ in ledger.figures()
    }
    quotes = {
        ledger_id: "\n".join(words.of_quote(ledger_id, quote, verbatim=verbatim))
        for ledger_id, quote, verbatim, _ in ledger.quotes()
    }
    return figures | quotes


class _Words:
    """Words for entries of the ledger, with what they look up kept at hand."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._interviews = {one.id: one for one in source.material.interviews}
        self._passages = {
            member.reference.key: member
            for theme in source.findings.themes
            for member in (*theme.members, *theme.contrary)
        }

    def of_figure(self, ledger_id: str, entry: Entry) -> list[str]:
        """Say what is counted, by which rule, of whom, and in which answers."""
        lines = [f"{ledger_id.upper()}. {entry.label}"]
        rule = entry.rule.replace("-", " ")
        if entry.key in self._source.printer.ledger.withheld:
            return [*lines, f"Rule: {rule}. The number is too small to print."]
        count = counted(entry.k, entry.n, entry.value)
        lines.append(f"{count}. Rule: {rule}." if count else f"Rule: {rule}.")
        if entry.apart:
            beside = (
                f"{number} {APART_LABELS.get(reason, reason.replace('_', ' '))}"
                for reason, number in sorted(entry.apart.items())
            )
            lines.append(f"Apart from the base: {', '.join(beside)}.")
        if entry.units:
            names = sorted(self._unit_name(unit) for unit in entry.units)
            lines.append(f"Counted: {_shortened(names, MOST_UNITS)}.")
        lines += self._answers(entry.answers)
        if entry.machine_only:
            lines.append("Suggested by the machine only: no person has decided it.")
        return lines

    def of_quote(self, ledger_id: str, quote: Quote, *, verbatim: bool) -> list[str]:
        """Say where the words come from, how they were taken down, and what was agreed to."""
        interview = self._interviews.get(quote.reference.interview)
        kind = "Heard word for word" if verbatim else "As noted, not word for word"
        lines = [
            f"{ledger_id.upper()}. {kind}.",
            f"From: {self._unit_name(quote.unit)}, {self._question(quote.reference)} "
            f"({quote.reference.key}).",
            f"Attributed to “{quote.attribution}”, which fits "
            f"{quote.fitting} {'person' if quote.fitting == 1 else 'people'} who took part.",
        ]
        return [*lines, *self._consent(interview, quote)]

    def _consent(self, interview: Interview | None, quote: Quote) -> list[str]:
        consent = interview.consent if interview else None
        if consent is None:
            return []
        agreed = "agreed to" if consent.quote else "not agreed to"
        when = f", {long_date(consent.at.date())}" if consent.at else ""
        lines = [f"Quoting: {agreed} (wording {consent.wording_version}{when})."]
        if quote.sensitive:
            lines.append("The question is sensitive: the words stay out of what is shared.")
        return lines

    def _answers(self, references: Sequence[AnswerReference]) -> list[str]:
        """Give passages of themes as noted; otherwise name the questions that were answered."""
        passages = [one for one in references if one.key in self._passages]
        if not passages:
            questions = dict.fromkeys(self._question(one) for one in references)
            return [f"Answers to: {'; '.join(questions)}."] if questions else []
        lines = [f"{self._unit_of(one)}: {self._noted(one)}" for one in passages[:MOST_PASSAGES]]
        left = len(passages) - MOST_PASSAGES
        return [*lines, f"And {left} more, in the evidence report."] if left > 0 else lines

    def _noted(self, reference: AnswerReference) -> str:
        if not self._source.may_print_words(reference):
            return f"[{NOT_PRINTED}]"
        return self._passages[reference.key].text.strip().replace("\n", " / ")

    def _unit_of(self, reference: AnswerReference) -> str:
        interview = self._interviews.get(reference.interview)
        if interview is None:
            return reference.interview
        return self._unit_name(self._source.material.unit_of(interview))

    def _unit_name(self, unit: str) -> str:
        """Name a unit; one that did not take part as the study's register has it."""
        found = self._source.material.study.find_unit(unit)
        taken_part = unit in self._source.printer.pseudonyms
        return found[1].name if found and not taken_part else self._source.printer.unit_name(unit)

    def _question(self, reference: AnswerReference) -> str:
        interview = self._interviews.get(reference.interview)
        if interview is None or interview.set.id not in self._source.material.sets:
            return reference.question
        question = self._source.material.question(interview, reference.question)
        return question.title if question else reference.question


def _shortened(names: Sequence[str], most: int) -> str:
    left = len(names) - most
    return "; ".join(names[:most]) + (f"; and {left} more" if left > 0 else "")
