"""Tables for Word: widths by the longest word, header rows that repeat, rows that stay whole."""

from __future__ import annotations

from functools import lru_cache

from themer.report.blocks import Inlines, Row, Table
from themer.report.writers.docx_inline import InlineWriter
from themer.report.writers.docx_xml import attribute
from themer.report.writers.outline import plain

_NARROW = frozenset("fijlrt.,:;'|!()[]-/ I")
_WIDE = frozenset("mwMWOQGCDHNU@%")
_PADDING = 190
"""The room left and right of a cell's words, in twips, with a little to spare."""
_SHORT = 1 / 4
"""A cell that fits into this part of the table's width stays on one line where it can."""
_ROOM_FOR_SHORT = 0.6
"""The part of the table's width that such columns may take together."""
_LONG = 2.5
"""Lines of the table's width beyond which a cell asks for no more room."""
_WHOLE_ROWS, _WHOLE_LETTERS = 12, 1500
"""A table of no more rows and letters than this stays on one page."""
_JUSTIFY = {"left": "", "right": '<w:jc w:val="right"/>', "centre": '<w:jc w:val="center"/>'}


SIZES = ("", "small ")
"""What stands before the name of a cell's role, for each size of words, largest first."""


@lru_cache(maxsize=1 << 16)
def width_of(words: str, points: float, *, bold: bool = False) -> float:
    """Estimate the width of words in a common sans, in twips; about 5 % too wide."""
    ems = sum(0.31 if letter in _NARROW else 0.86 if letter in _WIDE else 0.58 for letter in words)
    return ems * points * 20 * (1.07 if bold else 1.0)


def column_widths(
    table: Table, available: int, points: float, heading_points: float | None = None
) -> tuple[list[int], bool]:
    """Share the width out: each column its longest word, the rest by what the cells hold.

    Args:
        table: The table.
        available: The width to fill, in twips.
        points: The size of the words.
        heading_points: The size of those in headings, where it is another.

    Returns:
        The widths in twips, which sum to ``available``, and whether every longest word fits.
    """
    least, wanted = [], []
    sizes = {False: points, True: heading_points or points}
    for position, column in enumerate(table.columns):
        cells = [(plain(column.heading), True)]
        cells += [
            (plain(row.cells[position]), False) for row in table.rows if position < len(row.cells)
        ]
        least.append(
            _PADDING
            + max(
                (
                    width_of(word, sizes[bold], bold=bold)
                    for text, bold in cells
                    for word in text.split()
                ),
                default=0,
            )
        )
        # A heading may take two lines; a column of counts is not made wide for its heading.
        longest = max(width_of(text, sizes[bold]) / (1.6 if bold else 1) for text, bold in cells)
        wanted.append(max(least[-1], _PADDING + min(longest, _LONG * available)))
    return _share(least, wanted, available), sum(least) <= available


def _share(least: list[float], wanted: list[float], available: int) -> list[int]:
    if sum(least) > available:
        widths = [available * part / sum(least) for part in least]
    else:
        widths = _filled(least, wanted, available)
    whole = [int(width) for width in widths]
    whole[0] += available - sum(whole)
    return whole


def _filled(least: list[float], wanted: list[float], available: int) -> list[float]:
    """Give every column its least, and share the rest.

    Where not every cell fits on one line, widths go by the square root of the longest cell, which
    makes the tallest cells least tall; no column gets more than it wants.
    """
    if sum(wanted) <= available:
        spare = (available - sum(wanted)) / len(wanted)
        return [want + spare for want in wanted]

    whole = [
        want if want <= available * _SHORT else need
        for need, want in zip(least, wanted, strict=True)
    ]
    floor = whole if sum(whole) <= available * _ROOM_FOR_SHORT else least

    def at(scale: float) -> list[float]:
        """Give the widths at one scale, between need and want."""
        return [
            max(need, min(want, scale * want**0.5))
            for need, want in zip(floor, wanted, strict=True)
        ]

    low, high = 0.0, max(wanted)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at(middle)) < available else (low, middle)
    return at(low)


def table_xml(table: Table, writer: InlineWriter, available: int) -> str:
    """Write the grid of a table, without its caption.

    Args:
        table: The table; a short row is filled with empty cells.
        writer: Writes what stands in the cells.
        available: The width to fill, in twips.
    """
    size = SIZES[table.small]
    widths, fits = _drawn_widths(table, available, size, writer)
    if not fits and not table.small:
        size = SIZES[1]
        widths, _ = _drawn_widths(table, available, size, writer)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = Row(tuple(column.heading for column in table.columns))
    whole = _fits_a_page(table)
    rows = _row(head, table, widths, size, writer, heading=True, keeps_next=whole)
    rows += "".join(
        _row(row, table, widths, size, writer, keeps_next=whole and row is not table.rows[-1])
        for row in table.rows
    )
    return (
        f"<w:tbl><w:tblPr>{writer.styles.table('table')}"
        f'<w:tblW w:w="{available}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(plain(table.caption))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _drawn_widths(
    table: Table, available: int, prefix: str, writer: InlineWriter
) -> tuple[list[int], bool]:
    """Share the width out by the sizes that the template draws the words at."""
    cell, heading = (writer.styles.drawn(f"{prefix}{role}") for role in ("cell", "cell heading"))
    return column_widths(table, available, cell, heading)


def _fits_a_page(table: Table) -> bool:
    if len(table.rows) > _WHOLE_ROWS:
        return False
    return sum(len(plain(cell)) for row in table.rows for cell in row.cells) <= _WHOLE_LETTERS


def _row(
    row: Row,
    table: Table,
    widths: list[int],
    size: str,
    writer: InlineWriter,
    *,
    heading: bool = False,
    keeps_next: bool = False,
) -> str:
    cells = []
    kept = "<w:keepNext/>" if keeps_next else ""
    role = f"{size}cell heading" if heading else f"{size}cell"
    for position, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        content: Inlines = row.cells[position] if position < len(row.cells) else ()
        runs = writer.runs(content)
        if position == 0:
            runs = writer.bookmark(row.anchor, runs)
        place = '<w:vAlign w:val="bottom"/>' if heading else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{place}</w:tcPr>'
            f"<w:p><w:pPr>{writer.styles.paragraph(role)}{kept}{_JUSTIFY[column.align]}</w:pPr>"
            f"{runs}</w:p></w:tc>"
        )
    repeat = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"
