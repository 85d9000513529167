"""A screen over a coder's session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import work

from themer.tui.screens.working import WorkingScreen
from themer.workflows.coding.desk import CodingSession


class SessionScreen(WorkingScreen):
    """Hands a session what is decided.

    Args:
        session: The coder's work.
    """

    CSS_PATH: ClassVar = ["working.tcss", "coding.tcss"]

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self.session = session
        self._is_counting = False

    def count_left(self) -> None:
        """Have the components left to judge counted beside the screen, where that is to do."""
        count = None if self._is_counting else self.session.count_to_judge()
        if count is not None:
            self._is_counting = True
            self._count(count)

    @work
    async def _count(self, count: Callable[[], Callable[[], None]]) -> None:
        take = await asyncio.to_thread(count)
        take()
        self._is_counting = False
        self.show_all()
