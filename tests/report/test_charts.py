"""Charts as SVG."""

from __future__ import annotations

from xml.etree import ElementTree

from themer.report.blocks import BarChart, Series, Text
from themer.report.charts import bar_chart_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: BarChart) -> ElementTree.Element:
    return ElementTree.fromstring(bar_chart_svg(chart, "c"))


def chart(*series: Series, stacked: bool = False, squares: bool = False) -> BarChart:
    names = ("One", "Two")[: len(series[0].values)]
    return BarChart((Text("t"),), "What it shows.", names, series, stacked, "units", squares)


def widths(root: ElementTree.Element, kind: str) -> list[str | None]:
    return [one.get("width") for one in root.iter(f"{SVG}rect") if one.get("class") == kind]


def test_bars_are_as_long_as_their_values() -> None:
    root = drawn(chart(Series("k", (10, 5))))
    assert widths(root, "series-0") == ["100.00%", "50.00%"]


def test_the_value_beside_the_longest_of_several_bars_has_room() -> None:
    root = drawn(chart(Series("k", (10, 5), ("10 of 12", "5 of 9")), Series("l", (2, 1))))
    assert widths(root, "series-0")[1:] == ["74.00%", "37.00%"]


def test_a_long_name_of_a_series_stands_on_several_lines() -> None:
    name = "a name that would run out of a narrow screen, and be cut off there"
    root = drawn(chart(Series(name, (1,)), Series("short", (2,))))
    words = [str(one.text) for one in root.iter(f"{SVG}text")]
    assert " ".join(words[:3]) == name
    assert max(map(len, words)) <= 34
    places = [float(str(one.get("y"))) for one in root.iter(f"{SVG}rect")]
    assert places == sorted(places)


def test_a_label_stands_in_place_of_its_value() -> None:
    root = drawn(chart(Series("k", (10, 0), ("10 of 12", "fewer than 3"))))
    words = [one.text for one in root.iter(f"{SVG}text")]
    assert "10 of 12" in words
    assert "fewer than 3" in words
    assert "10" not in words


def test_parts_of_a_whole_lie_end_to_end() -> None:
    root = drawn(chart(Series("a", (3,)), Series("b", (1,)), stacked=True))
    places = [(one.get("x"), one.get("width")) for one in root.iter(f"{SVG}rect")][2:]
    assert places == [("0.00%", "75.00%"), ("75.00%", "25.00%")]


def test_there_is_one_square_for_each_unit() -> None:
    root = drawn(chart(Series("a", (13,)), Series("b", (6,)), stacked=True, squares=True))
    assert len(widths(root, "series-0")) == 13 + 1
    assert len(widths(root, "series-1")) == 6 + 1


def test_it_says_in_words_what_it_shows() -> None:
    root = drawn(chart(Series("k", (1, 2))))
    assert root.get("role") == "img"
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.text == "What it shows."


def test_nothing_to_show_is_no_error() -> None:
    side_by_side = drawn(chart(Series("k", (0, 0))))
    assert widths(side_by_side, "series-0") == []
    values = [e.text for e in side_by_side.iter(f"{SVG}text") if e.get("class") == "value"]
    assert values == ["0", "0"]
    stacked = drawn(chart(Series("k", (0, 0)), Series("l", (0, 0)), stacked=True))
    keys_alone = ["14"]
    assert widths(stacked, "series-0") == widths(stacked, "series-1") == keys_alone


def test_a_grid_has_a_circle_for_each_value_with_its_number_and_letters_for_the_columns() -> None:
    one = BarChart(
        (Text("t"),),
        "What it shows.",
        ("first", "second"),
        (Series("In all", (9.0, 4.0)), Series("Code", (1.0, 0.0))),
        grid=True,
    )
    root = drawn(one)
    circles = [e for e in root.iter() if e.tag.endswith("circle")]
    assert len(circles) == 3
    radii = [float(circle.get("r") or 0) for circle in circles]
    assert radii[0] == 15
    assert radii[2] == 10  # by area: four ninths of the largest
    words = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert {"A In all", "B Code", "A", "B", "9", "4", "1"} <= set(words)
    assert bar_chart_svg(one, "c") == bar_chart_svg(one, "c")
