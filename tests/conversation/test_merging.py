from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from themer.conversation.merging import merge
from themer.model.interview import Answer, Interview, SetReference

BASE = Interview("themer/interview/1", "one", SetReference("branches", "1"), "main", "harrow-hill")
answers = st.dictionaries(
    st.sampled_from("abc"), st.builds(Answer, noted=st.text("xyz", min_size=1, max_size=3))
)


def with_answers(**noted: str) -> Interview:
    return replace(BASE, answers={key: Answer(noted=text) for key, text in noted.items()})


def test_what_one_side_changed_is_taken_from_that_side() -> None:
    base = with_answers(a="1", b="1", c="1")
    merged = merge(base, with_answers(a="2", b="1", c="1"), with_answers(a="1", b="2"))
    assert merged.interview == with_answers(a="2", b="2")
    assert merged.conflicts == ()


def test_where_both_changed_mine_stands_and_theirs_is_kept() -> None:
    merged = merge(with_answers(a="1"), with_answers(a="mine"), with_answers(a="theirs"))
    assert merged.interview.answers["a"].noted == "mine"
    assert merged.interview.unassigned == ("(other copy, a) theirs",)
    assert merged.conflicts == ("a",)


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    both = with_answers(a="2")
    assert merge(with_answers(a="1"), both, both).conflicts == ()


def test_a_fact_that_differs_is_kept_too() -> None:
    mine = replace(BASE, answers={"a": Answer(fact="yes", noted="both")})
    theirs = replace(BASE, answers={"a": Answer(fact="no", noted="both")})
    assert merge(BASE, mine, theirs).interview.unassigned == ("(other copy, a) fact no",)


def test_an_answer_deleted_there_and_changed_here_stays() -> None:
    merged = merge(with_answers(a="1"), with_answers(a="2"), BASE)
    assert merged.interview == with_answers(a="2")
    assert merge(with_answers(a="1"), BASE, with_answers(a="2")).interview == with_answers(a="2")


def test_finishing_there_and_typing_here_gives_both() -> None:
    theirs = replace(with_answers(a="1"), state="finished", unassigned=("theirs",))
    merged = merge(with_answers(a="1"), replace(with_answers(a="2"), unassigned=("m",)), theirs)
    assert merged.interview.state == "finished"
    assert merged.interview.unassigned == ("m", "theirs")


@given(st.none() | answers, answers, answers)
def test_no_word_typed_by_either_since_is_lost(
    base: dict[str, Answer] | None, mine: dict[str, Answer], theirs: dict[str, Answer]
) -> None:
    start = None if base is None else replace(BASE, answers=base)
    merged = merge(start, replace(BASE, answers=mine), replace(BASE, answers=theirs)).interview
    held = " ".join([*(a.noted for a in merged.answers.values()), *merged.unassigned])
    for side in (mine, theirs):
        for question, answer in side.items():
            if answer != (base or {}).get(question):
                assert answer.noted in held


@given(answers, answers)
def test_merging_again_changes_nothing(mine: dict[str, Answer], theirs: dict[str, Answer]) -> None:
    their = replace(BASE, answers=theirs)
    once = merge(BASE, replace(BASE, answers=mine), their).interview
    assert merge(their, once, their).interview == once
