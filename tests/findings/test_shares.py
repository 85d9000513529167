"""Shares of all answers of a study: only from what was drawn and read, and said why where not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from themer.findings.association import wilson
from themer.findings.everything import find
from themer.findings.material import Material
from themer.findings.shares import AudienceShares, find_shares
from themer.model.sample import Sample, Stratum
from themer.model.suggestion import SuggestionsFile, SuggestionsHeader

AT = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
ALL, DRAWN = 100, 40


def unit(at: int) -> str:
    return f"u{at:02}"


def sample_of(*places: str, answers: int = ALL, audience: str = "branch") -> Sample:
    strata = (Stratum(audience, "council", answers, len(places)),)
    return Sample("themer/sample/1", 1, 0.4, AT, "coder-a", strata, places)


DRAWN_PLACES = tuple(f"{unit(at)}-1/q0" for at in range(DRAWN))


@pytest.fixture
def study(build: Any, spoken: Callable[..., Any]) -> Callable[..., Material]:
    """Make a hundred conversations with an answer each, some read and some given the code."""

    def make(
        *,
        read: int = DRAWN,
        carry: int = 10,
        sample: Sample | None,
        unseen: Any = None,
        **more: Any,
    ) -> Material:
        words = {unit(at): ["read" if at < read else "unread"] for at in range(ALL)}
        interviews, decisions = spoken(words)
        for at in range(carry):
            text = f"the van of {unit(at)}"
            where = {"interview": f"{unit(at)}-1", "question": "q0", "start": 0, "end": len(text)}
            decisions.append(build.decision(at, "accept", text=text, code="vans", **where))
        suggestions = {}
        if unseen is not None:
            for at, interview in enumerate(interviews):
                header = SuggestionsHeader(
                    "themer/suggestions/1", interview.id, "0" * 64, build.made_by, "shipped"
                )
                segment = build.segment(f"s{at}", "q0", interview.answers["q0"].noted, {})
                part = (replace(segment, unseen={"vans": unseen(at)}),)
                suggestions[interview.id] = SuggestionsFile(header, part)
        return build.material(
            [build.question("q0")],
            interviews,
            decisions=tuple(decisions),
            sample=sample,
            suggestions=suggestions,
            **more,
        )

    return make


def only(material: Material) -> AudienceShares:
    (found,) = find_shares(material)
    return found


def test_a_sample_that_is_read_gives_an_estimate_for_each_code(study: Any) -> None:
    found = only(study(sample=sample_of(*DRAWN_PLACES)))
    assert (found.answers, found.read, found.drawn, found.why_not) == (ALL, DRAWN, DRAWN, None)
    (code,) = found.codes
    assert code.estimate is not None
    assert (code.estimate.k, code.estimate.n, code.estimate.share) == (10, 40, 0.25)
    low, high = wilson(0.25 * 40 / 0.6, 40 / 0.6)
    assert (code.estimate.low, code.estimate.high) == (max(low, 0.1), high)
    assert [one.interview for one in code.found] == [f"{unit(at)}-1" for at in range(10)]


def test_what_the_machine_expects_moves_and_narrows_it(study: Any) -> None:
    def unseen(at: int) -> float:
        return 0.9 if at < 10 or at >= 90 else 0.1

    plain = only(study(sample=sample_of(*DRAWN_PLACES))).codes[0].estimate
    found = only(study(sample=sample_of(*DRAWN_PLACES), unseen=unseen))
    (code,) = found.codes
    assert found.with_machine
    assert code.estimate is not None
    assert plain is not None
    assert code.estimate.lean == 1
    assert code.estimate.share == pytest.approx((10 + 60 * (10 / 40 + 14 / 60 - 12 / 40)) / 100)
    assert code.estimate.high - code.estimate.low < plain.high - plain.low


def test_a_study_read_to_its_end_or_not_at_all_has_none(study: Any) -> None:
    assert find_shares(study(sample=sample_of(*DRAWN_PLACES), read=ALL)) == ()
    assert find_shares(study(sample=sample_of(*DRAWN_PLACES), read=0, carry=0)) == ()


def test_a_part_that_was_not_drawn_has_no_estimate(study: Any) -> None:
    found = only(study(sample=None))
    assert (found.codes, found.read) == ((), DRAWN)
    assert "not drawn" in str(found.why_not)


def test_a_sample_read_in_part_has_no_estimate_yet(study: Any) -> None:
    found = only(study(sample=sample_of(*DRAWN_PLACES), read=39))
    assert found.codes == ()
    assert "drawn at random: 40; of these still to be read to the end: 1." in str(found.why_not)


def test_below_the_smallest_base_of_the_study_there_is_none(study: Any) -> None:
    found = only(study(sample=sample_of(*DRAWN_PLACES[:29])))
    assert found.codes == ()
    assert "drawn at random: 29; below 30" in str(found.why_not)


def test_answers_added_to_conversations_of_the_drawing_end_what_it_says(study: Any) -> None:
    found = only(study(sample=sample_of(*DRAWN_PLACES, answers=99)))
    assert found.codes == ()
    assert "drawn from 99 answers" in str(found.why_not)


def test_later_conversations_are_left_out_and_counted_beside(study: Any) -> None:
    made = study(sample=sample_of(*DRAWN_PLACES, answers=98))
    days = [dt.date(2026, 2, 2 if at >= 98 else 1) for at in range(ALL)]
    later = tuple(
        replace(one, sittings=(replace(one.sittings[0], date=day),))
        for one, day in zip(made.interviews, days, strict=True)
    )
    found = only(replace(made, interviews=later))
    assert (found.answers, found.later, found.why_not) == (98, 2, None)
    assert found.codes[0].estimate is not None
    assert found.codes[0].estimate.answers == 98


def test_withdrawn_conversations_leave_a_sample_of_the_others(study: Any) -> None:
    made = study(sample=sample_of(*DRAWN_PLACES))
    gone = tuple(
        replace(one, state="withdrawn") if at in (0, 50) else one
        for at, one in enumerate(made.interviews)
    )
    found = only(replace(made, interviews=gone))
    assert (found.answers, found.drawn) == (98, 39)
    assert found.codes[0].estimate is not None
    assert found.codes[0].estimate.k == 9


def test_what_was_read_beside_the_sample_bounds_the_share_and_is_no_part_of_it(study: Any) -> None:
    found = only(study(sample=sample_of(*DRAWN_PLACES), read=99))
    assert found.codes[0].estimate is not None
    # 59 of the others are read, and none carries it: at most one more can.
    assert found.codes[0].estimate.share == found.codes[0].estimate.high == 0.11
    assert (found.codes[0].estimate.n, found.read) == (40, 99)


def test_findings_hold_the_shares(study: Any) -> None:
    made = study(sample=sample_of(*DRAWN_PLACES))
    assert find(made).shares == find_shares(made)
