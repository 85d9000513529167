"""The program round every screen: its keys, themes and signals, and the edge for errors."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.geometry import Size
from textual.markup import escape
from textual.screen import Screen

from themer.errors import ExitCode, ThemerError
from themer.storage.config_folder import glance_at_theme, settings_path
from themer.tui import colours
from themer.tui.key import as_set, bindings
from themer.tui.keys import EVERYWHERE
from themer.tui.order import KEYS_WAIT, OrderedApp
from themer.tui.text import visible
from themer.tui.widgets.frame import KeyLine, TooSmall

if TYPE_CHECKING:
    from themer.model.settings import ThemeName
    from themer.workflows.interviews.saving import Saver

LIGHT, DARK = colours.LIGHT.name, colours.DARK.name
SMALLEST = (60, 15)
"""Columns and rows below which a screen says so and keeps the text."""
_TURN = 0.001
"""Seconds until a thread that saves lets the screen go on; Python's own 5 ms add up to 20 a key."""
_LOOK_FOR_TERMINAL = 1.0
"""Seconds between looks whether there still is a terminal: not every one that goes says so."""
_HUNG_UP = 128 + 1
"""The exit code of a program whose terminal is gone."""
_LAST_KEYS = 0.15
"""Seconds in which keys that are on their way still arrive when a signal ends the program."""
_LAST_MOMENT = 1.75
"""Seconds after a signal until the program ends whatever it is doing."""
_LAST_SCREEN = 1.1
"""Seconds after a signal until which, on a busy machine, those that have arrived are taken in."""


class ThemerApp(OrderedApp, inherit_bindings=False):
    """What is the same for every task: keys, themes, signals, the edge where errors are met.

    Args:
        first: Makes the first screen.
        start: Run once that screen is painted; the program ends after it, if given.
    """

    CSS_PATH = "themer.tcss"
    TITLE = "themer"
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)

    def __init__(
        self,
        first: Callable[[ThemerApp], Screen[None]],
        start: Callable[[ThemerApp], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__()
        self._first = first
        self._start = start
        self.saver: Saver | None = None
        self.failure: ThemerError | None = None
        """What ended the program, for the command line to say."""
        self._handlers: dict[int, Any] = {}
        """What was done on each signal before."""
        self.farewell = ""
        """One line for the terminal once the screens are gone: what was done, and where it is."""
        self._settings = settings_path()
        self.own_keys: Mapping[str, str] = {}
        """The keys that this person has set, by action."""
        for theme in (colours.LIGHT, colours.DARK):
            self.register_theme(theme)
        self.theme = LIGHT if glance_at_theme(self._settings) == "light" else DARK
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """Begin with the task's own screen."""
        return self._first(self)

    def on_mount(self) -> None:
        """Take signals: a stock app ends on them without a word to anybody; share the processor."""
        sys.setswitchinterval(_TURN)
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            with contextlib.suppress(AttributeError, ValueError):  # not there, or not our thread
                number = getattr(signal, name)
                # Not by the loop: it stands still while it writes to a terminal that is gone.
                take = functools.partial(self._take_signal, loop)
                self._handlers[number] = signal.signal(number, take)
        if not self.is_headless:
            self.set_interval(_LOOK_FOR_TERMINAL, self._look_for_terminal)
        self.screen_change_signal.subscribe(self, self._cover)
        if self._settings.exists():
            self.run_worker(self._take_settings(), group=KEYS_WAIT)
        if self._start is not None:
            self.run_worker(self._start_and_exit(self._start), group=KEYS_WAIT)

    def on_unmount(self) -> None:
        """Give the signals back."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers = {}

    async def _take_settings(self) -> None:
        """Read this person's settings once the first frame is painted; keys wait for theirs."""
        await self._first_frame()
        from themer.tui.own_keys import load_own, plain_words

        try:
            own = await asyncio.to_thread(load_own, self._settings)
        except ThemerError as error:
            self.notify(
                plain_words(error),
                title="Your settings file has a problem, so the standard keys are used",
                severity="warning",
                markup=False,
                timeout=20,
            )
            return
        self.own_keys = own.keys
        self.set_keymap(own.keys)
        for screen in self.screen_stack:
            for line in screen.query(KeyLine):
                line.draw()

    async def _first_frame(self) -> None:
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small; what is under it stays, and takes keys."""
        self._cover(self.screen, event.size)

    def _cover(self, screen: Screen[Any], size: Size | None = None) -> None:
        size = size or self.size
        fits = size.width >= SMALLEST[0] and size.height >= SMALLEST[1]
        covers = screen.query(TooSmall)
        if fits:
            covers.remove()
        elif not covers:
            screen.mount(TooSmall(SMALLEST))

    async def _start_and_exit(self, start: Callable[[ThemerApp], Awaitable[None]]) -> None:
        await self._first_frame()  # what opens a conversation imports much
        try:
            await start(self)
        except ThemerError as error:
            self.failure = error
            self.exit(int(error.exit_code))
        else:
            said = Text(visible(self.farewell)) if self.farewell else None
            self.exit(int(ExitCode.FINE), message=said)

    def _look_for_terminal(self) -> None:
        """End as on a signal where the terminal went without one: nobody could type any more."""
        if sys.__stdin__ is not None and not sys.__stdin__.isatty():
            threading.Thread(target=self._end_for_sure, args=(_HUNG_UP,), daemon=True).start()
            self._ending = asyncio.create_task(self._flush_and_exit(_HUNG_UP))

    def _take_signal(self, loop: asyncio.AbstractEventLoop, number: int, _frame: object) -> None:
        threading.Thread(target=self._end_for_sure, args=(128 + number,), daemon=True).start()
        loop.call_soon_threadsafe(self._end_at_once, number)

    def _end_for_sure(self, code: int) -> None:
        """End even where the screens cannot: what is typed is saved, and the lock is given back."""
        time.sleep(_LAST_MOMENT)
        self.flush()
        os._exit(code)

    def _end_at_once(self, number: int) -> None:
        self._ending = asyncio.create_task(self._flush_and_exit(128 + number))

    async def _flush_and_exit(self, code: int) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LAST_SCREEN):
                await asyncio.sleep(_LAST_KEYS)
                quiet = 0
                while quiet < 2:  # a busy machine leaves keys in the terminal, or half handed on
                    before = self.saver.interview if self.saver else None
                    await self.settle()
                    await asyncio.sleep(0.1)
                    now = self.saver.interview if self.saver else None
                    quiet = quiet + 1 if now is before and not _are_keys_waiting() else 0
        self.flush()
        self.exit(code, return_code=code)

    def flush(self) -> None:
        """Bring every word to the disk, now."""
        if self.saver is not None:
            self.saver.flush()

    def keep(self, saver: Saver | None) -> None:
        """Remember whose words are to be flushed if the program must end."""
        self.saver = saver

    def on_app_blur(self) -> None:
        """Write the file when the terminal loses the focus: a laptop may be about to close."""
        if self.saver is not None:
            self.saver.write_soon()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """List the actions of the screen, and those that hold everywhere."""
        for key in as_set((*getattr(screen, "KEYS", ()), *EVERYWHERE), self.own_keys):
            if key.action != "command_palette":
                owner = "app" if key.id.startswith("app.") else "screen"
                yield SystemCommand(
                    f"{key.label.capitalize()}: {key.tooltip}",
                    escape(", ".join(key.names)),
                    lambda run=f"{owner}.{key.action}": self.call_later(self.run_action, run),
                )

    def action_help(self) -> None:
        """Show the keys that work where the cursor is, and those of the screen."""
        from themer.tui.help import help_text
        from themer.tui.screens.asking import ReadScreen

        if isinstance(self.screen, ReadScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(ReadScreen("Keys", help_text(self.screen)))

    def action_change_light(self) -> None:
        """Change between the light and the dark theme, and remember it."""
        self.theme = LIGHT if self.theme == DARK else DARK
        self.run_worker(self._remember_theme(), exclusive=True, group="theme")

    async def _remember_theme(self) -> None:
        from themer.storage.settings import remember_theme

        theme: ThemeName = "light" if self.theme == LIGHT else "dark"
        try:
            await asyncio.to_thread(remember_theme, self._settings, theme)
        except ThemerError as error:
            said = f'It holds until you leave. To keep it, write "theme: {theme}" into '
            self.notify(f"{said}{self._settings} ({error.message})", markup=False)

    def action_leave(self) -> None:
        """Leave the screen in its own way; the program, where it has none."""
        leave = getattr(self.screen, "action_leave", None)
        if leave is not None:
            leave()
        elif len(self.screen_stack) > 1:
            self.screen.dismiss(None)
        else:
            self.exit(int(ExitCode.FINE))

    def _fatal_error(self) -> None:
        """Say what broke without the values of variables: Textual would print the answers."""
        self.bell()
        lines = traceback.format_exception(self._exception) if self._exception else []
        self._exit_renderables.append(Text(visible("".join(lines))))
        self._close_messages_no_wait()


def _are_keys_waiting() -> bool:
    """Say whether the terminal holds keys that nobody has read yet."""
    try:
        import fcntl
        import termios

        waiting = fcntl.ioctl(0, termios.FIONREAD, b"\0\0\0\0")
    except (ImportError, OSError):  # a system that cannot be asked, or a terminal that is gone
        return False
    return any(waiting)
