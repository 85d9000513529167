"""Every file call of a session fails in turn, or is the last that the program makes.

``python tools/cause_faults.py`` does the same with every error in every way at every call.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.sweep import LOST_AT_MOST, SAVED_WITHIN, Sweep, every_call


def test_whatever_call_fails_no_word_is_lost_and_no_file_is_torn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = every_call(tmp_path, is_long=False)
    with capsys.disabled():
        print("\n" + tally.report())
    assert tally.broken == []
    for error in ("No space left on device", "Input/output error", "Read-only file system"):
        for way in ("until room returns", "until it is closed", "once"):
            assert tally.injected[f"{error}, {way}"] > 0
    for call in ("open", "read", "write", "fsync", "close", "link", "replace", "unlink"):
        assert tally.calls[call] > 0, f"no {call} was made to fail"
    assert tally.said > 0
    assert tally.harmless > 0
    assert tally.kills > 0
    assert tally.views == 3 * tally.kills
    assert tally.worst_loss <= LOST_AT_MOST
    assert 0 < tally.worst_saved <= SAVED_WITHIN


@pytest.mark.parametrize("fresh", [False, True])
def test_without_fsync_a_power_cut_is_seen_to_lose_words(tmp_path: Path, *, fresh: bool) -> None:
    sweep = Sweep(tmp_path, fresh=fresh, forget_fsync=True)
    for at in range(sweep.count // 2, sweep.count, 3):
        sweep.kill(at)
    lost = [line for line in sweep.tally.broken if "said to be saved are lost" in line]
    assert [line for line in lost if "the power is cut:" in line]
    assert not [line for line in lost if "the process is killed" in line]
