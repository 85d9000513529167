"""Make a study of 150 real answers from three organisations, with their nine themes as codebook.

python benchmarks/real_words.py DATA_FOLDER NEW_FOLDER

DATA_FOLDER holds ``data.jsonl`` (id, text, organization, question, split) and ``labels.json`` (id
to name and description), such as NHS England's published patient-experience answers (MIT licence).
The study is made with ``themer import`` alone; no label of an answer is read. Then, in NEW_FOLDER:
``themer check``, ``themer analyse``, ``themer code --coder NAME``, ``themer report``.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

EACH, SEED = 50, 20260301
STUDY = """\
schema: themer/study/1
id: patients-words
title: "What patients of three trusts say"
purpose: "A trial with real answers."
unit: respondent
audiences:
  patient: {one: patient, many: patients}
"""
_BETTER, _GOOD = "What would have made it better?", "What was good?"
ASKED = {
    "Trust A - Q1": _BETTER,
    "Trust A - Q2": _GOOD,
    "Trust B - Q1": "What would you like to say about it?",
    "Trust C - Q1": _GOOD,
    "Trust C - Q2": _BETTER,
}
"""The published file only numbers its questions; the words are ours, after what is answered."""


def drawn(data: Path) -> list[dict[str, str]]:
    """Draw as many answers of each organisation, the same ones each time."""
    answers = [json.loads(line) for line in data.read_text("utf-8").splitlines()]
    chance = random.Random(SEED)
    chosen: list[dict[str, str]] = []
    for name in sorted({answer["organization"] for answer in answers}):
        own = sorted((a for a in answers if a["organization"] == name), key=lambda a: a["id"])
        chosen += chance.sample(own, EACH)
    return chosen


def codebook(labels: Path) -> dict[str, object]:
    found = json.loads(labels.read_text("utf-8"))
    codes = [
        {
            "id": "-".join("".join(c if c.isalnum() else " " for c in key.lower()).split()),
            "name": entry["name"],
            "definition": entry["description"].removeprefix("Sub-categories: "),
        }
        for key, entry in found.items()
    ]
    return {"schema": "themer/codebook/1", "id": "themes", "title": "Nine themes", "codes": codes}


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    (target / "question_sets").mkdir(parents=True)
    (target / "study.yaml").write_text(STUDY, "utf-8")
    book = json.dumps(codebook(source / "labels.json"), indent=1)
    (target / "question_sets" / "themes.codebook.yaml").write_text(book, "utf-8")
    with (target / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "trust", "question", "answer"])
        for row in drawn(source / "data.jsonl"):
            asked = ASKED[row["question"]]
            writer.writerow([row["id"], row["organization"], asked, row["text"]])
    options = "--organisation trust --question question --text answer --set patients --make-set"
    command = ["themer", "import", str(target / "answers.csv"), "--study", str(target)]
    recipe = ["--new-recipe", str(target / "survey.recipe.yaml")]
    subprocess.run([*command, *options.split(), *recipe], check=True)


if __name__ == "__main__":
    main()
