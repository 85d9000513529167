"""What plain mode says round the questions: time, gaps, the last round; and words put elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from themer.conversation.clock import Clock, spend, timing
from themer.conversation.closing import add_step, change_step, read_step, step_words, summarise
from themer.conversation.coverage import gaps
from themer.conversation.overview import gap_words, time_lines
from themer.conversation.parking import park, pass_on, passage_to_send, read_parked
from themer.conversation.session import NotPossibleError, Session, today
from themer.plain.outcome import Command, Outcome
from themer.workflows.interviews.last_round import component_names, last_round
from themer.workflows.interviews.opening import OpenInterview


class Around:
    """Keeps the time of a conversation in plain mode, and looks into the study for it.

    Args:
        opened: The conversation.
        clock: What its sitting has taken so far.
    """

    def __init__(self, opened: OpenInterview, clock: Clock) -> None:
        self._opened = opened
        self._clock = clock

    def enter(self, section: str | None) -> None:
        """Count for another section from now on."""
        self._clock = self._clock.enter(section, time.monotonic())

    def keep_time(self, session: Session) -> Session:
        """Put into the record the time that has passed, and where a running sitting is."""
        runs = self._clock.running_since is not None
        return spend(session.stop_here() if runs else session, self._clock, time.monotonic())

    def see_to(self, outcome: Outcome) -> Outcome:
        """Do what a command asked for that needs the clock or the study."""
        session = outcome.session
        if outcome.asks == "clock":
            now = timing(session, self._clock, time.monotonic())
            return replace(outcome, said="\n".join(time_lines(session, now)).lstrip("\n"))
        if outcome.asks == "pause":
            return replace(outcome, said=self._pause())
        if outcome.asks == "gaps":
            return self._gaps(outcome)
        if outcome.asks == "last":
            return replace(outcome, said=self._last_round(session))
        return outcome

    def _pause(self) -> str:
        now = time.monotonic()
        if self._clock.running_since is None:
            self._clock = self._clock.start(now)
            return "The clock runs."
        self._clock = self._clock.pause(now)
        return "The clock stands; :pause lets it run again."

    def _gaps(self, outcome: Outcome) -> Outcome:
        session, found = outcome.session, gaps(outcome.session)
        if outcome.typed.isdigit() and 0 < int(outcome.typed) <= len(found):
            question = found[int(outcome.typed) - 1].fillers[0].question.id
            return replace(outcome, session=session.go(question))
        names: Mapping[str, str] = component_names(self._opened.folder, session.questions)
        lines = [f"{i} {gap_words(gap, names)}" for i, gap in enumerate(found, 1)]
        said = "Nothing was asked about these; :gaps and a number goes there."
        return replace(outcome, said="\n".join([said, *lines]) if lines else "There are no gaps.")

    def _last_round(self, session: Session) -> str:
        found = last_round(self._opened.folder, session.interview, session.questions)
        if found is None:
            return "There was no earlier round."
        words = found.said.get(session.at, "nothing was recorded under this question")
        return f"{found.who}, {found.date}: {words}"


def _park(session: Session, typed: str) -> Outcome:
    parked = read_parked(session, typed)
    if parked is None:
        raise NotPossibleError("Write :park, the question's number, and its fact or words.")
    after = park(session, parked)
    return Outcome(after, f"Under {session.number_of(parked.question.id)}: {parked.said}.")


def _pass(session: Session, typed: str) -> Outcome:
    number, _, both = typed.partition(" ")
    if (
        not number.isdigit()
        or not 0 < int(number) <= len(session.order)
        or both not in ("", "both")
    ):
        raise NotPossibleError("Write :pass and the question's number, or :pass 12 both.")
    notes = session.answer.noted
    start, end = passage_to_send(notes, len(notes), len(notes))
    to = session.order[int(number) - 1].id
    after = pass_on(session, start, end, to, keep=both == "both")
    return Outcome(after, f"Sent to {number}: {notes[start:end]}")


def _step(session: Session, typed: str) -> Outcome:
    steps = session.interview.next_steps
    first, _, place = typed.partition(" ")
    if first == "off" and place.isdigit() and 0 < int(place) <= len(steps):
        return Outcome(change_step(session, int(place) - 1, None), "Taken off.")
    if not typed:
        listed = [f"{i} {step_words(step)}" for i, step in enumerate(steps, 1)]
        how = "Write :step what; who; by when. :step off and a number takes one off."
        return Outcome(session, "\n".join([*listed, how]))
    what, who, by = (*(part.strip() for part in typed.split(";", 2)), "", "")[:3]
    step = read_step(what, who, by, today())
    return Outcome(add_step(session, step), f"Agreed: {step_words(step)}.")


def _summary(session: Session, typed: str) -> Outcome:
    summary = summarise(session, whole=typed == "all")
    lines = [f"{n} {question.title}: {said}" for n, question, said in summary.lines]
    if summary.left_out:
        numbers = ", ".join(str(number) for number in summary.left_out)
        lines.append(f"Left out, so that it takes two minutes: {numbers}. :summary all says them.")
    return Outcome(session, "\n".join(lines) or "Nothing is recorded yet.")


def _asks(what: str) -> Command:
    argument, words = {
        "clock": ("", "the time by section, and whether the core questions still fit"),
        "pause": ("", "stop the clock, or let it run"),
        "gaps": ("NUMBER", "list what nothing was asked about, or go to what would fill a gap"),
        "last": ("", "what was said here last round"),
    }[what]
    return Command(
        what, argument, words, lambda session, typed: Outcome(session, asks=what, typed=typed)
    )


COMMANDS = (
    *(_asks(what) for what in ("clock", "pause", "gaps", "last")),
    Command("park", "NUMBER FACT or WORDS", "put a fact or words under another question", _park),
    Command("pass", "NUMBER [both]", "send the last line of these notes to another", _pass),
    Command("step", "WHAT; WHO; BY", "add a next step that you agreed, or list them", _step),
    Command("summary", "[all]", "what to read back at the end", _summary),
)
