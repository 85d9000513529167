"""The small study of the fixtures, and what its files hold after a test wrote to a copy of it."""

from __future__ import annotations

from pathlib import Path

from themer.model.interview import Interview, SetReference
from themer.storage import files

FIXTURE = Path(__file__).parent / "fixtures" / "reading_rooms"
EMPTY = Interview(
    schema="themer/interview/1",
    id="one",
    set=SetReference("branches", "1"),
    unit="main",
    organisation="harrow-hill",
)
"""A conversation of its main branch about which nothing is recorded yet."""


def on_disk(study: Path, interview_id: str) -> Interview:
    """Read an interview as it is in its file."""
    return files.read(files.INTERVIEW, study / "interviews" / f"{interview_id}.yaml").value
