"""What stands round the question: time, what was not asked, the last round, a shared screen."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from themer.conversation.beginning import MODES, sit_again
from themer.conversation.clock import Clock, Timing, core_total, spend, timing
from themer.conversation.coverage import gaps
from themer.conversation.overview import gap_words, time_in_short, time_lines
from themer.conversation.parking import park, pass_on, passage_to_send, read_parked
from themer.conversation.session import time_of_day, today
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import Choice, FindScreen, PickScreen, ReadScreen, numbered
from themer.tui.screens.desk_base import DeskBase
from themer.tui.text import cut
from themer.tui.widgets.beside import Beside
from themer.tui.widgets.frame import is_shared, share
from themer.tui.widgets.notes import Notes

if TYPE_CHECKING:  # read in a thread, after the first paint
    from themer.workflows.interviews.last_round import LastRound


_IN_A_BOX = 62
"""Characters of a line in a box."""


class SurroundingsRead(Message):
    """The study was read for what stands round the questions."""

    def __init__(self, last_round: LastRound | None, names: Mapping[str, str]) -> None:
        super().__init__()
        self.last_round = last_round
        self.names = names


class DeskAround(DeskBase):
    """Time by section, gaps, the last round, parking, and what a partner must not see."""

    clock: Clock
    folder: Path | None
    """The study; None where only one conversation is known."""
    last_round: LastRound | None = None
    is_looked_around = False
    """Whether the study has been read for the last round."""
    component_names: Mapping[str, str] = {}

    # What others said

    @work(thread=True, exit_on_error=False)
    def look_around(self) -> None:
        """Read what stands round the questions; the desk is there before."""
        if self.folder is None:
            return
        from themer.workflows.interviews.last_round import component_names, last_round

        found, names = None, {}
        session = self.session
        with contextlib.suppress(OSError):
            names = component_names(self.folder, session.questions)
            found = last_round(self.folder, session.interview, session.questions)
        self.post_message(SurroundingsRead(found, names))

    @on(SurroundingsRead)
    def _surroundings_read(self, event: SurroundingsRead) -> None:
        event.stop()
        self.last_round, self.component_names = event.last_round, event.names
        self.is_looked_around = True
        if event.last_round is not None:
            found = event.last_round
            whose = "Last round" if found.is_same_unit else "Their other unit,"
            self.query_one(Beside).know(found.said, f"{whose} {found.date} ")
            self.changed_here()

    @work(group=KEYS_WAIT)
    async def action_last_round(self) -> None:
        """Show what was said here last round."""
        if self._is_hidden():
            return
        found = self.last_round
        if found is None:
            reading = self.folder is not None and not self.is_looked_around
            said = "The study is still being read." if reading else "There was no earlier round."
            self.app.notify(said, markup=False)
            return
        words = found.said.get(self.session.at, "Nothing was recorded under this question then.")
        whose = "" if found.is_same_unit else "\nThis is another unit of the same organisation."
        title = f"Last round · {found.who} · {found.date}"
        await self.app.push_screen_wait(
            ReadScreen(title, f"{self.session.question.title}\n\n{words}\n{whose}".rstrip())
        )

    # Time

    def timing(self) -> Timing:
        """Say how the conversation stands in time, now."""
        return timing(self.session, self.clock, time.monotonic())

    def time_words(self) -> str:
        """Say in short how much time has passed, for the top line."""
        words = time_in_short(self.timing(), self.session.section.id)
        if self.clock.running_since is None:
            words += " · clock stands"
        return f"shared · {words}" if is_shared(self.app) else words

    def enter_section(self) -> None:
        """Count the time for the section of the question on the screen."""
        self.clock = self.clock.enter(self.session.section.id, time.monotonic())

    def keep_time(self) -> None:
        """Put into the record the time that has passed, and where the sitting is."""
        if self.clock.running_since is not None:
            after = spend(self.session.stop_here(), self.clock, time.monotonic())
            if after is not self.session:
                self.change(after)

    @work(group=KEYS_WAIT)
    async def action_pause(self) -> None:
        """Stop the clock, as when the line drops; or let it run, and say how it goes on."""
        if self.clock.running_since is not None:
            self.keep_time()
            self.clock = self.clock.pause(time.monotonic())
            self.show_head()
            return
        sittings = self.session.interview.sittings
        now = sittings[-1].mode if sittings else None
        others = [Choice(mode, f"now {mode}: another sitting", mode[0]) for mode in MODES]
        offered = [
            Choice("as before", f"as before{f', {now}' if now else ''}", "b"),
            *(choice for choice in others if choice.id != now),
        ]
        picked = await self.app.push_screen_wait(PickScreen("The clock runs again", offered))
        if picked is not None:
            self._go_on(None if picked == "as before" else picked)

    def _go_on(self, mode: str | None) -> None:
        """Let the clock run, in another sitting where they meet otherwise now."""
        before = self.session.interview
        if mode is not None:
            interview = sit_again(before, today(), mode, time_of_day())
            if interview is not before:
                self.change(replace(self.session, interview=interview), soon=True)
                self.clock = Clock(section=self.session.section.id)
        self.clock = self.clock.start(time.monotonic())
        self.keep_time()
        self.show_head()

    @work(group=KEYS_WAIT)
    async def action_time(self) -> None:
        """Show the time by section."""
        lines = time_lines(self.session, self.timing())
        await self.app.push_screen_wait(ReadScreen("Time by section", "\n".join(lines)))

    # What is left

    def outline_foot(self) -> tuple[str, ...]:
        """Say what is left, under the outline; nothing while a partner looks on."""
        if is_shared(self.app):
            return ()
        foot = []
        if total := core_total(self.session):
            now = self.timing()
            fits = f"fits in time  {'yes' if now.core_fits else 'no'}"
            foot = [f"core left {len(now.core_left)} of {total}", fits]
        if kept := self.session.interview.unassigned:
            foot.append(f"kept for later {len(kept)}")
        return tuple(foot)

    @work(group=KEYS_WAIT)
    async def action_not_asked(self) -> None:
        """List what nothing has been asked about, and go to what would fill a gap."""
        if self._is_hidden():
            return
        found = gaps(self.session)
        if not found:
            linked = any(question.components for question in self.session.order)
            said = "Something was asked about every component."
            self.app.notify(said if linked else "This set names no components.", markup=False)
            return
        pairs = [
            (str(place), cut(gap_words(gap, self.component_names), _IN_A_BOX))
            for place, gap in enumerate(found)
        ]
        picked = await self.app.push_screen_wait(
            PickScreen("Nothing has been asked about", numbered(pairs), said="Its key goes there.")
        )
        if picked is not None:
            question = found[int(picked)].fillers[0].question.id
            self.move(lambda: self.session.go(question))

    # To another question, without leaving this one

    @work(group=KEYS_WAIT)
    async def action_park(self) -> None:
        """Put a fact or words under another question."""
        from themer.tui.screens.parking import ParkScreen

        screen = ParkScreen(lambda typed: read_parked(self.session, typed), self.find_question)
        typed = await self.app.push_screen_wait(screen)
        parked = read_parked(self.session, typed) if typed is not None else None
        if parked is not None and self.attempt(lambda: park(self.session, parked)):
            number = self.session.number_of(parked.question.id)
            self._sent(parked.question.id, f"Under {number}: {parked.said}")

    @work(group=KEYS_WAIT)
    async def action_pass_on(self) -> None:
        """Send the selection, or the line at the cursor, to another question."""
        notes = self.session.answer.noted
        start, end = passage_to_send(notes, *self.query_one(Notes).selected_range)
        if start == end:
            self.app.notify("There are no words here to send.", markup=False)
            return
        title = f"Send “{cut(notes[start:end], 44)}” to"
        to = await self.app.push_screen_wait(FindScreen(title, self.find_question))
        if to is None:
            return
        offered = (Choice("keep", "in both", "b"), Choice("move", "only there", "t"))
        picked = await self.app.push_screen_wait(PickScreen("The words then stand", offered))
        if picked is None:
            return
        keep = picked == "keep"
        if self.attempt(lambda: pass_on(self.session, start, end, to, keep=keep)):
            self._sent(to, f"Sent to {self.session.number_of(to)}; you are still here.")

    def _sent(self, question_id: str, said: str) -> None:
        answer = self.session.answer
        notes = self.query_one(Notes)
        notes.let_go()
        if notes.stored != answer.noted:
            notes.show(answer.noted)
        if question_id == self.session.at:
            self.show_answer()
        self.changed_here()
        self.app.notify(cut(said, 200), markup=False)

    # What a partner must not see

    def action_screen_share(self) -> None:
        """Hide what is about others or for our eyes, or show it again."""
        share(self.app, on=not is_shared(self.app))
        self.changed_here()
        self.show_head()

    def _is_hidden(self) -> bool:
        if is_shared(self.app):
            said = "Not while the screen is shared: alt+v ends that."
            self.app.notify(said, markup=False)
        return is_shared(self.app)
