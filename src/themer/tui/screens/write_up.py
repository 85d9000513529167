"""The write-up after a call: a fair copy of each answer, beside the notes, which stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from themer.conversation.entry import fact_words
from themer.conversation.outline import find
from themer.conversation.restricting import is_restricted, lift, restrict
from themer.conversation.session import NotPossibleError, Session
from themer.conversation.writing_up import (
    Page,
    copy_notes,
    copy_state,
    how_far,
    named_openly,
    next_waiting,
    pages,
    quotes_gone,
    turn,
    write_copy,
)
from themer.model.interview import SKIPPED, Answer, Passage
from themer.tui.key import Key, bindings
from themer.tui.keys import WRITE_UP
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import FindScreen
from themer.tui.screens.kept import KeptScreen
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.tui.widgets.notes import Notes
from themer.workflows.interviews.saving import Saver


class LiveNotes(Notes):
    """The notes as they were typed while listening: read, selected, copied, never changed."""

    def __init__(self) -> None:
        super().__init__("live-notes")
        self.read_only = True

    def take_in(self, words: str) -> None:
        """Take nothing in."""


class FairCopy(Notes):
    """The fair copy, which is written beside them."""

    HELP_NAME = "the fair copy"

    def __init__(self) -> None:
        super().__init__("fair-copy")


class WriteUpScreen(KeptScreen):
    """One answer at a time; ends with ``leave``.

    Args:
        session: The conversation, at the first answer to be written up.
        saver: Writes it.
        title: For the top line.
    """

    KEYS: ClassVar[tuple[Key, ...]] = WRITE_UP
    BINDINGS: ClassVar[list[BindingType]] = bindings(WRITE_UP)

    def __init__(self, session: Session, saver: Saver, title: str) -> None:
        super().__init__(session, saver)
        self._title = title
        self._said: dict[str, Content] = {}
        """What stands where, so that a key draws only what it changed."""

    def compose(self) -> ComposeResult:
        """Make the parts once; going from answer to answer changes what they show."""
        yield Head(f"{self._title} · write-up")
        yield Fault()
        yield Static(id="place")
        yield Static(id="ask")
        yield Static(id="known")
        with Horizontal(id="write-up"):
            noted, copy = LiveNotes(), FairCopy()
            noted.border_title, copy.border_title = "As noted: it stays", "Fair copy"
            yield noted
            yield copy
        yield Static(id="beside-copy")
        yield KeyLine(WRITE_UP)

    def on_mount(self) -> None:
        """Begin with the answer that waits."""
        super().on_mount()
        self.show_session()
        self.set_focus(self.query_one("#fair-copy", Notes))

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self.call_after_refresh(self._show_beside)

    def head_words(self) -> str:
        """Say how far the write-up is."""
        return how_far(self.session)

    # From model to screen

    def show_session(self) -> None:
        """Show the answer from scratch."""
        session, answer = self.session, self.session.answer
        self.query_one("#ask", Static).update(shown(session.question.ask))
        fact = fact_words(session.question.answer, answer.fact)
        said = [f"Fact  {fact}" if fact else "", SKIPPED.get(answer.state, "")]
        known = self.query_one("#known", Static)
        known.update(shown(" · ".join(part for part in said if part)))
        known.display = any(said)
        self.query_one(LiveNotes).show(answer.noted)
        self.query_one("#fair-copy", Notes).show(answer.fair_copy or "")
        self._show_beside()

    def _show_beside(self) -> None:
        """Show what keys change: how far this answer is, and what is to be looked at in it."""
        answer = self.session.answer
        listed = pages(self.session)
        place = [page.question.id for page in listed].index(self.session.at) + 1
        state = copy_state(answer)
        words = f"{place} of {len(listed)} · question {self.session.number} · "
        self._say("#place", joined(words, shown(f"{state.symbol} {state.word}", "bold")))
        width = max(self.app.size.width - 2, 40)
        self._say("#beside-copy", Content("\n").join(_beside(answer, width)))

    def _say(self, where: str, words: Content) -> None:
        """Show something anew where it is another: laying out again costs more than a key."""
        if self._said.get(where) != words:
            self._said[where] = words
            self.query_one(where, Static).update(words)
            self.show_saving()

    # From keys to model

    @on(Notes.Edited)
    def _edited(self, event: Notes.Edited) -> None:
        event.stop()
        self.change(write_copy(self.session, event.text))
        self._show_beside()

    def _go(self, act: Callable[[], Session]) -> None:
        """Go to another answer, with everything here written down."""
        if self.attempt(act, soon=True):
            self.show_session()
            self.set_focus(self.query_one("#fair-copy", Notes))

    def action_next(self) -> None:
        """Go to the next answer."""
        self._go(lambda: turn(self.session, 1))

    def action_previous(self) -> None:
        """Go to the answer before."""
        self._go(lambda: turn(self.session, -1))

    def action_back(self) -> None:
        """Go back to where we were."""
        self._go(self.session.back)

    def action_waiting(self) -> None:
        """Go to the next answer that is not written up."""
        self._go(lambda: next_waiting(self.session))

    @work(group=KEYS_WAIT)
    async def action_jump(self) -> None:
        """Ask for an answer and go there."""
        screen = FindScreen("Go to answer", self._listed, none="No answer has these words.")
        to = await self.app.push_screen_wait(screen)
        if to is not None:
            self._go(lambda: self.session.go(to))

    def _listed(self, typed: str) -> Sequence[tuple[str, str]]:
        by_id: dict[str, Page] = {page.question.id: page for page in pages(self.session)}
        return [
            (page.question.id, f"{page.state.symbol} {page.number:>2} {page.question.title}")
            for line in find(self.session, typed)
            if (page := by_id.get(line.question.id)) is not None
        ]

    def action_copy_notes(self) -> None:
        """Begin the fair copy with the notes as they are."""
        if self.attempt(lambda: copy_notes(self.session)):
            self.show_session()

    def action_restrict(self) -> None:
        """Restrict the selection or the name that is pointed out, or lift a restriction."""
        copy = self.query_one("#fair-copy", Notes)
        start, end = copy.selected_range
        if self.attempt(lambda: self._restricted(start, end)):
            copy.let_go()
            self._show_beside()

    def _restricted(self, start: int, end: int) -> Session:
        answer = self.session.answer
        if answer.fair_copy is None:
            raise NotPossibleError("There is no fair copy yet.")
        if is_restricted(answer, start, end, "fair_copy"):
            return lift(self.session, start, end, "fair_copy")
        if start == end and (named := named_openly(answer)):
            start, end = named[0].start, named[0].end
        return restrict(self.session, start, end, "fair_copy")

    def action_done(self) -> None:
        """Leave the write-up; it can be taken up again."""
        self.dismiss("leave")

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss("leave")


def _beside(answer: Answer, width: int) -> list[Content]:
    copy = answer.fair_copy
    lines = []
    if copy is None:
        lines.append(shown("F5 copies the notes to begin with, or type the fair copy anew."))
    rows = (
        ("Restricted in the notes ", _words(answer.noted, answer.restricted)),
        ("Restricted in the fair copy ", _words(copy or "", answer.restricted_copy)),
        ("Names somebody? alt+z restricts it ", _words(copy or "", named_openly(answer))),
        ("Quotes not in the fair copy ", [f"“{quote.text}”" for quote in quotes_gone(answer)]),
        ("⚑ Follow up ", [answer.follow_up] if answer.follow_up else []),
    )
    for title, words in rows:
        if words:
            said = cut(" · ".join(words), width - len(title))
            lines.append(joined(shown(title, "bold"), said))
    return lines


def _words(text: str, passages: Sequence[Passage]) -> list[str]:
    return list(dict.fromkeys(text[p.start : p.end] for p in passages))
