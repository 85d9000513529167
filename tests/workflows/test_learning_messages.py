from __future__ import annotations

import pytest

from themer.errors import ThemerError
from themer.model.suggestion import Reason, Suggestion
from themer.workflows.coding.learning_messages import (
    Learned,
    LearnedUpdate,
    fault_line,
    line_of,
    read_line,
)

SUGGESTIONS = (
    Suggestion("volunteers", 1.25, 0.61, 1, Reason(3, 9, ("drivers", "Zoë\u2028🙂"), "segment-2")),
    Suggestion("home-delivery", -0.5, 0.05, 2, Reason(0, 2)),
)


@pytest.mark.parametrize(
    "update",
    [
        LearnedUpdate(),
        LearnedUpdate(
            {"segment-1": Learned(0.125, SUGGESTIONS), "segment-2": Learned(1.0, ())},
            (("weir-1", "hardest"),),
            12,
            is_complete=True,
        ),
    ],
)
def test_what_is_said_is_read_back(update: LearnedUpdate) -> None:
    line = line_of(update).encode()
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert read_line(line) == update


def test_a_fault_is_raised_with_its_words() -> None:
    with pytest.raises(ThemerError, match="no room"):
        read_line(fault_line("no room").encode())
