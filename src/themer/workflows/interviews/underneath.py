"""What somebody else put where an open conversation's file was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from themer.conversation.merging import Merged, merge
from themer.errors import ThemerError
from themer.model.interview import Interview
from themer.storage import files
from themer.storage.durable import sha256_of
from themer.storage.files import Stored


def join(
    base: Interview | None, mine: Interview, theirs: Interview, *, source: str = "the file"
) -> Merged:
    """Join two versions of an interview, as ``merge`` does, at this moment."""
    return merge(base, mine, theirs, source=source, found=dt.datetime.now(dt.UTC))


def has_changed(path: Path, sha256: str) -> bool:
    """Say whether a file is gone or is not what it was; no where the disk does not tell."""
    try:
        return sha256_of(path.read_bytes()) != sha256
    except FileNotFoundError:
        return True
    except OSError:
        return False


def holds(theirs: Interview, ours: Interview) -> bool:
    """Say whether no noted word and no fact of ours is missing in theirs, joined or kept beside."""
    for question_id, answer in ours.answers.items():
        copies = [copy.answer for copy in theirs.other_copies if copy.question == question_id]
        found = [*filter(None, [theirs.answers.get(question_id)]), *copies]
        words = {word for one in found for word in one.noted.split()}
        words |= {word for line in theirs.unassigned for word in line.split()}
        if not found or not words.issuperset(answer.noted.split()):
            return False
        if answer.fact is not None and all(one.fact is None for one in found):
            return False
    return set(ours.unassigned) <= set(theirs.unassigned)


def read_theirs(path: Path, interview_id: str) -> tuple[Stored[Interview] | None, str]:
    """Read what is there now, or say why it is not to be joined: damaged, or another's.

    Args:
        path: The file.
        interview_id: The conversation that belongs there.

    Returns:
        What is there, and nothing to say; or None and a sentence, empty where the file is gone.
    """
    try:
        theirs = files.read(files.INTERVIEW, path)
    except ThemerError:
        return None, " As it is now it cannot be read." if path.exists() else ""
    if theirs.value.id != interview_id:
        return None, f" It now holds another conversation, {theirs.value.id}."
    return theirs, ""
