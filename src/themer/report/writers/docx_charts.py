"""Native bar charts for Word and slides: the chart part, and the drawing that stands in a text."""

from __future__ import annotations

from dataclasses import dataclass

from themer.report.blocks import BarChart, Series
from themer.report.palette import INK, LINE, fill_of, words_on
from themer.report.writers.docx_workbook import column_letter, number
from themer.report.writers.docx_xml import attribute, escaped

EMU_PER_TWIP = 635
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_NOT_SHOWN = (
    '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
    '<c:showBubbleSize val="0"/>'
)


@dataclass(frozen=True, slots=True)
class ChartForm:
    """How a chart is set; as in a text unless told."""

    points: float = 10
    """The size of its words."""
    longest: float | None = None
    """What the axis reaches to; as far as the longest bar unless told."""
    plot: tuple[float, float, float, float] | None = None
    """Where the bars are: left, top, width and height as parts of the chart's own."""

    @property
    def size(self) -> int:
        """Give the size of the words as the format counts it, in hundredths of a point."""
        return round(self.points * 100)


IN_A_TEXT = ChartForm()


def _text_form(colour: str, form: ChartForm) -> str:
    return (
        f'<a:defRPr sz="{form.size}" b="0"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        '<a:latin typeface="Arial"/></a:defRPr>'
    )


def _text_properties(colour: str, form: ChartForm) -> str:
    return (
        f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_text_form(colour, form)}</a:pPr>"
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _strings(reference: str, values: tuple[str, ...]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escaped(value)}</c:v></c:pt>' for at, value in enumerate(values)
    )
    return (
        f"<c:strRef><c:f>{reference}</c:f><c:strCache>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:strCache></c:strRef>'
    )


def _numbers(reference: str, values: tuple[float, ...]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{number(value)}</c:v></c:pt>' for at, value in enumerate(values)
    )
    return (
        f"<c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _labels(chart: BarChart, series: Series, position: int, form: ChartForm) -> str:
    colour = words_on(position) if chart.stacked else INK
    place = '<c:dLblPos val="ctr"/>' if chart.stacked else '<c:dLblPos val="outEnd"/>'
    own = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>'
        f"{_text_form(colour, form)}"
        f'</a:pPr><a:r><a:rPr lang="en-GB" sz="{form.size}"/><a:t>{escaped(label)}</a:t></a:r>'
        f'</a:p></c:rich></c:tx>{place}<c:showLegendKey val="0"/><c:showVal val="1"/>{_NOT_SHOWN}'
        "</c:dLbl>"
        for at, label in enumerate(series.labels)
    )
    # The third part of the format is empty: a part of nothing has no label.
    return (
        f'<c:dLbls>{own}<c:numFmt formatCode="General;-General;" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{_text_properties(colour, form)}{place}"
        f'<c:showLegendKey val="0"/><c:showVal val="1"/>{_NOT_SHOWN}</c:dLbls>'
    )


def _series(chart: BarChart, series: Series, position: int, form: ChartForm) -> str:
    letter = column_letter(position + 1)
    last = len(chart.categories) + 1
    edge = f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:ln>'
    return (
        f'<c:ser><c:idx val="{position}"/><c:order val="{position}"/>'
        f"<c:tx>{_strings(f'Sheet1!${letter}$1', (series.name,))}</c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{fill_of(position)}"/></a:solidFill>'
        f'{edge if chart.stacked else ""}</c:spPr><c:invertIfNegative val="0"/>'
        f"{_labels(chart, series, position, form)}"
        f"<c:cat>{_strings(f'Sheet1!$A$2:$A${last}', chart.categories)}</c:cat>"
        f"<c:val>{_numbers(f'Sheet1!${letter}$2:${letter}${last}', series.values)}</c:val></c:ser>"
    )


def _axes(chart: BarChart, form: ChartForm) -> str:
    # Bars begin at nothing; only what is less than nothing moves the axis.
    below = any(value < 0 for series in chart.series for value in series.values)
    least = "" if below else '<c:min val="0"/>'
    reach = "" if form.longest is None else f'<c:max val="{form.longest:g}"/>'
    line = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{LINE}"/></a:solidFill></a:ln>'
    return (
        '<c:catAx><c:axId val="101"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{line}</c:spPr>{_text_properties(INK, form)}"
        '<c:crossAx val="102"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="60"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="102"/><c:scaling><c:orientation val="minMax"/>'
        f'{reach}{least}</c:scaling><c:delete val="1"/><c:axPos val="t"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="101"/>'
        '<c:crosses val="autoZero"/></c:valAx>'
    )


def _place(form: ChartForm) -> str:
    if form.plot is None:
        return "<c:layout/>"
    parts = "".join(
        f'<c:{name} val="{value:.4f}"/>'
        for name, value in zip(("x", "y", "w", "h"), form.plot, strict=True)
    )
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{parts}</c:manualLayout></c:layout>'
    )


def chart_xml(
    chart: BarChart, workbook_id: str, language: str, form: ChartForm = IN_A_TEXT
) -> bytes:
    """Write the chart part.

    Args:
        chart: The chart.
        workbook_id: The relationship to the embedded workbook.
        language: The document's language tag.
        form: How it is set.
    """
    series = "".join(
        _series(chart, one, position, form) for position, one in enumerate(chart.series)
    )
    grouping = "stacked" if chart.stacked else "clustered"
    overlap = '<c:overlap val="100"/>' if chart.stacked else ""
    words = _text_properties(INK, form)
    legend = (
        f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{words}</c:legend>'
        if len(chart.series) > 1
        else ""
    )
    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}">'
        f'<c:date1904 val="0"/><c:lang val={attribute(language)}/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>'
        f"{_place(form)}"
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="45"/>{overlap}'
        f'<c:axId val="101"/><c:axId val="102"/></c:barChart>{_axes(chart, form)}'
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{words}<c:externalData r:id="{workbook_id}"><c:autoUpdate val="0"/>'
        "</c:externalData></c:chartSpace>"
    ).encode()


def chart_height(chart: BarChart) -> int:
    """Give the height that the bars need, in twips."""
    lines = sum(1 + (len(category) > 34) * 0.45 for category in chart.categories)
    thick = 1 if chart.stacked else max(1, len(chart.series) * 0.7)
    legend = 500 if len(chart.series) > 1 else 0
    return round(lines * thick * 430) + legend + 250


def drawing(chart: BarChart, relationship: str, number: int, width: int) -> str:
    """Write the drawing that shows a chart within the text.

    Args:
        chart: The chart.
        relationship: The document's relationship to the chart part.
        number: The drawing's number in the document.
        width: In twips.
    """
    size = f'cx="{width * EMU_PER_TWIP}" cy="{chart_height(chart) * EMU_PER_TWIP}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="Chart {number}" '
        f"descr={attribute(chart.alt)}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" '
        f'xmlns:r="{_R}" r:id="{relationship}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
