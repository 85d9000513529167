"""Seconds and memory of an analysis: segments by codes, with no vector made beforehand.

    python benchmarks/speed.py [--segments 500] [--codes 10]

Segments are made here from a small vocabulary, 40 words each in two or three sentences, every one
different; the figures are about time only. Each stage is printed with what it took.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import TypeVar

VOCABULARY = """
manager team placement student time rota support office training funding desk review service
partner change question answer evening record meeting reader stock council branch garden kitchen
ticket driver lesson clinic budget quality holiday traffic morning folder visit
"""
WORDS = VOCABULARY.split()
Result = TypeVar("Result")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--segments", type=int, default=500)
    parser.add_argument("--codes", type=int, default=10)
    options = parser.parse_args()
    chance = random.Random(1)

    def words(count: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(count))

    segments = [
        ". ".join(words(chance.choice((12, 15, 20))) for _ in range(chance.choice((2, 3)))) + "."
        for _ in range(options.segments)
    ]

    def staged(name: str, run: Callable[[], Result]) -> Result:
        began, cpu = time.perf_counter(), time.process_time()
        made = run()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        wall, spent = time.perf_counter() - began, time.process_time() - cpu
        print(f"| {name} | {wall:.2f} | {spent:.2f} | {memory} |")
        return made

    def imports() -> None:
        import sklearn.decomposition
        import sklearn.feature_extraction.text
        import sklearn.linear_model  # noqa: F401
        import spacy.lang.en  # noqa: F401

    print("| stage | s | CPU s | MB so far |\n|---|---|---|---|")
    staged("imports (spaCy, scikit-learn)", imports)

    import numpy as np

    from themer.coding.suggestions import suggest
    from themer.coding.texts import Judgement, TextForCoding
    from themer.language import load_encoder, sentences
    from themer.model.codebook import Code
    from themer.themes.grouping import TextForGrouping, group

    encoder = staged("load and check the encoder", load_encoder)
    vectors: dict[str, np.ndarray] = {}

    def encode(texts: list[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        vectors.update(zip(new, encoder.encode(new), strict=True))
        return np.array([vectors[text] for text in texts], np.float32).reshape(len(texts), -1)

    codes = [Code(f"c{i}", words(2), f"{words(12)}. {words(8)}") for i in range(options.codes)]
    rows = [TextForCoding(f"{i:05d}", text) for i, text in enumerate(segments)]
    cut = [text[start:end] for text in segments for start, end in sentences(text)]
    staged(f"vectors of {len(segments)} segments", lambda: encode(segments))
    staged(f"vectors of their {len(cut)} sentences", lambda: encode(cut))
    staged("suggestions", lambda: suggest(rows, codes, encode=encode))
    judged = [Judgement(rows[i].key, codes[i % len(codes)].id, i % 3 > 0) for i in range(30)]
    staged(
        "suggestions after 30 decisions",
        lambda: suggest(rows, codes, encode=encode, judgements=judged),
    )
    themes = [TextForGrouping(row.key, row.text, str(i % 30)) for i, row in enumerate(rows)]
    staged("themes, 25 resamples", lambda: group(themes, encode(segments)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
