"""A tree of blocks as slides, in the house's template, always the same bytes."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import Any, Final

from themer.errors import InputError
from themer.report.blocks import BarChart, Document
from themer.report.dates import long_date
from themer.report.house import house_file
from themer.report.writers.docx_charts import ChartForm, chart_xml
from themer.report.writers.docx_workbook import workbook
from themer.report.writers.office_properties import OWN_TYPE, own_properties, set_core_properties
from themer.report.writers.outline import Outline, outline
from themer.report.writers.packaging import zip_again
from themer.report.writers.pptx_plan import Slide, plan
from themer.report.writers.pptx_shapes import ShapeWriter, notes_page
from themer.report.writers.pptx_text import TextWriter

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_R: Final = f"{_OFFICE}/relationships"
_CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LAYOUTS: Final = {"opening": 0, "content": 1, "section": 2}
_LONGEST_NOTICE: Final = 100
"""The letters of a notice that stand on one line at the foot of a slide."""


def write_pptx(document: Document) -> bytes:
    """Write slides.

    Args:
        document: The tree; every link in it must lead somewhere.

    Returns:
        The package; the same tree gives the same bytes.

    Raises:
        InputError: What writes slides is not installed.
        RefusedError: A link leads nowhere, or two places have the same name.
    """
    try:
        from pptx import Presentation
    except ImportError as error:
        raise InputError(
            "writing slides needs a package that is not here.",
            hint='Install it with: pip install "themer[slides]".',
        ) from error
    slides = plan(document)
    template = Presentation(BytesIO(house_file("house.pptx")))
    _Deck(template, document, outline(document)).add(slides)
    _set_properties(template, document)
    stream = BytesIO()
    template.save(stream)
    return zip_again(stream.getvalue())


class _Deck:
    """Adds slides to a package, in order, and the parts that they need."""

    def __init__(self, template: Any, document: Document, places: Outline) -> None:
        self._template = template
        self._document = document
        self._places = places
        self._numbers = count(1)
        self._parts: list[Any] = []
        self._slide_of: dict[str, Any] = {}

    def add(self, slides: tuple[Slide, ...]) -> None:
        """Add all slides; their links may lead to any of them, so all are there before words."""
        layouts = self._template.slide_layouts
        for slide in slides:
            added = self._template.slides.add_slide(layouts[_LAYOUTS[slide.kind]])
            self._parts.append(added.part)
            for anchor in slide.anchors:
                self._slide_of.setdefault(anchor, added.part)
            if slide.notes:
                self._notes(added, slide)
        for slide, part in zip(slides, self._parts, strict=True):
            self._fill(slide, part)

    def _fill(self, slide: Slide, part: Any) -> None:
        from pptx.oxml import parse_xml

        text = TextWriter(
            self._document.language,
            self._places,
            lambda target: part.relate_to(target, f"{_R}/hyperlink", is_external=True),
            lambda anchor: self._to_slide(part, anchor),
        )
        writer = ShapeWriter(
            text, lambda chart, form: self._chart(part, chart, form), _foot(self._document)
        )
        part._element = parse_xml(writer.slide(slide))

    def _to_slide(self, part: Any, anchor: str) -> str | None:
        target = self._slide_of.get(anchor)
        if target is None:
            return None
        relationship: str = part.relate_to(target, f"{_R}/slide")
        return relationship

    def _notes(self, added: Any, slide: Slide) -> None:
        from pptx.oxml import parse_xml

        text = TextWriter(self._document.language, self._places)
        added.notes_slide.part._element = parse_xml(notes_page(slide.notes, text))

    def _chart(self, slide: Any, chart: BarChart, form: ChartForm) -> str:
        from pptx.opc.package import Part
        from pptx.opc.packuri import PackURI

        number = next(self._numbers)
        package = slide.package
        book = Part(
            PackURI(f"/ppt/embeddings/workbook{number}.xlsx"),
            _SHEET_TYPE,
            package,
            workbook(chart),
        )
        part = Part(PackURI(f"/ppt/charts/chart{number}.xml"), _CHART_TYPE, package, b"")
        book_id = part.relate_to(book, f"{_R}/package")
        part.blob = chart_xml(chart, book_id, self._document.language, form)
        relationship: str = slide.relate_to(part, f"{_R}/chart")
        return relationship


def _foot(document: Document) -> tuple[str, str]:
    """Give what stands at the foot of each slide: the date, and the first notice or the title."""
    reached = f"As at {long_date(document.as_at)}" if document.as_at else ""
    words = " ".join((document.notices[0] if document.notices else document.title).split())
    short = words if len(words) <= _LONGEST_NOTICE else f"{words[: _LONGEST_NOTICE - 1].rstrip()}…"
    return reached, short


def _set_properties(template: Any, document: Document) -> None:
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    set_core_properties(template.core_properties, document)
    package = template.part.package
    part = Part(PackURI("/docProps/custom.xml"), OWN_TYPE, package, own_properties(document))
    package.relate_to(part, f"{_R}/custom-properties")
