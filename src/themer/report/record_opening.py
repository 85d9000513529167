"""How the record of a conversation begins: what is asked of the partner, and what it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from themer.model.interview import Attendee, Interview, Sitting
from themer.model.question_set import QuestionSet
from themer.model.study import Study
from themer.report.blocks import Block, Heading, Inlines, ItemList, Paragraph, Strong, Text
from themer.report.dates import long_date

_FICTIONAL = "A fictional study: everything in it is invented."
_OPEN = "This conversation is not finished: there may be more to add."


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


def notices(source: RecordSource) -> Iterator[str]:
    """Say what is to be known of the record before anything else."""
    interview = source.interview
    if source.study.fictional or interview.fictional:
        yield _FICTIONAL
    if interview.state == "open":
        yield _OPEN
    confirmation = interview.confirmation
    if confirmation is not None and confirmation.confirmed is not None:
        by = f" by {confirmation.by}" if confirmation.by else ""
        yield f"Confirmed on {long_date(confirmation.confirmed)}{by}."


def request(source: RecordSource) -> Iterator[Block]:
    """Ask the partner to read, correct and confirm."""
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
        f"If it is right, fill in the last box. {reply_words(source)}",
    ]
    yield ItemList(tuple((Paragraph((Text(step),)),) for step in steps), ordered=True)


def reply_words(source: RecordSource) -> str:
    """Say where the answer goes, and by when."""
    reply = source.study.record_reply
    if reply is None:
        return "Send it back to whoever sent it to you."
    if reply.days is None:
        return f"Send it to {reply.to}."
    if source.sent is None:
        return f"Send it to {reply.to} within {reply.days} days."
    return f"Send it to {reply.to} by {long_date(source.sent + dt.timedelta(days=reply.days))}."


def about(source: RecordSource) -> Iterator[Block]:
    """Say when it was, who took part, what they agreed to, and how to read it."""
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


def _long(minutes: int) -> str:
    if minutes == 0:
        return "under a minute"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _sitting(sitting: Sitting) -> str:
    parts = [long_date(sitting.date)]
    parts += [f"from {sitting.began}"] if sitting.began else []
    parts += [_long(sitting.minutes)] if sitting.minutes is not None else []
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


def _line(label: str, words: str) -> tuple[Block, ...]:
    content: Inlines = (Strong((Text(f"{label}: "),)), Text(words))
    return (Paragraph(content),)
