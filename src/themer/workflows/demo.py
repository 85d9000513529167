"""``themer demo``: copy the fictional study, then check, analyse and report on the copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from themer.errors import InputError, NotFoundError, RefusedError, StorageError
from themer.storage.durable import create_file, make_folders
from themer.storage.finding import STUDY_FILE
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.analyse import Analysis, analyse
from themer.workflows.check import check_study
from themer.workflows.progress import Progress, silent
from themer.workflows.reporting.report import WrittenReport, write_report

PARTS = (
    STUDY_FILE,
    "themes.yaml",
    "actions.yaml",
    "contacts.yaml",
    "matrix.yaml",
    "indicators.yaml",
    "assumptions.yaml",
    "figures",
    "question_sets",
    "interviews",
    "coding",
    "redactions",
    "report_text",
    "templates",
)
"""What makes a study; the repository, which is one, holds much else."""
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made."""

    folder: Path
    analysis: Analysis
    report: WrittenReport


def demo_source() -> Path:
    """Find the fictional study: in the package, or in the repository that it is run from.

    Raises:
        NotFoundError: It is in neither.
    """
    for folder in (_PACKAGE / "demo_study", *_PACKAGE.parents[:2]):
        if (folder / STUDY_FILE).is_file():
            return folder
    raise NotFoundError(
        "The fictional study is not part of this installation.",
        hint="Install themer again from its wheel, or run it from its repository.",
    )


def run_demo(target: Path, progress: Progress = silent) -> Demo:
    """Make the study in a new folder and go the whole way to its report.

    Args:
        target: A folder that does not exist or is empty.
        progress: Told what is being done.

    Raises:
        InputError: There is something in the folder already.
        RefusedError: The study does not pass its check.
        StorageError: The disk refused.
    """
    copy_study(demo_source(), target)
    folder = StudyFolder(target)
    progress("Checking", 0, 1)
    checked = check_study(folder)
    if checked.errors:
        raise RefusedError(f"The study does not hold: {checked.errors[0]}")
    analysis = analyse(folder, progress)
    progress("Writing the report", 0, 1)
    report = write_report(folder)
    return Demo(target, analysis, report)


def copy_study(source: Path, target: Path) -> None:
    """Copy a study's own parts into a new folder, without what a machine made of it.

    Raises:
        InputError: There is something in the folder already.
        StorageError: The disk refused.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(
            f"{target} is there already and is not empty.",
            hint='Name another folder: "themer demo DIR".',
        )
    try:
        make_folders(target)
        for name in PARTS:
            _copy(source / name, target / name)
    except OSError as error:
        raise StorageError(f"The study could not be copied: {error}.", path=target) from error


def _copy(source: Path, target: Path) -> None:
    """Copy a file or a folder for its owner alone, whoever may read the one that it is of."""
    if source.is_dir():
        make_folders(target)
        for part in sorted(source.iterdir()):
            if part.name != "machine" and not part.name.startswith("."):
                _copy(part, target / part.name)
    elif source.is_file():
        create_file(target, source.read_bytes())
