"""What `tag` says of how common codes are: decisions, and an estimate where it is honest."""

from __future__ import annotations

from pathlib import Path

import pytest

from themer.errors import InputError
from themer.workflows.tables.answer_table import Columns
from themer.workflows.tables.shares import ALL_READ, ESTIMATED, NOT_AT_RANDOM, NOT_DECIDED, CountRow
from themer.workflows.tables.tag import tag

VAN, HOURS = "the van brings the books to our door", "the library is closed when I finish work"
BOOK = """\
codes:
  - {id: delivery, name: Delivery, definition: "vans, post, books brought to the door"}
  - {id: hours, name: Opening hours, definition: "when the library is open or closed"}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, "utf-8")
    return path


def answers(folder: Path, vans: int, hours: int, name: str = "answers.csv") -> Path:
    rows = [f"v{n},{VAN} since week {n}" for n in range(vans)]
    rows += [f"h{n},{HOURS} at {n}" for n in range(hours)]
    path = folder / name
    path.write_text("id,text\n" + "\n".join([*rows, "e,", ""]), "utf-8")
    return path


def decisions(folder: Path, *lines: str) -> Path:
    path = folder / "confirmed.csv"
    path.write_text("\n".join(["id,code,decision", *lines, ""]), "utf-8")
    return path


def by_code(rows: tuple[CountRow, ...]) -> dict[str, CountRow]:
    return {row.code: row for row in rows}


def test_without_decisions_no_code_has_a_count_or_a_share(tmp_path: Path, book: Path) -> None:
    made = tag(answers(tmp_path, 5, 5), book)
    assert made.counts == tuple(
        CountRow(code, 0, 0, 10, None, None, None, NOT_DECIDED) for code in ("delivery", "hours")
    )


def test_decisions_on_a_part_that_was_chosen_are_counted_and_not_blown_up(
    tmp_path: Path, book: Path
) -> None:
    decided = decisions(tmp_path, "v1,delivery,", "v2,delivery,accept", "h1,delivery,refuse")
    found = by_code(tag(answers(tmp_path, 5, 5), book, confirmed=decided).counts)
    assert found["delivery"] == CountRow("delivery", 2, 3, 10, None, None, None, NOT_AT_RANDOM)
    assert found["hours"].method == NOT_DECIDED


def test_a_random_part_gives_an_estimate_for_all_with_an_interval(
    tmp_path: Path, book: Path
) -> None:
    lines = [f"v{n},delivery," for n in range(12)] + [f"h{n},hours," for n in range(12)]
    table = answers(tmp_path, 90, 30)
    made = tag(table, book, confirmed=decisions(tmp_path, *lines), at_random=True)
    found = by_code(made.counts)["delivery"]
    assert (found.decided, found.read, found.answers) == (12, 24, 120)
    assert found.method == ESTIMATED
    assert found.low is not None and found.estimate is not None and found.high is not None
    # The machine tells the two apart, so it sees that the sample has too few of these.
    assert 0.6 < found.estimate < 0.8
    assert 0.1 <= found.low < found.estimate < found.high <= 0.9


def test_a_code_that_nobody_gave_in_a_read_answer_does_not_fit_it(
    tmp_path: Path, book: Path
) -> None:
    decided = decisions(tmp_path, "v0,delivery,", "v1,delivery,", "h0,,")
    found = by_code(tag(answers(tmp_path, 4, 4), book, confirmed=decided, at_random=True).counts)
    assert (found["delivery"].decided, found["delivery"].read) == (2, 3)
    assert (found["hours"].decided, found["hours"].read) == (0, 3)
    assert found["hours"].estimate == 0
    assert found["hours"].high is not None and found["hours"].high > 0.3


def test_a_table_read_to_its_end_is_counted(tmp_path: Path, book: Path) -> None:
    decided = decisions(tmp_path, "v0,delivery,", "v1,,", "h0,hours,", "h1,hours,")
    found = by_code(tag(answers(tmp_path, 2, 2), book, confirmed=decided, at_random=True).counts)
    assert found["delivery"] == CountRow("delivery", 1, 4, 4, 0.25, 0.25, 0.25, ALL_READ)


def test_the_order_of_table_and_decisions_changes_nothing(tmp_path: Path, book: Path) -> None:
    table = answers(tmp_path, 40, 30)
    lines = [f"v{n},delivery," for n in range(15)] + [f"h{n},hours," for n in range(15)]
    one = tag(table, book, confirmed=decisions(tmp_path, *lines), at_random=True).counts
    head, *rows = table.read_text("utf-8").splitlines()
    table.write_text("\n".join([head, *reversed(rows), ""]), "utf-8")
    turned = decisions(tmp_path, *reversed(lines))
    assert tag(table, book, confirmed=turned, at_random=True).counts == one


def test_codes_of_a_group_are_counted_among_its_answers(tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(
        "codes:\n  - {id: a, name: Delivery by van, group: n}\n"
        "  - {id: b, name: Opening hours, group: s}\n  - {id: c, name: Noise}\n",
        "utf-8",
    )
    table = tmp_path / "answers.csv"
    rows = [f"n{n},{VAN} {n},n" for n in range(6)] + [f"s{n},{HOURS} {n},s" for n in range(4)]
    table.write_text("\n".join(["id,text,where", *rows, ""]), "utf-8")
    decided = decisions(tmp_path, "n0,a,", "n1,,", "s0,b,")
    columns = Columns(group="where")
    found = by_code(tag(table, book, columns, confirmed=decided, at_random=True).counts)
    assert [(found[c].decided, found[c].read, found[c].answers) for c in "abc"] == [
        (1, 2, 6),
        (1, 1, 4),
        (0, 3, 10),
    ]


def test_at_random_without_decisions_is_refused(tmp_path: Path, book: Path) -> None:
    with pytest.raises(InputError, match="Nothing was decided"):
        tag(answers(tmp_path, 2, 2), book, at_random=True)
