"""Markdown as a reader of Markdown shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from themer.report.blocks import (
    ComputedFigure,
    Document,
    Heading,
    ItemList,
    Link,
    Paragraph,
    Quotation,
    Row,
    Strong,
    Table,
    Text,
    evidence_anchor,
    used_anchor,
)
from themer.report.verifying.markdown import read_markdown
from themer.report.writers.markdown import escaped, lines, write_markdown

READER = MarkdownIt("gfm-like", {"linkify": False}).enable("table")


def flat(tokens: list[Token]) -> list[Token]:
    found = []
    for token in tokens:
        found.append(token)
        found += flat(token.children or [])
    return found


def shown(tokens: list[Token]) -> str:
    """Give the words that a reader sees."""
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(
        breaks.get(token.type, token.content)
        for token in flat(tokens)
        if token.type in ("text", "code_inline", *breaks)
    )


def test_two_runs_give_the_same_text(report: Document) -> None:
    assert write_markdown(report) == write_markdown(report)


def test_the_last_line_carries_the_report(report: Document) -> None:
    last = write_markdown(report).splitlines()[-1]
    assert last.startswith("<!-- ")
    assert last.endswith(" -->")
    assert report.report_id in last
    assert report.data_sha256 in last


def test_every_link_lands(report: Document) -> None:
    tokens = flat(READER.parse(write_markdown(report)))
    links = {str(token.attrs["href"])[1:] for token in tokens if token.type == "link_open"}
    places = {
        token.content.split('"')[1] for token in tokens if token.content.startswith('<a id="')
    }
    assert links
    assert links == places


def test_a_figure_reads_well_and_where_it_leads_stands_at_the_end(report: Document) -> None:
    written = write_markdown(report)
    assert "[24 of 29][fact:hours:yes] branches named opening hours" in written
    body, _, end = written.partition("[fact:hours:yes]: #evidence-fact:hours:yes\n")
    assert "used-" not in body
    assert not re.search(r"(?m)^(?!\[|<!-- |$)", end)


def test_the_evidence_leads_back_to_the_heading_above(parts: ModuleType) -> None:
    figure = ComputedFigure("e1", "3 of 4")
    back = Paragraph((Link(used_anchor("e1"), (Text("E1"),)),), anchor=evidence_anchor("e1"))
    above = write_markdown(parts.about(Paragraph((figure,)), Heading(1, (Text("A"),)), back))
    assert above.startswith('# <a id="document-start"></a>A report\n')
    assert '<a id="evidence-e1"></a>[E1](#document-start)' in above
    below = write_markdown(parts.about(Heading(1, (Text("A"),)), Paragraph((figure,)), back))
    assert '## <a id="section-1"></a>A\n\n[3 of 4][e1]\n' in below
    assert "[E1](#section-1)" in below


def test_two_places_of_one_name_are_told_apart(parts: ModuleType) -> None:
    link = (Link("e1", (Text("there"),), "other"), ComputedFigure("E1", "3 of 4"))
    document = parts.about(Paragraph(link), Paragraph((Text("x"),), anchor=evidence_anchor("E1")))
    written = write_markdown(replace(document, beside={"other": frozenset({"e1"})}))
    assert "[there][e1][3 of 4][E1-2]" in written
    tokens = flat(READER.parse(written))
    leads = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert leads == ["other.md#e1", "#evidence-E1"]


def test_a_link_whose_end_was_cut_off_is_told(report: Document) -> None:
    written = write_markdown(report)
    assert not read_markdown(written.encode()).dangling
    cut = re.sub(r"(?m)^\[fact:hours:yes\]: .*\n", "", written)
    assert set(read_markdown(cut.encode()).dangling) == {"24 of 29"}


@pytest.mark.parametrize(
    "line", ["# x", "- x", "+ x", "1. x", "2) x", "===", "---", "> x", "    x"]
)
def test_no_line_begins_a_block(line: str, parts: ModuleType) -> None:
    for text in (line, f"before\n{line}"):
        tokens = READER.parse(write_markdown(parts.about(Paragraph((Text(text),)))))
        assert [token.type for token in tokens if token.nesting == 1] == [
            "heading_open",
            "paragraph_open",
            "paragraph_open",
        ]
        assert line.strip() in shown(tokens)


def test_hostile_text_arrives_in_cells_quotes_and_lists(parts: ModuleType, nasty: str) -> None:
    text = (Text(f"{nasty}\nnext | line"),)
    written = write_markdown(
        parts.about(
            Heading(1, text),
            Table(text, (parts.Column(text), parts.Column(())), (Row((text, text)), Row((text,)))),
            Quotation(text[0].text, nasty, "q"),
            ItemList(((Paragraph(text),),)),
        )
    )
    tokens = READER.parse(written)
    assert shown(tokens).count(nasty) == 9
    types = {token.type for token in flat(tokens)}
    assert not types & {"link_open", "image", "code_inline", "em_open", "s_open", "fence"}
    assert len([token for token in tokens if token.type == "td_open"]) == 4


def test_two_lists_in_a_row_stay_two(parts: ModuleType) -> None:
    items = ItemList(((Paragraph((Text("x"),)),),), ordered=True)
    tokens = READER.parse(write_markdown(parts.about(items, items)))
    assert len([token for token in tokens if token.type == "ordered_list_open"]) == 2


def test_strong_words_keep_their_outer_spaces_outside(parts: ModuleType) -> None:
    block = Paragraph((Strong((Text("Bold. "),)), Text("Then")))
    assert "**Bold.** Then" in write_markdown(parts.about(block))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" ")))
def test_any_line_is_shown_as_it_is(text: str) -> None:
    tokens = READER.parse("x " + lines(escaped(text)))
    assert shown(tokens).split() == ["x", *text.split()]
