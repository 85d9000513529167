"""Links are checked in the tree, before any writer writes."""

from __future__ import annotations

from types import ModuleType

import pytest

from themer.errors import RefusedError
from themer.report.blocks import AuthorSection, Heading, Link, Paragraph, Text
from themer.report.writers.docx_document import write_docx
from themer.report.writers.html import write_html
from themer.report.writers.markdown import write_markdown
from themer.report.writers.outline import outline, safe_name


@pytest.mark.parametrize("write", [write_docx, write_html, write_markdown])
def test_every_writer_refuses_a_link_that_leads_nowhere(write, parts: ModuleType) -> None:
    link = Paragraph((Link("gone", (Text("see there"),)),))
    with pytest.raises(RefusedError, match="“see there” leads to “gone”"):
        write(parts.about(AuthorSection("a", (link,))))


def test_two_places_of_one_name_are_refused(parts: ModuleType) -> None:
    twice = (Heading(1, (Text("A"),), anchor="x"), Paragraph((Text("B"),), anchor="x"))
    with pytest.raises(RefusedError, match="“x”"):
        outline(parts.about(*twice))


def test_headings_without_a_name_get_one_in_order(parts: ModuleType) -> None:
    plan = outline(parts.about(Heading(1, (Text("A"),)), Heading(2, (Text("B"),), anchor="b")))
    assert [(entry.level, entry.anchor) for entry in plan.entries] == [(1, "section-1"), (2, "b")]


def test_a_figure_may_be_linked_back_to(parts: ModuleType) -> None:
    back = Paragraph((Link("used-fact:hours:yes", (Text("back"),)),))
    outline(parts.about(Paragraph((parts.figure("hours", "1 of 2"),)), back))


def test_names_stay_apart_when_a_format_takes_fewer_letters() -> None:
    first, second = (safe_name(name, allowed="a-z", longest=20) for name in ("a-b", "a.b"))
    assert first != second
    assert safe_name("ab", allowed="a-z", longest=20) == "ab"
    assert len(safe_name("x" * 500, allowed="a-z", longest=40)) <= 40
