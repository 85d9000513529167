"""A question set: sections of open questions, each with probes, guidance and perhaps a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from annotated_types import Len

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Minutes, Words

SCHEMA = "themer/question-set/1"

AnswerKind = Literal[
    "text",
    "yes_no",
    "yes_no_partly",
    "choice",
    "multi_choice",
    "number",
    "numbers",
    "scale",
    "date",
    "none",
]
Role = Literal["strength", "challenge", "neutral"]

FIXED_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "yes_no": ("yes", "no"),
    "yes_no_partly": ("yes", "partly", "no"),
}
"""What can be answered where the kind itself says so."""


@dataclass(frozen=True, slots=True)
class NumberField:
    """One of several figures that are asked in one breath."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    label: Words
    measure: Identifier | None = None
    """The name under which a study's ``workforce`` knows this figure."""
    min: float | None = 0
    max: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerType:
    """What is recorded beside the words of an answer: the fact."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    type: AnswerKind
    unit: Words | None = None
    """Printed with a number, such as ``GBP``."""
    min: float | None = None
    max: float | None = None
    measure: Identifier | None = None
    options: Mapping[Identifier, Words] = field(default_factory=dict)
    """Id → words, in the order in which they are offered."""
    fields: tuple[NumberField, ...] = ()

    @property
    def has_fact(self) -> bool:
        """Say whether anything is recorded beside the words."""
        return self.type != "none"

    @property
    def possible(self) -> tuple[str, ...]:
        """List the ids that can be answered; empty where they cannot be listed."""
        return FIXED_OPTIONS.get(self.type, tuple(self.options))

    def option_label(self, option: str) -> str:
        """Say an option's words; the id itself where the kind fixes the options."""
        return self.options.get(option, option)


@dataclass(frozen=True, slots=True)
class Probe:
    """A further question that may be asked beside the main one."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    ask: Words
    when: Words | None = None
    components: tuple[Identifier, ...] = ()
    """The codes that this probe bears on, where they are others than its question's."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the words spoken, and what is recorded."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    ask: Words
    answer: AnswerType = AnswerType(type="none")
    core: bool = False
    """Asked even when time is short."""
    role: Role = "neutral"
    """Whether a *yes*, and the words, speak of a strength or of a challenge."""
    components: tuple[Identifier, ...] = ()
    """The codes of the codebook that this question bears on."""
    short: Words | None = None
    """A heading for outlines and tables; the words spoken are used where there is none."""
    guidance: str | None = None
    """For the interviewer's eyes."""
    probes: tuple[Probe, ...] = ()
    when: Words | None = None
    sensitive: bool = False
    """Kept out of documents that are shared."""
    retired_in: Words | None = None
    """The version of the set from which the question is no longer asked."""

    @property
    def title(self) -> str:
        """Name the question in a list or a table."""
        return self.short or self.ask


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the conversation."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    title: Words
    questions: Annotated[tuple[Question, ...], Len(1)]
    minutes: Minutes | None = None


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one kind of conversation, in one version."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/question-set/1"]
    id: Identifier
    version: Words
    title: Words
    audience: Identifier
    sections: Annotated[tuple[Section, ...], Len(1)]
    codebook: Identifier | None = None
    language: Words = "en-GB"
    minutes: Minutes | None = None
    """How long the conversation should take."""
    opening: str | None = None
    """Words to begin with, after consent."""
    closing: str | None = None

    def questions(self) -> Iterator[Question]:
        """Go through all questions in order, retired ones included."""
        for section in self.sections:
            yield from section.questions

    def current(self) -> tuple[Question, ...]:
        """List the questions that are asked today."""
        return tuple(question for question in self.questions() if question.retired_in is None)

    def question(self, question_id: str) -> Question | None:
        """Find a question by its id; None where the set has none of that id."""
        return next((question for question in self.questions() if question.id == question_id), None)
