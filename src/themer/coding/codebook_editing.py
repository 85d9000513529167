"""Change a codebook: add, edit, split, merge, retire a code, and take the last change back.

Each change gives a new codebook, with a new version and a line on who changed what, when and why.
An id is for ever: a code is never deleted, only retired, and no later code gets its id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from themer.errors import InputError, NotFoundError
from themer.model.codebook import (
    ChangeKind,
    Code,
    Codebook,
    CodebookChange,
    ComponentStates,
    Status,
    counted_on,
)

KEYS = ("name", "definition", "include", "exclude", "examples", "parent", "colour")
"""What an edit may change, beside the states of a component."""
STATE_KEYS: tuple[Status, ...] = ("in_place", "developing", "absent")
MEANING = ("name", "definition", "include", "exclude", *(f"component.{s}" for s in STATE_KEYS))
"""The keys of which a change may change what a code means."""


@dataclass(frozen=True, slots=True)
class By:
    """Who changes a codebook, when and why."""

    coder: str
    at: dt.datetime
    """Aware, UTC."""
    reason: str


def add_code(book: Codebook, code: Code, by: By) -> Codebook:
    """Add a code at the end.

    Raises:
        InputError: Its id or name is taken, or there is no reason.
    """
    _refuse_taken(book, [code])
    grown = replace(book, codes=(*book.codes, code))
    return _after(grown, _change(book, by, "add", (code.id,)))


def edit_code(book: Codebook, edited: Code, by: By, *, look_again: bool) -> Codebook:
    """Change what is written of a code.

    Args:
        book: The codebook.
        edited: The code as it shall be, by its id.
        by: Who, when and why.
        look_again: Whether decisions made before are to be looked at again.

    Raises:
        NotFoundError: There is no such code, or it is retired.
        InputError: Nothing differs, its name is taken, or there is no reason.
    """
    before = differences(_current(book, edited.id), edited)
    if not before:
        raise InputError("Nothing is changed.")
    _refuse_taken(book, [edited], is_there=edited.id)
    change = _change(book, by, "edit", (edited.id,))
    return _after(_with(book, edited), replace(change, before=before, look_again=look_again))


def split_code(book: Codebook, code_id: str, new: Sequence[Code], by: By) -> Codebook:
    """Put several new codes in the place of one, which is retired.

    Raises:
        NotFoundError: There is no such code, or it is retired.
        InputError: Fewer than two new codes, an id or name is taken, or there is no reason.
    """
    at = book.codes.index(_current(book, code_id)) + 1
    if len(new) < 2:
        raise InputError("A code is split into two at least.")
    _refuse_taken(book, new, gives_up_name=code_id)
    grown = replace(book, codes=(*book.codes[:at], *new, *book.codes[at:]))
    change = _change(book, by, "split", (code_id,))
    into = tuple(code.id for code in new)
    return _after(grown, replace(change, into=into), retired=(code_id,))


def merge_codes(book: Codebook, codes: Sequence[str], into: str, by: By) -> Codebook:
    """Retire codes in favour of another one.

    Raises:
        NotFoundError: One of them is not there, or is retired.
        InputError: Nothing to merge, a code into itself, or there is no reason.
    """
    _current(book, into)
    merged = tuple(_current(book, code).id for code in dict.fromkeys(codes))
    if not merged:
        raise InputError("Choose the code that is merged into another.")
    if into in merged:
        raise InputError("A code cannot be merged into itself.")
    change = _change(book, by, "merge", merged)
    return _after(book, replace(change, into=(into,)), retired=merged)


def retire_code(book: Codebook, code_id: str, by: By) -> Codebook:
    """Retire a code: it is offered no more, and what it was given to is not counted.

    Raises:
        NotFoundError: There is no such code, or it is retired.
        InputError: It is the last one, or there is no reason.
    """
    if [code.id for code in book.current()] == [_current(book, code_id).id]:
        raise InputError("It is the last code: a codebook without any has nothing to give.")
    return _after(book, _change(book, by, "retire", (code_id,)), retired=(code_id,))


def change_to_undo(book: Codebook, coder: str) -> CodebookChange | None:
    """Give the last change, where this coder made it and may take it back."""
    last = book.changes[-1] if book.changes else None
    if last is None or last.coder != coder or last.did == "undo" or last.version != book.version:
        return None
    return last


def undo_change(book: Codebook, by: By) -> Codebook:
    """Take the last change back by a new change; what it had added is retired, not deleted.

    Raises:
        InputError: The last change is another's or an undo, or the file was changed by hand since.
    """
    last = change_to_undo(book, by.coder)
    if last is None:
        raise InputError("There is no change of yours to undo: something came after it.")
    touched = tuple(dict.fromkeys((*last.codes, *last.into)))
    change = _change(book, by, "undo", touched)
    change = replace(change, look_again=last.look_again, undoes=last.version)
    if last.did == "edit":
        now = _current(book, last.codes[0])
        was = with_values(now, last.before)
        return _after(_with(book, was), replace(change, before=differences(now, was)))
    if last.did == "add":
        return _after(book, change, retired=last.codes)
    given_back = replace(
        book,
        codes=tuple(
            replace(code, retired_in=None) if code.id in last.codes else code for code in book.codes
        ),
    )
    return _after(given_back, change, retired=last.into if last.did == "split" else ())


def values_of(code: Code) -> dict[str, str]:
    """Write all that may be edited of a code as text, by key; examples one a line."""
    found = {
        "name": code.name,
        "definition": code.definition or "",
        "include": code.include or "",
        "exclude": code.exclude or "",
        "examples": "\n".join(code.examples),
        "parent": code.parent or "",
        "colour": code.colour or "",
    }
    for state in STATE_KEYS:
        component = code.component
        found[f"component.{state}"] = "" if component is None else getattr(component, state)
    return found


def with_values(code: Code, values: Mapping[str, str]) -> Code:
    """Give a code with other texts in some of its keys; see ``values_of``.

    Raises:
        InputError: Only some of the three states are described.
    """
    now = {**values_of(code), **values}
    states = {state: now[f"component.{state}"] for state in STATE_KEYS}
    if any(states.values()) and not all(states.values()):
        raise InputError("Describe all three states of a component, or none of them.")
    return replace(
        code,
        name=now["name"],
        definition=now["definition"] or None,
        include=now["include"] or None,
        exclude=now["exclude"] or None,
        examples=tuple(line for line in now["examples"].split("\n") if line),
        parent=now["parent"] or None,
        colour=now["colour"] or None,
        component=ComponentStates(**states) if all(states.values()) else None,
    )


def differences(was: Code, edited: Code) -> dict[str, str]:
    """Give what stood in each key in which a code differs from what it shall be."""
    now = values_of(edited)
    return {key: value for key, value in values_of(was).items() if value != now[key]}


def next_version(book: Codebook) -> str:
    """Count a version on: 1 → 2, 2.1 → 2.2, draft → draft.2; never one that a change had before."""
    taken = {book.version, *(change.version for change in book.changes)}
    version = book.version
    while version in taken:
        version = counted_on(version)
    return version


def _current(book: Codebook, code_id: str) -> Code:
    found = book.code(code_id)
    if found is None:
        raise NotFoundError(f'The codebook has no code "{code_id}".')
    if found.retired_in is not None:
        raise NotFoundError(f'"{found.name}" is retired, so it cannot be changed.')
    return found


def _with(book: Codebook, edited: Code) -> Codebook:
    return replace(
        book, codes=tuple(edited if code.id == edited.id else code for code in book.codes)
    )


def _refuse_taken(
    book: Codebook,
    new: Sequence[Code],
    *,
    is_there: str | None = None,
    gives_up_name: str | None = None,
) -> None:
    """Refuse ids that a code has or had, and names that a current code has.

    Args:
        book: The codebook.
        new: The codes that are to be in it.
        is_there: The id of one of them that is in it already.
        gives_up_name: A code that is retired in the same step.
    """
    ids = {code.id for code in book.codes} - {is_there}
    names = {c.name.casefold() for c in book.current() if c.id not in (is_there, gives_up_name)}
    for code in new:
        if not code.name.strip():
            raise InputError("A code needs a name.")
        if code.id in ids:
            raise InputError(f'The id "{code.id}" is taken; an id is for ever.')
        if code.name.casefold() in names:
            raise InputError(f'There is a code "{code.name}" already.')
        ids.add(code.id)
        names.add(code.name.casefold())


def _change(book: Codebook, by: By, did: ChangeKind, codes: tuple[str, ...]) -> CodebookChange:
    if not by.reason.strip():
        raise InputError("Give the reason: who reads the codebook later needs it.")
    at = by.at
    if book.changes and at <= book.changes[-1].at:
        # What holds is worked out from the order in time, and clocks are set back.
        at = book.changes[-1].at + dt.timedelta(microseconds=1)
    return CodebookChange(next_version(book), at, by.coder, did, codes, by.reason)


def _after(book: Codebook, change: CodebookChange, *, retired: Sequence[str] = ()) -> Codebook:
    return replace(
        book,
        version=change.version,
        codes=tuple(
            replace(code, retired_in=change.version) if code.id in retired else code
            for code in book.codes
        ),
        changes=(*book.changes, change),
    )
