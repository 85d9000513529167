"""A conversation on a virtual clock and a watched disk: opened, recovered, typed, left, closed.

It does what the desk does (``tui/holding.py``, ``tui/screens/desk.py``) in the same order, so the
calls below are those of a real session; only nobody waits.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from faults.disk import Disk, Plan, PowerCut
from small_study import write_study
from themer.conversation.session import Session
from themer.errors import ThemerError
from themer.model.interview import Interview
from themer.storage import files
from themer.storage.writing import to_yaml
from themer.workflows.interviews.opening import OpenInterview, open_interview
from themer.workflows.interviews.saving import Saver

ID = "harrow-hill-main-1"
EARLIER = " and ladders"
"""What an earlier session left in its journal."""
STEPS = (
    (0.1, "hardest", " and the rain"),
    (0.1, "hardest", ", which nobody plans for"),
    (0.9, "hardest", " and parking"),
    (3.0, "has_home_service", ". bags on Fridays"),  # the file was written in the pause
    (0.3, "", ""),  # on to another question: written at once
    (0.2, "hardest", " at the doors"),
    (0.6, "has_home_service", " by two ladies"),
)
"""After so many seconds, in which answer, which words; no answer is leaving a question."""


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class DrivenSaver(Saver):
    """A saver whose writing is done by whoever drives its clock."""

    def _begin(self) -> None:
        return None


@dataclass(slots=True)
class Held:
    """What a conversation came to."""

    folder: Path
    states: list[Interview] = field(default_factory=list)
    """Every state that was noted, in order; the first is what was opened."""
    times: list[float] = field(default_factory=list)
    """When each was noted."""
    acknowledged: int = -1
    """The latest of them that was said to be on the disk; -1 where nothing was opened."""
    refused: ThemerError | None = None
    """Why it could not be opened."""
    faults: list[tuple[float, str]] = field(default_factory=list)
    """What was said of the disk, and when."""
    failed_at: float | None = None
    """When a call first failed with something not saved."""
    failures: int = 0
    ended_at: float = 0.0
    is_dead: bool = False
    was_offered: bool = False
    """Whether the words of the earlier session were offered."""
    saver: Saver | None = None
    saved_after: float | None = None
    """Seconds from the end of the fault until the file held everything."""

    @property
    def file(self) -> Path:
        """The conversation's file."""
        return self.folder / "study" / "interviews" / f"{ID}.yaml"

    @property
    def is_torn(self) -> bool:
        """Whether the file is none of the versions that were ever to be written."""
        content = self.file.read_bytes()
        versions = (to_yaml(state).encode() for state in reversed(self.states))
        return content != self.first and content not in versions

    first: bytes = b""


def make_disk(folder: Path) -> Path:
    """Make a study, and a state folder in which an earlier session left words unsaved."""
    write_study(folder / "study", ["harrow-hill-main", "stone-row"])
    path = folder / "study" / "interviews" / f"{ID}.yaml"
    path.write_text(path.read_text().replace("state: finished", "state: open"))
    questions = folder / "study" / "question_sets" / "branches.yaml"
    asked = r"(?<=Who answers for it\?\"\n        answer: ).*"
    questions.write_text(re.sub(asked, "none", questions.read_text()))  # words only
    with state_in(folder):
        opened = open_interview(folder / "study", ID)
        saver = DrivenSaver(folder / "study", path, opened.stored.value, opened.stored.sha256)
        saver.note(written(opened.session, "hardest", EARLIER).interview)
        assert saver.flush_journal().fault is None
        opened.lock.release()
    return folder


@contextmanager
def state_in(folder: Path) -> Iterator[None]:
    """Keep the state below a folder while the block runs."""
    before = os.environ.get("THEMER_STATE")
    os.environ["THEMER_STATE"] = str(folder / "state")
    try:
        yield
    finally:
        if before is None:
            del os.environ["THEMER_STATE"]
        else:
            os.environ["THEMER_STATE"] = before


def written(session: Session, question: str, words: str) -> Session:
    """Add words at the end of an answer, as typing does."""
    there = session.go(question)
    return there.write(there.answer.noted + words)[0]


def copy_of(folder: Path, to: Path) -> Path:
    """Begin with a fresh copy; journals are found by the study's path, so it keeps its own."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to


def hold(
    folder: Path, plan: Plan, *, ending: str = "room", forget_fsync: bool = False
) -> tuple[Held, Disk]:
    """Hold the conversation while a plan makes its calls fail.

    Args:
        folder: Holds ``study`` and ``state``.
        plan: Which calls fail.
        ending: ``room`` ends the fault before the conversation is closed; ``close`` closes it
            while the fault lasts.
        forget_fsync: Whether ``fsync`` does nothing.
    """
    held = Held(folder, first=(folder / "study" / "interviews" / f"{ID}.yaml").read_bytes())
    disk = Disk(folder, plan, forget_fsync=forget_fsync)
    clock = Clock()
    with state_in(folder), disk.watching():
        try:
            _hold(held, disk, clock, ending)
        except PowerCut:
            held.is_dead = True
        held.ended_at = clock.now
    return held, disk


def _hold(held: Held, disk: Disk, clock: Clock, ending: str) -> None:
    try:
        opened = open_interview(held.folder / "study", ID)
    except ThemerError as error:
        held.refused = error
        return
    try:
        _talk(held, disk, clock, opened, ending)
    finally:
        opened.lock.release()


def _talk(held: Held, disk: Disk, clock: Clock, opened: OpenInterview, ending: str) -> None:
    stored = opened.stored
    saver = DrivenSaver(opened.folder, stored.path, stored.value, stored.sha256, clock=clock)
    held.saver = saver
    saver.told = lambda state: held.faults.append((clock.now, state.fault)) if state.fault else None
    held.states, held.times, held.acknowledged = [stored.value], [clock.now], 0
    session = opened.session
    if opened.recovery is not None:
        held.was_offered = True
        session = Session.open(opened.questions, opened.recovery.interview)
        saver.supersede(opened.recovery.paths)
        note(held, saver, session, soon=True)
        held.acknowledged = 1  # it is in the earlier journal
    for seconds, question, words in STEPS:
        drive(held, disk, clock, seconds)
        session = written(session, question, words) if question else session
        note(held, saver, session, soon=not question)
    drive(held, disk, clock, 0.15)
    if ending == "room":
        drive(held, disk, clock, 1.5)
        disk.plan.over = True
        held.saved_after = until_saved(held, disk, clock)
    saver.close()
    look(held, disk, clock)


def note(held: Held, saver: Saver, session: Session, *, soon: bool) -> None:
    """Hand a state over, as each key does."""
    if session.interview is not held.states[-1]:
        held.states.append(session.interview)
        held.times.append(saver._clock())
    saver.note(session.interview, soon=soon)


def drive(held: Held, disk: Disk, clock: Clock, seconds: float) -> None:
    """Let time pass, and the saver write what falls due in it."""
    assert held.saver is not None
    end = clock.now + seconds
    while True:
        wait = held.saver.write_due()
        look(held, disk, clock)
        if wait is None or clock.now + wait > end:
            break
        clock.now += max(wait, 0.001)
    clock.now = end


def until_saved(held: Held, disk: Disk, clock: Clock) -> float:
    """Drive until the file holds everything; give the seconds that it took."""
    began = clock.now
    while held.file.read_bytes() != to_yaml(held.states[-1]).encode():
        assert clock.now < began + 60, f"never saved: {held.saver.state if held.saver else None}"
        drive(held, disk, clock, 0.25)
    return clock.now - began


def look(held: Held, disk: Disk, clock: Clock) -> None:
    """Note what is said to be on the disk, and when the first call failed."""
    assert held.saver is not None
    if held.saver.state.is_all_on_disk:
        held.acknowledged = len(held.states) - 1
    is_new = len(disk.plan.failed) > held.failures
    held.failures = len(disk.plan.failed)
    state = held.saver.state
    if is_new and held.failed_at is None and (state.fault or not state.is_all_on_disk):
        held.failed_at = clock.now


def recovered(folder: Path) -> Interview:
    """Open what is on the disk now, as the next session would, and keep what is offered."""
    with state_in(folder):
        opened = open_interview(folder / "study", ID)
        opened.lock.release()
    return opened.recovery.interview if opened.recovery else opened.stored.value


def on_file(folder: Path) -> Interview:
    """Read the conversation's file alone."""
    return files.read(files.INTERVIEW, folder / "study" / "interviews" / f"{ID}.yaml").value
