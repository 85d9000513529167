"""The shapes of a slide, in the order of reading: title, content, foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from themer.report.blocks import BarChart, Inlines, Row
from themer.report.writers.docx_charts import ChartForm
from themer.report.writers.docx_xml import attribute
from themer.report.writers.outline import plain
from themer.report.writers.pptx_pieces import (
    CELL,
    LABELS,
    SMALLEST,
    ChartPart,
    TablePart,
    Words,
)
from themer.report.writers.pptx_plan import LEFT, WIDTH, Place, Slide
from themer.report.writers.pptx_text import Look, TextWriter

EMU: Final = 12700
"""In a point."""
AUTHOR: Final = "author-"
"""What the name of a shape with author text begins with."""
NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_TABLE: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"
_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_EMPTY: Final = "<a:bodyPr/><a:lstStyle/>"
_ALIGN: Final = {"left": "l", "right": "r", "centre": "ctr"}
_BAR_WIDTH: Final = 5.0
_FOOT: Final = 12
"""The size of what stands at the foot of a slide."""

AddChart = Callable[[BarChart, ChartForm], str]


class ShapeWriter:
    """Writes the shapes of one slide.

    Args:
        text: Writes its words.
        add_chart: Makes the parts of a chart and gives its relationship.
        foot: What stands at the foot: the date, and the notice.
    """

    def __init__(self, text: TextWriter, add_chart: AddChart, foot: tuple[str, str]) -> None:
        self._text = text
        self._add_chart = add_chart
        self._foot = foot
        self._number = 1

    def slide(self, slide: Slide) -> str:
        """Write a whole slide."""
        shapes = self._title(slide)
        if slide.kind == "opening":
            shapes += self._opening(slide)
        for at, place in enumerate(slide.places):
            shapes += self._place(place, slide, first=at == 0)
        if slide.kind != "opening":
            shapes += self._footing()
        return (
            f"<p:sld {NAMESPACES}><p:cSld>{tree(shapes)}</p:cSld>"
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
        )

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _title(self, slide: Slide) -> str:
        kind = "ctrTitle" if slide.kind == "opening" else "title"
        runs = self._text.runs(slide.title, Look(slide.title_points))
        return self._placeholder("Title", f'type="{kind}"', f"<a:p>{runs}</a:p>")

    def _opening(self, slide: Slide) -> str:
        found = ""
        for name, kind, lines in (
            ("Subtitle", 'type="subTitle" idx="1"', slide.subtitle),
            ("Notice", 'type="body" sz="quarter" idx="13"', slide.notices),
        ):
            paragraphs = "".join(
                f"<a:p>{self._text.runs(one.words, Look(one.points))}</a:p>" for one in lines
            )
            found += self._placeholder(name, kind, paragraphs) if lines else ""
        return found

    def _footing(self) -> str:
        date, notice = self._foot
        found = ""
        for name, kind, words in (
            ("Date", 'type="dt" sz="half" idx="10"', date),
            ("Footer", 'type="ftr" sz="quarter" idx="11"', notice),
        ):
            if words:
                # LibreOffice takes the form of a foot from nowhere but the words themselves.
                runs = self._text.run(words, Look(_FOOT, font="+mn-lt"))
                paragraph = f'<a:p><a:pPr algn="l"/>{runs}</a:p>'
                found += self._placeholder(name, kind, paragraph)
        number = (
            '<a:p><a:fld id="{8F5B0A6C-31C4-4E0B-9A35-6C0D8E7B2F11}" type="slidenum">'
            f"<a:rPr lang={attribute(self._text.language)}/><a:t>‹#›</a:t></a:fld></a:p>"
        )
        kind = 'type="sldNum" sz="quarter" idx="12"'
        return found + self._placeholder("Slide number", kind, number)

    def _placeholder(self, name: str, kind: str, paragraphs: str, place: str = "") -> str:
        number = self._next()
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(name)}/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr>'
            f"</p:nvSpPr><p:spPr>{place}</p:spPr>"
            f"<p:txBody>{_EMPTY}{paragraphs}</p:txBody></p:sp>"
        )

    def _place(self, place: Place, slide: Slide, *, first: bool) -> str:
        match place.content:
            case TablePart():
                return self._table(place.content, place, slide.size)
            case ChartPart():
                return self._chart(place.content, place)
            case _:
                return self._words(place.content, place, slide.size, first=first)

    def _words(self, words: tuple[Words, ...], place: Place, size: int, *, first: bool) -> str:
        frame = words[0].frame
        paragraphs = "".join(self._text.paragraph(one, size) for one in words)
        sides, ends = frame.padding
        name = f"{AUTHOR}{frame.author}" if frame.author else "Content"
        if frame.kind == "plain" and first:
            where = _transform(LEFT, place.top, WIDTH, place.height)
            return self._placeholder(name, 'type="body" idx="1"', paragraphs, where)
        look = {
            "plain": "<a:noFill/>",
            "box": '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>',
            "quote": "<a:noFill/>",
        }[frame.kind]
        names = {"plain": name, "box": "Box", "quote": "Quote"}
        shape = (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._next()}" '
            f"name={attribute(name if frame.author else names[frame.kind])}/>"
            '<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f"<p:spPr>{_transform(LEFT, place.top, WIDTH, place.height)}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{look}</p:spPr><p:txBody>'
            f'<a:bodyPr wrap="square" lIns="{_emu(sides)}" tIns="{_emu(ends)}" '
            f'rIns="{_emu(sides)}" bIns="{_emu(ends)}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
            f"{paragraphs}</p:txBody></p:sp>"
        )
        return shape if frame.kind == "plain" else self._bar(place) + shape

    def _bar(self, place: Place) -> str:
        """Draw the bar at the side of a box or a quote, which nobody has to be told of."""
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._next()}" name="Bar"><a:extLst>'
            '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
            'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
            "</a:ext></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{_transform(LEFT, place.top, _BAR_WIDTH, place.height)}"
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="tx2"/>'
            "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
        )

    def _table(self, part: TablePart, place: Place, size: int) -> str:
        heights = part.row_heights(size)
        grid = "".join(f'<a:gridCol w="{_emu(width)}"/>' for width in part.widths)
        head = Row(tuple(column.heading for column in part.table.columns))
        rows = "".join(
            f'<a:tr h="{_emu(height)}">{self._cells(part, row, size, heading=at == 0)}</a:tr>'
            for at, (row, height) in enumerate(zip((head, *part.table.rows), heights, strict=True))
        )
        many = len(part.table.rows)
        named = plain(part.table.caption) or "A table"
        columns = ", ".join(plain(column.heading) for column in part.table.columns)
        alt = f"{named}. A table with {many} {'row' if many == 1 else 'rows'}; columns: {columns}."
        return self._frame(
            "Table",
            alt,
            place,
            f'<a:graphicData uri="{_TABLE}"><a:tbl><a:tblPr firstRow="1"/>'
            f"<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData>",
            locks='<a:graphicFrameLocks noGrp="1"/>',
        )

    def _cells(self, part: TablePart, row: Row, size: int, *, heading: bool) -> str:
        points = part.points(size)
        colour = "tx2" if heading else ""
        shade = "bg2" if heading else ""
        found = ""
        for at, column in enumerate(part.table.columns):
            content: Inlines = row.cells[at] if at < len(row.cells) else ()
            runs = self._text.runs(content, Look(points, heading, colour=colour))
            found += (
                f'<a:tc><a:txBody>{_EMPTY}<a:p><a:pPr algn="{_ALIGN[column.align]}"/>'
                f"{runs}{self._text.end(points)}</a:p></a:txBody>{_cell_form(shade)}</a:tc>"
            )
        return found

    def _chart(self, part: ChartPart, place: Place) -> str:
        top = part.legend / place.height
        room = 0.63 if part.chart.stacked else 0.56
        form = ChartForm(SMALLEST, part.longest, (LABELS, top, room, 1 - top))
        relationship = self._add_chart(part.chart, form)
        return self._frame(
            "Chart",
            part.chart.alt,
            place,
            f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" '
            f'r:id="{relationship}"/></a:graphicData>',
        )

    def _frame(self, name: str, alt: str, place: Place, data: str, locks: str = "") -> str:
        number = self._next()
        return (
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="{name} {number}" '
            f"descr={attribute(alt)}/><p:cNvGraphicFramePr>{locks}</p:cNvGraphicFramePr><p:nvPr/>"
            f"</p:nvGraphicFramePr>{_transform(LEFT, place.top, WIDTH, place.height, 'p')}"
            f"<a:graphic>{data}</a:graphic></p:graphicFrame>"
        )


def tree(shapes: str) -> str:
    """Wrap shapes in the tree of a slide."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
        f'<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>{shapes}</p:spTree>'
    )


def notes_page(words: Sequence[Words], text: TextWriter) -> str:
    """Write the page of notes of a slide."""
    paragraphs = "".join(
        f'<a:p><a:pPr lvl="{min(one.level, 2)}"/>{text.runs(one.content, Look(bold=one.bold))}'
        f"{text.end()}</a:p>"
        for one in words
    )
    shapes = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr>'
        '<p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="3"/></p:nvPr>'
        f"</p:nvSpPr><p:spPr/><p:txBody>{_EMPTY}{paragraphs}</p:txBody></p:sp>"
    )
    return (
        f"<p:notes {NAMESPACES}><p:cSld>{tree(shapes)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


def _emu(points: float) -> int:
    return round(points * EMU)


def _transform(left: float, top: float, width: float, height: float, tag: str = "a") -> str:
    return (
        f'<{tag}:xfrm><a:off x="{_emu(left)}" y="{_emu(top)}"/>'
        f'<a:ext cx="{_emu(width)}" cy="{_emu(height)}"/></{tag}:xfrm>'
    )


def _cell_form(shade: str) -> str:
    line = '<a:solidFill><a:schemeClr val="accent3"/></a:solidFill>'
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    fill = f'<a:solidFill><a:schemeClr val="{shade}"/></a:solidFill>' if shade else "<a:noFill/>"
    return (
        f'<a:tcPr marL="{_emu(CELL[0])}" marR="{_emu(CELL[0])}" marT="{_emu(CELL[1])}" '
        f'marB="{_emu(CELL[1])}" anchor="ctr">{none}<a:lnB w="9525">{line}</a:lnB>{fill}</a:tcPr>'
    )
