"""The page for staff names every key of the desk, as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from themer.tui.key import Key
from themer.tui.keys import DESK

PAGE = (Path(__file__).parents[2] / "docs" / "conversation.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", DESK, ids=lambda key: key.id)
def test_every_key_of_the_desk_is_on_the_page(key: Key) -> None:
    assert f"`{key.names[0]}`" in PAGE
