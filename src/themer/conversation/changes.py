"""What changed between two states of a conversation: which parts and fields, never which words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from themer.model.audit import AuditAction, Change
from themer.model.interview import Interview

_RESTRICTED = frozenset({"restricted", "restricted_copy"})
_OF_THE_RECORD = (
    "unit", "organisation", "roster", "unassigned", "next_steps", "withdrawn_at",
)  # fmt: skip


def changes_between(before: Interview, after: Interview) -> tuple[Change, ...]:
    """Say what was done to turn one state of a conversation into another.

    Returns:
        A change for each kind of thing that was done, in a fixed order; nothing where both are the
        same. They carry no hash yet.
    """
    if before is after or before == after:
        return ()
    return tuple(
        Change(action, after.id, changed) for action, changed in _steps(before, after) if changed
    )


def _steps(before: Interview, after: Interview) -> Iterator[tuple[AuditAction, dict[str, Any]]]:
    yield "set_version", _part("set", before.set, after.set)
    yield "consent", _part("consent", before.consent, after.consent)
    yield "settled", _fewer_copies(before, after)
    answers = dict(_answers(before, after))
    yield "restricted", _kept(answers, _RESTRICTED)
    others = {name for fields in answers.values() for name in fields} - _RESTRICTED
    record: dict[str, tuple[str, ...]] = {
        name: () for name in _OF_THE_RECORD if getattr(before, name) != getattr(after, name)
    }
    if len(before.sittings) != len(after.sittings):  # the minutes of one tick on by themselves
        record["sittings"] = ()
    yield "answers", _kept(answers, others) | record
    yield "corrected", _part("confirmation", before.confirmation, after.confirmation)
    if before.state != after.state:
        done: AuditAction = "finished" if after.state == "finished" else "reopened"
        yield done, {"state": ()}


def _answers(before: Interview, after: Interview) -> Iterator[tuple[str, tuple[str, ...]]]:
    for question in sorted(before.answers.keys() | after.answers.keys()):
        was, now = before.answers.get(question), after.answers.get(question)
        if was is not now and was != now:
            yield f"answers.{question}", _fields(was, now)


def _part(name: str, was: Any, now: Any) -> dict[str, tuple[str, ...]]:
    return {} if was == now else {name: _fields(was, now)}


def _fields(was: Any, now: Any) -> tuple[str, ...]:
    """Name the fields that differ; of something new or gone, those that are not as by default."""
    kind = now if was is None else was
    blank = {f.name: _default(f) for f in dataclasses.fields(kind)}
    return tuple(
        name
        for name, default in blank.items()
        if getattr(was, name, default) != getattr(now, name, default)
    )


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default


def _kept(
    answers: Mapping[str, tuple[str, ...]], wanted: frozenset[str] | set[str]
) -> dict[str, tuple[str, ...]]:
    found = {part: tuple(f for f in fields if f in wanted) for part, fields in answers.items()}
    return {part: fields for part, fields in found.items() if fields}


def _fewer_copies(before: Interview, after: Interview) -> dict[str, tuple[str, ...]]:
    gone = {copy.question for copy in before.other_copies}
    gone -= {copy.question for copy in after.other_copies}
    return {f"answers.{question}": () for question in sorted(gone)}
