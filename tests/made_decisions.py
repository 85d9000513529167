"""Decisions as a coder would make them, written to the disk as the desk writes them."""

from __future__ import annotations

import datetime as dt
import itertools

from themer.model.decision import Action, Decision
from themer.storage.events import append_decisions
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.answers import AnswerToCode, answers_to_code
from themer.workflows.material import load_material

_numbers = itertools.count()


def answers(folder: StudyFolder) -> tuple[AnswerToCode, ...]:
    """List the answers of a study."""
    return answers_to_code(load_material(folder))


def event(
    coder: str, action: Action, answer: AnswerToCode, code: str | None = None, undoes: str = ""
) -> Decision:
    """Make an event on the first passage of an answer, a second after the one before."""
    number = next(_numbers)
    passage = answer.passages[0]
    is_here = action in ("accept", "refuse")
    return Decision(
        id=f"event-{number}",
        at=dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC) + dt.timedelta(seconds=number),
        coder=coder,
        action=action,
        interview=answer.place[0],
        question=answer.place[1],
        start=passage.start if is_here else None,
        end=passage.end if is_here else None,
        text=passage.text if is_here else None,
        answer_sha256=answer.sha256,
        code=code,
        undoes=undoes or None,
    )


def decide(folder: StudyFolder, *events: Decision) -> tuple[Decision, ...]:
    """Write events to their coders' files, and give them."""
    for one in events:
        append_decisions(folder.coder_path(one.coder), [one])
    return events
