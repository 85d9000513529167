"""The product's side of the tagging benchmark: sees texts and a codebook, never a label.

python benchmarks/product_tag.py TEXTS.jsonl CODEBOOK.json OUT.jsonl [CONFIRMED.jsonl]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from themer.coding.suggestions import suggest
from themer.coding.texts import Judgement, TextForCoding
from themer.language import load_encoder
from themer.model.codebook import Code


def lines(path: str) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def main() -> None:
    texts = [TextForCoding(row["id"], row["text"]) for row in lines(sys.argv[1])]
    codebook = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    codes = [Code(entry["id"], entry["name"], entry["definition"]) for entry in codebook]
    decided = lines(sys.argv[4]) if len(sys.argv) > 4 else []
    judgements = [Judgement(row["id"], row["code"], True) for row in decided]
    made = suggest(texts, codes, encode=load_encoder().encode, judgements=judgements)
    with Path(sys.argv[3]).open("w", encoding="utf-8") as out:
        for row, text in enumerate(texts):
            entry = {
                "id": text.key,
                "none": float(made.none[row]),
                "codes": {
                    code: [float(made.scores[row, j]), float(made.confidence[row, j])]
                    for j, code in enumerate(made.codes)
                },
            }
            out.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    main()
