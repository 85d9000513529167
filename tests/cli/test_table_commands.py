"""``tag``, ``group``, ``import``, ``new`` and ``schema`` as they are typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from themer.cli.edge import run

BOOK = "codes: [{id: van, name: Vans and drivers}, {id: hours, name: Opening hours}]\n"
ROWS = "id,text\n-1,The van was late.\nb,Open on Sundays.\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
    (tmp_path / "answers.csv").write_text(ROWS, "utf-8")
    return tmp_path


TAG = ["tag", "answers.csv", "--codebook", "book.yaml"]


def test_rows_go_to_stdout_and_words_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(TAG) == 0
    said = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert list(rows[0]) == ["id", "code", "score", "confidence", "rank", "evidence"]
    assert [row["id"] for row in rows] == ["'-1", "'-1", "b", "b"]
    assert "2 answers in, 2 out" in said.err
    assert "Confidence (shipped)" in said.err


def test_the_ending_of_out_chooses_the_format(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*TAG, "--out", "made.jsonl", "--top", "1"]) == 0
    assert capsys.readouterr().out == ""
    rows = [json.loads(line) for line in (here / "made.jsonl").read_text("utf-8").splitlines()]
    assert [(row["id"], row["code"]) for row in rows] == [("-1", "van"), ("b", "hours")]
    assert run([*TAG, "--out", "made.csv"]) == 0
    first = (here / "made.csv").read_bytes()
    assert run([*TAG, "--out", "made.csv"]) == 0
    assert (here / "made.csv").read_bytes() == first


def test_reasons_are_columns_of_their_own_when_asked_for(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "decided.csv").write_text("id,code\nb,hours\n", "utf-8")
    assert run([*TAG, "--confirmed", "decided.csv", "--reasons", "--all"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0])[-3:] == ["evidence", "words", "nearest"]
    assert {row["nearest"] for row in rows if row["id"] == "'-1" and row["code"] == "hours"} == {
        "b"
    }
    assert any(row["words"] for row in rows)


def test_counts_go_to_a_file_of_their_own_and_into_json(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*TAG, "--counts-out", "counts.csv"]) == 0
    counts = list(csv.DictReader(io.StringIO((here / "counts.csv").read_text("utf-8"))))
    assert {row["method"] for row in counts} == {"machine, not decided"}
    assert {row["estimate"] for row in counts} == {""}
    (here / "decided.csv").write_text("id,code\nb,hours\n", "utf-8")
    arguments = ["--confirmed", "decided.csv", "--confirmed-at-random", "--json"]
    assert run([*TAG, *arguments]) == 0
    said = capsys.readouterr()
    made = json.loads(said.out[said.out.index("{") :])
    assert [row["decided"] for row in made["counts"] if row["code"] == "hours"] == [1]
    assert "estimated from the part that people read" in said.err


def test_json_holds_rows_and_what_they_rest_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*TAG, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["answers"] == 2
    assert made["calibration"] == "shipped"
    assert made["rows"][0]["id"] == "-1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "made.txt"], "End the file's name with .csv or .jsonl"),
        (["--out", "answers.csv"], "written over what is read"),
        (["--text", "txt"], 'Did you mean "text"?'),
        (["--question", "q"], '"q"'),
        (["--confirmed", "none.csv"], "no such file"),
        (["--confirmed", "."], "a folder"),
        (["--confirmed-at-random"], "--confirmed FILE"),
        (["--counts-out", "answers.csv"], "written over what is read"),
        (["--out", "same.csv", "--counts-out", "same.csv"], "written over what is read"),
        (["--top", "0"], "--top"),
    ],
)
def test_what_does_not_hold_is_one_message_and_changes_nothing(
    arguments: list[str], said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*TAG, *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
    assert (here / "answers.csv").read_text("utf-8") == ROWS
    assert sorted(p.name for p in here.iterdir()) == ["answers.csv", "book.yaml"]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"\0" * 100, b"id;txt\n1;a\n", b"id,text\n1\n", b'id,text\n1,"a\n', b"{"],
)
@pytest.mark.parametrize("command", [TAG, ["group", "answers.csv"]], ids=["tag", "group"])
def test_a_bad_table_is_exit_2_and_names_the_file(
    command: list[str], content: bytes, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "answers.csv").write_bytes(content)
    assert run(command) == 2
    assert "answers.csv" in capsys.readouterr().err


def test_a_table_in_utf_16_is_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "answers.csv").write_bytes(ROWS.encode("utf-16"))
    assert run(TAG) == 0
    assert "2 answers in, 2 out" in capsys.readouterr().err


def test_group_says_when_there_is_too_little(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["group", "answers.csv"]) == 0
    said = capsys.readouterr()
    assert said.out == "id,theme,name,strength,broader\n'-1,,,,\nb,,,,\n"
    assert "Too few to group" in said.err


def test_group_writes_its_themes_beside_its_rows(here: Path) -> None:
    written = ["--out", "rows.csv", "--themes-out", "themes.jsonl", "--themes", "2"]
    assert run(["group", "answers.csv", *written]) == 0
    themes = [json.loads(line) for line in (here / "themes.jsonl").read_text().splitlines()]
    rows = list(csv.DictReader(io.StringIO((here / "rows.csv").read_text("utf-8"))))
    assert {row["theme"] for row in rows} == {theme["theme"] for theme in themes}


def test_group_on_a_large_table_says_how_themes_were_found(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ways = ["The van to {} was late", "Open {} longer on Sunday", "Too much noise in {}"]
    towns = "Ayton Beal Crook Dale Esk Firth Glen Holm".split()  # noqa: SIM905
    texts = [way.format(town) for town in towns for way in ways]
    rows = "".join(f"{number},{text}\n" for number, text in enumerate(texts))
    (here / "answers.csv").write_text(f"id,text\n{rows}", "utf-8")
    written = ["--large", "--processes", "1", "--out", "rows.csv", "--themes", "3"]
    assert run(["group", "answers.csv", *written, "--json"]) == 0
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert sum(theme["answers"] for theme in summary["themes"]) + summary["unplaced"] == 24
    assert "24 answers in, 24 out, 24 different ones" in said.err
    assert "in a sample of 24 of 24 different answers" in said.err
    assert run(["group", "answers.csv", *written, "--themes-out", "themes.csv"]) == 0
    assert len((here / "themes.csv").read_text("utf-8").splitlines()) == 4


def test_group_on_a_large_table_wants_a_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["group", "answers.csv", "--large"]) == 2
    assert "--out FILE" in capsys.readouterr().err


def test_a_table_is_imported_with_a_recipe_that_works_again(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "study.yaml").write_text(
        "schema: themer/study/1\nid: s\ntitle: S\nunit: respondent\n"
        "audiences: {reader: {one: reader, many: readers}}\n",
        "utf-8",
    )
    options = ["--organisation-is", "Library", "--set", "readers", "--make-set"]
    assert run(["import", "answers.csv", *options, "--new-recipe", "survey.yaml"]) == 0
    said = capsys.readouterr().err
    assert "2 answers in, 2 out." in said
    assert "2 interviews written" in said
    assert "No consent to be quoted is recorded" in said
    assert run(["check"]) == 0
    assert run(["import", "answers.csv", "--recipe", "survey.yaml"]) == 0
    assert "2 were there already" in capsys.readouterr().err
    assert run(["import", "answers.csv", "--recipe", "survey.yaml", "--text", "x"]) == 2
    assert run(["import", "answers.csv", *options, "--new-recipe", "survey.yaml"]) == 2


def test_import_needs_to_know_the_set(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "answers.csv"]) == 2
    assert "--set ID" in capsys.readouterr().err


def test_a_new_study_is_checked_and_schemas_are_written(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "mine"]) == 0
    assert run(["check", "--study", "mine"]) == 0
    assert run(["new", "mine"]) == 2
    assert run(["schema", "out"]) == 0
    assert (here / "out" / "study.schema.json").is_file()
