"""CPU and memory of the writers, and of looking a document over for plain English.

    python benchmarks/report_writers.py              a made document, longer than any of the demo
    python benchmarks/report_writers.py --study DIR  each document of a study's report

Each is timed in a process of its own, so that the first call pays for its imports. Of a study, what
comes before the writers (reading, counting, templates) is done once and not timed.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
WRITERS = {
    "docx": ("themer.report.writers.docx_document", "write_docx"),
    "html": ("themer.report.writers.html", "write_html"),
    "md": ("themer.report.writers.markdown", "write_markdown"),
    "pdf": ("themer.report.writers.pdf", "write_pdf"),
    "pptx": ("themer.report.writers.pptx", "write_pptx"),
    "plain English": ("themer.report.plain_english", "look_over"),
}
PARTS = 12
"""How often the sections of the sample are repeated; each has three charts and a full page."""


def document() -> object:
    """Repeat the sample's parts, with a row of evidence for each of 400 figures."""
    sys.path.insert(0, str(ROOT / "tests/report/writers"))
    sample = import_module("sample")
    blocks = import_module("themer.report.blocks")
    rows = tuple(
        blocks.Row(
            (
                sample.words(blocks.Link(f"used-fact:{number}:yes", sample.words("17 of 31"))),
                sample.words("units that said yes, of those asked and answering"),
                sample.words("interview-a/q3, interview-b/q3, interview-c/q3, interview-d/q4"),
            ),
            anchor=f"evidence-fact:{number}:yes",
        )
        for number in range(400)
    )
    columns = tuple(blocks.Column(sample.words(name)) for name in ("Figure", "Rule", "Answers"))
    children: list[object] = [blocks.ContentsList()]
    for part in range(PARTS):
        children.append(blocks.Heading(1, sample.words(f"Part {part + 1}")))
        for number in range(part, 400, PARTS):
            children.append(
                blocks.Paragraph(
                    sample.words(sample.figure(str(number), "17 of 31"), " units said so. " * 12)
                )
            )
        children += [sample.FINDINGS, sample.BOARD_CHART, sample.SQUARES, sample.MATRIX]
    children.append(blocks.Table(sample.words("Evidence"), columns, rows))
    return sample.about(*children)


def writer(name: str) -> Callable[[Any], Any]:
    """Load what is timed; the loading is part of the first call."""
    module, function = WRITERS[name]
    found: Callable[..., Any] = getattr(import_module(module), function)
    return (lambda tree: found("document", tree)) if name == "plain English" else found


def measure(name: str, pickled: Path | None) -> None:
    """Time one writer on one document, and print what it took."""
    tree = pickle.loads(pickled.read_bytes()) if pickled else document()
    times = []
    for _ in range(3):
        began = time.process_time()
        written = writer(name)(tree)
        times.append(time.process_time() - began)
    print(
        json.dumps(
            {
                "document": pickled.stem if pickled else "made",
                "format": name,
                "first_cpu_s": round(times[0], 3),
                "again_cpu_s": round(min(times[1:]), 3),
                "kilobytes": len(written) // 1000 if isinstance(written, str | bytes) else 0,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


def documents_of(study: Path, into: Path) -> list[Path]:
    """Put a study's report together, and keep each of its documents in a file."""
    from themer.storage.study_folder import StudyFolder
    from themer.workflows.material import load_material
    from themer.workflows.reporting.report import make_report

    folder = StudyFolder(study)
    report = make_report(folder, load_material(folder))
    found = []
    for name, tree in report.documents.items():
        found.append(into / f"{name}.pickle")
        found[-1].write_bytes(pickle.dumps(tree))
    return found


def measure_verify(study: Path) -> None:
    """Time ``verify`` on a study's summary and evidence; reading them back alone is the floor."""
    from themer.storage.study_folder import StudyFolder
    from themer.workflows.reporting.report import Wanted, write_report
    from themer.workflows.reporting.verify import read_back, study_now, verify

    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "study"
        shutil.copytree(study, root, ignore=shutil.ignore_patterns(".*", "src", "tests", "reports"))
        folder = StudyFolder(root)
        wanted = Wanted(formats=("docx", "html", "md"), only=("summary", "evidence"))
        paths = write_report(folder, wanted).paths[:-1]
        began = time.process_time()
        now = study_now(folder, "internal")
        print(json.dumps({"verify": "the study counted anew", "cpu_s": spent(began)}))
        for path in paths:
            began = time.process_time()
            read_back(path)
            read = spent(began)
            began = time.process_time()
            verdict = verify(folder, path, lambda *_: now).verdict
            found = {"figures": verdict.figures, "told": len(verdict.said)}
            print(json.dumps({"verify": path.name, "cpu_s": spent(began), "read_s": read, **found}))


def spent(began: float) -> float:
    """Give the CPU seconds since a moment."""
    return round(time.process_time() - began, 2)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--study", type=Path)
    parser.add_argument("--only", nargs=2, metavar=("FORMAT", "FILE"), help="used by itself")
    given = parser.parse_args()
    if given.only:
        measure(given.only[0], Path(given.only[1]) if given.only[1] else None)
        return
    with tempfile.TemporaryDirectory() as place:
        files = documents_of(given.study, Path(place)) if given.study else [None]
        for file in files:
            for name, (module, _) in WRITERS.items():
                is_deck = file is not None and file.stem == "slides"
                if find_spec(module) is None or (name == "pptx") != is_deck:
                    continue
                order = [sys.executable, __file__, "--only", name, str(file or "")]
                subprocess.run(order, check=True)
    if given.study:
        measure_verify(given.study)


if __name__ == "__main__":
    main()
