"""The counter of syllables beside the CMU Pronouncing Dictionary, which is not part of themer.

    python benchmarks/syllables.py cmudict.dict [TEXT …]

Without texts every word of the dictionary counts once; with them, each word as often as it stands
there. A word is right where it has as many syllables as one of its entries has stressed vowels.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from themer.report.reading_age import syllables_of


def entries(dictionary: Path) -> dict[str, set[int]]:
    """Give the number of syllables of each word, by every way in which it is said."""
    found: dict[str, set[int]] = {}
    for line in dictionary.read_text("utf-8").splitlines():
        word, *sounds = line.split("#")[0].split()
        many = sum(sound[-1].isdigit() for sound in sounds)
        found.setdefault(re.sub(r"\(\d\)$", "", word), set()).add(many)
    return found


def main() -> None:
    known = entries(Path(sys.argv[1]))
    texts = [Path(name).read_text("utf-8") for name in sys.argv[2:]]
    if texts:
        words = Counter(re.findall(r"(?<!\w)[a-z]{2,}(?!\w)", " ".join(texts)))
    else:
        words = Counter(word for word in known if word.isalpha() and len(word) > 1)
    asked = {word: many for word, many in words.items() if word in known}
    right = sum(many for word, many in asked.items() if syllables_of(word) in known[word])
    ours = sum(many * syllables_of(word) for word, many in asked.items())
    true = sum(
        many * min(known[word], key=lambda one: abs(one - syllables_of(word)))
        for word, many in asked.items()
    )
    total = sum(asked.values())
    print(f"{total} words, {right / total:.1%} right; {ours / true - 1:+.1%} syllables in all")
    wrong = Counter({w: n for w, n in asked.items() if syllables_of(w) not in known[w]})
    print("most often wrong:", ", ".join(word for word, _ in wrong.most_common(20)))


if __name__ == "__main__":
    main()
