"""What can be typed in plain mode besides words: each command once, with what it does."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from themer.conversation.comparing import Piece, Row, compare
from themer.conversation.entry import choice_meant, choices, fact_words, read_typed
from themer.conversation.outline import find, outline, probes_now
from themer.conversation.session import NotPossibleError, Session
from themer.conversation.settling import Keep, copies_of, settle
from themer.model.facts import FactError
from themer.model.interview import SKIPPED
from themer.plain import around, people, words
from themer.plain.outcome import Command, Outcome


def _next(session: Session, _: str) -> Outcome:
    if session.number == len(session.order):
        return Outcome(session, ends="close")
    return Outcome(session.step(1))


def _previous(session: Session, _: str) -> Outcome:
    return Outcome(session.step(-1))


def _back(session: Session, _: str) -> Outcome:
    return Outcome(session.back())


def _go(session: Session, typed: str) -> Outcome:
    found = find(session, typed) if typed else ()
    if not found:
        raise NotPossibleError(f'No question fits "{typed}". :outline lists them.')
    if len(found) > 1 and not typed.isdigit():
        listed = "\n".join(f"{line.number} {line.question.title}" for line in found)
        return Outcome(session, f"Which one? :go and its number.\n{listed}")
    return Outcome(session.go(found[0].question.id))


def _fact(session: Session, typed: str) -> Outcome:
    answer = session.question.answer
    if not answer.has_fact:
        raise NotPossibleError("This question takes words only.")
    after = session.set_fact(read_typed(answer, typed))
    said = fact_words(answer, after.answer.fact) or "nothing"
    return Outcome(after, f"Recorded: {said}.")


def _note(session: Session, typed: str) -> Outcome:
    """Note words as they are; a choice that the same words had set becomes a note instead."""
    if not typed:
        raise NotPossibleError("Write :note and the words.")
    fact = session.answer.fact
    after = session.add_words(session.at, typed)
    if fact is None or fact != choice_meant(session.question.answer, typed):
        return Outcome(after, "Noted.")
    said = fact_words(session.question.answer, fact)
    return Outcome(after.set_fact(None), f"Noted; no longer recorded as the fact: {said}.")


def _skip(session: Session, typed: str) -> Outcome:
    states = list(SKIPPED)
    listed = "\n".join(f"{i} {SKIPPED[state]}" for i, state in enumerate(states, 1))
    if typed not in [str(i) for i in range(1, len(states) + 1)]:
        return Outcome(session, f"Say why: :skip and a number.\n{listed}")
    state = states[int(typed) - 1]
    after = _next(session.skip(state), "")
    return replace(after, said=f"Skipped: {SKIPPED[state]}.")


def _probe(session: Session, typed: str) -> Outcome:
    listed = probes_now(session)
    if typed.isdigit() and 0 < int(typed) <= len(listed):
        probe, _, used = listed[int(typed) - 1]
        return Outcome(session.tick_probe(probe.id), "Not used." if used else "Used.")
    lines = [
        f"{i} {probe.ask}{' (used)' if used else ''}{'' if holds else ' (may not apply)'}"
        for i, (probe, holds, used) in enumerate(listed, 1)
    ]
    return Outcome(session, "\n".join(lines) or "This question has no probes.")


def _follow(session: Session, typed: str) -> Outcome:
    return Outcome(session.follow_up(typed), "Noted." if typed.strip() else "Taken off.")


def _keep(session: Session, typed: str) -> Outcome:
    return Outcome(session.capture(typed), "Kept for later.")


def _send(session: Session, typed: str) -> Outcome:
    kept = session.interview.unassigned
    place, _, to = typed.partition(" ")
    if not place.isdigit() or not to.strip().isdigit():
        listed = "\n".join(f"{i} {words}" for i, words in enumerate(kept, 1)) or "Nothing is kept."
        return Outcome(session, f"{listed}\nWrite :send, its number, and the question's number.")
    number = int(to)
    if not 0 < number <= len(session.order):
        raise NotPossibleError(f"There is no question {number}.")
    return Outcome(session.send(int(place) - 1, session.order[number - 1].id), "Sent.")


def _notes(session: Session, _: str) -> Outcome:
    answer = session.answer
    fact = fact_words(session.question.answer, answer.fact)
    parts = [f"Fact: {fact}." if fact else "", answer.noted]
    return Outcome(session, "\n".join(part for part in parts if part) or "Nothing is noted here.")


def _rub_out(session: Session, _: str) -> Outcome:
    lines = session.answer.noted.split("\n")
    after, lost = session.write("\n".join(lines[:-1]))
    return Outcome(after, "The last line is out, with its quote." if lost else "Out.")


def _outline(session: Session, _: str) -> Outcome:
    lines = [f"{line.number} {line.question.title}: {line.word}" for line in outline(session)]
    return Outcome(session, "\n".join(lines))


def _off(session: Session, _: str) -> Outcome:
    after = replace(session, is_off_record=not session.is_off_record)
    off = "Off the record: nothing is stored. :off goes on."
    return Outcome(after, off if after.is_off_record else "On the record.")


def _copies(session: Session, typed: str) -> Outcome:
    copies = copies_of(session.interview, session.at) or session.interview.other_copies
    if not copies:
        return Outcome(session, "No answer has two copies.")
    copy = copies[0]
    if typed in ("mine", "theirs", "both"):
        if session.is_off_record:
            raise NotPossibleError("This is off the record: nothing is settled now.")
        settled = settle(session.interview, copy, cast(Keep, typed))
        return Outcome(replace(session, interview=settled), f"Settled: {typed}.")
    question = session.questions.question(copy.question)
    rows = compare(question, session.answer_to(copy.question), copy.answer)
    title = question.title if question is not None else copy.question
    said = copies_text(f"Two copies of {title}; theirs is from {copy.source}", rows)
    return Outcome(session, f"{said}\n{_SETTLE}")


_SETTLE = (
    ":copies mine, :copies theirs or :copies both settles it. The words of the one that is not "
    "kept go to the words kept for later."
)


def copies_text(
    title: str, rows: tuple[Row, ...], named: tuple[str, str] = ("mine", "theirs")
) -> str:
    """Say two copies of an answer part by part, with what differs between angle quotes."""
    lines = [f"{title}. What differs stands in « »."]
    for row in rows:
        if row.differs:
            lines += [f"{row.label}, {named[0]}: {_marked(row.mine)}"]
            lines += [f"{row.label}, {named[1]}: {_marked(row.theirs)}"]
        else:
            lines += [f"{row.label}, the same in both: {_marked(row.mine)}"]
    return "\n".join(lines)


def _marked(pieces: tuple[Piece, ...]) -> str:
    said = "".join(f"«{piece.text}»" if piece.differs else piece.text for piece in pieces)
    return said or "nothing"


def _copy(session: Session, typed: str) -> Outcome:
    if not typed:
        raise NotPossibleError("Write :copy and a folder, best on another disk.")
    return Outcome(session, asks="copy", typed=typed)


def _end(session: Session, _: str) -> Outcome:
    return Outcome(session, ends="close")


def _leave(session: Session, _: str) -> Outcome:
    return Outcome(session, ends="leave")


COMMANDS = (
    Command("next", "", "go to the next question", _next),
    Command("previous", "", "go to the question before", _previous),
    Command("go", "NUMBER or WORDS", "go to a question", _go),
    Command("back", "", "go back to where you were", _back),
    Command("fact", "VALUE", "record the fact; nothing takes it back", _fact),
    Command("note", "WORDS", "note a line that would be a choice, such as a number", _note),
    Command("skip", "NUMBER", "say why there is no answer, and go on", _skip),
    Command("probe", "NUMBER", "list the probes, or tick one", _probe),
    Command("follow", "WORDS", "note what is to be sent or asked later", _follow),
    Command("keep", "WORDS", "keep words that belong to no question yet", _keep),
    Command("send", "NUMBER QUESTION", "send kept words to a question", _send),
    Command("notes", "", "read back what is noted here", _notes),
    Command("rub", "", "take out the last line of the notes", _rub_out),
    Command("outline", "", "list the questions and their state", _outline),
    Command("copies", "mine|theirs|both", "read two copies of an answer, or settle them", _copies),
    *words.COMMANDS,
    *people.COMMANDS,
    *around.COMMANDS,
    Command("off", "", "off the record, and on again", _off),
    Command("copy", "FOLDER", "write all that is recorded into another folder as well", _copy),
    Command("end", "", "see what is left, and finish", _end),
    Command("leave", "", "leave; all is saved", _leave),
)


def read_line(session: Session, line: str) -> Outcome:
    """Take one line: a command after a colon, or else words for the notes.

    A line of words that begins with a colon is written with two.
    """
    try:
        if line.startswith("::"):
            return Outcome(session.add_words(session.at, line[1:]))
        if not line.startswith(":"):
            return _words(session, line)
        name, _, argument = line[1:].partition(" ")
        if name in ("help", "?"):
            return Outcome(session, help_text())
        fitting = [c for c in COMMANDS if c.name.startswith(name)] if name else []
        exact = [command for command in fitting if command.name == name]
        if len(exact or fitting) != 1:
            return Outcome(session, f'There is no command "{name}". :help lists them.')
        return (exact or fitting)[0].act(session, argument.strip())
    except (NotPossibleError, FactError) as error:
        return Outcome(session, f"{error}")


def _words(session: Session, line: str) -> Outcome:
    if not line.strip():
        return Outcome(session)
    answer = session.question.answer
    meant = choice_meant(answer, line)
    if meant is None:
        return Outcome(session.add_words(session.at, line))
    typed, said = line.strip(), fact_words(answer, meant)
    if session.answer.fact is not None:
        how = f":fact {typed} records {said} instead of {fact_words(answer, session.answer.fact)}."
        return Outcome(session.add_words(session.at, line), f"Noted as words. {how}")
    how = f":note {typed} makes it a note instead."
    return Outcome(session.set_fact(meant), f"Recorded: {said}. {how}")


def help_text() -> str:
    """List the commands."""
    lines = [f":{c.name} {c.argument}".rstrip() + f": {c.words}" for c in COMMANDS]
    how = "Words that you type go into the notes. A choice alone is recorded as the fact."
    return "\n".join([how, *lines])


def question_text(session: Session) -> str:
    """Say the question on the screen, as a screen reader should hear it."""
    question = session.question
    parts = [
        f"Question {session.number} of {len(session.order)}, {session.section.title}.",
        question.ask,
        f"Guidance: {question.guidance}" if question.guidance else "",
        _fact_text(session),
        f"Noted so far: {len(session.answer.noted.split())} words." if session.answer.noted else "",
    ]
    return "\n".join(part for part in parts if part)


def _fact_text(session: Session) -> str:
    answer = session.question.answer
    if not answer.has_fact:
        return ""
    recorded = fact_words(answer, session.answer.fact)
    offered = ", ".join(
        choice if answer.type == "scale" else f"{i} {answer.option_label(choice)}"
        for i, choice in enumerate(choices(answer), 1)
    )
    fields = ", ".join(f"{field.id} ({field.label})" for field in answer.fields)
    what = offered or fields or answer.unit or answer.type
    said = f" Recorded: {recorded}." if recorded else ""
    return f"Fact, with :fact: {what}.{said}"
