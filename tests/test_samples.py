"""The samples in docs/samples/ are what the report gives today."""

from __future__ import annotations

import runpy
from pathlib import Path

from themer.workflows.reporting.report import Wanted

ROOT = Path(__file__).parents[1]
PROGRAM = runpy.run_path(str(ROOT / "tools" / "make_samples.py"))


def test_the_sample_of_the_summary_is_made_from_the_study_as_it_is(tmp_path: Path) -> None:
    wanted = (Wanted(formats=("md",), only=("summary",)),)
    (made,) = PROGRAM["make_samples"](tmp_path / "samples", wanted)
    kept = (ROOT / "docs" / "samples" / made.name).read_text("utf-8")
    again = "Make the samples anew: python tools/make_samples.py"
    assert made.read_text("utf-8") == kept, again


def test_every_sample_is_told_of() -> None:
    folder = ROOT / "docs" / "samples"
    told = (folder / "README.md").read_text("utf-8")
    for path in folder.iterdir():
        assert path.name == "README.md" or f"({path.name})" in told
