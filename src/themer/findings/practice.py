"""Good practice: what partners showed that others might want to hear of, with whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import accepted_passages, spoken_answers
from themer.findings.replacing import printed_words
from themer.findings.themes import locate
from themer.model.interview import Answer, Interview


@dataclass(frozen=True, slots=True)
class GoodPractice:
    """Something that works in one unit, marked as such in the conversation."""

    id: str
    """``practice:<interview>/<question>``."""
    unit: str
    organisation: str
    audience: str
    question: str
    reference: AnswerReference
    what: str
    ask: str | None
    """Whom to ask about it, by role."""
    share: bool
    """Whether they agreed that others are told of it."""
    sensitive: bool
    """Whether its question is kept out of documents that are shared."""
    codes: tuple[str, ...]
    """That people gave to passages of the answer."""
    themes: tuple[str, ...]
    """That rest on passages of the answer."""

    @property
    def may_be_told(self) -> bool:
        """Say whether it may stand in a document that leaves the house."""
        return self.share and not self.sensitive


RULE = "good-practice"


def find_practice(material: Material) -> tuple[GoodPractice, ...]:
    """List what was marked as good practice, by unit; restricted words are never in it."""
    spoken, printed = spoken_answers(material), printed_words(material)
    codes: dict[tuple[str, str], set[str]] = {}
    for code, passages in accepted_passages(material, spoken).items():
        for one in passages:
            codes.setdefault((one.reference.interview, one.reference.question), set()).add(code)
    themes: dict[tuple[str, str], set[str]] = {}
    for theme in material.themes:
        for member in locate(theme.members, spoken) if theme.status == "named" else ():
            place = (member.reference.interview, member.reference.question)
            themes.setdefault(place, set()).add(theme.id)
    found = [
        GoodPractice(
            id=f"practice:{interview.id}/{question}",
            unit=material.unit_of(interview),
            organisation=interview.organisation,
            audience=material.audience_of(interview),
            question=question,
            reference=AnswerReference(interview.id, question),
            what=printed(AnswerReference(interview.id, question), answer.practice.what),
            ask=answer.practice.ask
            and printed(AnswerReference(interview.id, question), answer.practice.ask),
            share=answer.practice.share,
            sensitive=_is_sensitive(material, interview, question),
            codes=tuple(sorted(codes.get((interview.id, question), ()))),
            themes=tuple(sorted(themes.get((interview.id, question), ()))),
        )
        for interview, question, answer in _marked(material)
        if answer.practice is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.audience, one.unit, one.id)))


def _marked(material: Material) -> Iterator[tuple[Interview, str, Answer]]:
    for interview in material.counted():
        for question, answer in interview.answers.items():
            if answer.practice is not None and not _holds_restricted(answer):
                yield interview, question, answer


def _holds_restricted(answer: Answer) -> bool:
    """Say whether what was marked repeats words that were restricted since."""
    assert answer.practice is not None
    told = f"{answer.practice.what} {answer.practice.ask or ''}".casefold()
    closed = [answer.noted[one.start : one.end] for one in answer.restricted]
    closed += [(answer.fair_copy or "")[one.start : one.end] for one in answer.restricted_copy]
    return any(words.strip() and words.strip().casefold() in told for words in closed)


def _is_sensitive(material: Material, interview: Interview, question_id: str) -> bool:
    question = material.question(interview, question_id)
    return question is not None and question.sensitive
