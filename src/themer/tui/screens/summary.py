"""The summary that is read back to them at the end."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from themer.conversation.closing import due, step_words, summarise
from themer.conversation.session import Session
from themer.tui.key import Key, bindings
from themer.tui.keys import SUMMARY
from themer.tui.text import joined, shown
from themer.tui.widgets.frame import Head, KeyLine


class SummaryScreen(Screen[None]):
    """Every answer in a line, whole, to be read aloud; ends with nothing."""

    KEYS: ClassVar[tuple[Key, ...]] = SUMMARY
    BINDINGS: ClassVar[list[BindingType]] = bindings(SUMMARY)

    def __init__(self, session: Session, title: str) -> None:
        super().__init__()
        self._session = session
        self._title = title
        self._is_whole = False

    def compose(self) -> ComposeResult:
        """Make one text that scrolls."""
        yield Head(f"{self._title} · to read back")
        with VerticalScroll(classes="form"):
            yield Static(id="summary")
        yield KeyLine(SUMMARY)

    def on_mount(self) -> None:
        """Show it."""
        self.set_focus(self.query_one(VerticalScroll))
        self._show()

    def _show(self) -> None:
        summary = summarise(self._session, whole=self._is_whole)
        plural = "" if summary.minutes == 1 else "s"
        self.query_one(Head).show(right=f"about {summary.minutes} minute{plural} aloud")
        lines: list[Content] = []
        section = ""
        for number, question, said in summary.lines:
            title = self._section_title(question.id)
            if title != section:
                lines += [shown(""), shown(title, "bold")]
                section = title
            lines.append(joined(f"{number:>3} ", shown(question.title, "italic"), f": {said}"))
        follows = [f"{item.question.title}: {item.what}" for item in due(self._session)]
        lines += _block("Still to follow", follows)
        lines += _block("We agreed", [step_words(s) for s in self._session.interview.next_steps])
        if summary.left_out:
            numbers = ", ".join(str(number) for number in summary.left_out)
            words = f"Not read back, so that it takes two minutes: {numbers}. The key a shows all."
            lines += [shown(""), shown(words)]
        if not summary.lines:
            lines.append(shown("Nothing is recorded yet."))
        self.query_one("#summary", Static).update(Content("\n").join(lines[lines[0].plain == "" :]))

    def _section_title(self, question_id: str) -> str:
        sections = self._session.questions.sections
        return next(s.title for s in sections if any(q.id == question_id for q in s.questions))

    def action_whole(self) -> None:
        """Leave nothing out, or keep to two minutes again."""
        self._is_whole = not self._is_whole
        self._show()

    def action_back(self) -> None:
        """Go back to the end."""
        self.dismiss(None)


def _block(title: str, lines: list[str]) -> list[Content]:
    if not lines:
        return []
    return [shown(""), shown(title, "bold"), *(joined("    ", line) for line in lines)]
