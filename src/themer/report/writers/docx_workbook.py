"""The small workbook inside a Word chart, so that the chart can be edited there."""

from __future__ import annotations

from themer.report.blocks import BarChart
from themer.report.writers.docx_xml import escaped
from themer.report.writers.packaging import zip_parts

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>'
)
_BOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _relationship(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def column_letter(position: int) -> str:
    """Name a column of a sheet; 0 is A, 26 is AA."""
    before, place = divmod(position, 26)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + place)


def number(value: float) -> str:
    """Write a value with every digit that it has; ``:g`` would round what is over a million."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _words(place: str, text: str) -> str:
    # An inline string is text whatever it begins with, so no label becomes a formula.
    return f'<c r="{place}" t="inlineStr"><is><t>{escaped(text)}</t></is></c>'


def workbook(chart: BarChart) -> bytes:
    """Write the chart's values: categories down, series across."""
    heads = "".join(
        _words(f"{column_letter(at)}1", series.name) for at, series in enumerate(chart.series, 1)
    )
    rows = [f'<row r="1">{_words("A1", chart.unit or "Value")}{heads}</row>']
    for line, category in enumerate(chart.categories, 2):
        values = "".join(
            f'<c r="{column_letter(at)}{line}"><v>{number(series.values[line - 2])}</v></c>'
            for at, series in enumerate(chart.series, 1)
        )
        rows.append(f'<row r="{line}">{_words(f"A{line}", category)}{values}</row>')
    sheet = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    parts = (
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", _relationship("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", _relationship("worksheet", "worksheets/sheet1.xml")),
        ("xl/workbook.xml", _BOOK),
        ("xl/worksheets/sheet1.xml", sheet),
    )
    return zip_parts((name, content.encode()) for name, content in parts)
