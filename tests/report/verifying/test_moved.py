"""Figures, labels, headings and attributions that stand elsewhere than themer wrote them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from themer.report import blocks as tree
from themer.report.verifying.judging import CHANGED_COPY, judge
from themer.report.verifying.lines import ReadBack
from themer.report.verifying.verdicts import Present, Said, Verdict
from themer.workflows.reporting.formats import document_writers
from themer.workflows.reporting.verify import reader_of

FORMATS = ("docx", "html", "md")
HEADS = ("What", "In place", "Planned", "Absent")
GRID = {
    "Champions": ("4", "5", "0"),
    "Rooms": ("7", "2", "1"),
    "Buddies": ("3", "3", "6"),
}
QUOTES = (
    ("It is a handsome figure, and nobody had it.", "one service"),
    ("We ask whoever is left in the corridor.", "learning partner, council"),
)
Grid = Mapping[str, Sequence[str]]


def ids(grid: Grid = GRID) -> dict[tuple[str, int], str]:
    """Number the figures of the table as a ledger does."""
    places = [(label, at) for label in grid for at in range(3)]
    return {place: f"e{number}" for number, place in enumerate(places, 1)}


def figure(ledger_id: str, text: str) -> tree.ComputedFigure:
    return tree.ComputedFigure(ledger_id, text)


def cells(grid: Grid = GRID) -> list[list[tree.Inlines]]:
    return [
        [(tree.Text(label),), *((figure(ids()[label, at], text),) for at, text in enumerate(row))]
        for label, row in grid.items()
    ]


def table(heads: Sequence[str], rows: Sequence[Sequence[tree.Inlines]]) -> tree.Table:
    return tree.Table(
        (tree.Text("What services have"),),
        tuple(tree.Column((tree.Text(head),)) for head in heads),
        tuple(tree.Row(tuple(row)) for row in rows),
    )


def sentence(*parts: str | tree.ComputedFigure) -> tree.Paragraph:
    content = (tree.Text(one) if isinstance(one, str) else one for one in parts)
    return tree.Paragraph(tuple(content))


FOUR, SEVEN, NINE = figure("e20", "4 of 9"), figure("e21", "7 of 9"), figure("e22", "9 of 9")
SAID = (
    sentence(FOUR, " services keep a champion. ", NINE, " services count their students."),
    sentence("A room of their own is there in ", SEVEN, " services."),
)


def document(
    shown: tree.Table | None = None,
    said: Sequence[tree.Block] = SAID,
    quotes: Sequence[tuple[str, str]] = QUOTES,
) -> tree.Document:
    """Give a small report: a table, two paragraphs, two quotes."""
    held = tuple(
        tree.Quotation(text, by, f"q{number}", f"quote-{number}")
        for number, (text, by) in enumerate(quotes, 1)
    )
    children = (
        tree.Heading(1, (tree.Text("What there is"),)),
        shown or table(HEADS, cells()),
        *said,
        tree.Heading(1, (tree.Text("What was said"),)),
        *held,
    )
    explained = frozenset(f"evidence-{one}" for one in (*ids().values(), "e20", "e21", "e22"))
    return tree.Document(
        *("A study", "", "r-1", "en-GB", None, "0" * 64, children), beside={"evidence": explained}
    )


def ledger() -> dict[str, Any]:
    texts = {ids()[label, at]: text for label, row in GRID.items() for at, text in enumerate(row)}
    texts |= {one.ledger_id: one.text for one in (FOUR, SEVEN, NINE)}
    return {
        "figures": [
            {"id": key, "figure": key, "label": key, "value": 1, "printed": [{"text": text}]}
            for key, text in texts.items()
        ],
        "quotes": [
            {"id": f"q{number}", "text": text, "attribution": by, "printed": [{"text": text}]}
            for number, (text, by) in enumerate(QUOTES, 1)
        ],
        "names": [],
    }


def read_again(ending: str, made: tree.Document) -> ReadBack:
    return reader_of(f".{ending}")(document_writers([ending])[ending](made))


def judged(ending: str, now: tree.Document, was: tree.Document | None = None) -> Verdict:
    held = ledger()
    present = Present({one["id"]: "1" for one in held["figures"]}, {}, {})
    return judge(read_again(ending, now), read_again(ending, was or document()), held, present)


def told(said: Sequence[Said]) -> set[tuple[str, str, str]]:
    return {(one.kind, one.was, one.now) for one in said}


@pytest.fixture(params=FORMATS)
def ending(request: pytest.FixtureRequest) -> str:
    """Give each format in turn."""
    return str(request.param)


def test_what_was_not_touched_has_not_a_word_said_of_it(ending: str) -> None:
    assert not judged(ending, document()).said


def test_two_cells_of_a_row_that_changed_places_are_told_with_row_and_column(ending: str) -> None:
    rows = cells()
    rows[0][1], rows[0][2] = rows[0][2], rows[0][1]
    verdict = judged(ending, document(table(HEADS, rows)))
    assert told(verdict.said) == {("edited", "4", "5"), ("edited", "5", "4")}
    assert {one.line for one in verdict.said} == {"Champions, In place: 5", "Champions, Planned: 4"}


def test_two_cells_of_a_column_that_changed_places_are_told(ending: str) -> None:
    rows = cells()
    rows[0][1], rows[1][1] = rows[1][1], rows[0][1]
    verdict = judged(ending, document(table(HEADS, rows)))
    assert told(verdict.said) == {("edited", "4", "7"), ("edited", "7", "4")}


def test_column_headings_that_changed_places_are_told_by_the_figures_below_them(
    ending: str,
) -> None:
    heads = ("What", "Planned", "In place", "Absent")
    verdict = judged(ending, document(table(heads, cells())))
    assert told(verdict.problems) == {
        *(("edited", "4", "5"), ("edited", "5", "4"), ("edited", "7", "2"), ("edited", "2", "7"))
    }


def test_row_labels_that_changed_places_are_told_by_the_figures_beside_them(ending: str) -> None:
    rows = cells()
    rows[0][0], rows[1][0] = rows[1][0], rows[0][0]
    verdict = judged(ending, document(table(HEADS, rows)))
    assert {("edited", "4", "7"), ("edited", "7", "4")} <= told(verdict.problems)


@pytest.mark.parametrize("is_head", [True, False], ids=["heading", "label"])
def test_another_heading_or_label_of_figures_is_a_problem(ending: str, *, is_head: bool) -> None:
    rows, heads = cells(), list(HEADS)
    if is_head:
        heads[1] = "In place for all"
    else:
        rows[0][0] = (tree.Text("Champions for all"),)
    (said,) = judged(ending, document(table(heads, rows))).problems
    was = "In place" if is_head else "Champions"
    assert (said.kind, said.was, said.now) == ("edited", was, f"{was} for all")


def test_a_figure_put_into_a_cell_that_was_empty_is_told(ending: str) -> None:
    rows, moved = cells(), cells()
    rows[0][1] = ()
    moved[0][1], moved[0][2] = rows[0][2], ()
    was = document(table(HEADS, rows))
    verdict = judged(ending, document(table(HEADS, moved)), was)
    assert ("edited", "", "5") in told(verdict.problems)


def test_rows_and_columns_that_moved_whole_still_hold(ending: str) -> None:
    rows = [[row[0], row[2], row[1], row[3]] for row in reversed(cells())]
    heads = ("What", "Planned", "In place", "Absent")
    assert not judged(ending, document(table(heads, rows))).problems


def test_a_row_that_was_taken_out_leaves_the_others_as_they_are(ending: str) -> None:
    verdict = judged(ending, document(table(HEADS, cells()[1:])))
    assert not verdict.problems
    assert {one.was for one in verdict.notes if one.kind == "taken out"} >= {"4", "5", "0"}


def swapped_within(_: str) -> Sequence[tree.Block]:
    """Swap two figures of one paragraph, anchors and all."""
    first = sentence(NINE, " services keep a champion. ", FOUR, " services count their students.")
    return (first, SAID[1])


def swapped_words(_: str) -> Sequence[tree.Block]:
    """Swap the words of two sentences and leave their figures."""
    first = sentence(FOUR, " services count their students. ", NINE, " services keep a champion.")
    return (first, SAID[1])


@pytest.mark.parametrize("swap", [swapped_within, swapped_words])
def test_figures_beside_the_words_of_another_sentence_are_told(
    ending: str, swap: Callable[[str], Sequence[tree.Block]]
) -> None:
    verdict = judged(ending, document(said=swap(ending)))
    assert told(verdict.problems) == {
        ("edited", "4 of 9", "9 of 9"),
        ("edited", "9 of 9", "4 of 9"),
    }


def test_figures_of_two_paragraphs_that_changed_places_are_told(ending: str) -> None:
    said = (
        sentence(SEVEN, " services keep a champion. ", NINE, " services count their students."),
        sentence("A room of their own is there in ", FOUR, " services."),
    )
    verdict = judged(ending, document(said=said))
    assert told(verdict.problems) == {
        ("edited", "4 of 9", "7 of 9"),
        ("edited", "7 of 9", "4 of 9"),
    }


def test_sentences_and_paragraphs_that_moved_whole_are_no_problem(ending: str) -> None:
    first = sentence(NINE, " services count their students. ", FOUR, " services keep a champion.")
    assert not judged(ending, document(said=(SAID[1], first))).problems


def test_another_attribution_is_a_quote_altered(ending: str) -> None:
    quotes = ((QUOTES[0][0], "the chief executive of Harrow Hill"), QUOTES[1])
    (said,) = judged(ending, document(quotes=quotes)).said
    assert (said.kind, said.ledger_id) == ("altered", "q1")
    assert (said.was, said.now) == ("one service", "the chief executive of Harrow Hill")


def test_attributions_that_changed_places_are_quotes_altered(ending: str) -> None:
    quotes = ((QUOTES[0][0], QUOTES[1][1]), (QUOTES[1][0], QUOTES[0][1]))
    verdict = judged(ending, document(quotes=quotes))
    assert {(one.kind, one.ledger_id) for one in verdict.said} == {
        ("altered", "q1"),
        ("altered", "q2"),
    }


def test_a_kept_copy_that_says_otherwise_than_the_ledger_is_never_called_true(ending: str) -> None:
    rows = cells()
    rows[0][1] = (figure("e1", "8"),)
    changed = document(table(HEADS, rows))
    verdict = judged(ending, changed, changed)
    (said,) = verdict.problems
    assert (said.kind, said.ledger_id, said.about) == ("unverifiable", "e1", CHANGED_COPY)


def test_a_quote_taken_from_a_changed_copy_is_never_called_true() -> None:
    now = document(quotes=(("It is no figure at all.", "one service"), QUOTES[1]))
    verdict = judged("html", now, replace(now))
    assert {one.kind for one in verdict.problems} == {"unverifiable"}


def put_in(package: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Change a part of a Word file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as archive, zipfile.ZipFile(stream, "w") as new:
        for one in archive.namelist():
            content = archive.read(one)
            new.writestr(one, change(content.decode()).encode() if one == name else content)
    return stream.getvalue()


def judged_file(ending: str, change: Callable[[bytes], bytes]) -> Verdict:
    written = document_writers([ending])[ending](document())
    held, read = ledger(), reader_of(f".{ending}")
    present = Present({one["id"]: "1" for one in held["figures"]}, {}, {})
    assert change(written) != written
    return judge(read(change(written)), read(written), held, present)


def test_a_number_typed_into_the_footer_of_a_word_file_is_told() -> None:
    def change(package: bytes) -> bytes:
        return put_in(
            package, "word/footer1.xml", lambda text: text.replace("A study", "A study: 87% agree")
        )

    assert {one.kind for one in judged_file("docx", change).said} & {"typed", "edited"}


def test_a_number_in_another_title_of_a_page_is_told() -> None:
    verdict = judged_file(
        "html", lambda page: page.replace(b"<title>A study", b"<title>87% agree: A study", 1)
    )
    assert "typed" in {one.kind for one in verdict.said}


@pytest.mark.parametrize(
    "added",
    [
        b"<script>document.body.append('87%')</script>",
        b"<style>td::after { content: '87%' }</style>",
        b"<p onclick='show()'></p>",
    ],
)
def test_a_script_or_style_that_was_put_in_is_a_problem(added: bytes) -> None:
    verdict = judged_file("html", lambda page: page.replace(b"</body>", added + b"</body>"))
    assert {one.kind for one in verdict.problems} == {"edited"}


def test_an_alternative_text_that_somebody_wrote_is_told() -> None:
    picture = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        '2006/wordprocessingDrawing"><wp:docPr id="99" name="p" descr="87% agree"/></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )

    def change(package: bytes) -> bytes:
        return put_in(
            package,
            "word/document.xml",
            lambda text: text.replace("<w:sectPr", f"{picture}<w:sectPr", 1),
        )

    (said,) = judged_file("docx", change).problems
    assert (said.kind, said.now) == ("edited", "87% agree")
