"""A conversation of the repository's own study is withdrawn after everything was made of it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from themer.storage.journal import JournalWriter
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis import machine
from themer.workflows.analysis.analyse import analyse
from themer.workflows.check import check_study
from themer.workflows.home import overview
from themer.workflows.interviews.record import write_record
from themer.workflows.removing.traces import Words, text_in, texts_of
from themer.workflows.removing.withdraw import prepare_withdrawal, withdraw
from themer.workflows.reporting.report import Wanted, write_report

ROOT = Path(__file__).parents[2]
ID = "calverstoke-adults-1"
PARTS = (
    "study.yaml", "themes.yaml", "actions.yaml", "question_sets", "interviews", "coding",
    "report_text", "templates",
)  # fmt: skip
SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n")
LONG = 20
"""Characters from which a line is nobody else's by chance."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StudyFolder:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    # Without vectors: what analyse writes has the same shape, in a third of the time.
    monkeypatch.setattr(machine, "encoder_or_none", lambda: None)
    root = tmp_path / "study"
    root.mkdir()
    for name in PARTS:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    folder = StudyFolder(root)
    analyse(folder)
    write_report(folder, Wanted(profile="internal"))
    write_report(folder, Wanted(profile="shareable"))
    write_record(folder, ID, formats=("docx", "html", "md"))
    overview(root)
    path = folder.interview_path(ID)
    shutil.copy(path, path.with_name(f"{path.name}.prev"))
    shutil.copy(path, path.with_name(f"{ID} (conflicted copy).yaml"))
    stored = folder.interview(ID)
    journal = JournalWriter(root, replace(stored.value, answers={}), stored.sha256)
    journal.append(stored.value)
    journal.close()
    return folder


def test_every_line_that_was_said_is_gone_and_the_study_goes_on(
    folder: StudyFolder, tmp_path: Path
) -> None:
    interview = folder.interview(ID).value
    paths = [path for path in folder.interview_paths() if not path.stem.startswith(ID)]
    others = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    lines = {line.strip() for text in texts_of(interview) for line in SENTENCE_END.split(text)}
    lines = {line for line in lines if len(line) >= LONG and line not in others}
    assert len(lines) > 20
    places = {name for name, _ in _places(tmp_path, lines)}
    assert {"interviews", "coding", "themes.yaml", "reports", "records", "state"} <= places

    ready = prepare_withdrawal(folder, ID)
    withdraw(ready)
    ready.release()

    assert list(_places(tmp_path, lines)) == []
    words = Words([interview], [others])
    texts = ((path, text_in(path)) for path in tmp_path.rglob("*") if path.is_file())
    assert [path for path, text in texts if text is not None and words.are_in(text)] == []
    assert check_study(folder).errors == ()
    write_report(folder, Wanted(formats=("md",)))
    ready = prepare_withdrawal(folder, ID)
    ready.release()
    assert (ready.clearing.reports, ready.clearing.coders, ready.clearing.passages) == ((), (), 0)


def _places(top: Path, lines: set[str]) -> list[tuple[str, str]]:
    """Search every byte, and give what lies at the top of the study with the line found in it."""
    wanted = [line.encode() for line in lines]
    found = []
    for path in sorted(path for path in top.rglob("*") if path.is_file()):
        parts = path.relative_to(top).parts
        content = path.read_bytes()
        found += [(parts[parts[0] == "study"], w.decode()) for w in wanted if w in content]
    return found
