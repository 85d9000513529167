"""Plain data into model objects: every problem at once, each with its code and its place.

The limits are those of the dataclasses in ``model``. Pydantic checks them; text becomes a number, a
date or a yes/no in one place here, because its own lax mode takes ``nan``, ``1_000`` and ``on``.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from themer.errors import Problem
from themer.storage.reading import Location, Places, Plain

T = TypeVar("T")

_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_WHOLE = re.compile(r"-?\d{1,15}\Z")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)\Z")


def _reader(pattern: re.Pattern[str], rule: str) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        """Let a value pass unless it is text that breaks the rule."""
        if isinstance(value, str) and pattern.match(value) is None:
            raise ValueError(rule)
        return value

    return read


def _read_yes_no(value: Any) -> Any:
    if isinstance(value, str):
        if value not in _YES_NO:
            raise ValueError("takes yes or no")
        return _YES_NO[value]
    return value


_SCALARS: Mapping[str, Callable[[Any], Any]] = {
    "bool": _read_yes_no,
    "int": _reader(_WHOLE, "takes a whole number, such as 12"),
    "float": _reader(_NUMBER, "takes a number, such as 12 or 12.5"),
    "date": _reader(_DAY, "takes a day, such as 2026-03-04"),
    "datetime": _reader(_MOMENT, "takes a moment with its zone, such as 2026-03-04T10:42:07Z"),
}


def _with_our_scalars(schema: Any, *, is_json: bool = False) -> Any:
    """Put our readers before every scalar of a core schema.

    JSON has numbers and truth itself, and there nothing else is taken for them.
    """
    if isinstance(schema, list):
        return [_with_our_scalars(part, is_json=is_json) for part in schema]
    if not isinstance(schema, dict):
        return schema
    mended = {
        key: value
        if key in ("metadata", "serialization", "default")
        else _with_our_scalars(value, is_json=is_json)
        for key, value in schema.items()
    }
    kind = str(schema.get("type"))
    if is_json and kind in ("bool", "int", "float"):
        return {**mended, "strict": True}
    read = _SCALARS.get(kind)
    if read is None:
        return mended
    return {
        "type": "function-before",
        "function": {"type": "no-info", "function": read},
        "schema": mended,
    }


@functools.cache
def _validator(kind: Any, *, is_json: bool = False) -> SchemaValidator:
    return SchemaValidator(_with_our_scalars(TypeAdapter(kind).core_schema, is_json=is_json))


class InvalidData(Exception):
    """Data that do not fit their kind: locations, numbers of codes and messages."""

    def __init__(self, faults: list[tuple[Location, str, str, bool]]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults

    def problems(self, path: Path, prefix: str, places: Places) -> Iterator[Problem]:
        """Turn the faults into problems of a file.

        Args:
            path: The file.
            prefix: The letters of its kind, such as ``QS``.
            places: Where its keys and values stand.
        """
        for location, number, message, of_key in self.faults:
            line, column = places.find(location, of_key=of_key)
            yield Problem(path, line, column, prefix + number, message)


def validate(kind: type[T], data: Plain) -> T:
    """Make a model object from plain data.

    Raises:
        InvalidData: All faults at once.
    """
    try:
        result: T = _validator(typing.cast(Any, kind)).validate_python(_without_gaps(data))
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _is_echo(detail)]
        details = [detail for detail in error.errors(include_url=False) if not _is_echo(detail)]
        raise InvalidData([_fault(kind, detail) for detail in details]) from error
    return result


def validate_json(kind: type[T], text: str) -> T | None:
    """Make a model object from JSON in one go; five times as quick as ``validate``.

    Returns:
        None where the text is not simply right: read it with ``json`` and ``validate``, for those
        know gaps and say what is wrong.
    """
    try:
        result: T = _validator(typing.cast(Any, kind), is_json=True).validate_json(text)
    except (ValidationError, UnicodeEncodeError):
        return None
    return result


def _is_echo(detail: Any) -> bool:
    """Say whether a list is called too short only because what is in it does not hold."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _without_gaps(data: Plain) -> Plain:
    """Leave out keys with nothing after them, which are the same as no key."""
    if isinstance(data, dict):
        return {key: _without_gaps(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_without_gaps(value) for value in data]
    return data


def _fault(kind: type[Any], detail: Any) -> tuple[Location, str, str, bool]:
    location: Location = tuple(detail["loc"])
    name = detail["type"]
    if name in ("unexpected_keyword_argument", "extra_forbidden"):
        return location, "011", _unknown_key(kind, location), True
    if name in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return location[:-1], "010", f'needs the key "{location[-1]}"', False
    if name == "literal_error":
        expected = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return location, "012", _not_one_of(str(detail["input"]), expected.split(", ")), False
    return location, *_limit(name, detail), False


def _limit(name: str, detail: Any) -> tuple[str, str]:
    context = detail.get("ctx") or {}
    shown = _short(detail.get("input"))
    if name == "predicate_failed":
        return "013", _rule_of(detail)
    if name == "value_error":
        return "012", f"{context['error']}, not {shown}"
    if name in ("too_short", "string_too_short"):
        return "013", "must not be empty"
    if name in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        bound = next(iter(context.values()))
        word = "at least" if name.startswith("greater") else "at most"
        return "013", f"must be {word} {bound}, not {shown}"
    return "012", f"{_TYPES.get(name, 'does not fit here')}, not {shown}"


_TYPES: Mapping[str, str] = {
    "string_type": "takes a text",
    "dict_type": "takes keys and values",
    "mapping_type": "takes keys and values",
    "dataclass_type": "takes keys and values",
    "tuple_type": "takes a list (each line begins with a dash)",
    "list_type": "takes a list (each line begins with a dash)",
    "date_from_datetime_parsing": "takes a day that exists",
    "date_parsing": "takes a day that exists",
    "datetime_parsing": "takes a moment that exists",
    "datetime_from_date_parsing": "takes a moment that exists",
}

_RULES = {
    "is_identifier": 'an id has lower-case letters, digits, "-" and "_" only, at most 80',
    "is_partial_date": "takes a year, a month or a day: 2026, 2026-03 or 2026-03-04",
    "is_hash": "takes a SHA-256 in hexadecimal",
    "is_colour": "takes a colour such as #1b6ca8",
}


def _rule_of(detail: Any) -> str:
    said = str(detail["msg"])
    rule = next((rule for name, rule in _RULES.items() if name in said), "does not fit here")
    return f"{rule}; this is {_short(detail.get('input'))}"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else "a list" if isinstance(value, list) else "a table"
    return f'"{text[:60]}"' if isinstance(value, str) else text


def _not_one_of(written: str, possible: list[str]) -> str:
    near = difflib.get_close_matches(written, possible, 1, cutoff=0.5)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    return f'"{written[:60]}" is not one of {", ".join(possible)}.{hint}'


def _unknown_key(kind: type[Any], location: Location) -> str:
    known = [field for field in _keys_at(kind, location[:-1]) if field]
    near = difflib.get_close_matches(str(location[-1]), known, 1)
    hint = f'Did you mean "{near[0]}"?' if near else f"Known here: {', '.join(known)}"
    return f'"{location[-1]}" is not a known key. {hint}'


def _keys_at(kind: Any, location: Location) -> list[str]:
    """List the keys that a mapping at a location may have."""
    for step in location:
        kind = _inside(kind, step)
    kind = _bare(kind)
    return (
        [field.name for field in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []
    )


def _bare(kind: Any) -> Any:
    """Take ``Annotated`` and ``| None`` off a type."""
    while True:
        origin = typing.get_origin(kind)
        if origin is typing.Annotated:
            kind = typing.get_args(kind)[0]
        elif origin in (typing.Union, types.UnionType):
            kind = next(part for part in typing.get_args(kind) if part is not type(None))
        else:
            return kind


def _inside(kind: Any, step: str | int) -> Any:
    kind = _bare(kind)
    if dataclasses.is_dataclass(kind) and isinstance(step, str) and isinstance(kind, type):
        return typing.get_type_hints(kind, include_extras=True).get(step, object)
    arguments = typing.get_args(kind)
    if not arguments:
        return object
    return arguments[0] if isinstance(step, int) else arguments[-1]
