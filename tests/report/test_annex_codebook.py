"""The codebook's annex tells how it was changed, and outside not why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import rooms_study

from themer.findings.everything import find
from themer.model.codebook import CodebookChange
from themer.model.study import Profile
from themer.report import about, annex
from themer.report.ledger import Ledger
from themer.report.source import make_source

AT = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def changes_told(profile: Profile, *changes: CodebookChange) -> object:
    material = rooms_study.material(8)
    book = replace(material.codebooks["rooms"], changes=changes)
    material = replace(material, codebooks={"rooms": book})
    (told,) = annex.codebooks(make_source(material, find(material), profile, Ledger()))
    return told["changes"]


def test_changes_are_told_with_their_reasons_inside_and_without_outside() -> None:
    code = rooms_study.codebook().codes[0]
    change = CodebookChange("2", AT, "coder-a", "retire", (code.id,), "nobody says it")
    inside, outside = (str(changes_told(p, change)) for p in ("internal", "shareable"))
    for told in (inside, outside):
        assert "1 April 2026" in told
        assert f"retired “{code.name}”" in told
        assert "coder-a" not in told
    assert "nobody says it" in inside
    assert "nobody says it" not in outside


def test_a_codebook_that_nobody_changed_tells_nothing() -> None:
    assert changes_told("internal") is None


def test_decisions_that_wait_are_a_limit_of_the_findings() -> None:
    material = rooms_study.material(8)
    book = material.codebooks["rooms"]
    given = next(event for event in material.decisions if event.action == "accept")
    late = AT + dt.timedelta(days=1000)
    said = []
    for changes, retired in (
        ((), False),
        ((CodebookChange("2", late, "coder-a", "edit", (given.code or "",), "why"),), False),
        ((CodebookChange("2", late, "coder-a", "retire", (given.code or "",), "why"),), True),
    ):
        codes = tuple(
            replace(code, retired_in="2") if retired and code.id == given.code else code
            for code in book.codes
        )
        changed = replace(book, changes=changes, codes=codes)
        study = replace(material, codebooks={"rooms": changed})
        source = make_source(study, find(study), "internal", Ledger())
        said.append(" ".join(map(str, about.limits(source))))
    assert ["still to look at again" in one for one in said] == [False, True, True]
    assert ["as the code is retired" in one for one in said] == [False, False, True]
