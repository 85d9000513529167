"""The terminal program: one app, a first screen for each task, and what holds on every screen."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from themer.conversation.naming import NewInterview
from themer.errors import ExitCode, ThemerError
from themer.tui.keys import EVERYWHERE, bindings
from themer.tui.text import visible

if TYPE_CHECKING:
    from themer.workflows.saving import Saver

LIGHT, DARK = "textual-light", "textual-dark"
SMALLEST = (60, 15)
"""Columns and rows below which a screen says so and keeps the text."""
_LAST_KEYS = 0.15
"""Seconds for keys that have arrived, and are not handled yet, when a signal ends the program."""


class ThemerApp(App[int], inherit_bindings=False):
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
        self.theme = DARK

    def get_default_screen(self) -> Screen[None]:
        """Begin with the task's own screen."""
        return self._first(self)

    def on_mount(self) -> None:
        """Take signals: a stock app ends on them without a word to anybody."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                number = getattr(signal, name)
                loop.add_signal_handler(number, self._end_at_once, number)
        if self._start is not None:
            self.call_after_refresh(self._run_start)

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small; what is under it stays as it is."""
        from themer.tui.screens.waiting import TooSmallScreen

        fits = event.size.width >= SMALLEST[0] and event.size.height >= SMALLEST[1]
        if not fits and not isinstance(self.screen, TooSmallScreen):
            self.push_screen(TooSmallScreen(SMALLEST))
        elif fits and isinstance(self.screen, TooSmallScreen):
            self.pop_screen()

    def _run_start(self) -> None:
        assert self._start is not None
        self.run_worker(self._start_and_exit(self._start), exit_on_error=True)

    async def _start_and_exit(self, start: Callable[[ThemerApp], Awaitable[None]]) -> None:
        try:
            await start(self)
        except ThemerError as error:
            self.failure = error
            self.exit(int(error.exit_code))
        else:
            self.exit(int(ExitCode.FINE))

    def _end_at_once(self, number: int) -> None:
        self.set_timer(_LAST_KEYS, lambda: self._flush_and_exit(128 + number))

    def _flush_and_exit(self, code: int) -> None:
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
        for key in (*getattr(screen, "KEYS", ()), *EVERYWHERE):
            if key.action != "command_palette":
                owner = "app" if key in EVERYWHERE else "screen"
                yield SystemCommand(
                    key.tooltip,
                    ", ".join(key.names),
                    lambda run=f"{owner}.{key.action}": self.call_later(self.run_action, run),
                )

    def action_help(self) -> None:
        """Show the keys of the screen that is open."""
        from themer.tui.screens.asking import ReadScreen

        groups = (getattr(self.screen, "KEYS", ()), EVERYWHERE)
        lines = [f"{' '.join(key.names):<16} {key.tooltip}" for group in groups for key in group]
        said = "\n".join([*lines, "", "tab and shift+tab go between the parts of a screen."])
        self.push_screen(ReadScreen("Keys", said))

    def action_change_light(self) -> None:
        """Change between the light and the dark theme."""
        self.theme = LIGHT if self.theme == DARK else DARK

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
        self._exit_renderables.append(Text(visible(traceback.format_exc())))
        self._close_messages_no_wait()


def run_home(study_folder: Path) -> int:
    """Run the home screen until it is left, and give the exit code."""
    return _run(home_app(study_folder))


def home_app(study_folder: Path) -> ThemerApp:
    """Make the app whose first screen is home."""
    from themer.tui.screens.home import HomeScreen

    def first(app: ThemerApp) -> Screen[None]:
        def hold(target: str | NewInterview) -> None:
            app.run_worker(hold_and_return(target), exclusive=True)

        async def hold_and_return(target: str | NewInterview) -> None:
            try:
                from themer.tui.holding import Holding

                await Holding(app, study_folder, app.keep).hold(target)
                home.show_fault(None)
            except ThemerError as error:
                home.show_fault(str(error))
            await read()

        async def read() -> None:
            from themer.workflows.home import overview

            try:
                home.show(await asyncio.to_thread(overview, study_folder))
            except ThemerError as error:
                home.show_fault(str(error))

        home = HomeScreen(hold, lambda: app.run_worker(read(), exclusive=True))  # type: ignore[arg-type]
        return home

    return ThemerApp(first)


def run_interview(study_folder: Path, target: str | NewInterview) -> int:
    """Hold one conversation, and give the exit code.

    Args:
        study_folder: The study.
        target: A conversation's id, or what is known of a new one.

    Raises:
        ThemerError: It cannot be opened or begun; nothing was written.
    """
    return _run(interview_app(study_folder, target))


def interview_app(study_folder: Path, target: str | NewInterview) -> ThemerApp:
    """Make the app that holds one conversation and ends."""

    async def start(app: ThemerApp) -> None:
        from themer.tui.holding import Holding

        await Holding(app, study_folder, app.keep).hold(target)

    from themer.tui.screens.waiting import WaitingScreen

    return ThemerApp(lambda _: WaitingScreen("Opening the conversation …"), start)


def run_coding(study_folder: Path, coder: str) -> int:
    """Let a coder decide on a study's passages, and give the exit code.

    Args:
        study_folder: The study.
        coder: The coder's id.

    Raises:
        ThemerError: The study or the coder's file does not hold; nothing was written.
    """
    return _run(coding_app(study_folder, coder))


def coding_app(study_folder: Path, coder: str) -> ThemerApp:
    """Make the app in which a coder decides."""
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.coding import open_coding
        from themer.workflows.suggesting_anew import suggest_anew

        folder = StudyFolder(study_folder)
        session = await asyncio.to_thread(open_coding, folder, coder)
        from themer.tui.screens.coding import CodingScreen

        await app.push_screen_wait(CodingScreen(session, lambda: suggest_anew(folder)))

    return ThemerApp(lambda _: WaitingScreen("Opening the answers …"), start)


def run_screen(screen: Callable[[], Screen[None]]) -> int:
    """Run a task that is one screen, and give the exit code."""
    return _run(ThemerApp(lambda _: screen()))


def _run(app: ThemerApp) -> int:
    try:
        result = app.run()
    finally:
        app.flush()
    if app.failure is not None:
        raise app.failure
    if app.return_code:
        return ExitCode.BUG if app.return_code == 1 else app.return_code
    return result or 0


def has_terminal() -> bool:
    """Say whether there is a terminal to draw on."""
    return sys.stdin.isatty() and sys.stdout.isatty()
