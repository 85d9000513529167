"""Finding the study that a folder lies in, without reading any of it.

Apart from ``study_folder``, because a screen is painted before what reads files is imported.
"""

from __future__ import annotations

from pathlib import Path

from themer.errors import NotFoundError

STUDY_FILE = "study.yaml"


def find_study(start: Path) -> Path:
    """Find the study that a folder lies in, by walking up to ``study.yaml``.

    Raises:
        NotFoundError: There is none above.
    """
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / STUDY_FILE).is_file():
            return folder
    raise NotFoundError(
        f"No study here: neither {start} nor a folder above it has a {STUDY_FILE}.",
        hint='Go to a study, name one with --study DIR, or begin one with "themer new DIR".',
    )
