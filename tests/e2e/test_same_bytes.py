"""The same files give the same bytes, whatever else differs between two runs of ``analyse``."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.language.encoder import MODEL_FILE, MODEL_FOLDER
from themer.model.decision import Decision
from themer.segments import segments_of
from themer.storage.events import append_decisions
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.inputs import libraries
from themer.workflows.material import load_material

ANALYSE = """
import sys
from pathlib import Path
from themer.storage.study_folder import StudyFolder
from themer.themes import sampled
from themer.workflows.analysis import parts, vectors
from themer.workflows.analysis.analyse import analyse

study, bound, workers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
vectors._WORKERS = workers
if bound:
    sampled.MOST_TOGETHER = parts.MOST_TOGETHER = bound
    parts.MOST_IN_PART = bound // 2
analyse(StudyFolder(study))
"""
ONE = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC", "OMP_NUM_THREADS": "1"}
OTHER = {
    "PYTHONHASHSEED": "77",
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "tr_TR.UTF-8",
    "TZ": "Asia/Tokyo",
    "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "2",
}


def decide(study: Path) -> None:
    """Decide a few passages, so that learning is among what is compared."""
    folder = StudyFolder(study)
    material = load_material(folder)
    segments = [s for i in material.counted() for s in segments_of(material.study.id, i)]
    codes = sorted(code.id for book in material.codebooks.values() for code in book.codes)
    made = [
        Decision(
            f"d{number}",
            dt.datetime(2026, 3, 1, 10, number, tzinfo=dt.UTC),
            "coder-a",
            "accept" if number % 3 else "refuse",
            segment.interview,
            segment.question,
            start=segment.start,
            end=segment.end,
            text=segment.text,
            code=codes[number % len(codes)],
        )
        for number, segment in enumerate(sorted(segments, key=lambda s: s.id)[:6])
    ]
    append_decisions(folder.coder_path("coder-a"), made)
    shutil.rmtree(folder.cache)


def analysed(study: Path, bound: int, workers: int, differing: dict[str, str]) -> dict[str, bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    subprocess.run(
        [sys.executable, "-c", ANALYSE, str(study), str(bound), str(workers)],
        env=environment | differing,
        check=True,
    )
    return {path.name: path.read_bytes() for path in (study / "coding" / "machine").iterdir()}


@pytest.mark.parametrize("bound", [0, 10], ids=["together", "in parts, on a sample"])
def test_caches_order_folder_hashes_locale_clock_and_threads_change_nothing(
    tmp_path: Path, bound: int
) -> None:
    one = write_study(tmp_path / "one", list(SAID))
    decide(one)
    first = analysed(one, bound, 1, ONE)
    other = write_study(tmp_path / "another folder" / "İı", list(reversed(SAID)))
    decide(other)
    assert analysed(other, bound, 2, OTHER) == first
    shutil.rmtree(one / ".themer")
    shutil.rmtree(one / "coding" / "machine")
    assert analysed(one, bound, 2, OTHER | {"PYTHONHASHSEED": "3"}) == first

    themes = json.loads(first["themes.json"])
    header = json.loads(first["weir-1.jsonl"].split(b"\n")[0])
    model = hashlib.sha256((MODEL_FOLDER / MODEL_FILE).read_bytes()).hexdigest()
    for made_by in (themes["made_by"], header["made_by"]):
        assert made_by["model_sha256"] == model
        assert made_by["libraries"] == libraries()
        assert made_by["version"]
        assert made_by["settings"]
    assert len(themes["data_sha256"]) == len(header["interview_sha256"]) == 64


def test_the_versions_of_what_computes_are_named() -> None:
    named = [one.split(" ")[0] for one in libraries().split(", ")]
    assert named == ["numpy", "onnxruntime", "scikit-learn", "scipy", "spacy"]
