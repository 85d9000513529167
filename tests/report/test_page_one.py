"""Page one says as a finding only what somebody was counted for."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rooms_study as rooms

from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.theme import ThemeConfidence
from themer.report import sections
from themer.report.ledger import Ledger
from themer.report.page_one import headlines, page_one
from themer.report.source import Source, make_source


def sure(material: Material) -> Material:
    """The same with a theme of which somebody was sure."""
    (theme,) = material.themes
    return replace(
        material, themes=(replace(theme, confidence=ThemeConfidence("moderate", "Two coders.")),)
    )


def source(material: Material) -> Source:
    return make_source(material, find(material), "internal", Ledger(names_sources=True))


def test_a_theme_that_somebody_was_counted_for_is_a_finding_with_its_confidence() -> None:
    found = source(sure(rooms.material(3)))
    assert "theme" in headlines(found)[0].reference
    assert "moderate" in page_one(found)["confidence"]
    assert sections.themes(found)[0]["glance"]["confidence"] == "moderate"


@pytest.mark.parametrize("field", ["page one", "glance", "theme"])
def test_without_a_conversation_no_theme_is_a_finding_or_has_a_confidence(field: str) -> None:
    whole = sure(rooms.material(3))
    found = source(replace(whole, interviews=(), decisions=()))
    assert found.findings.themes
    if field == "page one":
        said = page_one(found)
        assert said["findings"] == []
        assert said["confidence"] == ""
        assert "No conversation counts yet" in said["in_one_sentence"]
    else:
        (theme,) = sections.themes(found)
        told = theme["confidence"] if field == "theme" else theme["glance"]["confidence"]
        assert str(told).startswith("no base yet")
