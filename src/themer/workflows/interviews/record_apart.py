"""The record of a conversation, made in a process of its own.

The screens that hold conversations never load what writes documents: it takes time and memory that
a live call has no use for.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from themer.errors import StorageError

_MOST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class MadeApart:
    """What another process wrote."""

    path: Path
    notes: tuple[str, ...]
    """What to look at before it is sent."""


def write_record_apart(study: Path, interview_id: str) -> MadeApart:
    """Write the Word record of a conversation as it is on the disk, in another process.

    Args:
        study: The study's folder.
        interview_id: The conversation.

    Raises:
        StorageError: It was not written; the message says why.
    """
    command = [sys.executable, "-X", "utf8", "-m", "themer", "record", interview_id]
    try:
        done = subprocess.run(
            [*command, "--study", str(study)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StorageError("The record was not written: it took too long to make.") from error
    said = [line for line in done.stderr.splitlines() if line.strip()]
    written = done.stdout.splitlines()
    if done.returncode != 0 or not written:
        raise StorageError(said[-1] if said else "The record was not written.")
    return MadeApart(Path(written[-1]), tuple(line.removeprefix("Note: ") for line in said))
