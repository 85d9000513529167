"""The desks at which a study is coded, grouped and summed up: for each, its program.

What a desk needs is imported as it opens, in the thread that reads the study, so that nobody looks
at an empty terminal meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from themer.tui.program import ThemerApp

if TYPE_CHECKING:
    from themer.coding.queue import Order
    from themer.model.matrix import By
    from themer.workflows.coding.opening import Wanted

Shown = Callable[[], Screen[None]]


def _app(opening: str, opened: Callable[[], Shown]) -> ThemerApp:
    """Make a program that reads a study while it says so, and is one screen until it is left.

    Args:
        opening: What is said meanwhile.
        opened: Reads the study, in a thread, and gives what makes the screen; a problem ends the
            program and is said.
    """
    from themer.tui.screens.waiting import WaitingScreen

    async def start(app: ThemerApp) -> None:
        """Read, and show until it is left."""
        show = await asyncio.to_thread(opened)
        await app.push_screen_wait(show())

    return ThemerApp(lambda _: WaitingScreen(f"{opening} …"), start)


def coding_app(root: Path, wanted: Wanted, order: Order = "conversation") -> ThemerApp:
    """Make the program in which a coder decides.

    Args:
        root: The study.
        wanted: Who codes, and what.
        order: That of the answers at first.
    """

    def opened() -> Shown:
        """Read the answers."""
        from themer.storage.study_folder import StudyFolder
        from themer.tui.screens.coding import CodingScreen
        from themer.workflows.analysis.suggesting_anew import suggest_anew
        from themer.workflows.coding.learning_beside import Learner
        from themer.workflows.coding.opening import open_coding

        folder = StudyFolder(root)
        session = open_coding(folder, wanted)
        teach = None if wanted.blind else partial(Learner, folder, wanted.coder)
        return partial(CodingScreen, session, partial(suggest_anew, folder), teach, order)

    return _app("Opening the answers", opened)


def differences_app(root: Path, coder: str) -> ThemerApp:
    """Make the program in which somebody, ``coder``, settles where coders differ."""

    def opened() -> Shown:
        """Look where they differ."""
        from themer.storage.study_folder import StudyFolder
        from themer.tui.screens.adjudicating import AdjudicatingScreen
        from themer.workflows.coding.adjudicating import Adjudication

        return partial(AdjudicatingScreen, Adjudication(StudyFolder(root), coder))

    return _app("Looking for differences", opened)


def contradictions_app(root: Path, coder: str) -> ThemerApp:
    """Make the program in which somebody, ``coder``, decides on contradictions."""

    def opened() -> Shown:
        """Look for them."""
        from themer.storage.study_folder import StudyFolder
        from themer.tui.screens.contradictions import ContradictionsScreen
        from themer.workflows.coding.contradictions import ContradictionDesk

        return partial(ContradictionsScreen, ContradictionDesk(StudyFolder(root), coder))

    return _app("Looking for contradictions", opened)


def codebook_app(root: Path, coder: str, codebook: str | None = None) -> ThemerApp:
    """Make the program in which a coder changes a codebook; None for the study's only one."""

    def opened() -> Shown:
        """Read the codebook with what was given its codes."""
        from themer.storage.study_folder import StudyFolder
        from themer.tui.screens.codebook import CodebookScreen
        from themer.workflows.codebook.desk import CodebookSession

        return partial(CodebookScreen, CodebookSession(StudyFolder(root), coder, codebook))

    return _app("Opening the codebook", opened)


def themes_app(root: Path, coder: str | None) -> ThemerApp:
    """Make the program in which a person decides on themes; without one, they are only shown."""

    def opened() -> Shown:
        """Read the themes and the machine's candidates."""
        from themer.storage.study_folder import StudyFolder
        from themer.tui.screens.themes import ThemesScreen
        from themer.workflows.themes.desk import open_desk

        return partial(ThemesScreen, open_desk(StudyFolder(root), coder))

    return _app("Opening the themes", opened)


def matrix_app(root: Path, coder: str | None, by: By) -> ThemerApp:
    """Make the program that shows the framework matrix, to be summed up where a coder is named.

    Args:
        root: The study.
        coder: Who writes; None to look only.
        by: What stands across at first.
    """

    def opened() -> Shown:
        """Read the cells and their summaries."""
        from themer.storage.study_folder import StudyFolder
        from themer.tui.screens.matrix import MatrixScreen
        from themer.workflows.matrix.desk import MatrixDesk

        desk = MatrixDesk(StudyFolder(root), coder)
        for audience in desk.audiences()[:1]:  # so that the first key does not wait for it
            desk.matrix(audience, by)
        return partial(MatrixScreen, desk, by)

    return _app("Opening the matrix", opened)


def actions_app(root: Path) -> ThemerApp:
    """Make the program in which somebody plans what will be done."""

    def opened() -> Shown:
        """Read actions and findings."""
        from themer.storage.study_folder import StudyFolder
        from themer.tui.screens.actions import ActionsScreen
        from themer.workflows.reporting.actions import ActionDesk

        return partial(ActionsScreen, ActionDesk(StudyFolder(root)))

    return _app("Opening the actions", opened)
