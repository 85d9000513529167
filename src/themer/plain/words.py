"""Commands of plain mode on the words themselves: quoted, restricted, struck, and figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from themer.conversation.figures import STATUSES, Surety, set_surety, surety_of, surety_words
from themer.conversation.quoting import quote, unquote
from themer.conversation.restricting import is_restricted, lift, restrict
from themer.conversation.roster import speakers
from themer.conversation.session import NotPossibleError, Session
from themer.conversation.striking import strike, targets
from themer.conversation.telling import mark_practice
from themer.plain.outcome import Command, Outcome


def _quote(session: Session, typed: str) -> Outcome:
    permission, _, words = typed.partition(" ")
    if permission not in ("yes", "no") or not words:
        raise NotPossibleError(
            "Write :quote yes or :quote no, for whether it may be used, and then the exact words."
        )
    speaker, words = _speaker(session, words)
    start, end = _find(session, words)
    may_use = permission == "yes" and session.interview.may_quote_person(speaker)
    after = quote(session, start, end, may_use=may_use, speaker=speaker)
    refused = permission == "yes" and not may_use
    said = "Marked; they did not agree to be quoted, so it will not be used." if refused else ""
    return Outcome(after, said or "Marked as word for word.")


def _speaker(session: Session, words: str) -> tuple[str | None, str]:
    """Take the number of who said it off the words, where more than one may have."""
    people = speakers(session.interview)
    if len(people) < 2:
        return (people[0].id if people else None), words
    number, _, rest = words.partition(" ")
    if not number.isdigit() or not 0 < int(number) <= len(people):
        listed = "\n".join(f"{i} {person.role}" for i, person in enumerate(people, 1))
        raise NotPossibleError(f"Who said it? Write its number before the words.\n{listed}")
    return people[int(number) - 1].id, rest


def _unquote(session: Session, typed: str) -> Outcome:
    start, end = _find(session, typed)
    after = unquote(session, start, end)
    if after.answer == session.answer:
        raise NotPossibleError("These words are not marked as word for word.")
    return Outcome(after, "A note again.")


def _restrict(session: Session, typed: str) -> Outcome:
    start, end = _find(session, typed)
    if is_restricted(session.answer, start, end):
        return Outcome(lift(session, start, end), "No longer restricted.")
    said = "Restricted: it stays out of record, read-back, quotes, suggestions and report."
    return Outcome(restrict(session, start, end), said)


def _find(session: Session, words: str) -> tuple[int, int]:
    """Find words in the notes of the question, the last time that they stand there."""
    start = session.answer.noted.rfind(words) if words else -1
    if start < 0:
        raise NotPossibleError("These words are not in the notes of this question.")
    return start, start + len(words)


def _figure(session: Session, typed: str) -> Outcome:
    if typed and typed not in STATUSES:
        raise NotPossibleError("Write :figure awaited, estimate or confirmed.")
    return _with_surety(session, replace(surety_of(session.answer), status=typed))


def _as_at(session: Session, typed: str) -> Outcome:
    return _with_surety(session, replace(surety_of(session.answer), as_at=typed))


def _source(session: Session, typed: str) -> Outcome:
    return _with_surety(session, replace(surety_of(session.answer), source=typed))


def _due(session: Session, typed: str) -> Outcome:
    return _with_surety(session, replace(surety_of(session.answer), due=typed))


def _with_surety(session: Session, said: Surety) -> Outcome:
    after = set_surety(session, said, dt.datetime.now().astimezone().date())
    return Outcome(after, f"The figure: {surety_words(after.answer) or 'nothing said of it'}.")


def _practice(session: Session, typed: str) -> Outcome:
    share, _, rest = typed.partition(" ")
    if typed and share not in ("yes", "no"):
        raise NotPossibleError(
            "Write :practice yes or :practice no, for whether others may be told, what works, and "
            "after a stroke whom to ask: :practice yes a shared rota / the rota officer"
        )
    what, _, ask = rest.partition(" / ")
    after = mark_practice(session, what, ask, share=share == "yes")
    return Outcome(after, "Marked." if after.answer.practice else "Taken off.")


def _strike(session: Session, typed: str) -> Outcome:
    found = targets(session, None)
    if not found:
        raise NotPossibleError("Nothing is recorded here that could be struck.")
    if not typed.isdigit() or not 0 < int(typed) <= len(found):
        listed = "\n".join(f"{i} {one.title}: “{one.words}”" for i, one in enumerate(found, 1))
        return Outcome(session, f"Strike which? :strike and its number.\n{listed}")
    target = found[int(typed) - 1]
    said = "Struck. What is on this screen above stays there until you clear it."
    return Outcome(strike(session, target), said, struck=target.words)


COMMANDS = (
    Command("quote", "yes|no WORDS", "mark words of the notes as said exactly so", _quote),
    Command("unquote", "WORDS", "make them a note again", _unquote),
    Command("restrict", "WORDS", "keep a named person out; again lifts it", _restrict),
    Command("strike", "NUMBER", "take a passage out, here and on the disk", _strike),
    Command("figure", "awaited|estimate|confirmed", "say how sure the figure is", _figure),
    Command("as-at", "DATE", "say of which day, month or year the figure is", _as_at),
    Command("source", "WORDS", "say from whom the figure is, or where it stands", _source),
    Command("due", "DATE or +DAYS", "say by when the figure was promised", _due),
    Command("practice", "yes|no WORDS / ROLE", "mark a good practice, and whom to ask", _practice),
)
