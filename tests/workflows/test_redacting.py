"""Names in words that a report prints: proposed, decided by people, printed in brackets."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from themer.errors import InputError, NotFoundError
from themer.model.redaction import Redaction, standing_redactions
from themer.storage.study_folder import StudyFolder
from themer.workflows.removing.redaction_clearing import without_redactions
from themer.workflows.reporting.redacting import RedactionDesk
from themer.workflows.reporting.report import Wanted, write_report
from themer.workflows.reporting.verify import verify

ROOMS = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
QUOTE = "nobody asked for the van back"
NAMED = "only Oblomova asked for a van"
"""As long as the quote, so that offsets stay."""


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    root = tmp_path / "study"
    shutil.copytree(ROOMS, root)
    path = next((root / "interviews").glob("*.yaml"))
    text = path.read_text("utf-8")
    assert len(QUOTE) == len(NAMED) and QUOTE in text
    path.write_text(text.replace(QUOTE, NAMED), "utf-8")
    place = "interview: harrow-hill-main-1, question: has_home_service, start: 64, end: 93"
    (root / "themes.yaml").write_text(
        "schema: themer/themes/1\nthemes:\n  - id: van\n    status: named\n    name: The van\n"
        f'    members:\n      - {{{place}, text: "{NAMED}"}}\n',
        "utf-8",
    )
    study = root / "study.yaml"
    study.write_text(study.read_text("utf-8").replace("shareable: 3", "shareable: 1"), "utf-8")
    return StudyFolder(root)


def printed(folder: StudyFolder, out: Path, profile: str = "shareable") -> str:
    written = write_report(folder, Wanted(["md"], profile=profile), out=out)  # type: ignore[arg-type]
    return "\n".join(path.read_text("utf-8") for path in written.paths)


def waiting(folder: StudyFolder, coder: str | None = "coder-a") -> RedactionDesk:
    desk = RedactionDesk(folder, coder)
    assert [one.words for one in desk.undecided() if one.words == "Oblomova"] == ["Oblomova"]
    return desk


def named(desk: RedactionDesk) -> str:
    return next(one.id for one in desk.proposals if one.words == "Oblomova")


def test_a_quote_with_a_name_waits_in_what_is_shared_and_is_listed_inside(
    folder: StudyFolder, tmp_path: Path
) -> None:
    assert NAMED not in printed(folder, tmp_path / "shared")
    assert NAMED in printed(folder, tmp_path / "inside", "internal")
    written = write_report(folder, Wanted(["md"]), out=tmp_path / "inside")
    assert any("Oblomova" in note and "has_home_service" in note for note in written.notes)


def test_a_replaced_name_stands_in_brackets_and_the_study_is_untouched(
    folder: StudyFolder, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in (folder.root / "interviews").iterdir()}
    desk = waiting(folder)
    desk.replace(desk.proposal(named(desk)), "a reader")
    words = printed(folder, tmp_path / "shared")
    assert "only [a reader] asked for a van" in words.replace("\\", "")
    assert "Oblomova" not in words
    ledger = json.loads((tmp_path / "shared" / "report.evidence.json").read_text("utf-8"))
    assert [one["text"] for one in ledger["quotes"]] == ["only [a reader] asked for a van"]
    assert {path: path.read_bytes() for path in before} == before
    assert "Oblomova" not in printed(folder, tmp_path / "inside", "internal")


def test_verify_holds_a_replaced_quote_true_until_the_decision_is_taken_back(
    folder: StudyFolder,
) -> None:
    desk = waiting(folder)
    desk.replace(desk.proposal(named(desk)), "a reader")
    written = write_report(folder, Wanted(["md"]))
    evidence = next(path for path in written.paths if path.name == "evidence.md")
    assert [s for s in verify(folder, evidence).verdict.problems if s.ledger_id == "q1"] == []
    desk.undo()
    kinds = [one.kind for one in verify(folder, evidence).verdict.problems]
    assert "refused" in kinds


def test_a_kept_name_is_printed_and_undo_lasts(folder: StudyFolder, tmp_path: Path) -> None:
    desk = waiting(folder)
    desk.keep(desk.proposal(named(desk)))
    assert NAMED in printed(folder, tmp_path / "shared")
    again = RedactionDesk(folder, "coder-a")
    assert not again.undecided()
    taken = again.undo()
    assert taken is not None
    assert taken.words == "Oblomova"
    assert again.undo() is None
    waiting(folder)


def test_a_decision_follows_the_words_and_not_their_place(folder: StudyFolder) -> None:
    desk = waiting(folder)
    desk.keep(desk.proposal(named(desk)))
    path = next((folder.root / "interviews").glob("*.yaml"))
    path.write_text(path.read_text("utf-8").replace("post only since", "POST ONLY SINCE"), "utf-8")
    assert not RedactionDesk(folder).undecided()
    path.write_text(path.read_text("utf-8").replace("Oblomova", "Oblomowa"), "utf-8")
    (folder.root / "themes.yaml").unlink()
    assert [one.words for one in RedactionDesk(folder).undecided()] == ["Oblomowa"]


def test_what_is_printed_instead_is_one_line_without_the_name(folder: StudyFolder) -> None:
    desk = waiting(folder)
    one = desk.proposal(named(desk))
    for words in ("", " ", "[x]", "two\nlines", "oblomova's friend"):
        with pytest.raises(InputError):
            desk.replace(one, words or " ")
    with pytest.raises(NotFoundError):
        desk.proposal("zzzz")
    with pytest.raises(InputError, match="Nobody is named"):
        RedactionDesk(folder).keep(one)


def test_what_staff_wrote_is_listed_and_changed_where_it_is_written(folder: StudyFolder) -> None:
    (folder.root / "report_text").mkdir()
    text = 'Ask Harrow Hill {{ fact("has_home_service:yes").k_of_n }} for more.\n'
    (folder.root / "report_text" / "background.md").write_text(text, "utf-8")
    desk = RedactionDesk(folder, "coder-a")
    (one,) = [p for p in desk.proposals if p.place == "text:background"]
    assert (one.words, one.found_by, one.kind) == ("Harrow Hill", "study", "organisation")
    with pytest.raises(InputError, match="nobody's own words"):
        desk.replace(one)


def test_names_in_what_the_studys_files_say_of_themselves_are_listed(folder: StudyFolder) -> None:
    root = folder.root
    study = root / "study.yaml"
    text = study.read_text("utf-8").replace('purpose: "What', 'purpose: "For Harrow Hill: what')
    study.write_text(text, "utf-8")
    (root / "indicators.yaml").write_text(
        "schema: themer/indicators/1\nindicators:\n  - id: home\n    name: Home\n"
        "    rule: has_home_service is yes\n    why: As at Harrow Hill.\n",
        "utf-8",
    )
    (root / "assumptions.yaml").write_text(
        "schema: themer/assumptions/1\nyears: [next]\nstock: [sessions_held]\nrates:\n  leaving:\n"
        "    {low: 0.1, middle: 0.2, high: 0.3, why: Told, set_by: Harrow Hill}\n",
        "utf-8",
    )
    (root / "figures").mkdir()
    (root / "figures" / "list.yaml").write_text(
        "schema: themer/imported-figures/1\ntitle: A list\nsource: Kept at Harrow Hill\n"
        "as_at: 2026-01-01\nmeasures: {held: sessions_held}\n",
        "utf-8",
    )
    (root / "figures" / "list.csv").write_text(
        "unit,measure,value\nharrow-hill-main,held,4\n", "utf-8"
    )
    (root / "templates").mkdir(exist_ok=True)
    shipped = (ROOMS.parents[2] / "templates" / "summary.md.j2").read_text("utf-8")
    (root / "templates" / "summary.md.j2").write_text(f"{shipped}\nAsk Harrow Hill.\n", "utf-8")
    places = {
        "study",
        "indicator:home",
        "assumption:leaving",
        "figures:list",
        "template:summary.md.j2",
    }
    desk = RedactionDesk(folder)
    found = [one.place for one in desk.undecided() if one.words == "Harrow Hill"]
    assert places <= set(found)
    own = [one.words for one in desk.proposals if one.place.startswith("template:")]
    assert own == ["Harrow Hill"], "what is shipped names nobody"


def test_the_latest_decision_holds_and_a_place_comes_before_everywhere() -> None:
    def event(number: int, action: str, place: str = "*", **more: str) -> Redaction:
        at = dt.datetime(2026, 5, 1, 10, number, tzinfo=dt.UTC)
        return Redaction(str(number), at, "a", action, place, "Ann", **more)  # type: ignore[arg-type]

    here = "answer:one/q"
    events = [event(1, "replace", printed="x"), event(2, "keep", here), event(3, "keep")]
    events.append(Redaction("4", events[2].at, "b", "undo", undoes="3"))
    standing = standing_redactions(reversed(events))
    assert standing.replaced_at("answer:two/q") == {"Ann": "x"}
    assert standing.replaced_at(here) == {}
    again = Redaction("5", events[2].at, "b", "undo", undoes="4")
    assert standing_redactions([*events, again]).replaced_at("answer:two/q") == {}


def test_withdrawal_takes_the_decisions_on_its_words() -> None:
    keep = '{"place":"answer:other-1/q","words":"Bob"}\n{"place":"*","words":"Cy"}\n'
    content = '{"place":"answer:gone-1/q","words":"Ann"}\ntorn gone-1\n' + keep
    assert without_redactions(content.encode(), {"gone-1"}, set()).decode() == keep


def test_the_command_lists_decides_and_takes_back(folder: StudyFolder) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "themer", "redact", "--study", str(folder.root)]
        return subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)

    listed = json.loads(run("--json").stdout)
    one = next(entry for entry in listed if entry["words"] == "Oblomova")
    assert (one["decision"], one["may_be_shared"], one["place"]) == (
        None,
        True,
        "answer:harrow-hill-main-1/has_home_service",
    )
    assert run("--accept", one["id"]).returncode == 2
    done = run("--coder", "coder-a", "--accept", one["id"], "--by", "a reader")
    assert (done.returncode, "[a reader]" in done.stderr) == (0, True)
    assert "Oblomova" not in run("--list").stdout
    assert "[a reader] by coder-a" in run("--all").stdout
    assert run("--coder", "coder-a", "--undo").returncode == 0
    assert "Oblomova" in run("--list").stdout
    assert run("--keep", "nothing", "--coder", "coder-a").returncode != 0
