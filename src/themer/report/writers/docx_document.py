"""A tree of blocks as a Word document, in the house's template, always the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from itertools import count
from typing import Any, Final

from themer.report.blocks import BarChart, Document
from themer.report.house import house_file
from themer.report.house.dressing import dressed
from themer.report.house.furniture import tells_page
from themer.report.writers.dates import details_line
from themer.report.writers.docx_blocks import BodyWriter
from themer.report.writers.docx_charts import EMU_PER_TWIP, chart_xml
from themer.report.writers.docx_comments import COMMENTS_TYPE, Comments
from themer.report.writers.docx_inline import InlineWriter
from themer.report.writers.docx_styles import styles_of
from themer.report.writers.docx_workbook import workbook
from themer.report.writers.office_properties import OWN_TYPE, own_properties, set_core_properties
from themer.report.writers.outline import outline
from themer.report.writers.packaging import zip_again

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_R: Final = f"{_OFFICE}/relationships"
_NAMESPACES: Final = (
    f'xmlns:w="{W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"'
)
_CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_docx(
    document: Document, *, house: bytes | None = None, review: Mapping[str, str] | None = None
) -> bytes:
    """Write a Word document.

    Args:
        document: The tree; every link in it must lead somewhere.
        house: A Word document whose styles, page, header and footer are taken; ours unless given.
        review: Ledger id → what stands behind it in words, for a comment at its first place.

    Returns:
        The package; the same tree gives the same bytes.

    Raises:
        RefusedError: A link leads nowhere, or two places have the same name.
        InputError: The house's document is none that can be read.
    """
    from docx import Document as open_template

    plan = outline(document)
    template = open_template(BytesIO(house_file("house.docx") if house is None else dressed(house)))
    styles = styles_of(template)
    comments = Comments(review or {}, styles)
    inlines = InlineWriter(
        styles,
        plan,
        lambda name: template.part.relate_to(f"{name}.docx", f"{_R}/hyperlink", is_external=True),
        comments,
    )
    body = BodyWriter(
        inlines,
        _text_widths(template),
        _ChartParts(template, document.language).add,
        _Numberings(template).add,
        lambda landscape: _section(template, landscape=landscape),
    )
    content = _title_block(document, body) + body.blocks(document.children)
    content += body.section(body.landscape)
    _add_comments(template, comments)
    _set_language(template, document.language)
    _set_footer(template, document.title, inlines)
    _set_properties(template, document)
    stream = BytesIO()
    template.save(stream)
    # Parsing the text into python-docx's tree and writing it out again would take longer than all
    # the rest of saving.
    return zip_again(stream.getvalue(), {"word/document.xml": _text_part(content)})


def _title_block(document: Document, body: BodyWriter) -> str:
    run = body.inlines.run
    parts = [body.paragraph("title", run(document.title))]
    details = " · ".join(part for part in (document.subtitle, details_line(document)) if part)
    parts.append(body.paragraph("details", run(details)))
    parts += [body.paragraph("notice", run(notice)) for notice in document.notices]
    return "".join(parts)


class _ChartParts:
    """Adds the parts of charts to a package, in the order of the text."""

    def __init__(self, template: Any, language: str) -> None:
        self._document = template.part
        self._language = language
        self._numbers = count(1)

    def add(self, chart: BarChart) -> str:
        """Add a chart with its workbook, and give the document's relationship to it."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        number = next(self._numbers)
        package = self._document.package
        book = Part(
            PackURI(f"/word/embeddings/workbook{number}.xlsx"),
            _SHEET_TYPE,
            workbook(chart),
            package,
        )
        part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
        book_id = part.relate_to(book, f"{_R}/package")
        part._blob = chart_xml(chart, book_id, self._language)
        relationship: str = self._document.relate_to(part, f"{_R}/chart")
        return relationship


class _Numberings:
    """Adds numberings, so that each numbered list of the text begins at 1."""

    def __init__(self, template: Any) -> None:
        self._root = template.part.numbering_part.element
        self._next = count(1 + max((int(num.numId) for num in self._root.num_lst), default=0))
        self._abstract = {
            role: _numbering_of(template, name)
            for role, name in (("bullet", "List Bullet"), ("number", "List Number"))
        }

    def add(self, level: int) -> str:
        """Add a numbering that starts anew on a level; -1 asks for the bullets, which never do."""
        from docx.oxml import parse_xml

        if level < 0:
            return self._abstract["bullet"]
        number = next(self._next)
        abstract = self._root.num_having_numId(int(self._abstract["number"])).abstractNumId.val
        self._root.append(
            parse_xml(
                f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
                "</w:num>"
            )
        )
        return str(number)


def _numbering_of(template: Any, style: str) -> str:
    return str(template.styles[style].element.pPr.numPr.numId.val)


def _text_widths(template: Any) -> dict[bool, int]:
    section = template.sections[0]
    margins = section.left_margin + section.right_margin
    width, height = section.page_width, section.page_height
    return {
        False: (width - margins) // EMU_PER_TWIP,
        True: (max(width, height) - margins) // EMU_PER_TWIP,
    }


def _section(template: Any, *, landscape: bool) -> str:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.xmlchemy import serialize_for_reading

    properties = deepcopy(template.element.body.sectPr)
    page = properties.get_or_add_pgSz()
    if landscape and page.w < page.h:
        page.w, page.h, page.orient = page.h, page.w, WD_ORIENT.LANDSCAPE
    return str(serialize_for_reading(properties))


def _text_part(content: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:document {_NAMESPACES}><w:body>{content}</w:body></w:document>"
    ).encode()


def _add_comments(template: Any, comments: Comments) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    if comments.placed:
        place = PackURI("/word/comments.xml")
        part = Part(place, COMMENTS_TYPE, comments.part(), template.part.package)
        template.part.relate_to(part, f"{_R}/comments")


def _set_language(template: Any, language: str) -> None:
    from docx.oxml.ns import qn

    for root in (template.styles.element, *_running_parts(template)):
        for element in root.iter(qn("w:lang")):
            element.set(qn("w:val"), language)


def _set_footer(template: Any, title: str, inlines: InlineWriter) -> None:
    """Print the title and page x of y at the foot, unless the template prints the page itself."""
    from docx.oxml import parse_xml

    if any(tells_page(root) for root in _running_parts(template)):
        return
    name = " ".join(title.split())
    runs = inlines.run(f"{name} · Page " if name else "Page ")
    runs += _page_field("PAGE") + inlines.run(" of ") + _page_field("NUMPAGES")
    footer = template.sections[0].footer
    style = inlines.styles.paragraph("footer")
    line = parse_xml(f'<w:p xmlns:w="{W}"><w:pPr>{style}</w:pPr>{runs}</w:p>')
    footer._element.append(line)
    first = footer.paragraphs[0]._p
    if len(first.getparent()) == 2 and not first.r_lst:
        first.getparent().remove(first)


def _running_parts(template: Any) -> list[Any]:
    """List the header and the footer that the template has; to ask for others would make them."""
    section = template.sections[0]
    parts = (section.header, section.footer, section.even_page_footer)
    return [part._element for part in parts if not part.is_linked_to_previous]


def _page_field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _set_properties(template: Any, document: Document) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    set_core_properties(template.core_properties, document)
    part = Part(
        PackURI("/docProps/custom.xml"), OWN_TYPE, own_properties(document), template.part.package
    )
    template.part.package.relate_to(part, f"{_R}/custom-properties")
