"""What one edit did to a text, and to the passages that were marked in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from themer.model.interview import Answer, Passage, Verbatim


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of a text replaced by another: ``text[start:end]`` became ``inserted``."""

    start: int
    end: int
    inserted: str

    @property
    def growth(self) -> int:
        """By how many characters the text became longer."""
        return len(self.inserted) - (self.end - self.start)

    def apply(self, text: str) -> str:
        """Give the text after the edit."""
        return text[: self.start] + self.inserted + text[self.end :]


def find_edit(before: str, after: str) -> Edit:
    """Find the smallest single edit that turns one text into another."""
    start = _shared(before, after)
    most = min(len(before), len(after)) - start
    tail = min(_shared(before[::-1], after[::-1]), most)
    return Edit(start, len(before) - tail, after[start : len(after) - tail])


def _shared(one: str, other: str) -> int:
    """Count the characters that two texts begin with alike, by halving: long texts are common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def edit_notes(answer: Answer, edit: Edit) -> tuple[Answer, tuple[Verbatim, ...]]:
    """Change the notes of an answer and keep its marks on the words that they were set on.

    Returns:
        The answer, and the quotes that are marked no longer because their words were changed: a
        quote is word for word or it is none. A restricted passage grows instead.
    """
    kept = tuple(moved for quote in answer.verbatim if (moved := _move_quote(quote, edit)))
    lost = tuple(quote for quote in answer.verbatim if _move_quote(quote, edit) is None)
    restricted = tuple(_move_passage(passage, edit) for passage in answer.restricted)
    after = replace(
        answer,
        noted=edit.apply(answer.noted),
        verbatim=kept,
        restricted=tuple(passage for passage in restricted if passage.start < passage.end),
    )
    return after, lost


def _move_quote(quote: Verbatim, edit: Edit) -> Verbatim | None:
    if edit.start >= quote.end:
        return quote
    if edit.end <= quote.start:
        return replace(quote, start=quote.start + edit.growth, end=quote.end + edit.growth)
    return None


def _move_passage(passage: Passage, edit: Edit) -> Passage:
    if edit.start >= passage.end:
        return passage
    if edit.end <= passage.start:
        return Passage(passage.start + edit.growth, passage.end + edit.growth)
    start = min(passage.start, edit.start)
    return Passage(start, max(passage.end, edit.end) + edit.growth)


_OPENING, _CLOSING = '"“«', '"”»'


def words_to_quote(text: str, start: int, end: int) -> tuple[int, int]:
    """Say which words are meant where a quote is to be marked.

    The selection, where there is one; else what stands between quotation marks at the cursor, or
    last before it in the same line, without the marks; else nothing.
    """
    if start != end:
        return start, end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    found = (start, start)
    opened: int | None = None
    for place, sign in enumerate(line):
        if opened is None and sign in _OPENING and line_start + place <= start:
            opened = place
        elif opened is not None and sign in _CLOSING:
            found = (line_start + opened + 1, line_start + place)
            opened = None
    return found
