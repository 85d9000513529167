"""The outline beside the question: every question with its state, the present one in sight."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from themer.conversation.outline import Line, Mark
from themer.tui.text import cut, joined, shown


class Outline(Static):
    """A list that is looked at; jumping has its own screen."""

    def __init__(self) -> None:
        super().__init__(id="outline")
        self._lines: tuple[Line, ...] = ()
        self._foot: tuple[str, ...] = ()

    def show(self, lines: tuple[Line, ...], foot: tuple[str, ...]) -> None:
        """Show the questions, and a few words under them."""
        self._lines = lines
        self._foot = foot
        self._draw()

    def on_resize(self) -> None:
        """Draw again, as more or fewer lines fit."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.content_size
        room = max(height - len(self._foot), 3)
        here = next((i for i, line in enumerate(self._lines) if line.is_here), 0)
        first = max(0, min(here - room // 2, len(self._lines) - room))
        drawn = [_line(line, width) for line in self._lines[first : first + room]]
        blank = [Content("")] * (room - len(drawn))
        foot = [shown(words, "$foreground 80%") for words in self._foot]
        self.update(Content("\n").join([*drawn, *blank, *foot]), layout=False)


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
