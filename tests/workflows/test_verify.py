"""A document read back: every figure and quote that was changed is told, and nothing else is."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from themer.errors import InputError, NotFoundError
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.ledgers import LEDGER, WRITTEN
from themer.workflows.reporting.report import write_report
from themer.workflows.reporting.verify import Verified, study_now, verify

ROOT = Path(__file__).parents[2]
PARTS = ("study.yaml", "themes.yaml", "actions.yaml", "question_sets", "interviews", "coding")
ENDINGS = ("docx", "html", "md")
DOCUMENTS = tuple(f"{name}.{ending}" for name in ("summary", "evidence") for ending in ENDINGS)
_IN_HTML = re.compile(r'(data-(?:figure|quote)="[eq]\d+">)([^<]*)(<)')
_IN_MARKDOWN = re.compile(r"(\[)([^\]\[]+)(\]\[e\d+\])")
_IN_WORD = re.compile(
    r'(<w:tag w:val="(?:figure|quote):[eq]\d+"/>.*?<w:t xml:space="preserve">)([^<]*)(</w:t>)'
)
Look = Callable[[Path], Verified]
MARKED = {".html": _IN_HTML, ".md": _IN_MARKDOWN, ".docx": _IN_WORD}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the repository's own study with its report."""
    study = tmp_path_factory.mktemp("verify") / "study"
    study.mkdir()
    for name in (*PARTS, "report_text"):
        place = ROOT / name
        copy = shutil.copytree if place.is_dir() else shutil.copy
        copy(place, study / name)
    write_report(StudyFolder(study))
    return study


@pytest.fixture(scope="module")
def once(made: Path) -> Look:
    """Give a way to verify documents of the unchanged study, which is looked at once."""
    now = study_now(StudyFolder(made), "internal")
    return lambda path: verify(StudyFolder(made), path, lambda *_: now)


def report_of(study: Path) -> Path:
    return next((study / "reports").glob("*/"))


def text_of(path: Path) -> str:
    if path.suffix != ".docx":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode()


def changed(path: Path, change: Callable[[str], str], to: Path) -> Path:
    """Write a copy of a document whose text was changed."""
    if path.suffix != ".docx":
        to.write_text(change(path.read_text("utf-8")), "utf-8")
        return to
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(stream, "w") as new:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = change(content.decode()).encode()
            new.writestr(name, content)
    to.write_bytes(stream.getvalue())
    return to


def other(words: str) -> str:
    """Change the first number by one, or the words by a letter."""
    if re.search(r"\d", words):
        return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), words, count=1)
    return f"{words}s"


def edit_nth(suffix: str, wanted: int | None) -> Callable[[str], str]:
    """Change the figure or quote of one place, or with None of every place."""

    def change(text: str) -> str:
        places = iter(range(10_000))

        def edit(found: re.Match[str]) -> str:
            is_meant = wanted in (None, next(places))
            return found[1] + other(found[2]) + found[3] if is_meant else found[0]

        return MARKED[suffix].sub(edit, text)

    return change


def kinds(verified: Verified) -> Counter[str]:
    return Counter(one.kind for one in verified.verdict.said)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_untouched_document_holds_without_a_word(made: Path, once: Look, name: str) -> None:
    verified = once(report_of(made) / name)
    assert verified.document == name
    assert verified.is_current
    assert verified.verdict.figures > 90
    assert not verified.verdict.said


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_figure_and_quote_that_was_edited_is_told(
    made: Path, once: Look, tmp_path: Path, name: str
) -> None:
    path = report_of(made) / name
    places = len(MARKED[path.suffix].findall(text_of(path)))
    edited = changed(path, edit_nth(path.suffix, None), tmp_path / f"sent back{path.suffix}")
    verified = once(edited)
    told = kinds(verified)
    assert places > 90
    # The same words in the same line are told once, however often they stand there.
    lines = {(one.ledger_id, one.was, one.now, one.line) for one in verified.verdict.said}
    assert told["edited"] + told["altered"] == len(verified.verdict.said) == len(lines)
    ledger = json.loads((path.parent / LEDGER).read_text("utf-8"))
    document = path.stem
    printed, drawn = (
        {
            (one["id"], place["text"])
            for one in ledger["figures"]
            for place in one["printed"]
            if place["document"] == document and place.get("chart", False) is is_drawn
        }
        for is_drawn in (False, True)
    )
    edited_ids = {(o.ledger_id, o.was) for o in verified.verdict.said if o.kind == "edited"}
    assert printed <= edited_ids <= printed | drawn
    edited_figures = [one for one in verified.verdict.said if one.kind == "edited"]
    assert all(one.now == other(one.was) for one in edited_figures)


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
def test_one_edited_figure_is_told_and_nothing_else(
    made: Path, once: Look, tmp_path: Path, suffix: str
) -> None:
    path = report_of(made) / f"summary{suffix}"
    places = len(MARKED[suffix].findall(text_of(path)))
    for place in range(0, places, 9):
        edited = changed(path, edit_nth(suffix, place), tmp_path / f"{place}{suffix}")
        said = once(edited).verdict.said
        assert [one.kind in ("edited", "altered") for one in said] == [True]
        assert said[0].now == other(said[0].was)


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
def test_a_quote_that_was_altered_by_a_letter_is_told(
    made: Path, once: Look, tmp_path: Path, suffix: str
) -> None:
    path = report_of(made) / f"evidence{suffix}"
    words = next(
        one["text"]
        for one in json.loads((path.parent / LEDGER).read_text("utf-8"))["quotes"]
        if one["verbatim"] and one["text"].isascii() and "'" not in one["text"]
    )
    edited = changed(path, lambda t: t.replace(words, words[:-1] + "!"), tmp_path / f"q{suffix}")
    said = once(edited).verdict.said
    assert {one.kind for one in said} == {"altered"}
    assert (said[0].was, said[0].now) == (words, words[:-1] + "!")


def without_anchors(text: str) -> str:
    text = re.sub(r"<w:tag w:val=\"[^\"]*\"/>|<w:bookmark(Start|End)[^>]*/>", "", text)
    return re.sub(r' data-figure="[^"]*"| data-quote="[^"]*"', "", text)


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_a_figure_without_its_anchor_is_found_by_the_words_around_it(
    made: Path, once: Look, tmp_path: Path, suffix: str
) -> None:
    path = report_of(made) / f"summary{suffix}"
    edit = edit_nth(suffix, 4)
    bare = changed(path, lambda t: without_anchors(edit(t)), tmp_path / f"bare{suffix}")
    verdict = once(bare).verdict
    assert [one.kind for one in verdict.problems if one.kind == "edited"] == ["edited"]


@pytest.mark.tools("soffice")
@pytest.mark.parametrize("name", ["summary.docx", "evidence.docx"])
def test_a_copy_that_libreoffice_saved_again_holds_without_a_word(
    made: Path, once: Look, tmp_path: Path, name: str
) -> None:
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(report_of(made) / name)], check=True, capture_output=True)
    assert not once(tmp_path / name).verdict.said


def test_tracked_changes_are_read_as_a_reader_sees_them(
    made: Path, once: Look, tmp_path: Path
) -> None:
    def track(text: str) -> str:
        found = _IN_WORD.search(text)
        assert found is not None
        run = text.rindex("<w:r>", 0, found.end()) if "<w:r>" in text[: found.end()] else 0
        end = text.index("</w:r>", found.end()) + len("</w:r>")
        old = text[run:end]
        new = old.replace(f">{found[2]}<", f">{other(found[2])}<")
        gone = old.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        mark = 'w:id="900{}" w:author="A director" w:date="2026-05-01T00:00:00Z"'
        tracked = f"<w:del {mark.format(1)}>{gone}</w:del><w:ins {mark.format(2)}>{new}</w:ins>"
        return text[:run] + tracked + text[end:]

    edited = changed(report_of(made) / "summary.docx", track, tmp_path / "tracked.docx")
    said = once(edited).verdict.said
    assert [one.kind for one in said] == ["edited"]
    assert said[0].now == other(said[0].was)


def test_a_digit_typed_before_a_figure_belongs_to_it(
    made: Path, once: Look, tmp_path: Path
) -> None:
    def put_before(text: str) -> str:
        return re.sub(r'(<a class="figure"[^>]*data-figure="[^"]*">\d+ of )', r"1\1", text, count=1)

    path = report_of(made) / "summary.html"
    edited = changed(path, put_before, tmp_path / "before.html")
    said = once(edited).verdict.problems
    assert len(said) == 1
    assert said[0].now == f"1{said[0].was}"


def test_numbers_and_words_of_quantity_that_somebody_typed_are_listed(
    made: Path, once: Look, tmp_path: Path
) -> None:
    line = "<p>In 2025 most of our 47 teams took part in PE stage 1, from 3 May 2025.</p>"
    path = report_of(made) / "summary.html"
    added = changed(path, lambda t: t.replace("</main>", f"{line}</main>"), tmp_path / "a.html")
    verdict = once(added).verdict
    assert not verdict.problems
    typed = {one.now for one in verdict.notes if one.kind == "typed"}
    assert typed == {"2025", "47", "most"}, "a year by itself, too"


@pytest.mark.parametrize(
    ("suffix", "place"),
    [
        (".html", r' id="evidence-e\d+"'),
        (".docx", r'<w:bookmarkStart [^>]*w:name="[^"]*evidence[-_]e\d+[^"]*"[^>]*/>'),
        (".md", r"<a id=[\"']evidence-e\d+[\"']></a>|^\[e\d+\]: .*$"),
    ],
)
def test_every_reference_is_told_when_what_it_leads_to_was_cut(
    made: Path, once: Look, tmp_path: Path, suffix: str, place: str
) -> None:
    path = report_of(made) / f"evidence{suffix}"
    bare = re.compile(place, re.M)
    cut = changed(path, lambda text: bare.sub("", text), tmp_path / f"cut{suffix}")
    ledger = json.loads((path.parent / LEDGER).read_text("utf-8"))
    printed = {
        " ".join(place["text"].split())
        for one in ledger["figures"]
        for place in one["printed"]
        if place["document"] == "evidence" and "chart" not in place
    }
    told = {one.now for one in once(cut).verdict.said if one.kind == "dangling"}
    assert printed <= told


def test_a_link_to_nothing_is_told(made: Path, once: Look, tmp_path: Path) -> None:
    path = report_of(made) / "evidence.html"
    cut = changed(path, lambda t: t.replace('id="evidence-e1"', ""), tmp_path / "cut.html")
    problems = once(cut).verdict.problems
    assert {one.kind for one in problems} == {"dangling"}


def test_a_sentence_that_was_taken_out_is_a_note(made: Path, once: Look, tmp_path: Path) -> None:
    path = report_of(made) / "summary.html"
    gone = re.compile(r"<p[^>]*>(?:(?!</p>).)*data-figure(?:(?!</p>).)*</p>", re.S)
    edited = changed(path, lambda t: gone.sub("", t, count=1), tmp_path / "gone.html")
    verdict = once(edited).verdict
    assert not verdict.problems
    assert {one.kind for one in verdict.notes} <= {"taken out", "reworded"}
    assert verdict.notes


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """Give a copy of the study and its report, for a test that changes the study."""
    return Path(shutil.copytree(made, tmp_path / "study"))


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
def test_figures_that_the_data_have_left_are_told_with_what_they_are_now(
    own: Path, suffix: str
) -> None:
    path = min((own / "interviews").glob("*.yaml"))
    path.write_text(path.read_text("utf-8").replace("fact: yes", "fact: no", 1), "utf-8")
    verified = verify(StudyFolder(own), report_of(own) / f"evidence{suffix}")
    stale = [one for one in verified.verdict.said if one.kind == "stale"]
    assert not verified.is_current
    assert stale
    assert all(one.data != one.was for one in stale)
    assert {one.kind for one in verified.verdict.problems} <= {"stale"}


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
def test_quotes_of_a_partner_who_took_consent_back_are_told(own: Path, suffix: str) -> None:
    ledger = json.loads((report_of(own) / LEDGER).read_text("utf-8"))
    quote = next(one for one in ledger["quotes"] if one["verbatim"])
    path = own / "interviews" / f"{quote['answer'].partition('/')[0]}.yaml"
    consent = re.compile(r"(?m)^(consent:(?:.*\n(?: .*\n)*?.*|.*)quote: )yes")
    text, many = consent.subn(r"\1no", path.read_text("utf-8"))
    assert many == 1
    path.write_text(text, "utf-8")
    said = verify(StudyFolder(own), report_of(own) / f"evidence{suffix}").verdict.said
    refused = [one for one in said if one.kind == "refused"]
    assert quote["text"] in {one.was for one in refused}
    assert all("did not agree" in one.data for one in refused)


def test_a_theme_that_has_another_name_now_is_told(own: Path) -> None:
    ledger = json.loads((report_of(own) / LEDGER).read_text("utf-8"))
    name = next(one["name"] for one in ledger["names"] if one["id"].startswith("theme:"))
    path = own / "themes.yaml"
    text = path.read_text("utf-8")
    assert name in text
    path.write_text(text.replace(name, "Quite another name"), "utf-8")
    said = verify(StudyFolder(own), report_of(own) / "summary.html").verdict.said
    renamed = [one for one in said if one.kind == "renamed"]
    assert {(one.was, one.data) for one in renamed} == {(name, "Quite another name")}


def test_a_renamed_copy_elsewhere_is_known_among_the_reports_of_a_study(
    own: Path, tmp_path: Path
) -> None:
    first = report_of(own)
    sent = tmp_path / "elsewhere" / "Für die Leitung – final (2).docx"
    sent.parent.mkdir()
    shutil.copy(first / "summary.docx", sent)
    text = own / "report_text" / "background.md"
    text.write_text(text.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    second = write_report(StudyFolder(own))
    assert second.folder != first
    verified = verify(StudyFolder(own), sent)
    assert (verified.report_id, verified.document) == (first.name, "summary.docx")
    assert not verified.is_current
    assert not verified.verdict.said
    assert verify(StudyFolder(own), second.paths[0]).is_current


@pytest.mark.tools("soffice")
def test_a_copy_that_went_through_another_format_has_no_false_alarm(
    made: Path, once: Look, tmp_path: Path
) -> None:
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    path = Path(shutil.copy(report_of(made) / "summary.docx", tmp_path / "summary.docx"))
    for ending in ("odt", "docx"):
        command = ["soffice", home, "--headless", "--convert-to", ending, "--outdir", str(tmp_path)]
        subprocess.run([*command, str(path)], check=True, capture_output=True)
        path = tmp_path / f"summary.{ending}"
    said = once(path)
    assert said.document == "summary.docx"
    assert not said.verdict.problems


def test_a_document_of_somebody_else_is_refused(made: Path, once: Look, tmp_path: Path) -> None:
    path = tmp_path / "letter.html"
    path.write_text("<p>17 of 31</p>", "utf-8")
    with pytest.raises(InputError, match="no report's id"):
        once(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("torn.docx", b"PK\x03\x04 torn"),
        ("empty.docx", b""),
        ("text.docx", b"no archive"),
        ("sheet.xlsx", b""),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_words(
    made: Path, once: Look, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        once(path)
    assert caught.value.path == path


def test_a_report_whose_ledger_is_gone_is_never_called_true(own: Path, tmp_path: Path) -> None:
    sent = Path(shutil.copy(report_of(own) / "summary.docx", tmp_path / "sent.docx"))
    shutil.rmtree(report_of(own) / WRITTEN)
    with pytest.raises(NotFoundError, match="What themer wrote"):
        verify(StudyFolder(own), sent)
    shutil.rmtree(own / "reports")
    with pytest.raises(NotFoundError, match="ledger"):
        verify(StudyFolder(own), sent)
