"""A workbook: text is text whatever it begins with, and the same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.exchange.workbook import MOST_IN_A_CELL, Heading, Sheet, fits, sheet_name, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY = dt.date(2026, 3, 1)


def made(*texts: str, heading: str = "Words") -> bytes:
    rows = tuple((text,) for text in texts)
    return workbook([Sheet("One", (Heading(heading, 20),), rows)], title="T", made=DAY)


def cells(content: bytes, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """Read type and value of every cell, as a program would that knows the format and no more."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(t.text or "" for t in one.iter(f"{MAIN}t")) for one in strings]
        page = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    found = []
    for row in page.iter(f"{MAIN}row"):
        line = []
        for cell in row.iter(f"{MAIN}c"):
            assert cell.find(f"{MAIN}f") is None, "a formula"
            value = cell.findtext(f"{MAIN}v") or ""
            kind = cell.get("t", "n")
            line.append((kind, shared[int(value)] if kind == "s" else value))
        found.append(line)
    return found


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "https://example.org", "007",
     "1e5", "TRUE", " spaces  kept ", "two\nlines", "{=1+1}", "'=1", "<b>&amp;", "_x0041_"],
)  # fmt: skip
def test_no_text_becomes_anything_else(text: str) -> None:
    ((_,), (cell,)) = cells(made(text))
    assert cell == ("s", text.replace("_x0041_", "_x005F_x0041_"))


@given(st.text(max_size=60))
def test_any_text_gives_a_file_that_holds(text: str) -> None:
    content = made(text)
    with zipfile.ZipFile(BytesIO(content)) as book:
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))


def test_control_characters_are_written_as_excel_writes_them() -> None:
    assert cells(made("a\x07b\x00c"))[1] == [("s", "a_x0007_b_x0000_c")]


def test_half_a_character_becomes_the_sign_for_it() -> None:
    assert cells(made("a\ud800b"))[1] == [("s", "a\ufffdb")]


@pytest.mark.parametrize("text", ["x" * 50_000, "\U0001f600" * 20_000, "é\U0001f600" * 15_000])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(text: str) -> None:
    ((_, words),) = cells(made(text))[1]
    assert not fits(text)
    assert len(words.encode("utf-16-le")) // 2 <= MOST_IN_A_CELL
    assert words.endswith(f"(cut here: it has {len(text):,} characters, and a cell takes 32,767)")
    assert text.startswith(words.split(" […]")[0])
    assert len(words) > 16_000


def test_a_text_that_just_fits_is_whole() -> None:
    text = "x" * MOST_IN_A_CELL
    assert cells(made(text))[1] == [("s", text)]


def test_nothing_is_not_nought() -> None:
    columns = tuple(Heading(name, 5) for name in "abc")
    content = workbook([Sheet("One", columns, ((None, 0, 1.5),))], title="T", made=None)
    assert cells(content)[1] == [("n", ""), ("n", "0"), ("n", "1.5")]


def test_headings_stay_in_sight() -> None:
    with zipfile.ZipFile(BytesIO(made("a"))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'topLeftCell="A2" activePane="bottomLeft" state="frozen"' in page


def test_the_properties_say_nothing_of_who_or_where() -> None:
    with zipfile.ZipFile(BytesIO(made("a"))) as book:
        core = book.read("docProps/core.xml").decode()
        every = b"".join(book.read(name) for name in book.namelist())
    assert "<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert core.count("2026-03-01T00:00:00Z") == 2
    home = os.path.expanduser("~").encode()  # noqa: PTH111
    assert len(home) < 4 or home not in every


def test_two_runs_and_time_zones_give_the_same_bytes() -> None:
    code = (
        "import sys, datetime as dt\n"
        "from themer.exchange.workbook import *\n"
        "s = Sheet('One', (Heading('A', 9),), (('x',),))\n"
        "sys.stdout.buffer.write(workbook([s], title='T', made=dt.date(2026, 3, 1)))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2"))
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Units [by]", "Units  by"), ("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("''", "Sheet")],
)
def test_a_sheet_has_a_name_that_excel_takes(name: str, shown: str) -> None:
    assert sheet_name(name) == shown
