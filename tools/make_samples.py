"""Makes the samples in docs/samples/: what a report of the fictional study looks like.

    python tools/make_samples.py

The study is copied first and not analysed, so that the samples do not depend on the arithmetic of
one machine: the same files give the same documents. A test holds the summary against a new one.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from themer.storage.study_folder import StudyFolder
from themer.workflows.demo import copy_study, demo_source
from themer.workflows.reporting.report import Wanted, write_report

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "docs" / "samples"
PARTNER = "ellmoor"
WANTED = (
    Wanted(formats=("docx", "md", "pdf"), only=("summary",), review_copy=True),
    Wanted(formats=("docx", "pdf"), only=("briefing",)),
    Wanted(formats=("pptx",), only=("slides",)),
    Wanted(formats=("html",), only=("summary", "evidence")),
    Wanted(formats=("docx", "pdf"), partner=PARTNER),
)


def make_samples(target: Path, wanted: tuple[Wanted, ...] = WANTED) -> tuple[Path, ...]:
    """Write documents of the repository's own study.

    Args:
        target: The folder that they go into; it is made.
        wanted: Which.

    Returns:
        What was written, without ledgers.
    """
    target.mkdir(parents=True, exist_ok=True)
    found: dict[str, Path] = {}
    with tempfile.TemporaryDirectory() as temporary:
        study = Path(temporary) / "study"
        copy_study(demo_source(), study)
        for number, one in enumerate(wanted):
            out = Path(temporary) / f"out-{number}"
            for path in write_report(StudyFolder(study), one, out=out).paths:
                if path.suffix != ".json":
                    found[path.name] = target / path.name
                    shutil.copyfile(path, target / path.name)
    return tuple(found.values())


def main() -> None:
    """Write the samples anew, and nothing that is no sample any more stays."""
    kept = {path.name for path in make_samples(SAMPLES)} | {"README.md"}
    for path in SAMPLES.iterdir():
        if path.name not in kept:
            path.unlink()
    for path in sorted(SAMPLES.iterdir()):
        print(f"{path.stat().st_size / 1000:8.0f} kB  {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
