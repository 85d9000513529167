"""Very long lines broken for the eye only, so that a key in one does not cost seconds.

Textual wraps a whole line anew at every key in it: 2 ms for one of 2,000 characters, and 4 seconds
for one of a million. What is shown has line ends that the stored text has not, and these count out
which.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from themer.conversation.editing import Edit

_LONG = 4_000
_PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Broken:
    """A text as it is shown."""

    text: str
    added: tuple[int, ...] = ()
    """Where in it a line end stands that is not in the stored text, in order."""

    def stored_place(self, place: int) -> int:
        """Give the place in the stored text for one in the shown text."""
        return place - bisect_left(self.added, place)

    def stored_edit(self, edit: Edit) -> Edit:
        """Give what an edit of the shown text does to the stored one."""
        start, end = self.stored_place(edit.start), self.stored_place(edit.end)
        return Edit(start, end, edit.inserted)

    def after(self, edit: Edit, added: tuple[int, ...] = ()) -> Broken:
        """Give the shown text after an edit.

        Args:
            edit: What was changed of it.
            added: The line ends for the eye only within what was inserted.
        """
        before = tuple(place for place in self.added if place < edit.start)
        within = tuple(place + edit.start for place in added)
        behind = tuple(place + edit.growth for place in self.added if place >= edit.end)
        return Broken(edit.apply(self.text), (*before, *within, *behind))


def break_long_lines(text: str) -> Broken:
    """Break lines of more than 4,000 characters into pieces, between words where that can be."""
    if len(text) <= _LONG or max(map(len, text.split("\n"))) <= _LONG:
        return Broken(text)
    pieces: list[str] = []
    added: list[int] = []
    length = 0
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append("\n")
            length += 1
        for place, piece in enumerate(_pieces(line)):
            if place:
                added.append(length)
                pieces.append("\n")
                length += 1
            pieces.append(piece)
            length += len(piece)
    return Broken("".join(pieces), tuple(added))


def _pieces(line: str) -> list[str]:
    if len(line) <= _LONG:
        return [line]
    pieces, start = [], 0
    while len(line) - start > _PIECE:
        end = line.rfind(" ", start + _PIECE // 2, start + _PIECE) + 1 or start + _PIECE
        pieces.append(line[start:end])
        start = end
    return [*pieces, line[start:]]
