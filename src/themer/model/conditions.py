"""The closed language of ``when:`` and of indicators: read, checked, and evaluated.

condition  = both ("or" both)*
both       = one ("and" one)*
one        = "not" one | "(" condition ")" | test
test       = name "is" ["not"] value | name "includes" value | name "answered"
           | name ("<" | "<=" | ">" | ">=") number
           | "code" "(" value ")" | "theme" "(" value ")"
           | "component" "(" value ")" "is" ["not"] value

The last two lines are for indicators only: a question is asked before anything is coded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from themer.model.codebook import STATUSES
from themer.model.facts import FactError, read_fact
from themer.model.interview import Answer
from themer.model.question_set import Question

Comparison = Literal["is", "is not", "includes", "answered", "<", "<=", ">", ">="]
CodedKind = Literal["code", "theme", "component"]
_CODED: Mapping[str, CodedKind] = {"code": "code", "theme": "theme", "component": "component"}
COMPONENT_STATES = tuple(status for status in STATUSES if status != "not_discussed")
_MOST_CHARACTERS = 1_000
_MOST_DEPTH = 20
_TOKEN = re.compile(
    r"\s*(?:(?P<sign><=|>=|<|>|\(|\))|(?:'(?P<quoted>[^']*)'|\"(?P<double>[^\"]*)\")|(?P<word>[\w.\-]+))"
)
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
class CodedTest:
    """Whether a unit's words carry a code or voice a theme, or how a component stands in it."""

    kind: CodedKind
    id: str
    comparison: Literal["is", "is not"] = "is"
    state: str = ""
    """Only of a component."""

    def __str__(self) -> str:
        state = f" {self.comparison} {self.state}" if self.state else ""
        return f'{self.kind}("{self.id}"){state}'


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


Test = FactTest | CodedTest
Condition = Test | Not | AllOf | AnyOf


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


def tests(condition: Condition) -> Iterator[Test]:
    """Go through every comparison in a condition."""
    if isinstance(condition, FactTest | CodedTest):
        yield condition
    elif isinstance(condition, Not):
        yield from tests(condition.part)
    else:
        for part in condition.parts:
            yield from tests(part)


def evaluate(
    condition: Condition, questions: Mapping[str, Question], answers: Mapping[str, Answer]
) -> bool | None:
    """Say whether a question's condition holds; None while it is not known.

    Args:
        condition: What to evaluate.
        questions: By id, at least those that the condition names.
        answers: By question id, as far as they are given.
    """

    def holds(test: Test) -> bool | None:
        """Compare a fact; what is coded is not known while people are asked."""
        if isinstance(test, CodedTest):
            return None
        return fact_holds(test, questions.get(test.question), answers.get(test.question))

    return decide(condition, holds)


def decide(condition: Condition, holds: Callable[[Test], bool | None]) -> bool | None:
    """Say whether a condition holds, by Kleene's three values: None while it cannot be known.

    Args:
        condition: What to evaluate.
        holds: Says whether one test holds; None where that is not known.
    """
    if isinstance(condition, FactTest | CodedTest):
        return holds(condition)
    if isinstance(condition, Not):
        inner = decide(condition.part, holds)
        return None if inner is None else not inner
    decisive = isinstance(condition, AnyOf)
    values = [decide(part, holds) for part in condition.parts]
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def fact_holds(test: FactTest, question: Question | None, answer: Answer | None) -> bool | None:
    """Say whether an answer's fact passes a test; None where there is none to compare."""
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
        same = fact == as_number(test.value) if isinstance(fact, float) else fact == test.value
        return same is (test.comparison == "is")
    bound = as_number(test.value)
    if not isinstance(fact, float) or bound is None:
        return None
    return {"<": fact < bound, "<=": fact <= bound, ">": fact > bound, ">=": fact >= bound}[
        test.comparison
    ]


def as_number(written: str) -> float | None:
    """Read a value of a condition as a number; None where it is none."""
    return float(written) if _NUMBER.match(written) else None


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ConditionError(f'"{text[position:].strip()[:20]}" cannot be read in a condition')
        position = match.end()
        kind = match.lastgroup or "word"
        yield ("quoted" if kind == "double" else kind), match[kind]


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

    def _test(self) -> Test:
        name = self._name()
        if name in _CODED and self.next == ("sign", "("):
            return self._coded(_CODED[name])
        question, _, field = name.partition(".")
        taken = self.next
        if taken is None:
            raise ConditionError(f'"{question}" needs a test after it, such as "is yes"')
        self._position += 1
        if taken == ("word", "answered"):
            return FactTest(question, field or None, "answered")
        comparison = self._comparison(taken)
        return FactTest(question, field or None, comparison, self._value(comparison))

    def _coded(self, kind: CodedKind) -> CodedTest:
        self._position += 1
        named = self._value(f"{kind}(")
        if self.next != ("sign", ")"):
            raise ConditionError(f'{kind}("{named}" has no closing bracket')
        self._position += 1
        if kind != "component":
            return CodedTest(kind, named)
        if not self._take_word("is"):
            states = ", ".join(COMPONENT_STATES)
            raise ConditionError(f'component("{named}") needs "is" and a state after it: {states}')
        comparison: Literal["is", "is not"] = "is not" if self._take_word("not") else "is"
        return CodedTest(kind, named, comparison, self._value("is"))

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
