"""Passages that stay out of everything that is shown to others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from themer.conversation.closing import read_back
from themer.conversation.quoting import quote
from themer.conversation.restricting import is_restricted, lift, open_words, restrict
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Answer, Passage


def test_a_restricted_passage_is_no_longer_a_quote(session: Session) -> None:
    marked = quote(session.write("Ann left. nobody asked")[0], 0, 8, may_use=True)
    marked = quote(marked, 10, 22, may_use=True)
    closed = restrict(marked, 0, 4)
    assert closed.answer.restricted == (Passage(0, 3),)
    assert [mark.text for mark in closed.answer.verbatim] == ["nobody asked"]


def test_lifting_takes_the_passage_that_the_cursor_is_in(session: Session) -> None:
    closed = restrict(restrict(session.write("Ann and Bo")[0], 0, 3), 8, 10)
    assert is_restricted(closed.answer, 9, 9)
    assert lift(closed, 9, 9).answer.restricted == (Passage(0, 3),)
    assert lift(closed, 0, 10).answer.restricted == ()


def test_the_fair_copy_has_restricted_passages_of_its_own(session: Session) -> None:
    copied = session.record(session.at, Answer(noted="Ann is ill", fair_copy="The lead, Ann, is"))
    closed = restrict(copied, 10, 13, "fair_copy")
    assert closed.answer.restricted_copy == (Passage(10, 13),)
    assert closed.answer.restricted == ()
    assert lift(closed, 11, 11, "fair_copy").answer == copied.answer


def test_nothing_selected_is_nothing_restricted(session: Session) -> None:
    with pytest.raises(NotPossibleError, match="Select"):
        restrict(session.write("a  b")[0], 1, 3)


def test_restricted_words_are_not_read_back(session: Session) -> None:
    closed = restrict(session.go("hardest").write("since Ann left, nobody drives")[0], 6, 9)
    assert [said for _, _, said in read_back(closed)] == ["since […] left, nobody drives"]
    across = restrict(session.go("hardest").write("Ann\nis ill\nand the van too")[0], 0, 10)
    assert [said for _, _, said in read_back(across)] == ["[…]"]
    copied = replace(closed.answer, fair_copy="Since Bo left", restricted_copy=(Passage(6, 8),))
    assert [s for _, _, s in read_back(closed.record("hardest", copied))] == ["Since […] left"]


def test_overlapping_passages_are_left_out_once() -> None:
    assert open_words("abcdef", (Passage(1, 3), Passage(2, 4))) == "a[…]ef"
