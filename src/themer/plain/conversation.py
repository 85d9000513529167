"""A whole conversation on two streams: beginning, consent, questions, the end."""

from __future__ import annotations

import datetime as dt
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from themer.conversation.beginning import (
    MODES,
    Particulars,
    may_ask,
    sit_again,
)
from themer.conversation.clock import Clock
from themer.conversation.closing import close, step_words, still_open, summarise, where_we_stopped
from themer.conversation.naming import NewInterview
from themer.conversation.session import Session, time_of_day, today
from themer.errors import ExitCode
from themer.plain.around import Around
from themer.plain.commands import question_text, read_line
from themer.plain.opening import choose_version, join_copies, open_asking, recover
from themer.plain.seeing_to import hear_consent, purge, see_to, write_copy
from themer.plain.talk import LeftError, Talk
from themer.plain.write_up import write_up
from themer.workflows.interviews.beginning import Beginning, create, prepare
from themer.workflows.interviews.opening import OpenInterview
from themer.workflows.interviews.saving import Saver

_NOT_YET = ":leave leaves; nothing is written yet."


def run_interview(
    study_folder: Path,
    target: str | NewInterview,
    heard: TextIO | None = None,
    said: TextIO | None = None,
) -> int:
    """Hold one conversation line by line, and give the exit code.

    Args:
        study_folder: The study.
        target: A conversation's id, or what is known of a new one.
        heard: Where lines come from; the terminal unless given.
        said: Where they go.

    Raises:
        ThemerError: It cannot be opened; nothing was written.
    """
    talk = Talk(heard or sys.stdin, said or sys.stdout)
    try:
        interview_id = target if isinstance(target, str) else _begin(talk, study_folder, target)
    except LeftError:
        talk.say("No conversation was begun, and nothing is written.")
        return ExitCode.FINE
    try:
        opened, has_taken_over = open_asking(talk, study_folder, interview_id)
    except LeftError:
        talk.say("Left; what is recorded stays as it is.")
        return ExitCode.FINE
    try:
        return _hold(talk, opened, is_new=interview_id != target, has_taken_over=has_taken_over)
    finally:
        opened.lock.release()


def _begin(talk: Talk, folder: Path, new: NewInterview) -> str:
    beginning = prepare(folder, new)
    place = _choose_unit(talk, beginning)
    partner, unit = beginning.units[place]
    role = _ask_role(talk)
    day = today()
    while True:
        typed = talk.ask(f"Date, enter for {day}: ", f"A day such as 2026-03-04. {_NOT_YET}")
        try:
            day = dt.date.fromisoformat(typed) if typed else day
            break
        except ValueError:
            talk.say("Write it as 2026-03-04.")
    modes = {str(i): mode for i, mode in enumerate(MODES, 1)}
    mode = modes[talk.choose("How do you meet?", modes)]
    how = f"The role of whoever asks, such as note taker; no names. {_NOT_YET}"
    asked_by = talk.ask("Who asks, by role, enter for interviewer: ", how) or "interviewer"
    particulars = Particulars(unit.id, partner.id, role, asked_by, day, mode)
    return create(beginning, beginning.set_for(unit), particulars)


def _choose_unit(talk: Talk, beginning: Beginning) -> int:
    if len(beginning.units) == 1:
        talk.say(f"A conversation with {beginning.units[0][1].name}.")
        return 0
    offered = {str(i): unit.name for i, (_, unit) in enumerate(beginning.units, 1)}
    return int(talk.choose("With whom?", offered)) - 1


def _ask_role(talk: Talk) -> str:
    how = f"What they are there, such as manager; names are not kept. {_NOT_YET}"
    while not (role := talk.ask("Their role, no names: ", how)):
        talk.say("This is needed.")
    return role


def _hold(talk: Talk, opened: OpenInterview, *, is_new: bool, has_taken_over: bool) -> int:
    for notice in opened.notices:
        talk.say(notice)
    stored = opened.stored
    saver = Saver(opened.folder, stored.path, stored.value, stored.sha256)
    try:
        if has_taken_over:
            saver.audit.say("taken_over")
        interview = join_copies(talk, opened, saver, recover(talk, opened, saver))
        session = choose_version(talk, opened, saver, interview)
        session = _ask_consent(talk, opened, session)
        _save(talk, saver, session)
        if not may_ask(opened.study, session.interview):
            talk.say("They did not agree to take part. That is recorded, and nothing is asked.")
        else:
            picked = "" if is_new else _take_up(talk, session)
            if picked == "w":
                write_up(talk, session, lambda after: _save(talk, saver, after))
            else:
                session, clock = _sit_down(session, picked)
                _ask_questions(talk, Around(opened, clock), opened, session, saver)
    except LeftError:
        pass
    finally:
        state = saver.close()
    talk.say(state.fault or state.notice or "Everything is saved.")
    if state.log_fault:
        talk.say(state.log_fault)
    return ExitCode.DISK if state.fault else ExitCode.FINE


def _ask_consent(talk: Talk, opened: OpenInterview, session: Session) -> Session:
    if session.interview.consent is not None:
        return session
    after = hear_consent(talk, opened, session)
    agreed = after.interview.consent
    if agreed is not None and agreed.take_part and opened.questions.opening:
        talk.say(f"Say: “{opened.questions.opening}”")
    return after


def _take_up(talk: Talk, session: Session) -> str:
    """Say where it stopped, and ask how it goes on: a mode's number, w or c."""
    for line in where_we_stopped(session, today()):
        talk.say(line)
    offered = {str(i): f"go on with it now, {mode}" for i, mode in enumerate(MODES, 1)}
    offered |= {"w": "write it up", "c": "look through or correct it; the clock stands"}
    return talk.choose("This conversation exists.", offered)


def _sit_down(session: Session, picked: str) -> tuple[Session, Clock]:
    """Begin, correct, or go on in another sitting; with the clock of the sitting."""
    if picked.isdigit():
        interview = sit_again(session.interview, today(), MODES[int(picked) - 1], time_of_day())
        session = replace(session, interview=interview).reopen()
    sittings = session.interview.sittings
    clock = Clock.of(sittings[-1] if sittings else None)
    return session, clock if picked == "c" else clock.start(time.monotonic())


def _ask_questions(
    talk: Talk, around: Around, opened: OpenInterview, session: Session, saver: Saver
) -> None:
    talk.say("Type words for the notes, or a choice alone; :help lists what else can be typed.")
    talk.say(question_text(session))
    while True:
        around.enter(session.section.id)
        outcome = around.see_to(see_to(talk, opened, read_line(session, talk.hear())))
        after = around.keep_time(outcome.session)
        if outcome.said:
            talk.say(outcome.said)
        after = _save(talk, saver, after)
        if outcome.asks == "copy":
            talk.say(write_copy(saver, outcome.typed))
        if outcome.struck:
            purge(talk, opened, saver, outcome.struck)
        moved = after.at != session.at
        session = after
        if outcome.ends == "leave":
            return
        if outcome.ends == "close":
            around.enter(None)
            if _close(talk, session, saver):
                return
            moved = True
        if moved:
            talk.say(question_text(session))


def _close(talk: Talk, session: Session, saver: Saver) -> bool:
    """Say what is left; True where the questions are left."""
    closing = close(session)
    if session.questions.closing:
        talk.say(f"Ask: “{session.questions.closing}”")
    talk.say(f"{closing.answered} of {len(session.order)} answered.")
    for line in closing.not_reached:
        talk.say(f"Not asked: {line.number} {line.question.title}")
    for item in closing.due:
        talk.say(f"To follow: {item.number} {item.question.title}: {item.what}")
    for words in closing.unassigned:
        talk.say(f"Kept for later: {words}")
    for step in session.interview.next_steps:
        talk.say(f"Agreed: {step_words(step)}")
    for number, question, said in summarise(session).lines:
        talk.say(f"Read back: {number} {question.title}: {said}")
    offered = {"f": "finish it", "o": "leave it open", "b": "back to the questions"}
    picked = talk.choose("And now?", offered)
    left = still_open(session, saver.state.fault) if picked == "f" else ()
    if left:
        sure = {"y": "finish all the same", "n": "back to the questions"}
        picked = "f" if talk.choose(f"Still open: {', '.join(left)}.", sure) == "y" else "b"
    if picked == "f":
        saver.note(session.finish().interview, soon=True)
    return picked != "b"


def _save(talk: Talk, saver: Saver, session: Session) -> Session:
    """Bring what a line did to the disk before the next is heard, and say where that fails."""
    saver.note(session.interview)
    state = saver.flush_journal()
    if state.theirs is not None and (merged := saver.take_in(session.interview)) is not None:
        if merged.interview.state == "withdrawn":
            talk.say("They have withdrawn: nothing is added, and nothing of this is kept.")
            raise LeftError
        talk.say("Somebody else changed this conversation's file; both versions are joined.")
        for question_id in merged.conflicts:
            talk.say(f"Both changed {question_id}: yours stands until :copies settles it.")
        return replace(session, interview=merged.interview)
    if state.fault:
        talk.say(state.fault)
    return session
