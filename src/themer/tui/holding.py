"""One conversation from its opening to its last save: the order of the screens."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from themer.conversation.beginning import MODES, agree, may_ask, sit_again
from themer.conversation.clock import Clock
from themer.conversation.naming import NewInterview
from themer.conversation.session import Session, today
from themer.tui.screens.asking import Choice, PickScreen, ReadScreen

if TYPE_CHECKING:  # what reads and writes files is imported after the first paint
    from textual.app import App

    from themer.model.interview import Interview
    from themer.workflows.interview import OpenInterview, Recovery
    from themer.workflows.saving import Saver


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

    async def hold(self, target: str | NewInterview) -> str:
        """Open or begin a conversation, see it through, and say in a line how it ended.

        Raises:
            ThemerError: It cannot be opened; nothing was written.
        """
        interview_id = target if isinstance(target, str) else await self._begin(target)
        if interview_id is None:
            return "No conversation was begun; nothing is kept."
        from themer.workflows.interview import open_interview

        opened = await asyncio.to_thread(open_interview, self._folder, interview_id)
        try:
            return await self._see_through(opened, is_new=interview_id != target)
        finally:
            opened.lock.release()

    async def _begin(self, new: NewInterview) -> str | None:
        from themer.tui.screens.beginning import BeginScreen
        from themer.workflows.interview import create, prepare

        beginning = await asyncio.to_thread(prepare, self._folder, new)
        begun = await self._app.push_screen_wait(BeginScreen(beginning))
        if begun is None:
            return None
        return await asyncio.to_thread(create, beginning, begun.questions, begun.particulars)

    async def _see_through(self, opened: OpenInterview, *, is_new: bool) -> str:
        from themer.workflows.saving import Saver

        session = opened.session
        recovery = opened.recovery
        if recovery is not None:
            kept = await self._offer(recovery)
            if kept is None:
                return "Nothing was opened; the words that were found are still kept."
            if kept:
                session = Session.open(opened.questions, recovery.interview)
        stored = opened.stored
        saver = Saver(self._folder, stored.path, stored.value, stored.sha256)
        self._saving(saver)
        try:
            if recovery is not None:
                saver.supersede(recovery.paths)
                if session.interview is stored.value:
                    saver.discard_superseded()
                saver.note(session.interview, soon=True)
            await self._talk(opened, session, saver, is_new=is_new)
        finally:
            state = await asyncio.to_thread(saver.close)
            self._saving(None)
        if state.fault:
            await self._app.push_screen_wait(ReadScreen("Not everything is saved", state.fault))
        return state.fault or how_it_ended(saver.interview, opened.unit_name)

    async def _offer(self, recovery: Recovery) -> bool | None:
        """Show what was left unsaved; True keeps it, False discards it, None decides later."""
        lines = [f"Typed until {recovery.at.astimezone():%d %B %Y, %H:%M:%S} and not saved then."]
        if not recovery.is_on_this_file:
            lines.append(
                "The conversation's file was changed since by another program or person; what "
                "is kept here takes the place of those answers."
            )
        for answer_id in recovery.changed:
            lines.append(f"\n{answer_id}\n{recovery.interview.answers[answer_id].noted}")
        picked = await self._app.push_screen_wait(
            PickScreen(
                "Words were found that are not in the file",
                (
                    Choice("keep", "keep them: put them back into the conversation", "k"),
                    Choice("discard", "discard them: open the file as it is", "d"),
                    Choice("later", "decide later: open nothing", "l"),
                ),
                said="\n".join(lines),
            )
        )
        return {"keep": True, "discard": False}.get(picked or "later")

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
        clock: Clock | None = Clock().start(time.monotonic())
        if not is_new:
            session, clock = await self._take_up(opened, session)
        if clock is not None:
            saver.note(session.interview)
            await self._alternate(session, saver, title, clock)

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

    async def _take_up(
        self, opened: OpenInterview, session: Session
    ) -> tuple[Session, Clock | None]:
        """Ask whether the conversation goes on, or is only looked through."""
        interview = session.interview
        answered = sum(answer.is_substantive for answer in interview.answers.values())
        last = f", last on {interview.last_date}" if interview.last_date else ""
        said = [f"{answered} of {len(session.order)} answered, {interview.state}{last}."]
        choices = [
            *(Choice(mode, f"go on with it now, {mode}", mode[0]) for mode in MODES),
            Choice("write", "write up or correct it: the clock stands still", "w"),
        ]
        picked = await self._app.push_screen_wait(
            PickScreen(opened.unit_name, choices, said="\n".join([*said, *opened.notices]))
        )
        if picked is None:
            return session, None
        if picked == "write":
            minutes = interview.sittings[-1].minutes if interview.sittings else 0
            return replace(session, at=session.order[0].id), Clock(60.0 * (minutes or 0))
        sitting = sit_again(interview, today(), picked)
        minutes = sitting.sittings[-1].minutes or 0
        session = replace(session, interview=sitting).reopen()
        return session, Clock(60.0 * minutes).start(time.monotonic())

    async def _alternate(self, session: Session, saver: Saver, title: str, clock: Clock) -> None:
        """Go between the questions and the end until one of them is left."""
        from themer.tui.screens.closing import ClosingScreen
        from themer.tui.screens.desk import DeskScreen

        while True:
            desk = DeskScreen(session, saver, title, clock)
            went = await self._app.push_screen_wait(desk)
            session, clock = desk.session, desk.clock
            if went != "close":
                return
            went = await self._app.push_screen_wait(ClosingScreen(session, title))
            if went == "finish":
                saver.note(session.finish().interview, soon=True)
            if went != "back":
                return


def how_it_ended(interview: Interview, name: str) -> str:
    """Say in one line what is kept of a conversation, for when the screens are gone."""
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
