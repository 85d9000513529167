"""Parquet in and out: every cell a text, the same errors as of other tables, the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path
from typing import Any

import pytest

from themer.errors import InputError, ProblemsError
from themer.exchange import parquet
from themer.exchange.tables import read_table, text_of

pyarrow = pytest.importorskip("pyarrow")
pytest.importorskip("pyarrow.parquet")


def written(path: Path, columns: dict[str, Any]) -> Path:
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def rows(path: Path, needed: set[str] | None = None) -> list[dict[str, Any]]:
    with path.open("rb") as stream:
        return [dict(row.cells) for row in read_table(stream, path, needed).rows]


def codes(path: Path) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        rows(path)
    return [problem.code for problem in caught.value.problems]


def test_cells_become_texts_and_empty_ones_nothing(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.parquet",
        {
            "id": [1, 2],
            "text": pyarrow.array(["one", None]).dictionary_encode(),
            "share": [0.5, 1.0],
            "day": [dt.date(2024, 2, 29), None],
            "raw": [b"caf\xc3\xa9", None],
        },
    )
    assert rows(path) == [
        {"id": "1", "text": "one", "share": "0.5", "day": "2024-02-29", "raw": "café"},
        {"id": "2", "text": None, "share": "1.0", "day": None, "raw": None},
    ]


def test_only_the_columns_that_are_needed_are_read_and_all_are_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", {"id": ["a"], "text": ["b"], "label": ["secret"]})
    assert rows(path, {"id", "text", "question"}) == [{"id": "a", "text": "b"}]
    with path.open("rb") as stream, pytest.raises(ProblemsError, match='Its columns: "id"') as said:
        read_table(stream, path, {"id"}).require("txt", option="--text")
    assert 'Did you mean "text"?' in str(said.value)


def test_rows_of_nothing_are_skipped_and_the_share_that_was_read_grows(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", {"id": ["a", None, "b"], "text": ["x", "", "y"]})
    with path.open("rb") as stream:
        table = read_table(stream, path)
        seen = [(row.number, row.line, table.share_read()) for row in table.rows]
    assert seen == [(1, 0, 1 / 3), (2, 0, 1.0)]


def test_a_list_in_a_cell_is_no_text(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", {"id": ["a"], "text": [["x", "y"]]})
    with path.open("rb") as stream:
        row = next(read_table(stream, path).rows)
    with pytest.raises(ValueError, match="a list or a table"):
        text_of(row, "text")


@pytest.mark.parametrize("cut", [0, 4, 100])
def test_a_damaged_file_is_named(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path / "a.parquet", {"id": ["a"] * 100, "text": ["x"] * 100})
    path.write_bytes(path.read_bytes()[:cut])
    assert codes(path) == ["TA001"]


def test_damage_inside_shows_while_rows_are_read(tmp_path: Path) -> None:
    words = [f"answer {number} of many" for number in range(30_000)]
    path = written(tmp_path / "a.parquet", {"id": words, "text": words})
    content = bytearray(path.read_bytes())
    content[len(content) // 4 : len(content) // 2] = b"\xff" * (len(content) // 4)
    path.write_bytes(bytes(content))
    assert codes(path) == ["TA001"]


def test_bytes_that_are_no_text_are_damage(tmp_path: Path) -> None:
    assert codes(written(tmp_path / "a.parquet", {"id": [b"\xff"], "text": [b"x"]})) == ["TA001"]


def test_a_column_twice_is_refused(tmp_path: Path) -> None:
    table = pyarrow.Table.from_arrays([pyarrow.array(["a"])] * 2, names=["id", "id"])
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    assert codes(tmp_path / "a.parquet") == ["TA004"]


def test_without_pyarrow_a_sentence_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.parquet", {"id": ["a"], "text": ["b"]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r'pip install "themer\[parquet\]"'):
        rows(path)


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    columns = ("id", "code", "score")
    empty = [{"id": "=1+1", "code": "", "score": None}]
    full = [{"id": "b\r\n", "code": "é", "score": 0.1234567}]
    made = [io.BytesIO(), io.BytesIO()]
    for stream in made:
        batches = (parquet.batch_bytes(columns, part) for part in (empty, full))
        parquet.join_batches(batches, stream)
    assert made[0].getvalue() == made[1].getvalue()
    back = pyarrow.parquet.read_table(io.BytesIO(made[0].getvalue())).to_pylist()
    assert back == [*empty, {"id": "b\r\n", "code": "é", "score": 0.123457}]
