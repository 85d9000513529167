"""The page: structure, links, nothing fetched, nothing run."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Document,
    Heading,
    Paragraph,
    Quotation,
    Row,
    Series,
    Table,
    Text,
)
from themer.report.house import house_file
from themer.report.palette import ON_SERIES, SERIES
from themer.report.writers.html import write_html


class Reader(HTMLParser):
    """Collects elements, and fails where they do not close in order."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(report: Document) -> Reader:
    return Reader(write_html(report))


def test_two_runs_give_the_same_page(report: Document) -> None:
    assert write_html(report) == write_html(report)


def test_nothing_is_run_and_nothing_is_fetched(report: Document, page: Reader) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    assert "url(" not in write_html(report)
    assert "@import" not in write_html(report)
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert "src" not in attributes
    assert all(str(link["href"]).startswith("#") for link in page.all("a"))


def test_landmarks_language_title_and_skip_link(page: Reader, report: Document) -> None:
    assert page.all("html")[0]["lang"] == "en-GB"
    for landmark in ("header", "main", "footer", "nav"):
        assert len(page.all(landmark)) == 1
    assert page.all("a")[0]["href"] == "#content"
    assert page.all("main")[0]["id"] == "content"
    named = {meta.get("name"): meta.get("content") for meta in page.all("meta")}
    assert named["themer-report"] == report.report_id
    assert named["themer-data"] == report.data_sha256


def test_headings_never_skip_a_level(page: Reader) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_lands_and_every_id_is_unique(page: Reader) -> None:
    ids = [str(attributes["id"]) for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in page.all("a")} <= set(ids)


def test_a_figure_leads_to_its_evidence_and_back(page: Reader) -> None:
    links = [link for link in page.all("a") if link.get("data-figure") == "fact:hours:yes"]
    assert len(links) == 3
    assert links[0]["href"] == "#evidence-fact:hours:yes"
    assert links[0]["id"] == "used-fact:hours:yes"
    assert any(link["href"] == "#used-fact:hours:yes" for link in page.all("a"))


def test_tables_have_captions_and_scopes(page: Reader) -> None:
    assert len(page.all("caption")) == 3
    assert {head.get("scope") for head in page.all("th")} == {"col", "row"}


def test_an_empty_cell_is_no_heading(parts: ModuleType) -> None:
    table = Table((Text("t"),), (parts.Column(()), parts.Column((Text("c"),))), (Row(((), ())),))
    assert len(Reader(write_html(parts.about(table))).all("th")) == 1


def test_charts_say_what_they_show_and_give_their_values(page: Reader) -> None:
    charts = page.all("svg")
    named = [chart for chart in charts if chart.get("role") == "img"]
    assert len(named) == 3
    assert len(page.all("details")) == 3
    assert "fewer than 3" in page.text


def test_notes_have_no_quotation_marks(parts: ModuleType) -> None:
    def written(*, verbatim: bool) -> str:
        return write_html(parts.about(Quotation("cut twice", "lead", "q", verbatim=verbatim)))

    assert "<blockquote>" in written(verbatim=True)
    assert "“" in written(verbatim=True)
    assert "<blockquote>" not in written(verbatim=False)
    assert "“" not in written(verbatim=False)


def test_hostile_text_is_words(parts: ModuleType, nasty: str, unprintable: str) -> None:
    for words in (nasty, unprintable + '" onload="x'):
        text = (Text(words),)
        page = Reader(
            write_html(
                parts.about(
                    Heading(1, text),
                    Paragraph(text),
                    Quotation(words, words, words),
                    Table(text, (parts.Column(text),), (Row((text,)),)),
                    AuthorSection(words, (Paragraph(text),)),
                    BarChart(text, words, (words,), (Series(words, (1,), (words,)),)),
                    title=words,
                )
            )
        )
        assert not page.all("script")
        assert not any("onload" in attributes for _, attributes in page.elements)
        assert "\0" not in "".join(page.text)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes() -> list[dict[str, str]]:
    style = house_file("themer.css").decode()
    roots = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    assert len(roots) == 3
    return [dict(re.findall(r"--([\w-]+): #(\w{6})", root)) for root in roots]


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark", "print"])
def test_words_stand_out_in_each_scheme(scheme: dict[str, str]) -> None:
    for ink in ("ink", "muted", "accent"):
        for paper in ("paper", "tint", "note"):
            assert contrast(scheme[ink], scheme[paper]) >= 4.5, (ink, paper)
    for number in range(6):
        assert contrast(scheme[f"on-{number}"], scheme[f"s{number}"]) >= 4.5, number


def test_words_stand_out_on_the_fills_of_word_charts() -> None:
    for fill, ink in zip(SERIES, ON_SERIES, strict=True):
        assert contrast(fill, ink) >= 4.5


@pytest.mark.tools("chromium")
def test_a_page_of_320_pixels_needs_no_sideways_scrolling(report: Document, tmp_path: Path) -> None:
    from html import escape

    frame = (
        f'<body><iframe id=f width=320 height=600 style="border:0" srcdoc="'
        f'{escape(write_html(report))}"></iframe><pre id=out></pre><script>onload=()=>{{'
        "const d=document.getElementById('f').contentDocument;"
        "document.getElementById('out').textContent="
        "'wide '+d.documentElement.scrollWidth+' of '+d.documentElement.clientWidth}</script>"
    )
    (tmp_path / "frame.html").write_text(frame)
    seen = subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path}/profile",
            "--virtual-time-budget=5000",
            "--dump-dom",
            f"file://{tmp_path}/frame.html",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    ).stdout.decode()
    wide, room = map(int, re.findall(r"wide (\d+) of (\d+)</pre>", seen)[0])
    assert 300 <= room <= 320
    assert wide <= room
