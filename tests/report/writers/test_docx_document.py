"""The Word document as Word, python-docx and LibreOffice read it."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Callout,
    ComputedFigure,
    Document,
    Emphasis,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Series,
    Strong,
    Table,
    Text,
)
from themer.report.writers.docx_document import write_docx


@pytest.fixture(scope="module")
def package(report: Document) -> bytes:
    return write_docx(report)


@pytest.fixture(scope="module")
def opened(package: bytes) -> Any:
    return docx.Document(BytesIO(package))


def part(package: bytes, name: str) -> str:
    with ZipFile(BytesIO(package)) as archive:
        return archive.read(name).decode()


def test_two_runs_give_the_same_bytes(report: Document, package: bytes) -> None:
    assert write_docx(report) == package


def test_no_entry_of_the_archive_tells_the_time_or_the_system(package: bytes) -> None:
    with ZipFile(BytesIO(package)) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert entries[0].filename == "[Content_Types].xml"


def test_properties_carry_the_report_and_the_data_and_no_person(
    opened: Any, package: bytes, report: Document
) -> None:
    core = opened.core_properties
    assert (core.title, core.author, core.last_modified_by) == (report.title, "", "")
    assert core.created.date() == report.as_at
    custom = part(package, "docProps/custom.xml")
    assert report.report_id in custom
    assert report.data_sha256 in custom


def test_headings_are_real_and_in_order(opened: Any) -> None:
    found = [(p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith("Head")]
    assert ("Heading 1", "Opening hours") in found
    assert ("Heading 2", "What was said") in found


def test_the_list_of_contents_is_filled_and_asks_for_no_update(package: bytes) -> None:
    body, settings = part(package, "word/document.xml"), part(package, "word/settings.xml")
    contents = body[body.index("docPartObj") : body.index("</w:sdt>", body.index("docPartObj"))]
    assert contents.count("<w:hyperlink ") == 7
    assert "Annex B. Evidence" in contents
    assert "updateFields" not in settings
    assert "w:dirty" not in body


def test_every_link_lands_on_a_bookmark_of_its_own(opened: Any) -> None:
    body = opened.element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert len(names) == len(set(names))
    assert links
    assert links <= set(names)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)


def test_figures_quotes_and_author_text_can_be_found_again(opened: Any) -> None:
    found = {}
    for control in opened.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None:
            words = "".join(text.text for text in control.iter(qn("w:t")))
            found.setdefault(tag.get(qn("w:val")), words)
    assert found["figure:fact:hours:yes"] == "24 of 29"
    assert found["quote:quote:1"] == "We shut at five.People finish work at five."
    assert found["author:interpretation"].startswith("Text by the author")


def test_each_place_of_a_figure_has_a_bookmark(package: bytes) -> None:
    hours = [name for name in bookmarked(package) if "used_fact_hours_yes" in name]
    assert len(hours) == 3
    assert {bookmarked(package)[name] for name in hours} == {"24 of 29"}


def test_ids_of_controls_are_unique(opened: Any) -> None:
    ids = [one.get(qn("w:val")) for one in opened.element.body.iter(qn("w:id"))]
    assert len(ids) == len(set(ids))


def test_tables_repeat_their_head_and_fill_the_width(opened: Any) -> None:
    tables = [one for one in opened.tables if one.style.name == "Report Table"]
    assert len(tables) == 3
    for table in tables:
        first = table.rows[0]._tr
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(
            row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows
        )
        grid = [int(one.get(qn("w:w"))) for one in table._tbl.iter(qn("w:gridCol"))]
        assert sum(grid) == int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")))


def test_captions_are_numbered_by_fields(package: bytes) -> None:
    body = part(package, "word/document.xml")
    assert body.count("SEQ Table") == 3
    assert body.count("SEQ Figure") == 3


def test_the_matrix_lies_on_its_side_and_the_rest_does_not(opened: Any) -> None:
    turned = [section.page_width > section.page_height for section in opened.sections]
    assert turned == [False, True, False]


def test_charts_are_native_described_and_hold_their_workbook(opened: Any, package: bytes) -> None:
    assert "24 of 29" in part(package, "word/charts/chart1.xml")
    described = [one.get("descr") for one in opened.element.body.iter(qn("wp:docPr"))]
    assert len(described) == 3
    assert all(described)
    with ZipFile(BytesIO(package)) as archive:
        book = archive.read("word/embeddings/workbook2.xlsx")
    with ZipFile(BytesIO(book)) as inner:
        sheet = inner.read("xl/worksheets/sheet1.xml").decode()
    assert "Groups for readers" in sheet
    assert "<v>14</v>" in sheet


def test_the_language_is_the_documents(parts: ModuleType) -> None:
    import dataclasses

    welsh = dataclasses.replace(parts.about(), language="cy-GB")
    assert 'w:val="cy-GB"' in part(write_docx(welsh), "word/styles.xml")


def test_numbered_lists_begin_anew(parts: ModuleType) -> None:
    numbered = ItemList(((Paragraph((Text("one"),)),),), ordered=True)
    body = part(write_docx(parts.about(numbered, numbered)), "word/document.xml")
    assert len(set(re.findall(r'w:numId w:val="(\d+)"', body))) == 2


def test_forms_within_forms_come_once_and_in_the_standards_order(parts: ModuleType) -> None:
    inner = Strong((Text("x"),))
    words = Paragraph((Emphasis((Strong((inner, parts.figure("a", "1 of 2"))),)),))
    body = part(write_docx(parts.about(words)), "word/document.xml")
    assert body.count("<w:rPr><w:b/><w:i/></w:rPr>") == 2


def test_hostile_text_arrives_whole(parts: ModuleType, nasty: str) -> None:
    text = (Text(nasty),)
    opened = docx.Document(
        BytesIO(
            write_docx(
                parts.about(
                    Heading(1, text),
                    Paragraph(text),
                    Quotation(nasty, nasty, nasty),
                    Table(text, (parts.Column(text),), (Row((text,)),)),
                    AuthorSection(nasty, (Paragraph(text),)),
                    BarChart(text, nasty, (nasty,), (Series(nasty, (1,), (nasty,)),)),
                    title=nasty,
                )
            )
        )
    )
    assert opened.tables[0].cell(1, 0).text == nasty
    assert nasty in [paragraph.text for paragraph in opened.paragraphs]
    assert opened.core_properties.title == nasty


def test_what_cannot_be_printed_becomes_marks(parts: ModuleType, unprintable: str) -> None:
    document = parts.about(
        Paragraph((Text(unprintable),)),
        Quotation(unprintable, unprintable, unprintable),
        AuthorSection(unprintable, ()),
        title=unprintable,
    )
    texts = [one.text for one in docx.Document(BytesIO(write_docx(document))).paragraphs]
    assert "nul␀ esc␛[31m c1[U+009B] fffe[U+FFFE] half[U+D800] turned[U+202E] end" in texts


def test_an_empty_report_and_empty_parts_open(parts: ModuleType) -> None:
    blocks = (
        Callout((), ()),
        Callout((), (AuthorSection("a", ()),)),
        ItemList(()),
        ItemList(((),)),
        Table((), (parts.Column(()),), ()),
        PageBreak(landscape=True),
        BarChart((), "", (), ()),
    )
    for document in (parts.about(), parts.about(*blocks)):
        docx.Document(BytesIO(write_docx(document)))


def test_every_cell_ends_with_a_paragraph(parts: ModuleType) -> None:
    table = Table((Text("t"),), (parts.Column((Text("c"),)),), (Row(((Text("x"),),)),))
    nested = Callout((Text("b"),), (Callout((), (table,)), AuthorSection("a", (table,))))
    opened = docx.Document(BytesIO(write_docx(parts.about(nested))))
    for cell in opened.element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")


@pytest.mark.tools("soffice", "pdftotext")
def test_libreoffice_opens_it_and_keeps_every_figure(package: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(package)
    soffice = [shutil.which("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile"]
    again = tmp_path / "again"
    for form, where in (("pdf", tmp_path), ("docx", again)):
        subprocess.run(
            [*soffice, "--headless", "--convert-to", form, "--outdir", where, "report.docx"],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            timeout=180,
        )
    text = subprocess.run(
        ["pdftotext", "-layout", "report.pdf", "-"], cwd=tmp_path, check=True, capture_output=True
    ).stdout.decode()
    assert "24 of 29" in text
    assert "Page 1 of 6" in text
    assert "Error!" not in text
    before, after = package, (again / "report.docx").read_bytes()
    assert bookmarked(after) == bookmarked(before)
    assert "summary-2026-06-30-ab12cd" in part(after, "docProps/custom.xml")


def bookmarked(package: bytes) -> dict[str, str]:
    """Give the words of every figure and quote by its bookmark."""
    found = {}
    for paragraph in docx.Document(BytesIO(package)).element.body.iter(qn("w:p")):
        names: dict[str, str] = {}
        for element in paragraph.iter():
            if element.tag == qn("w:bookmarkStart"):
                names[element.get(qn("w:id"))] = element.get(qn("w:name"))
                found[element.get(qn("w:name"))] = ""
            elif element.tag == qn("w:bookmarkEnd"):
                names.pop(element.get(qn("w:id")), None)
            elif element.tag == qn("w:t"):
                for name in names.values():
                    found[name] += element.text
    return {name: words for name, words in found.items() if name.startswith("a_used")}


ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens spacing ind contextualSpacing jc outlineLvl rPr sectPr"
    ),
    "rPr": "rStyle rFonts b bCs i iCs caps strike color sz szCs highlight u vertAlign lang",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "sdtPr": "rPr alias tag id lock placeholder docPartObj appearance",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tr": "trPr tc",
    "trPr": "cantSplit tblHeader jc",
    "tc": "tcPr p",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "num": "abstractNumId lvlOverride",
    "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
}
"""The children that elements of ours may have, in the order of ECMA-376, part 1, chapter 17."""


def test_children_stand_in_the_order_of_the_standard(package: bytes) -> None:
    strict = {name: order.split() for name, order in ORDER.items()}
    opened = docx.Document(BytesIO(package))
    seen = set()
    for element in opened.element.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in strict:
            children = [str(child.tag).rpartition("}")[2] for child in element]
            if name == "tc":
                assert children[0] == "tcPr"
                assert children[-1] == "p"
                continue
            places = [strict[name].index(child) for child in children]
            assert places == sorted(places), (name, children)
            seen.add(name)
    assert {"pPr", "rPr", "sdt", "sdtPr", "tbl", "tblPr", "tr", "trPr", "tcPr"} <= seen


def test_figures_explained_in_the_file_beside_lead_there_and_look_like_words() -> None:
    figure = Paragraph((ComputedFigure("e7", "6 of 9"), Text(" did.")))
    beside = {"evidence": frozenset({"evidence-e7"})}
    document = Document("T", "", "r", "en-GB", None, "0" * 64, (figure,), beside=beside)
    written = write_docx(document)
    (link,) = re.findall(r"<w:hyperlink [^>]*>", part(written, "word/document.xml"))
    assert 'w:tooltip="evidence, E7"' in link
    assert 'w:anchor="a_evidence_e7' in link or 'w:anchor="evidence' in link
    (target,) = re.findall(
        r'Target="([^"]*)" TargetMode="External"', part(written, "word/_rels/document.xml.rels")
    )
    assert target == "evidence.docx"
    alone = write_docx(Document("T", "", "r", "en-GB", None, "0" * 64, (figure,)))
    assert "w:hyperlink" not in part(alone, "word/document.xml")
