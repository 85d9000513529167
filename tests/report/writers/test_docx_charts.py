"""Native charts: their parts, the workbook inside that makes them editable, and odd values."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from ooxml import faults_of
from themer.report.blocks import BarChart, Series, Text
from themer.report.writers.docx_document import write_docx
from themer.report.writers.docx_workbook import column_letter, workbook

GROUPED = BarChart(
    (Text("Visits by county"),),
    "Three bars for each county: visits offered, made and wanted.",
    ("North", "South & the <coast>", "=1+1"),
    (
        Series("Offered", (120, 80, 33.5), ("120", "80", "33.5")),
        Series("Made", (100, 60, 30)),
        Series("Wanted", (150, 1234567, 0), ("150", "1,234,567", "awaited")),
    ),
    unit="visits",
)
GAP = BarChart((Text("The gap"),), "Bars.", ("Low", "High"), (Series("Gap", (-30, 85)),))


def part(package: bytes, name: str) -> str:
    with ZipFile(BytesIO(package)) as archive:
        return archive.read(name).decode()


def test_bars_of_several_series_stand_beside_each_other_with_their_own_labels(
    parts: ModuleType,
) -> None:
    package = write_docx(parts.about(GROUPED))
    chart = part(package, "word/charts/chart1.xml")
    assert '<c:grouping val="clustered"/>' in chart
    assert chart.count("<c:ser>") == 3
    assert "awaited" in chart
    assert "<c:legend>" in chart
    assert "<c:v>1234567</c:v>" in chart
    assert faults_of(package) == []


def test_what_is_less_than_nothing_has_a_bar(parts: ModuleType) -> None:
    package = write_docx(parts.about(GAP, GROUPED))
    assert "<c:min " not in part(package, "word/charts/chart1.xml")
    assert '<c:min val="0"/>' in part(package, "word/charts/chart2.xml")
    assert faults_of(package) == []


def test_a_chart_of_more_series_than_letters_leads_into_its_workbook(parts: ModuleType) -> None:
    many = BarChart(
        (Text("Many"),), "", ("A",), tuple(Series(f"s{n}", (n,)) for n in range(30)), stacked=True
    )
    package = write_docx(parts.about(many))
    assert "Sheet1!$AD$2:$AD$2" in part(package, "word/charts/chart1.xml")
    assert faults_of(package) == []
    assert [column_letter(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.mark.tools("soffice")
def test_libreoffice_opens_the_workbook_of_a_chart(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(workbook(GROUPED))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "csv", "book.xlsx"),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=180,
    )
    lines = (tmp_path / "book.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "visits,Offered,Made,Wanted"
    assert lines[1:] == ["North,120,100,150", "South & the <coast>,80,60,1234567", "=1+1,33.5,30,0"]


def test_the_workbook_tells_nothing_of_a_person_or_machine() -> None:
    with ZipFile(BytesIO(workbook(GROUPED))) as archive:
        names = archive.namelist()
        whole = b"".join(archive.read(name) for name in names).decode()
    assert not [name for name in names if "docProps" in name]
    assert not re.search(r"creator|absPath|lastModified", whole)
