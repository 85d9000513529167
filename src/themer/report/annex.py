"""The annexes: the evidence behind each printed figure, the matrix, the questions, the codebook."""

from __future__ import annotations

from typing import Any

from themer.findings.figure import AnswerReference
from themer.model.question_set import QuestionSet
from themer.report import blocks as tree
from themer.report.ledger import Entry, Ledger
from themer.report.marked_text import Rich, joined, say
from themer.report.source import Source
from themer.report.tables import STATE_LABELS, table

_SYMBOLS = {
    "in_place": "●",
    "developing": "◐",
    "absent": "○",
    "discussed": "…",
    "not_discussed": "–",
}


def evidence(source: Source, ledger: Ledger) -> tuple[tree.Block, ...]:
    """Give an entry for every figure and quote printed so far, with a way back to it.

    Passages that entries rest on stand once, after the entries, under numbers of their own.
    """
    passages = _Passages(source)
    found: list[tree.Block] = []
    for ledger_id, entry, printed in ledger.figures():
        here = any(place.document == ledger.document for place in printed)
        found.append(_figure_entry(source, ledger_id, entry, passages, here=here))
    for ledger_id, quote, verbatim, _ in ledger.quotes():
        words = f"{_question(source, quote.reference)}, "
        words += "heard word for word" if verbatim else "as noted"
        if source.profile == "internal":
            words += f", {source.printer.unit_name(quote.unit)}"
        found.append(
            tree.Paragraph(
                (*_number(ledger_id), tree.Text(f"{words}. "), _back(ledger_id)),
                anchor=tree.evidence_anchor(ledger_id),
                style="small",
            )
        )
    return (*found, *passages.blocks())


class _Passages:
    """The passages of themes, numbered as entries call for them; inside only.

    Passages that only carry a code are named in the ledger: all of them together are nearly as
    long as the interviews.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._texts: dict[str, str] = {}
        self._numbers: dict[str, tuple[int, AnswerReference]] = {}
        if source.profile == "internal":
            for theme in source.findings.themes:
                for member in (*theme.members, *theme.contrary):
                    self._texts[member.reference.key] = member.text.strip()

    def links(self, entry: Entry) -> list[tree.Inline]:
        """Lead from an entry to the passages that it rests on."""
        found: list[tree.Inline] = []
        for reference in entry.answers:
            if reference.key in self._texts:
                taken = self._numbers.setdefault(reference.key, (len(self._numbers) + 1, reference))
                found.append(tree.Text(", " if found else "Passages: "))
                words = (tree.Text(f"P{taken[0]}"),)
                found.append(tree.Link(f"passage-{taken[0]}", words))
        return [*found, tree.Text(". ")] if found else []

    def blocks(self) -> list[tree.Block]:
        """Give every passage that was called for, as it was noted."""
        if not self._numbers:
            return []
        found: list[tree.Block] = [tree.Heading(2, (tree.Text("Passages, as noted"),))]
        for key, (number, reference) in self._numbers.items():
            found.append(
                tree.Paragraph(
                    (
                        *_number(f"p{number}"),
                        tree.Text(f"{_place(self._source, reference)}: {self._texts[key]}"),
                    ),
                    anchor=f"passage-{number}",
                    style="small",
                )
            )
        return found


def _number(ledger_id: str) -> tree.Inlines:
    return (tree.Strong((tree.Text(ledger_id.upper()),)), tree.Text(" "))


def _back(ledger_id: str) -> tree.Inline:
    return tree.Link(tree.used_anchor(ledger_id), (tree.Text("back to the text"),))


def _figure_entry(
    source: Source, ledger_id: str, entry: Entry, passages: _Passages, *, here: bool
) -> tree.Block:
    withheld = entry.key in source.printer.ledger.withheld
    said = f"{entry.label}. " if withheld else f"{entry.label}: {_value(entry)}. "
    words: list[tree.Inline] = [
        *_number(ledger_id),
        tree.Text(f"{said}Rule: {entry.rule.replace('-', ' ')}. "),
    ]
    if entry.machine_only:
        words.append(tree.Text("Suggested by the machine only. "))
    if withheld:
        words.append(tree.Text("Withheld here, because numbers are small. "))
    elif source.profile == "internal":
        if entry.units:
            words.append(tree.Text(f"{_from(source, entry.units)} "))
        words += passages.links(entry)
    words.append(_back(ledger_id) if here else tree.Text("Printed in the summary."))
    return tree.Paragraph(tuple(words), anchor=tree.evidence_anchor(ledger_id), style="small")


def _from(source: Source, units: tuple[str, ...]) -> str:
    """Name units; where they are all of an audience, or most of it, in fewer words."""
    name = source.printer.unit_name
    for audience in source.material.audiences():
        everyone = source.material.units(audience)
        left = sorted(name(unit) for unit in set(everyone) - set(units))
        if set(units) <= set(everyone) and len(left) < len(units) and len(units) > 2:
            who = f"all {len(everyone)} {source.printer.noun(audience, len(everyone))}"
            return f"From: {who}." if not left else f"From: {who} but {'; '.join(left)}."
    return f"From: {'; '.join(sorted(name(unit) for unit in units))}."


def _value(entry: Entry) -> str:
    if entry.k is not None:
        return f"{entry.k} of {entry.n}"
    return "" if entry.value is None else f"{entry.value:g}"


def _place(source: Source, reference: AnswerReference) -> str:
    interview = next(
        (one for one in source.material.interviews if one.id == reference.interview), None
    )
    unit = source.material.unit_of(interview) if interview else reference.interview
    return f"{source.printer.unit_name(unit)}, {_question(source, reference)}"


def _question(source: Source, reference: AnswerReference) -> str:
    for interview in source.material.interviews:
        if interview.id == reference.interview and interview.set.id in source.material.sets:
            question = source.material.question(interview, reference.question)
            return question.title if question else reference.question
    return reference.question


def matrix(source: Source) -> list[dict[str, Any]]:
    """Give units down and components across; not in documents that are shared."""
    if source.profile != "internal":
        return []
    return [
        table(
            f"Components by {source.printer.noun(board.audience, 1)}",
            ["", *(row.name for row in board.rows)],
            [
                [
                    source.printer.unit_name(unit),
                    *(_symbol(row.cells[place].status) for row in board.rows),
                ]
                for place, unit in enumerate(board.units)
            ],
        )
        for board in source.findings.boards
        if board.units and board.rows
    ]


def _symbol(status: str) -> str:
    return f"{_SYMBOLS[status]} {STATE_LABELS[status].lower()}"


def question_sets(source: Source) -> list[dict[str, Any]]:
    """Give every question set: its sections and the questions as they are asked."""
    return [
        {
            "title": f"{one.title}, version {one.version}",
            "sections": _sections(one),
        }
        for one in sorted(source.material.sets.values(), key=lambda s: s.id)
    ]


def _sections(question_set: QuestionSet) -> list[dict[str, Any]]:
    return [
        {
            "title": section.title,
            "questions": [
                question.ask for question in section.questions if question.retired_in is None
            ],
        }
        for section in question_set.sections
    ]


def codebooks(source: Source) -> list[dict[str, Any]]:
    """Give every codebook: its codes with what belongs and what does not."""
    return [
        {
            "title": f"{book.title}, version {book.version}",
            "table": table(
                "Codes and their definitions",
                ["Code", "Definition", "Include", "Exclude"],
                [
                    [code.name, code.definition or "", code.include or "", code.exclude or ""]
                    for code in book.current()
                ],
            ),
            "states": _states(book.components()),
        }
        for book in sorted(source.material.codebooks.values(), key=lambda b: b.id)
    ]


def _states(codes: tuple[Any, ...]) -> dict[str, Any] | None:
    if not codes:
        return None
    return table(
        "What the states of a component look like",
        ["Component", "In place", "Developing", "Absent"],
        [[c.name, c.component.in_place, c.component.developing, c.component.absent] for c in codes],
    )


def evidence_note(source: Source) -> Rich:
    """Say how to use the evidence annex in this profile."""
    if source.profile == "internal":
        return say(
            "Every figure and quote has a number. Each entry names the rule, who is counted, and, "
            "for themes and codes, the passages as they were noted."
        )
    return joined(
        (
            say("Every figure and quote has a number and names its rule. "),
            say("Who is counted, and what was noted, stay with those who hold the study."),
        )
    )
