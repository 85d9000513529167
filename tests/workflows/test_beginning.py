"""Which unit is meant by what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from themer.conversation.naming import NewInterview
from themer.errors import NotFoundError
from themer.workflows.interviews.beginning import prepare


def meant(study: Path, said: str) -> list[str]:
    return [unit.id for _, unit in prepare(study, NewInterview(unit=said)).units]


@pytest.mark.parametrize("said", ["harrow-hill-mobile", "HARROW-HILL-MOBILE", "mobile", "Mobile"])
def test_a_unit_is_found_by_what_fits_it_alone(study: Path, said: str) -> None:
    assert meant(study, said) == ["harrow-hill-mobile"]


@pytest.mark.parametrize("said", ["harrow-hill", "Harrow"])
def test_where_several_fit_they_are_listed(study: Path, said: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        meant(study, said)
    assert "fits several units" in str(caught.value)
    assert "(harrow-hill-main)" in str(caught.value)
    assert "(harrow-hill-mobile)" in str(caught.value)


def test_an_organisation_with_one_unit_is_that_unit(study: Path) -> None:
    path = study / "study.yaml"
    text = path.read_text("utf-8").replace("id: harrow-hill\n", "id: dunmarsh\n", 1)
    path.write_text(text, "utf-8")
    with pytest.raises(NotFoundError, match="fits several units"):
        meant(study, "dunmarsh")
    at, end = text.index("      - id: harrow-hill-mobile"), text.index("consent:")
    path.write_text(text[:at] + text[end:], "utf-8")
    assert meant(study, "dunmarsh") == ["harrow-hill-main"]


def test_a_slip_of_the_keys_is_answered_with_what_is_near(study: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        meant(study, "harow-hil-mobile")
    assert "Near it: " in str(caught.value)
    assert "(harrow-hill-mobile)" in str(caught.value)
    with pytest.raises(NotFoundError, match="names or ids will do"):
        meant(study, "zzzz")
