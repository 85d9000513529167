"""An attribution fits enough people, also for a reader who knows how it is chosen."""

from __future__ import annotations

import random

import pytest

from themer.findings.attribution import Person, told_apart

_LEVELS = (
    lambda p: (p.role, p.kind),
    lambda p: (p.role,),
    lambda p: (p.kind,),
    lambda p: (p.audience,),
)


def person(number: int, role: str = "lead", kind: str = "council", org: str = "") -> Person:
    return Person(role, kind, "service", f"u{number}", org or f"o{number}", f"p{number}")


def test_role_and_kind_where_enough_people_of_two_organisations_fit() -> None:
    people = [person(n) for n in range(3)]
    assert set(told_apart(people, 3).values()) == {(0, 3)}
    alone = [person(n, org="one") for n in range(3)]
    assert {level for level, _ in told_apart(alone, 3).values()} == {4}


def test_the_role_alone_counts_only_those_whose_kind_is_too_small_to_be_named() -> None:
    councils = [person(n) for n in range(5)]
    trust = person(9, kind="trust")
    told = told_apart([*councils, trust], 3)
    assert told[trust] == (4, 0)  # "lead" would point to the one that is of no council
    charity, school = person(10, kind="charity"), person(11, kind="school")
    wider = told_apart([*councils, trust, charity, school], 3)
    assert {wider[one] for one in (trust, charity, school)} == {(1, 3)}


@pytest.mark.parametrize("seed", range(30))
def test_a_reader_who_knows_the_rule_is_left_with_as_many_as_it_says(seed: int) -> None:
    chance = random.Random(seed)
    people = [
        person(n, chance.choice("abc"), chance.choice("xyz"), chance.choice("12345"))
        for n in range(chance.randint(1, 14))
    ]
    told = told_apart(people, 3)
    for one, (level, many) in told.items():
        if level < len(_LEVELS):
            words = _LEVELS[level](one)
            alike = [p for p in people if told[p][0] == level and _LEVELS[level](p) == words]
            assert len(alike) == many >= 3
            assert len({p.organisation for p in alike}) > 1
