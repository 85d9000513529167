"""kill -9 while somebody types into the real program, and what a power cut would have left.

Six here; ``python tools/cause_faults.py`` kills two hundred.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.kills import POWER_CUT, kill_many


def test_no_acknowledged_answer_and_no_key_older_than_a_second_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ends = kill_many(tmp_path, 6, seed=8, at_once=2)
    with capsys.disabled():
        print("\n" + ends.report("kill -9"))
    assert ends.problems == []
    assert ends.count == 6
    assert ends.views == 3 * ends.count
    assert ends.acknowledged > 0, "nothing was shown as saved: the test would mean nothing"


def test_without_fsync_the_same_judge_finds_loss(tmp_path: Path) -> None:
    ends = kill_many(tmp_path, 2, seed=11, at_once=2, forget_fsync=True)
    assert ends.acknowledged > 0
    assert [p for p in ends.problems if POWER_CUT in p and "shown as saved are lost" in p]
    # A killed process leaves what it wrote to the system, synced or not: only a power cut tells.
    assert all(POWER_CUT in problem for problem in ends.problems)
