"""Open a study for a coder: all of it, or a sample, with or without what others say."""

from __future__ import annotations

from collections.abc import Collection

from themer.errors import InputError
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding import CodingSession
from themer.workflows.coding_answers import Place


def open_coding(
    folder: StudyFolder,
    coder: str,
    *,
    blind: bool = False,
    only: Collection[Place] | None = None,
) -> CodingSession:
    """Open a study for a coder.

    Args:
        folder: The study.
        coder: The coder's id.
        blind: Hide what the machine and other coders say.
        only: The places of a sample; None takes all answers.

    Raises:
        InputError: The name cannot be an id, or there is nothing to code.
        ProblemsError: The study does not hold.
    """
    session = CodingSession(folder, coder, blind=blind, only=only)
    if session.queue:
        return session
    if only:
        raise InputError(
            "None of the answers of the sample is there any more.",
            hint="Restore the conversations, or take coding/sample.yaml away to draw anew.",
        )
    raise InputError(
        "There is nothing to code yet: no conversation that counts has any words.",
        hint="Hold one with themer interview, or bring answers in with themer import.",
    )
