"""Shares of all answers in the report: a table of estimates, or why there is none."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from test_assembling import all_words, report_of
from test_coded_words import plain_study

from themer.findings.material import Material
from themer.model.sample import Sample, Stratum
from themer.report.assembling import Report


def sampled(*, read: int = 14, carry: int = 6) -> Material:
    """28 branches with an answer each: 14 are drawn, so many of them read and given the code."""
    whole = plain_study(28, read=read, machine=False)
    places = tuple(f"b{n:02}-1/hardest" for n in range(1, 15))
    strata = (Stratum("branch", "council", 28, 14),)
    at = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    given = {f"b{n:02}-1" for n in range(1, carry + 1)}
    decisions = (d for d in whole.decisions if d.action == "read" or d.interview in given)
    sample = Sample("themer/sample/1", 1, 0.5, at, "coder-a", strata, places)
    study = replace(whole.study, percent_from=10)
    return replace(whole, study=study, decisions=tuple(decisions), sample=sample)


def entries(report: Report) -> dict[str, dict[str, object]]:
    figures = json.loads(report.ledger)["figures"]
    return {one["figure"]: one for one in figures if one["figure"].startswith("share:")}


def test_an_estimate_stands_with_its_range_and_its_rule_in_the_ledger() -> None:
    report = report_of(sampled())
    words = all_words(report)
    assert "Shares of all answers of branches, estimated" in words
    for cell in ("6 of 14", "43%", "27%", "61%"):
        assert cell in words.split("\n")
    found = entries(report)
    assert {one["rule"] for one in found.values()} == {"the-share-of-all-answers"}
    assert found["share:delivery@branch"]["k"] == 6
    assert found["share:delivery:estimate@branch"]["value"] == 0.4286
    assert report.counts["share:delivery:estimate@branch"] == "0.4286"


def test_a_small_count_takes_the_estimate_with_it_where_the_report_is_shared() -> None:
    report = report_of(sampled(carry=2), "shareable")
    found = entries(report)
    assert found["share:delivery@branch"]["withheld"]
    assert found["share:delivery:estimate@branch"]["withheld"]
    assert "14%" not in all_words(report).split("\n")


def test_where_nothing_can_be_estimated_it_says_why() -> None:
    words = all_words(report_of(sampled(read=13)))
    assert "still to be read to the end" in words
    assert "estimated" not in words.replace("is estimated.", "")
    undrawn = replace(sampled(), sample=None)
    assert "They were not drawn at random, so no share" in all_words(report_of(undrawn))


def test_a_study_read_to_its_end_estimates_nothing() -> None:
    assert "Shares of all answers" not in all_words(report_of(sampled(read=28)))
