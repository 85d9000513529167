"""The record of one conversation, for the partner to read, correct and confirm.

It holds what that partner said and nothing else: no code, no suggestion, no other partner's data,
nothing that is restricted. What was off the record was never stored.
"""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import RefusedError
from themer.model.interview import SKIPPED, AnswerState, Interview
from themer.report.blocks import (
    Blank,
    Block,
    Callout,
    Column,
    Document,
    Form,
    Heading,
    ItemList,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)
from themer.report.dates import long_partial_date
from themer.report.record_answers import (
    UNSAID,
    RecordedQuestion,
    answer_blocks,
    closed,
    correction_block,
    hidden_words,
    recorded,
)
from themer.report.record_opening import RecordSource, about, notices, reply_words, request

OTHER_COPY = "(other copy"
"""How kept words begin that come from another copy of the file and wait to be settled."""
_CORRECT = "Anything to correct or to add?"
_CORRECT_LINES = 4


def make_record(source: RecordSource, *, data_sha256: str) -> Document:
    """Put the record of a conversation together.

    Args:
        source: The conversation with its study and its questions.
        data_sha256: Of all that it is made from.

    Raises:
        RefusedError: Consent was withdrawn, or nobody agreed to take part.
    """
    refuse_unagreed(source.interview)
    interview = source.interview
    everything = recorded(source.questions, interview)
    return Document(
        title=f"Our conversation: {source.unit_name}",
        subtitle=source.study.title,
        report_id=interview.id,
        language=source.study.language,
        as_at=interview.last_date,
        data_sha256=data_sha256,
        children=(
            Callout((Text("What we ask of you"),), tuple(request(source))),
            *about(source),
            *_sections(source, everything),
            *_also_noted(interview),
            *_unanswered(everything),
            *_next(interview, everything),
            *_corrected(interview),
            *_confirm(source),
        ),
        notices=tuple(notices(source)),
        kind="Record",
    )


def refuse_unagreed(interview: Interview) -> None:
    """Refuse a conversation whose words may not be sent to anybody.

    Raises:
        RefusedError: Consent was withdrawn, or nobody agreed to take part.
    """
    if interview.state == "withdrawn":
        raise RefusedError(
            f'the conversation "{interview.id}" was withdrawn: there is no record of it.'
        )
    if interview.consent is None or not interview.consent.take_part:
        raise RefusedError(
            f'nobody agreed to take part in "{interview.id}", so there is no record of it.',
            hint="Consent is asked for when the conversation is opened.",
        )


def _sections(source: RecordSource, everything: tuple[RecordedQuestion, ...]) -> Iterator[Block]:
    by_id = {one.question.id: one for one in everything if one.has_words}
    for section in source.questions.sections:
        told = [by_id.pop(q.id) for q in section.questions if q.id in by_id]
        yield from _section(source, f"section-{section.id}", section.title, told)
    yield from _section(source, "other-questions", "Other questions", list(by_id.values()))


def _section(
    source: RecordSource, name: str, title: str, told: list[RecordedQuestion]
) -> Iterator[Block]:
    if not told:
        return
    yield Heading(1, (Text(title),), anchor=f"part-{name}")
    for one in told:
        yield from answer_blocks(source.interview, one)
    yield Form(f"Corrections to “{title}”", (Blank(f"correct-{name}", _CORRECT, _CORRECT_LINES),))


def _also_noted(interview: Interview) -> Iterator[Block]:
    hidden = hidden_words(interview.answers.values())
    kept = [closed(line, hidden) for line in interview.unassigned if not is_unsettled(line)]
    if kept:
        yield Heading(1, (Text("Also noted"),), anchor="also-noted")
        yield ItemList(tuple((Paragraph((Text(words),)),) for words in kept))


def is_unsettled(line: str) -> bool:
    """Say whether kept words are of another copy of the file, and wait for somebody here."""
    return line.startswith(OTHER_COPY)


def _unanswered(everything: tuple[RecordedQuestion, ...]) -> Iterator[Block]:
    without = [one for one in everything if not one.has_words]
    states: list[AnswerState] = list(SKIPPED)
    if not without:
        return
    yield Heading(1, (Text("Questions without an answer"),), anchor="without-answer")
    for state in states:
        listed = [one for one in without if _state_of(one) == state]
        if listed:
            yield Paragraph((Strong((Text(f"{UNSAID[state]}:"),)),))
            yield ItemList(tuple((Paragraph((Text(one.title),)),) for one in listed))
    label = "Anything to tell us on these?"
    yield Form("Questions without an answer", (Blank("correct-without-answer", label, 3),))


def _state_of(one: RecordedQuestion) -> AnswerState:
    """Give the state that an empty answer counts as: opened, and nothing came of it."""
    return "no_answer" if one.answer.state == "answered" else one.answer.state


def _next(interview: Interview, everything: tuple[RecordedQuestion, ...]) -> Iterator[Block]:
    hidden = hidden_words(interview.answers.values())
    rows = [
        _row(closed(step.what, hidden), closed(step.who or "", hidden), step.by)
        for step in interview.next_steps
    ]
    for one in everything:
        answer = one.answer
        if answer.is_awaited:
            due = answer.due.isoformat() if answer.due else None
            rows.append(
                _row(f"Figures for “{one.title}”", closed(answer.source or "you", hidden), due)
            )
        if answer.follow_up:
            rows.append(_row(f"{closed(answer.follow_up, hidden)} ({one.title})", "", None))
    if not rows:
        return
    yield Heading(1, (Text("What happens next"),), anchor="next")
    columns = (Column((Text("What"),)), Column((Text("Who"),)), Column((Text("By when"),)))
    yield Table((Text("What was agreed, or is still to come"),), columns, tuple(rows))


def _row(what: str, who: str, by: str | None) -> Row:
    when = long_partial_date(by) if by else ""
    return Row(((Text(what),), (Text(who or "to be agreed"),), (Text(when or "to be agreed"),)))


def _corrected(interview: Interview) -> Iterator[Block]:
    confirmation = interview.confirmation
    whole = [c for c in confirmation.corrections if c.question is None] if confirmation else []
    if whole:
        yield Heading(1, (Text("What you asked us to note"),), anchor="corrections")
        yield from (correction_block(correction) for correction in whole)


def _confirm(source: RecordSource) -> Iterator[Block]:
    yield Heading(1, (Text("Your confirmation"),), anchor="confirm")
    words = "With the corrections above, this is a fair record of our conversation."
    yield Paragraph((Text(words),), keeps_next=True)
    yield Paragraph((Text(reply_words(source)),), keeps_next=True)
    yield Form(
        "Your confirmation",
        (
            Blank("correct-whole", "Anything else?", _CORRECT_LINES),
            Blank("confirm-name", "Name"),
            Blank("confirm-role", "Role"),
            Blank("confirm-date", "Date"),
        ),
    )
