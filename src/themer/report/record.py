"""The record of one conversation, for the partner to read, correct and confirm.

It holds what that partner said and nothing else: no code, no suggestion, no other partner's data,
nothing that is restricted. What was off the record was never stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from themer.errors import RefusedError
from themer.model.interview import SKIPPED, AnswerState, Attendee, Interview, Sitting
from themer.model.question_set import QuestionSet
from themer.model.study import Study
from themer.report.blocks import (
    Blank,
    Block,
    Callout,
    Column,
    Document,
    Form,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)
from themer.report.dates import long_date, long_partial_date
from themer.report.record_answers import (
    UNSAID,
    RecordedQuestion,
    answer_blocks,
    closed,
    correction_block,
    hidden_words,
    recorded,
)

OTHER_COPY = "(other copy"
"""How kept words begin that come from another copy of the file and wait to be settled."""
_FICTIONAL = "A fictional study: everything in it is invented."
_OPEN = "This conversation is not finished: there may be more to add."
_CORRECT = "Anything to correct or to add?"
_CORRECT_LINES = 4


@dataclass(frozen=True, slots=True)
class RecordSource:
    """What a record is made from."""

    study: Study
    questions: QuestionSet
    interview: Interview

    @property
    def unit_name(self) -> str:
        """The name of whom the conversation was with."""
        found = self.study.find_unit(self.interview.unit)
        return found[1].name if found else self.interview.unit

    @property
    def sent(self) -> dt.date | None:
        """When the record was sent, where that is known."""
        confirmation = self.interview.confirmation
        return confirmation.sent if confirmation is not None else None


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
            Callout((Text("What we ask of you"),), tuple(_request(source))),
            *_about(source),
            *_sections(source, everything),
            *_also_noted(interview),
            *_unanswered(everything),
            *_next(interview, everything),
            *_corrected(interview),
            *_confirm(source),
        ),
        notices=tuple(_notices(source)),
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


def _notices(source: RecordSource) -> Iterator[str]:
    interview = source.interview
    if source.study.fictional or interview.fictional:
        yield _FICTIONAL
    if interview.state == "open":
        yield _OPEN
    confirmation = interview.confirmation
    if confirmation is not None and confirmation.confirmed is not None:
        by = f" by {confirmation.by}" if confirmation.by else ""
        yield f"Confirmed on {long_date(confirmation.confirmed)}{by}."


def _request(source: RecordSource) -> Iterator[Block]:
    yield Paragraph(
        (
            Text(
                "Thank you for your time. This is what we recorded of what you told us. Please "
                "read it before we use it."
            ),
        )
    )
    steps = [
        "If something is wrong or missing, write it into the boxes, or simply tell us. What you "
        "said stays as it was recorded, and your correction is kept beside it.",
        f"If it is right, fill in the last box. {_reply(source)}",
    ]
    yield ItemList(tuple((Paragraph((Text(step),)),) for step in steps), ordered=True)


def _reply(source: RecordSource) -> str:
    reply = source.study.record_reply
    if reply is None:
        return "Send it back to whoever sent it to you."
    if reply.days is None:
        return f"Send it to {reply.to}."
    if source.sent is None:
        return f"Send it to {reply.to} within {reply.days} days."
    return f"Send it to {reply.to} by {long_date(source.sent + dt.timedelta(days=reply.days))}."


def _about(source: RecordSource) -> Iterator[Block]:
    interview = source.interview
    yield Heading(1, (Text("About this conversation"),), anchor="about")
    people = tuple(
        (Paragraph((Text(_person(person)),)),)
        for person in sorted(interview.roster, key=lambda person: person.interviewer)
    )
    lines = [_line("When", _sitting(sitting)) for sitting in interview.sittings]
    lines.append(_line("Questions", f"{source.questions.title}, version {interview.set.version}"))
    yield ItemList(tuple(lines))
    if people:
        yield Heading(2, (Text("Who took part"),))
        yield ItemList(people)
    yield Heading(2, (Text("What you agreed to"),))
    yield ItemList(tuple(_consent_items(source)))
    yield Heading(2, (Text("How to read it"),))
    yield ItemList(
        tuple(
            (Paragraph((Text(words),)),)
            for words in (
                "Words beside a bar are notes: the sense of what you said, as it was typed while "
                "you talked or written up afterwards, and seldom your very words.",
                "What stands apart in quotation marks, with who said it, is word for word.",
                "[…] stands where words were left out, such as a name.",
                "What you told us off the record was not kept, and is not here.",
            )
        )
    )


def _sitting(sitting: Sitting) -> str:
    parts = [long_date(sitting.date)]
    parts += [f"from {sitting.began}"] if sitting.began else []
    parts += [f"{sitting.minutes} minutes"] if sitting.minutes is not None else []
    parts += [sitting.mode] if sitting.mode else []
    return ", ".join(parts)


def _person(person: Attendee) -> str:
    parts = [person.role]
    parts += (
        ["who asked the questions"] if person.interviewer and person.role != "interviewer" else []
    )
    parts += [f"joined at {person.joined}"] if person.joined else []
    parts += [f"left at {person.left}"] if person.left else []
    parts += ["did not agree to take part"] if person.agreed is False else []
    parts += ["is not to be quoted"] if person.quote is False else []
    return ", ".join(parts)


def _consent_items(source: RecordSource) -> Iterator[tuple[Block, ...]]:
    consent = source.interview.consent
    assert consent is not None
    known = source.study.consent
    asked = known if known is not None and known.version == consent.wording_version else None
    for scope, label, agreed in (
        ("take_part", "To take part", consent.take_part),
        ("quote", "To be quoted", consent.quote),
        ("name", "To be named", consent.name),
    ):
        words = consent.wording.get(scope) or (getattr(asked, scope) if asked else "")
        said = f"{'yes' if agreed else 'no'}. {f'We asked: “{words}”' if words else ''}"
        yield _line(label, said.strip())
    when = f", on {long_date(consent.at.date())}" if consent.at else ""
    yield _line("Wording", f"version {consent.wording_version}{when}")


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
    yield Paragraph((Text(words),))
    yield Paragraph((Text(_reply(source)),))
    yield Form(
        "Your confirmation",
        (
            Blank("correct-whole", "Anything else?", _CORRECT_LINES),
            Blank("confirm-name", "Name"),
            Blank("confirm-role", "Role"),
            Blank("confirm-date", "Date"),
        ),
    )


def _line(label: str, words: str) -> tuple[Block, ...]:
    content: Inlines = (Strong((Text(f"{label}: "),)), Text(words))
    return (Paragraph(content),)
