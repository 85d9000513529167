"""How many names are proposed, and how many proposals are names, on public answers.

    python benchmarks/names.py PATH/TO/nhs_feedback/data.jsonl

300 answers of patients (Open Government Licence), drawn half among those with a capital within a
sentence and half among the others; names of people, wards, hospitals, towns and the like were
marked by hand in ``names_labels.json`` (offsets only), before two rules were changed
for what they missed: the first of several names at the head of a sentence, and when a sentence is a
heading. A name is found where a proposal
touches it. Beside themer: the network alone.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from themer.language.names import FoundName, names_in

LABELS = Path(__file__).with_name("names_labels.json")
Look = Callable[[str], tuple[FoundName, ...]]


def measured(texts: dict[str, str], labels: dict[str, list[list[int]]], look: Look) -> str:
    """Say recall, precision, proposals a text and CPU a text."""
    look("Anna lives in York.")
    started = time.process_time()
    found = {key: look(texts[key]) for key in labels}
    cpu = (time.process_time() - started) / len(labels) * 1000
    names = [(key, at) for key, spans in labels.items() for at in spans]
    proposals = [(key, one) for key, several in found.items() for one in several]
    hit = sum(any(o.start < at[1] and at[0] < o.end for o in found[key]) for key, at in names)
    right = sum(
        any(o.start < at[1] and at[0] < o.end for at in labels[key]) for key, o in proposals
    )
    return (
        f"recall {hit}/{len(names)} = {hit / len(names):.2f}, precision {right}/{len(proposals)} = "
        f"{right / len(proposals):.2f}, {cpu:.1f} ms CPU a text"
    )


def main(data: Path) -> None:
    """Print one line a way of looking."""
    labels = json.loads(LABELS.read_text())
    rows = map(json.loads, data.read_text("utf-8").splitlines())
    texts = {row["id"]: row["text"] for row in rows if row["id"] in labels}
    ways: dict[str, Look] = {
        "themer": names_in,
        "network alone": lambda t: tuple(o for o in names_in(t) if o.found_by == "model"),
    }
    for name, look in ways.items():
        print(f"{name}: {measured(texts, labels, look)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
