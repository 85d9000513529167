from __future__ import annotations

from collections import Counter

from themer.model.dealing import dealt


def test_parts_differ_by_one_at_most_and_the_order_changes_nothing() -> None:
    keys = [f"answer {number}" for number in range(30)]
    parts = dealt(keys)
    assert sorted(Counter(parts.values()).values()) == [7, 7, 8, 8]
    assert dealt([*reversed(keys), keys[3]]) == parts


def test_neighbours_in_a_table_are_not_dealt_in_turns() -> None:
    parts = dealt(f"{number:03}" for number in range(40))
    assert [parts[f"{number:03}"] for number in range(40)] != [number % 4 for number in range(40)]
