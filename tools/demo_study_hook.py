"""Carries the repository's own study into the wheel, as ``themer/demo_study/``.

Hatchling calls this while it builds. An editable install carries nothing: there the product reads
the repository's files themselves, and a copy would go stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STUDY = (
    "study.yaml",
    "question_sets",
    "interviews",
    "templates",
    "coding",
    "themes.yaml",
    "actions.yaml",
    "contacts.yaml",
    "assumptions.yaml",
    "figures",
    "indicators.yaml",
    "matrix.yaml",
    "redactions",
    "report_text",
)
"""The files and folders of a study that a person wrote, or that people's decisions rest on."""

LEFT_OUT = (".prev", ".tmp", ".lock")
"""Ends of the names that saving leaves beside a file; they are nobody's material."""


def study_files(root: Path) -> dict[str, str]:
    """List the study's files as absolute path → place inside the wheel.

    Args:
        root: The repository's root.

    Returns:
        One entry for each file, sorted by place; entries of `STUDY` that do not exist are passed
        over, because a study need not have them all.
    """
    found: dict[str, str] = {}
    for name in STUDY:
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix not in LEFT_OUT and "__pycache__" not in path.parts:
                found[str(path)] = f"themer/demo_study/{path.relative_to(root).as_posix()}"
    return found


class DemoStudyHook(BuildHookInterface[Any]):
    """Hatchling's door: adds the study to a standard wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the study's files, unless this is an editable install.

        Args:
            version: ``standard`` or ``editable``.
            build_data: Hatchling's instructions for this build, changed in place.
        """
        if version == "standard":
            build_data["force_include"].update(study_files(Path(self.root)))
