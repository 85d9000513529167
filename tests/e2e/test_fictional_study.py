"""The repository's own study is hard enough: no template behind it, and its key is kept apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from likeness import (
    LONG,
    Said,
    answers_of,
    likest,
    material_texts,
    runs,
    shared_runs,
    word_rows,
)
from themer.findings.contradictions import find_contradictions
from themer.findings.material import Material
from themer.language import load_encoder
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material

ROOT = Path(__file__).parents[2]
KEY = "fictional_study_key"
MOST_ALIKE_IN_WORDS, MOST_ALIKE_IN_MEANING = 0.3, 0.8
"""Above the first are two answers from one template, above the second two that say the same in
other words: `test_a_template_would_be_found` and the one after it make some."""


@pytest.fixture(scope="module")
def study() -> Material:
    return load_material(StudyFolder(ROOT))


@pytest.fixture(scope="module")
def long_answers(study: Material) -> list[Said]:
    return answers_of(study, LONG)


def test_no_long_answer_is_a_variation_of_another_in_words(long_answers: list[Said]) -> None:
    assert len(long_answers) > 150
    for pair in likest(long_answers, word_rows(long_answers)):
        print(f"{pair.likeness:.2f} {pair.one[:2]} {pair.other[:2]}")
        assert pair.likeness < MOST_ALIKE_IN_WORDS, pair


def test_no_long_answer_is_a_variation_of_another_in_meaning(long_answers: list[Said]) -> None:
    rows = load_encoder().encode([one.text for one in long_answers])
    for pair in likest(long_answers, rows):
        print(f"{pair.likeness:.2f} {pair.one[:2]} {pair.other[:2]}")
        assert pair.likeness < MOST_ALIKE_IN_MEANING, pair


TEMPLATE = (
    "We have {n} practice educators in {place}, of whom {m} are active. Workload is the main "
    "barrier in {place}, and managers are {view} about releasing people for training each year."
)


def test_a_template_would_be_found(long_answers: list[Said]) -> None:
    one = TEMPLATE.format(n=12, m=7, place="Northby", view="supportive")
    two = TEMPLATE.format(n=31, m=20, place="Eastham", view="reluctant")
    planted = [*long_answers, Said("a", "x", one), Said("b", "x", two)]
    assert likest(planted, word_rows(planted), 1)[0].likeness > MOST_ALIKE_IN_WORDS
    assert len(shared_runs(planted)) > len(shared_runs(long_answers))


def test_the_same_said_in_other_words_would_be_found() -> None:
    one = "Workload is the main barrier, and managers will not release people for training."
    two = "The biggest obstacle is workload; managers refuse to release staff for training."
    rows = load_encoder().encode([one, two])
    print(float(np.dot(rows[0], rows[1])))
    assert float(np.dot(rows[0], rows[1])) > MOST_ALIKE_IN_MEANING


def test_conversations_share_hardly_a_run_of_five_words(study: Material) -> None:
    said = answers_of(study)
    shared = shared_runs(said)
    every = {run for one in said for run in runs(one.text)}
    for run, who in shared:
        print(" ".join(run), who)
    assert len(shared) < 0.005 * len(every)


def test_no_answer_repeats_the_question_set_or_the_codebook(study: Material) -> None:
    written = material_texts(study.sets.values(), study.codebooks.values())
    theirs = {run for text in written for run in runs(text)}
    assert len(theirs) > 1000
    found = {
        (" ".join(run), one.interview) for one in answers_of(study) for run in runs(one.text)
        if run in theirs
    }  # fmt: skip
    assert found == set()


def test_the_product_never_reads_the_key() -> None:
    for folder in (ROOT / "src", ROOT / "tools", ROOT / "templates", ROOT / "question_sets"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                assert KEY.encode() not in path.read_bytes(), path


def test_the_facts_of_two_conversations_that_differ_are_found(study: Material) -> None:
    found = {(c.kind, c.unit) for c in find_contradictions(study)}
    assert ("conversations", "marrowdale-mental-health") in found
