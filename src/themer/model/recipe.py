"""A recipe: which column of a table is what, written once and used for every table like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Words

SCHEMA = "themer/import-recipe/1"
RowsAre = Literal["answer", "respondent"]


@dataclass(frozen=True, slots=True)
class RecipeColumns:
    """The columns that mean the same in every row."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Words
    """Whose row it is: rows with the same id make one interview."""
    organisation: Words | None = None
    unit: Words | None = None
    """Where an organisation has several units of count."""
    question: Words | None = None
    """For a row an answer: the question's id, or its words."""
    text: Words | None = None
    """For a row an answer."""
    role: Words | None = None
    date: Words | None = None
    consent_quote: Words | None = None
    """Yes where the person agreed to be quoted."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How ``themer import`` reads a table."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/import-recipe/1"]
    id: Identifier
    rows: RowsAre
    columns: RecipeColumns
    set: Identifier
    """The question set that the answers belong to."""
    organisation: Words | None = None
    """For a table of one organisation only: its id or name."""
    questions: Mapping[Words, Identifier] = field(default_factory=dict)
    """A column of a row a respondent, or what stands in the column of questions → question."""
