"""The annexes: the evidence behind each printed figure, the matrix, the questions, the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from themer.coding.codebook_wording import did_words
from themer.findings.figure import AnswerReference
from themer.findings.replacing import printed_words
from themer.model.codebook import Codebook
from themer.model.question_set import QuestionSet
from themer.report import blocks as tree
from themer.report.dates import long_date
from themer.report.ledger import Entry, Ledger, Printed
from themer.report.marked_text import Rich, joined, say
from themer.report.printing import WITHHELD, started
from themer.report.source import NOT_PRINTED, Source
from themer.report.tables import STATE_LABELS, table

_SYMBOLS = {
    "in_place": "●",
    "developing": "◐",
    "absent": "○",
    "discussed": "…",
    "not_discussed": "–",
}


def evidence(source: Source, ledger: Ledger) -> tuple[tree.Block, ...]:
    """Give a row for every figure and quote printed so far, with a way back to it.

    Passages that figures rest on stand once, in a table after these, under numbers of their own.
    """
    passages = _Passages(source)
    units = _UnitNumbers(source)
    rules = sorted({entry.rule for _, entry, _ in ledger.figures()})
    figures = [
        _figure_row(source, ledger_id, entry, passages, units, rules.index(entry.rule) + 1, printed)
        for ledger_id, entry, printed in ledger.figures()
    ]
    quotes = [
        tree.Row(
            (
                _back(ledger, ledger_id, printed),
                _text(_place(source, quote.reference)),
                _text("heard word for word" if verbatim else "as noted"),
                _elsewhere(ledger, ledger_id, printed),
            ),
            anchor=tree.evidence_anchor(ledger_id),
        )
        for ledger_id, quote, verbatim, printed in ledger.quotes()
    ]
    tables = (
        _rule_table(rules),
        units.table(),
        _look_up("Figures", ("No.", "What", "Figure", "Rule", "From"), figures),
        _look_up("Quotes and notes", ("No.", "Answer", "Words", "Also in"), quotes),
        passages.table(),
    )
    return tuple(one for one in tables if one is not None)


def _rule_table(rules: Sequence[str]) -> tree.Table | None:
    """Give the rules their short numbers, so that a row of the annex stays short."""
    rows = [
        tree.Row((_number(f"r{at}"), _text(rule.replace("-", " "))), anchor=f"rule-{at}")
        for at, rule in enumerate(rules, 1)
    ]
    return _look_up("Rules, by their headings in the method guide of themer", ("No.", "Rule"), rows)


def _look_up(
    caption: str, headings: tuple[str, ...], rows: Sequence[tree.Row]
) -> tree.Table | None:
    if not rows:
        return None
    columns = tuple(tree.Column(_text(words)) for words in headings)
    return tree.Table(_text(caption), columns, tuple(rows), small=True)


class _UnitNumbers:
    """Short numbers for units, so that a row of the annex can name many; inside only."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._numbers: dict[str, str] = {}
        if source.profile == "internal":
            for audience in source.material.audiences():
                taken = sorted(source.material.units(audience), key=source.printer.unit_name)
                start = len(self._numbers) + 1
                self._numbers |= {unit: f"U{at}" for at, unit in enumerate(taken, start)}

    def named(self, units: Iterable[str]) -> str:
        """List units by number; those that did not take part by name."""
        found = sorted((self._numbers.get(unit, ""), unit) for unit in set(units))
        found.sort(key=lambda pair: (not pair[0], int(pair[0][1:] or 0), pair[1]))
        return ", ".join(number or _register_name(self._source, unit) for number, unit in found)

    def from_units(self, units: tuple[str, ...]) -> str:
        """Name units; where they are all of an audience, or most of it, in fewer words."""
        for audience in self._source.material.audiences():
            everyone = self._source.material.units(audience)
            left = set(everyone) - set(units)
            if set(units) <= set(everyone) and len(left) < len(units) and len(units) > 2:
                who = f"all {len(everyone)} {self._source.printer.noun(audience, len(everyone))}"
                return f"{who} but {self.named(left)}" if left else who
        return self.named(units)

    def table(self) -> tree.Table | None:
        """Say which number is whose."""
        rows = [
            tree.Row((_text(number), _text(self._source.printer.unit_name(unit))))
            for unit, number in self._numbers.items()
        ]
        return _look_up("Who is counted", ("No.", "Name"), rows)


class _Passages:
    """The passages of themes, numbered as rows call for them; inside only.

    Passages that only carry a code are named in the ledger: all of them together are nearly as
    long as the interviews.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._texts: dict[str, str] = {}
        self._numbers: dict[str, tuple[int, AnswerReference]] = {}
        if source.profile == "internal":
            printed = printed_words(source.material)
            for theme in source.findings.themes:
                for member in (*theme.members, *theme.contrary):
                    allowed = source.may_print_words(member.reference)
                    self._texts[member.reference.key] = (
                        printed(member.reference, member.text.strip())
                        if allowed
                        else f"[{NOT_PRINTED}]"
                    )

    def links(self, entry: Entry) -> list[tree.Inline]:
        """Lead from a figure to the passages that it rests on."""
        found: list[tree.Inline] = []
        for reference in entry.answers:
            if reference.key in self._texts:
                taken = self._numbers.setdefault(reference.key, (len(self._numbers) + 1, reference))
                found.append(tree.Text(", " if found else ". Passages: "))
                words = (tree.Text(f"P{taken[0]}"),)
                found.append(tree.Link(f"passage-{taken[0]}", words))
        return found

    def table(self) -> tree.Table | None:
        """Give every passage that was called for, as it was noted."""
        rows = []
        for key, (number, reference) in self._numbers.items():
            unit, question = _unit(self._source, reference), _question(self._source, reference)
            cells = (_number(f"p{number}"), _text(unit), _text(question), _text(self._texts[key]))
            rows.append(tree.Row(cells, anchor=f"passage-{number}"))
        return _look_up("Passages of themes", ("No.", "Who", "Question", "As noted"), rows)


def _register_name(source: Source, unit: str) -> str:
    found = source.material.study.find_unit(unit)
    return found[1].name if found else source.printer.unit_name(unit)


def _text(words: str) -> tree.Inlines:
    return (tree.Text(words),)


def _number(ledger_id: str) -> tree.Inlines:
    return (tree.Strong((tree.Text(ledger_id.upper()),)),)


def _back(ledger: Ledger, ledger_id: str, printed: Sequence[Printed]) -> tree.Inlines:
    """Give a number, which leads back to where this document prints it."""
    number = _number(ledger_id)
    if not any(p.document == ledger.document and not p.is_charted for p in printed):
        return number
    return (tree.Link(tree.used_anchor(ledger_id), number),)


def _elsewhere(ledger: Ledger, ledger_id: str, printed: Sequence[Printed]) -> tree.Inlines:
    """Lead to the documents beside this one that print it, by their files."""
    others = dict.fromkeys(
        p.document for p in printed if p.document != ledger.document and not p.is_charted
    )
    found: list[tree.Inline] = []
    for name in others:
        found += [tree.Text(", ")] if found else []
        found.append(tree.Link(tree.used_anchor(ledger_id), (tree.Text(name),), name))
    return tuple(found)


def _figure_row(
    source: Source,
    ledger_id: str,
    entry: Entry,
    passages: _Passages,
    units: _UnitNumbers,
    rule: int,
    printed: Sequence[Printed],
) -> tree.Row:
    withheld = entry.key in source.printer.ledger.withheld
    origin: list[tree.Inline] = []
    if withheld:
        origin.append(tree.Text("numbers too small to print"))
    elif source.profile == "internal":
        named = units.from_units(entry.units)
        origin += [*([tree.Text(named)] if named else ()), *passages.links(entry)]
    if entry.rests_on and not withheld:
        origin.append(tree.Text(("; " if origin else "") + "; ".join(entry.rests_on)))
    if entry.machine_only:
        origin.append(tree.Text(" (suggested by the machine only)"))
    elsewhere = _elsewhere(source.printer.ledger, ledger_id, printed)
    if elsewhere:
        origin += [tree.Text(". Also in: " if origin else "Also in: "), *elsewhere]
    return tree.Row(
        (
            _back(source.printer.ledger, ledger_id, printed),
            _text(entry.label),
            _text(WITHHELD if withheld else _value(entry)),
            (tree.Link(f"rule-{rule}", _text(f"R{rule}")),),
            tuple(origin),
        ),
        anchor=tree.evidence_anchor(ledger_id),
    )


def _value(entry: Entry) -> str:
    if entry.k is not None:
        return f"{entry.k} of {entry.n}"
    return "" if entry.value is None else f"{entry.value:g}"


def _place(source: Source, reference: AnswerReference) -> str:
    question = _question(source, reference)
    if source.profile != "internal":
        return question
    return f"{_unit(source, reference)}, {question}"


def _unit(source: Source, reference: AnswerReference) -> str:
    interview = next(
        (one for one in source.material.interviews if one.id == reference.interview), None
    )
    unit = source.material.unit_of(interview) if interview else reference.interview
    return source.printer.unit_name(unit)


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
            [started(source.printer.noun(board.audience, 1)), *(row.name for row in board.rows)],
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
            "changes": _changes(book, source),
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


def _changes(book: Codebook, source: Source) -> dict[str, Any] | None:
    """Tell how a codebook came to be so; whoever it is shared with is not told why."""
    if not book.changes:
        return None
    heads, rows = ["Version", "Day", "What was changed"], []
    for change in book.changes:
        row = [change.version, long_date(change.at.date()), did_words(book, change)]
        rows.append([*row, change.reason] if source.profile == "internal" else row)
    if source.profile == "internal":
        heads.append("Why")
    return table("How the codebook was changed", heads, rows)


def evidence_note(source: Source) -> Rich:
    """Say how to use the evidence annex in this profile."""
    if source.profile == "internal":
        return say(
            "Every figure and quote has a number, which leads back to it. Its row names the rule, "
            "who is counted, and, for themes, the passages as they were noted."
        )
    return joined(
        (
            say("Every figure and quote has a number and names its rule. "),
            say("Who is counted, and what was noted, stay with those who hold the study."),
        )
    )
