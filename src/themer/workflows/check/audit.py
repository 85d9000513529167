"""Checks of the log of changes: that every line fits, and that interviews are as it last noted."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem, StorageError
from themer.storage.audit import audit_paths, find_break
from themer.storage.study_folder import StudyFolder
from themer.workflows.auditing import known_hashes
from themer.workflows.check.context import Context, Places


def problems(folder: StudyFolder) -> Iterator[Problem]:
    """Name the first line of each writer's file that does not fit."""
    for path in audit_paths(folder.root):
        shown = folder.relative(path)
        try:
            found = find_break(path, shown)
        except StorageError as error:
            yield Problem(shown, 0, 0, "AU001", error.message)
            continue
        if found is not None:
            yield found


def interview_problems(folder: StudyFolder, context: Context) -> Iterator[Problem]:
    """Advise where a file is not as the log last noted it, which shows a log without its end too.

    Writing in these files by hand is allowed; this only says that nobody vouches for it.
    """
    hashes = known_hashes(folder.root)
    for found in context.interviews:
        stored = found.value
        known = hashes.get(stored.value.id)
        if known and stored.sha256 not in known:
            message = (
                "the file is not as the log of changes last noted it: edited by hand, or the log "
                "lacks its last lines"
            )
            yield Places(found, "AU").problem("052", (), message, advice=True)
