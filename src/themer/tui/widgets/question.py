"""The question on the screen: its words, guidance, fact and notes, updated in place."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from themer.conversation.entry import choices
from themer.conversation.outline import Mark, applies
from themer.conversation.session import Session
from themer.model.interview import SKIPPED, Answer
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.beside import Beside
from themer.tui.widgets.fact import FactChoices, FactLines
from themer.tui.widgets.frame import is_shared
from themer.tui.widgets.notes import Notes
from themer.tui.widgets.words import Words


class QuestionPanel(Vertical):
    """One question; the widgets stay and their contents change."""

    def __init__(self, most_lines: int) -> None:
        super().__init__(id="panel")
        self._most_lines = most_lines

    def compose(self) -> ComposeResult:
        """Make the widgets once."""
        yield Static(id="place")
        yield Words(id="ask")
        yield Words(id="guidance")
        yield FactChoices()
        yield FactLines(self._most_lines)
        yield Notes()
        yield Beside()

    def show(self, session: Session) -> None:
        """Show a question from scratch, as on coming to it."""
        planned = session.section.minutes
        minutes = f" · about {planned} min" if planned else ""
        question = session.question
        core = " · core" if question.core else ""
        place = f"{session.number} of {len(session.order)}{core} · {session.section.title}{minutes}"
        self.query_one("#place", Static).update(shown(place), layout=False)
        self.query_one("#ask", Words).say(shown(question.ask))
        self.query_one(FactChoices).display = bool(choices(question.answer))
        lines = self.query_one(FactLines)
        lines.display = question.answer.has_fact and not choices(question.answer)
        if lines.display:
            lines.show(question, session.answer.fact, status_words(session.answer))
        self.query_one(Notes).show(session.answer.noted)
        self.refresh_beside(session)

    def refresh_beside(self, session: Session) -> None:
        """Show again what keys change: guidance, choices, probes, marks."""
        question, answer = session.question, session.answer
        doubt = applies(session, question.when) is not True
        said = [Mark.MAY_NOT_APPLY.word] if doubt else []
        if answer.state != "answered":
            said.append(SKIPPED[answer.state])
        guidance = self.query_one("#guidance", Words)
        state = shown("".join(f"[{word}] " for word in said), "bold")
        tells = question.guidance and not is_shared(self.app)  # it is for our eyes
        words = f"Guidance  {question.guidance}" if tells else ""
        guidance.say(joined(state, words))
        guidance.display = bool(said or words)
        if choices(question.answer):
            after = status_words(answer)
            self.query_one(FactChoices).show(question.answer, answer.fact, after)
        self.query_one(Beside).show(session)

    def say_rule(self, words: str) -> None:
        """Say in the place of the guidance why a fact cannot be taken; the next change ends it."""
        guidance = self.query_one("#guidance", Words)
        guidance.say(shown(cut(words, 400), "bold"))
        guidance.display = True

    def focus_first(self, session: Session) -> None:
        """Put the focus on the fact while it is not known, and else on the words."""
        answer = session.question.answer
        if session.answer.fact is not None or not answer.has_fact:
            self.screen.set_focus(self.query_one(Notes))
        else:
            self.focus_fact(session)

    def focus_fact(self, session: Session) -> None:
        """Put the focus on the fact, where there is one."""
        if choices(session.question.answer):
            self.screen.set_focus(self.query_one(FactChoices))
        elif session.question.answer.has_fact:
            self.query_one(FactLines).focus_first()


def status_words(answer: Answer) -> str:
    """Say how sure a figure is."""
    as_at = f" as at {answer.as_at}" if answer.as_at else ""
    return f"{answer.status}{as_at}" if answer.status else as_at.strip()
