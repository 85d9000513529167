"""Which conversation the command line means; what reads files is imported only where it must be."""

from __future__ import annotations

from pathlib import Path

from themer.conversation.naming import NewInterview
from themer.errors import InputError, NotFoundError


def choose_interview(
    root: Path,
    *,
    interview_id: str | None,
    is_new: bool,
    set_id: str | None,
    unit: str | None,
    organisation: str | None,
) -> str | NewInterview:
    """Say which conversation the command line means.

    Naming nothing means the one that is open, where there is one only.

    Raises:
        InputError: It names an existing one and describes a new one as well.
        NotFoundError: It names none, and not exactly one is open.
    """
    describes = is_new or any(said is not None for said in (set_id, unit, organisation))
    if interview_id is not None:
        if describes:
            raise InputError(
                "Name a conversation or describe a new one, not both.",
                hint=f'"themer interview {interview_id}" goes on with it.',
            )
        return interview_id
    if describes:
        return NewInterview(set_id, organisation, unit)
    from themer.storage.study_folder import StudyFolder

    folder = StudyFolder(root)
    open_ones = [i.value.id for i in folder.interviews() if i.value.state == "open"]
    if len(open_ones) == 1:
        return open_ones[0]
    which = f"These are open: {', '.join(open_ones)}." if open_ones else "None is open."
    raise NotFoundError(which, hint='Name one, or begin one with "themer interview --new".')
