"""Tagging a table: one row an answer and code, every answer out, the same rows in any order."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from themer.errors import InputError, ProblemsError
from themer.workflows.tables.answer_table import Columns
from themer.workflows.tables.tag import TagRow, tag

ANSWERS = {
    "a1": "The van never came and nobody posted the books.",
    "a2": "Volunteers carry them up the stairs. They are kind people.",
    "a3": "The opening hours are too short in winter; we stood before a closed door.",
    "a4": "  ",
    "a5": "Books by post work well for my mother.",
    "a6": "Open on Saturdays, please.",
}
BOOK = """\
codes:
  - {id: Delivery, name: Delivery to the home, definition: "vans, post, books brought to the door"}
  - {id: volunteers, name: Volunteers, definition: "unpaid people who help"}
  - {id: hours, name: Opening hours, definition: "when the library is open or closed"}
  - {id: old, name: Old code, retired_in: "2"}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, "utf-8")
    return path


def table(folder: Path, answers: dict[str, str], name: str = "answers.jsonl") -> Path:
    path = folder / name
    rows = [{"id": key, "text": text} for key, text in answers.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def confirmed(folder: Path, text: str) -> Path:
    path = folder / "confirmed.csv"
    path.write_text(text, "utf-8")
    return path


def codes(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(ProblemsError) as caught:
        tag(path, path.parent / "book.yaml")
    return [(p.line, p.code, p.message) for p in caught.value.problems]


def test_every_answer_comes_out_in_the_order_it_came_in(tmp_path: Path, book: Path) -> None:
    made = tag(table(tmp_path, ANSWERS), book, top=2)
    assert list(dict.fromkeys(row.id for row in made.rows)) == list(ANSWERS)
    for key in ("a1", "a2", "a3"):
        assert [row.rank for row in made.rows if row.id == key] == [1, 2]
    assert made.answers == 6
    assert made.empty == 1
    assert made.calibration == "shipped"


def test_an_answer_without_words_has_one_row_with_an_empty_code(tmp_path: Path, book: Path) -> None:
    made = tag(table(tmp_path, ANSWERS), book)
    assert [row for row in made.rows if row.id == "a4"] == [TagRow("a4", "", None, 1.0, 1, "")]


def test_all_gives_every_current_code_once(tmp_path: Path, book: Path) -> None:
    made = tag(table(tmp_path, ANSWERS), book, top=None)
    for key in ANSWERS.keys() - {"a4"}:
        rows = [row for row in made.rows if row.id == key]
        assert {row.code for row in rows} == {"Delivery", "volunteers", "hours"}
        assert [row.rank for row in rows] == [1, 2, 3]
        scores = [row.score for row in rows if row.score is not None]
        assert scores == sorted(scores, reverse=True)


def test_what_is_said_plainly_is_found_and_the_evidence_is_a_sentence_of_it(
    tmp_path: Path, book: Path
) -> None:
    made = tag(table(tmp_path, ANSWERS), book, top=1)
    first = {row.id: row for row in made.rows}
    assert first["a2"].code == "volunteers"
    assert first["a3"].code == "hours"
    assert all(row.evidence in ANSWERS[row.id] for row in made.rows)


def test_the_order_of_the_table_changes_no_row(tmp_path: Path, book: Path) -> None:
    turned = dict(reversed(ANSWERS.items()))
    one = tag(table(tmp_path, ANSWERS), book).rows
    other = tag(table(tmp_path, turned, "turned.jsonl"), book).rows
    assert sorted(map(repr, one)) == sorted(map(repr, other))


def test_confirmed_and_refused_codes_are_learned_from(tmp_path: Path, book: Path) -> None:
    answers = table(tmp_path, ANSWERS)
    before = {(r.id, r.code): r for r in tag(answers, book, top=None).rows}
    decided = confirmed(tmp_path, "id,code,decision\na1,hours,accept\na3,hours,refuse\n")
    made = tag(answers, book, top=None, confirmed=decided)
    after = {(r.id, r.code): r for r in made.rows}
    assert made.confirmed == 2
    assert after["a1", "hours"].rank < before["a1", "hours"].rank
    assert after["a3", "hours"].rank > before["a3", "hours"].rank


def test_an_empty_confirmed_code_refuses_all(tmp_path: Path, book: Path) -> None:
    made = tag(table(tmp_path, ANSWERS), book, confirmed=confirmed(tmp_path, "id,code\na1,\n"))
    assert made.confirmed == 3


def test_an_id_with_the_apostrophe_of_a_written_table_is_known_again(
    tmp_path: Path, book: Path
) -> None:
    answers = table(tmp_path, {"-1": "the van", "x": "the hours"})
    made = tag(answers, book, confirmed=confirmed(tmp_path, "id,code\n'-1,Delivery\n"))
    assert made.confirmed == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("zz,hours,accept", 'row 1: "zz" is the id of no answer in the table'),
        ("a1,nothing,accept", 'row 1: "nothing" is no code of the codebook'),
        ("a1,old,accept", 'row 1: "old" is no code of the codebook'),
        ("a1,hours,perhaps", 'row 1: the decision is accept or refuse, not "perhaps"'),
    ],
)
def test_a_confirmed_file_that_does_not_fit_names_its_rows(
    tmp_path: Path, book: Path, row: str, said: str
) -> None:
    decided = confirmed(tmp_path, f"id,code,decision\n{row}\n")
    with pytest.raises(ProblemsError) as caught:
        tag(table(tmp_path, ANSWERS), book, confirmed=decided)
    problem = caught.value.problems[0]
    assert (problem.path, problem.line, problem.code) == (decided, 2, "TA021")
    assert problem.message == said


def test_only_codes_of_its_group_are_candidates_for_an_answer(tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(
        "codes:\n  - {id: v, name: Vans, group: x}\n  - {id: h, name: Hours, group: y}\n"
        "  - {id: b, name: Books}\n",
        "utf-8",
    )
    path = tmp_path / "answers.csv"
    path.write_text("id,text,topic\n1,the van is late,x\n2,the hours,y\n3,a book,z\n", "utf-8")
    made = tag(path, book, Columns(group="topic"), top=None)
    given = {key: {row.code for row in made.rows if row.id == key} for key in "123"}
    assert given == {"1": {"v", "b"}, "2": {"h", "b"}, "3": {"b"}}
    with pytest.raises(InputError, match="--group COLUMN"):
        tag(path, book)


def test_a_group_without_groups_in_the_codebook_is_refused(tmp_path: Path, book: Path) -> None:
    with pytest.raises(InputError, match="None of its codes has a group"):
        tag(table(tmp_path, ANSWERS), book, Columns(group="text"))


def test_rows_without_an_id_of_their_own_are_named(tmp_path: Path, book: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("id,text\na,one\n,two\na,three\n", "utf-8")
    assert codes(path) == [
        (3, "TA020", 'row 2 has no id in "id"'),
        (4, "TA020", 'row 3 has the id "a" of row 1'),
    ]


def test_a_codebook_with_an_id_twice_is_refused(tmp_path: Path, book: Path) -> None:
    book.write_text("codes: [{id: a, name: A}, {id: a, name: B}]\n", "utf-8")
    assert codes(table(tmp_path, ANSWERS))[0][1] == "CB020"


@pytest.mark.parametrize("text", ["", "codes: [", "codes: []\n", "- a\n", "codes: [{id: a}]\n"])
def test_a_broken_codebook_says_so(tmp_path: Path, book: Path, text: str) -> None:
    book.write_text(text, "utf-8")
    assert codes(table(tmp_path, ANSWERS))[0][1].startswith("CB0")


def test_a_table_of_a_header_only_is_refused(tmp_path: Path, book: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("id,text\n", "utf-8")
    with pytest.raises(InputError, match="no row"):
        tag(path, book)


def test_a_question_that_is_only_a_number_is_no_evidence(tmp_path: Path, book: Path) -> None:
    rows = "".join(f"{key},{json.dumps(text)},%s\n" for key, text in ANSWERS.items())
    numbered, without = tmp_path / "numbered.csv", tmp_path / "without.csv"
    numbered.write_text("id,text,question\n" + rows.replace("%s", "Ward B - Q1"), "utf-8")
    without.write_text("id,text,question\n" + rows.replace("%s", ""), "utf-8")
    assert tag(numbered, book).rows == tag(without, book).rows


def test_no_code_is_said_where_it_is_likelier_than_not(
    tmp_path: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def curve(logits: np.ndarray, _nearness: object, _curve: object) -> np.ndarray:
        return np.linspace(0.0, 1.0, len(logits))

    monkeypatch.setattr("themer.coding.calibration.none_confidence", curve)
    made = tag(table(tmp_path, ANSWERS), book)
    rows = {key: [row for row in made.rows if row.id == key] for key in ANSWERS}
    assert len(rows["a1"]) == 3
    assert rows["a6"] == [TagRow("a6", "", None, 1.0, 1, "")]
    assert len(tag(table(tmp_path, ANSWERS), book, top=None).rows) == 5 * 3 + 1
