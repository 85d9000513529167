"""Tables as people really save them, and what is said of those that do not hold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from themer.errors import ProblemsError
from themer.exchange import tables
from themer.exchange.tables import Table, read_table, text_of


def table(content: str | bytes, name: str = "answers.csv") -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return read_table(io.BytesIO(raw), Path(name))


def texts(content: str | bytes, name: str = "answers.csv") -> list[tuple[str, str]]:
    return [(text_of(row, "id"), text_of(row, "text")) for row in table(content, name).rows]


def faults(content: str | bytes, name: str = "answers.csv") -> list[tuple[int, str, str]]:
    with pytest.raises(ProblemsError) as caught:
        texts(content, name)
    return [(p.line, p.code, p.message) for p in caught.value.problems]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(sign: str) -> None:
    assert texts(f"id{sign}text\n1{sign}a b\n") == [("1", "a b")]


def test_a_sign_within_quotes_of_the_header_is_not_taken() -> None:
    found = table('"id, as, we, say";text\n1;a\n')
    assert found.columns == ("id, as, we, say", "text")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=str
)
def test_encodings_that_programs_save_in_are_read(encoding: str) -> None:
    assert texts("id,text\r\n1,café – ok\r\n".encode(encoding)) == [("1", "café – ok")]


def test_a_text_comes_to_the_letter_with_lf_for_other_line_ends() -> None:
    assert texts('id,text\r\n1,"  two\r\nlines, and ""quotes"" "\r\n') == [
        ("1", '  two\nlines, and "quotes" ')
    ]


def test_rows_of_empty_cells_are_no_rows() -> None:
    assert texts("id,text,,\n\n1,a,,\n,,,\n2,b,,\n") == [("1", "a"), ("2", "b")]


def test_json_lines_keep_numbers_as_they_are_written() -> None:
    content = '{"id": 1.0, "text": "a\\r\\nb", "labels": ["x"]}\n\n{"id": true, "text": null}\n'
    assert texts(content, "a.jsonl") == [("1.0", "a\nb"), ("true", "")]


def test_a_list_where_a_text_is_wanted_is_named_by_row() -> None:
    row = next(iter(table('{"id": 1, "text": ["a"]}\n', "a.jsonl").rows))
    with pytest.raises(ValueError, match='row 1: "text" is a list'):
        text_of(row, "text")


def test_ragged_rows_are_all_named_by_number_and_line() -> None:
    found = faults('id,text\n1,"a\nb"\n2\n3,c,d\n4,e\n')
    assert found == [
        (4, "TA006", "cells in row 2: 1, where the header has 2"),
        (5, "TA006", "cells in row 3: 3, where the header has 2"),
    ]


def test_very_many_ragged_rows_are_cut_short() -> None:
    found = faults("id,text\n" + "1\n" * 100)
    assert len(found) == tables.MOST_NAMED + 1
    assert found[-1][1:] == ("TA099", "and 80 more rows do not fit")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "TA003"),
        (b"\n\n  \n", "TA003"),
        (b"PK\x03\x04 and so on", "TA001"),
        (b"PAR1", "TA001"),
        (b"id,text\n1,\x00\x01\x02\x00\n", "TA001"),
        (b"\0" * 5000, "TA001"),
        ("id,text\n1,caf\u00e9\n".encode("cp1252"), "TA001"),
        (b'id,text\n1,"never closed\n2,b\n', "TA005"),
        (b'id,text\n1,"a" b\n', "TA005"),
        (b"id,text,text\n1,a,b\n", "TA004"),
        (b'{"id": 1,\n', "TA007"),
        (b"{" * 100_000, "TA007"),
        (b'{"a":' * 100_000, "TA007"),
        (b'{"id": "\\ud800"}\n', "TA007"),
    ],
)
def test_what_is_no_table_says_so(content: bytes, code: str) -> None:
    assert [fault[1] for fault in faults(content)][:1] == [code]


def test_nul_after_the_beginning_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"id,text\n" + b"1,aaaaaaaa\n" * 8000 + b"2,\0\n"
    assert faults(content)[0][:2] == (8002, "TA001")


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("themer.exchange.text_streams.LONGEST_LINE", 50)
    assert faults("id,text\n1," + "a" * 100)[0][:2] == (2, "TA002")


def test_a_missing_column_names_those_there_are_and_what_is_near() -> None:
    with pytest.raises(ProblemsError) as caught:
        table("ID,Txet,other\n").require("text", option="--text")
    message = caught.value.problems[0].message
    assert 'no column "text"' in message
    assert 'Did you mean "Txet"?' in message
    assert '"ID", "Txet", "other"' in message
    assert "--text" in message
