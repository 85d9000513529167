"""The closed language of ``when:``: read, checked before anybody is interviewed, and evaluated.

condition  = both ("or" both)*
both       = one ("and" one)*
one        = "not" one | "(" condition ")" | test
test       = name "is" ["not"] value | name "includes" value | name "answered"
           | name ("<" | "<=" | ">" | ">=") number
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from themer.model.facts import FactError, read_fact
from themer.model.interview import Answer
from themer.model.question_set import Question

Comparison = Literal["is", "is not", "includes", "answered", "<", "<=", ">", ">="]
_MOST_CHARACTERS = 1_000
_MOST_DEPTH = 20
_TOKEN = re.compile(r"\s*(?:(?P<sign><=|>=|<|>|\(|\))|'(?P<quoted>[^']*)'|(?P<word>[\w.\-]+))")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
_KEYWORDS = {"is", "not", "includes", "answered", "and", "or"}


class ConditionError(ValueError):
    """A condition that cannot be read; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class FactTest:
    """One comparison of one question's fact."""

    question: str
    field: str | None
    """One of several figures, as in ``home_visits.held``."""
    comparison: Comparison
    value: str = ""


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a condition."""

    part: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition = FactTest | Not | AllOf | AnyOf


def parse(text: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: It is not of the language.
    """
    if len(text) > _MOST_CHARACTERS:
        raise ConditionError(f"a condition has at most {_MOST_CHARACTERS} characters")
    reader = _Reader(list(_tokens(text)))
    condition = reader.any_of(0)
    if reader.next is not None:
        raise ConditionError(f'"{reader.next[1]}" does not belong here. Join tests with and, or')
    return condition


def tests(condition: Condition) -> Iterator[FactTest]:
    """Go through every comparison in a condition."""
    if isinstance(condition, FactTest):
        yield condition
    elif isinstance(condition, Not):
        yield from tests(condition.part)
    else:
        for part in condition.parts:
            yield from tests(part)


def evaluate(
    condition: Condition, questions: Mapping[str, Question], answers: Mapping[str, Answer]
) -> bool | None:
    """Say whether a condition holds; None while it is not known (Kleene's three values).

    Args:
        condition: What to evaluate.
        questions: By id, at least those that the condition names.
        answers: By question id, as far as they are given.
    """
    if isinstance(condition, FactTest):
        return _holds(condition, questions, answers)
    if isinstance(condition, Not):
        inner = evaluate(condition.part, questions, answers)
        return None if inner is None else not inner
    decisive = isinstance(condition, AnyOf)
    values = [evaluate(part, questions, answers) for part in condition.parts]
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def faults(
    condition: Condition, earlier: Mapping[str, Question], later: set[str]
) -> list[tuple[str, str]]:
    """Check a condition against the questions that stand before it.

    Args:
        condition: What to check.
        earlier: The questions that it may name, by id.
        later: Ids of questions that come after.

    Returns:
        Code and message of each fault: 021 unknown, 022 impossible, 023 later, 024 wrong kind.
    """
    return [fault for test in tests(condition) for fault in _faults(test, earlier, later)]


def _holds(
    test: FactTest, questions: Mapping[str, Question], answers: Mapping[str, Answer]
) -> bool | None:
    answer, question = answers.get(test.question), questions.get(test.question)
    if answer is None or question is None or answer.state == "not_asked":
        return None
    if test.comparison == "answered":
        return answer.is_substantive
    if answer.fact is None:
        return None
    try:
        fact = read_fact(question.answer, answer.fact)
    except FactError:
        return None
    if test.field is not None:
        fact = fact.get(test.field, "") if isinstance(fact, Mapping) else ""
    return _compare(test, fact)


def _compare(test: FactTest, fact: object) -> bool | None:
    if test.comparison == "includes":
        return test.value in fact if isinstance(fact, tuple) else None
    if test.comparison in ("is", "is not"):
        same = fact == _number(test.value) if isinstance(fact, float) else fact == test.value
        return same is (test.comparison == "is")
    bound = _number(test.value)
    if not isinstance(fact, float) or bound is None:
        return None
    return {"<": fact < bound, "<=": fact <= bound, ">": fact > bound, ">=": fact >= bound}[
        test.comparison
    ]


def _number(written: str) -> float | None:
    return float(written) if _NUMBER.match(written) else None


def _faults(
    test: FactTest, earlier: Mapping[str, Question], later: set[str]
) -> Iterator[tuple[str, str]]:
    question = earlier.get(test.question)
    if question is None:
        where = "a later question" if test.question in later else "not an earlier question"
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
    elif _number(test.value) is None:
        yield "024", f'"{name}" is a number, and "{test.value}" is not'


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ConditionError(f'"{text[position:].strip()[:20]}" cannot be read in a condition')
        position = match.end()
        kind = match.lastgroup or "word"
        yield kind, match[kind]


class _Reader:
    """Reads tokens from left to right by the grammar above."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._position = 0

    @property
    def next(self) -> tuple[str, str] | None:
        """The token to be read next."""
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def any_of(self, depth: int) -> Condition:
        """Read parts joined by ``or``."""
        parts = [self._all_of(depth)]
        while self._take_word("or"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self, depth: int) -> Condition:
        parts = [self._one(depth)]
        while self._take_word("and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _one(self, depth: int) -> Condition:
        if depth > _MOST_DEPTH:
            raise ConditionError(f"brackets are nested more than {_MOST_DEPTH} deep")
        if self._take_word("not"):
            return Not(self._one(depth + 1))
        if self.next == ("sign", "("):
            self._position += 1
            condition = self.any_of(depth + 1)
            if self.next != ("sign", ")"):
                raise ConditionError("a bracket is opened and not closed")
            self._position += 1
            return condition
        return self._test()

    def _test(self) -> FactTest:
        question, _, field = self._name().partition(".")
        taken = self.next
        if taken is None:
            raise ConditionError(f'"{question}" needs a test after it, such as "is yes"')
        self._position += 1
        if taken == ("word", "answered"):
            return FactTest(question, field or None, "answered")
        comparison = self._comparison(taken)
        return FactTest(question, field or None, comparison, self._value(comparison))

    def _comparison(self, taken: tuple[str, str]) -> Comparison:
        kind, word = taken
        if kind == "word" and word == "is":
            return "is not" if self._take_word("not") else "is"
        if kind == "word" and word == "includes":
            return "includes"
        signs: dict[str, Comparison] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
        if kind == "sign" and word in signs:
            return signs[word]
        raise ConditionError(f'"{word}" is no test. Use is, is not, includes, answered, < <= > >=')

    def _name(self) -> str:
        taken = self.next
        if taken is None or taken[0] != "word" or taken[1] in _KEYWORDS:
            found = "nothing" if taken is None else f'"{taken[1]}"'
            raise ConditionError(f"a question's id should stand here, not {found}")
        self._position += 1
        return taken[1]

    def _value(self, comparison: str) -> str:
        taken = self.next
        if taken is None or taken[0] == "sign" or taken in {("word", word) for word in _KEYWORDS}:
            raise ConditionError(f'"{comparison}" needs a value after it')
        self._position += 1
        return taken[1]

    def _take_word(self, word: str) -> bool:
        if self.next != ("word", word):
            return False
        self._position += 1
        return True
