"""The user's own state folder: journals and locks, never inside a study and never on its drive."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from themer.storage.durable import make_folders


def state_folder() -> Path:
    """Say where themer keeps this user's journals and locks.

    ``THEMER_STATE`` names it; otherwise the platform's place for such files.
    """
    named = os.environ.get("THEMER_STATE")
    if named:
        return Path(named)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "themer"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "themer"


def study_state(study: Path, kind: str) -> Path:
    """Make and give the folder for one kind of file of one study.

    Args:
        study: The study's folder; two studies of one name are kept apart by their paths.
        kind: ``journals`` or ``locks``.
    """
    key = hashlib.sha256(str(study.resolve()).encode()).hexdigest()[:12]
    folder = state_folder() / kind / f"{study.resolve().name[:40]}-{key}"
    make_folders(folder)
    return folder
