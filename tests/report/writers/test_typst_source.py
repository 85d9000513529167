"""The code of a PDF: from the tree to typst, word for word."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.report.blocks import (
    AuthorSection,
    Block,
    Callout,
    Column,
    ContentsList,
    Heading,
    Link,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Strong,
    Table,
    Text,
)
from themer.report.writers.typst_inline import literal, words
from themer.report.writers.typst_source import typst_source


def code_of(parts: ModuleType, *blocks: Block) -> str:
    """Give the code between the look of the house and the places."""
    code = typst_source(parts.about(*blocks)).code
    return code.partition("\n#{\n")[2].rpartition("\n}\n#places()")[0]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (
            Heading(1, (Text('Say "hi"'),), anchor="hi"),
            '[#heading(level: 1, { []; "Say \\"hi\\"" })#label("hi")]',
        ),
        (Paragraph((Text("a"), Strong((Text("b"),)))), 'par({ []; "a"; strong({ []; "b" }) })'),
        (Paragraph((Text("one\ntwo"),), style="small"), 'small({ []; "one"; linebreak(); "two" })'),
        (
            Paragraph((Text("a"),), anchor="p", keeps_next=True),
            'with-next(par({ []; anchor("p"); "a" }))',
        ),
        (
            Quotation("Yes.", "a lead", "q1"),
            'said({ []; anchor("used-q1"); "“"; marked("q1", { []; "Yes." }); "”" }, '
            '{ []; "— a lead" })',
        ),
        (
            Quotation("yes", "a lead", "q1", verbatim=False),
            'said({ []; anchor("used-q1"); "As noted: "; marked("q1", { []; "yes" }) }, '
            '{ []; "— a lead" })',
        ),
        (
            Callout((Text("Box"),), (Paragraph((Text("in"),)),)),
            'callout({ []; "Box" }, { []; par({ []; "in" })\n})',
        ),
        (
            AuthorSection("a", (Paragraph((Text("By me."),)),)),
            'par({ []; marked("author", "B"); "y me." })',
        ),
        (ContentsList(1, "What is in it"), 'contents("What is in it", 1)'),
        (PageBreak(), "pagebreak(weak: true)"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_block_becomes_one_call(parts: ModuleType, block: Block, code: str) -> None:
    assert code_of(parts, block) == code


def test_a_table_becomes_one_call_with_its_columns_and_cells(parts: ModuleType) -> None:
    table = Table(
        (Text("Who"),),
        (Column((Text("Unit"),)), Column((Text("n"),), "right")),
        (Row(((Text("A & B"),), (parts.figure("n", "3"),)), anchor="row"),),
    )
    found = code_of(parts, table)
    assert found.startswith('whole(sheet({ []; "Who" }, (')
    assert "(left, right,), 10.0pt, ({ []; " in found
    figure = 'anchor("used-fact:n:yes"); marked("fact:n:yes", held({ []; "3" }))'
    assert f'  {{ []; anchor("row"); "A & B" }}, {{ []; {figure} }},\n' in found


def test_pages_on_their_side_are_held_together(parts: ModuleType) -> None:
    blocks = (PageBreak(landscape=True), Paragraph((Text("wide"),)), PageBreak(), Heading(1, ()))
    assert code_of(parts, *blocks).split("\n") == [
        "page(flipped: true, {",
        'par({ []; "wide" })',
        "})",
        "pagebreak(weak: true)",
        "",
    ]


def test_a_figure_leads_to_its_evidence_here_or_in_the_file_beside(parts: ModuleType) -> None:
    source = typst_source(parts.sample())
    assert 'figured("#evidence-fact:hours:yes", held({ []; "24 of 29" }))' in source.code
    assert source.led_to["#evidence-fact:hours:yes"] == "Evidence FACT:HOURS:YES"


def test_inside_a_link_no_other_link_begins(parts: ModuleType) -> None:
    link = Link("here", (parts.figure("hours", "24 of 29"),))
    found = code_of(parts, Heading(1, (Text("h"),), anchor="here"), Paragraph((link,)))
    assert found.count("shown(") == 1
    assert "figured(" not in found


def test_a_long_word_may_be_broken_and_a_short_one_may_not() -> None:
    assert words("short " * 20) == '"' + "short " * 20 + '"'
    assert words("abcdefghij", longest=8) == '"abcd"; seam; "efgh"; seam; "ij"'


@given(st.text())
def test_whatever_the_text_its_code_is_nothing_but_strings(text: str) -> None:
    for code in (literal(text), words(text), words(text, longest=4)):
        left = code.replace("\\\\", "").replace('\\"', "")
        outside = "".join(left.split('"')[::2])
        assert set(outside.replace("linebreak()", "").replace("seam", "")) <= set("; ")
        assert left.count('"') % 2 == 0
