"""Marks that come back with their words: an undo restores a text, and what was marked in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from themer.conversation.editing import Edit, edit_notes
from themer.conversation.joining import together
from themer.model.interview import Answer, Passage, Verbatim


@dataclass(frozen=True, slots=True)
class Gone:
    """Marks of one question whose words were changed while it was on the screen."""

    verbatim: tuple[Verbatim, ...] = ()
    restricted: tuple[tuple[Passage, str], ...] = ()
    """Each with the words that were restricted."""


def remember(gone: Gone, before: Answer, edit: Edit) -> Gone:
    """Add the marks whose words an edit is about to change.

    Args:
        gone: What was changed before.
        before: The answer before the edit.
        edit: Of its notes.
    """
    _, lost = edit_notes(before, edit)
    changed = [
        (passage, before.noted[passage.start : passage.end])
        for passage in before.restricted
        if edit.start < passage.end and passage.start < edit.end
    ]
    return Gone(
        tuple(dict.fromkeys((*gone.verbatim, *lost))),
        tuple(dict.fromkeys((*gone.restricted, *changed))),
    )


def regain(answer: Answer, gone: Gone) -> tuple[Answer, Gone, tuple[Verbatim, ...]]:
    """Mark again what stands again, word for word, where it was marked.

    A quote that meets another mark or restricted words by now stays a note.

    Returns:
        The answer, what is still gone, and the quotes that are marked again.
    """
    noted = answer.noted
    closed = [(p, words) for p, words in gone.restricted if noted[p.start : p.end] == words]
    restricted = together(*answer.restricted, *(passage for passage, _ in closed))
    there = [quote for quote in gone.verbatim if noted[quote.start : quote.end] == quote.text]
    taken = [(mark.start, mark.end) for mark in answer.verbatim]
    taken += [(passage.start, passage.end) for passage in restricted]
    back = tuple(
        quote
        for quote in there
        if not any(start < quote.end and quote.start < end for start, end in taken)
    )
    if not there and not closed:
        return answer, gone, ()
    marks = tuple(sorted((*answer.verbatim, *back), key=lambda quote: quote.start))
    left = Gone(
        tuple(quote for quote in gone.verbatim if quote not in there),
        tuple(one for one in gone.restricted if one not in closed),
    )
    return replace(answer, verbatim=marks, restricted=restricted), left, back
