"""What was coded as tables: every row back in the interview it came from, and nobody's words."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from matrix_study import AT, CODE, UNIT, accept, cell, desk
from themer.cli.edge import run
from themer.errors import InputError, RefusedError
from themer.model.decision import Decision
from themer.storage.events import append_decisions
from themer.storage.study_folder import StudyFolder
from themer.workflows.removing.withdraw import prepare_withdrawal, withdraw
from themer.workflows.tables.export import Export, make_export, write_export


@pytest.fixture
def study(rooms: Path) -> Path:
    accept(rooms, UNIT, "has_home_service")
    accept(rooms, UNIT, "hardest")
    accept(rooms, "weir", "has_home_service")
    return rooms


def rows(export: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export.csv())))


def segments(study: Path, profile: str = "internal") -> list[dict[str, str]]:
    return rows(make_export(StudyFolder(study), "segments", profile))  # type: ignore[arg-type]


def edit(study: Path, unit: str, old: str, new: str) -> None:
    path = study / "interviews" / f"{unit}-1.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_row_is_a_passage_with_its_place_who_decided_and_what(study: Path) -> None:
    found = segments(study)
    assert len(found) == 3
    answers = StudyFolder(study).interview(f"{UNIT}-1").value.answers
    for row in (
        row for row in found if row["question"] in answers and row["text"].startswith("we")
    ):
        text = answers[row["question"]].coded_text
        assert text[int(row["start"]) : int(row["end"])] == row["text"]
    (one,) = (row for row in found if row["question"] == "hardest")
    assert UUID(one["id"]).version == 5
    assert (one["code"], one["accepted_by"], one["refused_by"]) == (CODE, "anna", "")
    assert one["decided"] == "anna accepted 2026-03-04T09:00:00Z"
    assert (one["wording"], one["holds"], one["may_be_quoted"]) == ("as noted", "yes", "yes")


def test_who_did_not_agree_to_be_named_is_a_number_everywhere(study: Path) -> None:
    text = make_export(StudyFolder(study), "segments").csv()
    assert 'consent: {wording_version: "1", take_part: yes, quote: yes, name: no}' in (
        study / "interviews" / f"{UNIT}-1.yaml"
    ).read_text("utf-8")
    assert UNIT not in text
    assert ", conversation 1" in text
    edit(study, UNIT, "name: no", "name: yes")
    assert f"{UNIT}-1" in make_export(StudyFolder(study), "segments").csv()


def test_a_passage_keeps_its_id_when_an_edit_moves_it(study: Path) -> None:
    before = {row["text"]: row for row in segments(study)}
    edit(study, UNIT, "we had a van", "as said: we had a van")
    after = {row["text"]: row for row in segments(study)}
    (moved,) = (text for text in before if text.startswith("we had a van"))
    assert after[moved]["id"] == before[moved]["id"]
    assert int(after[moved]["start"]) == int(before[moved]["start"]) + 9


def test_both_sides_and_what_was_settled_stand_in_the_row(study: Path) -> None:
    folder = StudyFolder(study)
    text = folder.interview(f"{UNIT}-1").value.answers["hardest"].coded_text
    where = {"interview": f"{UNIT}-1", "question": "hardest", "start": 0, "end": len(text)}
    later = AT + timedelta(hours=1)
    said: dict[str, Any] = {**where, "text": text, "code": CODE}
    settled = {"status": "refused", "settles": (f"{UNIT}hardest", "b1")}
    events = [
        Decision("b1", later, "ben", "refuse", **said),
        Decision("b2", later + timedelta(hours=1), "ben", "adjudicate", **said, **settled),
    ]
    append_decisions(folder.coder_path("ben"), events)
    (one,) = (row for row in segments(study) if row["question"] == "hardest")
    assert (one["accepted_by"], one["refused_by"], one["settled"]) == ("anna", "ben", "refused")
    assert one["holds"] == "no"
    assert one["decided"].split("; ")[-1] == "ben settled: refused 2026-03-04T11:00:00Z"


@pytest.mark.parametrize("status", ["accepted", "refused"])
def test_what_was_settled_of_a_part_stands_in_the_row_of_that_part(
    study: Path, status: str
) -> None:
    folder = StudyFolder(study)
    text = folder.interview(f"{UNIT}-1").value.answers["hardest"].coded_text
    cut = text.index(" it is")
    where = {"interview": f"{UNIT}-1", "question": "hardest", "start": 0, "end": cut}
    said: dict[str, Any] = {**where, "text": text[:cut], "code": CODE}
    settled = {"status": status, "settles": (f"{UNIT}hardest", "b1")}
    later = AT + timedelta(hours=1)
    events = [
        Decision("b1", later, "ben", "refuse", **said),
        Decision("b2", later + timedelta(hours=1), "ben", "adjudicate", **said, **settled),
    ]
    append_decisions(folder.coder_path("ben"), events)
    found = [row for row in segments(study) if row["question"] == "hardest"]
    told = [(row["text"], row["settled"], row["refused_by"], row["holds"]) for row in found]
    if status == "accepted":
        assert told == [(text, "accepted", "ben", "yes")]
    else:
        first, rest = text[:cut], text[cut + 1 :]
        assert sorted(told) == sorted([(first, "refused", "ben", "no"), (rest, "", "", "yes")])
        assert len({row["id"] for row in found}) == 2


def test_what_is_given_again_after_a_verdict_is_not_settled(study: Path) -> None:
    folder = StudyFolder(study)
    text = folder.interview(f"{UNIT}-1").value.answers["hardest"].coded_text
    where = {"interview": f"{UNIT}-1", "question": "hardest", "start": 0, "end": len(text)}
    said: dict[str, Any] = {**where, "text": text, "code": CODE}
    settled = {"status": "refused", "settles": (f"{UNIT}hardest",)}
    later = AT + timedelta(hours=1)
    append_decisions(folder.coder_path("ben"), [
        Decision("b2", later, "ben", "adjudicate", **said, **settled),
        Decision("b3", later + timedelta(hours=1), "ben", "accept", **said),
    ])  # fmt: skip
    (one,) = (row for row in segments(study) if row["question"] == "hardest")
    assert (one["accepted_by"], one["settled"], one["holds"]) == ("anna, ben", "", "yes")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_words_without_consent_or_withdrawn_are_in_no_file(
    study: Path, tmp_path: Path, form: str
) -> None:
    edit(study, UNIT, "quote: yes", "quote: no")
    withdrawal = prepare_withdrawal(StudyFolder(study), "weir-1")
    withdraw(withdrawal)
    withdrawal.release()
    export = make_export(StudyFolder(study))
    written = write_export(export, form, tmp_path / f"out.{form}")  # type: ignore[arg-type]
    text = ""
    for path in written.paths:
        if form == "xlsx":
            with zipfile.ZipFile(path) as book:
                text += "".join(book.read(name).decode() for name in book.namelist())
        else:
            text += path.read_text("utf-8")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "the van sits in the yard" not in text
    assert "readers ask" not in text
    assert any(note.startswith("The words of 2 rows are left out") for note in written.notes)
    assert any(note.startswith("1 coding left out: the conversation was") for note in written.notes)
    assert form == "csv" or "The words of 2 rows are left out" in text


def test_restricted_words_are_left_out_of_a_row(study: Path) -> None:
    edit(study, UNIT, 'noted: "insurance.', 'restricted: [{start: 0, end: 9}], noted: "insurance.')
    (one,) = (row for row in segments(study) if row["question"] == "hardest")
    assert one["text"].startswith("[…]. it is always")


def test_nought_is_said_only_of_what_was_read(study: Path) -> None:
    folder = StudyFolder(study)
    found = rows(make_export(folder, "matrix"))
    assert sorted((row["all_read"], row[CODE]) for row in found) == [
        ("no", ""), ("no", ""), ("no", ""), ("no", ""), ("no", "1"), ("yes", "1"),
    ]  # fmt: skip
    other = next(row for row in found if row["all_read"] == "yes")
    assert other["volunteers"] == "0"


def test_the_base_of_units_by_codes_stands_in_a_file_beside_it(study: Path, tmp_path: Path) -> None:
    export = make_export(StudyFolder(study), "matrix")
    written = write_export(export, "csv", tmp_path / "units.csv")
    assert [path.name for path in written.paths] == ["units.csv", "units.base.csv"]
    base = list(csv.DictReader(io.StringIO((tmp_path / "units.base.csv").read_text("utf-8"))))
    (one,) = (row for row in base if row["code"] == CODE)
    assert (one["with_code"], one["read"], one["with_code_not_read"], one["not_read"]) == (
        "1", "1", "1", "5",
    )  # fmt: skip


def test_what_is_shared_holds_quotes_that_may_be_printed_and_no_unit(study: Path) -> None:
    assert segments(study, "shareable") == []
    with pytest.raises(RefusedError):
        make_export(StudyFolder(study), "matrix", "shareable")
    study_yaml = study / "study.yaml"
    edit_minimum(study_yaml)
    roster = "roster: [{id: p1, role: branch librarian}]\nanswers:"
    edit(study, UNIT, "answers:", roster)
    edit(study, UNIT, 'noted: "insurance.', QUOTE + 'noted: "insurance.')
    (row,) = segments(study, "shareable")
    assert (row["text"], row["code"]) == ("it is always the insurance", CODE)
    assert row["attribution"].startswith("branch librarian")
    assert UNIT not in json.dumps(row)
    assert "harrow" not in json.dumps(row).lower()


def test_nothing_that_is_shared_follows_from_whose_words_they_are(study: Path) -> None:
    edit_minimum(study / "study.yaml")
    for unit, words in ((UNIT, "zeal is what it takes"), ("weir", "a driver is what it takes")):
        edit(study, unit, "answers:", "roster: [{id: p1, role: branch librarian}]\nanswers:")
        path = study / "interviews" / f"{unit}-1.yaml"
        text = re.sub(r"(?m)^  hardest:.*\n(   .*\n)*", "", path.read_text("utf-8"))
        said = f"{{start: 0, end: {len(words)}, text: {words}, may_use: yes, speaker: p1}}"
        text += f"  hardest: {{state: answered, noted: {words}, verbatim: [{said}]}}\n"
        path.write_text(text, "utf-8")
    log = StudyFolder(study).coder_path("anna")
    log.unlink()
    for unit in (UNIT, "weir"):
        accept(study, unit, "hardest")
    found = segments(study, "shareable")
    assert [row["text"] for row in found] == ["a driver is what it takes", "zeal is what it takes"]
    inside = {row["id"] for row in segments(study)}
    assert len(inside) == 2
    assert not inside & {value for row in found for value in row.values()}


QUOTE = (
    "verbatim: [{start: 11, end: 37, text: it is always the insurance, may_use: yes, "
    "speaker: p1}], "
)


def edit_minimum(path: Path) -> None:
    text = path.read_text("utf-8")
    if "minimum_cell" in text:
        text = re.sub(r"minimum_cell:.*", "minimum_cell: {internal: 1, shareable: 1}", text)
    else:
        text += "minimum_cell: {internal: 1, shareable: 1}\n"
    path.write_text(text, "utf-8")


def test_a_text_of_fifty_thousand_characters_is_whole_in_csv_and_cut_with_a_word_in_a_workbook(
    rooms: Path, tmp_path: Path
) -> None:
    long = "insurance, " * 4_600
    edit(rooms, UNIT, "insurance. it is always the insurance, we asked three firms", long.strip())
    accept(rooms, UNIT, "hardest")
    export = make_export(StudyFolder(rooms), "segments")
    assert len(rows(export)[0]["text"]) > 50_000
    written = write_export(export, "xlsx", tmp_path / "out.xlsx")
    assert any("longer than a cell" in note for note in written.notes)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        assert "(cut here: it has 50," in book.read("xl/sharedStrings.xml").decode()


def test_the_same_study_gives_the_same_bytes(study: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_export(make_export(StudyFolder(study)), "xlsx", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_file_of_another_kind_is_not_written_over(study: Path) -> None:
    with pytest.raises(InputError):
        write_export(make_export(StudyFolder(study), "segments"), "csv", study / "study.yaml")


def test_the_command_says_what_it_wrote_and_what_it_left_out(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(study, UNIT, "quote: yes", "quote: no")
    out = tmp_path / "coded.xlsx"
    assert run(["export", "xlsx", "--study", str(study), "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["written"] == [str(out)]
    assert said["rows"]["Coded passages"] == 3
    assert any("left out" in note for note in said["left_out"])
    assert run(["export", "csv", "--study", str(study)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("id,interview,unit")
    assert "The words of 2 rows are left out" in printed.err


@pytest.mark.parametrize(
    "arguments",
    [["xlsx"], ["csv", "--json"], ["csv", "--what", "matrix", "--profile", "shareable"], ["pdf"]],
)
def test_what_cannot_be_written_is_refused_in_words(
    study: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", *arguments, "--study", str(study)]) in (1, 2)
    assert capsys.readouterr().err


def test_a_workbook_has_the_summaries_of_the_matrix_too(study: Path, tmp_path: Path) -> None:
    one = desk(study)
    one.write(cell(one), "No driver, so no van.")
    export = make_export(StudyFolder(study))
    (table,) = (t for t in export.tables if t.name == "Framework matrix, codes")
    said = [row["Delivery to the home"] for row in table.rows]
    assert "No driver, so no van.\n[2 passages]" in said
    assert "[1 passage so far]" in said
    assert said.count("not read yet") == 4
    written = write_export(export, "xlsx", tmp_path / "out.xlsx")
    assert written.rows["Framework matrix, codes"] == 6
    plain = write_export(make_export(StudyFolder(study), "matrix"), "csv", tmp_path / "u.csv")
    assert [path.name for path in plain.paths] == ["u.csv", "u.base.csv"]


def test_a_code_that_is_called_as_a_column_is_told_from_it(study: Path) -> None:
    for path in (study / "question_sets").glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("volunteers", "type"), "utf-8")
    found = rows(make_export(StudyFolder(study), "matrix"))
    assert {row["type"] for row in found} != {""}
    assert next(row for row in found if row["all_read"] == "yes")["code type"] == "0"
