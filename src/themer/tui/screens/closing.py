"""The end of a conversation: what was not asked, what is to follow, what to read back, finish."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from themer.conversation.closing import close, read_back
from themer.conversation.session import Session
from themer.tui.keys import CLOSING, Key, bindings
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.frame import Head, KeyLine


class ClosingScreen(Screen[str]):
    """Ends with ``finish``, ``leave`` (open, for another sitting) or ``back``."""

    KEYS: ClassVar[tuple[Key, ...]] = CLOSING
    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSING)

    def __init__(self, session: Session, title: str) -> None:
        super().__init__()
        self._session = session
        self._title = title

    def compose(self) -> ComposeResult:
        """Show everything in one text that scrolls."""
        yield Head(f"{self._title} · the end")
        with VerticalScroll(classes="form"):
            yield Static(id="closing")
        yield KeyLine(CLOSING)

    def on_mount(self) -> None:
        """Gather and show."""
        self.set_focus(self.query_one(VerticalScroll))
        self.query_one("#closing", Static).update(self._text())

    def _text(self) -> Content:
        closing = close(self._session)
        width = max(self.app.size.width - 8, 40)
        total = len(self._session.order)
        plural = "" if closing.quotes == 1 else "s"
        quotes = f"{closing.quotes} quote{plural}, {closing.quotes_usable} may be used"
        parts = [shown(f"{closing.answered} of {total} answered · {quotes}", "bold")]
        if self._session.questions.closing:
            parts += _block("Ask", [f"“{self._session.questions.closing}”"])
        parts += _block(
            f"Not asked ({len(closing.not_reached)})",
            [
                f"{line.number:>2} {cut(line.question.title, width - 24)}"
                + (" · core" if line.question.core else "")
                + (" · may not apply" if line.mark.symbol == "?" else "")
                for line in closing.not_reached
            ],
        )
        parts += _block(
            f"Skipped ({len(closing.skipped)})",
            [
                f"{s.number:>2} {cut(s.question.title, width - 24)} · {s.word}"
                for s in closing.skipped
            ],
        )
        parts += _block(
            f"To follow ({len(closing.due)})",
            [
                f"{d.number:>2} {cut(f'{d.question.title}: {d.what}', width - 4)}"
                for d in closing.due
            ],
        )
        parts += _block(
            f"Kept for later, in no answer yet ({len(closing.unassigned)})",
            [cut(words, width) for words in closing.unassigned],
        )
        parts += _block(
            "To read back",
            [
                f"{n:>2} {cut(f'{q.title}: {said}', width - 4)}"
                for n, q, said in read_back(self._session)
            ],
        )
        return Content("\n").join(parts)

    def action_finish(self) -> None:
        """Finish: the conversation counts from now on."""
        self.dismiss("finish")

    def action_back_to_desk(self) -> None:
        """Go back to the questions."""
        self.dismiss("back")

    def action_leave_open(self) -> None:
        """Leave it open."""
        self.dismiss("leave")

    def action_leave(self) -> None:
        """Leave the program; it stays open for another sitting."""
        self.dismiss("leave")


def _block(title: str, lines: list[str]) -> list[Content]:
    if not lines:
        return []
    return [shown(""), shown(title, "bold"), *(joined("  ", line) for line in lines)]
