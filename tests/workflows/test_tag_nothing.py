"""Answers that no code fits: because somebody said so, or because there are no words in them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from themer.errors import ProblemsError
from themer.workflows.tables.tag import TagRow, tag

TEXTS = {
    "a": "Reduce the waiting time for treatment.",
    "b": "Waiting was long, over an hour.",
    "c": "The nurses were kind and patient.",
    "d": "Staff listened to me.",
    "e": "The clinic ran two hours late again.",
    "f": "A purple elephant on the moon.",
    "g": "👍 😀",
    "h": "it was so",
}
CODES = """\
codes:
  - {id: waiting, name: Waiting, definition: How long people wait to be seen.}
  - {id: staff, name: Staff, definition: How nurses and doctors treat people.}
"""


def tagged(folder: Path, *decisions: tuple[str, str]) -> dict[str, list[TagRow]]:
    table, book, confirmed = folder / "t.csv", folder / "codes.yaml", folder / "c.csv"
    book.write_text(CODES, encoding="utf-8")
    for path, header, rows in (
        (table, ("id", "text"), TEXTS.items()),
        (confirmed, ("id", "code"), decisions),
    ):
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
    made = tag(table, book, confirmed=confirmed if decisions else None)
    return {name: [row for row in made.rows if row.id == name] for name in TEXTS}


def test_an_answer_of_which_somebody_said_that_no_code_fits_gets_none(tmp_path: Path) -> None:
    before, after = tagged(tmp_path), tagged(tmp_path, ("f", ""), ("b", "waiting"))
    assert before["f"][0].code != ""
    assert [(row.code, row.confidence) for row in after["f"]] == [("", 1.0)]


def test_a_refusal_makes_no_code_surer_there(tmp_path: Path) -> None:
    def confidence(rows: list[TagRow], code: str) -> float:
        return max((row.confidence for row in rows if row.code == code), default=0.0)

    before = tagged(tmp_path)["a"]
    refused = tagged(tmp_path, ("a", ""), ("f", ""))["a"]
    for code in ("waiting", "staff"):
        assert confidence(refused, code) <= confidence(before, code)


def test_a_code_cannot_be_accepted_and_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        tagged(tmp_path, ("a", "waiting"), ("a", ""))
    assert [problem.code for problem in caught.value.problems] == ["TA021"]


def test_signs_and_stop_words_carry_no_code(tmp_path: Path) -> None:
    found = tagged(tmp_path)
    assert [row.code for row in found["g"] + found["h"]] == ["", ""]
