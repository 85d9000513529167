"""Figures from elsewhere are read whole, or each row that does not hold is named by its line."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest

from themer.errors import ProblemsError
from themer.exchange.figures import read_figures
from themer.model.imported_figures import FigureColumns, FiguresAbout, ImportedFigures

ABOUT = FiguresAbout(
    schema="themer/imported-figures/1",
    title="A register",
    source="The county",
    as_at=dt.date(2026, 1, 31),
    columns=FigureColumns(unit="branch", value="number"),
    units={"The Main Branch": "main"},
    measures={"Active volunteers": "volunteers"},
)
HEAD = "branch,measure,number,as_at,source\n"


def read(content: str | bytes) -> ImportedFigures:
    data = content if isinstance(content, bytes) else content.encode()
    return read_figures(io.BytesIO(data), Path("figures/register.csv"), ABOUT)


def faults(content: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(ProblemsError) as caught:
        read(content)
    return [(problem.line, problem.code) for problem in caught.value.problems]


def test_names_are_mapped_and_days_and_sources_filled_in() -> None:
    table = read(
        f"{HEAD}the main branch,Active volunteers,12,,\n"
        "mobile,volunteers,3.5,2026-02-28,Its own list\n"
        "north,volunteers,Awaited,,\n"
    )
    assert (table.id, table.title) == ("register", "A register")
    assert [(r.unit, r.measure, r.value, r.source, r.line) for r in table.rows] == [
        ("main", "volunteers", 12.0, "The county", 2),
        ("mobile", "volunteers", 3.5, "Its own list", 3),
        ("north", "volunteers", None, "The county", 4),
    ]
    assert [row.as_at.isoformat() for row in table.rows][:2] == ["2026-01-31", "2026-02-28"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + f"{HEAD}main,volunteers,12,,\n".encode(),
        f"{HEAD}main,volunteers,12,,\n".encode("utf-16"),
        f"{HEAD}main,volunteers,12,,\n".replace(",", ";").replace("\n", "\r\n").encode(),
    ],
)
def test_what_spreadsheets_write_is_read(content: bytes) -> None:
    (row,) = read(content).rows
    assert (row.unit, row.value) == ("main", 12.0)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("=1+1", "formula"),
        ("+3", "formula"),
        ("@SUM(A1)", "formula"),
        ("-3", "below 0"),
        ("\u22123", "below 0"),
        ("12,5", "comma"),
        ("1,234", "two ways"),
        ("1 234", "two ways"),
        ("1.234,5", "two ways"),
        ("twelve", "no number"),
        ("nan", "no number"),
        ("1e3", "no number"),
        ("12%", "no number"),
        ("", "awaited"),
    ],
)
def test_what_is_no_number_is_named_with_its_line(number: str, says: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read(f'{HEAD}main,volunteers,1,,\nmobile,volunteers,"{number}",,\n')
    (problem,) = caught.value.problems
    assert (problem.line, problem.code) == (3, "FG012")
    assert says in problem.message


def test_every_fault_is_said_at_once() -> None:
    rows = (
        "main,volunteers,1,,\n"
        "main,volunteers,2,,\n"
        ",volunteers,3,,\n"
        "mobile,,4,,\n"
        "mobile,volunteers,5,31/01/2026,\n"
        "The main branch,Active volunteers,6,,\n"
    )
    assert faults(HEAD + rows) == [
        (3, "FG020"),
        (4, "FG012"),
        (5, "FG012"),
        (6, "FG012"),
        (7, "FG020"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "TA003"),
        (HEAD.encode(), "FG003"),
        (f"{HEAD}caf\xe9,volunteers,1,,\n".encode("cp1252"), "TA001"),
        (b"branch,measure\nmain,volunteers\n", "TA010"),
        (b"branch,number,number\n", "TA004"),
        (f"{HEAD}main,volunteers,1\n".encode(), "TA006"),
        (b"PK\x03\x04 a workbook", "TA001"),
    ],
)
def test_what_is_no_such_table_is_refused(content: bytes, code: str) -> None:
    assert [found for _, found in faults(content)] == [code]
