"""Model objects into YAML text that reads back as the same object."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Mapping
from typing import Any, cast

import yaml

from themer.errors import StorageError
from themer.storage.reading import MOST_BYTES, Plain, parse

_ONE_LINE = 1 << 30
_ALWAYS = ("schema", "state")
"""Keys that a reader looks for first, so they are written even where they are as by default."""


class _Dumper(yaml.CSafeDumper):
    """libyaml's emitter with our representations of texts, dates and yes/no."""

    blocks = True


class _QuotedDumper(_Dumper):
    """For the rare text that a block literal does not bring back."""

    blocks = False


def _text(dumper: Any, text: str) -> yaml.Node:
    style = "|" if dumper.blocks and "\n" in text else None
    return cast(yaml.Node, dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style))


def _yes_no(dumper: Any, value: bool) -> yaml.Node:
    word = "yes" if value else "no"
    return cast(yaml.Node, dumper.represent_scalar("tag:yaml.org,2002:bool", word))


def _date(dumper: Any, value: dt.date) -> yaml.Node:
    written = iso(value) if isinstance(value, dt.datetime) else value.isoformat()
    return cast(yaml.Node, dumper.represent_scalar("tag:yaml.org,2002:timestamp", written))


for _kind in (_Dumper, _QuotedDumper):
    _kind.add_representer(str, _text)
    _kind.add_representer(bool, _yes_no)
    _kind.add_representer(dt.date, _date)
    _kind.add_representer(dt.datetime, _date)


def iso(moment: dt.datetime) -> str:
    """Write an aware moment as UTC with a Z, to the second where it has no parts of one."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def to_plain(value: Any) -> Any:
    """Turn a model object into mappings, lists and scalars, leaving out what is as by default."""
    kind: Any = type(value)
    if kind in _SCALARS:
        return value
    fields = _fields_of(kind)
    if fields is not None:
        plain = {}
        for name, is_default in fields:
            part = getattr(value, name)
            if is_default is None or not is_default(part):
                plain[name] = part if type(part) in _SCALARS else to_plain(part)
        return plain
    if isinstance(value, Mapping):
        return {key: to_plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    return value


_SCALARS = frozenset({str, int, float, bool, type(None)})
"""Looked at first: a large study's themes are hundreds of thousands of these."""


@functools.cache
def _fields_of(kind: Any) -> tuple[tuple[str, Callable[[Any], bool] | None], ...] | None:
    """List a dataclass's fields, and what tells a default of each; None for any other type."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple((field.name, _default_of(field)) for field in dataclasses.fields(kind))


def _default_of(field: dataclasses.Field[Any]) -> Callable[[Any], bool] | None:
    if field.name in _ALWAYS:
        return None
    if field.default is not dataclasses.MISSING:
        default = field.default
        return lambda value: bool(value == default)
    if field.default_factory is not dataclasses.MISSING:
        factory = field.default_factory
        return lambda value: bool(value == factory())
    return None


def to_yaml(value: Any) -> str:
    """Write a model object as YAML, and prove that every text in it comes back.

    Raises:
        StorageError: A text cannot be held in YAML at all, such as half a character.
    """
    plain = to_plain(value)
    expected = _as_read(plain)
    for dumper in (_Dumper, _QuotedDumper):
        try:
            text = _dump(plain, dumper)
            if parse(text) == expected:
                return text
        except (yaml.YAMLError, UnicodeEncodeError):
            continue
    raise StorageError(
        "A text in it cannot be written as YAML.",
        hint="It may hold half a character; the words are kept in the journal.",
    )


def to_file(value: Any) -> bytes:
    """Write a model object as the bytes of a file that themer can read again.

    Raises:
        StorageError: It would be larger than a file may be, or holds what YAML cannot.
    """
    content = to_yaml(value).encode()
    if len(content) > MOST_BYTES:
        raise StorageError(
            f"The file would be larger than {MOST_BYTES // 1_000_000} MB, the most that is read.",
            hint="Take a long passage out, and keep it in a file of its own.",
        )
    return content


def has_room(value: Any, *, spare: int = 100_000) -> bool:
    """Say whether a model object fits into a file, with bytes to spare for what is still to come.

    Args:
        value: The object.
        spare: So many bytes are kept free.
    """
    try:
        return len(to_yaml(value).encode()) <= MOST_BYTES - spare
    except StorageError:
        return False


def _dump(plain: Any, dumper: type[Any]) -> str:
    written: str = yaml.dump(
        plain,
        Dumper=dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_ONE_LINE,
        default_flow_style=False,
    )
    return written


def _as_read(value: Any) -> Plain:
    """Say what reading gives for a value: every scalar as text."""
    if isinstance(value, dict):
        return {str(key): _as_read(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_read(part) for part in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return iso(value)
    return str(value)
