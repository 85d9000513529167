"""``themer report --plain-english`` as its user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.edge import run
from themer.errors import ExitCode


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """Give a small study whose background nobody reads easily."""
    study = write_study(tmp_path / "rooms", list(SAID))
    (study / "report_text").mkdir(exist_ok=True)
    long = "The branches were asked, " + "and then asked again, " * 6 + "by the RLB."
    (study / "report_text" / "background.md").write_text(long, "utf-8")
    return study


def test_each_remark_has_its_place_and_nothing_is_written(
    rooms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["report", "--plain-english", "--only", "summary", "--study", str(rooms)]
    assert run(order) == ExitCode.FINE
    out, err = capsys.readouterr()
    start = "summary: report_text/background.md: "
    first = "The branches were asked, and then asked again, … again, by the RLB."
    told = [line for line in out.splitlines() if line.startswith(start)]
    assert told == [
        f"{start}31 words: {first}",
        f"{start}passive “were asked”: {first}",
        f"{start}“RLB” is not explained: {first}",
    ]
    assert err.startswith("Plain English: summary (reading age about ")
    assert not (rooms / "reports").exists()


def test_a_report_ends_with_how_its_documents_read(
    rooms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["report", "--to", "md", "--only", "summary", "--study", str(rooms)]
    assert run(order) == ExitCode.FINE
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("Note: plain English: summary (reading age about ")
    assert last.endswith("`themer report --plain-english` lists them.")
