"""One conversation from its opening to its last save: the order of the screens."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from themer.conversation.beginning import MODES, agree, may_ask, sit_again
from themer.conversation.clock import Clock
from themer.conversation.closing import where_we_stopped
from themer.conversation.naming import NewInterview
from themer.conversation.session import NotPossibleError, Session, time_of_day, today
from themer.conversation.writing_up import open_write_up
from themer.tui.screens.asking import Choice, PickScreen, ReadScreen

if TYPE_CHECKING:  # what reads and writes files is imported after the first paint
    from textual.app import App

    from themer.model.interview import Interview
    from themer.model.study import ConsentWording
    from themer.tui.opening import Opening
    from themer.workflows.interviews.opening import OpenInterview
    from themer.workflows.interviews.saving import Saver


_WATCH_SECONDS = 5.0


class Holding:
    """Holds one conversation in an app.

    Args:
        app: Where the screens go.
        folder: The study.
        saving: Told which saver to flush if the program must end at once; None when there is none.
    """

    def __init__(self, app: App[int], folder: Path, saving: Callable[[Saver | None], None]) -> None:
        self._app = app
        self._folder = folder
        self._saving = saving
        self._is_told = False

    async def hold(self, target: str | NewInterview) -> str:
        """Open or begin a conversation, see it through, and say in a line how it ended.

        Raises:
            ThemerError: It cannot be opened; nothing was written.
        """
        interview_id = target if isinstance(target, str) else await self._begin(target)
        if interview_id is None:
            return "No conversation was begun; nothing is kept."
        from themer.tui.opening import Opening

        opening = Opening(self._app, self._folder)
        opened = await opening.open(interview_id)
        if opened is None:
            return "Nothing was opened, and nothing was changed."
        watching = self._app.set_interval(_WATCH_SECONDS, functools.partial(self._watch, opened))
        try:
            return await self._see_through(opening, opened, is_new=interview_id != target)
        finally:
            watching.stop()
            opened.lock.release()

    def _watch(self, opened: OpenInterview) -> None:
        """Say it, once, when somebody on another machine takes the conversation over."""
        presence = opened.lock.presence
        if presence is None or presence.taken_by is None or self._is_told:
            return
        self._is_told = True
        by = presence.taken_by
        said = (
            f"{by.who} on {by.machine} has taken this conversation over. What you type is still "
            "saved, and joined with theirs."
        )
        self._app.notify(said, severity="warning", markup=False, timeout=60)

    async def _begin(self, new: NewInterview) -> str | None:
        from themer.tui.screens.beginning import BeginScreen
        from themer.workflows.interviews.beginning import create, prepare

        beginning = await asyncio.to_thread(prepare, self._folder, new)
        begun = await self._app.push_screen_wait(BeginScreen(beginning))
        if begun is None:
            return None
        return await asyncio.to_thread(create, beginning, begun.questions, begun.particulars)

    async def _see_through(self, opening: Opening, opened: OpenInterview, *, is_new: bool) -> str:
        from themer.workflows.interviews.saving import Saver

        await opening.tell(opened.notices)
        interview = await opening.recover(opened)
        if interview is None:
            return "Nothing was opened; the words that were found are still kept."
        stored = opened.stored
        saver = Saver(self._folder, stored.path, stored.value, stored.sha256)
        self._saving(saver)
        try:
            if opening.has_taken_over:
                saver.audit.say("taken_over")
            if opened.recovery is not None:
                saver.supersede(opened.recovery.paths)
                if interview is stored.value:
                    saver.discard_superseded()
                else:
                    saver.audit.say("recovered", questions=opened.recovery.changed)
                saver.note(interview, soon=True)
            interview = await opening.join_copies(opened, saver, interview)
            if interview.state != "withdrawn":
                session = await opening.choose_version(opened, saver, interview)
                if session is not None:
                    await self._talk(opened, session, saver, is_new=is_new)
        finally:
            state = await asyncio.to_thread(saver.close)
            self._saving(None)
        if state.notice and not state.fault:
            await self._app.push_screen_wait(ReadScreen("Kept for next time", state.notice))
        if state.fault:
            await self._app.push_screen_wait(ReadScreen("Not everything is saved", state.fault))
        return state.fault or how_it_ended(saver.interview, opened.unit_name)

    async def _talk(
        self, opened: OpenInterview, session: Session, saver: Saver, *, is_new: bool
    ) -> None:
        title = opened.unit_name + (" · fictional" if opened.study.fictional else "")
        agreed = await self._ask_consent(opened, session, title)
        if agreed is None:
            return
        session = agreed
        saver.note(session.interview, soon=True)
        if not may_ask(opened.study, session.interview):
            said = refused_words(opened.unit_name)
            await self._app.push_screen_wait(ReadScreen("No conversation", said))
            return
        clock = Clock().start(time.monotonic())
        if not is_new:
            picked = await self._take_up(opened, session)
            if picked is None:
                return
            if picked == "write":
                await self._write_up(session, saver, title)
                return
            session, clock = taken_up(session, picked)
        saver.note(session.interview)
        await self._alternate(session, saver, title, clock, opened.study.consent)

    async def _ask_consent(
        self, opened: OpenInterview, session: Session, title: str
    ) -> Session | None:
        text = opened.study.consent
        if session.interview.consent is not None:
            return session
        if text is None:
            said = "study.yaml has no consent wording: nothing said here can ever be quoted."
            await self._app.push_screen_wait(ReadScreen("No consent wording", said))
            return session
        from themer.tui.screens.consent import ConsentScreen

        screen = ConsentScreen(text, title, opened.questions.opening)
        given = await self._app.push_screen_wait(screen)
        if given is None:
            return None
        interview = agree(session.interview, text, given, dt.datetime.now(dt.UTC))
        return replace(session, interview=interview)

    async def _take_up(self, opened: OpenInterview, session: Session) -> str | None:
        """Say where it stopped, and ask whether it goes on, is written up or only corrected."""
        interview = session.interview
        answered = sum(answer.is_substantive for answer in interview.answers.values())
        last = f", last on {interview.last_date}" if interview.last_date else ""
        said = [f"{answered} of {len(session.order)} answered, {interview.state}{last}."]
        said += where_we_stopped(session, today())
        choices = [
            *(Choice(mode, f"go on with it now, {mode}", mode[0]) for mode in MODES),
            Choice("write", "write it up: a fair copy of each answer, beside the notes", "w"),
            Choice("correct", "look through or correct it: the clock stands still", "c"),
        ]
        picked: str | None = await self._app.push_screen_wait(
            PickScreen(opened.unit_name, choices, said="\n".join(said))
        )
        return picked

    async def _write_up(self, session: Session, saver: Saver, title: str) -> None:
        """Write the answers up, from the first that is not."""
        from themer.tui.screens.write_up import WriteUpScreen

        try:
            begun = open_write_up(session)
        except NotPossibleError as error:
            await self._app.push_screen_wait(ReadScreen("Nothing to write up", str(error)))
            return
        await self._app.push_screen_wait(WriteUpScreen(begun, saver, title))

    async def _alternate(
        self,
        session: Session,
        saver: Saver,
        title: str,
        clock: Clock,
        wording: ConsentWording | None,
    ) -> None:
        """Go between the questions and the end until one of them is left."""
        from themer.tui.screens.closing import ClosingScreen
        from themer.tui.screens.desk import DeskScreen

        while True:
            desk = DeskScreen(session, saver, title, clock, self._folder, wording)
            went = await self._app.push_screen_wait(desk)
            session, clock = desk.session, desk.clock
            if went != "close":
                return
            end = ClosingScreen(session, saver, title, clock)
            went = await self._app.push_screen_wait(end)
            session, clock = end.session, end.clock
            if went != "back":
                return


def taken_up(session: Session, picked: str) -> tuple[Session, Clock]:
    """Take a conversation up again: to be corrected, or in another sitting of that mode."""
    if picked == "correct":
        last = session.interview.sittings[-1] if session.interview.sittings else None
        return replace(session, at=session.order[0].id), Clock.of(last)
    sitting = sit_again(session.interview, today(), picked, time_of_day())
    clock = Clock.of(sitting.sittings[-1]).start(time.monotonic())
    return replace(session, interview=sitting).reopen(), clock


def how_it_ended(interview: Interview, name: str) -> str:
    """Say in one line what is kept of a conversation, for when the screens are gone."""
    if interview.state == "withdrawn":
        return (
            f"{name} has withdrawn: nothing is added, and nothing of this is kept. "
            f'"themer withdraw {interview.id}" clears what else there is of it here.'
        )
    if interview.consent is not None and not interview.consent.take_part:
        return refused_words(name)
    answered = sum(answer.is_substantive for answer in interview.answers.values())
    plural = "" if answered == 1 else "s"
    kept = f"{name}: {answered} answer{plural} saved in interviews/{interview.id}.yaml"
    if interview.state == "finished":
        return f"{kept}; finished."
    return f'{kept}; open, "themer interview {interview.id}" goes on with it.'


def refused_words(name: str) -> str:
    """Say that nobody is asked anything, because they did not agree."""
    return f"{name} did not agree to take part. That is recorded, and nothing else is kept."
