"""CPU and memory of the three writers on a document of the size of the demo's report and evidence.

    python benchmarks/report_writers.py

Each writer is timed in a process of its own, so that the first call pays for its imports.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
WRITERS = {
    "docx": ("themer.report.writers.docx_document", "write_docx"),
    "html": ("themer.report.writers.html", "write_html"),
    "md": ("themer.report.writers.markdown", "write_markdown"),
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


def measure(name: str) -> None:
    tree = document()
    module, function = WRITERS[name]
    times = []
    for _ in range(3):
        began = time.process_time()
        written = getattr(import_module(module), function)(tree)
        times.append(time.process_time() - began)
    print(
        json.dumps(
            {
                "format": name,
                "first_cpu_s": round(times[0], 3),
                "again_cpu_s": round(min(times[1:]), 3),
                "kilobytes": len(written) // 1000,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


def main() -> None:
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    for name in WRITERS:
        subprocess.run([sys.executable, __file__, name], check=True)


if __name__ == "__main__":
    main()
