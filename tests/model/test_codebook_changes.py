from __future__ import annotations

import datetime as dt
from dataclasses import replace

from themer.model.codebook import Code, Codebook, CodebookChange
from themer.model.codebook_changes import (
    LookAgain,
    read_before,
    to_look_at,
    waiting_by_code,
)
from themer.model.decision import Decision, standing

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
CODES = (Code("a", "A"), Code("b", "B"), Code("c", "C"))


def at(minute: int) -> dt.datetime:
    return START + dt.timedelta(minutes=minute)


def decided(minute: int, code: str, action: str = "accept", **details: object) -> Decision:
    place = {"interview": "i", "question": "q", "start": 0, "end": 4, "code": code}
    if action == "read":
        place = {"interview": "i", "question": "q"}
    made = {"coder": "coder-a", **place, **details}
    return Decision(str(minute), at(minute), action=action, **made)  # type: ignore[arg-type]


def change(
    version: int, minute: int, did: str, codes: str, into: str = "", **more: object
) -> object:
    return CodebookChange(
        str(version), at(minute), "coder-a", did, tuple(codes), "why", tuple(into), **more  # type: ignore[arg-type]
    )  # fmt: skip


def book(*changes: object, retired: str = "", new: str = "") -> Codebook:
    """Make a codebook of one-letter codes."""
    codes = tuple(
        replace(code, retired_in="x") if code.id in retired else code
        for code in (*CODES, *(Code(letter, letter.upper()) for letter in new))
    )
    return Codebook(codes, version="x", changes=changes)  # type: ignore[arg-type]


def waiting(of: Codebook, *events: Decision) -> list[tuple[str, tuple[str, ...]]]:
    return [(found.decision.id, found.offers) for found in to_look_at(standing(events), of)]


def test_an_edit_asks_again_about_all_that_was_decided_before_it() -> None:
    edited = book(change(2, 5, "edit", "a"))
    events = [decided(1, "a"), decided(2, "b"), decided(3, "a", "refuse", start=9, end=12)]
    assert waiting(edited, *events) == [("1", ("a",)), ("3", ("a",))]
    assert waiting(edited, *events, decided(6, "a"), decided(7, "a", start=9, end=12)) == []


def test_an_edit_of_the_wording_asks_nothing() -> None:
    assert waiting(book(change(2, 5, "edit", "a", look_again=False)), decided(1, "a")) == []


def test_another_coder_does_not_look_again_for_one() -> None:
    edited = book(change(2, 5, "edit", "a"))
    assert waiting(edited, decided(1, "a"), decided(6, "a", coder="coder-b")) == [("1", ("a",))]


def test_what_a_verdict_decided_against_asks_nothing() -> None:
    edited = book(change(2, 5, "edit", "a"))
    sides = decided(1, "a"), decided(2, "a", "refuse", coder="coder-b")
    for status, left in (("accepted", "1"), ("refused", "2")):
        verdict = decided(3, "a", "adjudicate", status=status, settles=("1", "2"))
        assert waiting(edited, *sides, verdict) == [(left, ("a",))]
    refused = decided(3, "a", "adjudicate", status="refused", settles=("1", "2"))
    assert waiting(book(change(2, 5, "merge", "a", "b"), retired="a"), *sides, refused) == []


def test_what_was_merged_away_is_offered_the_code_that_goes_on() -> None:
    merged = book(change(2, 5, "merge", "a", "b"), retired="a")
    assert waiting(merged, decided(1, "a")) == [("1", ("b",))]
    assert waiting(merged, decided(1, "a"), decided(6, "b")) == []
    assert waiting(merged, decided(1, "a"), decided(6, "b", "refuse")) == []
    assert waiting(merged, decided(1, "a"), decided(6, "a", "refuse")) == []


def test_a_merged_code_does_not_wait_where_the_other_one_was_given_already() -> None:
    merged = book(change(2, 5, "merge", "a", "b"), retired="a")
    assert waiting(merged, decided(1, "a"), decided(2, "b")) == []
    assert waiting(merged, decided(1, "a"), decided(2, "b", "refuse")) == [("1", ("b",))]


def test_only_a_decision_on_the_whole_passage_is_a_second_look() -> None:
    merged = book(change(2, 5, "merge", "a", "b"), retired="a")
    assert waiting(merged, decided(1, "a"), decided(6, "b", end=2)) == [("1", ("b",))]
    assert waiting(merged, decided(1, "a"), decided(6, "b", end=9)) == []
    assert waiting(merged, decided(1, "a"), decided(6, "c")) == [("1", ("b",))]


def test_a_split_waits_until_one_is_given_or_all_are_refused() -> None:
    split = book(change(2, 5, "split", "a", "de"), retired="a", new="de")
    first = decided(1, "a")
    assert waiting(split, first) == [("1", ("d", "e"))]
    assert waiting(split, first, decided(6, "d", "refuse")) == [("1", ("d", "e"))]
    assert waiting(split, first, decided(6, "d", "refuse"), decided(7, "e", "refuse")) == []
    assert waiting(split, first, decided(6, "e")) == []


def test_a_way_of_several_changes_ends_at_the_codes_of_today() -> None:
    changes = (change(2, 5, "split", "a", "bd"), change(3, 6, "merge", "d", "c"))
    assert waiting(book(*changes, retired="ad", new="d"), decided(1, "a")) == [("1", ("b", "c"))]


def test_a_retired_code_waits_without_an_offer_and_by_whatever_hand() -> None:
    gone = book(change(2, 5, "retire", "a"), retired="a")
    assert waiting(gone, decided(1, "a")) == [("1", ())]
    by_hand = to_look_at([decided(1, "a")], book(retired="a"))
    assert by_hand == (LookAgain(decided(1, "a"), None, ()),)
    assert not by_hand[0].is_counted


def test_a_code_that_was_given_up_waits_until_the_answer_is_read_again() -> None:
    gone = book(change(2, 5, "retire", "a"), retired="a")
    assert waiting(gone, decided(1, "a"), decided(2, "", "read")) == [("1", ())]
    assert waiting(gone, decided(1, "a"), decided(6, "", "read")) == []
    assert waiting(gone, decided(1, "a"), decided(6, "", "read", coder="coder-b")) == [("1", ())]
    merged = book(change(2, 5, "merge", "a", "b"), retired="a")
    assert waiting(merged, decided(1, "a"), decided(6, "", "read")) == [("1", ("b",))]


def test_a_retired_code_given_by_a_desk_that_did_not_know_is_listed_too() -> None:
    merged = book(change(2, 5, "merge", "a", "b"), retired="a")
    assert waiting(merged, decided(9, "a")) == [("9", ("b",))]


def test_refusals_of_a_retired_code_wait_for_nothing() -> None:
    merged = book(change(2, 5, "merge", "a", "b"), retired="a")
    assert waiting(merged, decided(1, "a", "refuse")) == []


def test_an_undone_change_touches_only_what_came_between() -> None:
    undone = (change(2, 5, "edit", "a"), change(3, 9, "undo", "a", undoes="2"))
    assert waiting(book(*undone), decided(1, "a")) == []
    assert waiting(book(*undone), decided(6, "a")) == [("6", ("a",))]
    merged = (change(2, 5, "merge", "a", "b"), change(3, 9, "undo", "ab", undoes="2"))
    assert waiting(book(*merged), decided(1, "a"), decided(2, "b")) == []
    assert waiting(book(*merged), decided(6, "b"), decided(7, "b", "refuse", start=7)) == [
        ("6", ("b",))
    ]


def test_codes_of_an_undone_split_are_offered_the_code_that_came_back() -> None:
    changes = (change(2, 5, "split", "a", "de"), change(3, 9, "undo", "ade", undoes="2"))
    assert waiting(book(*changes, retired="de", new="de"), decided(6, "d")) == [("6", ("a",))]


def judged(minute: int, code: str, unit: str = "u") -> Decision:
    return Decision(
        str(minute), at(minute), "coder-a", "status", unit=unit, code=code, status="absent"
    )


def test_a_judgement_on_an_edited_component_waits_for_another() -> None:
    edited = book(change(2, 5, "edit", "a"))
    assert waiting(edited, judged(1, "a"), judged(2, "a", "v")) == [("1", ("a",)), ("2", ("a",))]
    assert waiting(edited, judged(1, "a"), judged(6, "a")) == []


def test_a_judgement_on_a_merged_component_waits_for_one_on_the_whole() -> None:
    merged = book(change(2, 5, "merge", "a", "b"), retired="a")
    assert waiting(merged, judged(1, "a"), judged(2, "b")) == [("1", ("b",))]
    assert waiting(merged, judged(1, "a"), judged(6, "b", "v")) == [("1", ("b",))]
    assert waiting(merged, judged(1, "a"), judged(6, "b")) == []


def test_a_judgement_on_what_was_given_up_waits_for_nothing() -> None:
    assert waiting(book(change(2, 5, "retire", "a"), retired="a"), judged(1, "a")) == []
    assert waiting(book(retired="a"), judged(1, "a")) == []


def test_what_waits_is_counted_by_code() -> None:
    edited = book(change(2, 5, "edit", "a"), change(3, 5, "edit", "b"))
    events = [decided(1, "b"), decided(2, "a"), decided(3, "b", start=7)]
    assert waiting_by_code(to_look_at(events, edited)) == {"a": 1, "b": 2}


def test_answers_read_before_a_code_was_there_are_told() -> None:
    added = book(change(2, 5, "add", "d"), new="d")
    assert read_before([decided(1, "", "read")], added) == {"d": (("i", "q"),)}
    assert read_before([decided(6, "", "read")], added) == {}
    assert read_before([decided(1, "", "read"), decided(6, "d")], added) == {}
    assert read_before([decided(1, "", "read")], book(change(2, 5, "add", "a"), retired="a")) == {}


def test_what_a_coder_knew_follows_from_the_version_and_not_from_the_clock() -> None:
    edited = book(change(2, 5, "edit", "a"))
    old_desk, clock_behind = decided(9, "a", codebook="1"), decided(1, "a", codebook="2")
    assert waiting(edited, old_desk) == [("9", ("a",))]
    assert waiting(edited, clock_behind) == []


def test_events_without_a_version_go_by_the_time_of_day() -> None:
    edited = book(change(2, 5, "edit", "a"))
    assert waiting(edited, decided(1, "a"), decided(9, "a", start=9, end=12)) == [("1", ("a",))]


def test_a_version_written_by_hand_is_known_by_the_change_after_it() -> None:
    edited = book(change(2, 5, "edit", "a"), change("draft.2", 7, "edit", "b"))  # type: ignore[arg-type]
    by_hand = [decided(9, "b", codebook="draft"), decided(10, "a", codebook="draft")]
    assert waiting(edited, *by_hand) == [("9", ("b",))]
    today = [decided(1, "a", codebook="x"), decided(2, "b", codebook="x")]
    assert waiting(edited, *today) == [], "the version of the file as it is now"
    unheard = [decided(6, "a", codebook="other"), decided(6, "b", codebook="other")]
    assert [code for code, _ in waiting(edited, *unheard)] == ["6"], "by the clock"


def test_a_version_made_twice_counts_as_the_first_of_the_two() -> None:
    twice = book(change(2, 5, "edit", "a"), change(2, 6, "edit", "b"))
    assert waiting(twice, decided(9, "b", codebook="2")) == []
    assert waiting(twice, decided(9, "a", codebook="1")) == [("9", ("a",))]


def test_a_second_look_under_the_old_codebook_is_none() -> None:
    gone = book(change(2, 5, "retire", "a"), retired="a")
    given = decided(1, "a", codebook="1")
    assert waiting(gone, given, decided(6, "", "read", codebook="1")) == [("1", ())]
    assert waiting(gone, given, decided(2, "", "read", codebook="2")) == []
    split = book(change(2, 5, "split", "a", "de"), retired="a", new="de")
    refused = [decided(n, c, "refuse", codebook="2") for n, c in ((2, "d"), (3, "e"))]
    assert waiting(split, given, *refused) == []


def test_an_answer_read_at_a_desk_without_the_code_is_read_before_it() -> None:
    added = book(change(2, 5, "add", "d"), new="d")
    old_desk = decided(9, "", "read", codebook="1")
    assert read_before([old_desk], added) == {"d": (("i", "q"),)}
    clock_behind = decided(1, "", "read", codebook="2", coder="coder-b")
    assert read_before([old_desk, clock_behind], added) == {}
