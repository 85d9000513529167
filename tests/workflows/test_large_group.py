"""Grouping a large table: nothing lost, the same bytes however it is run, stopped and taken up."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from themer.errors import InputError, ProblemsError, StoppedError
from themer.themes.large import ThemeCounts, ThemeMap
from themer.workflows.tables import distinct, group_steps, large_group
from themer.workflows.tables.answer_table import Columns
from themer.workflows.tables.group_steps import FoundThemes
from themer.workflows.tables.large_group import LargeGrouping, group_large

PLACES = "clinic office ward school library market church garage kitchen station".split()  # noqa: SIM905
SAID = [
    "The bus to the {} is always late", "No bus service runs near the {}",
    "There is no desk for me in the {}", "The {} has no desk space at all",
    "The nurse in the {} was kind to us", "A gentle nurse looked after the {}",
]  # fmt: skip
ANSWERS = [way.format(place) for place in PLACES for way in SAID]
FOREIGN = "Der Bus ist immer zu spät und das ist nicht gut für mich"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a table of sixty answers a large one: several chunks, blocks and samples."""
    monkeypatch.setattr(distinct, "CHUNK", 7)
    monkeypatch.setattr(distinct, "BLOCK", 11)
    monkeypatch.setattr(group_steps, "SAMPLE", 30)
    monkeypatch.setattr(group_steps, "OTHER_SAMPLE", 12)
    monkeypatch.setattr(large_group, "OTHER_SAMPLE", 12)


def table(folder: Path, texts: list[str], name: str = "answers.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["id", "text"], *([f"r{n}", t] for n, t in enumerate(texts))])
    return path


def run(folder: Path, texts: list[str], **options: object) -> LargeGrouping:
    return group_large(table(folder, texts), out=folder / "rows.csv", **options)  # type: ignore[arg-type]


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "rows.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_every_answer_comes_out_once_and_is_counted(tmp_path: Path) -> None:
    texts = [*ANSWERS, "", *ANSWERS[:25], "🙂"]
    made = run(tmp_path, texts, themes=3)
    written = rows(tmp_path)
    assert [row["id"] for row in written] == [f"r{n}" for n in range(len(texts))]
    counts = Counter(row["theme"] for row in written)
    assert counts == {theme.theme: theme.answers for theme in made.themes} | {"": made.unplaced}
    assert (made.answers, made.distinct, made.unplaced, made.empty) == (87, 61, 2, 1)
    assert [theme.theme for theme in made.themes] == ["t01", "t02", "t03"]
    assert sorted((t.answers for t in made.themes), reverse=True) == [
        theme.answers for theme in made.themes
    ]
    assert not (tmp_path / "rows.csv.part").exists()


def test_names_and_exemplars_say_what_a_theme_holds(tmp_path: Path) -> None:
    made = run(tmp_path, ANSWERS, themes=3)
    assert len({theme.name for theme in made.themes}) == 3
    of_row = {row["id"]: row["theme"] for row in rows(tmp_path)}
    for theme in made.themes:
        assert len({one.text for one in theme.exemplars}) == 4
        assert all(of_row[one.id] == theme.theme for one in theme.exemplars)


def test_what_is_said_names_the_sample_and_the_further_ones(tmp_path: Path) -> None:
    made = run(tmp_path, ANSWERS, themes=3)
    assert "in a sample of 30 of 60 different answers" in made.note
    assert "2 further samples of 12" in made.note
    assert {theme.resamples for theme in made.themes} == {2}
    assert max(theme.kept for theme in made.themes) == 2


def test_the_order_of_the_table_changes_no_theme(tmp_path: Path) -> None:
    texts = [*ANSWERS, *ANSWERS[:9]]
    one = run(tmp_path, texts)
    before = {(row["id"], row["theme"], row["strength"]) for row in rows(tmp_path)}
    path = tmp_path / "answers.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *lines[::-1]]), "utf-8")
    other = group_large(path, out=tmp_path / "rows.csv")
    assert {(row["id"], row["theme"], row["strength"]) for row in rows(tmp_path)} == before
    names = [(t.theme, t.name, t.words, t.answers, t.kept) for t in one.themes]
    assert [(t.theme, t.name, t.words, t.answers, t.kept) for t in other.themes] == names


def test_after_a_stop_the_same_bytes_come_out(tmp_path: Path) -> None:
    run(tmp_path, ANSWERS, themes=3)
    whole = (tmp_path / "rows.csv").read_bytes()
    (tmp_path / "rows.csv").unlink()

    def stop(stage: str, done: int, _total: int) -> None:
        if stage == "Placing answers" and done == 3:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        run(tmp_path, ANSWERS, themes=3, progress=stop)
    assert not (tmp_path / "rows.csv").exists()
    again: list[tuple[str, int]] = []
    run(tmp_path, ANSWERS, themes=3, progress=lambda stage, done, _: again.append((stage, done)))
    assert ("Placing answers", 3) in again and ("Placing answers", 1) not in again
    assert (tmp_path / "rows.csv").read_bytes() == whole


def test_another_number_of_themes_begins_anew(tmp_path: Path) -> None:
    def stop(stage: str, done: int, _total: int) -> None:
        if stage == "Placing answers" and done:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError):
        run(tmp_path, ANSWERS, themes=3, progress=stop)
    made = run(tmp_path, ANSWERS, themes=4)
    assert made.begun_anew is not None and len(made.themes) == 4


def test_json_lines_and_the_summary_say_the_same(tmp_path: Path) -> None:
    made = group_large(table(tmp_path, ANSWERS), out=tmp_path / "rows.jsonl", themes=3)
    lines = (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()
    held = [json.loads(line) for line in lines]
    counts = Counter(row["theme"] for row in held)
    summary = json.loads(json.dumps(made.summary()))
    assert {t["theme"]: t["answers"] for t in summary["themes"]} == counts
    assert summary["answers"] == len(held) and "sample" in summary["note"]


def test_parquet_comes_out_with_the_same_rows(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    texts = ["", *["🙂"] * 14, *ANSWERS]  # The first block has no theme at all.
    run(tmp_path, texts, themes=3)
    group_large(table(tmp_path, texts), out=tmp_path / "rows.parquet", themes=3)
    held = parquet.read_table(tmp_path / "rows.parquet").to_pylist()
    assert [(row["id"], row["theme"], row["broader"]) for row in held] == [
        (row["id"], row["theme"], row["broader"]) for row in rows(tmp_path)
    ]
    assert [row["strength"] for row in held[:15]] == [None] * 15
    assert all(0 < row["strength"] <= 1 for row in held if row["theme"])


def test_what_is_not_english_is_in_no_theme_and_said(tmp_path: Path) -> None:
    texts = [*ANSWERS, *(f"{FOREIGN} {place}" for place in PLACES)]
    made = run(tmp_path, texts, themes=3)
    assert made.foreign == made.unplaced == 10
    assert all(not row["theme"] for row in rows(tmp_path)[60:])


@pytest.mark.parametrize(
    ("texts", "themes"),
    [
        (["one answer"], 0),
        (["", " ", "\n"], 0),
        (["the same words again"] * 500, 0),
        (["the of and to it"] * 30 + ["we are the of"], 0),
        (["🙂", "🙂🙂", "👍🏽"] * 20, 0),
        ([f"{FOREIGN} {place}" for place in PLACES] * 3, 0),
        ([*ANSWERS, "word " * 100_000], None),
        ([*ANSWERS, "The bus is late. " * 60_000], None),
        ([*ANSWERS, "\x01\x02", "a\x00b"], None),
    ],
    ids=["one", "empty", "all the same", "stop words", "emoji", "no English", "one word often",
         "a million characters", "control characters"],
)  # fmt: skip
def test_odd_tables_are_an_answer(tmp_path: Path, texts: list[str], themes: int | None) -> None:
    made = group_large(_json_lines(tmp_path, texts), out=tmp_path / "rows.csv")
    assert len(rows(tmp_path)) == len(texts) == made.answers
    assert sum(theme.answers for theme in made.themes) + made.unplaced == len(texts)
    assert made.note
    if themes is not None:
        assert len(made.themes) == themes and made.note.startswith("Too few")


def _json_lines(folder: Path, texts: list[str]) -> Path:
    path = folder / "answers.jsonl"
    lines = (json.dumps({"id": f"r{n}", "text": text}) for n, text in enumerate(texts))
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize(
    ("answers", "kept", "tried", "expected"),
    [
        ((50, 30, 20, 10), (5, 10), 10, ["", "b and c", "b and c", ""]),
        ((50, 30, 20, 10), (10, 4), 10, ["", "", "", ""]),
        ((50, 40, 20, 5), (10, 10), 10, ["", "", "", ""]),
        ((50, 30, 20, 10), (0, 0), 0, ["", "", "", ""]),
    ],
    ids=["found again", "not found again", "most of all answers", "not tried"],
)
def test_a_broader_theme_is_shown_where_it_is_found_again(
    answers: tuple[int, ...], kept: tuple[int, ...], tried: int, expected: list[str]
) -> None:
    where = ThemeMap(np.eye(4), np.zeros(4), np.zeros((0, 4)), ())
    found = FoundThemes(where, ("a", "b and x", "c", "d"), ((),) * 4, 9, (0, 1, 1, 2), None)
    counts = ThemeCounts(answers, ((),) * 4, 0)
    assert large_group._broader(found, counts, range(4), (*kept, tried), tried) == expected


def test_questions_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "asked.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text", "asked"])
        for number, text in enumerate(ANSWERS):
            asked = ("What is travel like for you?", "What would you change here?")[number % 2]
            writer.writerow([number, text, asked])
    made = group_large(path, Columns(question="asked"), out=tmp_path / "rows.csv", themes=3)
    assert sum(theme.answers for theme in made.themes) + made.unplaced == 60


def test_a_table_that_does_not_hold_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("id,text\na,one\na,two\n", "utf-8")
    with pytest.raises(ProblemsError, match="has the id"):
        group_large(path, out=tmp_path / "rows.csv")
    with pytest.raises(InputError):
        group_large(tmp_path / "none.csv", out=tmp_path / "rows.csv")
    with pytest.raises(InputError):
        group_large(path, out=path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["answers.csv"]


def test_two_processes_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # What is patched here is not in another process.
    texts = [f"{text} on day {day}" for day in range(95) for text in ANSWERS]
    alone = run(tmp_path, texts, themes=3)
    whole = (tmp_path / "rows.csv").read_bytes()
    assert run(tmp_path, texts, themes=3, processes=2) == alone
    assert (tmp_path / "rows.csv").read_bytes() == whole
