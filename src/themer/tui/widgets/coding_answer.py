"""The answer that is being coded: its whole text, with the present passage marked."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from themer.model.suggestion import SuggestedSegment
from themer.tui.text import joined, shown, visible

_MARGIN, _PADDING = 4, 1
_HERE, _HERE_ON = "▶", "▌"


class AnswerText(VerticalScroll, can_focus=False):
    """A text with a margin: where we are, and what was decided for each passage.

    Each passage begins a line, so that its sign in the margin stands beside it.
    """

    def __init__(self) -> None:
        super().__init__(id="answer")
        self._text = ""
        self._passages: Sequence[SuggestedSegment] = ()
        self._signs: Sequence[str] = ()
        self._at = 0

    def compose(self) -> ComposeResult:
        """Make the text once."""
        yield Static(id="answer-text")

    def show(
        self, text: str, passages: Sequence[SuggestedSegment], signs: Sequence[str], at: int
    ) -> None:
        """Show an answer.

        Args:
            text: The whole answer.
            passages: By place.
            signs: Two characters for each passage, shown in the margin of its first line.
            at: The passage that is being decided.
        """
        self._text, self._passages, self._signs, self._at = text, passages, signs, at
        self._draw()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._draw()

    def _draw(self) -> None:
        # Room for the scroll bar is always left: when one comes, no line is broken twice.
        width = self.outer_size.width - self.scrollbar_size_vertical - _PADDING - _MARGIN
        if width < 1 or not self._passages:
            return
        here = self._passages[self._at]
        begin = [passage.start for passage in self._passages]
        lines = wrapped(visible(self._text), width, begin)
        drawn = [self._line(start, end, here) for start, end in lines]
        self.query_one("#answer-text", Static).update(Content("\n").join(drawn))
        of_passage = [n for n, (start, end) in enumerate(lines) if _touch(start, end, here)]
        if of_passage:
            self.call_after_refresh(self._bring_into_view, of_passage[0], of_passage[-1])

    def _bring_into_view(self, first: int, last: int) -> None:
        height = self.scrollable_content_region.height
        top = round(self.scroll_y)
        if last >= top + height:
            top = last - height + 1
        self.scroll_to(y=min(top, max(first - 1, 0)), animate=False)

    def _line(self, start: int, end: int, here: SuggestedSegment) -> Content:
        is_here = _touch(start, end, here)
        mark = (_HERE if start <= here.start else _HERE_ON) if is_here else " "
        begun = [
            sign
            for sign, passage in zip(self._signs, self._passages, strict=True)
            if start <= passage.start < max(end, start + 1)
        ]
        sign = next((sign for sign in begun if sign.strip()), "  ")
        words = self._text[start:end]
        if not is_here:
            return joined(f"{mark}{sign} ", words)
        left, right = max(here.start - start, 0), min(here.end, end) - start
        return joined(
            shown(f"{mark}{sign} ", "bold"),
            words[:left],
            shown(words[left:right], "reverse"),
            words[right:],
        )


def _touch(start: int, end: int, passage: SuggestedSegment) -> bool:
    return start < passage.end and passage.start < end


def wrapped(text: str, width: int, begin: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Break a text into lines between words.

    Args:
        text: Any text; its own line breaks stay.
        width: Terminal cells that a line may take, 1 or more.
        begin: Places that begin a line of their own, unless only a bullet stands before them.

    Returns:
        Start and exclusive end of each line in the text; the spaces at which a line is broken, and
        line breaks, are in none.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        for left, right in _stretches(line, [place - start for place in begin]):
            found = _wrapped_line(line[left:right], width)
            lines.extend((start + left + first, start + left + last) for first, last in found)
        start += len(line) + 1
    return lines


def _stretches(line: str, begin: Sequence[int]) -> list[tuple[int, int]]:
    """Cut a line where a passage begins; the space before the cut is left out."""
    found: list[tuple[int, int]] = []
    left = 0
    for place in begin:
        if left < place < len(line) and any(char.isalnum() for char in line[left:place]):
            found.append((left, left + len(line[left:place].rstrip(" "))))
            left = place
    return [*found, (left, len(line))]


def _wrapped_line(line: str, width: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    while True:
        end = _fitting(line, start, width)
        if end == len(line):
            found.append((start, end))
            return found
        space = line.rfind(" ", start, end + 1)
        if space > start:
            found.append((start, space))
            start = space + 1
        else:
            found.append((start, end))
            start = end


def _fitting(line: str, start: int, width: int) -> int:
    """Give the end of what fits into a width, at least one character."""
    room = width
    for place in range(start, len(line)):
        room -= cell_len(line[place])
        if room < 0:
            return max(place, start + 1)
    return len(line)
