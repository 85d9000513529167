"""Indicators, cards of good practice, what is not known and what was settled, in both profiles."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
import rooms_study

from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.decision import Decision
from themer.model.indicator import Indicator
from themer.model.interview import Answer, Interview, Practice
from themer.model.study import Profile
from themer.report import about, further
from themer.report.assembling import assemble
from themer.report.basis import Basis
from themer.report.ledger import Ledger
from themer.report.marked_text import token
from themer.report.source import Source, make_source

AT = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def source_of(material: Material, profile: Profile = "internal") -> Source:
    return make_source(material, find(material), profile, Ledger())


def with_practice(material: Material, at: int, practice: Practice, **changes: Any) -> Material:
    """Mark a good practice in the first answer with words of a conversation."""
    interviews = list(material.interviews)
    one: Interview = interviews[at]
    name = next(q for q, answer in one.answers.items() if answer.noted.strip())
    answers = {**one.answers, name: replace(one.answers[name], practice=practice)}
    interviews[at] = replace(one, answers=answers, **changes)
    return replace(material, interviews=tuple(interviews))


@pytest.fixture
def material() -> Material:
    return rooms_study.material(8)


def plain(words: object, source: Source) -> str:
    """Read a text with its tokens as a document prints it."""
    text = re.sub(r"\\(.)", r"\1", str(words))
    ledger = source.printer.ledger
    for number, (_, printed) in enumerate(ledger._texts):
        text = text.replace(token("f", number), printed)
    return text


def test_an_indicator_is_said_with_its_base(material: Material) -> None:
    rule = Indicator("home", "Reaches home", "home is yes", about="take books to readers at home")
    source = source_of(replace(material, indicators=(rule,)))
    (one,) = further.indicators(source)
    figure = source.findings.indicators[0].figure
    assert f"{figure.k} of {figure.n} " in plain(one["said"], source)
    assert "take books to readers at home." in plain(one["said"], source)
    assert one["rule"] == "home is yes"


def test_an_indicator_over_a_sensitive_question_stays_inside(material: Material) -> None:
    sets = {
        name: replace(
            one,
            sections=tuple(
                replace(s, questions=tuple(replace(q, sensitive=True) for q in s.questions))
                for s in one.sections
            ),
        )
        for name, one in material.sets.items()
    }
    closed = replace(
        material, sets=sets, indicators=(Indicator("home", "Reaches home", "home is yes"),)
    )
    assert len(further.indicators(source_of(closed))) == 1
    assert further.indicators(source_of(closed, "shareable")) == []


def test_an_indicator_of_nobody_says_so(material: Material) -> None:
    rule = Indicator("voiced", "Voiced", "home is yes")
    silent = replace(
        material,
        interviews=tuple(
            replace(i, answers={k: a for k, a in i.answers.items() if k != "home"})
            for i in material.interviews
        ),
        indicators=(rule,),
    )
    (one,) = further.indicators(source_of(silent))
    said = plain(one["said"], source_of(silent))
    assert said.startswith("It cannot be said of any branch yet.")


def test_a_card_that_may_be_told_names_nobody_outside(material: Material) -> None:
    told = with_practice(material, 0, Practice("one insurance for all", "the lead", share=True))
    inside, outside = source_of(told), source_of(told, "shareable")
    (card,) = further.good_practice(inside)["cards"]  # type: ignore[index]
    unit = told.unit_of(told.interviews[0])
    assert str(card["where"]).lower() == inside.printer.unit_name(unit).lower()
    (card,) = further.good_practice(outside)["cards"]  # type: ignore[index]
    assert str(card["where"]) == "One branch"
    assert "the lead" in str(card["ask"])


def test_a_card_that_may_not_be_told_is_only_counted_outside(material: Material) -> None:
    kept = with_practice(material, 0, Practice("one insurance for all", share=False))
    found = further.good_practice(source_of(kept, "shareable"))
    assert found is not None
    assert found["cards"] == []


def test_a_card_of_who_agreed_to_nothing_is_not_printed_inside_either(
    material: Material,
) -> None:
    consent = material.interviews[0].consent
    assert consent is not None
    kept = with_practice(
        material, 0, Practice("one insurance", share=False), consent=replace(consent, quote=False)
    )
    found = further.good_practice(source_of(kept))
    assert found is not None
    assert found["cards"] == []


def test_nothing_is_said_of_good_practice_where_none_was_marked(material: Material) -> None:
    assert further.good_practice(source_of(material)) is None


def test_what_is_not_known_stands_with_its_base_and_what_would_settle_it(
    material: Material,
) -> None:
    one = material.interviews[0]
    unsure = replace(one, answers={**one.answers, "home": Answer(state="dont_know")})
    source = source_of(replace(material, interviews=(unsure, *material.interviews[1:])))
    found = further.unknown(source)
    assert found is not None
    cells = [[plain(cell, source) for cell in row["cells"]] for row in found["rows"]]
    known = source.findings.unknown[0]
    assert (known.figure.k, known.figure.n) == (1, len(material.interviews))
    assert cells[0][2:] == [f"1 of {known.figure.n}", "Somebody there who knows."]


def test_what_was_settled_is_listed_inside_and_counted_in_the_limits(
    material: Material,
) -> None:
    name = "home"
    first = next(one for one in material.interviews if one.answers[name].fact == "yes")
    rest = [one for one in material.interviews if one is not first]
    doubtful = replace(first.answers[name], noted="yes, but on paper only", fair_copy=None)
    changed = replace(
        material, interviews=(replace(first, answers={**first.answers, name: doubtful}), *rest)
    )
    wanted = next(one for one in find(changed).to_look_at if one.reference.interview == first.id)
    word = Decision(
        id="w1",
        at=AT,
        coder="coder-a",
        action="weigh",
        status="words",
        reason="it was never used",
        settles=(wanted.id,),
        answer_sha256=wanted.sha256,
    )
    source = source_of(replace(changed, decisions=(*changed.decisions, word)))
    table = further.settled(source)
    assert table is not None
    assert [plain(cell, source) for cell in table["rows"][0]["cells"]][2:] == [
        "The words stand, and the fact is to be asked again",
        "it was never used",
    ]
    assert any("settled by people" in str(one) for one in about.limits(source))
    assert further.settled(source_of(replace(changed, decisions=()), "internal")) is None
    outside = replace(changed, decisions=(*changed.decisions, word))
    assert further.settled(source_of(outside, "shareable")) is None


def test_author_text_may_name_an_indicator(material: Material) -> None:
    rule = Indicator("home", "Reaches home", "home is yes")
    made = replace(material, indicators=(rule,))
    templates = {"summary.md.j2": '# Home\n\n{{ indicator("home").k_of_n }} reach home.\n'}
    report = assemble(Basis(made, find(made), templates, "0" * 64))
    figure = find(made).indicators[0].figure
    assert "indicator:home@branch" in report.ledger
    assert report.counts["indicator:home@branch"] == f"{figure.k} of {figure.n}"
