"""Which words may be quoted, under which attribution, and why others may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from themer.findings.attribution import kind_of, people_of
from themer.findings.coded import ThemeFinding
from themer.findings.counting import place_order
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import accepted_passages, open_text, spoken_answers
from themer.findings.replacing import printed_words
from themer.findings.results import Quote
from themer.model.interview import Answer, Interview, Verbatim

NOT_EXACT = "is not, word for word, what was noted"
NOT_MARKED = "is not marked for use"
NO_CONSENT = "the partner did not agree to be quoted"
NO_SPEAKER = "it is not known who said it"
INTERVIEWER = "the interviewer said it"
RESTRICTED = "holds words that are restricted"
IN_CONFLICT = "stands in two copies of the answer that differ"


_ByAnswer = dict[tuple[str, str], list[tuple[str, AnswerReference]]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What bears on every quote: who took part, and whose passages lie where."""

    people: Mapping[tuple[str, str], int]
    codes: _ByAnswer
    """Code and passage, by interview and question."""
    themes: _ByAnswer
    printed: Callable[[AnswerReference, str], str]


def find_quotes(material: Material, themes: tuple[ThemeFinding, ...]) -> tuple[Quote, ...]:
    """List every passage marked verbatim, with what stands in the way of printing it."""
    codes = accepted_passages(material, spoken_answers(material))
    known = _Known(
        _people(material),
        _by_answer((code, one.reference) for code, found in codes.items() for one in found),
        _by_answer((theme.id, one.reference) for theme in themes for one in theme.members),
        printed_words(material),
    )
    quotes = [
        _quote(material, interview, (question_id, answer, said), known)
        for interview in material.counted()
        for question_id, answer in interview.answers.items()
        for said in answer.verbatim
    ]
    return tuple(sorted(quotes, key=lambda quote: place_order(quote.reference)))


def _quote(
    material: Material,
    interview: Interview,
    place: tuple[str, Answer, Verbatim],
    known: _Known,
) -> Quote:
    question_id, answer, said = place
    reference = AnswerReference(interview.id, question_id, said.start, said.end)
    question = material.question(interview, question_id)
    role = interview.speaker_role(said.speaker)
    kind = kind_of(material, interview.organisation)
    span = coded_span(answer, said)
    words = open_text(answer, reference, noted=True) if answer.restricted else said.text
    return Quote(
        id=f"quote:{reference.key}",
        reference=reference,
        text=words,
        printed=known.printed(reference, words),
        unit=material.unit_of(interview),
        organisation=interview.organisation,
        audience=material.audience_of(interview),
        role=role,
        attribution=", ".join(part for part in (role, kind) if part),
        fitting=0 if role is None else known.people.get((role.casefold(), kind), 0),
        reasons=_reasons(interview, place, role),
        sensitive=question is not None and question.sensitive,
        codes=_touched(known.codes, reference, span),
        themes=_touched(known.themes, reference, span),
    )


def _reasons(
    interview: Interview, place: tuple[str, Answer, Verbatim], role: str | None
) -> tuple[str, ...]:
    question_id, answer, said = place
    speaker = next((p for p in interview.roster if p.id == said.speaker), None)
    found = {
        NOT_EXACT: answer.noted[said.start : said.end] != said.text,
        NO_CONSENT: not interview.may_quote_person(said.speaker),
        NOT_MARKED: not said.may_use,
        NO_SPEAKER: role is None,
        INTERVIEWER: speaker is not None and speaker.interviewer,
        IN_CONFLICT: interview.has_other_copy(question_id),
        RESTRICTED: any(p.start < said.end and said.start < p.end for p in answer.restricted),
    }
    return tuple(reason for reason, holds in found.items() if holds)


def _people(material: Material) -> Counter[tuple[str, str]]:
    """Count the people who took part by role and kind of organisation; each in a unit once."""
    return Counter((person.role, person.kind) for person in people_of(material))


def coded_span(answer: Answer, said: Verbatim) -> tuple[int, int] | None:
    """Find a quote in the text that is coded, which may be the fair copy."""
    if answer.fair_copy is None:
        return said.start, said.end
    at = answer.fair_copy.find(said.text)
    return None if at < 0 else (at, at + len(said.text))


def _by_answer(passages: Iterable[tuple[str, AnswerReference]]) -> _ByAnswer:
    found: _ByAnswer = {}
    for name, where in passages:
        found.setdefault((where.interview, where.question), []).append((name, where))
    return found


def _touched(
    passages: _ByAnswer, quote: AnswerReference, span: tuple[int, int] | None
) -> tuple[str, ...]:
    """List, each once, whose passages share words with a quote."""
    if span is None:
        return ()
    there = passages.get((quote.interview, quote.question), ())
    touched = (n for n, p in there if (p.start or 0) < span[1] and span[0] < (p.end or 0))
    return tuple(dict.fromkeys(touched))
