"""Two people type into one conversation, on two machines with a synced folder: no word is lost."""

from __future__ import annotations

import itertools
import random
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from faults.script import ID, Clock, DrivenSaver, make_disk, on_file, state_in, written
from themer.conversation.quoting import quote
from themer.conversation.session import NotPossibleError, Session
from themer.storage.locks import HeldElsewhereError, HeldError
from themer.storage.writing import to_yaml
from themer.workflows.interviews.opening import open_interview

QUESTIONS = ("hardest", "main_lead", "has_home_service")


class Desk:
    """One of the two: a session and a saver, with a state folder of its own."""

    def __init__(self, name: str, shared: Path, own: Path, *, take_over: bool = False) -> None:
        self.name = name
        self._shared = shared
        self._own = own
        self.words: list[str] = []
        self._numbers = itertools.count()
        self.kept = 0
        """How many of the words were said to be on the disk."""
        self.clock = Clock()
        self.open(take_over=take_over)

    def open(self, *, take_over: bool) -> None:
        """Open it, and keep what an earlier session left."""
        study = self._shared / "study"
        with self.at_home():
            self.opened = open_interview(study, ID, take_over=take_over)
        stored = self.opened.stored
        self.saver = DrivenSaver(study, stored.path, stored.value, stored.sha256, clock=self.clock)
        self.session = self.opened.session
        if (recovery := self.opened.recovery) is not None:
            self.session = Session.open(self.opened.questions, recovery.interview)
            self.saver.supersede(recovery.paths)
            self.saver.note(recovery.interview, soon=True)

    def die(self) -> None:
        """End as a killed process does: the system takes the lock back, and that is all."""
        del self.words[self.kept :]
        with self.at_home():
            self.opened.lock.release()
        self.open(take_over=True)

    def at_home(self) -> AbstractContextManager[None]:
        return state_in(self._own)

    def type(self, question: str) -> None:
        word = f"{self.name}{next(self._numbers)}x"
        self.words.append(word)
        self.session = written(self.session, question, f" {word}")
        self.saver.note(self.session.interview)

    def let_pass(self, seconds: float) -> None:
        self.clock.now += seconds
        with self.at_home():
            self.saver.write_due()
        if self.saver.state.is_all_on_disk:
            self.kept = len(self.words)
        self.take_in()

    def take_in(self) -> bool:
        """Join what the other wrote, as the desk does when it is told."""
        if self.saver.state.theirs is None:
            return False
        merged = self.saver.take_in(self.session.interview)
        assert merged is not None
        self.session = replace(self.session, interview=merged.interview)
        return True

    def leave(self) -> None:
        with self.at_home():
            while True:
                self.saver.flush()
                if not self.take_in():
                    break
            state = self.saver.close()
            self.opened.lock.release()
        assert state.fault is None


@pytest.mark.parametrize("seed", range(25))
def test_whatever_the_order_every_word_of_both_is_in_the_file(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    shared = make_disk(tmp_path / "shared")
    desks = [
        Desk("anna", shared, tmp_path / "a"),
        Desk("ben", shared, tmp_path / "b", take_over=True),
    ]
    for _ in range(60):
        desk = chance.choice(desks)
        act = chance.random()
        if act < 0.08:
            desk.die()
        elif act < 0.6:
            desk.type(chance.choice(QUESTIONS[: 1 + seed % 3]))
        else:
            desk.let_pass(chance.choice((0.1, 0.3, 1.1, 2.5, 11.0)))
    for desk in desks:
        desk.leave()
    held = to_yaml(on_file(shared))
    lost = [word for desk in desks for word in desk.words if word not in held]
    assert lost == []
    assert all(desk.words for desk in desks)


def test_a_question_that_both_wrote_to_waits_to_be_settled_and_is_not_quoted(
    tmp_path: Path,
) -> None:
    shared = make_disk(tmp_path / "shared")
    anna = Desk("anna", shared, tmp_path / "a")
    ben = Desk("ben", shared, tmp_path / "b", take_over=True)
    anna.type("hardest")
    ben.type("hardest")
    anna.let_pass(3)
    ben.let_pass(3)
    session = Session.open(ben.opened.questions, ben.session.interview).go("hardest")
    assert session.is_in_conflict("hardest")
    with pytest.raises(NotPossibleError, match="Two copies"):
        quote(session, 0, 7, may_use=True)
    for desk in (anna, ben):
        desk.leave()


def test_on_one_machine_the_second_is_refused(tmp_path: Path) -> None:
    shared = make_disk(tmp_path / "shared")
    anna = Desk("anna", shared, tmp_path / "a")
    with pytest.raises(HeldError) as said:
        Desk("ben", shared, tmp_path / "a")
    assert not isinstance(said.value, HeldElsewhereError)
    anna.leave()
    Desk("ben", shared, tmp_path / "a").leave()


def test_on_another_machine_the_second_is_told_and_may_take_over(tmp_path: Path) -> None:
    shared = make_disk(tmp_path / "shared")
    anna = Desk("anna", shared, tmp_path / "a")
    with pytest.raises(HeldElsewhereError):
        Desk("ben", shared, tmp_path / "b")
    anna.leave()
