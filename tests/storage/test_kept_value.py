from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from themer.storage.kept_value import kept_value


@dataclass(frozen=True, slots=True)
class Made:
    numbers: tuple[float, ...]
    name: str = "a"
    firm: bool | None = None


VALUE = Made((0.1, 1 / 3, 1e-17, 12345.678901234567), "É\u2028\n", True)


class Maker:
    def __init__(self, value: Made = VALUE) -> None:
        self.times = 0
        self.value = value

    def __call__(self) -> Made:
        self.times += 1
        return self.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".themer" / "value.json"


def test_it_is_worked_out_once_and_comes_back_to_the_last_digit(path: Path) -> None:
    maker = Maker()
    assert kept_value(path, Made, "x", maker) == VALUE
    again = kept_value(path, Made, "x", maker)
    assert repr(again) == repr(VALUE)
    assert maker.times == 1


def test_other_inputs_work_it_out_again(path: Path) -> None:
    maker = Maker()
    kept_value(path, Made, "x", maker)
    kept_value(path, Made, "y", maker)
    kept_value(path, Made, "y", maker)
    assert maker.times == 2


def test_torn_or_altered_it_is_worked_out_again(path: Path) -> None:
    kept_value(path, Made, "x", Maker())
    whole = path.read_bytes()
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 0x04
        for content in (whole[:place], bytes(broken)):
            path.write_bytes(content)
            maker = Maker()
            assert kept_value(path, Made, "x", maker) == VALUE
            assert maker.times == 1
            assert path.read_bytes() == whole


def test_another_form_is_worked_out_again(path: Path) -> None:
    @dataclass(frozen=True, slots=True)
    class Other:
        numbers: tuple[float, ...]
        name: str = "a"

    kept_value(path, Made, "x", Maker())
    assert kept_value(path, Other, "x", lambda: Other((1.0,))) == Other((1.0,))


def test_where_it_cannot_be_written_it_is_still_given(path: Path) -> None:
    path.parent.write_text("no folder")
    assert kept_value(path, Made, "x", Maker()) == VALUE


def test_only_its_owner_can_read_it(path: Path) -> None:
    kept_value(path, Made, "x", Maker())
    assert path.stat().st_mode & 0o077 == 0
