"""``--watch``: pages follow the files, keep the last good version, and end with ctrl-C."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from themer.errors import TemplateError
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting import watching
from themer.workflows.reporting.report import Wanted
from themer.workflows.reporting.verify import find_report, read_back
from themer.workflows.reporting.watching import Made, Preview, watch

ROOMS = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
OWN = '{{ document(title="Our own") }}\nOnly this. {{ author("background") }}\n'


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    root = Path(shutil.copytree(ROOMS, tmp_path / "study"))
    for name in ("templates", "report_text"):
        (root / name).mkdir(exist_ok=True)
    (root / "templates" / "summary.md.j2").write_text(OWN, "utf-8")
    (root / "templates" / "evidence.md.j2").write_text(OWN.replace("own", "proof"), "utf-8")
    return StudyFolder(root)


def of_two(folder: StudyFolder) -> Preview:
    """Watch the summary and the evidence."""
    return Preview(folder, Wanted(only=["summary", "evidence"]))


def later(path: Path, text: str) -> None:
    """Write a file so that its time is another one, however coarse the disk's clock is."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, "utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def page(preview: Preview, name: str = "summary") -> str:
    return (preview.out / f"{name}.html").read_text("utf-8")


def test_pages_are_made_once_and_again_only_after_a_change(folder: StudyFolder) -> None:
    preview = of_two(folder)
    made = preview.make_if_changed()
    assert made is not None
    assert {one.name for one in made.pages} == {"summary.html", "evidence.html"}
    assert preview.make_if_changed() is None


def test_a_changed_template_or_text_shows_without_counting_anew(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = of_two(folder)
    preview.make_if_changed()

    def refuse(*_: object) -> None:
        raise AssertionError("the study was read again for a word of a template")

    monkeypatch.setattr(watching, "load_material", refuse)
    later(folder.root / "templates" / "summary.md.j2", OWN.replace("Only", "Surely"))
    made = preview.make_if_changed()
    assert made is not None
    assert preview.out / "summary.html" in made.pages
    assert "Surely this." in page(preview)
    later(folder.root / "report_text" / "background.md", "A word of ours.")
    made = preview.make_if_changed()
    assert made is not None
    assert not made.counted_anew
    assert "A word of ours." in page(preview)


def test_a_changed_answer_is_counted_anew(folder: StudyFolder) -> None:
    later(folder.root / "report_text" / "background.md", '{{ fact("has_home_service").counted }}')
    preview = of_two(folder)
    preview.make_if_changed()
    before = page(preview)
    interview = folder.root / "interviews" / "harrow-hill-main-1.yaml"
    text = interview.read_text("utf-8")
    assert "fact: partly" in text
    later(interview, text.replace("fact: partly", "fact: yes", 1))
    made = preview.make_if_changed()
    assert made is not None
    assert made.counted_anew
    assert made.error is None
    assert page(preview) != before


def test_a_fault_is_told_with_its_place_and_the_last_good_page_stays(folder: StudyFolder) -> None:
    preview = of_two(folder)
    preview.make_if_changed()
    good = page(preview)
    template = folder.root / "templates" / "summary.md.j2"
    later(template, OWN + "{{ themse }}\n")
    made = preview.make_if_changed()
    assert made is not None
    assert isinstance(made.error, TemplateError)
    assert (made.error.path, made.error.line) == (Path("templates/summary.md.j2"), 3)
    assert "themes" in str(made.error)
    assert page(preview) == good
    assert preview.make_if_changed() is None, "one fault is told once"
    later(template, OWN)
    made = preview.make_if_changed()
    assert made is not None
    assert made.error is None


def test_a_study_that_does_not_hold_is_told_and_taken_up_when_it_does(folder: StudyFolder) -> None:
    study = folder.root / "study.yaml"
    text = study.read_text("utf-8")
    preview = of_two(folder)
    later(study, "title: [")
    made = preview.make_if_changed()
    assert made is not None
    assert made.error is not None
    later(study, text)
    made = preview.make_if_changed()
    assert made is not None
    assert made.error is None
    assert "Only this." in page(preview)


def test_a_preview_is_no_report_and_touches_none(folder: StudyFolder) -> None:
    preview = of_two(folder)
    preview.make_if_changed()
    assert sorted(one.name for one in (folder.root / "reports").iterdir()) == ["preview"]
    with pytest.raises(LookupError):
        path = preview.out / "summary.html"
        find_report(folder, path, read_back(path))


def test_watching_goes_on_until_somebody_stops_it(folder: StudyFolder) -> None:
    told: list[Made] = []
    turns: Iterator[int] = iter(range(3))

    def pause(_: float) -> None:
        if next(turns) == 2:
            raise KeyboardInterrupt
        name = folder.root / "report_text" / "background.md"
        later(name, f"Turn {len(told)}.")

    with pytest.raises(KeyboardInterrupt):
        watch(of_two(folder), told.append, pause=pause)
    assert len(told) == 3
    assert all(one.error is None for one in told)


@pytest.mark.skipif(os.name == "nt", reason="a signal of Unix")
def test_ctrl_c_ends_the_command_with_130_and_plain_lines(folder: StudyFolder) -> None:
    command = [sys.executable, "-m", "themer", "report", "--watch", "--only", "summary"]
    with subprocess.Popen(
        command, cwd=folder.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines: queue.Queue[str] = queue.Queue()
        reading = threading.Thread(target=_follow, args=(process.stdout, lines))
        reading.start()
        try:
            assert lines.get(timeout=120).endswith("reports/preview/summary.html\n")
            later(folder.root / "templates" / "summary.md.j2", OWN.replace("Only", "Surely"))
            assert lines.get(timeout=120).endswith("reports/preview/summary.html\n")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 130
        finally:
            process.kill()
            reading.join()
        said = process.stderr.read()
    assert "\x1b" not in said
    assert "Traceback" not in said
    assert said.rstrip().endswith("Stopped.")


def _follow(out: IO[str], lines: queue.Queue[str]) -> None:
    for one in out:
        lines.put(one)
