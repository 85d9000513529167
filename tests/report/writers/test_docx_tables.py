"""Columns are as wide as their longest word asks, and together as wide as the page."""

from __future__ import annotations

from io import BytesIO
from types import ModuleType

import docx

from themer.report.blocks import Column, Row, Table, Text
from themer.report.writers.docx_document import write_docx
from themer.report.writers.docx_tables import column_widths, width_of


def table(*rows: tuple[str, ...]) -> Table:
    head, *rest = rows
    return Table(
        (Text("t"),),
        tuple(Column((Text(cell),)) for cell in head),
        tuple(Row(tuple((Text(cell),) for cell in row)) for row in rest),
    )


def test_no_column_is_narrower_than_its_longest_word() -> None:
    long = "a sentence that goes on and on " * 40
    widths, fits = column_widths(table(("Unit", "Said"), ("Wolverhampton", long)), 6000, 10)
    assert fits
    assert sum(widths) == 6000
    assert widths[0] > width_of("Wolverhampton", 10)


def test_short_cells_stay_on_one_line_beside_a_long_one() -> None:
    long = "words " * 200
    widths, _ = column_widths(table(("Unit", "Said"), ("Branch number 12", long)), 9000, 10)
    assert widths[0] > width_of("Branch number 12", 10)


def test_words_too_long_for_the_page_still_share_it() -> None:
    widths, fits = column_widths(table(("a" * 200, "b"), ("c", "d")), 3000, 10)
    assert not fits
    assert sum(widths) == 3000
    assert min(widths) > 0


def test_columns_of_counts_leave_room_for_their_rows_names() -> None:
    heads = ("Component", "In place", "Developing", "Absent", "Discussed, not judged", "Base")
    widths, _ = column_widths(table(heads, ("Stable network of educators", *"12345")), 9200, 10.5)
    assert widths[0] > width_of("Stable network of educators", 10.5)


def kept_rows(parts: ModuleType, rows: int, words: str) -> list[bool]:
    made = table(("Branch", "Said"), *((f"Branch {n}", words) for n in range(rows)))
    opened = docx.Document(BytesIO(write_docx(parts.about(made))))
    return [
        all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells)
        for row in opened.tables[0].rows
    ]


def test_a_small_table_stays_on_one_page_and_a_long_one_flows(parts: ModuleType) -> None:
    assert kept_rows(parts, 12, "yes") == [True] * 12 + [False]
    assert not any(kept_rows(parts, 13, "yes"))
    assert not any(kept_rows(parts, 4, "much was said of it " * 30))
