"""A conversation in plain mode, with all that is typed given beforehand."""

from __future__ import annotations

import io
from pathlib import Path

from themer.conversation.naming import NewInterview
from themer.plain import run_interview


def hold(study: Path, target: str | NewInterview, *lines: str) -> str:
    """Type lines until they end, and give all that was said."""
    said = io.StringIO()
    heard = io.StringIO("".join(f"{line}\n" for line in lines))
    assert run_interview(study, target, heard, said) == 0
    return said.getvalue()
