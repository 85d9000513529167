"""Which block stands on which slide: titles, order, what goes on, and that nothing is cut."""

from __future__ import annotations

from types import ModuleType

import pytest

from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Block,
    Callout,
    Column,
    Document,
    Heading,
    ItemList,
    Notes,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Series,
    Table,
    Text,
)
from themer.report.writers.outline import plain
from themer.report.writers.pptx_pieces import SMALLEST, ChartPart, TablePart, Words
from themer.report.writers.pptx_plan import ROOM, TOP, Slide, plan


def text(words: str) -> tuple[Text, ...]:
    return (Text(words),)


def heading(words: str, level: int = 1) -> Heading:
    return Heading(level, text(words))


def bullets(*items: str) -> ItemList:
    return ItemList(tuple((Paragraph(text(item)),) for item in items))


def titles(document: Document) -> list[str]:
    return [plain(slide.title) for slide in plan(document)]


def words_of(slide: Slide) -> str:
    """Give all that stands on a slide, in the order of reading."""
    found = []
    for place in slide.places:
        match place.content:
            case TablePart():
                rows = place.content.table.rows
                found += [plain(cell) for row in rows for cell in row.cells]
            case ChartPart():
                found += place.content.chart.categories
            case _:
                found += [plain(one.content) for one in place.content]
    return "\n".join(found)


def test_a_heading_begins_a_slide_and_what_follows_is_its_content(parts: ModuleType) -> None:
    document = parts.about(
        heading("One"),
        Paragraph(text("first")),
        heading("Below", 2),
        bullets("a", "b"),
        heading("Two"),
        Paragraph(text("second")),
        title="A deck",
    )
    assert titles(document) == ["A deck", "One", "Two"]
    _, one, two = plan(document)
    assert words_of(one) == "first\nBelow\na\nb"
    assert words_of(two) == "second"


def test_the_sample_as_slides(report: Document) -> None:
    assert titles(report)[:9] == [
        "Public libraries in our county: what 31 branches told us",
        "Public libraries in our county: what 31 branches told us, continued",
        "Public libraries in our county: what 31 branches told us, continued (2)",
        "What we ask of directors",
        "What we ask of directors, continued",
        "Opening hours",
        "Opening hours, continued",
        "Opening hours, continued (2)",
        "What we make of it",
    ]


def test_a_page_break_goes_on_to_another_slide(parts: ModuleType) -> None:
    blocks = (heading("One"), Paragraph(text("a")), PageBreak(), Paragraph(text("b")))
    assert titles(parts.about(*blocks))[1:] == ["One", "One, continued"]


def test_a_heading_alone_is_a_slide_of_its_own(parts: ModuleType) -> None:
    _, alone, _ = plan(parts.about(heading("A part"), heading("Next"), Paragraph(text("x"))))
    assert (alone.kind, plain(alone.title)) == ("section", "A part")


def test_notes_are_for_the_speaker_and_not_on_the_slide(parts: ModuleType) -> None:
    box = Callout(text("Box"), (Notes((Paragraph(text("in a box")),)),))
    document = parts.about(
        Notes((Paragraph(text("welcome")),)),
        heading("One"),
        Paragraph(text("shown")),
        Notes((Paragraph(text("said")), bullets("x"))),
        box,
        title="A deck",
    )
    opening, one = plan(document)
    assert [plain(note.content) for note in opening.notes] == ["welcome"]
    assert [plain(note.content) for note in one.notes] == ["said", "x", "in a box"]
    assert words_of(one) == "shown\nBox"


def test_charts_and_tables_are_read_out_in_notes(parts: ModuleType) -> None:
    table = Table(
        text("Rows"), (Column(text("a")), Column(text("b"))), (Row((text("1"), text("2"))),)
    )
    notes = Notes((parts.HOURS_CHART, table))
    _, one = plan(parts.about(heading("One"), notes))
    said = [plain(note.content) for note in one.notes]
    assert said == [parts.HOURS_CHART.alt, "Rows", "1; 2"]


def test_every_title_is_there_and_is_its_own(parts: ModuleType) -> None:
    blocks = [block for _ in range(3) for block in (heading("Same"), Paragraph(text("x")))]
    document = parts.about(*blocks, heading(""), Paragraph(text("y")), title="SAME")
    assert titles(document) == ["SAME", "Same (2)", "Same (3)", "Same (4)", "Slide (2)"]


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(text("word " * 3000)),
        Paragraph(text("x" * 6000)),
        bullets(*(f"item {number} " + "with many words " * 9 for number in range(40))),
        Callout(text("A box"), (Paragraph(text("word " * 2000)),)),
        Quotation("We said so. " * 300, "a lead", "q1"),
        AuthorSection("background", (Paragraph(text("word " * 2000)),)),
    ],
    ids=["words", "one word", "bullets", "box", "quote", "author"],
)
def test_what_does_not_fit_goes_on_and_nothing_is_cut(parts: ModuleType, block: Block) -> None:
    document = parts.about(heading("Long"), block, Paragraph(text("the end")))
    slides = plan(document)[1:]
    assert len(slides) > 1
    assert [plain(one.title) for one in slides[:3]][:2] == ["Long", "Long, continued"]
    shown = "".join("".join(words_of(one) for one in slides).split())
    (before,) = plan(parts.about(heading("Long"), Paragraph(text("the end"))))[1:]
    assert shown.endswith("theend")
    match block:
        case Paragraph():
            wanted = plain(block.content)
        case ItemList():
            wanted = "".join(
                plain(i[0].content) for i in block.items if isinstance(i[0], Paragraph)
            )
        case Quotation():
            wanted = f"“{block.text}”—{block.attribution}"
        case Callout() | AuthorSection():
            assert isinstance(block.children[0], Paragraph)
            wanted = plain(block.children[0].content)
        case _:
            raise AssertionError(block)
    assert "".join(wanted.split()) in shown
    assert words_of(before) == "the end"


def test_a_long_table_repeats_its_headings_and_loses_no_row(parts: ModuleType) -> None:
    slides = plan(parts.about(heading("Coverage"), parts.MATRIX))[1:]
    tables = [p.content for s in slides for p in s.places if isinstance(p.content, TablePart)]
    assert len(tables) > 2
    assert sum((part.table.rows for part in tables), ()) == parts.MATRIX.rows
    assert {part.table.columns for part in tables} == {parts.MATRIX.columns}
    counts = [len(part.table.rows) for part in tables]
    assert max(counts) - min(counts) <= 3


def test_a_table_with_too_many_columns_is_parted_beside_its_first(parts: ModuleType) -> None:
    names = [f"heading{number}" for number in range(30)]
    table = Table(
        text("Wide"),
        tuple(Column(text(name)) for name in names),
        (Row(tuple(text(f"cell{number}") for number in range(30))),),
    )
    slides = plan(parts.about(heading("Wide"), table))[1:]
    tables = [p.content for s in slides for p in s.places if isinstance(p.content, TablePart)]
    assert len(tables) > 2
    assert {plain(part.table.columns[0].heading) for part in tables} == {"heading0"}
    rest = [plain(column.heading) for part in tables for column in part.table.columns[1:]]
    assert rest == names[1:]


def test_a_row_taller_than_a_slide_goes_on(parts: ModuleType) -> None:
    words = "word " * 900
    table = Table(
        text("Tall"), (Column(text("a")), Column(text("b"))), (Row((text("x"), text(words))),)
    )
    slides = plan(parts.about(heading("Tall"), table))[1:]
    shown = "".join("".join(words_of(one) for one in slides).split())
    assert words.replace(" ", "") in shown


def test_a_chart_with_many_bars_goes_on_at_the_same_scale(parts: ModuleType) -> None:
    names = tuple(f"Bar {number}" for number in range(30))
    values = tuple(float(number) for number in range(30))
    chart = BarChart(text("Many"), "Many bars.", names, (Series("n", values),), stacked=True)
    slides = plan(parts.about(heading("Many"), chart))[1:]
    charts = [p.content for s in slides for p in s.places if isinstance(p.content, ChartPart)]
    assert len(charts) > 1
    assert sum((part.chart.categories for part in charts), ()) == names
    assert sum((part.chart.series[0].values for part in charts), ()) == values
    assert {part.longest for part in charts} == {29.0}


def test_no_content_is_smaller_than_18_points_and_none_passes_the_foot(report: Document) -> None:
    for slide in plan(report):
        assert slide.size >= SMALLEST
        for place in slide.places:
            if isinstance(place.content, tuple):
                assert all(one.points(slide.size) >= SMALLEST for one in place.content)
            elif isinstance(place.content, TablePart):
                assert place.content.points(slide.size) >= SMALLEST
            assert place.top >= TOP
            assert place.top + place.height <= TOP + ROOM + 0.5


def test_a_title_too_long_for_its_place_stands_whole_below_it(parts: ModuleType) -> None:
    long = "A title that says everything there is to say " * 8
    _, slide = plan(parts.about(heading(long), Paragraph(text("x"))))
    assert plain(slide.title).endswith("…")
    first = slide.places[0].content
    assert isinstance(first, tuple)
    assert isinstance(first[0], Words)
    assert plain(first[0].content) == long


def test_a_document_title_too_long_for_the_opening_is_nowhere_lost(parts: ModuleType) -> None:
    long = "Everything that was asked " * 30
    opening, more = plan(parts.about(heading("One"), Paragraph(text("x")), title=long))[:2]
    assert plain(opening.title).endswith("…")
    assert long in words_of(more)


def test_few_words_are_large(parts: ModuleType) -> None:
    (slide,) = plan(parts.about(heading("One"), Paragraph(text("few words"))))[1:]
    assert slide.size == 30
