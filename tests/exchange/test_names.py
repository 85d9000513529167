"""Ids from whatever a table holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from themer.exchange.names import unique_ids
from themer.model.scalars import is_identifier


def test_a_plain_name_becomes_itself() -> None:
    assert unique_ids(["p1-1", "Trust A"]) == {"p1-1": "p1-1", "Trust A": "trust-a"}


def test_names_that_differ_by_case_only_stay_apart() -> None:
    made = unique_ids(["r 1", "R 1", "r-1"])
    assert made["r-1"] == "r-1"
    assert len(set(made.values())) == 3


def test_an_id_follows_from_the_text_and_not_from_its_place() -> None:
    texts = ["Ä 1", "a 1", "A-1", "con", "", "日本", "x" * 10_000, "../../etc"]
    assert unique_ids(texts) == unique_ids(texts[::-1])


def test_names_that_a_system_keeps_for_itself_are_changed() -> None:
    for name in ("CON", "aux", "com1", "LPT9"):
        assert unique_ids([name])[name] != name.lower()


@given(st.lists(st.text(max_size=30), unique=True))
def test_every_text_gets_a_safe_id_of_its_own(texts: list[str]) -> None:
    made = unique_ids(texts)
    assert list(made) == texts
    assert len(set(made.values())) == len(texts)
    assert all(is_identifier(one) for one in made.values())
