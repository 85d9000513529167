"""The conversation desk: one question on the screen, everything else one key away."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from themer.conversation.clock import (
    Clock,
    core_fits,
    core_left,
    core_total,
    planned_minutes,
    spent_before,
)
from themer.conversation.editing import words_to_quote
from themer.conversation.entry import choices, read_typed, with_choice, with_figure
from themer.conversation.outline import find, outline, probes_now
from themer.conversation.session import NotPossibleError, Session
from themer.model.facts import FactError
from themer.model.interview import SKIPPED
from themer.tui.keys import DESK, DIGITS_FROM_NOTES, Key, bindings
from themer.tui.messages import SavingTold
from themer.tui.screens.asking import Choice, FindScreen, LineScreen, PickScreen, numbered
from themer.tui.text import shown
from themer.tui.widgets.fact import Chosen, Done, FactLines, Typed
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.tui.widgets.notes import Notes
from themer.tui.widgets.outline import Outline
from themer.tui.widgets.question import QuestionPanel
from themer.workflows.saving import Saver

_WIDE = 110
_CLOCK_SECONDS = 5.0
_RECORDING = ("skip", "probes", "quote", "capture", "send", "follow_up", "figure", "choose")


class DeskScreen(Screen[str]):
    """Holds a session and a saver; ends with ``close`` or ``leave``.

    Args:
        session: The conversation as it stands.
        saver: Writes it.
        title: For the top line.
        clock: How long this sitting has taken; a standing clock is for write-ups.
    """

    KEYS: ClassVar[tuple[Key, ...]] = DESK
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(DESK),
        *(
            Binding(key, f"choose('{key[-1]}')", show=False, priority=True)
            for key in DIGITS_FROM_NOTES.split(",")
        ),
    ]

    def __init__(self, session: Session, saver: Saver, title: str, clock: Clock) -> None:
        super().__init__()
        self.session = session
        self.clock = clock
        self._saver = saver
        self._title = title
        self._pending: dict[str | None, str] = {}
        """What was typed as a fact and does not fit yet."""

    def compose(self) -> ComposeResult:
        """Make the parts once; moving between questions changes what they show."""
        most = max((len(q.answer.fields) for q in self.session.order), default=1)
        yield Head(self._title)
        yield Fault()
        yield Static(shown("OFF THE RECORD: nothing is stored · alt+o goes on"), classes="band")
        with Horizontal(id="desk"):
            yield Outline()
            yield QuestionPanel(max(most, 1))
        yield KeyLine(DESK)

    def on_mount(self) -> None:
        """Show the first question, and let the clock be seen."""
        self._saver.told = lambda state: self._told(SavingTold(state))
        self.set_interval(_CLOCK_SECONDS, self._tick)
        self._show_question()
        self._show_saving()

    def on_unmount(self) -> None:
        """Stop listening: the screen is going."""
        self._saver.told = lambda _: None

    def on_resize(self) -> None:
        """Give the room that there is to outline and probes."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.call_after_refresh(self._changed_here)

    def _told(self, message: SavingTold) -> None:
        self.post_message(message)

    # From model to screen

    @property
    def panel(self) -> QuestionPanel:
        """The question's widgets."""
        return self.query_one(QuestionPanel)

    def _show_question(self) -> None:
        self._pending = {}
        self.panel.show(self.session)
        self.panel.focus_first(self.session)
        self._show_outline()

    def _show_outline(self) -> None:
        session = self.session
        foot = []
        if total := core_total(session):
            fits = core_fits(session, self._minutes())
            foot = [
                f"core left {len(core_left(session))} of {total}",
                f"fits in time  {'yes' if fits else 'no'}",
            ]
        if kept := session.interview.unassigned:
            foot.append(f"kept for later {len(kept)}")
        self.query_one(Outline).show(outline(session), tuple(foot))

    def _show_saving(self) -> None:
        state = self._saver.state
        self.query_one(Fault).show(state.fault)
        minutes = f"{self._minutes()} of {planned_minutes(self.session)} min"
        if self.clock.running_since is None:
            minutes += " (clock stands)"
        if state.fault:
            saved = "NOT SAVED"
        elif not state.is_all_on_disk:
            saved = "saving …"
        elif state.saved_at is None:
            saved = "all saved"
        else:
            saved = f"saved {state.saved_at.astimezone():%H:%M:%S}"
        self.query_one(Head).show(right=f"{minutes}   {saved}")

    def _minutes(self) -> int:
        return spent_before(self.session) + self.clock.minutes(time.monotonic())

    # From keys to model

    def change(self, session: Session, *, soon: bool = False) -> None:
        """Take the new state of the conversation: into the model first, then to the writer."""
        self.session = session
        self._saver.note(session.interview, soon=soon)

    def _try(self, act: Callable[[], Session]) -> bool:
        try:
            self.change(act())
        except NotPossibleError as error:
            self.app.notify(str(error), markup=False)
            return False
        return True

    def _move(self, act: Callable[[], Session]) -> None:
        self._keep_what_does_not_fit()
        if self._try(act):
            self._saver.note(self.session.interview, soon=True)
            self._show_question()

    def _keep_what_does_not_fit(self) -> None:
        """Put what was typed as a fact and is none into the notes: no word is lost."""
        for field_id, text in self._pending.items():
            words = f"{field_id}: {text}" if field_id else text
            self.change(self.session.add_words(self.session.at, f"(not a figure) {words}"))
        self._pending = {}

    def _changed_here(self) -> None:
        self.panel.refresh_beside(self.session)
        self._show_outline()

    def _tick(self) -> None:
        if self.clock.running_since is not None:
            self.change(self.session.spend(self.clock.minutes(time.monotonic())))
        self._show_saving()

    @on(SavingTold)
    def _saving_told(self) -> None:
        self._show_saving()

    @on(Notes.Edited)
    def _notes_edited(self, event: Notes.Edited) -> None:
        event.stop()
        was_empty = not self.session.answer.noted
        session, lost = self.session.write(event.text)
        self.change(session)
        if lost:
            self.app.notify(
                "The words of a quote were changed, so it is a note again. Mark it anew with F9.",
                markup=False,
            )
        if lost or session.answer.verbatim:
            self.panel.refresh_beside(session)
        if was_empty or not session.answer.noted:
            self._show_outline()

    @on(Chosen)
    def _chosen(self, event: Chosen) -> None:
        answer = self.session.question.answer
        fact = with_choice(answer, self.session.answer.fact, event.choice)
        self.change(self.session.set_fact(fact))
        self._changed_here()

    @on(Done)
    def _fact_done(self, event: Done) -> None:
        notes = self.query_one(Notes)
        notes.focus()
        if event.words:
            notes.insert(event.words)

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
            self._pending[event.field_id] = event.text
            lines.say(event.field_id, f"{error}; kept in the notes", wrong=True)
            return
        self._pending.pop(event.field_id, None)
        lines.say(event.field_id, "", wrong=False)
        self.change(self.session.set_fact(fact))
        self._changed_here()

    # Actions, one a key

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what would record something while we are off the record."""
        del parameters
        return not (self.session.is_off_record and action in _RECORDING)

    def action_next(self) -> None:
        """Go to the next question; after the last, to the end."""
        if self.session.number == len(self.session.order):
            self.action_close()
        else:
            self._move(lambda: self.session.step(1))

    def action_previous(self) -> None:
        """Go to the question before."""
        self._move(lambda: self.session.step(-1))

    def action_back(self) -> None:
        """Go back to where we were."""
        self._move(self.session.back)

    def _find_question(self, typed: str) -> list[tuple[str, str]]:
        return [
            (line.question.id, f"{line.mark.symbol} {line.number:>2} {line.question.title}")
            for line in find(self.session, typed)
        ]

    @work
    async def action_jump(self) -> None:
        """Ask for a question and go there."""
        found = await self.app.push_screen_wait(FindScreen("Go to question", self._find_question))
        if found is not None:
            self._move(lambda: self.session.go(found))

    @work
    async def action_skip(self) -> None:
        """Ask for the reason, and go on."""
        pairs = [(state, words) for state, words in SKIPPED.items()]
        reason = await self.app.push_screen_wait(PickScreen("Why no answer?", numbered(pairs)))
        for state in SKIPPED:
            if state == reason:
                self.change(self.session.skip(state))
                self._changed_here()
                self.action_next()

    @work
    async def action_probes(self) -> None:
        """Tick probes, one or several."""
        listed = probes_now(self.session)
        if not listed:
            self.app.notify("This question has no probes.", markup=False)
            return
        pairs = [(p.id, f"{'✓' if used else '·'} {p.ask}") for p, _, used in listed]
        picked = await self.app.push_screen_wait(
            PickScreen("Which probe did you use?", numbered(pairs))
        )
        if picked is not None:
            self.change(self.session.tick_probe(picked))
            self._changed_here()

    @work
    async def action_quote(self) -> None:
        """Mark the selection as word for word."""
        notes = self.session.answer.noted
        start, end = words_to_quote(notes, *self.query_one(Notes).selected_range)
        if not notes[start:end].strip():
            said = "Select the words first (shift and the arrows), or put them in quotation marks."
            self.app.notify(said, markup=False)
            return
        if not self.session.interview.may_quote:
            said = (
                "They did not agree to be quoted: it is marked as verbatim, and will not be used."
            )
            permission: str | None = "no"
            self.app.notify(said, markup=False)
        else:
            permission = await self.app.push_screen_wait(
                PickScreen(
                    "These words were said exactly so. May they be used?",
                    (Choice("yes", "yes, under the role", "y"), Choice("no", "no", "n")),
                    said=f"“{notes[start:end].strip()}”",
                )
            )
        if permission is not None:
            self._try(lambda: self.session.quote(start, end, may_use=permission == "yes"))
            self._changed_here()

    @work
    async def action_capture(self) -> None:
        """Keep words that belong nowhere yet."""
        said = "They stay with the conversation until you send them to a question (alt+s)."
        line = await self.app.push_screen_wait(LineScreen("Keep for later", said))
        if line:
            self._try(lambda: self.session.capture(line))
            self._show_outline()
            self._changed_here()

    @work
    async def action_send(self) -> None:
        """Send kept words to a question, and stay here."""
        kept = self.session.interview.unassigned
        if not kept:
            self.app.notify("Nothing is kept for later. F10 keeps words.", markup=False)
            return
        pairs = [(str(place), line) for place, line in enumerate(kept)]
        line = await self.app.push_screen_wait(PickScreen("Send which words?", numbered(pairs)))
        if line is None:
            return
        to = await self.app.push_screen_wait(FindScreen("To which question?", self._find_question))
        if to is not None and self._try(lambda: self.session.send(int(line), to)):
            if to == self.session.at:
                self.query_one(Notes).show(self.session.answer.noted)
            self._changed_here()

    @work
    async def action_follow_up(self) -> None:
        """Note what is to come."""
        noted = self.session.answer.follow_up or ""
        said = "What is to be sent, asked or checked, by whom and when. Empty takes it off."
        line = await self.app.push_screen_wait(LineScreen("Follow up", said, noted))
        if line is not None:
            self.change(self.session.follow_up(line))
            self._changed_here()

    @work
    async def action_figure(self) -> None:
        """Say how sure the figure is, and of which day."""
        if not self.session.question.answer.has_fact:
            self._try(lambda: self.session.set_status("awaited"))
            return
        offered = numbered(
            [
                ("awaited", "awaited: they will send it"),
                ("estimate", "an estimate"),
                ("confirmed", "confirmed"),
                ("as_at", "as at a day, a month or a year …"),
                ("none", "nothing of the kind"),
            ]
        )
        picked = await self.app.push_screen_wait(PickScreen("The figure is", offered))
        answer = self.session.answer
        as_at = answer.as_at
        if picked == "as_at":
            line = await self.app.push_screen_wait(
                LineScreen("As at", "2026, 2026-03 or 2026-03-04", as_at or "")
            )
            if line is not None:
                self._try(lambda: self.session.set_as_at(line))
        for status in ("awaited", "estimate", "confirmed"):
            if picked == status:
                self.change(self.session.set_status(status, as_at))
        if picked == "none":
            self.change(self.session.set_status(None))
        self._changed_here()

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
            self._changed_here()

    def action_off_record(self) -> None:
        """Store nothing until the same key again."""
        self.session = replace(self.session, is_off_record=not self.session.is_off_record)
        off = self.session.is_off_record
        self.query_one(".band").set_class(off, "-on")
        self.panel.disabled = off
        if not off:
            self.panel.focus_first(self.session)

    def action_pause(self) -> None:
        """Stop the clock, or let it run."""
        now = time.monotonic()
        running = self.clock.running_since is not None
        self.clock = self.clock.pause(now) if running else self.clock.start(now)
        self._show_saving()

    def action_close(self) -> None:
        """Go to the end screen."""
        self._keep_what_does_not_fit()
        self.dismiss("close")

    def action_leave(self) -> None:
        """Leave; whoever opened the desk sees to the saving."""
        self._keep_what_does_not_fit()
        self.dismiss("leave")
