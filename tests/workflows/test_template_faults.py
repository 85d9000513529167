"""Templates that loop, grow, reach out or are no text: each is told, and none does any harm."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from themer.cli.edge import run
from themer.errors import ExitCode, TemplateError
from themer.report.rendering import render_templates
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.templates import copy_template, list_templates, read_templates

ROOMS = Path(__file__).parents[1] / "fixtures" / "reading_rooms"


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    root = Path(shutil.copytree(ROOMS, tmp_path / "study"))
    for name in ("templates", "report_text"):
        (root / name).mkdir(exist_ok=True)
    return StudyFolder(root)


def rendered(source: str, seconds: float = 20.0, **others: str) -> str:
    sources = {"t.md.j2": source, **{f"{name}.md.j2": text for name, text in others.items()}}
    (one,) = render_templates(["t.md.j2"], sources, {"figures": {}, "word": "w"}, seconds=seconds)
    return one.markdown


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% include "../study.yaml" %}', 'no template called "../study.yaml"'),
        ('{% include "/etc/hostname" %}', 'no template called "/etc/hostname"'),
        ('{% include "report_text/../../study.yaml" %}', "no template called"),
        ('{% import "os" as os %}', 'no template called "os"'),
        ('{% extends "\\0" %}', "no template called"),
        ('{{ "".__class__ }}', "__class__"),
        ('{{ word | attr("__class__") }}', "__class__"),
        ('{{ ["w"] | map(attribute="__class__") | join }}', "__class__"),
        ("{{ self.__init__.__globals__ }}", "__init__"),
        ("{{ author.__globals__ }}", "__globals__"),
        ("{{ figure.__func__ }}", "__func__"),
        ('{{ "{0.__class__}".format(word) }}', "__class__"),
        ("{{ [].append(1) }}", "append"),
        ("{{ range(10**9) }}", "ange"),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "may not"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "calls itself"),
        ('{% include "t.md.j2" %}', "itself"),
    ],
)
def test_what_a_template_may_not_do_is_refused_in_words(source: str, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(source)
    assert said in caught.value.message
    assert "Traceback" not in str(caught.value)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such limit to ask for")
@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 10 ** 10 }}",
        "{{ '{:>9999999999}'.format(1) }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ word | center(10 ** 10) }}",
        "{{ [0] * 10 ** 9 }}",
        "{% set ns = namespace(x='aaaaaaaaaa') %}{% for i in range(99) %}"
        "{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    ],
)
def test_a_template_that_takes_all_memory_is_stopped(source: str) -> None:
    with pytest.raises(TemplateError, match=r"memory|cannot be worked out"):
        rendered(source)


def test_two_templates_that_include_each_other_are_stopped() -> None:
    with pytest.raises(TemplateError, match="without an end"):
        rendered('{% include "b.md.j2" %}', b='{% include "t.md.j2" %}')


def test_author_text_that_puts_itself_in_is_stopped() -> None:
    sources = {"t.md.j2": '{{ author("a") }}', "report_text/a.md": 'x {{ author("a") }}'}
    with pytest.raises(TemplateError, match="without an end"):
        render_templates(["t.md.j2"], sources, {"figures": {}})


def test_a_template_that_prints_without_measure_is_stopped() -> None:
    words = "0123456789" * 20
    source = "{% for a in range(60000) %}" + words + "\n{% endfor %}"
    with pytest.raises(TemplateError, match="prints more than 10,000,000 characters"):
        rendered(source)


def test_a_loop_without_an_end_is_stopped_and_names_the_template() -> None:
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateError, match="still running") as caught:
        rendered(loop, seconds=1.5)
    assert str(caught.value.path) in ("t.md.j2", "templates")


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
@pytest.mark.parametrize("place", ["templates/summary.md.j2", "report_text/background.md"])
def test_a_link_that_leads_outside_the_study_is_refused(folder: StudyFolder, place: str) -> None:
    secret = folder.root.parent / "secret.md"
    secret.write_text("not for the report", "utf-8")
    (folder.root / place).symlink_to(secret)
    with pytest.raises(TemplateError, match="leads outside the study") as caught:
        read_templates(folder)
    assert str(caught.value.path) == place


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_link_within_the_study_is_followed(folder: StudyFolder) -> None:
    (folder.root / "report_text" / "kept.txt").write_text("Ours.", "utf-8")
    (folder.root / "report_text" / "background.md").symlink_to("kept.txt")
    assert read_templates(folder).sources["report_text/background.md"] == "Ours."


def test_a_folder_that_is_called_like_a_template_is_told(folder: StudyFolder) -> None:
    (folder.root / "templates" / "summary.md.j2").mkdir()
    with pytest.raises(TemplateError, match="no file"):
        read_templates(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe of Unix")
def test_a_pipe_in_the_place_of_a_template_is_told_and_waited_for_by_nobody(
    folder: StudyFolder,
) -> None:
    os.mkfifo(folder.root / "templates" / "summary.md.j2")
    with pytest.raises(TemplateError, match="no file"):
        read_templates(folder)


@pytest.mark.parametrize(
    ("content", "said", "line"),
    [
        (b"one\ntwo \x00 three", "U+0000", 2),
        (b"one\x1b[2J", "U+001B", 1),
        (b"a\n\nb\x0bc", "U+000B", 3),
        (b"\xff\xfeo\x00n\x00e\x00", "UTF-8", None),
        (b"caf\xe9", "UTF-8", None),
        (b"\xed\xa0\x80", "UTF-8", None),
        (b"x" * 2_000_001, "2 MB", None),
    ],
)
def test_a_file_that_is_no_text_is_told_with_its_line(
    folder: StudyFolder, content: bytes, said: str, line: int | None
) -> None:
    (folder.root / "report_text" / "background.md").write_bytes(content)
    with pytest.raises(TemplateError) as caught:
        read_templates(folder)
    assert said in str(caught.value)
    assert str(caught.value.path) == str(Path("report_text/background.md"))
    assert caught.value.line == line


def test_line_ends_of_other_systems_and_a_mark_at_the_start_are_read(folder: StudyFolder) -> None:
    path = folder.root / "report_text" / "background.md"
    for content in (b"\xef\xbb\xbfOne\r\n\r\ntwo\r\n", b"One\r\rtwo\r", b"One\n\ntwo\n"):
        path.write_bytes(content)
        assert read_templates(folder).sources["report_text/background.md"] == "One\n\ntwo\n"


def test_a_fault_ends_the_command_with_two_and_writes_nothing(
    folder: StudyFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.root / "templates" / "summary.md.j2").write_text("a\nb\n{{ themse }}\n", "utf-8")
    assert run(["report", "--study", str(folder.root)]) == ExitCode.INPUT
    assert "summary.md.j2:3: nothing here is called" in capsys.readouterr().err
    assert not (folder.root / "reports").exists()


def test_templates_are_listed_with_what_they_are_for_and_whose_they_are(
    folder: StudyFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = {one.name: one for one in list_templates(folder)}
    assert all(one.about and not one.is_own for one in shipped.values())
    path = copy_template(folder, "sides")
    (folder.root / "templates" / "ours.md.j2").write_text("No comment.\n", "utf-8")
    same = {one.name: one for one in list_templates(folder)}
    assert same["sides"].standing == "of this study, the same as shipped"
    assert (same["ours"].standing, same["ours"].about) == ("of this study alone", "")
    path.write_text(path.read_text("utf-8").replace("## What works", "## What helps"), "utf-8")
    (sides,) = [one for one in list_templates(folder) if one.name == "sides"]
    assert sides.standing == "of this study (1 line added, 1 removed)"
    assert run(["templates", "--diff", "sides", "--study", str(folder.root)]) == ExitCode.FINE
    out = capsys.readouterr().out
    assert "-## What works\n+## What helps\n" in out
    assert run(["templates", "--diff", "no", "--study", str(folder.root)]) == ExitCode.INPUT
