"""Figures of the benchmark of quality against values worked by hand, and how tasks are formed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.quality import grouping, measures, tagging
from benchmarks.quality.child import run
from benchmarks.quality.grouping_methods import OURS, methods, themer
from benchmarks.quality.material import Material, conversations, small, whole
from benchmarks.quality.sets import goal_of, known_of, learnable_of, tasks_of
from benchmarks.quality.tables import mean_over_sets, table
from benchmarks.quality.tagging_rivals import classified, moved, rivals
from benchmarks.quality.vectors import KeptVectors

ROOT = Path(__file__).resolve().parents[2]

SCORES = np.array([[0.9, 0.1, 0.2], [0.3, 0.6, 0.5], [0.2, 0.7, 0.1], [0.4, 0.1, 0.3]])
GOAL = np.array([[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 0]], dtype=bool)
ALL = np.ones(GOAL.shape, dtype=bool)


def test_the_first_suggestion_is_right_where_people_gave_it() -> None:
    assert measures.first_right(SCORES, GOAL).tolist() == [1, 0, 1, 0]


def test_macro_f1_is_the_mean_over_the_codes_that_occur() -> None:
    # First codes are a, b, b, a: a has precision 1/2 and recall 1, b the same, c nothing.
    assert measures.macro_f1(SCORES, GOAL) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    without_c = GOAL & [True, True, False]
    assert measures.macro_f1(SCORES, without_c) == pytest.approx(2 / 3)


def test_recall_at_three_counts_a_right_code_in_the_first_three() -> None:
    scores = np.array([[4, 3, 2, 1], [4, 3, 2, 1]])
    goal = np.array([[0, 0, 1, 0], [0, 0, 0, 1]], dtype=bool)
    assert measures.in_three(scores, goal) == 0.5


def test_average_precision_is_the_mean_of_precision_at_each_hit() -> None:
    scores = np.array([[4.0], [3.0], [2.0], [1.0]])
    goal = np.array([[1], [0], [1], [0]], dtype=bool)
    known = np.ones((4, 1), dtype=bool)
    assert measures.mean_average_precision(scores, goal, known) == pytest.approx((1 + 2 / 3) / 2)
    known[1] = False
    assert measures.mean_average_precision(scores, goal, known) == 1


def test_a_constant_is_calibrated_and_not_sharp() -> None:
    right = np.array([1.0, 0, 0, 0])
    flat = np.full(4, 0.25)
    assert measures.calibration_error(flat, right) == 0
    assert measures.calibration_error(1 - right, right) == 1
    assert measures.calibration_error(np.array([0.85, 0.05, 0.05, 0.05]), right) == pytest.approx(
        0.25 * 0.15 + 0.75 * 0.05
    )


def test_sharpness_and_brier_stand_beside_those_of_the_base_rate() -> None:
    flat = np.full(GOAL.shape, 0.25)
    found = measures.figures(SCORES, flat, np.zeros(4), GOAL, ALL)
    assert found["sharpness"] == 0
    assert found["Brier"] == found["Brier of base rate"] == pytest.approx(3 / 16)
    sure = measures.figures(SCORES, GOAL.astype(float), np.zeros(4), GOAL, ALL)
    assert sure["sharpness"] == pytest.approx((3 * 0.75 + 9 * 0.25) / 12)
    assert sure["Brier"] == 0


def test_the_error_in_prevalence_is_the_mean_distance_of_shares() -> None:
    # First codes: a 2/4, b 2/4, c 0; people: 1/4 each.
    counted = measures.prevalence_error(measures.first_codes(SCORES), GOAL, ALL)
    assert counted == pytest.approx((0.25 + 0.25 + 0.25) / 3)
    assert measures.prevalence_error(GOAL.astype(float), GOAL, ALL) == 0


def test_none_is_told_from_answers_without_label_and_without_doubt() -> None:
    assert measures.area_under_curve(np.array([3, 2, 1]), np.array([True, False, True])) == 0.5
    none = np.array([0.1, 0.5, 0.2, 0.9])
    assert measures.figures(SCORES, None, none, GOAL, ALL)["none, AUC"] == 1
    doubtful = ALL.copy()
    doubtful[3, 0] = False
    assert "none, AUC" not in measures.figures(SCORES, None, none, GOAL, doubtful)


def test_what_is_undecided_is_no_candidate() -> None:
    known = ALL.copy()
    known[1, 1] = False
    found = measures.figures(SCORES, None, np.zeros(4), GOAL, known)
    assert found["accuracy"] == 1


def test_a_text_left_out_counts_as_a_group_of_one() -> None:
    labels = np.array([0, 0, 1, -1, -1])
    assert grouping.own_groups(labels).tolist() == [0, 0, 1, 5, 6]
    found = grouping.figures(np.array([0, 0, 0, 1, -1]), list("aaabb"))
    assert found["unplaced"] == pytest.approx(0.2)
    assert (found["groups"], found["median size"]) == (2, 2)
    assert found["largest share"] == pytest.approx(0.6)
    assert grouping.figures(np.array([7, 7, 3, 3, 3]), list("bbaaa"))["AMI"] == pytest.approx(1)
    assert grouping.alike(np.full(4, -1), np.full(4, -1)) == 0


def test_a_set_counts_once_however_many_tasks_it_has() -> None:
    assert mean_over_sets([("a", 1.0), ("a", 0.0), ("b", 1.0)]) == [0.5, 1.0]


def test_a_bar_in_a_name_begins_no_cell() -> None:
    assert table(["a | b"], [["1"]]).splitlines() == ["| a / b |", "| --- |", "| 1 |"]


WORDS = {"travel": "bus train late journey", "food": "meal kitchen cold soup", "pay": "wage money"}


def rows_of(groups: tuple[str, ...], each: int = 12) -> list[dict[str, object]]:
    """Write answers of three codes, and one in ten that no code fits."""
    rows: list[dict[str, object]] = []
    for group in groups:
        for number in range(each * 3):
            code = list(WORDS)[number % 3]
            none = number % 10 == 9
            rows.append(
                {
                    "id": f"{group}{number}",
                    "text": f"nothing {number}" if none else f"{WORDS[code]} {number}",
                    "labels": [] if none else [f"{group}{code}"],
                    "group": group,
                    "split": "pool" if number % 2 else "test",
                    "context": f"question {number % 4}",
                    "respondent": f"person {number % 15}",
                    "subcategory": code,
                }
            )
    return rows


def written(folder: Path, rows: list[dict[str, object]]) -> Path:
    folder.mkdir()
    labels = {str(code): {} for row in rows for code in row["labels"]}  # type: ignore[attr-defined]
    described = {key: {"name": key.title(), "description": f"About {key}"} for key in labels}
    (folder / "labels.json").write_text(json.dumps(described), "utf-8")
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "data.jsonl").write_text(text, "utf-8")
    return folder


def test_each_group_is_a_task_with_its_own_codes(tmp_path: Path) -> None:
    tasks = tasks_of(written(tmp_path / "made", rows_of(("x", "y"), each=30)))
    assert [t.name for t in tasks[:2]] == ["made: x", "made: y"]
    assert [code.id for code in tasks[0].codes] == ["xfood", "xpay", "xtravel"]
    assert tasks[0].codes[0].definition == "About xfood"
    assert not goal_of(tasks[0])[9].any()


def test_a_further_field_is_a_set_of_codes_by_name_alone(tmp_path: Path) -> None:
    tasks = tasks_of(written(tmp_path / "made", rows_of(("x",), each=30)))
    further = [task for task in tasks if task.set == "made, subcategory"]
    assert [(c.name, c.definition) for c in further[0].codes] == [
        ("food", ""), ("pay", ""), ("travel", ""),
    ]  # fmt: skip


def test_rare_codes_go_with_the_answers_that_have_no_other(tmp_path: Path) -> None:
    rows = rows_of(("x",), each=30)
    for row in rows[:3]:
        row["labels"] = ["rare"]
    task = tasks_of(written(tmp_path / "made", rows))[0]
    assert "rare" not in {code.id for code in task.codes}
    assert len(task.answers) == len(rows) - 3


def test_a_code_may_be_a_name_alone_and_an_answer_without_an_id(tmp_path: Path) -> None:
    rows = rows_of(("x",), each=30)
    del rows[0]["id"]
    folder = written(tmp_path / "made", [*rows, {"id": "empty", "text": "", "labels": []}])
    (folder / "labels.json").write_text(json.dumps({"xfood": "Food"}), "utf-8")
    task = tasks_of(folder)[0]
    assert [code.name for code in task.codes] == ["Food", "xpay", "xtravel"]
    assert [answer.key for answer in task.answers[:2]] == ["0", "x1"]
    assert len(task.answers) == len(rows)


def test_too_few_answers_are_no_task(tmp_path: Path) -> None:
    assert tasks_of(written(tmp_path / "made", rows_of(("x",), each=10))) == []


def test_undecided_codes_are_not_known(tmp_path: Path) -> None:
    rows = rows_of(("x",), each=30)
    rows[0] |= {"labels": ["xtravel"], "undecided": ["xfood", "xtravel"]}
    task = tasks_of(written(tmp_path / "made", rows))[0]
    # What is both given and undecided was given.
    assert known_of(task)[0].tolist() == [False, True, True]


def test_examples_come_from_the_part_that_may_be_learned_from(tmp_path: Path) -> None:
    task = tasks_of(written(tmp_path / "made", rows_of(("x",), each=30)))[0]
    learnable = learnable_of(task, 0)
    assert {a.split for a, own in zip(task.answers, learnable, strict=True) if own} == {"pool"}
    few = tagging.drawn_examples(goal_of(task), learnable, 2, 0)
    more = tagging.drawn_examples(goal_of(task), learnable, 5, 0)
    assert few.sum(axis=0).tolist() == [2, 2, 2]
    assert (more >= few).all()
    assert not more[~learnable].any()
    assert (tagging.drawn_examples(goal_of(task), learnable, 2, 1) != few).any()


def letters(texts: list[str]) -> np.ndarray:
    """Stand in for the encoder: how often each letter occurs."""
    counts = np.array([[text.lower().count(c) + 0.01 for c in "abcdefghijklmnopqrstuvwxyz"]
                       for text in texts], dtype=np.float32)  # fmt: skip
    return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def test_no_label_reaches_the_product_but_those_of_examples(tmp_path: Path) -> None:
    task = tasks_of(written(tmp_path / "made", rows_of(("x",), each=30)))[0]
    examples = tagging.drawn_examples(goal_of(task), learnable_of(task, 0), 3, 0)
    bare = replace(task, answers=tuple(replace(a, labels=frozenset()) for a in task.answers))
    made, without = tagging.ours(task, letters)(examples), tagging.ours(bare, letters)(examples)
    assert made is not None and without is not None
    assert (made[0] == without[0]).all()


def test_every_method_plays_every_round(tmp_path: Path) -> None:
    task = tasks_of(written(tmp_path / "made", rows_of(("x",), each=30)))[0]
    every = {**rivals(task, letters), tagging.OURS: tagging.ours(task, letters)}
    rounds = list(tagging.rounds_of(task, every, seeds=1, counts=(0, 5)))
    # Without an example a classifier alone has nothing to say.
    assert len(rounds) == 2 * len(every) - 1
    last = {r.method: r.figures for r in rounds if r.count == 5}
    assert last[tagging.OURS]["mAP"] > 0.9
    assert last["logistic regression alone"]["accuracy"] > 0.9


def test_codes_move_to_the_mean_of_description_and_examples() -> None:
    codes, vectors = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0], [5.0, 5.0]])
    halfway = moved(codes, vectors, np.array([[True], [False]]))
    assert halfway == pytest.approx(np.array([[0.5**0.5, 0.5**0.5]]))


def test_a_code_without_an_example_is_never_surer_than_one_with() -> None:
    features = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1]])
    examples = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=bool)
    made = classified(features, examples)
    assert made is not None and made[0][2].argmax() == 0 and made[0][2, 2] == 0
    assert classified(features, np.zeros((3, 3), dtype=bool)) is None


def made_material(tmp_path: Path) -> Material:
    tasks = tasks_of(written(tmp_path / "made", rows_of(("x",), each=30)))
    return whole(tasks)[0]


def test_conversations_are_those_of_the_people_where_known(tmp_path: Path) -> None:
    material = made_material(tmp_path)
    drawn = conversations(material, 12, 0)
    assert drawn is not None and len(set(drawn.owners)) == 12
    assert all(owner.startswith("person") for owner in drawn.owners)
    assert "question 1" in drawn.asked


def test_answers_are_dealt_where_nobody_is_known(tmp_path: Path) -> None:
    material = made_material(tmp_path)
    dealt = conversations(material, 20, 0)
    assert dealt is not None and len(set(dealt.owners)) == 20
    assert set(dealt.asked) == {""}
    assert conversations(material, 40, 0) is None
    assert [m.conversations for _, m in small([material], 1)] == [12, 20]


def test_shuffled_words_are_the_same_words_in_texts_of_the_same_lengths(tmp_path: Path) -> None:
    material = made_material(tmp_path)
    noise = material.shuffled_words()
    assert noise.texts != material.texts
    assert sorted(" ".join(noise.texts).split()) == sorted(" ".join(material.texts).split())
    assert [len(t.split()) for t in noise.texts] == [len(t.split()) for t in material.texts]


def test_ours_gives_the_same_groups_in_any_order(tmp_path: Path) -> None:
    material = made_material(tmp_path)

    def play(given: Material) -> grouping.Made:
        return run(themer, given, letters(list(given.texts)))

    first = play(material)
    assert first.labels is not None and first.cpu >= 0 and first.memory > 0
    assert grouping.in_other_order(first.labels, material, play) == 1


def test_a_method_that_fails_says_how(tmp_path: Path) -> None:
    def failing(_material: Material, _vectors: np.ndarray) -> np.ndarray:
        raise ValueError("too few")

    made = run(failing, made_material(tmp_path), np.zeros((1, 1)))
    assert (made.labels, made.fault) == (None, "ValueError: too few")


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "benchmarks.quality.grouping_methods.find_spec", lambda name: name == "turftopic" or None
    )
    found, missing = methods(rivals=True)
    assert missing == ["BERTopic", "BERTopic, placing all"]
    assert "KeyNMF, told the number" in found
    assert list(methods(rivals=False)[0]) == [f"{OURS}, told the number", OURS]


def test_kept_vectors_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stub:
        def encode(self, texts: list[str]) -> np.ndarray:
            return letters(texts)

    monkeypatch.setattr("benchmarks.quality.vectors.load_encoder", Stub)
    first = KeptVectors(tmp_path)
    made = first(["one", "two", "one"])
    first.keep()
    monkeypatch.setattr("benchmarks.quality.vectors.load_encoder", None)
    assert (KeptVectors(tmp_path)(["one", "two", "one"]) == made).all()


def test_the_command_prints_its_tables(tmp_path: Path) -> None:
    rows = [{k: v for k, v in r.items() if k != "subcategory"} for r in rows_of(("x",), each=30)]
    written(tmp_path / "made", rows)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.quality", "--data", str(tmp_path), "--without-rivals",
         "--seeds", "1", "--counts", "3", "--only", "tagging", "small"],
        cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for title in (
        "### Tagging: mean over 1 sets",
        "### Grouping, 12 conv",
        "### Grouping, 20 conv",
    ):
        assert title in done.stdout
    assert "of shuffled words" in done.stdout


def test_a_folder_without_answers_is_one_line_and_two(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.quality", "--data", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and len(done.stdout.splitlines()) == 1
