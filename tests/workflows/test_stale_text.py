"""Author text is told to be stale where the same words stood beside other figures before."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.ledgers import LEDGER
from themer.workflows.reporting.stale_text import stale_text


def ledger(report_id: str, text: str, k: int, **more: object) -> str:
    return json.dumps(
        {
            "schema": "themer/evidence/1",
            "report_id": report_id,
            "study": "rooms",
            "profile": "internal",
            "as_at": "2026-02-01",
            "author": [{"section": "background", "sha256": text, "figures": ["e1"]}],
            "figures": [{"id": "e1", "figure": "fact:home", "label": "has a van", "k": k, "n": 9}],
            "quotes": [],
            **more,
        }
    )


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def written(reports: Path, report_id: str, content: str, at: int = 1) -> None:
    path = reports / report_id / LEDGER
    path.parent.mkdir(parents=True)
    path.write_text(content, "utf-8")
    os.utime(path, (at, at))


def test_without_an_earlier_report_nothing_is_said(reports: Path) -> None:
    assert stale_text(reports, ledger("now", "aa", 7)) == ()


def test_a_figure_that_moved_under_the_same_words_is_named_with_was_and_is(reports: Path) -> None:
    written(reports, "old", ledger("old", "aa", 6))
    assert stale_text(reports, ledger("now", "aa", 7)) == (
        "report_text/background.md: since it was written, E1 (has a van) was 6 of 9, is 7 of 9.",
    )


def test_words_that_were_changed_since_are_not_stale(reports: Path) -> None:
    written(reports, "old", ledger("old", "aa", 6))
    assert stale_text(reports, ledger("now", "bb", 7)) == ()


def test_the_first_report_with_the_same_words_is_the_one_that_counts(reports: Path) -> None:
    written(reports, "first", ledger("first", "aa", 5), at=10)
    written(reports, "second", ledger("second", "aa", 6), at=20)
    (said,) = stale_text(reports, ledger("now", "aa", 6))
    assert "was 5 of 9, is 6 of 9" in said


def test_the_same_report_made_again_and_other_kinds_of_report_are_passed_over(
    reports: Path,
) -> None:
    written(reports, "now", ledger("now", "aa", 5))
    written(reports, "shared", ledger("shared", "aa", 5, profile="shareable"))
    written(reports, "partner", ledger("partner", "aa", 5, partner="harrow"))
    assert stale_text(reports, ledger("now", "aa", 6)) == ()


def test_a_torn_or_older_ledger_is_passed_over(reports: Path) -> None:
    written(reports, "torn", '{"schema": ')
    plain = json.loads(ledger("old", "aa", 6))
    del plain["author"][0]["sha256"]
    written(reports, "old", json.dumps(plain))
    assert stale_text(reports, ledger("now", "aa", 7)) == ()


def test_many_figures_are_named_in_part_and_the_rest_counted(reports: Path) -> None:
    def many(report_id: str, k: int) -> str:
        found = json.loads(ledger(report_id, "aa", k))
        names = [f"e{number}" for number in range(1, 9)]
        found["author"][0]["figures"] = names
        found["figures"] = [
            {"id": one, "figure": f"fact:{one}", "label": one, "k": k, "n": 9} for one in names
        ]
        return json.dumps(found)

    written(reports, "old", many("old", 1))
    (said,) = stale_text(reports, many("now", 2))
    assert said.endswith("; and 3 more.")


def test_a_report_notes_it_after_an_answer_changed(tmp_path: Path) -> None:
    from themer.workflows.reporting.report import Wanted, write_report

    rooms = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
    root = Path(shutil.copytree(rooms, tmp_path / "study"))
    folder = StudyFolder(root)
    (root / "report_text").mkdir(exist_ok=True)
    text = root / "report_text" / "background.md"
    text.write_text('{{ fact("has_home_service").counted }} have a van.\n', "utf-8")
    first = write_report(folder, Wanted(formats=["md"]))
    assert not any("since it was written" in one for one in first.notes)
    interview = root / "interviews" / "harrow-hill-main-1.yaml"
    answers = interview.read_text("utf-8")
    interview.write_text(answers.replace("fact: partly", "fact: yes", 1), "utf-8")
    second = write_report(folder, Wanted(formats=["md"]))
    (note,) = [one for one in second.notes if "since it was written" in one]
    assert note.startswith("report_text/background.md: ")
    text.write_text('{{ fact("has_home_service").counted }} have a van now.\n', "utf-8")
    third = write_report(folder, Wanted(formats=["md"]))
    assert not any("since it was written" in one for one in third.notes)
