"""Checks of codebooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from themer.errors import Problem
from themer.findings.looking_again import decisions_by_book
from themer.model.codebook import Codebook
from themer.model.codebook_changes import (
    read_before,
    retiring_change,
    to_look_at,
    waiting_by_code,
)
from themer.model.scalars import is_identifier
from themer.workflows.check.context import Context, Places, repeated


def problems(context: Context) -> Iterator[Problem]:
    """Check that codes have ids of their own, parents that exist, and words to be found by."""
    for found in context.codebooks:
        places, book = Places(found, "CB"), found.value.value
        for identity in repeated(code.id for code in book.codes):
            last = max(n for n, code in enumerate(book.codes) if code.id == identity)
            message = f'two codes have the id "{identity}"'
            yield places.problem("020", ("codes", last, "id"), message)
        for number, code in enumerate(book.codes):
            here = ("codes", number)
            if not is_identifier(code.id):
                message = "an id has lower-case letters, digits, - and _ only, at most 80"
                yield places.problem("013", (*here, "id"), message)
            if code.parent is not None and book.code(code.parent) is None:
                message = f'the parent "{code.parent}" is not a code of this codebook'
                yield places.problem("021", (*here, "parent"), message)
            if code.definition is None and code.retired_in is None:
                message = f'"{code.id}" has no definition, so suggestions rest on its name alone'
                yield places.problem("030", here, message, advice=True)
        yield from _change_problems(places, book)
    yield from _twin_problems(context)
    yield from _waiting_problems(context)


def _twin_problems(context: Context) -> Iterator[Problem]:
    """Name a second file of one codebook, as sync programs leave them: which one counts?"""
    seen: dict[str, Path] = {}
    for found in sorted(context.codebooks, key=lambda one: (len(one.path.name), one.path.name)):
        identity = found.value.value.id
        first = seen.setdefault(identity, found.path)
        if first != found.path:
            message = (
                f'"{identity}" is the codebook in {first.name} already. Bring into that file what '
                "this one has beyond it, and take this one away"
            )
            yield Places(found, "CB").problem("020", ("id",), message)


def _change_problems(places: Places[Codebook], book: Codebook) -> Iterator[Problem]:
    versions: dict[str, int] = {}
    for number, change in enumerate(book.changes):
        here = ("changes", number)
        for key, names in (("codes", change.codes), ("into", change.into)):
            for index, name in enumerate(names):
                if book.code(name) is None:
                    message = f'"{name}" is not a code of this codebook; a code is never deleted'
                    yield places.problem("021", (*here, key, index), message)
        if change.undoes is not None and change.undoes not in versions:
            message = f'no change before it made the version "{change.undoes}"'
            yield places.problem("021", (*here, "undoes"), message)
        if change.version in versions:
            message = f'two changes made the version "{change.version}"'
            yield places.problem("070", (*here, "version"), message)
        if number and change.at <= book.changes[number - 1].at:
            message = "comes before the change above it; the oldest stands first"
            yield places.problem("070", (*here, "at"), message)
        if change.did == "merge":
            yield from _merge_problems(places, book, number, versions)
        versions[change.version] = number
    yield from _retiring_problems(places, book)


def _merge_problems(
    places: Places[Codebook], book: Codebook, number: int, versions: dict[str, int]
) -> Iterator[Problem]:
    """Name a code that something was merged into after it had been retired.

    Args:
        places: Makes problems.
        book: The codebook.
        number: The merge's place among the changes.
        versions: Those of the changes before it.
    """
    for name in book.changes[number].into:
        code = book.code(name)
        if code is not None and code.retired_in in (*versions, book.changes[number].version):
            message = f'"{name}" was retired already, so nothing can be merged into it'
            yield places.problem("071", ("changes", number, "into"), message)


def _retiring_problems(places: Places[Codebook], book: Codebook) -> Iterator[Problem]:
    for number, code in enumerate(book.codes):
        change = retiring_change(book, code.id)
        if change is not None and code.retired_in is None:
            message = (
                f'a change to version "{change.version}" retired "{code.id}", and it has no '
                "retired_in: what was decided would count under it again"
            )
            yield places.problem("071", ("codes", number), message)


def _waiting_problems(context: Context) -> Iterator[Problem]:
    """Say, one line a code, how many decisions wait to be looked at again; advice."""
    interviews = (found.value.value for found in context.interviews)
    of_counted = (interview for interview in interviews if interview.counts)
    decided = decisions_by_book(context.standing, of_counted, context.counted_sets)
    for found in context.codebooks:
        places, book = Places(found, "CB"), found.value.value
        numbers = {code.id: number for number, code in enumerate(book.codes)}
        items = to_look_at(decided.get(book.id, ()), book)
        for code, count in waiting_by_code(items).items():
            counted = any(item.is_counted for item in items if item.decision.code == code)
            message = (
                f'{count} of the decisions on "{code}" wait to be looked at again, since the '
                f"codebook changed; until then they {'' if counted else 'do not '}count"
            )
            yield places.problem("072", ("codes", numbers[code]), message, advice=True)
        for code, answers in read_before(decided.get(book.id, ()), book).items():
            message = f'{len(answers)} answers were read to their end before "{code}" was there'
            yield places.problem("073", ("codes", numbers[code]), message, advice=True)
