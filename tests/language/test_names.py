"""Names are proposed with exact offsets, from three ways of looking, and always the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from themer.errors import ModelError
from themer.language import names
from themer.language.names import names_in


def _words(text: str) -> list[str]:
    return [text[one.start : one.end] for one in names_in(text)]


def test_people_organisations_and_places_are_found_with_their_kind() -> None:
    text = "I asked Moira Pettigrew, and in Leeds they do it with Sheffield Hallam University."
    found = {text[one.start : one.end]: one.kind for one in names_in(text)}
    assert found["Moira Pettigrew"] == "person"
    assert found["Leeds"] == "place"
    assert "Sheffield Hallam University" in found


def test_names_typed_without_a_capital_are_found_by_name_or_title() -> None:
    assert _words("we had jenny from the uni in") == ["jenny"]
    assert _words("then mrs oyelaran said it was fine") == ["mrs oyelaran"]


def test_a_name_that_is_an_ordinary_word_takes_a_capital() -> None:
    assert _words("it will grace us in may, said the lead") == []
    assert "Grace" in _words("and then Grace rang us")


def test_a_word_with_a_capital_within_a_sentence_is_proposed_whatever_it_is() -> None:
    assert "Quillbrook" in _words("they went over to Quillbrook last year")


@pytest.mark.parametrize("text", ["", " ", "😀", "<script>alert(1)</script>", "|*_`", "a" * 50_000])
def test_text_without_a_name_gives_none(text: str) -> None:
    assert names_in(text) == ()


def test_offsets_count_code_points_also_behind_an_emoji_and_far_in() -> None:
    text = "😀 " * 12_000 + "and so Moira Pettigrew rang."
    (found,) = [one for one in names_in(text) if "Moira" in text[one.start : one.end]]
    assert text[found.start : found.end] == "Moira Pettigrew"


def test_two_looks_give_the_same() -> None:
    text = "Dave and Priya went to Rowan House in York with Dr Okafor."
    assert names_in(text) == names_in(text)


def test_a_recogniser_that_is_not_the_released_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("cfg", "moves", "SHA256"):
        (tmp_path / name).write_bytes((names.FOLDER / name).read_bytes())
    (tmp_path / "model").write_bytes(b"another")
    monkeypatch.setattr(names, "FOLDER", tmp_path)
    names._recogniser.cache_clear()
    try:
        with pytest.raises(ModelError):
            names_in("Moira")
    finally:
        names._recogniser.cache_clear()
