"""The comments of a review copy: what stands behind each figure and quote, inside only."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
import rooms_study as rooms
from docx.oxml.ns import qn
from test_assembling import report_of

from ooxml import faults_of
from themer.errors import RefusedError
from themer.findings.material import Material
from themer.report import blocks as tree
from themer.report.assembling import Report
from themer.report.writers.docx_document import write_docx
from themer.report.writers.outline import inlines_of, walk


@pytest.fixture(scope="module")
def material() -> Material:
    return rooms.material(9)


@pytest.fixture(scope="module")
def report(material: Material) -> Report:
    return report_of(material)


def printed(document: tree.Document) -> list[str]:
    """Give the ledger ids of a document's figures and quotes, each once, in order."""
    found: dict[str, None] = {}
    for block in walk(document.children):
        if isinstance(block, tree.Quotation):
            found[block.ledger_id] = None
        for one in inlines_of(block):
            if isinstance(one, tree.ComputedFigure):
                found[one.ledger_id] = None
    return list(found)


def test_every_figure_and_quote_has_words(report: Report) -> None:
    words = report.review()
    for document in report.documents.values():
        for ledger_id in printed(document):
            assert words[ledger_id].startswith(f"{ledger_id.upper()}. ")


def test_a_figure_says_its_count_its_rule_who_is_counted_and_what_was_answered(
    report: Report,
) -> None:
    said = next(one for one in report.review().values() if "Rule: prevalence of a fact" in one)
    assert re.search(r"^\d+ of \d+\. Rule: ", said, re.MULTILINE)
    assert re.search(r"^Counted: .+\.$", said, re.MULTILINE)
    assert re.search(r"^Answers to: .+\.$", said, re.MULTILINE)


def test_a_theme_gives_its_passages_as_they_were_noted(report: Report) -> None:
    themes = [one for one in report.review().values() if "Rule: prevalence of a theme" in one]
    assert any("drivers, always drivers" in one for one in themes)


def test_words_that_may_not_be_printed_are_in_no_comment() -> None:
    material = rooms.material(9, may_quote=False)
    words = "\n".join(report_of(material).review().values())
    assert "always drivers" not in words
    assert "no consent to quote" in words


def test_a_quote_says_where_it_is_from_and_what_was_agreed_to(report: Report) -> None:
    quotes = [words for name, words in report.review().items() if name.startswith("q")]
    heard = next(one for one in quotes if "Heard word for word" in one)
    assert re.search(r"^From: .+\(.+/hardest:\d+-\d+\)\.$", heard, re.MULTILINE)
    assert "Quoting: agreed to (wording " in heard


def test_there_is_none_in_what_is_shared(material: Material) -> None:
    shared = report_of(material, "shareable")
    with pytest.raises(RefusedError, match="review copy"):
        shared.review()


def test_each_stands_as_a_comment_at_its_first_place_and_nowhere_else(report: Report) -> None:
    words = report.review()
    for document in report.documents.values():
        package = write_docx(document, review=words)
        assert faults_of(package) == []
        opened = docx.Document(BytesIO(package))
        body = opened.element.body
        marks = [one.get(qn("w:id")) for one in body.iter(qn("w:commentReference"))]
        assert marks == [str(number) for number in range(len(printed(document)))]
        comments = list(opened.comments)
        assert [one.author for one in comments] == ["themer"] * len(marks)
        assert {one.timestamp for one in comments} <= {None}
        for ledger_id, comment in zip(printed(document), comments, strict=True):
            assert comment.text.replace("\n", "") == words[ledger_id].replace("\n", "")


def test_the_marks_of_a_comment_are_around_its_figure(report: Report) -> None:
    package = write_docx(report.documents["summary"], review=report.review())
    with ZipFile(BytesIO(package)) as archive:
        body = archive.read("word/document.xml").decode()
    inside = re.search(r'<w:commentRangeStart w:id="0"/>(.*?)<w:commentRangeEnd w:id="0"/>', body)
    assert inside
    assert 'w:val="figure:' in inside[1]


def test_a_document_without_review_has_no_comments(report: Report) -> None:
    with ZipFile(BytesIO(write_docx(report.documents["summary"]))) as archive:
        assert "word/comments.xml" not in archive.namelist()


def test_what_somebody_typed_stands_in_a_comment_as_it_is(report: Report) -> None:
    figure = tree.Paragraph((tree.ComputedFigure("e1", "6 of 9"),))
    document = tree.Document("T", "", "r", "en-GB", None, "0" * 64, (figure,))
    typed = "a <b> & \x07 =1+1 {{ }} 😀 ]]>"
    package = write_docx(document, review={"e1": typed, "e2": "not printed"})
    assert faults_of(package) == []
    (comment,) = docx.Document(BytesIO(package)).comments
    assert comment.text == typed.replace("\x07", "␇")


@pytest.mark.tools("soffice")
def test_libreoffice_keeps_every_comment_at_its_place(report: Report, tmp_path: Path) -> None:
    package = write_docx(report.documents["summary"], review=report.review())
    (tmp_path / "summary.docx").write_bytes(package)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "docx", "--outdir", str(tmp_path / "again"), "summary.docx"),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=180,
    )
    before = docx.Document(str(tmp_path / "summary.docx"))
    after = docx.Document(str(tmp_path / "again" / "summary.docx"))
    assert [one.text for one in after.comments] == [one.text for one in before.comments]
    assert {one.author for one in after.comments} == {"themer"}
