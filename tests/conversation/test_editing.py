from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from themer.conversation.editing import Edit, edit_notes, find_edit
from themer.model.interview import Answer, Passage, Verbatim

texts = st.text(st.sampled_from("ab \n🙂e\u0301"), max_size=30)


@given(texts, texts)
def test_the_edit_turns_one_text_into_the_other(before: str, after: str) -> None:
    assert find_edit(before, after).apply(before) == after


def test_the_edit_is_the_smallest() -> None:
    assert find_edit("one two three", "one 2 three") == Edit(4, 7, "2")
    assert find_edit("aaa", "aaaa").growth == 1
    assert find_edit("same", "same") == Edit(4, 4, "")


@given(st.text("ab ", max_size=8), st.text("ab ", max_size=8), texts)
def test_a_quote_keeps_its_words_or_is_lost(left: str, right: str, after: str) -> None:
    noted = f"{left}QUOTE{right}"
    quote = Verbatim(len(left), len(left) + 5, "QUOTE")
    for new in (after + noted, noted + after, noted.replace("QUOTE", f"QUO{after}TE")):
        edited, lost = edit_notes(Answer(noted=noted, verbatim=(quote,)), find_edit(noted, new))
        assert edited.noted == new
        for mark in edited.verbatim:
            assert new[mark.start : mark.end] == mark.text == "QUOTE"
        assert len(edited.verbatim) + len(lost) == 1


def test_typing_right_after_a_quote_keeps_it() -> None:
    answer = Answer(noted="said so", verbatim=(Verbatim(0, 7, "said so"),))
    edited, lost = edit_notes(answer, find_edit("said so", "said so."))
    assert edited.verbatim == answer.verbatim
    assert lost == ()


def test_a_restricted_passage_grows_with_what_is_typed_into_it() -> None:
    answer = Answer(noted="ask Margaret T", restricted=(Passage(4, 14),))
    edited, _ = edit_notes(answer, find_edit("ask Margaret T", "ask Margaret Anne T"))
    (passage,) = edited.restricted
    assert edited.noted[passage.start : passage.end] == "Margaret Anne T"


def test_a_restricted_passage_that_is_deleted_is_gone() -> None:
    answer = Answer(noted="ask Margaret", restricted=(Passage(4, 12),))
    assert edit_notes(answer, find_edit("ask Margaret", "ask "))[0].restricted == ()
