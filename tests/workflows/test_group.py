"""Grouping a table: every answer placed or said to be unplaced, and too few is an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from themer.errors import ProblemsError
from themer.exchange.table_writing import csv_text
from themer.workflows.tables.group import THEME_COLUMNS, group_table

VAN = ["The van was late", "The van broke down again", "No van came to the village", "A late van"]
HOURS = ["Open longer on Sunday", "Opening hours are short", "Longer hours", "Open on Sunday"]
NOISE = ["Too loud inside", "Children are loud and noisy", "The noise upstairs", "Loud noise"]


def table(folder: Path, texts: list[str], name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_text(
        "id,text\n" + "".join(f"{t[:3]}{len(t)}-{t[-5:]},{t}\n" for t in texts), "utf-8"
    )
    return path


def test_every_answer_comes_out_once_in_its_order(tmp_path: Path) -> None:
    texts = [*VAN, *HOURS, *NOISE]
    path = table(tmp_path, texts)
    made = group_table(path, themes=3)
    ids = [line.split(",")[0] for line in path.read_text("utf-8").splitlines()[1:]]
    assert [row.id for row in made.rows] == ids
    assert len(made.themes) == 3
    assert sum(theme.answers for theme in made.themes) + made.unplaced == len(texts)
    assert {row.theme for row in made.rows if row.theme} == {theme.theme for theme in made.themes}


def test_the_order_of_the_table_changes_no_theme(tmp_path: Path) -> None:
    texts = [*VAN, *HOURS, *NOISE]
    one = group_table(table(tmp_path, texts), themes=3)
    other = group_table(table(tmp_path, texts[::-1], "turned.csv"), themes=3)
    assert one.themes == other.themes
    assert sorted(map(repr, one.rows)) == sorted(map(repr, other.rows))


def test_too_few_to_group_is_an_answer(tmp_path: Path) -> None:
    made = group_table(table(tmp_path, VAN))
    assert made.themes == ()
    assert made.unplaced == 4
    assert made.note is not None
    assert made.note.startswith("Too few")
    assert [row.theme for row in made.rows] == [""] * 4


def test_themes_are_written_as_a_table_with_exemplars(tmp_path: Path) -> None:
    made = group_table(table(tmp_path, [*VAN, *HOURS, *NOISE]), themes=3)
    written = csv_text(THEME_COLUMNS, [theme.cells() for theme in made.themes])
    header = "theme,name,answers,kept,resamples,words,exemplars,broader,firm"
    assert written.splitlines()[0] == header
    assert all(theme.exemplars for theme in made.themes)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("id,Answer text\n1,a\n", "utf-8")
    with pytest.raises(ProblemsError, match='no column "text"'):
        group_table(path)
