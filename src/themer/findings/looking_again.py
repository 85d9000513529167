"""Which decisions of a whole study wait to be looked at again, since their codebook has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from themer.findings.material import Material
from themer.model.codebook_changes import LookAgain, Place, read_before, to_look_at
from themer.model.decision import Decision
from themer.model.interview import Interview
from themer.model.question_set import QuestionSet


def looking_again(material: Material) -> dict[str, tuple[LookAgain, ...]]:
    """List what waits, by the id of the codebook."""
    decided = decisions_by_book(material.decisions, material.counted(), material.sets)
    return {
        book_id: to_look_at(decided.get(book_id, ()), book)
        for book_id, book in sorted(material.codebooks.items())
    }


def reading_again(material: Material) -> dict[str, Mapping[str, tuple[Place, ...]]]:
    """List the answers read before a code was there, by the id of the codebook and the code."""
    decided = decisions_by_book(material.decisions, material.counted(), material.sets)
    return {
        book_id: read_before(decided.get(book_id, ()), book)
        for book_id, book in sorted(material.codebooks.items())
    }


def books_of(interviews: Iterable[Interview], sets: Mapping[str, QuestionSet]) -> dict[str, str]:
    """Say which codebook the answers of each interview are coded with, by their ids."""
    found = ((interview.id, sets.get(interview.set.id)) for interview in interviews)
    return {name: one.codebook for name, one in found if one and one.codebook is not None}


def decisions_by_book(
    decisions: Iterable[Decision],
    interviews: Iterable[Interview],
    sets: Mapping[str, QuestionSet],
) -> dict[str, tuple[Decision, ...]]:
    """Group decisions by the codebook of their answer, or of their unit's answers.

    Args:
        decisions: Those that stand; their order stays.
        interviews: Those that count; decisions on others are left out.
        sets: The question sets by id.
    """
    counted = tuple(interviews)
    books = books_of(counted, sets)
    of_units: dict[str, set[str]] = {}
    for interview in counted:
        if interview.id in books:
            # A judgement names what the study counts: a unit, an organisation or a conversation.
            for unit in (interview.unit, interview.organisation, interview.id):
                of_units.setdefault(unit, set()).add(books[interview.id])
    found: dict[str, list[Decision]] = {}
    for event in decisions:
        if event.interview is None:
            places = sorted(of_units.get(event.unit or "", ()))
        else:
            places = [books[event.interview]] if event.interview in books else []
        for book in places:
            found.setdefault(book, []).append(event)
    return {book: tuple(events) for book, events in found.items()}
