"""The outline beside the question: every question with its state, the present one in sight."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from themer.conversation.outline import Line, Mark
from themer.tui.text import cut, joined, shown

_NEAR = 2
"""Rows from either end of the list at which it moves on."""


class Outline(Widget):
    """A list that is looked at; jumping has its own screen.

    Going to the next question paints the two rows that differ: the list stays where it is until
    the question on the screen comes near its end.
    """

    def __init__(self) -> None:
        super().__init__(id="outline")
        self._lines: tuple[Line, ...] = ()
        self._foot: tuple[str, ...] = ()
        self._first = 0
        """The place of the uppermost question in sight."""
        self._rows: list[Content] = []
        self._kept: dict[int, tuple[Line, int, Content]] = {}
        """By number of question: what was drawn last, for which width, and its row."""

    def show(self, lines: tuple[Line, ...], foot: tuple[str, ...]) -> None:
        """Show the questions, and a few words under them."""
        self._lines = lines
        self._foot = foot
        self._draw()

    def on_resize(self) -> None:
        """Draw again, as more or fewer lines fit."""
        self._draw()

    def render(self) -> Content:
        """Give all rows."""
        return Content("\n").join(self._rows)

    def render_line(self, y: int) -> Strip:
        """Give one row; the other rows need not be looked at for it."""
        row = self._rows[y] if y < len(self._rows) else Content("")
        return Visual.to_strips(self, row, self.size.width, 1, self.visual_style, pad=True)[0]

    def _drawn(self, line: Line) -> Content:
        """Give a question's row, drawn anew only where it differs from the last time."""
        width = self.content_size.width
        kept = self._kept.get(line.number)
        if kept is None or kept[:2] != (line, width):
            kept = self._kept[line.number] = (line, width, _line(line, width))
        return kept[2]

    def _draw(self) -> None:
        width, height = self.content_size
        room = max(height - len(self._foot), 3)
        here = next((i for i, line in enumerate(self._lines) if line.is_here), 0)
        if not self._first + _NEAR <= here < self._first + room - _NEAR:
            self._first = here - room // 2
        self._first = max(0, min(self._first, len(self._lines) - room))
        drawn = [self._drawn(line) for line in self._lines[self._first : self._first + room]]
        blank = [Content("")] * (room - len(drawn))
        foot = [shown(words, "$foreground 80%") for words in self._foot]
        before, self._rows = self._rows, [*drawn, *blank, *foot]
        if len(before) != len(self._rows):
            self.refresh()
            return
        pairs = enumerate(zip(before, self._rows, strict=True))
        changed = [Region(0, y, width, 1) for y, (old, new) in pairs if not old.is_same(new)]
        if changed:
            self.refresh(*changed)


def _line(line: Line, width: int) -> Content:
    sign = Mark.HERE.symbol if line.is_here else line.mark.symbol
    number = f"{sign} {line.number} "
    flag = " ⚑" if line.has_follow_up else ""
    room = width - len(number) - len(flag)
    # The reason is said in full above the notes; here it may take half of what there is.
    reason = f" {cut(line.word, room // 2)}" if line.mark is Mark.SKIPPED else ""
    title = cut(line.question.title, room - len(reason))
    words = joined(number, title, shown(reason, "italic"), flag)
    return words.stylize("bold reverse") if line.is_here else words
