"""What is written reads back, and nothing in it is a formula."""

from __future__ import annotations

import csv
import io
import json

import pytest

from themer.exchange.table_writing import (
    csv_text,
    jsonl_text,
    without_apostrophe,
)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@x", "\tx", "'=1"])
def test_a_text_that_a_spreadsheet_would_run_is_text(text: str) -> None:
    written = list(csv.reader(io.StringIO(csv_text(["a"], [{"a": text}]), newline="")))[1][0]
    assert written.startswith("'")
    assert without_apostrophe(written) == text


def test_numbers_stay_numbers_also_below_nought() -> None:
    assert csv_text(["a", "b"], [{"a": -0.25, "b": 3}]) == "a,b\n-0.25,3\n"


def test_an_ordinary_text_is_left_alone() -> None:
    assert csv_text(["a"], [{"a": 'it\'s, "so"\nand so'}]) == 'a\n"it\'s, ""so""\nand so"\n'
    assert without_apostrophe("'tis") == "'tis"


def test_json_lines_hold_texts_to_the_letter() -> None:
    row = {"a": "=1\n", "b": None, "c": -0.00000001}
    assert json.loads(jsonl_text(["a", "b", "c"], [row])) == {"a": "=1\n", "b": None, "c": 0.0}
    assert "-0.0" not in jsonl_text(["c"], [row])


def test_no_return_sign_breaks_a_row() -> None:
    assert csv_text(["a"], [{"a": "one\rtwo"}]) == 'a\n"one\ntwo"\n'
