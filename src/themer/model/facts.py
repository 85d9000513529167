"""Facts: what was written down, read by the type of its question."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from themer.model.interview import FactText
from themer.model.question_set import AnswerType
from themer.model.scalars import is_partial_date

Fact = str | tuple[str, ...] | float | Mapping[str, float]
"""A choice, text or date; several choices; a number; several numbers by field id."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


class FactError(ValueError):
    """A fact that its question cannot have; the message says the rule."""


def read_fact(answer: AnswerType, written: FactText) -> Fact:
    """Read a fact as its question's answer type says.

    Args:
        answer: The type of the question's answer.
        written: The fact as the file has it.

    Raises:
        FactError: What was written does not fit the type.
    """
    if answer.type == "numbers":
        return _read_numbers(answer, written)
    if answer.type == "multi_choice":
        chosen = written if isinstance(written, tuple) else (written,)
        return tuple(_read_option(answer, choice) for choice in chosen)
    if not isinstance(written, str):
        raise FactError(f"this question takes one {_noun(answer)}, not a list or a table")
    if answer.type in ("number", "scale"):
        return read_number(written, answer.min, answer.max)
    if answer.possible:
        return _read_option(answer, written)
    if answer.type == "date" and not is_partial_date(written):
        raise FactError(f'"{written}" is not a date. Write 2026, 2026-03 or 2026-03-04')
    if answer.type == "none":
        raise FactError("this question takes words only, so it has no fact")
    return written


def read_number(written: str, least: float | None, most: float | None) -> float:
    """Read a number within limits, both inclusive.

    Raises:
        FactError: It is not a plain number, or lies outside.
    """
    if _NUMBER.match(written) is None:
        raise FactError(f'"{written}" is not a number. Write it as 12 or 12.5, without commas')
    number = float(written)
    if not math.isfinite(number):
        raise FactError(f'"{written}" is too large')
    if least is not None and number < least:
        raise FactError(f"{written} is less than {least:g}, the least that can be answered")
    if most is not None and number > most:
        raise FactError(f"{written} is more than {most:g}, the most that can be answered")
    return number


def _read_numbers(answer: AnswerType, written: FactText) -> Mapping[str, float]:
    if not isinstance(written, Mapping):
        raise FactError("this question takes several figures, each by its name")
    known = {field.id: field for field in answer.fields}
    for name in written:
        if name not in known:
            raise FactError(f'"{name}" is not one of its figures: {", ".join(known)}')
    return {
        name: read_number(number, known[name].min, known[name].max)
        for name, number in written.items()
    }


def _read_option(answer: AnswerType, written: object) -> str:
    if written not in answer.possible:
        raise FactError(
            f'"{written}" cannot be answered. It is one of {", ".join(answer.possible)}'
        )
    return str(written)


def _noun(answer: AnswerType) -> str:
    return {"number": "number", "scale": "number", "date": "date"}.get(answer.type, "answer")
