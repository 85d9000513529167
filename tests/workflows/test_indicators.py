"""Indicators from run to run: what ``analyse`` keeps, and what is said to have changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from small_study import write_study
from themer.findings.everything import find
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.figures import json_text, rows
from themer.workflows.analysis.indicators import (
    FILE,
    IndicatorChanges,
    changes_of,
    keep_run,
    read_runs,
)
from themer.workflows.check import check_study
from themer.workflows.codebook.desk import CodebookSession
from themer.workflows.material import load_material

RULES = """\
schema: themer/indicators/1
indicators:
  - {id: home, name: Books taken home, rule: has_home_service is partly}
"""


@pytest.fixture
def study(tmp_path: Path) -> StudyFolder:
    root = write_study(tmp_path / "rooms", ["weir", "old-mill", "stone-row"])
    (root / "indicators.yaml").write_text(RULES, encoding="utf-8")
    return StudyFolder(root)


def answer(study: StudyFolder, unit: str, fact: str) -> None:
    path = study.root / "interviews" / f"{unit}-1.yaml"
    text = path.read_text(encoding="utf-8")
    before = next(word for word in ("partly", "yes", "no") if f"fact: {word}," in text)
    path.write_text(text.replace(f"fact: {before},", f"fact: {fact},"), encoding="utf-8")


def run(study: StudyFolder) -> None:
    keep_run(study, load_material(study))


def changes(study: StudyFolder) -> IndicatorChanges | None:
    return changes_of(study, find(load_material(study)))


def listed(study: StudyFolder) -> list[tuple[str, str]]:
    found = changes(study)
    assert found is not None
    return [(one.unit, one.kind) for one in found.changes]


def test_before_the_first_run_there_is_nothing_to_compare(study: StudyFolder) -> None:
    assert changes(study) is None


def test_what_changed_since_the_last_run_is_listed(study: StudyFolder) -> None:
    run(study)
    assert listed(study) == []
    answer(study, "weir", "no")
    assert listed(study) == [("weir", "went out")]


def test_after_a_run_what_that_run_changed_is_still_listed(study: StudyFolder) -> None:
    run(study)
    answer(study, "weir", "no")
    run(study)
    assert listed(study) == [("weir", "went out")]
    run(study)
    assert listed(study) == [("weir", "went out")]
    answer(study, "old-mill", "no")
    run(study)
    assert listed(study) == [("old-mill", "went out")]


def test_a_new_conversation_and_one_that_went_are_named(study: StudyFolder) -> None:
    path = study.root / "interviews" / "weir-1.yaml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    run(study)
    path.write_text(text, encoding="utf-8")
    assert listed(study) == [("weir", "new")]
    run(study)
    path.unlink()
    assert listed(study) == [("weir", "gone")]


def test_a_rule_that_was_changed_is_not_compared(study: StudyFolder) -> None:
    run(study)
    other = RULES.replace("is partly", "is yes")
    (study.root / "indicators.yaml").write_text(other, encoding="utf-8")
    assert listed(study) == []


def test_a_run_is_written_only_where_something_differs(study: StudyFolder) -> None:
    run(study)
    path = study.machine / FILE
    before = path.stat().st_mtime_ns
    run(study)
    assert path.stat().st_mtime_ns == before


def test_a_damaged_run_is_as_none(study: StudyFolder) -> None:
    run(study)
    (study.machine / FILE).write_text('{"latest": ', encoding="utf-8")
    assert read_runs(study) is None
    run(study)
    assert read_runs(study) is not None


def test_without_indicators_no_run_is_kept(study: StudyFolder) -> None:
    run(study)
    (study.root / "indicators.yaml").unlink()
    run(study)
    assert not (study.machine / FILE).exists()


def test_figures_show_the_count_and_what_changed(study: StudyFolder) -> None:
    run(study)
    answer(study, "weir", "no")
    material = load_material(study)
    findings = find(material)
    found = changes_of(study, findings)
    shown = [(r.group, r.label, r.value, r.beside) for r in rows(findings, material, found)]
    assert ("Indicators: branches", "Books taken home", "2 of 3", "") in shown
    changed = [row for row in shown if row[0].startswith("Indicators changed since")]
    assert changed == [
        ("Indicators changed since 2026-02-06", "home@branch", "weir", "went out: yes, now no")
    ]
    plain = json.loads(json_text(findings, found))
    assert plain["indicator_changes"]["changes"][0]["unit"] == "weir"
    assert plain["indicators"][0]["figure"]["k"] == 2


def test_a_rule_over_what_no_audience_was_asked_is_named(study: StudyFolder) -> None:
    text = (study.root / "study.yaml").read_text(encoding="utf-8")
    more = "  branch: {one: branch, many: branches}\n  county: {one: county, many: counties}"
    old = "  branch: {one: branch, many: branches}"
    assert old in text
    (study.root / "study.yaml").write_text(text.replace(old, more), encoding="utf-8")
    asked = RULES.replace("is partly}", "is partly, audience: county}")
    (study.root / "indicators.yaml").write_text(asked, encoding="utf-8")
    assert [one.code for one in check_study(study).errors] == ["IC022"]


CODED = (
    RULES
    + '  - {id: helped, name: Helped, rule: has_home_service is partly or code("volunteers")}\n'
)


def retire_volunteers(study: StudyFolder) -> None:
    CodebookSession(study, "berta").retire("volunteers", "nobody needs it")


def left_out(study: StudyFolder) -> list[tuple[str, str]]:
    return [(one.place, one.reason) for one in find(load_material(study)).left_out]


def test_a_rule_that_names_a_retired_code_is_named_as_not_counted(study: StudyFolder) -> None:
    (study.root / "indicators.yaml").write_text(CODED, encoding="utf-8")
    assert [one.figure.k for one in find(load_material(study)).indicators] == [3, 3]
    assert left_out(study) == []
    retire_volunteers(study)
    findings = find(load_material(study))
    assert [one.indicator for one in findings.indicators] == ["home"]
    why = 'its rule names a retired code: code("volunteers")'
    assert left_out(study) == [("indicators/helped@branch", why)]
    shown = [(r.group, r.label, r.beside) for r in rows(findings, load_material(study))]
    assert ("Not counted", "indicators/helped@branch", why) in shown


def test_a_rule_that_gives_nothing_any_more_is_gone_in_every_unit(study: StudyFolder) -> None:
    (study.root / "indicators.yaml").write_text(CODED, encoding="utf-8")
    run(study)
    retire_volunteers(study)
    gone = [(unit, "gone") for unit in ("old-mill", "stone-row", "weir")]
    assert listed(study) == gone
    run(study)
    assert listed(study) == gone, "the run after it still tells"


def test_a_new_rule_is_no_change(study: StudyFolder) -> None:
    run(study)
    (study.root / "indicators.yaml").write_text(CODED, encoding="utf-8")
    assert listed(study) == []


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("code(nowhere)", "no audience has all that its rule names"),
        ("has_home_service is partly or", "its rule cannot be read"),
    ],
)
def test_a_rule_that_gives_nothing_is_named_as_not_counted(
    study: StudyFolder, rule: str, why: str
) -> None:
    text = RULES.replace("has_home_service is partly", rule)
    (study.root / "indicators.yaml").write_text(text, encoding="utf-8")
    assert left_out(study) == [("indicators/home", why)]
