"""``themer history``: the words in which it says what was changed."""

from __future__ import annotations

import datetime as dt

from themer.cli.commands.history import _line
from themer.model.audit import AuditLine


def test_fields_are_named_as_on_the_screens_and_not_as_in_the_file() -> None:
    line = AuditLine(
        at=dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC),
        who="ada",
        machine="desk",
        action="answers",
        seq=1,
        interview="harrow-1",
        changed={"answers.pay": ("noted", "fair_copy", "verbatim")},
    )
    assert _line(line, name=False).endswith("changed it: pay (notes, fair copy, quotes)")
