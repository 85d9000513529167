"""Slides as a package: valid, native, described, in one order, always the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest
from pptx import Presentation

from ooxml import faults_of
from themer.errors import InputError, RefusedError
from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Callout,
    Column,
    ContentsList,
    Document,
    Heading,
    ItemList,
    Link,
    Notes,
    Paragraph,
    Quotation,
    Row,
    Series,
    Table,
    Text,
    evidence_anchor,
)
from themer.report.house import house_file
from themer.report.writers.pptx import write_pptx
from themer.report.writers.pptx_plan import plan

ROOT = Path(__file__).parents[3]
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def opened(document: Document) -> Any:
    return Presentation(BytesIO(write_pptx(document)))


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_template_kept_is_the_template_made() -> None:
    program = ROOT / "tools/make_slide_template.py"
    done = subprocess.run([sys.executable, program, "--check"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    assert faults_of(house_file("house.pptx")) == []


def test_slides_with_every_kind_of_block_are_valid(report: Document) -> None:
    assert faults_of(write_pptx(report)) == []


def test_pathological_texts_are_valid(parts: ModuleType, nasty: str, unprintable: str) -> None:
    for words in (nasty, unprintable, "", " ", "\n\n", "x" * 5_000, "😀" * 300):
        text = (Text(words),)
        document = parts.about(
            Paragraph(text),
            Heading(1, text),
            ContentsList(),
            Quotation(words, words, words),
            Table(text, (Column(text),), (Row((text,)), Row(()))),
            AuthorSection(words, (Paragraph(text),)),
            BarChart(text, words, (words,), (Series(words, (1,), (words,)),)),
            Callout(text, (ItemList(((Paragraph(text), Paragraph(text)),)),)),
            Notes((Paragraph(text),)),
            title=words,
        )
        assert faults_of(write_pptx(document)) == [], words[:20]


def test_the_words_come_through_as_they_are(parts: ModuleType, nasty: str) -> None:
    table = Table((Text("t"),), (Column((Text("h"),)),), (Row(((Text(nasty),),)),))
    document = parts.about(Heading(1, (Text("One"),)), Paragraph((Text(nasty),)), table)
    shapes = list(opened(document).slides[1].shapes)
    said = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    cells = [cell.text for shape in shapes if shape.has_table for cell in shape.table.iter_cells()]
    assert nasty in said[1]
    assert cells == ["h", nasty]


def test_the_same_tree_gives_the_same_bytes(report: Document, tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import sample, hashlib\n"
        "from themer.report.writers.pptx import write_pptx\n"
        "print(hashlib.sha256(write_pptx(sample.sample())).hexdigest())"
    )
    found = set()
    for zone, seed in (("Pacific/Auckland", "1"), ("America/Los_Angeles", "2")):
        done = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        found.add(done.stdout)
    assert len(found) == 1
    with ZipFile(BytesIO(write_pptx(report))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_charts_are_native_and_can_be_edited(parts: ModuleType) -> None:
    document = parts.about(Heading(1, (Text("One"),)), parts.BOARD_CHART)
    (chart,) = (shape.chart for shape in opened(document).slides[1].shapes if shape.has_chart)
    assert list(chart.plots[0].categories) == list(parts.BOARD_CHART.categories)
    for series, wanted in zip(chart.plots[0].series, parts.BOARD_CHART.series, strict=True):
        assert (series.name, tuple(series.values)) == (wanted.name, wanted.values)
    book = parts_of(chart.part.chart_workbook.xlsx_part.blob)
    assert b"<v>12</v>" in book["xl/worksheets/sheet1.xml"]


def test_every_chart_and_table_is_described_and_every_slide_has_a_title(report: Document) -> None:
    seen = []
    for slide in opened(report).slides:
        assert slide.shapes.title is not None
        seen.append(slide.shapes.title.text_frame.text)
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
    assert all(seen)
    assert len(seen) == len({title.casefold() for title in seen})


def test_shapes_stand_in_the_order_of_reading(report: Document) -> None:
    for slide in list(opened(report).slides)[1:]:
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        at_the_foot = [
            s.is_placeholder and s.placeholder_format.idx in (10, 11, 12) for s in shapes
        ]
        first = at_the_foot.index(True)
        assert all(at_the_foot[first:])
        tops = [shape.top for shape in shapes[1:first]]
        assert tops == sorted(tops)


def test_every_run_has_the_language_and_every_slide_its_foot(report: Document) -> None:
    data = write_pptx(report)
    for name, content in parts_of(data).items():
        if re.fullmatch(r"ppt/(slides|notesSlides)/[^/]*\.xml", name):
            assert content.count(b"<a:rPr") == content.count(b'<a:rPr lang="en-GB"')
    foot = "As at 30 June 2026"
    for slide in list(Presentation(BytesIO(data)).slides)[1:]:
        said = [shape.text_frame.text for shape in slide.placeholders]
        assert foot in said
        assert report.notices[0] in said
        assert 'type="slidenum"' in parts_of(data)[str(slide.part.partname)[1:]].decode()


def test_notes_are_on_the_notes_page(parts: ModuleType) -> None:
    notes = Notes((Paragraph((Text("Say this."),)), Paragraph((parts.figure("x", "3 of 9"),))))
    document = parts.about(Heading(1, (Text("One"),)), Paragraph((Text("shown"),)), notes)
    opening, one = opened(document).slides
    assert not opening.has_notes_slide
    assert one.notes_slide.notes_text_frame.text == "Say this.\n3 of 9"


def test_figures_carry_their_ids_and_lead_to_their_evidence(parts: ModuleType) -> None:
    figure = parts.figure("x", "3 of 9")
    document = parts.about(Heading(1, (Text("One"),)), Paragraph((figure,)))
    place = evidence_anchor(figure.ledger_id)
    beside = replace(document, beside={"evidence": frozenset({place})})
    for one, is_linked in ((document, False), (beside, True)):
        slide = opened(one).slides[1]
        (run,) = (r for s in slide.placeholders for p in s.text_frame.paragraphs for r in p.runs
                  if r.text == "3 of 9")  # fmt: skip
        (mark,) = run._r.iter("{urn:themer:figure}figure")
        assert mark.get("id") == figure.ledger_id
        address = run.hyperlink.address or ""
        assert address.startswith("evidence.docx#") == is_linked


def test_a_link_within_the_document_jumps_to_its_slide(parts: ModuleType) -> None:
    words = (Link("there", (Text("see there"),)),)
    document = parts.about(
        Heading(1, (Text("One"),)),
        Paragraph(words),
        Heading(1, (Text("Two"),), anchor="there"),
        Paragraph((Text("x"),)),
    )
    _, one, two = opened(document).slides
    (click,) = one.part._element.iter(f"{A}hlinkClick")
    assert click.get("action") == "ppaction://hlinksldjump"
    assert one.part.related_part(click.get(f"{{{click.nsmap['r']}}}id")) is two.part
    with pytest.raises(RefusedError):
        write_pptx(parts.about(Heading(1, (Text("One"),)), Paragraph(words)))


def test_properties_say_the_report_and_nothing_of_the_machine(report: Document) -> None:
    parts = parts_of(write_pptx(report))
    own = parts["docProps/custom.xml"].decode()
    assert report.report_id in own
    assert report.data_sha256 in own
    core = parts["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core
    assert "2026-06-30T00:00:00Z" in core
    whole = b"".join(parts.values())
    for trace in ("python-pptx", str(Path.home())):
        assert trace.encode() not in whole
    assert "docProps/app.xml" not in parts


def test_without_its_package_it_says_what_to_install(
    report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(InputError) as caught:
        write_pptx(report)
    assert "themer[slides]" in (caught.value.hint or "")


@pytest.mark.tools("loimpress", "pdfinfo")
def test_libreoffice_opens_them_and_shows_every_slide(report: Document, tmp_path: Path) -> None:
    path = tmp_path / "slides.pptx"
    path.write_bytes(write_pptx(report))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True)
    told = subprocess.run(
        ["pdfinfo", str(tmp_path / "slides.pdf")], check=True, capture_output=True, text=True
    )
    assert f"Pages:           {len(plan(report))}\n" in told.stdout
