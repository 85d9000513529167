"""The conversation desk: one question on the screen, everything else one key away."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from themer.conversation.clock import Clock
from themer.conversation.editing import find_edit
from themer.conversation.entry import (
    as_before,
    choices,
    fact_words,
    read_typed,
    with_choice,
    with_figure,
)
from themer.conversation.outline import outline
from themer.conversation.regaining import Gone, regain, remember
from themer.conversation.session import Session
from themer.conversation.striking import follow
from themer.model.facts import FactError
from themer.model.interview import Answer
from themer.model.study import ConsentWording
from themer.tui.key import Key, bindings
from themer.tui.keys import DESK, DESK_DIGITS
from themer.tui.messages import SavingTold
from themer.tui.screens.desk_around import DeskAround
from themer.tui.screens.desk_boxes import DeskBoxes
from themer.tui.screens.desk_copies import DeskCopies
from themer.tui.screens.desk_people import DeskPeople
from themer.tui.screens.desk_words import DeskWords
from themer.tui.screens.kept import fault_words, saved_words
from themer.tui.text import shown
from themer.tui.widgets.fact import Chosen, Done, FactLines, Typed
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.tui.widgets.notes import Notes
from themer.tui.widgets.outline import Outline
from themer.tui.widgets.question import QuestionPanel
from themer.workflows.interviews.saving import Saver

_WIDE = 110
_CLOCK_SECONDS = 5.0
_OFF_RECORD_TOO = (
    *("jump", "back", "next", "previous", "off_record", "strike", "pause", "time", "not_asked"),
    *("last_round", "screen_share", "second_place", "close"),
)
"""What can be done off the record: nothing of it is written down."""


class DeskScreen(DeskBoxes, DeskWords, DeskPeople, DeskCopies, DeskAround):
    """Holds a session and a saver; ends with ``close`` or ``leave``.

    Args:
        session: The conversation as it stands.
        saver: Writes it.
        title: For the top line.
        clock: How long this sitting has taken; a standing clock is for corrections.
        folder: The study, for what stands round the questions; None where there is none.
        wording: What is read out before somebody agrees.
    """

    KEYS: ClassVar[tuple[Key, ...]] = DESK
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(DESK),
        *bindings(DESK_DIGITS),
    ]

    def __init__(
        self,
        session: Session,
        saver: Saver,
        title: str,
        clock: Clock,
        folder: Path | None = None,
        wording: ConsentWording | None = None,
    ) -> None:
        super().__init__()
        self.folder = folder
        self.wording = wording
        self.session = session
        self.clock = clock
        self.saver = saver
        self._title = title
        self._parked: dict[str | None, str] = {}
        """Lines of the notes that hold what was typed as a fact and does not fit."""
        self.before = Answer()
        """The answer before its fact was typed, which stands while what is typed does not fit."""

    def compose(self) -> ComposeResult:
        """Make the parts once; moving between questions changes what they show."""
        most = max((len(q.answer.fields) for q in self.session.order), default=1)
        yield Head(self._title)
        yield Fault()
        said = "■ ■ ■  OFF THE RECORD  ■ ■ ■   nothing is stored · alt+o goes on"
        yield Static(shown(said), classes="band")
        with Horizontal(id="desk"):
            yield Outline()
            yield QuestionPanel(max(most, 1))
        yield KeyLine(DESK)

    def on_mount(self) -> None:
        """Show the first question, and let the clock be seen."""
        self.saver.told = lambda state: self._told(SavingTold(state))
        self.set_interval(_CLOCK_SECONDS, self._tick)
        self._show_question()
        self.keep_time()
        self.show_head()
        self.call_after_refresh(self.look_around)

    def on_unmount(self) -> None:
        """Stop listening: the screen is going."""
        self.saver.told = lambda _: None

    def on_resize(self) -> None:
        """Give the room that there is to outline and probes."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.call_after_refresh(self.changed_here)

    def _told(self, message: SavingTold) -> None:
        self.post_message(message)

    # From model to screen

    @property
    def panel(self) -> QuestionPanel:
        """The question's widgets."""
        return self.query_one(QuestionPanel)

    def _show_question(self) -> None:
        self.enter_section()
        self.show_answer()
        self.panel.focus_first(self.session)
        self.show_outline()

    def show_answer(self) -> None:
        """Show the question on the screen anew, its fact too."""
        self._parked = {}
        self.gone = Gone()
        self.before = self.session.answer
        self.panel.show(self.session)

    def show_outline(self) -> None:
        """Show every question's state again."""
        self.query_one(Outline).show(outline(self.session), self.outline_foot())

    def show_head(self) -> None:
        """Show the time that has passed and what is saved."""
        state = self.saver.state
        self.query_one(Fault).show(fault_words(state))
        self.query_one(Head).show(right=f"{self.time_words()}   {saved_words(state)}")

    # From keys to model

    def change(self, session: Session, *, soon: bool = False) -> None:
        """Take the new state of the conversation: into the model first, then to the writer."""
        if session.interview is not self.session.interview and self.clock.running_since is not None:
            session = session.stop_here()
        self.session = session
        self.saver.note(session.interview, soon=soon)

    def move(self, act: Callable[[], Session]) -> None:
        """Go to another question, with everything here written down.

        Where we are goes into the record with the next words or the next look at the clock.
        """
        if self.attempt(act):
            self.saver.note(self.session.interview, soon=True)
            self._show_question()
            self.show_head()

    def _park(self, field_id: str | None, typed: str) -> None:
        """Keep what does not fit a fact as a line of the notes, anew at each key; empty ends it.

        So it is on the disk as soon as any other word, and nothing is left to do on leaving.
        """
        session = self.session
        if (line := self._parked.pop(field_id, None)) is not None:
            session = session.take_out_line(line)
        if typed:
            labels = {field.id: field.label for field in session.question.answer.fields}
            label = f"{labels[field_id]}: " if field_id in labels else ""
            line = f"(not a figure) {label}{typed}"
            session = session.add_words(session.at, line)
            self._parked[field_id] = line
        if session is not self.session:
            self.change(session)
            self.query_one(Notes).show(session.answer.noted)

    def changed_here(self) -> None:
        """Show again what a key may have changed."""
        self.panel.refresh_beside(self.session)
        self.show_outline()

    def _tick(self) -> None:
        self.keep_time()
        self.show_head()

    @on(SavingTold)
    def _saving_told(self, event: SavingTold) -> None:
        event.stop()
        if self.saver.state.theirs is not None:
            self.take_in()
        self.show_head()

    @on(Notes.Edited)
    def _notes_edited(self, event: Notes.Edited) -> None:
        event.stop()
        was_empty = not self.session.answer.noted
        edit = find_edit(self.session.answer.noted, event.text)
        self.typing = follow(self.typing, self.session.at, edit, time.monotonic())
        self.kept_last = False
        gone = remember(self.gone, self.session.answer, edit)
        session, lost = self.session.write(event.text)
        answer, self.gone, back = regain(session.answer, gone)
        if answer is not session.answer:
            session = session.record(session.at, answer)
        self.change(session)
        if lost:
            self.app.notify(
                "The words of a quote were changed, so it is a note again. Mark it anew with F9.",
                markup=False,
            )
        if back:
            said = "The words of a quote are back, and so is its mark."
            self.app.notify(said, markup=False)
        if lost or session.answer.verbatim or session.answer.restricted:
            self.panel.refresh_beside(session)
        if was_empty or not session.answer.noted:
            self.show_outline()

    @on(Chosen)
    def _chosen(self, event: Chosen) -> None:
        answer = self.session.question.answer
        fact = with_choice(answer, self.session.answer.fact, event.choice)
        self.change(self.session.set_fact(fact))
        self.changed_here()

    @on(Done)
    def _fact_done(self, event: Done) -> None:
        notes = self.query_one(Notes)
        if not self._parked:
            self.before = self.session.answer
        self.set_focus(notes)  # at once: focus() would let the next keys overtake these
        if event.words:
            notes.take_in(event.words)

    @on(Typed)
    def _typed(self, event: Typed) -> None:
        if event.question_id != self.session.at:
            return
        answer, fact = self.session.question.answer, self.session.answer.fact
        lines = self.query_one(FactLines)
        try:
            if event.field_id is None:
                fact = read_typed(answer, event.text)
            else:
                fact = with_figure(answer, fact, event.field_id, event.text)
        except FactError as error:
            self._take_back(event.field_id)
            self._park(event.field_id, event.text)
            lines.say(event.field_id, "✗ to the notes", wrong=True)
            stays = fact_words(answer, self.session.answer.fact)
            stays = f" Recorded is still: {stays}." if stays else ""
            self.panel.say_rule(f"{error}; as it stands it goes into the notes.{stays}")
            return
        self._park(event.field_id, "")
        lines.say(event.field_id, "", wrong=False)
        self.change(self.session.set_fact(fact))
        self.changed_here()

    def _take_back(self, field_id: str | None) -> None:
        """Leave no beginning of a figure as its fact, where the figure as a whole does not fit."""
        now, before = self.session.answer, self.before
        fact = as_before(self.session.question.answer, now.fact, before.fact, field_id)
        state = before.state if fact == before.fact else now.state
        self.change(self.session.record(self.session.at, replace(now, fact=fact, state=state)))

    # Actions, one a key

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what would record something while we are off the record."""
        del parameters
        mine = action == "choose" or action in {key.action for key in DESK}
        return not (self.session.is_off_record and mine and action not in _OFF_RECORD_TOO)

    def action_next(self) -> None:
        """Go to the next question; after the last, to the end."""
        if self.session.number == len(self.session.order):
            self.action_close()
        else:
            self.move(lambda: self.session.step(1))

    def action_previous(self) -> None:
        """Go to the question before."""
        self.move(lambda: self.session.step(-1))

    def action_back(self) -> None:
        """Go back to where we were."""
        self.move(self.session.back)

    def action_fact(self) -> None:
        """Put the focus on the fact."""
        self.panel.focus_fact(self.session)

    def action_choose(self, digit: str) -> None:
        """Set the fact by alt and a digit, from wherever the cursor is."""
        answer = self.session.question.answer
        offered = choices(answer)
        place = int(digit) - 1
        if place < len(offered):
            fact = with_choice(answer, self.session.answer.fact, offered[place])
            self.change(self.session.set_fact(fact))
            self.changed_here()

    def action_off_record(self) -> None:
        """Store nothing until the same key again."""
        self.session = replace(self.session, is_off_record=not self.session.is_off_record)
        off = self.session.is_off_record
        self.query_one(".band").set_class(off, "-on")
        self.panel.disabled = off
        if not off:
            self.panel.focus_first(self.session)

    def action_close(self) -> None:
        """Go to the end screen."""
        self.keep_time()
        self.dismiss("close")

    def action_leave(self) -> None:
        """Leave; whoever opened the desk sees to the saving."""
        self.keep_time()
        self.dismiss("leave")
