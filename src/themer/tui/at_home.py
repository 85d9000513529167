"""What home's keys begin: a conversation, a contact, a record, and reading the study anew."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING

from themer.conversation.naming import NewInterview
from themer.errors import ThemerError
from themer.tui.order import KEYS_WAIT
from themer.tui.program import ThemerApp
from themer.tui.screens.home import HomeScreen

if TYPE_CHECKING:  # what reads files is imported after the first paint
    from themer.workflows.home import Row


class AtHome:
    """The home screen of a study, and the tasks that are begun there, one at a time.

    Args:
        app: Where the screens go.
        folder: The study.
    """

    def __init__(self, app: ThemerApp, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self.screen = HomeScreen(self._hold, self._contact, self._record, self._refresh)

    def _refresh(self) -> None:
        self._app.run_worker(self._read(), exclusive=True)

    def _hold(self, target: str | NewInterview) -> None:
        self._begin(self._and_read(self._to_its_end(target)))

    def _contact(self, row: Row) -> None:
        from themer.tui.contacting import ask_contact

        self._begin(self._and_read(ask_contact(self._app, self._folder, row)))

    def _record(self, interview_id: str) -> None:
        from themer.tui.recording import write_and_tell

        self._begin(write_and_tell(self._app, self._folder, interview_id))

    def _begin(self, task: Coroutine[None, None, None]) -> None:
        self._app.run_worker(task, exclusive=True, group=KEYS_WAIT)

    async def _to_its_end(self, target: str | NewInterview) -> None:
        """Hold a conversation and say how it ended."""
        from themer.tui.holding import Holding

        self.screen.tell(await Holding(self._app, self._folder, self._app.keep).hold(target))

    async def _and_read(self, task: Coroutine[None, None, None]) -> None:
        """Do something to the study and read it anew, whether or not it could be done."""
        try:
            await task
            self.screen.show_fault(None)
        except ThemerError as error:
            self.screen.show_fault(str(error))
        await self._read()

    async def _read(self) -> None:
        """Read the study and show it, or say why it cannot be read."""
        from themer.workflows.home import overview

        try:
            self.screen.show(await asyncio.to_thread(overview, self._folder))
        except ThemerError as error:
            self.screen.show_fault(str(error))
