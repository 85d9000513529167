"""A call of an hour by keyboard alone, in a terminal of 80 by 24, with all that happens on one.

The partner does not answer in order, asks what others do, names a person, says something off the
record, promises a figure by e-mail; a colleague joins; the terminal is closed in the middle and
the conversation is taken up by telephone. Only the conversation's own clock goes faster.
"""

from __future__ import annotations

import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.test_terminal import Terminal
from themer.model.interview import Interview
from themer.storage import files

ROOT = Path(__file__).parents[2]
UNIT = "wexholme-adults"
FASTER = 40.0
F2, F3, F4, F5 = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~"
F8, F9, F10, F11, F12 = "\x1b[19~", "\x1b[20~", "\x1b[21~", "\x1b[23~", "\x1b[24~"
ENTER, ESCAPE, CTRL_Q, CTRL_END = "\r", "\x1b", "\x11", "\x1b[1;5F"
SHIFT_LEFT, LEFT, UP, DOWN = "\x1b[1;2D", "\x1b[D", "\x1b[A", "\x1b[B"
NAMED = "Bronwen Hartley-Quist"


def alt(key: str) -> str:
    return f"\x1b{key}"


class Desk:
    """A terminal with the desk in it, and what a typist does there."""

    def __init__(self, study: Path, state: Path, *arguments: str) -> None:
        runner = [sys.executable, str(Path(__file__).with_name("fast_clock.py")), str(FASTER)]
        self.terminal = Terminal(study, state, *arguments, program=runner)

    def see(self, words: str) -> None:
        self.terminal.wait_for(words)

    def type(self, *keys: str) -> None:
        for key in keys:
            self.terminal.type(key)

    def goto(self, typed: str, words: str) -> None:
        """Jump to a question by its number or a part of its words."""
        self.type(F2)
        self.see("Go to question")
        self.type(typed, ENTER)
        self.see(words)

    def saved(self) -> None:
        """Wait until all that was typed is on the disk."""
        self.terminal.wait_for("saved ")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    for name in ("study.yaml", "contacts.yaml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("question_sets", "interviews"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture
def desks() -> Iterator[list[Desk]]:
    opened: list[Desk] = []
    yield opened
    for desk in opened:
        desk.terminal.close()


def on_disk(study: Path) -> Interview:
    return files.read(files.INTERVIEW, study / "interviews" / f"{UNIT}-1.yaml").value


def holds(folder: Path, words: str) -> list[Path]:
    """List the files under a folder that hold some words."""
    wanted = words.encode()
    return [p for p in folder.rglob("*") if p.is_file() and wanted in p.read_bytes()]


def until_on_disk(desk: Desk, study: Path, words: str) -> None:
    path = study / "interviews" / f"{UNIT}-1.yaml"
    end = time.monotonic() + 20
    while words not in path.read_text("utf-8"):
        assert time.monotonic() < end, f"{words!r} never reached the file"
        desk.terminal.read()


def begin(desk: Desk) -> None:
    """Say who, and ask for consent: all but the name of the organisation."""
    desk.see("Their role")
    desk.type("head of adult services", F4)
    desk.see("Read each out")
    desk.type("yyn")
    desk.type(F4)
    desk.see("take me back about three years")


def out_of_order(desk: Desk) -> None:
    """Answer as partners do: first the past, then money, then a word on something else."""
    desk.type("nobody had it as a job then")
    desk.goto("payment", "Do practice educators get a payment")
    desk.type("1", 'since April. "it is the time, not the money" he said')
    desk.type(F9)
    desk.see("said exactly so")
    desk.type("y")
    desk.see("may be used")
    desk.type(F5)
    desk.see("What difference have you noticed")  # its condition has become true
    desk.type("2")
    desk.see("✓ What difference")
    desk.type(alt("u"))
    desk.see("Under another question")
    desk.type("12 partly / two days a year", ENTER)
    desk.see("Under 12")
    desk.type(F3)
    desk.see("take me back about three years")
    desk.goto("9", "Do practice educators get a payment")


def what_happens_on_a_call(desk: Desk, study: Path, state: Path) -> None:
    """A colleague joins; off the record; a name struck; a name restricted; what others do."""
    desk.type(alt("r"))
    desk.see("Who is there")
    desk.type("j")
    desk.see("Who joins?")
    desk.type("team manager", ENTER)
    desk.see("Take part")
    desk.type("y", "n", F4)
    desk.see("Do practice educators get a payment")
    desk.type(alt("o"))
    desk.see("OFF THE RECORD")
    desk.type("between us the money is going")
    desk.type(alt("o"))
    desk.see("Do practice educators get a payment")
    desk.type(alt("f"))
    desk.type(ENTER, CTRL_END, f" ask {NAMED}")
    until_on_disk(desk, study, NAMED)
    desk.type(alt("x"))
    desk.see("Strike?")
    desk.type("y")
    desk.see("Struck")
    assert holds(study, NAMED) == holds(state, NAMED) == []
    desk.type(CTRL_END, " Marian runs it")
    desk.type(LEFT * len(" runs it"), SHIFT_LEFT * len("Marian"), alt("z"))
    desk.see("Restricted")
    desk.type(alt("d"))
    desk.see("What others do")
    desk.type("1")
    desk.see("Told")
    desk.type(alt("g"))
    desk.see("What works")
    desk.type("one rota for all teams", ENTER, ENTER, "y", F4)
    desk.see("Good practice")


def figures(desk: Desk) -> None:
    """Take figures as they come, and one that will follow by e-mail."""
    desk.goto("11", "stage by stage")
    desk.type("4", ENTER, "3", ENTER * 7)
    desk.type(alt("a"))
    desk.see("How sure is it?")
    desk.type("a", "the rota officer", UP, "2026-10", DOWN, DOWN, "2026-12-04", F4)
    desk.see("awaited")
    desk.type(F12)
    desk.see("Follow up")
    desk.type("ask for the split by team", ENTER)
    desk.see("stage by stage")


def the_rest(desk: Desk) -> None:
    """Look at the time and at what is missing, go there, skip, keep words and send them."""
    desk.type(alt("k"))
    desk.see("Time by section")
    desk.type(ESCAPE)
    desk.see("11 of 26")
    desk.type(alt("n"))
    desk.see("Nothing has been asked about")
    desk.type("2")
    desk.see("21 of 26")
    desk.type("the list of who teaches where ", alt("0"))
    desk.goto("18", "18 of 26")
    desk.type(F8)
    desk.see("Why no answer?")
    desk.type("4")
    desk.see("19 of 26")
    desk.type(F10)
    desk.see("Keep for later")
    desk.type("asked who reads the report", ENTER)
    desk.see("19 of 26")
    desk.type(alt("s"))
    desk.see("Send which words?")
    desk.type("1")
    desk.see("To which question?")
    desk.type("26", ENTER)
    desk.see("19 of 26")


def the_end(desk: Desk) -> None:
    desk.type(F11)
    desk.see("the end")
    desk.type("n")
    desk.see("A next step")
    desk.type("Send the list of teams", ENTER, "team manager", ENTER, "2026-12", F4)
    desk.see("Next steps agreed (1)")
    desk.type(F5)
    desk.see("to read back")
    desk.type(ESCAPE)
    desk.see("Next steps agreed (1)")
    desk.type(F4, "f")  # the key of next finishes nothing
    desk.see("Still open:")
    desk.type("y")


def test_an_hour_by_keyboard(study: Path, tmp_path: Path, desks: list[Desk]) -> None:
    state = tmp_path / "state"
    first = Desk(study, state, "interview", "--new", "--unit", UNIT)
    desks.append(first)
    begin(first)
    out_of_order(first)
    what_happens_on_a_call(first, study, state)
    figures(first)
    first.type(" and then the line")
    until_on_disk(first, study, "and then the line")
    first.terminal.end(signal.SIGHUP)  # the laptop is closed

    second = Desk(study, state, "interview", f"{UNIT}-1")
    desks.append(second)
    second.see("go on with it now")
    second.type("t")
    second.see("26 ·")
    the_rest(second)
    the_end(second)
    assert second.terminal.wait() == 0

    third = Desk(study, state, "interview", f"{UNIT}-1")
    desks.append(third)
    third.see("write it up")
    third.type("w")
    third.see("Fair copy")
    third.type(F5, CTRL_END, ", she says")
    third.type(F4)
    third.see("question 9")
    third.type(CTRL_Q)
    assert third.terminal.wait() == 0
    check_record(on_disk(study))
    assert holds(study, "between us") == holds(state, "between us") == []
    assert holds(study, NAMED) == holds(state, NAMED) == []


def check_record(held: Interview) -> None:
    """Look at everything that was done, in the file."""
    answers = held.answers
    assert held.state == "finished"
    assert held.consent is not None
    assert (held.consent.quote, held.consent.name) == (True, False)
    assert set(held.consent.wording) == {"take_part", "quote", "name"}
    joined = held.roster[-1]
    assert (joined.role, joined.agreed, joined.quote) == ("team manager", True, False)
    assert joined.joined
    assert answers["three_years_ago"].noted == "nobody had it as a job then"
    assert answers["three_years_ago"].fair_copy == "nobody had it as a job then, she says"
    money = answers["incentives"]
    assert money.fact == "yes"
    assert [(q.text, q.may_use, q.speaker) for q in money.verbatim] == [
        ("it is the time, not the money", True, "p1")
    ]
    assert money.probes_used == ("difference",)
    closed = [money.noted[p.start : p.end] for p in money.restricted]
    assert closed == ["Marian"]
    assert money.noted.endswith(" Marian runs it")
    assert money.told
    assert money.practice is not None
    assert (money.practice.what, money.practice.share) == ("one rota for all teams", True)
    training = answers["training_access"]
    assert (training.fact, training.noted) == ("partly", "two days a year")
    educators = answers["educators"]
    assert dict(educators.fact) == {"pe1_active": "4", "pe1_inactive": "3"}  # type: ignore[arg-type]
    assert (educators.status, educators.as_at) == ("awaited", "2026-10")
    assert (educators.source, str(educators.due)) == ("the rota officer", "2026-12-04")
    assert educators.follow_up == "ask for the split by team"
    assert educators.noted.strip() == "and then the line"
    assert answers["tied_to_recruitment"].state == "declined"
    assert re.fullmatch(
        r"the list of who teaches where \[\d\d:\d\d\]", answers["university_planning"].noted.strip()
    )
    assert not held.unassigned
    assert any("asked who reads the report" in answer.noted for answer in answers.values())
    assert [step.what for step in held.next_steps] == ["Send the list of teams"]
    assert [sitting.mode for sitting in held.sittings] == ["video", "telephone"]
    for sitting in held.sittings:
        assert sitting.began
        assert sum(sitting.sections.values()) <= (sitting.minutes or 0)
    assert held.sittings[0].sections["educators"] > 0
    assert "senior_backing" not in answers  # what was not reached is not reached
