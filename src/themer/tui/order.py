"""Keys in the order in which they were typed: none is looked at before the last one has worked.

Textual runs a binding as soon as its key arrives, while the letters typed before it still wait in
the queue of the widget in focus; and a screen that a key opens takes a moment to appear, in which
the next keys go to the screen before. Fast typists, pasted text and slow lines make both happen.
``tests/e2e/test_bursts.py`` types a whole conversation in one write.
"""

from __future__ import annotations

import asyncio
import contextlib
import string
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

KEYS_WAIT = "keys-wait"
"""The group of workers that lead from one screen to the next: keys wait until they ask again."""
_LONGEST = 10.0
"""Seconds that keys wait for a screen, as while a file is read from a slow drive."""
_LOOK_AGAIN = 0.004
_ROUNDS = 50
_STUCK = 0.5
"""Seconds after which a widget that is being taken away is waited for no longer."""


@dataclass(frozen=True, slots=True)
class _AltKey:
    """Stands where Textual's table has one of its own keys."""

    value: str


def know_alt_keys() -> None:
    """Take escape and a letter or digit for alt and that key, whatever follows it.

    Textual takes escape and ``1`` for the sign that one national keyboard has there, escape and
    ``f`` for another key, and escape and any other letter for nothing where a key follows at once.
    """
    table: dict[str, Any] = ANSI_SEQUENCES_KEYS  # type: ignore[assignment]
    for sign in string.ascii_lowercase + string.digits:
        table[f"\x1b{sign}"] = (_AltKey(f"alt+{sign}"),)


class OrderedApp(App[int], inherit_bindings=False):
    """An app that hands a key on only once everything before it has been taken in."""

    def __init__(self) -> None:
        super().__init__()
        know_alt_keys()
        self._asked: dict[Worker[Any], Screen[Any]] = {}
        """The screen on which each worker waits for an answer."""
        self._typed: deque[events.Event] = deque()
        self._handing_on: asyncio.Task[None] | None = None

    async def push_screen_wait(self, screen: Any, *, mode: str | None = None) -> Any:
        """Show a screen, wait for its result, and remember that keys are for it meanwhile."""
        worker = get_current_worker()
        self._asked[worker] = screen
        try:
            return await super().push_screen_wait(screen, mode=mode)
        finally:
            self._asked.pop(worker, None)

    async def on_event(self, event: events.Event) -> None:
        """Put keys and pastes in a row; everything else is handled at once."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.append(event)
            if self._handing_on is None or self._handing_on.done():
                self._handing_on = asyncio.create_task(self._hand_on())
                self._handing_on.add_done_callback(self._handed_on)
        else:
            await super().on_event(event)

    async def _hand_on(self) -> None:
        """Hand on what was typed, each once the one before has done its work."""
        while self._typed:
            await self.settle()
            await super().on_event(self._typed.popleft())

    def _handed_on(self, task: asyncio.Task[None]) -> None:
        """Meet what broke where Textual's own loop would have met it."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._handle_exception(error)

    async def settle(self) -> None:
        """Wait until all that was typed is taken in and a screen is there for what comes next."""
        end = time.monotonic() + _LONGEST
        for _ in range(_ROUNDS):
            while not self._is_asking() and time.monotonic() < end:
                await asyncio.sleep(_LOOK_AGAIN)
            focused = self.focused or self.screen
            chain = focused.ancestors_with_self
            for node in chain:
                await _catch_up(node)
            is_same = focused is (self.focused or self.screen)
            if is_same and self._is_asking() and not any(n.message_queue_size for n in chain):
                return

    def _is_asking(self) -> bool:
        """Say whether everything that leads from screen to screen has come to one."""
        return all(
            worker.is_finished or self._asked.get(worker) in self.screen_stack
            for worker in self.workers
            if worker.group == KEYS_WAIT
        )


async def _catch_up(node: MessagePump) -> None:
    """Wait until a widget has handled what is in its queue now."""
    done = asyncio.Event()
    if node.call_later(done.set):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STUCK):
                await done.wait()
