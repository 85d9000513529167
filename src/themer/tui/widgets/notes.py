"""The box for the words of an answer: a stock text area that leaves stored text as it is."""

from __future__ import annotations

from rich.text import Text
from textual.message import Message
from textual.widgets import TextArea

from themer.conversation.editing import find_edit
from themer.tui.text import visible


class Notes(TextArea):
    """Reports what was typed as a change to the stored text.

    Textual's document takes form feeds, line separators and the like for line ends and would hand
    them back as such. So the stored text is kept beside it, and only the edit is carried over.
    """

    class Edited(Message):
        """Somebody typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text
            """The whole stored text after the edit."""

    def __init__(self) -> None:
        super().__init__(id="notes", soft_wrap=True, show_line_numbers=False)
        self.stored = ""
        self._seen = ""
        """The document's text at the last look."""

    def show(self, text: str) -> None:
        """Show another stored text, with the cursor at its end."""
        self.stored = text
        self._seen = visible(text)
        self.load_text(self._seen)
        self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Carry an edit over to the stored text."""
        event.stop()
        now = self.text
        if now == self._seen:
            return
        self.stored = find_edit(self._seen, now).apply(self.stored)
        self._seen = now
        self.post_message(self.Edited(self.stored))

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Keep it here: nobody above asks, and each level that it climbs costs every key."""
        event.stop()

    @property
    def selected_range(self) -> tuple[int, int]:
        """The selection as places in the stored text."""
        ends = sorted([self.selection.start, self.selection.end])
        start, end = (self._place(row, column) for row, column in ends)
        return start, end

    def _place(self, row: int, column: int) -> int:
        """Count the characters before a place; a line's end is one character."""
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def get_line(self, line_index: int) -> Text:
        """Give a line without anything that a terminal would obey."""
        line = self.document.get_line(line_index)
        # Called for every row at every key: most lines have nothing to be replaced.
        return Text(line if line.isprintable() else visible(line), end="", no_wrap=True)
