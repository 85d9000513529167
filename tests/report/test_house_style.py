"""House style from a user's Word document: what is taken, what is added, what is left behind."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from house_documents import (
    JUSTIFIED,
    SECRET,
    branded,
    changed,
    full_of_traps,
    parts_of,
    saved,
    without_styles,
)
from lxml import etree

from ooxml import faults_of
from themer.errors import InputError, ThemerError
from themer.report.blocks import (
    Column,
    Document,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Table,
    Text,
)
from themer.report.house import opening
from themer.report.house.colours import contrast_with_white
from themer.report.house.style import look_over
from themer.report.writers.docx_document import write_docx
from themer.report.writers.docx_styles import PARAGRAPH_ROLES, styles_of
from themer.report.writers.docx_tables import width_of
from themer.report.writers.packaging import zip_parts

Change = Callable[[bytes], bytes]


def words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def report(language: str = "en-GB") -> Document:
    inner = ItemList(((Paragraph(words("deeper")),),))
    children = (
        Heading(1, words("What was heard")),
        Paragraph(words("Most branches lend on Sundays.")),
        ItemList(((Paragraph(words("a bullet")), inner),)),
        ItemList(((Paragraph(words("a number")),),), ordered=True),
        Quotation("Always drivers.", "branch lead", "q1"),
        Table(words("Lending"), (Column(words("Branch")),), (Row((words("A"),)),)),
        PageBreak(landscape=True),
        Heading(2, words("On its side")),
    )
    return Document("Lending at home", "A note", "r-1", language, None, "0" * 64, children)


def written(house: bytes) -> Any:
    return docx.Document(BytesIO(write_docx(report(), house=house)))


def paragraph(document: Any, text: str) -> Any:
    return next(one for one in document.paragraphs if one.text == text)


def replaced(*pairs: tuple[str, str]) -> Change:
    def change(content: bytes) -> bytes:
        text = content.decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text.encode()

    return change


def test_styles_page_header_and_footer_are_the_houses() -> None:
    document = written(saved(branded()))
    heading = paragraph(document, "What was heard").style
    assert heading.name == "Heading 1"
    assert str(heading.font.color.rgb) == "7A1F5C"
    assert document.styles["Normal"].font.name == "Georgia"
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.left_margin.cm, 1)) == (21.6, 3.5)
    assert section.header.paragraphs[0].text == "County Libraries"
    assert section.footer.paragraphs[0].text == "Read more."
    assert [one.page_width > one.page_height for one in document.sections] == [False, True]


def test_a_footer_without_the_number_of_the_page_gets_it_and_one_with_it_stays() -> None:
    house = branded()
    assert "NUMPAGES" in written(saved(house)).sections[0].footer._element.xml
    footer = house.sections[0].footer.paragraphs[0]._p
    field = footer.makeelement(qn("w:fldSimple"), {qn("w:instr"): " PAGE "})
    footer.append(field)
    kept = written(saved(house)).sections[0].footer
    assert "NUMPAGES" not in kept._element.xml
    assert len(kept.paragraphs) == 1


def test_nothing_of_the_templates_makers_is_in_the_report() -> None:
    package = write_docx(report(), house=full_of_traps())
    for name, content in parts_of(package).items():
        for secret in (SECRET, "Secret", "secret", "draft.docx", "Old text", "rsidR"):
            assert secret.encode() not in content, (name, secret)
    names = set(parts_of(package))
    assert not {n for n in names if "vba" in n or "comments" in n or "customXml" in n}
    footer = docx.Document(BytesIO(package)).sections[0].footer
    said = "".join(one.text or "" for one in footer._element.iter(qn("w:t")))
    for kept in ("inserted", "Company Name", "our pages", "after it"):
        assert kept in said
    assert faults_of(package) == []


def test_what_is_left_behind_is_told() -> None:
    told = " ".join(look_over(full_of_traps()))
    assert "macros" in told
    assert "template of its own" in told


def test_a_template_without_styles_gives_a_report_in_ours() -> None:
    document = written(without_styles())
    ids = styles_of(document).ids
    assert all(ids[role] for role in PARAGRAPH_ROLES)
    assert document.styles["Normal"].font.size.pt == 12
    assert "no styles" in look_over(without_styles())[0]
    assert faults_of(write_docx(report(), house=without_styles())) == []


def test_styles_that_are_lacking_are_added_in_the_houses_size_and_colour() -> None:
    house = branded(size=10)
    for name in ("Quote", "Caption", "Heading 4"):
        style = house.styles[name]._element
        style.getparent().remove(style)
    told = " ".join(look_over(saved(house)))
    assert "no style for these, so ours were added: Quote." in told
    document = written(saved(house))
    quote = document.styles["Quote"]
    assert quote.font.size.pt == 10
    box = document.styles["Callout Title"]
    assert str(box.font.color.rgb) == "7A1F5C"


@pytest.mark.parametrize(
    ("name", "style_id"),
    [("Überschrift 1", "berschrift1"), ("Titre 1", "Titre1"), ("HEADING 1", "Heading1")],
)
def test_headings_under_other_names_are_found_and_are_headings(name: str, style_id: str) -> None:
    house = changed(
        saved(branded()),
        word__styles=replaced(
            ('w:styleId="Heading1"', f'w:styleId="{style_id}"'),
            ('<w:name w:val="heading 1"/>', f'<w:name w:val="{name}"/>'),
        ),
    )
    heading = paragraph(written(house), "What was heard").style
    assert heading.style_id == style_id
    assert heading.name == "Heading 1"
    assert str(heading.font.color.rgb) == "7A1F5C"
    assert heading.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"


def test_lists_that_have_one_level_only_get_ours_and_keep_their_style() -> None:
    document = written(saved(branded()))
    root = document.part.numbering_part.element
    for name, form in (("List Bullet", "bullet"), ("List Number", "decimal")):
        number = document.styles[name].element.pPr.numPr.numId.val
        held = root.num_having_numId(number).abstractNumId.val
        levels = [
            one.find(qn("w:numFmt")).get(qn("w:val"))
            for abstract in root.findall(qn("w:abstractNum"))
            if abstract.get(qn("w:abstractNumId")) == str(held)
            for one in abstract.findall(qn("w:lvl"))
        ]
        assert len(levels) == 9
        assert levels[0] == form
    assert paragraph(document, "a bullet").style.font.name is None  # as the house's, from Normal


def test_a_justified_body_stays_so_and_short_lines_do_not() -> None:
    house = saved(branded(alignment=JUSTIFIED))
    document = written(house)
    assert document.styles["Normal"].paragraph_format.alignment == JUSTIFIED
    for name in ("Title", "Heading 1", "Caption", "Table Text", "Footer"):
        assert document.styles[name].paragraph_format.alignment in (0, 2), name
    assert any("justified" in told for told in look_over(house))


def test_paragraphs_of_a_house_without_room_between_them_are_parted() -> None:
    house = branded()
    house.styles["Normal"].paragraph_format.space_after = 0
    style = paragraph(written(saved(house)), "Most branches lend on Sundays.").style
    assert style.name == "Report Body"
    assert style.base_style.name == "Normal"
    assert style.paragraph_format.space_after.pt == 7.2


def test_a_page_without_room_for_text_is_ours() -> None:
    house = branded()
    house.sections[0].left_margin = house.sections[0].page_width
    section = written(saved(house)).sections[0]
    assert round(section.page_width.cm, 1) == 21.0


def test_a_house_on_its_side_keeps_its_page_and_the_matrix_lies_on_its_side_too() -> None:
    house = branded()
    section = house.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    turned = [one.page_width > one.page_height for one in written(saved(house)).sections]
    assert turned == [True, True]


def test_small_text_faint_headings_and_no_language_are_told() -> None:
    house = branded(size=9)
    house.styles["Heading 2"].font.color.rgb = docx.shared.RGBColor(0xEE, 0x99, 0xBB)
    package = changed(
        saved(house), word__styles=lambda content: re.sub(rb"<w:lang [^>]*/>", b"", content)
    )
    told = look_over(package)
    assert any("Normal (9)" in one for one in told)
    assert any("heading 2 (2.1 to 1)" in one for one in told)
    assert any("no language" in one for one in told)
    in_welsh = write_docx(report("cy-GB"), house=package)
    assert b'w:val="cy-GB"' in parts_of(in_welsh)["word/styles.xml"]


def test_a_good_template_is_not_complained_of() -> None:
    assert look_over(saved(branded())) == ()


def test_a_report_of_ours_can_be_the_house_of_the_next() -> None:
    first = write_docx(report())
    again = write_docx(report(), house=first)
    assert look_over(first) == ()
    assert faults_of(again) == []
    opened = docx.Document(BytesIO(again))
    assert [one.text for one in opened.paragraphs] == [
        one.text for one in docx.Document(BytesIO(first)).paragraphs
    ]
    assert opened.styles["Callout Title"].font.size.pt == 13


def test_two_runs_in_a_house_give_the_same_bytes() -> None:
    house = full_of_traps()
    assert write_docx(report(), house=house) == write_docx(report(), house=bytes(house))


def in_password() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )


def damaged() -> bytes:
    content = bytearray(saved(branded()))
    content[2000:2400] = b"\xff" * 400
    return bytes(content)


def of_type(change: Change) -> bytes:
    parts = parts_of(saved(branded()))
    parts["[Content_Types].xml"] = change(parts["[Content_Types].xml"])
    return zip_parts(parts.items())


ENTITY = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no Word document"),
        (b"Dear all,\n", "no Word document"),
        (b"PK\x03\x04 and then nothing", "no Word document"),
        (saved(branded())[:-500], "no Word document"),
        (damaged(), ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format"),
        (in_password(), "password"),
        (zip_parts([("mimetype", b"application/vnd.oasis.opendocument.text")]), "OpenDocument"),
        (zip_parts([("a.txt", b"hello")]), "not Word's"),
        (changed(saved(branded()), word__document=lambda c: b"<w:document"), "broken XML"),
        (changed(saved(branded()), word__styles=lambda c: c[:3000]), "broken XML"),
        (
            changed(
                saved(branded()),
                word__document=lambda c: c.replace(b"<w:document", ENTITY + b"<w:document", 1),
            ),
            "document type",
        ),
        (
            changed(
                saved(branded()),
                word__document=lambda c: c.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            ),
            "strict",
        ),
    ],
)
def test_what_is_no_usable_document_is_told_in_words(data: bytes, told: str) -> None:
    for use in (look_over, lambda house: write_docx(report(), house=house)):
        with pytest.raises(ThemerError) as raised:
            use(data)
        assert isinstance(raised.value, InputError)
        assert told in str(raised.value)


@pytest.mark.parametrize(
    "kind", ["template.main", "macroEnabled.main", "macroEnabledTemplate.main"]
)
def test_templates_and_documents_with_macros_are_taken(kind: str) -> None:
    package = of_type(replaced(("document.main", kind)))
    types = parts_of(write_docx(report(), house=package))["[Content_Types].xml"].decode()
    assert "document.main+xml" in types
    assert kind not in types


@pytest.mark.parametrize(
    "lost", ["styles", "numbering", "settings", "theme/theme1", "fontTable", "header1", "footer1"]
)
def test_a_part_that_is_named_and_not_there_is_done_without(lost: str) -> None:
    house = changed(saved(branded()), **{f"word/{lost}": None})
    assert faults_of(write_docx(report(), house=house)) == []


def test_styles_that_are_based_on_each_other_do_not_loop() -> None:
    house = branded()
    house.styles["Heading 1"].base_style = house.styles["Heading 2"]
    house.styles["Heading 2"].base_style = house.styles["Heading 1"]
    assert faults_of(write_docx(report(), house=saved(house))) == []
    look_over(saved(house))


@pytest.mark.tools("soffice", "pdftotext")
def test_libreoffice_opens_a_report_in_each_house(tmp_path: Path) -> None:
    for name, house in (("branded", full_of_traps()), ("bare", without_styles())):
        (tmp_path / f"{name}.docx").write_bytes(write_docx(report(), house=house))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "pdf", "branded.docx", "bare.docx"),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name in ("branded", "bare"):
        text = subprocess.run(
            ["pdftotext", f"{name}.pdf", "-"], cwd=tmp_path, check=True, capture_output=True
        ).stdout.decode()
        assert "Most branches lend on Sundays." in text
        assert "Page 1 of 2" in text
        assert ("County Libraries" in text) == (name == "branded")


@pytest.mark.parametrize("claimed", [None, 100])
def test_an_archive_is_unpacked_no_further_than_allowed_whatever_size_it_claims(
    monkeypatch: pytest.MonkeyPatch, claimed: int | None
) -> None:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/1.png", b"\0" * 2_000_000)
    data = stream.getvalue()
    if claimed is not None:
        data = data.replace((2_000_000).to_bytes(4, "little"), claimed.to_bytes(4, "little"))
    monkeypatch.setattr(opening, "MOST_BYTES", 1_000_000)
    with pytest.raises(InputError, match="broken" if claimed else "larger than 1 MB"):
        opening.open_package(data)


def test_an_archive_of_very_many_parts_is_too_large() -> None:
    with pytest.raises(InputError, match="larger than"):
        opening.open_package(zip_parts((f"{n}.xml", b"") for n in range(opening.MOST_PARTS + 1)))


def mutated(package: bytes, seed: int) -> bytes:
    """Damage a few elements of a template as a bad converter might: its XML stays XML."""
    choice = random.Random(seed)
    parts = parts_of(package)
    names = [name for name in sorted(parts) if re.match(r"word/[a-z]+\d?\.xml", name)]
    for name in choice.choices(names, k=5):
        root = etree.fromstring(parts[name])
        element = choice.choice(list(root.iter(etree.Element)))
        attributes = list(element.attrib)
        if attributes and choice.random() < 0.6:
            element.set(choice.choice(attributes), choice.choice(("", "x", "-1", "9" * 12, "0.5")))
        elif element.getparent() is not None:
            element.getparent().remove(element)
        parts[name] = etree.tostring(root)
    return zip_parts(parts.items())


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_template_gives_a_report_that_opens_or_an_error_in_words(seed: int) -> None:
    house = mutated(full_of_traps(), seed)
    try:
        look_over(house)
        package = write_docx(report(), house=house)
    except ThemerError:
        return
    texts = [one.text for one in docx.Document(BytesIO(package)).paragraphs]
    assert "Most branches lend on Sundays." in texts


def plain_house(size: float) -> Any:
    """What somebody gets who opens an empty document and sets the size of its text."""
    document = docx.Document()
    document.styles["Normal"].font.size = docx.shared.Pt(size)
    return document


def test_words_in_tables_grow_less_than_the_body() -> None:
    sizes = {}
    for body in (10, 12, 13, 18):
        styles = written(saved(plain_house(body))).styles
        sizes[body] = styles["Table Text"].font.size.pt
        assert styles["Table Heading"].font.size.pt == sizes[body]
    assert sizes == {10: 9.5, 12: 10.5, 13: 10.5, 18: 12.5}


@pytest.mark.parametrize("name", ["Table Text", "Table Contents"])
def test_a_houses_own_text_in_tables_is_used_and_measured_as_it_is_drawn(name: str) -> None:
    house = plain_house(13)
    own = house.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    own.font.size = docx.shared.Pt(8)
    document = written(saved(house))
    cell = document.tables[0].rows[1].cells[0].paragraphs[0]
    assert cell.style.font.size.pt == 8
    assert styles_of(document).points["cell"] == 8


def test_a_tables_columns_hold_the_words_of_their_headings_in_a_house_of_large_text() -> None:
    heads = ("Component", "In place", "Developing", "Absent", "Not discussed", "Base")
    row = Row(tuple(words(cell) for cell in ("Stable network of educators", *"12345")))
    table = Table(words("Lending"), tuple(Column(words(head)) for head in heads), (row,))
    made = Document("T", "", "r-1", "en-GB", None, "0" * 64, (table,))
    house = plain_house(13)
    for side in ("left_margin", "right_margin"):
        setattr(house.sections[0], side, docx.shared.Cm(3.2))
    # A size of the house's own for tables is kept, and measured.
    own = house.styles.add_style("Table Heading", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    own.font.size, own.font.bold = docx.shared.Pt(12), True
    opened = docx.Document(BytesIO(write_docx(made, house=saved(house))))
    drawn = opened.tables[0].rows[0].cells
    for head, cell in zip(heads, drawn, strict=True):
        points = cell.paragraphs[0].style.font.size.pt
        longest = max(width_of(word, points, bold=True) for word in head.split())
        assert cell.width.twips > longest * 1.1 + 170, head


def test_tiny_and_faint_captions_are_drawn_in_the_houses_colour_and_that_is_said() -> None:
    house = saved(plain_house(13))
    caption = written(house).styles["Caption"]
    assert caption.font.size.pt == 10.5
    table_heading = written(house).styles["Table Heading"]
    assert caption.font.color.rgb == table_heading.font.color.rgb
    assert contrast_with_white(str(caption.font.color.rgb)) >= 4.5
    assert any("captions are hard to read" in told for told in look_over(house))


def test_captions_that_can_be_read_stay_the_houses_own() -> None:
    caption = written(saved(branded())).styles["Caption"]
    assert caption.font.size.pt == 9
    assert str(caption.font.color.rgb) == "333333"


def test_large_text_is_said_to_make_the_summary_longer() -> None:
    told = "Its text of 13 points makes the summary longer than four pages."
    assert told in look_over(saved(plain_house(13)))
    assert not any("four pages" in one for one in look_over(saved(plain_house(12))))
