"""The box for the words of an answer: a stock text area that leaves stored text as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea

from themer.conversation.editing import Edit, find_edit
from themer.tui.text import pasted_text, visible
from themer.tui.widgets.long_lines import Broken, break_long_lines
from themer.tui.widgets.rows_area import RowsArea

if TYPE_CHECKING:
    from themer.workflows.interviews.saving import Saver

_LONG_PASTE = 1_000
"""Characters from which on it is worth counting what the file would hold."""


class Notes(RowsArea):
    """Reports what was typed as a change to the stored text.

    Textual's document takes form feeds, line separators and the like for line ends and would hand
    them back as such. So the stored text is kept beside it, and only the edit is carried over.
    """

    HELP_NAME = "the notes"

    class Edited(Message):
        """Somebody typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text
            """The whole stored text after the edit."""

    def __init__(self, id: str = "notes") -> None:
        super().__init__(id=id, soft_wrap=True, show_line_numbers=False)
        self.stored = ""
        self._seen = Broken("")
        """The document's text at the last look."""

    def show(self, text: str) -> None:
        """Show another stored text, with the cursor at its end."""
        self.stored = text
        self._seen = break_long_lines(visible(text))
        with self.by_rows():
            self.load_text(self._seen.text)
            self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Carry an edit over to the stored text."""
        event.stop()
        now = self.text
        if now == self._seen.text:
            return
        edit = find_edit(self._seen.text, now)
        self.stored = self._seen.stored_edit(edit).apply(self.stored)
        self._seen = self._seen.after(edit)
        self.post_message(self.Edited(self.stored))

    async def _on_paste(self, event: events.Paste) -> None:
        """Take in what was pasted as it is, and show it; Textual would change some line ends."""
        event.stop()
        event.prevent_default()
        self.take_in(pasted_text(event.text))

    def take_in(self, words: str) -> None:
        """Put words in the place of the selection, or at the cursor."""
        start, end = self._shown_range()
        after = self._seen.stored_edit(Edit(start, end, words)).apply(self.stored)
        if self.read_only or not words or not self._has_room(words):
            return
        shown = break_long_lines(visible(words))
        self.stored = after
        self._seen = self._seen.after(Edit(start, end, shown.text), shown.added)
        self.post_message(self.Edited(after))
        if result := self._replace_via_keyboard(shown.text, *self.selection):
            self.move_cursor(result.end_location)

    def _has_room(self, words: str) -> bool:
        """Say so where the conversation's file cannot hold a long paste; nothing is lost then."""
        saver: Saver | None = getattr(self.app, "saver", None)
        if len(words) < _LONG_PASTE or saver is None or saver.has_room_for(words):
            return True
        self.app.notify(
            f"{len(words):,} characters more would make the conversation's file larger than 2 MB, "
            "the most that is read. All that was here stays; keep the passage in a file of its "
            "own, and paste what matters.",
            title="Nothing was pasted",
            severity="error",
            markup=False,
            timeout=30,
        )
        return False

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Keep it here: nobody above asks, and each level that it climbs costs every key."""
        event.stop()

    @property
    def selected_range(self) -> tuple[int, int]:
        """The selection as places in the stored text."""
        start, end = self._shown_range()
        return self._seen.stored_place(start), self._seen.stored_place(end)

    def let_go(self) -> None:
        """End the selection behind its words: the next key is to add to them, not replace them."""
        self.move_cursor(max(self.selection))

    def _shown_range(self) -> tuple[int, int]:
        """The selection as places in the text that is shown."""
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
