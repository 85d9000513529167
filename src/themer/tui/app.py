"""The tasks of the terminal: for each, the program with its first screen, run to its end."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from themer.conversation.naming import NewInterview
from themer.errors import ExitCode
from themer.tui.program import ThemerApp


def home_app(study_folder: Path) -> ThemerApp:
    """Make the app whose first screen is home."""
    from themer.tui.at_home import AtHome

    return ThemerApp(lambda app: AtHome(app, study_folder).screen)


def interview_app(study_folder: Path, target: str | NewInterview) -> ThemerApp:
    """Make the program that holds one conversation and ends.

    Args:
        study_folder: The study.
        target: A conversation's id, or what is known of a new one.
    """

    async def start(app: ThemerApp) -> None:
        """Hold the conversation to its end and keep how it ended to be said."""
        from themer.tui.holding import Holding

        app.farewell = await Holding(app, study_folder, app.keep).hold(target)

    from themer.tui.screens.waiting import WaitingScreen

    return ThemerApp(lambda _: WaitingScreen("Opening the conversation …"), start)


def run(app: ThemerApp) -> int:
    """Run a program to its end, and give the exit code.

    Raises:
        ThemerError: What it is for could not be opened; nothing was written.
    """
    # In another locale the frames and dashes would be painted as their code numbers.
    if isinstance(sys.__stderr__, io.TextIOWrapper):
        sys.__stderr__.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = app.run()
    finally:
        app.flush()
    if app.failure is not None:
        raise app.failure
    if app.return_code:
        return ExitCode.BUG if app.return_code == 1 else app.return_code
    return result or 0
