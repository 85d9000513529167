"""The PDF: the same bytes, read aloud in order, links that land, no word of people lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from themer.errors import InputError, RefusedError
from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Blank,
    Callout,
    Column,
    ContentsList,
    Document,
    Form,
    Heading,
    ItemList,
    Link,
    Notes,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Series,
    Table,
    Text,
)
from themer.report.verifying.pdf import read_pdf
from themer.report.writers import pdf
from themer.report.writers.pdf import write_pdf

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")
LONG = "w" * 50_000
OTHER_SCRIPTS = "Ελληνικά кириллица עברית العربية 中文 👩 🇬🇧 ✓ → \U0001d400"


def opened(content: bytes) -> Any:
    return pypdf.PdfReader(BytesIO(content))


@pytest.fixture(scope="module")
def written(report: Document) -> bytes:
    return write_pdf(report)


def elements(content: bytes) -> Iterator[Any]:
    """Give the elements of a document's structure in the order of reading."""

    def walk(element: Any) -> Iterator[Any]:
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            child = child.get_object()
            if not isinstance(child, int) and "/S" in child:
                yield child
                yield from walk(child)

    yield from walk(opened(content).trailer["/Root"]["/StructTreeRoot"])


def of_kind(content: bytes, kind: str) -> list[Any]:
    return [one for one in elements(content) if one["/S"] == kind]


def text_of(content: bytes) -> str:
    return "\n".join(line.text for line in read_pdf(content).lines)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_two_runs_give_the_same_bytes(report: Document, written: bytes) -> None:
    assert write_pdf(report) == written


def test_other_time_zones_days_and_folders_give_the_same_bytes(
    written: bytes, tmp_path: Path
) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import sample; "
        "from themer.report.writers.pdf import write_pdf; "
        "sys.stdout.buffer.write(write_pdf(sample.sample()))"
    )
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        environment = {**os.environ, "TZ": zone, "SOURCE_DATE_EPOCH": str(int(time.time()) // 7)}
        run = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=True,
        )
        assert run.stdout == written


def test_it_says_that_it_is_for_all_in_which_language_and_by_which_title(
    written: bytes, report: Document
) -> None:
    root = opened(written).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own kind of truth
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert opened(written).metadata.title == report.title
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


def test_it_carries_the_report_and_the_hash_of_its_data(written: bytes, report: Document) -> None:
    keywords = opened(written).metadata["/Keywords"]
    assert f"themer-report:{report.report_id}" in keywords
    assert f"themer-data:{report.data_sha256}" in keywords
    assert read_pdf(written).report_id == report.report_id


def test_its_date_is_that_of_the_data(written: bytes) -> None:
    assert opened(written).metadata.creation_date.date() == date(2026, 6, 30)


def test_nothing_in_it_tells_of_the_machine(written: bytes) -> None:
    assert not re.search(rb"/(home|root|Users|tmp)/|places\.json|themer-mark|URI\(", written)
    assert not opened(written).attachments


def test_headings_are_headings_and_none_is_skipped(parts: ModuleType) -> None:
    blocks = (
        Heading(3, (Text("deep"),)),
        Heading(1, (Text("top"),)),
        Heading(4, (Text("four"),)),
        Heading(9, (Text("nine"),)),
    )
    kinds = [str(one["/S"]) for one in elements(write_pdf(parts.about(*blocks)))]
    assert [kind for kind in kinds if kind.startswith("/H")] == ["/H1", "/H1", "/H2", "/H3"]


def test_tables_have_headings_for_columns_and_rows(written: bytes) -> None:
    scopes = [
        str(one["/Scope"])
        for cell in of_kind(written, "/TH")
        for one in cell["/A"]
        if "/Scope" in one
    ]
    assert scopes.count("/Column") == 5 + 6 + 3
    assert scopes.count("/Row") == 5 + 26 + 3
    assert len(of_kind(written, "/Table")) == 3
    assert len(of_kind(written, "/Caption")) == 6


def test_an_empty_cell_heads_no_row(parts: ModuleType) -> None:
    table = Table((Text("t"),), (Column((Text("a"),)), Column(())), (Row(((), (Text("b"),))),))
    assert len(of_kind(write_pdf(parts.about(table)), "/TH")) == 2


def test_every_chart_says_in_words_what_it_shows(written: bytes, parts: ModuleType) -> None:
    charts = (parts.HOURS_CHART, parts.BOARD_CHART, parts.SQUARES)
    assert [one["/Alt"] for one in of_kind(written, "/Figure")] == [one.alt for one in charts]
    read = squeezed(text_of(written))
    for chart in charts:
        assert all(squeezed(name) in read for name in chart.categories)
    assert "fewerthan3" in read


def test_captions_are_numbered(written: bytes) -> None:
    captions = [line.key for line in read_pdf(written).lines if line.key.startswith(("Ta", "Fi"))]
    numbered = [re.match(r"(Table|Figure) (\d+)\. \S", line) for line in captions]
    assert [one.groups() for one in numbered if one] == [
        ("Table", "1"),
        ("Figure", "1"),
        ("Figure", "2"),
        ("Figure", "3"),
        ("Table", "2"),
        ("Table", "3"),
    ]


def test_pages_turn_where_the_document_says(written: bytes) -> None:
    boxes = [page.mediabox for page in opened(written).pages]
    turned = [box.width > box.height for box in boxes]
    assert turned.count(True) >= 1
    assert not turned[0]
    assert not turned[-1]


def test_a_table_that_goes_on_repeats_its_head(parts: ModuleType) -> None:
    rows = tuple(Row((parts.words(f"row {at}"), parts.words("cell"))) for at in range(90))
    table = Table((Text("t"),), (Column((Text("Unit"),)), Column((Text("Said"),))), rows)
    content = write_pdf(parts.about(table))
    pages = [page.extract_text() for page in opened(content).pages]
    assert len(pages) > 1
    assert all("Unit" in page and "Said" in page for page in pages)
    assert [line.key for line in read_pdf(content).lines].count("Unit") == 1


def test_each_page_has_its_number(written: bytes) -> None:
    pages = opened(written).pages
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()
    assert not any(line.key.startswith("Page ") for line in read_pdf(written).lines)


def links(content: bytes) -> Iterator[Any]:
    for page in opened(content).pages:
        for note in page.get("/Annots", ()):
            yield note.get_object()


def test_every_link_lands_and_says_where_it_leads(written: bytes) -> None:
    known = opened(written).named_destinations
    named = [one for one in links(written) if "/A" in one]
    assert len(named) >= 8
    for link in named:
        assert link["/A"]["/S"] == "/GoTo"
        assert link["/A"]["/D"] in known
        assert link["/Contents"].startswith(("Evidence ", "To: "))
    assert read_pdf(written).dangling == ()


def test_a_figure_leads_to_its_evidence_and_back(written: bytes) -> None:
    targets = [str(one["/A"]["/D"]) for one in links(written) if "/A" in one]
    assert targets.count("evidence-fact:hours:yes") == 3
    assert "used-fact:hours:yes" in targets
    file = opened(written)
    places = file.named_destinations
    assert file.get_destination_page_number(places["used-fact:hours:yes"]) == 0
    last = file.get_destination_page_number(places["evidence-fact:hours:yes"])
    assert last == len(file.pages) - 1


def test_a_figure_explained_in_the_document_beside_leads_into_that_file(parts: ModuleType) -> None:
    beside = {"the evidence": frozenset({"evidence-e1", "part"})}
    figure = replace(parts.figure("x", "17 of 31"), ledger_id="e1")
    link = Link("part", (Text("a part"),), "the evidence")
    content = write_pdf(replace(parts.about(Paragraph((figure, link))), beside=beside))
    actions = [one["/A"] for one in links(content)]
    assert [one["/S"] for one in actions] == ["/GoToR", "/GoToR"]
    assert {one["/F"]["/UF"] for one in actions} == {"the evidence.pdf"}
    assert [one["/D"] for one in actions] == ["evidence-e1", "part"]


def test_a_figure_that_leads_nowhere_is_found_again_without_a_link(parts: ModuleType) -> None:
    figure = replace(parts.figure("x", "17 of 31"), ledger_id="e7")
    content = write_pdf(parts.about(Paragraph((Text("Of all, "), figure, Text(" said so.")))))
    assert not list(links(content))
    (line,) = (one for one in read_pdf(content).lines if "said so" in one.text)
    assert [(line.text[m.start : m.end], m.ledger_id) for m in line.marks] == [("17 of 31", "e7")]


def test_the_list_of_contents_has_page_numbers(written: bytes) -> None:
    contents = opened(written).pages[1].extract_text()
    found = re.findall(r"^(Opening hours|Annex B. Evidence)[ .]*(\d)$", contents, re.MULTILINE)
    assert dict(found) == {
        "Opening hours": "2",
        "Annex B. Evidence": str(len(opened(written).pages)),
    }


def hostile(parts: ModuleType, nasty: str, unprintable: str) -> Document:
    """Give a document in which people wrote whatever breaks writers, in every block."""
    say = parts.words
    cells = (say(nasty), say(unprintable), say(OTHER_SCRIPTS))
    blocks = (
        Heading(1, say(nasty)),
        Heading(2, ()),
        Paragraph(say(nasty, unprintable, OTHER_SCRIPTS)),
        Paragraph(()),
        Paragraph(say("  two  spaces\tand a tab\n\nand lines"), style="noted"),
        ContentsList(),
        Table(
            say(nasty),
            (Column(say("a")), Column(()), Column(say("c"), "right")),
            (Row(cells), Row(())),
        ),
        Table((), (), ()),
        BarChart(say(nasty), "", (), ()),
        BarChart(say("c"), nasty, (nasty, "z"), (Series(unprintable, (1, 0)), Series("t", (2, 0)))),
        BarChart(say("g"), "grid", ("a",), (Series(nasty, (1,)), Series("t", (0,))), grid=True),
        Quotation(f"{nasty}\n{unprintable}", OTHER_SCRIPTS, "q1"),
        Callout(say(nasty), (Paragraph(say(unprintable)), PageBreak(landscape=True))),
        ItemList(()),
        ItemList(((), (Paragraph(say(nasty)), ItemList(((Paragraph(say("deep")),),))))),
        Form(nasty, (Blank("b", nasty, 2),)),
        AuthorSection("a", (Paragraph(say(nasty)),)),
        Notes((Paragraph(say(nasty)),)),
        PageBreak(landscape=True),
    )
    return replace(
        parts.about(*blocks, title=nasty), subtitle=unprintable, notices=(OTHER_SCRIPTS,)
    )


def test_whatever_people_wrote_is_there_and_is_no_markup(
    parts: ModuleType, nasty: str, unprintable: str
) -> None:
    content = write_pdf(hostile(parts, nasty, unprintable))
    read = squeezed(text_of(content)).replace("\u00e9", "e\u0301")
    seen = squeezed(nasty).replace("\u00e9", "e\u0301")
    assert read.count(seen) >= 12
    for mark in ("nul[U+0000]", "esc[U+001B]", "c1[U+009B]", "half[U+D800]", "turned[U+202E]"):
        assert read.count(mark) >= 4


def test_signs_that_the_fonts_lack_are_named_and_the_reader_is_told(parts: ModuleType) -> None:
    read = text_of(write_pdf(parts.about(Paragraph(parts.words("中 👩 ✓ Ελληνικά кириллица")))))
    assert "[U+4E2D] [U+1F469 woman] ✓ Ελληνικά кириллица" in read
    assert "lack some signs" in read
    assert "lack some signs" not in text_of(write_pdf(parts.about(Paragraph(parts.words("✓")))))


def test_a_word_of_50_000_letters_stays_on_the_page(parts: ModuleType) -> None:
    table = Table(
        (Text("t"),),
        (Column((Text("a"),)), Column((Text("b"),))),
        (Row((parts.words(LONG), parts.words("b"))),),
    )
    content = write_pdf(parts.about(Paragraph(parts.words(LONG)), table))
    read = read_pdf(content)
    assert [len(squeezed(line.text)) for line in read.lines if line.text.startswith("ww")] == [
        50_000
    ] * 2
    edge = 595
    for page in opened(content).pages:
        seen: list[float] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, seen=seen: seen.append(cm[4])
        )
        assert max(seen) < edge
        assert max(len(line) for line in page.extract_text().split("\n")) < 110


def test_a_document_without_a_title_date_or_language_is_written(parts: ModuleType) -> None:
    content = write_pdf(replace(parts.about(title=" "), language="", data_sha256=""))
    assert opened(content).metadata.title == "Report"
    assert opened(content).metadata.creation_date is None


def test_a_link_to_nothing_is_refused(parts: ModuleType) -> None:
    with pytest.raises(RefusedError, match="lead nowhere"):
        write_pdf(parts.about(Paragraph((Link("gone", (Text("x"),)),))))


def test_without_its_package_the_command_that_brings_it_is_told(
    report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputError) as caught:
        write_pdf(report)
    assert 'pip install "themer[pdf]"' in str(caught.value)


def test_pages_that_cannot_be_laid_out_are_said_in_a_sentence(
    report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = pdf.typst_source(report)
    monkeypatch.setattr(pdf, "typst_source", lambda _: replace(source, code="#no-such-name"))
    with pytest.raises(RefusedError, match="cannot be laid out") as caught:
        write_pdf(report)
    assert "Traceback" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.tools("pdftotext", "pdfinfo", "pdffonts")
def test_another_program_reads_it(written: bytes, report: Document, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(written)

    def said(*command: str) -> str:
        run = subprocess.run([*command], capture_output=True, check=True)
        return run.stdout.decode()

    text = said("pdftotext", str(path), "-")
    assert "24 of 29 branches named opening hours" in text
    assert "Three branches open on Sundays & find it worth while: 5 < 6 * 7 | 8." in text
    facts = said("pdfinfo", str(path))
    assert re.search(r"Tagged:\s+yes", facts)
    assert report.title in facts
    fonts = said("pdffonts", str(path)).splitlines()[2:]
    assert all(re.search(r"\byes yes yes\b", line) for line in fonts)
    assert {re.sub(r"^[A-Z]+\+", "", line.split()[0]) for line in fonts} >= {"LiberationSans"}
