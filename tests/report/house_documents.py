"""Word documents that somebody might name as the house's: branded, bare, full of traps."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from themer.report.writers.packaging import zip_parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SECRET = "Morwenna Secret"
PATH = "C:\\Morwenna Secret\\draft.docx"


def saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def parts_of(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(package: bytes, **edits: Any) -> bytes:
    """Change parts by name: ``word__styles`` is word/styles.xml; None drops it."""
    parts = parts_of(package)
    for key, edit in edits.items():
        name = key.replace("__", "/") + ".xml"
        if edit is None:
            del parts[name]
        else:
            parts[name] = edit(parts[name])
    return zip_parts(parts.items())


def branded(size: float = 12, alignment: Any = None) -> Any:
    """A library service's letterhead: Georgia, plum headings, a header, a footer, another page."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(size)
    normal.paragraph_format.alignment = alignment
    normal.paragraph_format.space_after = Pt(6)
    for level in (1, 2, 3, 4):
        style = document.styles[f"Heading {level}"]
        style.font.color.rgb, style.font.size = RGBColor(0x7A, 0x1F, 0x5C), Pt(22 - 2 * level)
    document.styles["Title"].font.color.rgb = RGBColor(0x7A, 0x1F, 0x5C)
    document.styles["Caption"].font.color.rgb = RGBColor(0x33, 0x33, 0x33)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.59), Cm(27.94)
    section.left_margin = Cm(3.5)
    section.header.paragraphs[0].text = "County Libraries"
    section.footer.paragraphs[0].text = "Read more."
    return document


def full_of_traps() -> bytes:
    """A house template that carries a person's words wherever Word lets it."""
    document = branded()
    words = document.add_paragraph(f"Old text by {SECRET}")
    document.add_comment(words.runs, text=SECRET, author=SECRET)
    core = document.core_properties
    core.author = core.last_modified_by = core.title = core.comments = core.keywords = SECRET
    footer = document.sections[0].footer.paragraphs[0]._p
    inside = (
        f'<w:fldSimple w:instr=" FILENAME \\p "><w:r><w:t>{PATH}</w:t></w:r></w:fldSimple>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> AUTHOR </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:t>Morwenna Secret</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:ins w:id="1" w:author="{SECRET}"><w:r><w:t>inserted</w:t></w:r></w:ins>',
        f'<w:del w:id="2" w:author="{SECRET}"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>',
        f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/ns1:creator[1]" w:storeItemID="x"/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{SECRET}</w:t></w:r></w:sdtContent></w:sdt>",
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/ns1:Company[1]" w:storeItemID="x"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>Company Name</w:t></w:r></w:sdtContent></w:sdt>",
        f'<w:hyperlink r:id="rIdOut" xmlns:r="{REL}"><w:r><w:t>our pages</w:t></w:r></w:hyperlink>',
    )
    over_two_paragraphs = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> USERNAME </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{SECRET}</w:t></w:r></w:p>',
        f"<w:p><w:r><w:t>{SECRET}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>after it</w:t></w:r></w:p>',
    )
    for xml in over_two_paragraphs:
        footer.getparent().append(parse_xml(xml.replace("<w:p>", f'<w:p xmlns:w="{W}">', 1)))
    for xml in inside:
        footer.extend(parse_xml(f'<w:p xmlns:w="{W}">{xml}</w:p>'))
    footer.set(qn("w:rsidR"), "00112233")
    footer_part = document.sections[0].footer.part
    footer_part.rels.add_relationship(f"{REL}/hyperlink", "https://secret.example", "rIdOut", True)
    document.settings.element.append(
        parse_xml(f'<w:attachedTemplate xmlns:w="{W}" xmlns:r="{REL}" r:id="rIdTemplate"/>')
    )
    package = saved(document)
    parts = parts_of(package)
    parts["word/_rels/settings.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rIdTemplate" '
        f'Type="{REL}/attachedTemplate" Target="file:///Morwenna%20Secret/brand.dotx" '
        'TargetMode="External"/></Relationships>'
    ).encode()
    parts["word/vbaProject.bin"] = b"macro by Morwenna Secret"
    return zip_parts(parts.items())


def without_styles() -> bytes:
    """The least that is a Word document: one paragraph and no other part."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.document.main+xml"/></Types>'
    )
    top = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    body = f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": top, "word/document.xml": body}
    return zip_parts((name, content.encode()) for name, content in parts.items())


JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY
