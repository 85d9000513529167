from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from themer.errors import ProblemsError
from themer.model.suggestion import Suggestion
from themer.storage import files
from themer.storage.validation import validate, validate_json

STUDY = """\
schema: themer/study/1
id: rooms
title: Rooms
unit: service
audiences: {branch: {one: branch, many: branches}}
"""


def problems(tmp_path: Path, text: str, kind: files.Kind[Any] = files.STUDY) -> list[str]:
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        files.read(kind, path, shown_as=Path("file.yaml"))
    return [str(problem) for problem in caught.value.problems]


def test_all_problems_are_said_at_once_sorted_by_line_with_key_places(tmp_path: Path) -> None:
    text = STUDY.replace("unit: service", "unit: servize") + (
        "percent_form: 30\nminimum_cell: {internal: 0, shareable: three}\n"
    )
    found = problems(tmp_path, text)
    assert [line.split(" ")[1] for line in found] == ["ST012", "ST011", "ST013", "ST012"]
    assert found[0].startswith("file.yaml:4:7:")
    assert 'Did you mean "service"?' in found[0]
    assert found[1].startswith("file.yaml:6:1:")
    assert 'Did you mean "percent_from"?' in found[1]


def test_a_missing_key_is_named_at_what_lacks_it(tmp_path: Path) -> None:
    found = problems(tmp_path, STUDY.replace("one: branch, ", ""))
    assert found == ['file.yaml:5:21: ST010 needs the key "one"']


@pytest.mark.parametrize("number", ["nan", "inf", "1_000", "1e3", "12 ", "0x10", "twelve", "1.5"])
def test_a_whole_number_is_written_plainly(tmp_path: Path, number: str) -> None:
    found = problems(tmp_path, STUDY + f'percent_from: "{number}"\n')
    assert "ST012 takes a whole number" in found[0]


@pytest.mark.parametrize("word", ["1", "on", "t", "Y", "ja"])
def test_yes_and_no_are_words_of_their_own(tmp_path: Path, word: str) -> None:
    assert "takes yes or no" in problems(tmp_path, STUDY + f"fictional: {word}\n")[0]


@pytest.mark.parametrize("day", ["1700000000", "2026-13-01", "2026-02-30", "3 March 2026"])
def test_a_day_is_a_day_that_exists(tmp_path: Path, day: str) -> None:
    assert "ST012 takes a day" in problems(tmp_path, STUDY + f"retention_until: {day}\n")[0]


@pytest.mark.parametrize("identity", ["Upper", "with space", "-x", "a" * 81, "é"])
def test_an_id_keeps_its_rule(tmp_path: Path, identity: str) -> None:
    found = problems(tmp_path, STUDY.replace("id: rooms", f'id: "{identity}"'))
    assert "ST013 an id has lower-case letters" in found[0]


def test_a_list_where_keys_belong_is_explained(tmp_path: Path) -> None:
    assert "ST012 takes keys and values" in problems(tmp_path, "- a\n- b\n")[0]


def test_an_answer_may_be_a_word_or_a_table(tmp_path: Path) -> None:
    text = """\
schema: themer/question-set/1
id: s
version: "1"
title: S
audience: branch
sections:
  - id: a
    title: A
    questions:
      - {id: q1, ask: "?", answer: yes_no}
      - {id: q2, ask: "?", answer: {type: number, max: 5}}
      - {id: q3, ask: "?", answer: yes_noo}
      - {id: q4, ask: "?", answr: yes_no}
"""
    found = problems(tmp_path, text, files.QUESTION_SET)
    assert [line.split(": ")[1][:5] for line in found] == ["QS012", "QS011"]
    assert found[0].startswith("file.yaml:12:")
    assert 'Did you mean "yes_no"?' in found[0]


@pytest.mark.parametrize(
    ("line", "is_quick"),
    [
        ('{"code":"a","score":1,"confidence":0.5,"rank":1,"reason":{"start":0,"end":2}}', True),
        ('{"code":"a","score":"1","confidence":0.5,"rank":1,"reason":{"start":0,"end":2}}', False),
        ('{"code":"a","score":1,"confidence":0.5,"rank":true,"reason":{"start":0,"end":2}}', False),
        ('{"code":"a","score":1,"confidence":0.5,"rank":1,"reason":{"start":0}}', False),
        ('{"code":"a","score":1,"confidence":1.5,"rank":1,"reason":{"start":0,"end":2}}', False),
        (
            '{"code":"a","score":1,"confidence":0.5,"rank":1,"reason":{"start":0,"end":2},"x":1}',
            False,
        ),
        ("{", False),
    ],
)
def test_json_in_one_go_takes_only_what_is_simply_right(line: str, is_quick: bool) -> None:
    found = validate_json(Suggestion, line)
    assert (found is not None) == is_quick
    if is_quick:
        assert found == validate(Suggestion, json.loads(line))
