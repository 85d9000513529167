"""Every part of a Word document is valid by the schemas of the standard, and a fault is told."""

from __future__ import annotations

from io import BytesIO
from types import ModuleType
from zipfile import ZipFile

import pytest

from ooxml import faults_of
from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Callout,
    ContentsList,
    Document,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Series,
    Table,
    Text,
)
from themer.report.house import house_file
from themer.report.writers.docx_document import write_docx
from themer.report.writers.packaging import zip_parts


def changed(package: bytes, name: str, old: str, new: str) -> bytes:
    with ZipFile(BytesIO(package)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    return zip_parts(parts.items())


def test_the_houses_template_is_valid() -> None:
    assert faults_of(house_file("house.docx")) == []


def test_a_report_with_every_kind_of_block_is_valid(report: Document) -> None:
    assert faults_of(write_docx(report)) == []


def test_pathological_texts_are_valid(parts: ModuleType, nasty: str, unprintable: str) -> None:
    for words in (nasty, unprintable, "", " ", "\n\n", "x" * 50_000, "😀" * 300):
        text = (Text(words),)
        document = parts.about(
            Heading(1, text),
            ContentsList(),
            Paragraph(text),
            Quotation(words, words, words),
            Table(text, (parts.Column(text),), (Row((text,)), Row(()))),
            AuthorSection(words, (Paragraph(text),)),
            BarChart(text, words, (words,), (Series(words, (1,), (words,)),)),
            Callout(text, (ItemList(((Paragraph(text), Paragraph(text)),)),)),
            title=words,
        )
        assert faults_of(write_docx(document)) == [], words[:40]


def test_empty_reports_and_parts_are_valid(parts: ModuleType) -> None:
    blocks = (
        Callout((), (AuthorSection("a", ()),)),
        ItemList(((),)),
        Table((), (parts.Column(()),), ()),
        PageBreak(landscape=True),
        BarChart((), "", (), ()),
        ItemList(((ItemList(((Paragraph(()),),), ordered=True),),), ordered=True),
    )
    for document in (parts.about(), parts.about(*blocks)):
        assert faults_of(write_docx(document)) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("word/document.xml", "<w:cantSplit/>", "<w:neverSplit/>", "neverSplit"),
        ("word/document.xml", "<w:tblHeader/>", '<w:tblHeader w:val="often"/>', "often"),
        ("word/document.xml", "<w:cantSplit/><w:tblHeader/>", "<w:pPr/>", "pPr"),
        ("word/styles.xml", '<w:color w:val="', '<w:color w:val="z', "z"),
        ("word/charts/chart1.xml", "<c:barDir", "<c:varyColors/><c:barDir", "varyColors"),
        ("word/charts/chart1.xml", 'r:id="rId1"', 'r:id="rId9"', "rId9"),
        ("docProps/core.xml", "<dc:title>", "<dc:heading/><dc:title>", "heading"),
        ("docProps/custom.xml", 'pid="2"', 'pid="two"', "two"),
        ("[Content_Types].xml", "/word/styles.xml", "/word/stiles.xml", "stiles"),
        ("word/_rels/document.xml.rels", "styles.xml", "gone.xml", "gone"),
    ],
)
def test_a_planted_fault_is_told(
    report: Document, part: str, old: str, new: str, told: str
) -> None:
    faults = faults_of(changed(write_docx(report), part, old, new))
    assert any(fault.startswith(part) or part == "[Content_Types].xml" for fault in faults)
    assert any(told in fault for fault in faults)


def test_a_fault_in_the_workbook_of_a_chart_is_told(report: Document) -> None:
    package = write_docx(report)
    with ZipFile(BytesIO(package)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    name = "word/embeddings/workbook1.xlsx"
    parts[name] = changed(parts[name], "xl/worksheets/sheet1.xml", "<row ", "<line ")
    # The end tag no longer fits, so it is no XML at all.
    assert any(name in fault for fault in faults_of(zip_parts(parts.items())))
