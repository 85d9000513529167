"""All findings of a study, worked out in one go."""

from __future__ import annotations

from collections.abc import Iterator

from themer.findings.association import find_pairs
from themer.findings.codes import find_codes
from themer.findings.components import find_boards
from themer.findings.contradictions import find_contradictions, find_to_look_at
from themer.findings.facts import find_facts
from themer.findings.indicators import IndicatorFinding, find_indicators, rules_left_out
from themer.findings.looking_again import looking_again
from themer.findings.material import Material
from themer.findings.participation import find_participation
from themer.findings.passages import spoken_answers, still_there
from themer.findings.practice import find_practice
from themer.findings.quotes import find_quotes
from themer.findings.results import Findings, LeftOut
from themer.findings.roles import find_roles
from themer.findings.saturation import find_saturation
from themer.findings.shares import find_shares
from themer.findings.themes import find_candidates, find_themes, locate
from themer.findings.unknown import find_unknown
from themer.findings.workforce import find_workforce
from themer.model.codebook_changes import waiting_by_code
from themer.model.facts import FactError, read_fact
from themer.model.interview import Interview


def find(material: Material) -> Findings:
    """Work out every finding; the same material in any order gives the same findings."""
    facts = find_facts(material)
    codes = find_codes(material)
    themes = find_themes(material)
    boards = find_boards(material, codes)
    indicators = find_indicators(material, codes, themes, boards)
    left_out = [*_left_out(material), *_rules_left_out(material, indicators)]
    return Findings(
        study=material.study.id,
        unit=material.study.unit,
        as_at=max((i.last_date for i in material.counted() if i.last_date), default=None),
        percent_from=material.study.percent_from,
        participation=find_participation(material),
        facts=facts,
        codes=codes,
        boards=boards,
        themes=themes,
        candidates=find_candidates(material),
        roles=find_roles(material, facts, codes, themes),
        pairs=find_pairs(material),
        workforce=find_workforce(material),
        contradictions=find_contradictions(material),
        to_look_at=find_to_look_at(material),
        saturation=find_saturation(material, codes, themes),
        quotes=find_quotes(material, themes),
        indicators=indicators,
        practice=find_practice(material),
        unknown=find_unknown(material, boards),
        shares=find_shares(material),
        left_out=tuple(sorted(left_out, key=lambda one: (one.place, one.reason))),
    )


def _left_out(material: Material) -> Iterator[LeftOut]:
    for name in material.unjoined:
        yield LeftOut(f"interviews/{name}", "another copy of a conversation that was not joined")
    for interview in material.interviews:
        if interview.state == "withdrawn":
            yield LeftOut(interview.id, "withdrawn")
        elif not interview.counts:
            yield LeftOut(interview.id, "no consent to take part")
        elif interview.set.id not in material.sets:
            yield LeftOut(interview.id, f"its question set {interview.set.id} is not there")
        else:
            yield from _unreadable(material, interview)
    spoken = spoken_answers(material)
    for event in material.decisions:
        if event.action in ("accept", "refuse") and not still_there(event, spoken):
            place = f"{event.interview}/{event.question}:{event.start}-{event.end}"
            yield LeftOut(place, f"{event.coder}'s decision is on words that are not there")
    yield from _waiting(material)
    for theme in material.themes:
        for passages in (theme.members, theme.contrary) if theme.status == "named" else ():
            for passage in passages:
                if not locate((passage,), spoken):
                    place = f"{passage.interview}/{passage.question}:{passage.start}-{passage.end}"
                    yield LeftOut(place, f"theme {theme.id} rests on words that are not there")


def _waiting(material: Material) -> Iterator[LeftOut]:
    """Say, one line a code, what was decided and does not count, since its code is retired."""
    for book, items in looking_again(material).items():
        uncounted = waiting_by_code(item for item in items if not item.is_counted)
        for code, number in uncounted.items():
            reason = f"the code is retired; decisions on it that wait for a second look: {number}"
            yield LeftOut(f"{book}/{code}", reason)


def _rules_left_out(material: Material, found: tuple[IndicatorFinding, ...]) -> Iterator[LeftOut]:
    for indicator, reason in rules_left_out(material, found):
        yield LeftOut(f"indicators/{indicator}", reason)


def _unreadable(material: Material, interview: Interview) -> Iterator[LeftOut]:
    for question_id, answer in interview.answers.items():
        question = material.question(interview, question_id)
        if question is None:
            yield LeftOut(f"{interview.id}/{question_id}", "the set has no such question")
        elif answer.fact is not None:
            try:
                read_fact(question.answer, answer.fact)
            except FactError as error:
                yield LeftOut(f"{interview.id}/{question_id}", f"the fact cannot be read: {error}")
