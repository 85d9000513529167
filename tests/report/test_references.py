"""What is refused before anything is written."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import rooms_study as rooms

from themer.errors import RefusedError
from themer.findings.everything import find
from themer.model.interview import Answer, Attendee, OtherCopy
from themer.report import blocks as tree
from themer.report.ledger import Ledger
from themer.report.references import check_quotes, check_references


def document(*children: tree.Block) -> tree.Document:
    return tree.Document("T", "", "id", "en-GB", None, "0" * 64, children)


LINK = tree.Paragraph((tree.Link("there", (tree.Text("see"),)),))


def test_a_link_to_a_heading_a_row_or_a_printed_figure_holds() -> None:
    check_references(document(LINK, tree.Heading(1, (tree.Text("x"),), "there")), Path("t"))
    row = tree.Row(((tree.Text("x"),),), "there")
    table = tree.Table((), (tree.Column((tree.Text("h"),)),), (row,))
    check_references(document(LINK, table), Path("t"))
    figure = tree.Paragraph((tree.ComputedFigure("e1", "1 of 2"),))
    back = tree.Paragraph((tree.Link("used-e1", (tree.Text("back"),)),))
    check_references(document(figure, back), Path("t"))


def test_a_link_inside_a_cell_a_list_or_a_box_is_found() -> None:
    row = tree.Row((LINK.content,))
    for block in (
        tree.Table((), (tree.Column((tree.Text("h"),)),), (row,)),
        tree.ItemList(((LINK,),)),
        tree.Callout((), (LINK,)),
        tree.AuthorSection("a", (LINK,)),
    ):
        with pytest.raises(RefusedError, match="there"):
            check_references(document(block), Path("t"))


def test_two_places_of_one_name_are_refused() -> None:
    heading = tree.Heading(1, (tree.Text("x"),), "there")
    with pytest.raises(RefusedError, match="two places"):
        check_references(document(heading, heading), Path("t"))


def printed_quote() -> tuple[object, Ledger]:
    material = rooms.material(3)
    ledger = Ledger()
    quote = find(material).quotes[0]
    ledger.printed_quote(ledger.quote(quote, verbatim=True))
    return material, ledger


def test_a_quote_that_holds_passes() -> None:
    material, ledger = printed_quote()
    check_quotes(material, ledger)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", ["letter", "consent", "use", "gone"])
def test_a_quote_that_no_longer_holds_is_refused(fault: str) -> None:
    material = rooms.material(3)
    ledger = Ledger()
    ledger.printed_quote(ledger.quote(find(material).quotes[0], verbatim=True))
    first = material.interviews[0]
    answer = first.answers["hardest"]
    assert first.consent is not None
    changed = {
        "letter": replace(
            first,
            answers={**first.answers, "hardest": replace(answer, noted=answer.noted.upper())},
        ),
        "consent": replace(first, consent=replace(first.consent, quote=False)),
        "use": replace(
            first,
            answers={
                **first.answers,
                "hardest": replace(answer, verbatim=(replace(answer.verbatim[0], may_use=False),)),
            },
        ),
        "gone": replace(first, state="withdrawn", answers={}),
    }[fault]
    with pytest.raises(RefusedError, match="b01-1/hardest"):
        check_quotes(replace(material, interviews=(changed, *material.interviews[1:])), ledger)


@pytest.mark.parametrize("fault", ["", "somebody refused", "two copies"])
def test_noted_words_are_printed_where_all_agreed_and_one_copy_holds(fault: str) -> None:
    material = rooms.material(3)
    ledger = Ledger()
    ledger.printed_quote(ledger.quote(find(material).quotes[0], verbatim=False))
    first = material.interviews[0]
    other = OtherCopy("hardest", Answer(), dt.datetime(2026, 3, 4, tzinfo=dt.UTC), "LAPTOP")
    changed = {
        "": first,
        "somebody refused": replace(
            first, roster=(*first.roster, Attendee("late", "colleague", quote=False))
        ),
        "two copies": replace(first, other_copies=(other,)),
    }[fault]
    material = replace(material, interviews=(changed, *material.interviews[1:]))
    with pytest.raises(RefusedError, match="b01-1/hardest") if fault else nullcontext():
        check_quotes(material, ledger)
