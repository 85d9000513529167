"""``tag`` on a large table as it is typed: what is said, what stays, which exit code."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from themer.cli.edge import run
from themer.cli.progress import _left

BOOK = "codes: [{id: van, name: Vans and drivers}, {id: hours, name: Opening hours}]\n"
TEXTS = (
    "The van was late {}.",
    "Open on Sundays {}.",
    "Der Bus ist {} nicht gekommen und zu spät.",
)
TAG = ["tag", "answers.csv", "--codebook", "book.yaml", "--large", "--out", "made.csv"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text"])
        writer.writerows([f"r{n}", TEXTS[n % 3].format(n % 20)] for n in range(90))
    return tmp_path


def test_a_large_table_says_what_it_rests_on_and_what_was_not_done(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*TAG, "--counts-out", "counts.csv", "--processes", "1", "--json"]) == 0
    said = capsys.readouterr()
    about = json.loads(said.out)
    assert (about["answers"], about["distinct"], about["not_english"]) == (90, 60, 30)
    assert about["encoder"].startswith("minilm-l6-static")
    assert about["neighbours"] == "of the sample alone"
    assert "90 answers in, 90 out, 60 different ones" in said.err
    assert "says the codes of all" in said.err
    assert "30 of 90 answers look not to be English" in said.err
    assert "nobody has looked at them" in said.err
    with (here / "counts.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["code"] for row in rows] == ["van", "hours"]
    assert sum(int(row["suggested_first"]) for row in rows) + about["without_code"] == 90
    assert list(rows[0])[-2:] == ["suggested_first", "confidences"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tag", "answers.csv", "--codebook", "book.yaml", "--large"], "--out FILE"),
        ([*TAG, "--all"], "Leave out --all"),
        ([*TAG, "--top", "21"], "at most 20"),
        ([*TAG, "--processes", "0"], "--processes"),
        ([*TAG, "--out", "answers.csv"], "written over what is read"),
        ([*TAG, "--text", "words"], 'no column "words"'),
    ],
)
def test_what_does_not_go_with_a_large_table_is_exit_2_and_leaves_nothing(
    arguments: list[str], said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in here.iterdir()) == ["answers.csv", "book.yaml"]


def test_a_folder_in_the_way_is_exit_3(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "made.csv.part").mkdir()
    (here / "made.csv.part" / "letter.txt").write_text("mine")
    assert run(TAG) == 3
    assert "did not make this folder" in capsys.readouterr().err


def test_a_small_table_says_of_other_languages_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tag", "answers.csv", "--codebook", "book.yaml"]) == 0
    assert "30 of 90 answers look not to be English" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal")
def test_ctrl_c_ends_with_130_says_how_to_go_on_and_the_same_command_does(here: Path) -> None:
    with (here / "answers.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"x{n},The driver number {n} was kind to us\n" for n in range(2400))
    command = [sys.executable, "-m", "themer", *TAG, "--processes", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    vectors = here / "made.csv.part" / "vectors"
    while not list(vectors.glob("[0-9]*.npz")) and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 130, said
    assert "Run the same command again" in said
    assert "Traceback" not in said
    assert not (here / "made.csv").exists()
    kept = len(list(vectors.glob("*.npz")))
    assert kept
    assert run(TAG) == 0
    assert sorted(path.name for path in here.iterdir()) == ["answers.csv", "book.yaml", "made.csv"]


def test_the_time_left_is_said_once_a_pace_is_known() -> None:
    assert _left(10, 0, 5) == ""
    assert _left(10, 5, 5) == ", about 10 s left"
    assert _left(60, 1, 5) == ", about 5 min left"
