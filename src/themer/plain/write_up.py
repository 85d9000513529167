"""The write-up in plain mode: answer by answer, the notes read out and a fair copy typed."""

from __future__ import annotations

from collections.abc import Callable

from themer.conversation.session import NotPossibleError, Session
from themer.conversation.writing_up import (
    copy_notes,
    copy_state,
    how_far,
    named_openly,
    open_write_up,
    quotes_gone,
    turn,
    write_copy,
)
from themer.plain.talk import LeftError, Talk

_HOW = (
    "For each answer: type the fair copy line by line; an empty line ends it. "
    ":same takes the notes as they are, :skip or an empty line leaves it, :stop ends; "
    ":help says this again, and :leave saves what is typed and leaves."
)


def write_up(talk: Talk, session: Session, save: Callable[[Session], Session]) -> Session:
    """Go through the answers, from the first that is not written up.

    Args:
        talk: Hears and says.
        session: The conversation.
        save: Brings a change to the disk, and gives the conversation as it is after that.
    """
    try:
        session = open_write_up(session)
    except NotPossibleError as error:
        talk.say(str(error))
        return session
    talk.say(_HOW)
    while True:
        _read_out(talk, session)
        lines, line = _hear_copy(talk)
        if lines:
            session = save(write_copy(session, "\n".join(lines)))
            _look_over(talk, session)
        elif line == ":same":
            session = save(_as_noted(talk, session))
        if line == ":leave":
            talk.say(how_far(session))
            raise LeftError
        try:
            if line == ":stop":
                raise NotPossibleError("Stopped.")
            session = turn(session, 1)
        except NotPossibleError:
            talk.say(how_far(session))
            return session


def _hear_copy(talk: Talk) -> tuple[list[str], str]:
    """Hear the lines of one fair copy, and the line that ended it: empty, or a command.

    The end of the input counts as ``:leave``: what was typed before it is a copy that is kept.
    """
    lines: list[str] = []
    try:
        while line := talk.hear():
            if line == ":leave" or (line in (":same", ":skip", ":stop") and not lines):
                return lines, line
            if line in (":help", ":?"):
                talk.say(_HOW)
                continue
            lines.append(line.removeprefix(":") if line.startswith("::") else line)
    except LeftError:
        return lines, ":leave"
    return lines, ""


def _read_out(talk: Talk, session: Session) -> None:
    answer = session.answer
    talk.say(f"Question {session.number}: {session.question.title}. {copy_state(answer).word}.")
    talk.say(f"Notes: {answer.noted}")
    if answer.fair_copy is not None:
        talk.say(f"Fair copy: {answer.fair_copy}")


def _as_noted(talk: Talk, session: Session) -> Session:
    try:
        return copy_notes(session)
    except NotPossibleError as error:
        talk.say(str(error))
        return session


def _look_over(talk: Talk, session: Session) -> None:
    """Say what is restricted, what may name somebody, and which quotes are gone."""
    answer = session.answer
    copy = answer.fair_copy or ""
    for title, passages in (
        ("Restricted in it, as in the notes", answer.restricted_copy),
        ("This may name somebody and is open", named_openly(answer)),
    ):
        if words := dict.fromkeys(copy[p.start : p.end] for p in passages):
            talk.say(f"{title}: {', '.join(words)}.")
    for quote in quotes_gone(answer):
        talk.say(f"A quote whose words are not in it: “{quote.text}”.")
