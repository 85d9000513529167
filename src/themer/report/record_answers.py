"""The answers of one conversation as blocks for the partner who gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from themer.conversation.entry import fact_words
from themer.findings.figure import AnswerReference
from themer.findings.passages import LEFT_OUT, open_text
from themer.model.interview import Answer, AnswerState, Correction, Interview, Verbatim
from themer.model.question_set import Question, QuestionSet
from themer.report.blocks import (
    Block,
    Emphasis,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Quotation,
    Strong,
    Text,
)
from themer.report.dates import long_date, long_partial_date

UNSAID: Mapping[AnswerState, str] = {
    "not_asked": "Not asked",
    "no_answer": "Asked, without an answer",
    "dont_know": "You did not know",
    "declined": "You preferred not to say",
    "not_applicable": "Does not apply to you",
}
"""The states without an answer, as they are said to the partner."""
_SHORTEST_HIDDEN = 3
"""Shorter restricted passages, such as an initial, are not looked for elsewhere."""


@dataclass(frozen=True, slots=True)
class RecordedQuestion:
    """A question with what was recorded for it."""

    number: int | None
    """As in the outline; None for one that is not asked any more."""
    question: Question
    answer: Answer
    corrections: tuple[Correction, ...]

    @property
    def title(self) -> str:
        """Name it, with its number."""
        return f"{self.number}. {self.question.title}" if self.number else self.question.title

    @property
    def has_words(self) -> bool:
        """Say whether there is anything to read besides the state."""
        answer = self.answer
        said = answer.fact is not None or answer.is_awaited or answer.coded_text.strip()
        return bool(said or answer.practice or self.corrections)


def recorded(questions: QuestionSet, interview: Interview) -> tuple[RecordedQuestion, ...]:
    """List every question in order, and then answers to questions that the set has no more."""
    numbers = {question.id: n for n, question in enumerate(questions.current(), 1)}
    known = {question.id: question for question in questions.questions()}
    lost = [name for name in interview.answers if name not in known]
    asked = [*known.values(), *(Question(id=name, ask=name) for name in lost)]
    confirmation = interview.confirmation
    noted = confirmation.corrections if confirmation is not None else ()
    return tuple(
        RecordedQuestion(
            numbers.get(question.id),
            question,
            interview.answers.get(question.id, Answer(state="not_asked")),
            tuple(one for one in noted if one.question == question.id),
        )
        for question in asked
        if question.id in interview.answers or question.retired_in is None
    )


def answer_blocks(interview: Interview, one: RecordedQuestion) -> Iterator[Block]:
    """Say a question and all that was recorded for it."""
    question, answer = one.question, one.answer
    yield Heading(2, (Text(one.title),), anchor=f"question-{question.id}")
    if question.short:
        yield Paragraph((Emphasis((Text(question.ask),)),), keeps_next=True)
    if question.sensitive:
        yield Paragraph(
            (Text("Your answer is kept out of documents that are shared."),),
            style="small",
            keeps_next=True,
        )
    words = words_of(interview, question.id)
    if answer.state != "answered":
        yield _labelled("Recorded", UNSAID[answer.state], keeps_next=bool(words))
    yield from _fact_blocks(question, answer, keeps_next=bool(words))
    if words:
        yield Paragraph((Text(words),), style="noted")
    yield from _quote_blocks(interview, question.id, answer)
    if answer.practice is not None:
        yield Paragraph(_practice(answer))
    for correction in one.corrections:
        yield correction_block(correction)


def correction_block(correction: Correction) -> Paragraph:
    """Say a correction that the partner asked for."""
    label = f"You asked us to note ({long_date(correction.at)}): "
    return Paragraph((Strong((Text(label),)), Text(correction.text)))


def words_of(interview: Interview, question_id: str) -> str:
    """Give the fair copy or the notes of an answer, exactly, restricted words left out."""
    answer = interview.answers.get(question_id, Answer())
    text = open_text(answer, AnswerReference(interview.id, question_id))
    return closed(text, hidden_words([answer])).strip("\n")


def hidden_words(answers: Iterable[Answer]) -> tuple[str, ...]:
    """List the restricted words of answers, to be left out wherever else they stand."""
    found = set()
    for answer in answers:
        for text, passages in (
            (answer.noted, answer.restricted),
            (answer.fair_copy or "", answer.restricted_copy),
        ):
            found |= {text[passage.start : passage.end].strip() for passage in passages}
    long_enough = [words for words in found if len(words) >= _SHORTEST_HIDDEN]
    return tuple(sorted(long_enough, key=lambda words: (-len(words), words)))


def closed(text: str, hidden: Iterable[str]) -> str:
    """Give a text with some words left out wherever they stand."""
    for words in hidden:
        text = text.replace(words, LEFT_OUT)
    return text


def figure_status(answer: Answer) -> str:
    """Say how sure a figure is, as at when, and from whom it is awaited by when."""
    parts = []
    if answer.is_awaited:
        hidden = hidden_words([answer])
        source = f" from {closed(answer.source, hidden)}" if answer.source else ""
        due = f" by {long_date(answer.due)}" if answer.due else ""
        parts.append(f"awaited{source}{due}")
    elif answer.status == "estimate":
        parts.append("an estimate")
    elif answer.status == "confirmed":
        parts.append("confirmed")
    if answer.source and not answer.is_awaited:
        parts.append(f"source: {closed(answer.source, hidden_words([answer]))}")
    if answer.as_at:
        parts.append(f"as at {long_partial_date(answer.as_at)}")
    return "; ".join(parts)


def _fact_blocks(question: Question, answer: Answer, *, keeps_next: bool) -> Iterator[Block]:
    status = figure_status(answer)
    if isinstance(answer.fact, Mapping):
        yield _labelled("Recorded", status or "these figures", keeps_next=True)
        yield ItemList(tuple(_figure_items(question, answer, answer.fact)))
    elif answer.fact is not None:
        beside = f" ({status})" if status else ""
        said = f"{_fact_said(question, answer)}{beside}"
        yield _labelled("Recorded", said, keeps_next=keeps_next)
    elif status:
        yield _labelled("Recorded", status, keeps_next=keeps_next)


def _fact_said(question: Question, answer: Answer) -> str:
    words = fact_words(question.answer, answer.fact)
    if question.answer.type == "date" and isinstance(answer.fact, str):
        return long_partial_date(answer.fact)
    if question.answer.type == "scale":
        return f"{words}, on a scale from {question.answer.min:g} to {question.answer.max:g}"
    if question.answer.possible:
        return words[:1].upper() + words[1:]
    return closed(words, hidden_words([answer])) if question.answer.type == "text" else words


def _figure_items(
    question: Question, answer: Answer, figures: Mapping[str, str]
) -> Iterator[tuple[Block, ...]]:
    for field in question.answer.fields:
        missing = "awaited" if answer.is_awaited else "not given"
        yield (Paragraph((Text(f"{field.label}: {figures.get(field.id, missing)}"),)),)


def _quote_blocks(interview: Interview, question_id: str, answer: Answer) -> Iterator[Block]:
    if interview.has_other_copy(question_id):
        return
    hidden = hidden_words([answer])
    for number, said in enumerate(answer.verbatim, 1):
        is_open = all(p.end <= said.start or said.end <= p.start for p in answer.restricted)
        speaker = next((p for p in interview.roster if p.id == said.speaker), None)
        agreed = speaker is None or speaker.agreed is not False
        is_exact = answer.noted[said.start : said.end] == said.text
        if is_open and agreed and is_exact and closed(said.text, hidden) == said.text:
            role = interview.speaker_role(said.speaker) or "one of you"
            attribution = f"{role}, word for word. {_permission(interview, said)}"
            yield Quotation(said.text, attribution, f"record:{question_id}:{number}")


def _permission(interview: Interview, said: Verbatim) -> str:
    if said.may_use and interview.may_quote_person(said.speaker):
        return "We may quote this."
    return "We will not quote this."


def _practice(answer: Answer) -> Inlines:
    assert answer.practice is not None
    practice, hidden = answer.practice, hidden_words([answer])
    shared = "You agreed that we tell others of it" if practice.share else "We keep it to ourselves"
    ask = f"; whom to ask: {closed(practice.ask, hidden)}" if practice.ask else ""
    words = f"{closed(practice.what, hidden)}. {shared}{ask}."
    return (Strong((Text("Good practice: "),)), Text(words))


def _labelled(label: str, words: str, *, keeps_next: bool) -> Paragraph:
    return Paragraph((Strong((Text(f"{label}: "),)), Text(words)), keeps_next=keeps_next)
