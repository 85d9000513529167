from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.conversation.comparing import compare
from themer.conversation.joining import CLOSED_MARK
from themer.conversation.session import Session
from themer.conversation.settling import Keep, copies_of, settle
from themer.model.interview import (
    Answer,
    Interview,
    OtherCopy,
    Passage,
    Practice,
    SetReference,
    Verbatim,
)
from themer.model.question_set import AnswerType, Question

BASE = Interview("themer/interview/1", "one", SetReference("branches", "1"), "main", "harrow-hill")
NOW = dt.datetime(2026, 3, 4, 10, tzinfo=dt.UTC)


def two(mine: Answer, theirs: Answer) -> tuple[Interview, OtherCopy]:
    copy = OtherCopy("a", theirs, NOW, "the file")
    return replace(BASE, answers={"a": mine}, other_copies=(copy,)), copy


@st.composite
def answer(draw: st.DrawFn) -> Answer:
    noted = draw(st.text("xyz \n", max_size=8))
    start, end = sorted(draw(st.tuples(st.integers(0, len(noted)), st.integers(0, len(noted)))))
    words = st.none() | st.text("pqr", min_size=1, max_size=3)
    return Answer(
        noted=noted,
        fact=draw(st.sampled_from([None, "1", "2"])),
        fair_copy=draw(words),
        follow_up=draw(words),
        source=draw(words),
        told=draw(words),
        restricted=(Passage(start, end),) if start < end else (),
    )


@given(answer(), answer(), st.sampled_from(["mine", "theirs", "both"]))
def test_whatever_is_kept_no_word_of_either_is_lost(
    mine: Answer, theirs: Answer, keep: Any
) -> None:
    interview, copy = two(mine, theirs)
    settled = settle(interview, copy, keep)
    assert not settled.has_other_copy("a")
    held = settled.answers.get("a", Answer())
    everything = " ".join([*_texts(held), *settled.unassigned])
    for side in (mine, theirs):
        for line in "\n".join(_texts(side)).split("\n"):
            assert line.strip() in everything


@given(answer(), answer(), st.sampled_from(["mine", "theirs", "both"]))
def test_whatever_is_kept_restricted_words_stay_so(mine: Answer, theirs: Answer, keep: Any) -> None:
    interview, copy = two(mine, theirs)
    held = settle(interview, copy, keep).answers.get("a", Answer())
    open_words = list(held.noted)
    for passage in held.restricted:
        assert passage.end <= len(held.noted)
        open_words[passage.start : passage.end] = "#" * (passage.end - passage.start)
    for side in (mine, theirs):
        for passage in side.restricted:
            if side.noted == held.noted:
                assert set(open_words[passage.start : passage.end]) == {"#"}
                continue
            words = side.noted[passage.start : passage.end].strip()
            assert not words or words not in "".join(open_words)


def _texts(answer: Answer) -> list[str]:
    told = [answer.noted, answer.fair_copy, answer.follow_up, answer.source, answer.told]
    return [text for text in (*told, answer.fact) if isinstance(text, str) and text.strip()]


def test_both_puts_theirs_after_mine_with_its_marks() -> None:
    theirs = Answer(
        noted="Ann said: never",
        verbatim=(Verbatim(10, 15, "never", may_use=True),),
        restricted=(Passage(0, 3),),
    )
    interview, copy = two(Answer(noted="mine"), theirs)
    held = settle(interview, copy, "both").answers["a"]
    assert held.noted == "mine\nAnn said: never"
    assert held.verbatim == (Verbatim(15, 20, "never", may_use=True),)
    assert held.restricted == (Passage(5, 8),)


def test_a_quote_that_one_copy_refuses_is_refused() -> None:
    quote = Verbatim(0, 5, "never", may_use=True)
    mine = Answer(noted="never", verbatim=(quote,))
    theirs = Answer(noted="never mind", verbatim=(replace(quote, may_use=False),))
    interview, copy = two(mine, theirs)
    assert not settle(interview, copy, "mine").answers["a"].verbatim[0].may_use


def test_restricted_words_that_are_set_aside_come_back_restricted(session: Session) -> None:
    theirs = Answer(noted="Ann is ill", restricted=(Passage(0, 3),))
    interview, copy = two(Answer(noted="mine"), theirs)
    settled = settle(interview, copy, "mine")
    (line,) = settled.unassigned
    assert line == f"(set aside, a) {CLOSED_MARK}Ann is ill"
    sent = replace(session, interview=settled).send(0, "hardest").answer_to("hardest")
    assert sent.restricted == (Passage(0, len(line)),)


def test_each_copy_is_settled_by_itself() -> None:
    interview, copy = two(Answer(noted="mine"), Answer(noted="theirs"))
    third = replace(copy, answer=Answer(noted="third"))
    interview = replace(interview, other_copies=(copy, third))
    assert copies_of(settle(interview, copy, "mine"), "a") == (third,)


def test_the_parts_that_differ_are_told_from_those_that_do_not() -> None:
    question = Question("a", "How much?", AnswerType("number", unit="GBP"))
    mine = Answer(fact="5", noted="five a day", follow_up="ring")
    rows = compare(question, mine, replace(mine, fact="6", noted="six a day"))
    assert [(row.label, row.differs) for row in rows] == [
        ("Fact", True),
        ("Notes", True),
        ("Follow up", False),
    ]
    assert "".join(piece.text for piece in rows[0].theirs) == "6 GBP"
    assert [piece.text for piece in rows[1].mine if piece.differs] == ["five"]


def test_long_texts_are_compared_too() -> None:
    mine = "word " * 20_000
    (row,) = compare(None, Answer(noted=mine + "x"), Answer(noted=mine + "y"))
    assert [piece.text for piece in row.mine if piece.differs] == ["x"]
    assert "".join(piece.text for piece in row.theirs) == mine + "y"


def test_both_repeats_no_line_that_both_have() -> None:
    quote = Verbatim(4, 9, "never", may_use=True)
    mine = Answer(noted="she never said\nvans", verbatim=(quote,))
    theirs = Answer(
        noted="she never said\nAnn drives",
        verbatim=(quote, Verbatim(15, 18, "Ann", may_use=False)),
        restricted=(Passage(15, 18),),
    )
    interview, copy = two(mine, theirs)
    held = settle(interview, copy, "both").answers["a"]
    assert held.noted == "she never said\nvans\nAnn drives"
    assert [held.noted[q.start : q.end] for q in held.verbatim] == ["never", "Ann"]
    assert held.restricted == (Passage(20, 23),)


def test_both_keeps_theirs_whole_where_a_mark_goes_over_lines() -> None:
    theirs = Answer(noted="one\ntwo\nthree", restricted=(Passage(0, 7),))
    interview, copy = two(Answer(noted="mine\ntwo"), theirs)
    held = settle(interview, copy, "both").answers["a"]
    assert held.noted == "mine\ntwo\none\ntwo\nthree"
    assert held.restricted == (Passage(9, 16),)


@pytest.mark.parametrize("keep", ["mine", "theirs", "both"])
def test_a_practice_that_either_copy_keeps_to_itself_is_not_shared(keep: Keep) -> None:
    mine = Answer(practice=Practice("a rota", share=False))
    theirs = Answer(practice=Practice("one rota for all", share=True))
    held = settle(*two(mine, theirs), keep).answers["a"]
    assert held.practice is not None
    assert not held.practice.share
