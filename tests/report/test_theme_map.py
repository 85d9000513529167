"""The map of themes in the report: what is on it, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import rooms_study as rooms
from test_summary import report_of, walk

from themer.findings.everything import find
from themer.model.study import Study
from themer.report.blocks import BarChart, Document, Table
from themer.report.writers.docx_blocks import _grid_table


def grids(document: Document) -> list[BarChart]:
    return [one for one in walk(document.children) if isinstance(one, BarChart) and one.grid]


def test_the_map_counts_the_units_that_the_theme_counts() -> None:
    material = rooms.material(9)
    (theme,) = find(material).themes
    (count,) = theme.counts
    (grid,) = grids(report_of(material).documents["evidence"])
    assert grid.categories == (theme.name,)
    assert grid.series[0].name == "In all"
    assert grid.series[0].values == (float(count.voiced.k),)
    assert all(series.values[0] <= count.voiced.k for series in grid.series)
    assert theme.name in grid.alt


def test_in_word_the_map_is_a_table_with_a_row_a_theme() -> None:
    (grid,) = grids(report_of(rooms.material(9)).documents["evidence"])
    table = _grid_table(grid)
    assert isinstance(table, Table)
    assert len(table.rows) == len(grid.categories)
    assert table.caption == grid.caption


def test_there_is_no_map_where_a_number_is_too_small_to_print_or_no_theme() -> None:
    material = rooms.material(9)
    few: Study = replace(
        material.study, minimum_cell=replace(material.study.minimum_cell, internal=50)
    )
    assert grids(report_of(replace(material, study=few)).documents["evidence"]) == []
    assert grids(report_of(rooms.material(9, themed=False)).documents["evidence"]) == []
