"""``themer report`` from folder to folder: what is written, what is refused, what stays."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formats_page import EXAMPLES
from themer.errors import InputError, StorageError, TemplateError
from themer.findings.everything import find
from themer.report.context import CONTEXT_NAMES, make_context
from themer.report.ledger import Ledger
from themer.report.rendering import render_templates
from themer.report.source import make_source
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.counting import hash_of
from themer.workflows.reporting.report import (
    Wanted,
    make_report,
    write_report,
    write_whole,
)
from themer.workflows.reporting.templates import read_templates, shipped_templates

ROOMS = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
GUIDE = Path(__file__).parents[2] / "docs" / "templates.md"


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    shutil.copytree(ROOMS, tmp_path / "study")
    return StudyFolder(tmp_path / "study")


def test_every_format_and_the_ledger_are_written_into_a_folder_of_the_reports_name(
    folder: StudyFolder,
) -> None:
    written = write_report(folder)
    assert written.folder == folder.root / "reports" / written.report_id
    assert {path.name for path in written.folder.iterdir()} == {
        f"{name}.{ending}"
        for name in ("summary", "briefing", "evidence")
        for ending in ("docx", "html", "md")
    } | {"report.evidence.json", ".written"}
    assert json.loads((written.folder / "report.evidence.json").read_text())["report_id"] == (
        written.report_id
    )


def test_two_runs_give_the_same_bytes_also_elsewhere(folder: StudyFolder, tmp_path: Path) -> None:
    first = write_report(folder)
    moved = tmp_path / "another place"
    for path in sorted(folder.root.rglob("*.yaml"), reverse=True):
        target = moved / path.relative_to(folder.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    second = write_report(StudyFolder(moved))
    assert first.report_id == second.report_id
    for one, other in zip(first.paths, second.paths, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_only_the_formats_asked_for_are_written(folder: StudyFolder, tmp_path: Path) -> None:
    written = write_report(folder, Wanted(formats=["md"]), out=tmp_path / "out")
    assert {path.name for path in written.paths} == {
        "summary.md",
        "briefing.md",
        "evidence.md",
        "report.evidence.json",
    }


def test_an_unknown_format_is_told_before_anything_is_read(folder: StudyFolder) -> None:
    with pytest.raises(InputError, match="odt"):
        write_report(folder, Wanted(formats=["odt"]))


def test_a_study_may_have_its_own_template(folder: StudyFolder) -> None:
    (folder.root / "templates").mkdir()
    own = folder.root / "templates" / "summary.md.j2"
    own.write_text('{{ document(title="Our own") }}\nOnly this.\n')
    assert make_report(folder, load_material(folder)).documents["summary"].title == "Our own"


def test_a_fault_in_the_studys_template_names_file_and_line_and_changes_nothing(
    folder: StudyFolder,
) -> None:
    before = write_report(folder, Wanted(formats=["md"]))
    kept = {path: path.read_bytes() for path in before.paths}
    (folder.root / "templates").mkdir()
    (folder.root / "templates" / "summary.md.j2").write_text("one\n{{ themse }}\n")
    with pytest.raises(TemplateError) as caught:
        write_report(folder, Wanted(formats=["md"]))
    assert caught.value.path == Path("templates/summary.md.j2")
    assert caught.value.line == 2
    assert '"themes"' in caught.value.message
    assert {path: path.read_bytes() for path in before.paths} == kept
    assert [path.name for path in (folder.root / "reports").iterdir()] == [before.report_id]


def test_a_fault_in_author_text_names_it(folder: StudyFolder) -> None:
    (folder.root / "report_text").mkdir()
    (folder.root / "report_text" / "background.md").write_text("{{ fact('homme').k_of_n }}")
    with pytest.raises(TemplateError) as caught:
        make_report(folder, load_material(folder))
    assert caught.value.path == Path("report_text/background.md")


def test_a_number_typed_into_author_text_is_noted_and_stops_nothing(folder: StudyFolder) -> None:
    (folder.root / "report_text").mkdir()
    (folder.root / "report_text" / "background.md").write_text("About 17 rooms, in 2026.\n")
    written = write_report(folder, Wanted(formats=["md"]))
    assert written.notes[0] == 'report_text/background.md, line 1: "17" is typed, not computed.'
    command = [sys.executable, "-m", "themer", "report", "--to", "md", "--study", str(folder.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.startswith(f"Note: {written.notes[0]}\n")
    assert "Note" not in done.stdout


def test_a_template_that_is_no_text_is_told(folder: StudyFolder) -> None:
    (folder.root / "templates").mkdir()
    (folder.root / "templates" / "summary.md.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError, match="UTF-8"):
        read_templates(folder)


@pytest.mark.parametrize("empty", ["", "\n \n", '{{ document(title="Only a title") }}'])
def test_an_empty_template_is_refused(folder: StudyFolder, empty: str) -> None:
    (folder.root / "templates").mkdir()
    (folder.root / "templates" / "summary.md.j2").write_text(empty)
    with pytest.raises(TemplateError, match="would be empty") as caught:
        write_report(folder, Wanted(formats=["md"]))
    assert caught.value.path == Path("templates/summary.md.j2")
    assert not (folder.root / "reports").exists()


def test_a_target_that_cannot_be_written_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError):
        write_whole(tmp_path / "file" / "out", {"a.md": b"x"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.md").mkdir()
    with pytest.raises(StorageError):
        write_whole(tmp_path / "out", {"a.md": b"x"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "out"]


def test_the_hash_of_the_data_changes_with_one_answer(folder: StudyFolder) -> None:
    before = hash_of(load_material(folder))
    path = next((folder.root / "interviews").iterdir())
    path.write_text(path.read_text().replace("post only since", "post alone since"))
    assert hash_of(load_material(folder)) != before


def test_the_guide_for_template_authors_is_true(folder: StudyFolder) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    material = load_material(folder)
    findings = find(material)
    source = make_source(material, findings, "internal", Ledger())
    context = make_context(source, "id", "0" * 64)
    smallest = re.search(r"## The smallest template\n\n```jinja\n(.*?)```", guide, re.S)
    assert smallest is not None
    assert render_templates(["t"], {"t": smallest[1]}, context)[0].markdown
    table = guide.partition("## What a template is given")[2].partition("## When")[0]
    told = {
        name
        for row in re.findall(r"^\| (`.*?) \|", table, re.M)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert told | {"figures"} == set(context) == CONTEXT_NAMES
    asked = "".join(path.read_text(encoding="utf-8") for path in shipped_templates().iterdir())
    sections = set(re.findall(r'(?:author|has_text)\("(\w+)"\)', asked))
    listed = guide.partition("The shipped templates look for ")[2].partition(".\n")[0]
    assert sections == set(re.findall(r"`(\w+)`", listed))


def test_author_text_named_after_a_theme_stands_under_it(folder: StudyFolder) -> None:
    (folder.root / "report_text").mkdir()
    (folder.root / "themes.yaml").write_text(EXAMPLES["themes.yaml"], "utf-8")
    theme = find(load_material(folder)).themes[0]
    path = folder.root / "report_text" / f"theme-{theme.id}.md"
    path.write_text("What we make of it ourselves.", "utf-8")
    (folder.root / "report_text" / "why.md").write_text("Because of the roads.", "utf-8")
    written = write_report(folder, Wanted(formats=["md"]))
    evidence = (written.folder / "evidence.md").read_text("utf-8")
    assert evidence.count(theme.name) > 1
    assert "What we make of it ourselves." in evidence
    assert "Because of the roads." in (written.folder / "summary.md").read_text("utf-8")


def test_the_examples_for_template_authors_run(folder: StudyFolder) -> None:
    part = GUIDE.read_text("utf-8").partition("## Step by step")[2].partition("\n## ")[0]
    note, text = re.findall(r"```jinja\n(.*?)```", part, re.S)
    for place, content in (("templates/note.md.j2", note), ("report_text/board_note.md", text)):
        (folder.root / place).parent.mkdir(exist_ok=True)
        (folder.root / place).write_text(content, "utf-8")
    written = write_report(folder, Wanted(formats=["md"], only=["note"]))
    page = (written.folder / "note.md").read_text("utf-8")
    assert "Bring books home" in page
    assert "whatever the roads" in page
    assert "{{" not in page
    rows = re.findall(r"^\| `(\{.*?)` \| (.*?) \|$", part, re.M)
    assert len(rows) == 6
    opening = '{{ document(title="A note") }}\n'
    for source, said in rows:
        (folder.root / "templates" / "note.md.j2").write_text(opening + source, "utf-8")
        with pytest.raises(TemplateError) as caught:
            make_report(folder, load_material(folder))
        assert caught.value.message.startswith(said), (source, caught.value.message)


def test_a_document_that_somebody_edited_is_kept_beside_the_new_one(folder: StudyFolder) -> None:
    written = write_report(folder, Wanted(formats=["md"]))
    path = written.folder / "summary.md"
    for number, name in enumerate(("summary.edited.md", "summary.edited-2.md")):
        path.write_text(f"a director's sentence {number}", "utf-8")
        again = write_report(folder, Wanted(formats=["md"]))
        assert (written.folder / name).read_text("utf-8") == f"a director's sentence {number}"
        assert again.notes[0] == (
            f"summary.md was changed since themer wrote it; it is kept as {name}."
        )
    third = write_report(folder, Wanted(formats=["md"]))
    assert not [note for note in third.notes if "edited" in note]
    assert "director" not in path.read_text("utf-8")


def test_a_file_of_somebody_elses_where_a_document_will_lie_is_kept(
    folder: StudyFolder, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "summary.md").write_text("mine", "utf-8")
    write_report(folder, Wanted(formats=["md"], only=["summary"]), out=tmp_path / "out")
    assert (tmp_path / "out" / "summary.edited.md").read_text("utf-8") == "mine"


def test_no_format_at_all_is_told_as_that(folder: StudyFolder) -> None:
    with pytest.raises(InputError, match="no format was asked for"):
        write_report(folder, Wanted(formats=[]))


def test_a_document_is_found_however_its_name_is_written(folder: StudyFolder) -> None:
    written = write_report(folder, Wanted(formats=["md"], only=["Summary"]))
    assert [path.name for path in written.paths] == ["summary.md", "report.evidence.json"]


def test_a_file_in_the_place_of_the_folder_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("mine")
    with pytest.raises(StorageError, match="this is a file") as caught:
        write_whole(tmp_path / "study.yaml", {"a.md": b"x"})
    assert "a folder" in (caught.value.hint or "")
    assert (tmp_path / "study.yaml").read_text() == "mine"
