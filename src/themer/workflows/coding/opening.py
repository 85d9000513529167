"""Open a study for a coder: all of it, or a sample, with or without what others say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themer.errors import InputError

if TYPE_CHECKING:
    from themer.storage.study_folder import StudyFolder
    from themer.workflows.coding.desk import CodingSession


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a coder wants to work on."""

    coder: str
    """The coder's id."""
    blind: bool = False
    """Whether to hide what the machine and other coders say."""
    share: float | None = None
    """Of a sample, above 0 and at most 1; None for all answers."""
    seed: int | None = None
    """For drawing the sample; None for one that is fixed by the study."""


def open_coding(folder: StudyFolder, wanted: Wanted) -> CodingSession:
    """Open a study for a coder.

    Raises:
        InputError: The name cannot be an id, there is nothing to code, or another sample was drawn.
        ProblemsError: The study does not hold.
        StorageError: The sample could not be kept.
    """
    # Imported here: the screen's first frame waits for what wants something, not for what opens it.
    from themer.workflows.coding.desk import CodingSession
    from themer.workflows.coding.sampling import draw_or_load

    only = None
    if wanted.share is not None:
        sample = draw_or_load(folder, wanted.share, wanted.seed, wanted.coder)
        only = frozenset(sample.places())
    session = CodingSession(folder, wanted.coder, blind=wanted.blind, only=only)
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
