"""The tasks of the terminal: for each, the program with its first screen, run to its end."""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from themer.conversation.naming import NewInterview
from themer.errors import ExitCode
from themer.tui.program import ThemerApp

if TYPE_CHECKING:
    from themer.coding.queue import Order
    from themer.model.matrix import By
    from themer.workflows.coding_opening import Wanted


def run_home(study_folder: Path) -> int:
    """Run the home screen until it is left, and give the exit code."""
    return _run(home_app(study_folder))


def home_app(study_folder: Path) -> ThemerApp:
    """Make the app whose first screen is home."""
    from themer.tui.at_home import AtHome

    return ThemerApp(lambda app: AtHome(app, study_folder).screen)


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
        """Hold the conversation to its end and keep how it ended to be said."""
        from themer.tui.holding import Holding

        app.farewell = await Holding(app, study_folder, app.keep).hold(target)

    from themer.tui.screens.waiting import WaitingScreen

    return ThemerApp(lambda _: WaitingScreen("Opening the conversation …"), start)


def run_coding(study_folder: Path, wanted: Wanted, order: Order) -> int:
    """Let a coder decide on a study's passages, and give the exit code.

    Args:
        study_folder: The study.
        wanted: Who codes, and what.
        order: That of the answers at first.

    Raises:
        ThemerError: The study or the coder's file does not hold; nothing was written.
    """
    return _run(coding_app(study_folder, wanted, order))


def coding_app(study_folder: Path, wanted: Wanted, order: Order = "conversation") -> ThemerApp:
    """Make the app in which a coder decides."""
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        """Read what there is to decide on and show it until it is left."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.coding_opening import open_coding
        from themer.workflows.learning_beside import Learner
        from themer.workflows.suggesting_anew import suggest_anew

        folder = StudyFolder(study_folder)
        session = await asyncio.to_thread(open_coding, folder, wanted)
        from themer.tui.screens.coding import CodingScreen

        teach = None if wanted.blind else lambda: Learner(folder, wanted.coder)
        screen = CodingScreen(session, lambda: suggest_anew(folder), teach, order)
        await app.push_screen_wait(screen)

    return ThemerApp(lambda _: WaitingScreen("Opening the answers …"), start)


def run_differences(study_folder: Path, coder: str) -> int:
    """Let somebody settle where coders differ, and give the exit code.

    Args:
        study_folder: The study.
        coder: Who settles.

    Raises:
        ThemerError: The study or the coder's file does not hold; nothing was written.
    """
    return _run(differences_app(study_folder, coder))


def differences_app(study_folder: Path, coder: str) -> ThemerApp:
    """Make the app in which somebody settles where coders differ."""
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        """Look for differences and show them until they are left."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.adjudicating import Adjudication

        work = await asyncio.to_thread(Adjudication, StudyFolder(study_folder), coder)
        from themer.tui.screens.adjudicating import AdjudicatingScreen

        await app.push_screen_wait(AdjudicatingScreen(work))

    return ThemerApp(lambda _: WaitingScreen("Looking for differences …"), start)


def run_matrix(study_folder: Path, coder: str | None, by: By) -> int:
    """Show the framework matrix, let a coder write summaries, and give the exit code.

    Args:
        study_folder: The study.
        coder: Who writes; None to look only.
        by: What stands across at first.

    Raises:
        ThemerError: The study or the coder's log does not hold; nothing was written.
    """
    return _run(matrix_app(study_folder, coder, by))


def matrix_app(study_folder: Path, coder: str | None, by: By) -> ThemerApp:
    """Make the app that shows the framework matrix."""
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        """Read the matrix and show it until it is left."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.matrix_desk import MatrixDesk

        desk = await asyncio.to_thread(MatrixDesk, StudyFolder(study_folder), coder)
        from themer.tui.screens.matrix import MatrixScreen

        await app.push_screen_wait(MatrixScreen(desk, by))

    return ThemerApp(lambda _: WaitingScreen("Opening the matrix …"), start)


def run_contradictions(study_folder: Path, coder: str) -> int:
    """Let somebody decide on contradictions, and give the exit code.

    Args:
        study_folder: The study.
        coder: Who decides.

    Raises:
        ThemerError: The study or the coder's file does not hold; nothing was written.
    """
    return _run(contradictions_app(study_folder, coder))


def contradictions_app(study_folder: Path, coder: str) -> ThemerApp:
    """Make the app in which somebody decides on contradictions."""
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        """Read what contradicts what and show it until it is left."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.contradiction_desk import ContradictionDesk

        desk = await asyncio.to_thread(ContradictionDesk, StudyFolder(study_folder), coder)
        from themer.tui.screens.contradictions import ContradictionsScreen

        await app.push_screen_wait(ContradictionsScreen(desk))

    return ThemerApp(lambda _: WaitingScreen("Looking for contradictions …"), start)


def run_actions(study_folder: Path) -> int:
    """Let somebody plan what will be done, and give the exit code.

    Args:
        study_folder: The study.

    Raises:
        ThemerError: The study does not hold; nothing was written.
    """
    return _run(actions_app(study_folder))


def actions_app(study_folder: Path) -> ThemerApp:
    """Make the app in which somebody plans what will be done."""
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        """Read actions and findings and show them until they are left."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.action_desk import ActionDesk

        desk = await asyncio.to_thread(ActionDesk, StudyFolder(study_folder))
        from themer.tui.screens.actions import ActionsScreen

        await app.push_screen_wait(ActionsScreen(desk))

    return ThemerApp(lambda _: WaitingScreen("Opening the actions …"), start)


def run_codebook(study_folder: Path, coder: str, codebook: str | None) -> int:
    """Let a coder change a codebook, and give the exit code.

    Args:
        study_folder: The study.
        coder: Who changes it.
        codebook: Which one; None for the only one.

    Raises:
        ThemerError: The study does not hold; nothing was written.
    """
    return _run(codebook_app(study_folder, coder, codebook))


def codebook_app(study_folder: Path, coder: str, codebook: str | None = None) -> ThemerApp:
    """Make the app in which a coder changes a codebook."""
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        """Read the codebook with what was given its codes, and show it until it is left."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.codebook_desk import CodebookSession

        folder = StudyFolder(study_folder)
        session = await asyncio.to_thread(CodebookSession, folder, coder, codebook)
        from themer.tui.screens.codebook import CodebookScreen

        await app.push_screen_wait(CodebookScreen(session))

    return ThemerApp(lambda _: WaitingScreen("Opening the codebook …"), start)


def run_themes(study_folder: Path, coder: str | None) -> int:
    """Let a person decide on a study's themes, and give the exit code.

    Args:
        study_folder: The study.
        coder: Who decides; None only looks.

    Raises:
        ThemerError: The study does not hold, or there is nothing to decide on yet.
    """
    return _run(themes_app(study_folder, coder))


def themes_app(study_folder: Path, coder: str | None) -> ThemerApp:
    """Make the app in which a person decides on themes."""
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        """Read the themes and the machine's candidates, and show them until they are left."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.theme_desk import open_desk

        desk = await asyncio.to_thread(open_desk, StudyFolder(study_folder), coder)
        from themer.tui.screens.themes import ThemesScreen

        await app.push_screen_wait(ThemesScreen(desk))

    return ThemerApp(lambda _: WaitingScreen("Opening the themes …"), start)


def _run(app: ThemerApp) -> int:
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
