"""Rows of a table into responses: whose they are, and what was answered to which question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from themer.exchange.tables import Faults, Row, Table, text_of
from themer.model.recipe import Recipe, RecipeColumns

_YES, _NO = {"yes", "y", "true", "1"}, {"", "no", "n", "false", "0"}


@dataclass(frozen=True, slots=True)
class Response:
    """What one person or conversation answered, as the table has it."""

    id: str
    line: int
    """Of its first row in the file."""
    organisation: str
    unit: str
    role: str
    date: dt.date | None
    may_quote: bool | None
    """None where the table says nothing of consent."""
    answers: dict[str, str] = field(default_factory=dict)
    """Column, or what stands in the column of questions → text, to the letter."""


@dataclass(frozen=True, slots=True)
class Responses:
    """All of a table."""

    each: tuple[Response, ...]
    """In the order in which they first come."""
    questions: tuple[str, ...]
    """What the table calls its questions, in the order in which they first come."""
    left_out: tuple[str, ...]
    """Columns that were not read."""
    answers: int
    """How many answers the table holds; for a row a respondent, empty cells included."""


def read_responses(table: Table, recipe: Recipe, asked: Sequence[str] | None) -> Responses:
    """Read a table as its recipe says.

    Args:
        table: Its rows have not been gone through.
        recipe: Which column is what.
        asked: Columns that hold answers, for a row a respondent; None for every other column.

    Raises:
        ProblemsError: Columns are missing, or rows do not hold: all of them, by number.
    """
    columns = recipe.columns
    for column, option in _named(columns):
        table.require(column, option=option)
    if recipe.rows == "respondent":
        for column in recipe.questions:
            table.require(column, option='"questions:" in the recipe')
    taken = {column for column, _ in _named(columns)}
    others = [column for column in table.columns if column not in taken]
    holding = [column for column in others if asked is None or column in asked]
    if recipe.rows == "answer":
        table.require(columns.text or "text", option="--text")
        holding = [columns.text or "text"]
    return _gathered(table, recipe, holding, tuple(c for c in others if c not in holding))


def _named(columns: RecipeColumns) -> Iterator[tuple[str, str]]:
    for name in ("id", "organisation", "unit", "question", "text", "role", "date", "consent_quote"):
        column = getattr(columns, name)
        if column is not None:
            yield column, f"--{name.replace('_', '-')}"


def _gathered(
    table: Table, recipe: Recipe, holding: Sequence[str], left_out: tuple[str, ...]
) -> Responses:
    faults, found = Faults(table.path), dict[str, Response]()
    questions: dict[str, None] = {}
    count = 0
    for row in table.rows:
        try:
            response = _response(row, recipe.columns)
            answers = _answers(row, recipe, holding)
            _take(found, response, answers, row)
        except ValueError as error:
            faults.add(row.line, "020", str(error))
            continue
        questions |= dict.fromkeys(answers)
        count += len(answers)
    faults.finish()
    return Responses(tuple(found.values()), tuple(questions), left_out, count)


def _take(
    found: dict[str, Response], response: Response, answers: Mapping[str, str], row: Row
) -> None:
    known = found.setdefault(response.id, response)
    for name in ("organisation", "unit", "role", "date", "may_quote"):
        if getattr(known, name) != getattr(response, name):
            raise ValueError(
                f'row {row.number}: "{response.id[:60]}" has another {name} than in line '
                f"{known.line}"
            )
    for question, text in answers.items():
        if question in known.answers:
            raise ValueError(
                f'row {row.number}: "{response.id[:60]}" answers "{question[:60]}" a second time'
            )
        known.answers[question] = text


def _answers(row: Row, recipe: Recipe, holding: Sequence[str]) -> dict[str, str]:
    if recipe.rows == "respondent":
        return {column: text_of(row, column) for column in holding}
    question = text_of(row, recipe.columns.question).strip()
    if recipe.columns.question is not None and not question:
        raise ValueError(f'row {row.number} has no question in "{recipe.columns.question}"')
    return {question or holding[0]: text_of(row, holding[0])}


def _response(row: Row, columns: RecipeColumns) -> Response:
    identity = text_of(row, columns.id).strip()
    if not identity:
        raise ValueError(f'row {row.number} has no id in "{columns.id}"')
    return Response(
        id=identity,
        line=row.line,
        organisation=text_of(row, columns.organisation).strip(),
        unit=text_of(row, columns.unit).strip(),
        role=text_of(row, columns.role).strip(),
        date=_date(row, columns.date),
        may_quote=_consent(row, columns.consent_quote),
    )


def _date(row: Row, column: str | None) -> dt.date | None:
    written = text_of(row, column).strip()
    if not written:
        return None
    try:
        return dt.date.fromisoformat(written[:10])
    except ValueError as error:
        raise ValueError(
            f'row {row.number}: "{written[:40]}" is no day such as 2026-03-04'
        ) from error


def _consent(row: Row, column: str | None) -> bool | None:
    if column is None:
        return None
    written = text_of(row, column).strip()
    if written.casefold() in _YES | _NO:
        return written.casefold() in _YES
    raise ValueError(f'row {row.number}: consent is yes or no, not "{written[:40]}"')
