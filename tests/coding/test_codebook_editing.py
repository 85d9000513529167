from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.coding.codebook_editing import (
    By,
    add_code,
    change_to_undo,
    edit_code,
    merge_codes,
    next_version,
    retire_code,
    split_code,
    undo_change,
    values_of,
    with_values,
)
from themer.errors import InputError, NotFoundError
from themer.model.codebook import Code, Codebook
from themer.model.codebook_changes import to_look_at
from themer.model.decision import Decision, in_force, standing

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
BOOK = Codebook(
    (Code("van", "Van", "Books by van"), Code("post", "Post"), Code("bus", "Bus", retired_in="1"))
)


def by(minute: int = 0, coder: str = "coder-a", reason: str = "because") -> By:
    return By(coder, START + dt.timedelta(minutes=minute), reason)


def current(book: Codebook) -> list[str]:
    return [code.id for code in book.current()]


def test_each_change_counts_the_version_on_and_says_who_when_and_why() -> None:
    book = add_code(BOOK, Code("feet", "On foot"), by(3))
    change = book.changes[-1]
    assert (book.version, change.version) == ("2", "2")
    assert (change.coder, change.at, change.reason) == ("coder-a", by(3).at, "because")
    assert (change.did, change.codes) == ("add", ("feet",))
    assert current(book) == ["van", "post", "feet"]


@pytest.mark.parametrize(
    ("version", "then"),
    [("1", "2"), ("9", "10"), ("2.1", "2.2"), ("2026.9", "2026.10"), ("draft", "draft.2")],
)
def test_a_version_made_by_hand_counts_on_sensibly(version: str, then: str) -> None:
    assert next_version(replace(BOOK, version=version)) == then


def test_a_version_that_was_there_is_not_used_again() -> None:
    book = add_code(BOOK, Code("feet", "On foot"), by())
    assert next_version(replace(book, version="1")) == "3"


def test_a_change_never_comes_before_the_one_before_it() -> None:
    book = add_code(BOOK, Code("feet", "On foot"), by(5))
    book = retire_code(book, "feet", by(0))
    assert book.changes[1].at > book.changes[0].at


def test_an_edit_keeps_what_was_before() -> None:
    edited = with_values(BOOK.codes[0], {"name": "A van", "include": "lorries"})
    book = edit_code(BOOK, edited, by(), look_again=True)
    assert book.changes[-1].before == {"name": "Van", "include": ""}
    found = book.code("van")
    assert found is not None
    assert (found.name, found.include, found.definition) == ("A van", "lorries", "Books by van")


def test_all_that_can_be_edited_comes_back_from_its_text() -> None:
    code = Code("van", "Van", "d", "i", "e", ("one", "two"), "post", "#102030")
    assert with_values(Code("van", "x"), values_of(code)) == code


def test_two_states_out_of_three_are_refused() -> None:
    with pytest.raises(InputError, match="all three"):
        with_values(BOOK.codes[0], {"component.absent": "nothing"})


def test_a_split_retires_the_code_and_puts_the_new_ones_in_its_place() -> None:
    new = [Code("van-own", "Van"), Code("van-hired", "Hired van")]
    book = split_code(BOOK, "van", new, by())
    assert [code.id for code in book.codes] == ["van", "van-own", "van-hired", "post", "bus"]
    assert current(book) == ["van-own", "van-hired", "post"]
    assert (book.changes[-1].codes, book.changes[-1].into) == (("van",), ("van-own", "van-hired"))


def test_a_merge_retires_what_was_merged() -> None:
    book = merge_codes(BOOK, ["post"], "van", by())
    assert current(book) == ["van"]
    assert book.code("post") == replace(BOOK.codes[1], retired_in="2")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda: add_code(BOOK, Code("bus", "Buses"), by()), "for ever"),
        (lambda: add_code(BOOK, Code("vans", "vAN"), by()), "already"),
        (lambda: add_code(BOOK, Code("feet", " "), by()), "needs a name"),
        (lambda: add_code(BOOK, Code("feet", "Feet"), by(reason=" ")), "reason"),
        (lambda: edit_code(BOOK, BOOK.codes[0], by(), look_again=True), "Nothing"),
        (lambda: split_code(BOOK, "van", [Code("a", "A")], by()), "two at least"),
        (lambda: split_code(BOOK, "van", [Code("a", "A"), Code("b", "a")], by()), "already"),
        (lambda: split_code(BOOK, "van", [Code("van", "A"), Code("b", "B")], by()), "for ever"),
        (lambda: merge_codes(BOOK, ["van"], "van", by()), "into itself"),
        (lambda: merge_codes(BOOK, [], "van", by()), "Choose"),
        (lambda: retire_code(replace(BOOK, codes=BOOK.codes[:1]), "van", by()), "last code"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(change: object, says: str) -> None:
    with pytest.raises(InputError, match=says):
        change()  # type: ignore[operator]


@pytest.mark.parametrize("code", ["bus", "gone"])
def test_a_retired_or_unknown_code_is_not_changed(code: str) -> None:
    for change in (
        lambda: retire_code(BOOK, code, by()),
        lambda: merge_codes(BOOK, ["van"], code, by()),
        lambda: merge_codes(BOOK, [code], "van", by()),
    ):
        with pytest.raises(NotFoundError):
            change()


def test_an_edit_is_undone_by_an_edit_back() -> None:
    edited = edit_code(BOOK, replace(BOOK.codes[0], name="Vans"), by(), look_again=False)
    back = undo_change(edited, by(1, reason="it was right"))
    assert back.codes == BOOK.codes
    assert (back.version, back.changes[-1].undoes) == ("3", "2")
    assert back.changes[-1].before == {"name": "Vans"}
    assert back.changes[-1].look_again is False


def test_merged_and_retired_codes_come_back_by_undo() -> None:
    for book in (merge_codes(BOOK, ["post"], "van", by()), retire_code(BOOK, "post", by())):
        assert undo_change(book, by(1)).codes == BOOK.codes


def test_what_a_change_had_added_is_retired_by_its_undo() -> None:
    added = undo_change(add_code(BOOK, Code("feet", "On foot"), by()), by(1))
    assert current(added) == ["van", "post"]
    assert added.code("feet") == Code("feet", "On foot", retired_in="3")
    split = split_code(BOOK, "van", [Code("a", "A"), Code("b", "B")], by())
    assert current(undo_change(split, by(1))) == ["van", "post"]


def test_only_the_last_change_of_ones_own_is_undone_and_no_undo() -> None:
    book = retire_code(BOOK, "post", by())
    assert change_to_undo(book, "coder-a") == book.changes[-1]
    assert change_to_undo(book, "coder-b") is None
    assert change_to_undo(undo_change(book, by(1)), "coder-a") is None
    assert change_to_undo(replace(book, version="7"), "coder-a") is None
    with pytest.raises(InputError, match="came after"):
        undo_change(book, by(1, coder="coder-b"))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "refuse", "add", "edit", "split", "merge", "retire", "undo"]),
        st.integers(0, 9),
        st.integers(0, 9),
        st.sampled_from(["coder-a", "coder-b"]),
        st.sampled_from([(0, 4), (0, 9), (5, 9)]),
    ),
    max_size=14,
)


@given(STEPS)
def test_whatever_is_changed_no_id_comes_twice_and_what_was_given_counts_or_waits(
    steps: list[tuple[str, int, int, str, tuple[int, int]]],
) -> None:
    book, events = BOOK, []
    given_ids = {code.id for code in book.codes}
    for minute, (did, one, other, coder, span) in enumerate(steps):
        if did in ("accept", "refuse"):
            known = [code.id for code in book.codes]  # an open desk may not know of a change
            event = Decision(
                str(minute), by(minute).at, coder, did, "i", "q", None, *span,
                code=known[one % len(known)],
            )  # type: ignore[arg-type]  # fmt: skip
            events.append(event)
            continue
        before, book = book, changed(book, did, one, other, by(minute, coder))
        assert [c.id for c in before.codes if book.code(c.id) is None] == []
        new = {code.id for code in book.codes} - {code.id for code in before.codes}
        assert not new & given_ids
        given_ids |= new
        assert len({c.version for c in book.changes}) == len(book.changes)
    stand = standing(events)
    waiting = {item.decision.id for item in to_look_at(stand, book)}
    for event in in_force(stand):
        if event.action == "accept" and event.code not in current(book):
            assert event.id in waiting or any(
                other.coder == event.coder
                and other.code != event.code
                and (other.start or 0) <= (event.start or 0)
                and (event.end or 0) <= (other.end or 0)
                for other in stand
            )


def changed(book: Codebook, did: str, one: int, other: int, who: By) -> Codebook:
    """Make a change where it can be made."""
    ids = current(book)
    first, second = ids[one % len(ids)], ids[other % len(ids)]
    code = book.code(first)
    assert code is not None
    new = [Code(f"n{len(book.codes)}{x}", f"N{len(book.codes)}{x}") for x in "ab"]
    try:
        if did == "add":
            return add_code(book, new[0], who)
        if did == "edit":
            return edit_code(book, replace(code, definition=str(other)), who, look_again=other > 4)
        if did == "split":
            return split_code(book, first, new, who)
        if did == "merge":
            return merge_codes(book, [first], second, who)
        return retire_code(book, first, who) if did == "retire" else undo_change(book, who)
    except InputError:
        return book
