"""SIGHUP (the window is closed), SIGTERM and SIGINT in the middle of a word.

Two of each here; ``python tools/cause_faults.py`` sends fifty.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from faults.kills import SIGNALS, end_many, modes_left
from faults.script import make_disk
from faults.typist import Typist


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_no_key_is_lost_and_the_terminal_is_given_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    ends = end_many(tmp_path, number, 2, seed=1, at_once=2)
    with capsys.disabled():
        print("\n" + ends.report(number.name))
    assert ends.problems == []
    assert ends.count == 2
    assert ends.keys > 10


def test_a_terminal_that_is_not_given_back_is_seen(tmp_path: Path) -> None:
    disk = make_disk(tmp_path / "disk")
    (tmp_path / "disk" / "state").rename(tmp_path / "elsewhere")
    typist = Typist(disk, tmp_path / "log", 1)
    try:
        typist.start()
        typist.end(signal.SIGKILL)
    finally:
        typist.close()
    left = modes_left(typist.seen)
    assert left["1049"] == "h", "the alternate screen"
    assert left["25"] == "l", "the cursor"
    assert left["1000"] == "h", "the mouse"
    assert typist.found_modes[3] != typist.modes[3], "keys are not echoed"
