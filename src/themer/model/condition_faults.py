"""What can be wrong with a condition that reads well: unknown names, tests that never hold."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from themer.model.conditions import (
    COMPONENT_STATES,
    CodedKind,
    CodedTest,
    Condition,
    FactTest,
    as_number,
    tests,
)
from themer.model.question_set import Question


@dataclass(frozen=True, slots=True)
class CodedNames:
    """What an indicator may name beside questions."""

    codes: Collection[str]
    themes: Collection[str]
    components: Collection[str]

    def of(self, kind: CodedKind) -> Collection[str]:
        """Give the ids of a kind."""
        return {"code": self.codes, "theme": self.themes, "component": self.components}[kind]


def faults(
    condition: Condition,
    earlier: Mapping[str, Question],
    later: Collection[str],
    coded: CodedNames | None = None,
) -> list[tuple[str, str]]:
    """Check a condition against what it may name.

    Args:
        condition: What to check.
        earlier: The questions that it may name, by id: those before it, or, of an indicator, all.
        later: Ids of questions that come after.
        coded: What an indicator may name beside them; None for a question's condition.

    Returns:
        Code and message of each fault: 021 unknown, 022 impossible, 023 later, 024 wrong kind, 028
        what only an indicator may ask.
    """
    return [
        fault
        for test in tests(condition)
        for fault in (
            _coded_faults(test, coded)
            if isinstance(test, CodedTest)
            else _faults(test, earlier, later, "an earlier question" if coded is None else "known")
        )
    ]


def _coded_faults(test: CodedTest, coded: CodedNames | None) -> Iterator[tuple[str, str]]:
    if coded is None:
        yield "028", f"{test} belongs in indicators.yaml; a question's condition asks of facts only"
    elif test.id not in coded.of(test.kind):
        near = difflib.get_close_matches(test.id, coded.of(test.kind), 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        what = "theme that a person named" if test.kind == "theme" else test.kind
        yield "021", f'"{test.id}" is no {what} of this study.{hint}'
    elif test.kind == "component" and test.state not in COMPONENT_STATES:
        possible = ", ".join(COMPONENT_STATES)
        yield "022", f'a component can never be "{test.state}" here. Its states are {possible}'


def _faults(
    test: FactTest, earlier: Mapping[str, Question], later: Collection[str], wanted: str
) -> Iterator[tuple[str, str]]:
    question = earlier.get(test.question)
    if question is None:
        where = "a later question" if test.question in later else f"not {wanted}"
        near = difflib.get_close_matches(test.question, earlier, 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        number = "023" if test.question in later else "021"
        yield number, f'condition uses "{test.question}", which is {where}.{hint}'
        return
    yield from _kind_faults(test, question)


def _kind_faults(test: FactTest, question: Question) -> Iterator[tuple[str, str]]:
    answer = question.answer
    name = test.question if test.field is None else f"{test.question}.{test.field}"
    numeric = answer.type in ("number", "scale") or (answer.type == "numbers" and test.field)
    if test.field is not None and test.field not in {field.id for field in answer.fields}:
        known = ", ".join(field.id for field in answer.fields) or "none"
        yield "021", f'"{test.question}" has no figure "{test.field}". It has: {known}'
    elif test.comparison == "answered":
        return
    elif not answer.has_fact:
        yield "024", f'"{name}" takes words only; ask "{name} answered"'
    elif test.comparison in ("<", "<=", ">", ">=") or numeric:
        yield from _number_faults(test, name, bool(numeric))
    elif (test.comparison == "includes") != (answer.type == "multi_choice"):
        right = "includes" if answer.type == "multi_choice" else "is"
        yield "024", f'"{name}" is compared with "{right}", not "{test.comparison}"'
    elif answer.possible and test.value not in answer.possible:
        possible = ", ".join(answer.possible)
        yield "022", f'"{name}" can never be "{test.value}". Its answers are {possible}'


def _number_faults(test: FactTest, name: str, numeric: bool) -> Iterator[tuple[str, str]]:
    if not numeric or test.comparison == "includes":
        yield "024", f'"{name}" cannot be compared with "{test.comparison}"'
    elif as_number(test.value) is None:
        yield "024", f'"{name}" is a number, and "{test.value}" is not'
