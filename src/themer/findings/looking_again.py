"""Which decisions of a whole study wait to be looked at again, since their codebook has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from themer.findings.material import Material
from themer.model.codebook_changes import LookAgain, Place, read_before, to_look_at
from themer.model.decision import Decision


def looking_again(material: Material) -> dict[str, tuple[LookAgain, ...]]:
    """List what waits, by the id of the codebook."""
    decided = decisions_by_book(material.decisions, books_of(material))
    return {
        book_id: to_look_at(decided.get(book_id, ()), book)
        for book_id, book in sorted(material.codebooks.items())
    }


def reading_again(material: Material) -> dict[str, Mapping[str, tuple[Place, ...]]]:
    """List the answers read before a code was there, by the id of the codebook and the code."""
    decided = decisions_by_book(material.decisions, books_of(material))
    return {
        book_id: read_before(decided.get(book_id, ()), book)
        for book_id, book in sorted(material.codebooks.items())
    }


def books_of(material: Material) -> dict[str, str]:
    """Say which codebook the answers of each counted interview are coded with."""
    sets = ((interview.id, material.sets[interview.set.id]) for interview in material.counted())
    return {interview: one.codebook for interview, one in sets if one.codebook is not None}


def decisions_by_book(
    decisions: Iterable[Decision], books: Mapping[str, str]
) -> dict[str, tuple[Decision, ...]]:
    """Group decisions by the codebook of their answer; the order stays.

    Args:
        decisions: Those that stand.
        books: The codebook's id by the id of the interview; what is not in it is left out.
    """
    found: dict[str, list[Decision]] = {}
    for event in decisions:
        book = books.get(event.interview or "")
        if book is not None:
            found.setdefault(book, []).append(event)
    return {book: tuple(events) for book, events in found.items()}
