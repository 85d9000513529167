"""The framework matrix in the evidence report: people's summaries, counts, never closed words."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import rooms_study as rooms

from themer.findings.everything import find
from themer.findings.material import Material
from themer.findings.matrix import find_matrix
from themer.model.codebook import Code, Codebook
from themer.model.matrix import CellSummary, MatrixFile
from themer.model.study import Profile
from themer.report.assembling import Report, assemble
from themer.report.basis import Basis
from themer.report.blocks import Document, PageBreak, Paragraph, Table
from themer.report.writers.docx_document import write_docx
from themer.report.writers.html import write_html
from themer.report.writers.outline import plain, walk
from themer.workflows.reporting.templates import shipped_templates

AT = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
CLOSED = "drivers always drivers and then the insurance"


def templates() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in shipped_templates().glob("*.md.j2")}


def with_summaries(made: Material, **texts: str) -> Material:
    """Write summaries on what stands in the cells now."""
    cells = find_matrix(made, "branch").cells
    summaries = tuple(
        CellSummary(
            unit, text, "anna", AT, code="delivery",
            passages=cells[unit, "delivery"].fingerprints,
        )
        for unit, text in texts.items()
    )  # fmt: skip
    return replace(made, matrix=MatrixFile(summaries=summaries))


def report(made: Material, profile: Profile = "internal") -> Report:
    return assemble(Basis(made, find(made), templates(), "0" * 64, profile))


def tables(document: Document) -> Iterator[Table]:
    for block in walk(document.children):
        if isinstance(block, Table) and plain(block.caption).startswith("Framework matrix"):
            yield block


def rows(document: Document) -> dict[str, list[str]]:
    return {
        plain(row.cells[0]): [plain(cell) for cell in row.cells[1:]]
        for table in tables(document)
        for row in table.rows
    }


def test_who_read_a_summary_again_is_told_from_who_wrote_it() -> None:
    made = with_summaries(rooms.material(9), b01="Insurance, above all.", b02="Drivers.")
    first, second = made.matrix.summaries
    seen = replace(first, looked_at_by="ben", looked_at=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
    said = {
        looked: plain(block.content)
        for looked, summaries in ((False, (first, second)), (True, (seen, second)))
        for block in walk(
            report(replace(made, matrix=MatrixFile(summaries=summaries)))
            .documents["evidence"]
            .children
        )
        if isinstance(block, Paragraph) and "Written by" in plain(block.content)
    }
    assert "read again" not in said[False]
    assert said[True].endswith(
        "Written by anna, last on 4 March 2026. When passages had come or gone, 1 of them was read "
        "again by ben, last on 2 April 2026, and found to hold."
    )


def test_a_cell_holds_the_summary_and_how_many_passages_it_rests_on() -> None:
    made = with_summaries(rooms.material(9), b01="Insurance, above all.")
    done = report(made)
    found = rows(done.documents["evidence"])
    assert ["Insurance, above all.\n1 passage", "nothing coded"] in found.values()
    assert found["All together"] == ["9 of 9 branches", "0 of 9 branches"]
    assert not list(tables(done.documents["summary"]))
    figures = {one["figure"]: one for one in json.loads(done.ledger)["figures"]}
    entry = figures["matrix:codes:b01:delivery"]
    assert (entry["value"], entry["rule"]) == (1, "the-framework-matrix")
    assert entry["answers"] == [f"b01-1/hardest:0-{len(rooms.HARDEST)}"]


def test_an_older_summary_says_so_and_stays() -> None:
    made = with_summaries(rooms.material(9), b01="Insurance.")
    old = replace(made.matrix.summaries[0], passages=())
    found = rows(report(replace(made, matrix=MatrixFile(summaries=(old,)))).documents["evidence"])
    assert ["Insurance.\nWritten before 1 passage came\n1 passage", "nothing coded"] in list(
        found.values()
    )


def test_a_summary_that_repeats_words_without_consent_is_left_out() -> None:
    open_words = with_summaries(rooms.material(9), b01=f"They said {CLOSED}.")
    assert CLOSED in str(rows(report(open_words).documents["evidence"]))
    shut = with_summaries(rooms.material(9, may_quote=False), b01=f"They said {CLOSED}.")
    document = report(shut).documents["evidence"]
    assert "it repeats words that may not be printed" in str(rows(document))
    assert CLOSED not in write_html(document)


def test_nothing_of_it_is_in_a_document_that_is_shared() -> None:
    made = with_summaries(rooms.material(9), b01="Insurance, above all.")
    shared = report(made, "shareable")
    for document in shared.documents.values():
        assert "Insurance, above all." not in write_html(document)
        assert not list(tables(document))
    assert "matrix:codes" not in shared.ledger


def test_without_any_summary_there_is_no_matrix() -> None:
    assert not list(tables(report(rooms.material(9)).documents["evidence"]))


def many_codes() -> Material:
    made = rooms.material(9)
    book = made.codebooks["rooms"]
    more = tuple(Code(f"c{n}", f"Code {n}") for n in range(11))
    wide = Codebook((*book.codes, *more), id="rooms", title="Home reading")
    return with_summaries(replace(made, codebooks={"rooms": wide}), b01="Insurance.")


def test_many_codes_are_shared_out_over_tables_of_few_columns() -> None:
    widths = [len(one.columns) for one in tables(report(many_codes()).documents["evidence"])]
    assert widths == [5, 5, 6]  # the unit, and 13 codes


def test_it_lies_on_its_side_and_the_pages_after_it_do_not() -> None:
    document = report(many_codes()).documents["evidence"]
    sideways: list[bool] = []
    now = False
    for block in walk(document.children):
        if isinstance(block, PageBreak):
            now = block.landscape
        if isinstance(block, Table) and plain(block.caption).startswith("Framework matrix"):
            sideways.append(now)
    assert sideways == [True, True, True]
    assert not now


def test_in_word_its_headings_are_repeated_and_its_pages_are_wide() -> None:
    from docx import Document as read

    written: Any = read(BytesIO(write_docx(report(many_codes()).documents["evidence"])))
    wide = [one for one in written.tables if one.rows[0].cells[0].text == "Branch" and "Code 5" in
            [cell.text for cell in one.rows[0].cells]]  # fmt: skip
    assert wide
    assert "w:tblHeader" in wide[0].rows[0]._tr.xml
    assert any(one.page_width > one.page_height for one in written.sections)
    assert written.sections[-1].page_width < written.sections[-1].page_height


def test_in_html_it_is_a_region_that_can_be_scrolled_with_headings_both_ways() -> None:
    page = write_html(report(many_codes()).documents["evidence"])
    at = page.index("Framework matrix: branches by codes, part 1")
    region = page[page.rindex('<div class="scroll', 0, at) : page.index("</table>", at)]
    assert 'role="region" tabindex="0" aria-labelledby="table-' in region
    assert region.count('scope="col"') == 5
    assert region.count('scope="row"') == 10


@pytest.mark.parametrize("profile", ["internal", "shareable"])
def test_the_same_study_gives_the_same_blocks(profile: Profile) -> None:
    made = many_codes()
    assert report(made, profile).documents == report(made, profile).documents
