"""A small study for every workflow."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_study import SAID, write_study


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    return write_study(tmp_path / "rooms", list(SAID))
