"""Tagging in parts: the same bytes however it is run, and a sentence for whatever is wrong."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from themer.errors import InputError, ModelError, ProblemsError, StoppedError, StorageError
from themer.workflows.progress import Progress, silent
from themer.workflows.tables import distinct, large_tag
from themer.workflows.tables.answer_table import Columns
from themer.workflows.tables.large_tag import LargeTagging, tag_large
from themer.workflows.tables.tag import tag

OPENINGS = (
    "The van never came", "A volunteer carried the books", "The library was closed",
    "Nobody posted my parcel", "Kind people help there", "It shuts far too early",
)  # fmt: skip
ENDINGS = (
    "on Monday", "in the winter", "for my mother", "again", "after work", "at the weekend",
    "without a word", "up the stairs", "last year", "when it rained",
)  # fmt: skip
BOOK = """\
codes:
  - {id: delivery, name: Delivery to the home, definition: "vans, post, books brought to the door"}
  - {id: volunteers, name: Volunteers, definition: "unpaid people who help"}
  - {id: hours, name: Opening hours, definition: "when the library is open or closed"}
"""
ANSWERS = [f"{one} {other}." for one in OPENINGS for other in ENDINGS]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small table have several chunks, blocks and a sample."""
    monkeypatch.setattr(distinct, "CHUNK", 16)
    monkeypatch.setattr(distinct, "BLOCK", 25)
    monkeypatch.setattr(large_tag, "SAMPLE", 24)
    monkeypatch.setattr(large_tag, "LEAST_OF_A_GROUP", 8)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, "utf-8")
    return path


def written(path: Path, texts: list[str], **more: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text", *more])
        for number, text in enumerate(texts):
            writer.writerow([f"r{number}", text, *(column[number] for column in more.values())])
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written(tmp_path / "answers.csv", [*ANSWERS, "  ", *ANSWERS[:10], ANSWERS[0]])


def made(table: Path, name: str = "out.csv", **options: Any) -> tuple[LargeTagging, bytes]:
    out = table.parent / name
    result = tag_large(table, table.parent / "book.yaml", out=out, **options)
    return result, out.read_bytes()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode("utf-8").splitlines()))


def test_every_answer_comes_out_in_its_order_and_repeats_get_the_same(
    table: Path, book: Path
) -> None:
    result, content = made(table)
    assert (result.answers, result.distinct, result.empty, result.sample) == (72, 60, 1, 24)
    found = rows(content)
    assert list(dict.fromkeys(row["id"] for row in found)) == [f"r{n}" for n in range(72)]
    of = {n: [list(row.values())[1:] for row in found if row["id"] == f"r{n}"] for n in range(72)}
    assert of[0] == of[61] == of[71]
    assert of[60] == [["", "", "1.0", "1", ""]]
    assert [row[4] for row in of[61]] == [ANSWERS[0]] * len(of[61])
    assert not (table.parent / "out.csv.part").exists()


def test_what_is_said_plainly_is_found(table: Path, book: Path) -> None:
    first = {row["id"]: row["code"] for row in rows(made(table, top=1)[1])}
    wanted = [
        ("volunteers", range(10, 20)),
        ("hours", range(20, 30)),
        ("volunteers", range(40, 50)),
    ]
    for code, numbers in wanted:
        assert sum(first[f"r{number}"] == code for number in numbers) >= 8


def test_the_same_bytes_with_one_or_two_processes(table: Path, book: Path) -> None:
    assert made(table, processes=1)[1] == made(table, processes=2)[1]


def test_another_order_of_the_rows_changes_no_row(table: Path, book: Path, tmp_path: Path) -> None:
    lines = table.read_text("utf-8").splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([lines[0], *random.Random(2).sample(lines[1:], 72)]), "utf-8")
    assert sorted(made(turned)[1].splitlines()) == sorted(made(table)[1].splitlines())


def test_any_hash_seed_gives_the_same_bytes(table: Path, book: Path) -> None:
    places = [str(path) for path in (table, book, table.parent / "seeded.csv")]
    call = (
        "from pathlib import Path; from themer.workflows.tables.large_tag import tag_large\n"
        f"table, book, out = map(Path, {places!r})\ntag_large(table, book, out=out)"
    )
    found = set()
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", call], check=True, env={"PYTHONHASHSEED": seed}, timeout=300
        )
        found.add((table.parent / "seeded.csv").read_bytes())
    assert len(found) == 1


class StopAt:
    """Presses ctrl-C when a stage has got so far."""

    def __init__(self, stage: str, done: int) -> None:
        self.at = (stage, done)

    def __call__(self, stage: str, done: int, _total: int) -> None:
        if (stage, done) == self.at:
            raise KeyboardInterrupt


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize(
    ("stage", "done"), [("Reading a sample", 0), ("Suggesting codes", 2), ("Writing rows", 1)]
)
def test_a_stop_and_the_same_command_again_give_the_same_bytes(
    table: Path, book: Path, stage: str, done: int, processes: int
) -> None:
    whole = made(table, "whole.csv")[1]
    with pytest.raises(StoppedError, match=r"out\.csv\.part") as caught:
        made(table, progress=StopAt(stage, done), processes=processes)
    assert caught.value.exit_code == 130
    assert not (table.parent / "out.csv").exists()
    told: list[tuple[str, int]] = []
    note: Progress = lambda stage, done, _: told.append((stage, done))  # noqa: E731
    assert made(table, progress=note, processes=processes)[1] == whole
    assert "Reading the table" not in [stage for stage, _ in told]
    assert next(seen for name, seen in told if name == stage) >= done


def test_finished_work_is_not_taken_up_for_another_input(table: Path, book: Path) -> None:
    with pytest.raises(StoppedError):
        made(table, progress=StopAt("Suggesting codes", 2))
    table.write_text(table.read_text("utf-8") + "r99,The van again.\n", "utf-8")
    result, content = made(table)
    assert "input" in str(result.begun_anew)
    assert result.answers == 73
    assert rows(content)[-1]["id"] == "r99"


@pytest.mark.parametrize("harm", ["texts.bin", "row_texts.npy", "tagged/000001.npz", "intake.json"])
def test_a_torn_work_folder_costs_time_and_nothing_else(table: Path, book: Path, harm: str) -> None:
    whole = made(table, "whole.csv")[1]
    with pytest.raises(StoppedError):
        made(table, progress=StopAt("Writing rows", 0))
    file = table.parent / "out.csv.part" / harm
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert made(table)[1] == whole


def test_counts_are_those_of_the_rows(table: Path, book: Path) -> None:
    result, content = made(table)
    first = Counter(row["code"] for row in rows(content) if row["rank"] == "1" and row["code"])
    given = {row.people.code: row.suggested_first for row in result.counts if row.suggested_first}
    assert given == first
    together: Counter[str] = Counter()
    for row in rows(made(table, "all.csv", top=3)[1]):
        together[row["code"]] += round(1000 * float(row["confidence"]))
    if not result.without_code - result.empty:
        counted = {row.people.code: round(1000 * row.confidences) for row in result.counts}
        assert counted == {code: sum for code, sum in together.items() if code}
    assert {row.people.answers for row in result.counts} == {71}
    assert {row.people.method for row in result.counts} == {"machine, not decided"}


def test_what_people_decided_is_learned_from_and_counted(table: Path, book: Path) -> None:
    before = {row["id"]: row["code"] for row in rows(made(table, top=1)[1])}
    turned = [f"r{n},hours,accept\nr{n},delivery,refuse" for n in range(8)]
    confirmed = table.parent / "confirmed.csv"
    confirmed.write_text("id,code,decision\n" + "\n".join(turned) + "\n", "utf-8")
    result, content = made(table, "learned.csv", confirmed=confirmed, top=1)
    after = {row["id"]: row["code"] for row in rows(content)}
    assert before["r9"] == "delivery"
    assert sum(after[f"r{n}"] == "hours" for n in range(10)) > sum(
        before[f"r{n}"] == "hours" for n in range(10)
    )
    assert (result.confirmed, result.decided) == (16, 16)
    counted = {row.people.code: (row.people.decided, row.people.read) for row in result.counts}
    assert counted == {"delivery": (0, 8), "hours": (8, 8), "volunteers": (0, 0)}


def test_a_share_is_estimated_only_where_people_read_a_random_part(table: Path, book: Path) -> None:
    confirmed = table.parent / "confirmed.csv"
    confirmed.write_text("id,code\n" + "".join(f"r{n},hours\n" for n in range(20, 30)), "utf-8")
    result, _ = made(table, confirmed=confirmed, at_random=True)
    hours = next(row.people for row in result.counts if row.people.code == "hours")
    assert (hours.decided, hours.read, hours.answers) == (10, 10, 71)
    assert hours.method == "estimated from a random part"
    assert hours.low is not None
    assert hours.low < 1.0


def test_a_share_rests_on_the_answers_that_the_code_is_a_candidate_for(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(
        "codes:\n  - {id: v, name: Vans, group: x}\n  - {id: h, name: Hours, group: y}\n", "utf-8"
    )
    groups = ["x" if n % 3 else "y" for n in range(60)]
    table = written(tmp_path / "answers.csv", ANSWERS, topic=groups)
    confirmed = tmp_path / "confirmed.csv"
    given = "".join(f"r{n},{'v' if groups[n] == 'x' else 'h'}\n" for n in range(30))
    confirmed.write_text(f"id,code\n{given}", "utf-8")
    result, _ = made(table, columns=Columns(group="topic"), confirmed=confirmed, at_random=True)
    found = {row.people.code: row.people for row in result.counts}
    assert (found["v"].decided, found["v"].read, found["v"].estimate) == (20, 20, 1.0)
    assert (found["h"].decided, found["h"].read, found["h"].estimate) == (10, 10, 1.0)


def test_a_decision_about_no_answer_is_named(table: Path, book: Path) -> None:
    confirmed = table.parent / "confirmed.csv"
    confirmed.write_text("id,code\nzz,hours\n", "utf-8")
    with pytest.raises(ProblemsError, match="TA021"):
        made(table, confirmed=confirmed)


def test_only_codes_of_its_group_are_candidates(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(
        "codes:\n  - {id: v, name: Vans, group: x}\n  - {id: h, name: Hours, group: y}\n", "utf-8"
    )
    groups = ["x" if n % 3 else "z" if n % 2 else "y" for n in range(60)]
    table = written(tmp_path / "answers.csv", ANSWERS, topic=groups)
    result, content = made(table, columns=Columns(group="topic"))
    given = {(groups[int(row["id"][1:])], row["code"]) for row in rows(content)} - {
        ("x", ""), ("y", "")
    }  # fmt: skip
    assert given == {("x", "v"), ("y", "h"), ("z", "")}
    assert [row.people.answers for row in result.counts] == [groups.count("x"), groups.count("y")]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_the_ending_says_the_format_and_texts_stay_to_the_letter(
    tmp_path: Path, book: Path, ending: str
) -> None:
    table = written(tmp_path / "answers.csv", ["=van late", *ANSWERS])
    _, content = made(table, f"out.{ending}", top=1)
    if ending == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        found = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    else:
        found = [json.loads(line) for line in content.splitlines()]
    assert [row["id"] for row in found] == [f"r{n}" for n in range(61)]
    assert found[0]["evidence"] in ("=van late", "")


def test_parquet_in_gives_what_csv_in_gives(table: Path, book: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    with table.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    other = table.with_suffix(".parquet")
    columns = {key: [line[key] for line in lines] for key in lines[0]}
    parquet.write_table(pyarrow.table(columns), other)
    assert made(other, "other.csv")[1] == made(table)[1]


LONG = "x" * 1_000_000


@pytest.mark.parametrize(
    "texts",
    [
        ["The van was late."],
        ["", "  "],
        ["The van was late."] * 50,
        ["the and of it", "so it was", "and then"],
        ["🙂", "🙂🙂 👍", "!!!"],
        ["Der Bus ist nicht gekommen und das war sehr ärgerlich für uns."] * 3,
        ["The van was late. " * 56_000, "Open late."],
        ["van " * 100_000, "Open late."],
        [LONG, "Open late."],
        ["tab\ttab", "line\nbreak"],
    ],
    ids=[
        "one", "empty", "all the same", "stop words", "emoji", "German", "a million characters",
        "one word a hundred thousand times", "one word of a million letters", "breaks",
    ],
)  # fmt: skip
def test_strange_tables_come_out_whole(tmp_path: Path, book: Path, texts: list[str]) -> None:
    table = written(tmp_path / "answers.csv", texts)
    result, content = made(table)
    csv.field_size_limit(10_000_000)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert list(dict.fromkeys(row["id"] for row in found)) == [f"r{n}" for n in range(len(texts))]
    assert result.foreign == sum("Bus" in text for text in texts)
    assert content


@pytest.mark.parametrize("count", [1, 100])
def test_one_code_and_a_hundred_codes(table: Path, book: Path, count: int) -> None:
    codes = [{"id": f"c{n}", "name": f"{ANSWERS[n % 60]} {n}"} for n in range(count)]
    book.write_text(json.dumps({"codes": codes}), "utf-8")
    result, content = made(table)
    assert len(result.counts) == count
    assert len({row["id"] for row in rows(content)}) == 72


def test_a_table_without_rows_is_refused_and_leaves_nothing(tmp_path: Path, book: Path) -> None:
    table = written(tmp_path / "answers.csv", [])
    with pytest.raises(InputError, match="no row"):
        made(table)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["answers.csv", "book.yaml"]


def test_rows_that_do_not_hold_are_all_named_and_nothing_is_left(table: Path, book: Path) -> None:
    table.write_text(table.read_text("utf-8") + "r0,again\n,none\nr100,a,b\n", "utf-8")
    with pytest.raises(ProblemsError) as caught:
        made(table)
    assert [problem.code for problem in caught.value.problems] == ["TA006"]
    table.write_text(table.read_text("utf-8").replace("r100,a,b\n", ""), "utf-8")
    with pytest.raises(ProblemsError) as caught:
        made(table)
    assert [problem.code for problem in caught.value.problems] == ["TA020", "TA020"]
    assert not (table.parent / "out.csv.part").exists()


def test_too_many_suggestions_are_refused(table: Path, book: Path) -> None:
    with pytest.raises(InputError, match="at most 20"):
        made(table, top=21)


@pytest.mark.parametrize("processes", [1, 2])
def test_an_altered_model_is_a_sentence(
    table: Path, book: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    def altered() -> None:
        raise ModelError("this file of the language model is not the one that was released.")

    monkeypatch.setattr(large_tag, "load_static_encoder", altered)
    with pytest.raises(ModelError):
        made(table, processes=processes)
    assert not (table.parent / "out.csv").exists()


def test_a_target_that_cannot_be_written_is_said_before_the_work(
    table: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (table.parent / "out.csv").mkdir()
    with pytest.raises(StorageError, match="in the way"):
        made(table, progress=silent)
    with pytest.raises(StorageError):
        made(table, "answers.csv/out.csv")


def test_a_full_disk_stops_and_the_same_command_goes_on(
    table: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from themer.storage import work_folder

    whole, calls, savez = made(table, "whole.csv")[1], [0], work_folder.np.savez

    def full(*arguments: Any, **named: Any) -> None:
        calls[0] += 1
        if calls[0] > 4:
            raise OSError(28, "No space left on device")
        savez(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(work_folder.np, "savez", full)
        with pytest.raises(StorageError, match="No space left"):
            made(table)
    assert (table.parent / "out.csv.part").is_dir()
    assert made(table)[1] == whole


def test_most_answers_get_the_first_code_of_the_whole_method(table: Path, book: Path) -> None:
    whole = {row.id: row.code for row in tag(table, book, top=1).rows}
    large = {row["id"]: row["code"] for row in rows(made(table, top=1)[1])}
    assert sum(whole[key] == large[key] for key in whole) >= 0.7 * len(whole)
