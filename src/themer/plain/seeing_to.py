"""What a command of plain mode cannot do by itself: it asks, looks into the study, or erases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from themer.conversation.beginning import SCOPE_TITLES, SCOPES, agree, wording
from themer.conversation.session import NotPossibleError, Session
from themer.conversation.telling import tell
from themer.errors import StorageError, ThemerError
from themer.plain.outcome import Outcome
from themer.plain.talk import Talk
from themer.workflows.interviews.opening import OpenInterview
from themer.workflows.interviews.others import what_others_do
from themer.workflows.interviews.saving import Saver
from themer.workflows.interviews.striking import find_holders


def hear_consent(talk: Talk, opened: OpenInterview, session: Session) -> Session:
    """Read the study's wording out and record what is said to it."""
    text = opened.study.consent
    if text is None:
        talk.say("study.yaml has no consent wording: nothing said here can be quoted.")
        return session
    given = dict.fromkeys(SCOPES, False)
    for scope, words in wording(text).items():
        question = f"{SCOPE_TITLES[scope]}: “{words}”"
        given[scope] = talk.choose(question, {"y": "yes", "n": "no"}) == "y"
        if not given["take_part"]:
            break
    agreed = agree(session.interview, text, given, dt.datetime.now(dt.UTC))
    return session.amend(consent=agreed.consent)


def see_to(talk: Talk, opened: OpenInterview, outcome: Outcome) -> Outcome:
    """Ask or look up what a command alone cannot."""
    if outcome.asks == "consent":
        return _ask_again(talk, opened, outcome.session)
    if outcome.asks == "others":
        return _tell_others(opened, outcome.session, outcome.typed)
    return outcome


def write_copy(saver: Saver, folder: str) -> str:
    """Write all that is recorded into another folder as well, and say how that went."""
    try:
        path = saver.write_copy(Path(folder).expanduser())
    except StorageError as error:
        return f"No copy was written: {error}"
    return f"A copy is written: {path}. What is said from now on is not in it."


def purge(talk: Talk, opened: OpenInterview, saver: Saver, words: str) -> None:
    """Have struck words gone from the disk before the next line is heard."""
    # Another object than the one before, or there would be nothing to write.
    state = saver.purge(replace(saver.interview), words)
    if state.fault:
        talk.say(f"The disk does not take it yet: {state.fault}")
    for path in find_holders(opened.folder, words):
        talk.say(f"This file has the words too, and was not touched: {path}")


def _ask_again(talk: Talk, opened: OpenInterview, session: Session) -> Outcome:
    if session.is_off_record:
        return Outcome(session, "This is off the record: nothing is stored.")
    after = hear_consent(talk, opened, session)
    agreed = after.interview.consent
    if agreed is None or agreed.take_part:
        return Outcome(after, "Recorded.")
    said = (
        "Recorded: nothing of this conversation counts any more. "
        f'"themer withdraw {after.interview.id}" takes out what they said.'
    )
    return Outcome(after, said, ends="leave")


def _tell_others(opened: OpenInterview, session: Session, typed: str) -> Outcome:
    try:
        others = what_others_do(opened.folder, session.interview, session.at)
        if not others.lines:
            return Outcome(session, others.why_nothing)
        if typed.isdigit() and 0 < int(typed) <= len(others.lines):
            line = others.lines[int(typed) - 1]
            return Outcome(tell(session, line), f"Noted that you told them: {line}")
    except (ThemerError, NotPossibleError) as error:
        return Outcome(session, str(error))
    listed = "\n".join(f"{i} {line}" for i, line in enumerate(others.lines, 1))
    return Outcome(session, f"{listed}\nThe one that you tell: :others and its number.")
