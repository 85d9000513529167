"""Checks of codebooks."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem
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
