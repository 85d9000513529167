"""A line to type in that keeps every character of what is pasted into it, line ends too."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input

from themer.conversation.editing import find_edit
from themer.tui.text import on_one_line, pasted_text

_MOST = 500


class Line(Input):
    """A stock line, with the text as it is stored beside the one that is shown.

    Textual's own keeps the first line of what is pasted and drops the others in silence. Here the
    shown text has a sign for each line end, tab and control character, one for one. What is pasted
    and longer than a line should be is handed to the screen: a stock line of a million characters
    takes seconds a key.
    """

    HELP_NAME = "this line"

    class TooLong(Message):
        """Something was pasted that does not belong into a line; the line is as it was."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, value: str = "", placeholder: str = "", *, id: str) -> None:
        self.stored = value
        self._seen = on_one_line(value)
        # All of it selected, the first key after a tab would replace a paragraph.
        super().__init__(self._seen, placeholder, id=id, compact=True, select_on_focus=False)

    def show(self, text: str) -> None:
        """Show another stored text; nobody is told."""
        self.stored = text
        self._seen = on_one_line(text)
        with self.prevent(Input.Changed):
            self.value = self._seen

    def watch_value(self, value: str) -> None:
        """Carry an edit over to the stored text."""
        if value != self._seen:
            self.stored = find_edit(self._seen, value).apply(self.stored)
            self._seen = value

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()  # or Textual would put the first line in once more
        words = pasted_text(event.text)
        if len(words) > _MOST:
            self.post_message(self.TooLong(words))
            return
        start, end = sorted(self.selection)
        self.stored = self.stored[:start] + words + self.stored[end:]
        self._seen = on_one_line(self.stored)
        self.replace(on_one_line(words), start, end)
