"""The pages in Chromium: axe-core finds nothing, keys reach everything, nothing is fetched."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from chromium import Browser, Scheme, chromium

from themer.report.blocks import (
    BarChart,
    Block,
    Callout,
    ComputedFigure,
    ContentsList,
    Document,
    Emphasis,
    Heading,
    ItemList,
    Paragraph,
    Quotation,
    Row,
    Series,
    Strong,
    Table,
    Text,
)
from themer.report.house import house_file
from themer.report.writers.html import write_html

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "tools" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
LOOKS: tuple[tuple[int, Scheme], ...] = tuple(product((1280, 320), ("light", "dark")))
UNSEEN = {"imgNode", "shortTextContent", "elmPartiallyObscured", "bgOverlap"}
"""Why axe-core cannot judge some contrast: words in a drawing or at the edge of a scroll region.

Their colours are those of other words, and `test_html.py` works out every pair of them.
"""

pytestmark = pytest.mark.tools("chromium")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("chromium") / "profile") as opened:
        yield opened


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("needs axe-core: npm ci --ignore-scripts --prefix tools/browser")
    return AXE.read_text("utf-8")


def violations(browser: Browser, axe: str) -> list[str]:
    """Give what axe-core finds in the page that is open, and what it could not judge."""
    browser.run(f"{axe};0")
    found: dict[str, Any] = browser.run(
        "axe.run({rules: {'target-size': {enabled: true}}}).then(r => ({"
        "violated: r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html)),"
        "unsure: r.incomplete.flatMap(v => v.nodes.map(n => [v.id + ': ' + n.html,"
        " n.any.map(a => (a.data || {}).messageKey || 'unknown')]))}))"
    )
    unsure = [what for what, why in found["unsure"] if not set(why) <= UNSEEN]
    return [*found["violated"], *unsure]


def sideways(browser: Browser) -> int:
    """Say by how many pixels the page is wider than its window."""
    return int(browser.run("document.documentElement.scrollWidth - innerWidth"))


def dead_links(browser: Browser) -> list[str]:
    """List the links whose place in the page does not exist."""
    found: list[str] = browser.run(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash)"
        ".filter(h => !document.getElementById(decodeURIComponent(h.slice(1))))"
    )
    return found


def faults(
    browser: Browser, axe: str, page: Path, judged: tuple[tuple[int, Scheme], ...] = LOOKS
) -> list[str]:
    """Open a page in every look, let axe-core judge some of them, and say all that is wrong."""
    said: list[str] = []
    for width, scheme in LOOKS:
        browser.open(page, width=width, scheme=scheme)
        look = f"{page.name} at {width}, {scheme}"
        if (width, scheme) in judged:
            said += [f"{look}: {one[:160]}" for one in violations(browser, axe)]
        if sideways(browser) > 0:
            said.append(f"{look}: {sideways(browser)} pixels too wide")
        said += [f"{look}: {hash_} leads nowhere" for hash_ in dead_links(browser)]
        said += [f"{look}: asked for {url}" for url in browser.asked_for[1:]]
    text = page.read_text("utf-8", "replace")
    named = re.findall(r"""<[^>]*?\s(?:src|srcset|action|href)=["']?([a-z]+:|//)""", text)
    return [*said, *(f"{page.name}: names {one}" for one in named)]


def wild(nasty: str, unprintable: str, parts: ModuleType) -> Document:
    """Give a document of everything that could break a page: long, empty, hostile."""
    endless = "unbroken" * 400
    many = tuple(Text(f"{nasty} {at}") for at in range(12))
    said = (Text(nasty), Strong((Text(unprintable),)), Emphasis((Text("漢字" * 60),)))
    blocks: list[Block] = [
        ContentsList(),
        Heading(1, (Text(endless),)),
        Heading(2, said),
        Paragraph((Text(endless), ComputedFigure("e1", "fewer than 3 of the 31 " + endless[:60]))),
        Paragraph((Text("   typed\n\n  as it was   \n" + endless),), style="noted"),
        Callout((Text(endless),), (ItemList((((Paragraph(said)),),), ordered=True),)),
        Quotation(endless, endless, "q1"),
        Quotation("", "", "q2", verbatim=False),
        Table(said, tuple(parts.Column((one,)) for one in many), (Row(tuple((o,) for o in many)),)),
        Table((Text(endless),), (parts.Column(()), parts.Column((Text(endless),))), (Row(()),)),
        Table((Text("no rows"),), (parts.Column((Text("a"),)),), ()),
    ]
    names = (endless, nasty, "", unprintable)
    series = tuple(Series(name or "nameless", (0, 1, 2, 40)) for name in names)
    for kind in ({}, {"stacked": True}, {"squares": True}, {"grid": True}):
        blocks.append(BarChart(said, nasty, names, series, **kind))  # type: ignore[arg-type]
    blocks.append(BarChart(said, "nothing", names, (Series(endless, (0, 0, 0, 0)),)))
    blocks.append(BarChart(said, "empty", (), ()))
    document = parts.about(*blocks, title=f"{endless[:200]} {nasty}")
    assert isinstance(document, Document)
    return document


def written(folder: Path, name: str, document: Document) -> Path:
    path = folder / f"{name}.html"
    path.write_bytes(write_html(document).encode("utf-8", "surrogatepass"))
    return path


def test_every_kind_of_block_holds_in_every_look(
    browser: Browser, axe: str, report: Document, tmp_path: Path
) -> None:
    assert not faults(browser, axe, written(tmp_path, "sample", report))


def test_a_wild_document_holds_in_every_look(
    *,
    browser: Browser,
    axe: str,
    nasty: str,
    unprintable: str,
    parts: ModuleType,
    tmp_path: Path,
) -> None:
    assert not faults(browser, axe, written(tmp_path, "wild", wild(nasty, unprintable, parts)))


def test_the_documents_of_the_fictional_study_hold(
    browser: Browser, axe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    pages = demo_pages(tmp_path / "study")
    assert {"summary.html", "briefing.html", "evidence.html"} < {page.name for page in pages}
    assert any("records" in page.parts for page in pages)
    said: list[str] = []
    for page in pages:
        # A judgement of the evidence takes ten seconds, and its style is that of the others.
        large = page.stat().st_size > 200_000
        said += faults(browser, axe, page, LOOKS[:1] if large else LOOKS)
    assert not said


def demo_pages(study: Path) -> list[Path]:
    """Write the fictional study's report, and the record of a conversation, as pages."""
    study.mkdir()
    for name in ("question_sets", "interviews", "coding", "templates", "report_text"):
        shutil.copytree(ROOT / name, study / name)
    for path in ROOT.glob("*.yaml"):
        shutil.copy(path, study)
    for order in (
        ("report", "--to", "html", "--out", "pages"),
        ("record", sorted(study.glob("interviews/*.yaml"))[0].stem, "--to", "html"),
    ):
        command = [sys.executable, "-m", "themer", *order]
        done = subprocess.run(command, cwd=study, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return sorted([*study.glob("pages/*.html"), *study.glob("records/*.html")])


@pytest.fixture
def planted(report: Document, tmp_path: Path) -> Path:
    page = write_html(report).replace("default-src 'none'", "default-src *")
    grey = '<p style="color: #ccc">faint</p>'
    wide = '<div style="width: 60rem">wide</div>'
    away = '<p><img alt="away" src="http://localhost:9/x.png"><a href="#nowhere">there</a></p>'
    path = tmp_path / "planted.html"
    path.write_text(page.replace("</main>", f"{grey}{wide}{away}</main>"), "utf-8")
    return path


def test_what_is_planted_is_told(browser: Browser, axe: str, planted: Path) -> None:
    said = "\n".join(faults(browser, axe, planted, LOOKS[2:3]))
    for fault in (
        "color-contrast: <p",
        "pixels too wide",
        "#nowhere leads nowhere",
        "asked for http://localhost:9/x.png",
        "names http:",
    ):
        assert fault in said


def test_the_page_is_the_same_without_script(
    browser: Browser, report: Document, tmp_path: Path
) -> None:
    page = written(tmp_path, "sample", report)
    read = "document.body.innerText"
    browser.open(page, width=1280, scheme="light")
    with_script = browser.run(read)
    browser.open(page, width=1280, scheme="light", script=False)
    assert browser.run(read) == with_script
    assert "24 of 29" in with_script


def test_the_tab_key_reaches_every_link_and_region_in_the_order_of_reading(
    browser: Browser, report: Document, tmp_path: Path
) -> None:
    browser.open(written(tmp_path, "sample", report), width=320, scheme="light", script=False)
    browser.run(
        "window.stops = [...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility()); stops.length"
    )
    count = int(browser.run("stops.length"))
    kinds = browser.run("[...new Set(stops.map(e => e.className || e.localName))]")
    assert {"skip", "figure", "scroll short", "summary"} <= set(kinds)
    for at in range(count):
        browser.press("Tab", 9)
        place, outline = browser.run(
            "[stops.indexOf(document.activeElement),"
            " parseFloat(getComputedStyle(document.activeElement).outlineWidth)]"
        )
        assert place == at
        assert outline >= 2


def test_the_skip_link_leads_to_the_content(
    browser: Browser, report: Document, tmp_path: Path
) -> None:
    browser.open(written(tmp_path, "sample", report), width=320, scheme="light", script=False)
    browser.press("Tab", 9)
    left = browser.run("document.activeElement.getBoundingClientRect().left")
    assert left >= 0
    browser.order(
        "Input.dispatchKeyEvent", type="keyDown", key="Enter", windowsVirtualKeyCode=13, text="\r"
    )
    assert browser.run("document.activeElement.id") == "content"


def test_a_chart_keeps_its_colours_where_colours_are_forced(
    browser: Browser, report: Document, tmp_path: Path
) -> None:
    browser.open(written(tmp_path, "sample", report), width=1280, scheme="dark")
    read = (
        "[...document.querySelectorAll('.chart text, .chart rect')]"
        ".map(e => getComputedStyle(e).fill).join()"
    )
    chosen = browser.run(read)
    browser.prefer("dark", **{"forced-colors": "active"})
    assert browser.run("matchMedia('(forced-colors: active)').matches")
    assert browser.run(read) == chosen


def test_nothing_moves() -> None:
    style = house_file("themer.css").decode()
    assert not re.search(r"transition|animation|scroll-behavior|@keyframes", style)


def test_print_turns_what_is_wide_on_its_side(
    browser: Browser, report: Document, tmp_path: Path
) -> None:
    browser.open(written(tmp_path, "sample", report), width=1280, scheme="dark")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", browser.printed())
    shapes = ["wide" if float(w) > float(h) else "tall" for w, h in boxes]
    assert shapes[0] == shapes[-1] == "tall"
    assert "wide" in shapes
