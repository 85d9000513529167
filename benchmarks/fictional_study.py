"""The repository's own study: how hard it is, and what the machine finds in it.

    python benchmarks/fictional_study.py

Reads the study and the key to it (``tests/fixtures/fictional_study_key.yaml``, which the product
never does), and prints likeness of answers, suggestions and agreement against the fictional coders,
contradictions and candidate themes against what was planted. Nothing was tuned to these figures.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from sklearn.metrics import cohen_kappa_score

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from likeness import (  # noqa: E402
    LONG,
    answers_of,
    likest,
    material_texts,
    runs,
    shared_runs,
    word_rows,
)  # fmt: skip
from themer.findings.contradictions import find_contradictions, find_to_look_at  # noqa: E402
from themer.findings.material import Material  # noqa: E402
from themer.language import load_encoder  # noqa: E402
from themer.segments import Segment, segments_of  # noqa: E402
from themer.storage.study_folder import StudyFolder  # noqa: E402
from themer.workflows.analysis.candidates import candidate_themes  # noqa: E402
from themer.workflows.analysis.machine import _made_by  # noqa: E402
from themer.workflows.analysis.suggesting import suggest_codes  # noqa: E402
from themer.workflows.analysis.vectors import kept_vectors  # noqa: E402
from themer.workflows.coding.judgements import judgements_of, read_segments  # noqa: E402
from themer.workflows.material import load_material  # noqa: E402

FOLDS = 6
Given = dict[str, set[str]]


def by(material: Material, coder: str) -> Material:
    return replace(material, decisions=tuple(d for d in material.decisions if d.coder == coder))


def given(material: Material, segments: list[Segment]) -> Given:
    """Codes that a coder accepted, by segment, for the segments that the coder read."""
    found: Given = {segment: set() for segment in read_segments(material, segments)}
    for judgement in judgements_of(material.decisions, segments):
        if judgement.accepted:
            found.setdefault(judgement.text, set()).add(judgement.code)
    return found


def likeness(material: Material, encode) -> None:
    said = answers_of(material, LONG)
    print(f"## Likeness of {len(said)} answers of {LONG} words and more, across conversations\n")
    for what, rows in (
        ("words", word_rows(said)),
        ("meaning", encode([s.text for s in said])),
    ):
        for pair in likest(said, rows):
            one, other = "/".join(pair.one[:2]), "/".join(pair.other[:2])
            print(f"{what}: {pair.likeness:.2f}  {one}  {other}")
    shared = shared_runs(answers_of(material))
    written = material_texts(material.sets.values(), material.codebooks.values())
    theirs = {run for text in written for run in runs(text)}
    copied = {run for one in answers_of(material) for run in runs(one.text)} & theirs
    print(f"runs of five words in two conversations: {len(shared)}")
    for run, _ in shared[:10]:
        print("   ", " ".join(run))
    print(f"runs of five words from question sets and codebook: {len(copied)}\n")


def tried(material: Material, segments: list[Segment], encode) -> Iterator[tuple[str, Given, dict]]:
    """Suggestions without decisions, and with those of the other conversations."""
    coded = by(material, "coder-a")
    gold = given(coded, segments)

    def suggest(with_decisions: Material) -> dict:
        made = suggest_codes(
            with_decisions, segments, _made_by(None, "0"), encode, lambda *_: None
        )  # fmt: skip
        return {s.id: s for file in made.values() for s in file.segments}

    yield "no decisions", gold, suggest(replace(material, decisions=()))
    names = sorted({segment.interview for segment in segments})
    held: dict = {}
    for fold in range(FOLDS):
        out = set(names[fold::FOLDS])
        rest = tuple(d for d in coded.decisions if d.interview not in out)
        found = suggest(replace(material, decisions=rest))
        held |= {s.id: found[s.id] for s in segments if s.interview in out}
    yield "decisions on the other conversations", gold, held


def suggestions(material: Material, segments: list[Segment], encode) -> None:
    print("## Suggestions against coder-a, who is fictional\n")
    for name, gold, found in tried(material, segments, encode):
        coded = [s for s in gold if gold[s]]
        ranked = {s: [x.code for x in found[s].suggestions] for s in gold}
        first = np.mean([ranked[s][0] in gold[s] for s in coded])
        three = np.mean([len(gold[s] & set(ranked[s][:3])) / len(gold[s]) for s in coded])
        sure = {(s, x.code) for s in gold for x in found[s].suggestions if x.confidence >= 0.5}
        right = {(s, code) for s in gold for code in gold[s]}
        claimed = [x.confidence for s in gold for x in found[s].suggestions]
        true = [x.code in gold[s] for s in gold for x in found[s].suggestions]
        print(
            f"{name}: {len(gold)} passages read, {len(coded)} coded; acc@1 {100 * first:.1f}, "
            f"R@3 {100 * three:.1f}; confidence of a half and more: {len(sure)}, "
            f"precision {100 * len(sure & right) / max(1, len(sure)):.1f}, "
            f"recall {100 * len(sure & right) / len(right):.1f}; "
            f"claimed {100 * np.mean(claimed):.1f}, true {100 * np.mean(true):.1f}"
        )
    print()


def agreement(material: Material, segments: list[Segment]) -> None:
    one, two = (given(by(material, coder), segments) for coder in ("coder-a", "coder-b"))
    both = sorted(set(one) & set(two))
    print(f"## Agreement of the two fictional coders on {len(both)} passages that both read\n")
    codes = sorted({code for found in (one, two) for s in both for code in found[s]})
    for code in codes:
        a, b = [code in one[s] for s in both], [code in two[s] for s in both]
        kappa = cohen_kappa_score(a, b)
        print(f"{code}: {sum(a)} and {sum(b)}, kappa {kappa:.2f}")
    a = [code in one[s] for code in codes for s in both]
    b = [code in two[s] for code in codes for s in both]
    print(f"all codes together: kappa {cohen_kappa_score(a, b):.2f}\n")


def contradictions(material: Material, key: dict) -> None:
    print("## Contradictions\n")
    planted = key["contradictions"]
    found = find_contradictions(material)
    raised = {
        (look.reference.interview, look.reference.question) for look in find_to_look_at(material)
    }
    places = {(a.interview, a.question) for c in found for a in c.answers}
    words = {(k["interview"], k["words_in"]) for k in planted if k["kind"] == "fact_words"}
    between = [k for k in planted if k["kind"] == "two_conversations"]
    units = {c.unit for c in found if c.kind == "conversations"}
    print(
        f"two conversations of a unit: {sum(k['unit'] in units for k in between)} of {len(between)}"
    )
    print(
        f"fact against words: {len(words & places)} of {len(words)} by what people decided "
        f"({len(places)} places named); {len(words & raised)} of {len(words)} among "
        f"{len(raised)} to look at; either way {len(words & (places | raised))}\n"
    )


def themes(material: Material, segments: list[Segment], encode, key: dict) -> None:
    made = _made_by(None, "0")
    silent = {"progress": lambda *_: None}
    files = suggest_codes(material, segments, made, encode, **silent)
    first = {s.id: s.suggestions[0] for f in files.values() for s in f.segments if s.suggestions}
    likeliest = {name: (best.code, best.confidence) for name, best in first.items()}
    with tempfile.TemporaryDirectory() as cache:
        found = candidate_themes(
            material, segments, likeliest, made, "0" * 64, encode, Path(cache), **silent
        )
    place = {s.id: (s.interview, s.question) for s in segments}
    print(f"## {len(found.themes)} candidate themes, {len(found.unplaced)} unplaced\n")
    for theme in found.themes:
        lies = " ".join((theme.relation.kind, *theme.relation.codes))
        kept = f"{theme.kept}/{theme.resamples}"
        print(f"{theme.id} {len(theme.members):3d} kept {kept}  {theme.name}  [{lies}]")
    print("\nplanted theme: share of its voices in the group with most of them; expected by chance")
    sizes = [{place[m.segment] for m in theme.members} for theme in found.themes]
    everywhere = Counter(place.values())
    rng = np.random.default_rng(0)
    for theme in key["emergent_themes"]:
        voices = [(v["interview"], v["question"]) for v in theme["voices"]]
        shares = [sum(v in size for v in voices) / len(voices) for size in sizes]
        best = int(np.argmax(shares))
        inside = sum(place[m.segment] in voices for m in found.themes[best].members)
        others = sorted(set(everywhere) - set(voices))
        drawn = (rng.permutation(len(others))[: len(voices)] for _ in range(200))
        by_chance = np.mean(
            [
                max(sum(others[d] in size for d in draw) for size in sizes) / len(draw)
                for draw in drawn
            ]
        )
        print(
            f"{theme['id']}: {100 * shares[best]:.0f} % (chance {100 * by_chance:.0f} %) in "
            f"{found.themes[best].name!r}, precision {inside}/{len(found.themes[best].members)}"
        )


def main() -> int:
    material = load_material(StudyFolder(ROOT))
    key = yaml.safe_load((ROOT / "tests/fixtures/fictional_study_key.yaml").read_text("utf-8"))
    segments = [s for i in material.counted() for s in segments_of(material.study.id, i)]
    encode = kept_vectors(load_encoder(), None)
    likeness(material, encode)
    suggestions(material, segments, encode)
    agreement(material, segments)
    contradictions(material, key)
    themes(material, segments, encode, key)
    return 0


if __name__ == "__main__":
    sys.exit(main())
