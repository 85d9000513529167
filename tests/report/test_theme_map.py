"""The map of themes in the report: what is on it, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import rooms_study as rooms
from test_assembling import report_of, walk

from themer.findings.everything import find
from themer.findings.material import Material
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


def with_minimum(material: Material, minimum: int) -> Material:
    cell = replace(material.study.minimum_cell, internal=minimum)
    return replace(material, study=replace(material.study, minimum_cell=cell))


def left_out(material: Material) -> bool:
    document = report_of(material).documents["evidence"]
    said = any("There is no map of themes for branches" in str(one) for one in [document])
    assert said != bool(grids(document))
    return said


def test_there_is_no_map_where_the_rest_of_a_theme_is_withheld_and_that_is_said() -> None:
    material = rooms.material(8)
    (count,) = find(material).themes[0].counts
    assert (count.voiced.k, count.voiced.n) == (6, 8)
    assert not left_out(with_minimum(material, 2))
    assert left_out(with_minimum(material, 3))  # 2 who do not voice it
    assert not left_out(with_minimum(rooms.material(9), 3))


def test_there_is_no_map_where_those_of_a_theme_without_a_code_are_few() -> None:
    whole = rooms.material(9)
    but_one = replace(whole, decisions=tuple(d for d in whole.decisions if d.id != "a1"))
    (count,) = find(but_one).themes[0].counts
    assert (count.voiced.k, count.voiced.n) == (6, 9)
    assert not left_out(with_minimum(whole, 3))
    assert left_out(with_minimum(but_one, 3))  # the code in 5 of these 6
    assert not left_out(with_minimum(but_one, 1))


def test_there_is_no_map_where_a_number_is_too_small_to_print_or_no_theme() -> None:
    material = rooms.material(9)
    few: Study = replace(
        material.study, minimum_cell=replace(material.study.minimum_cell, internal=50)
    )
    assert grids(report_of(replace(material, study=few)).documents["evidence"]) == []
    assert grids(report_of(rooms.material(9, themed=False)).documents["evidence"]) == []
