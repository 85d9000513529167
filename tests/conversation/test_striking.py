"""Words that were said off the record after all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from themer.conversation.editing import find_edit
from themer.conversation.quoting import quote
from themer.conversation.restricting import restrict
from themer.conversation.session import NotPossibleError, Session
from themer.conversation.striking import PAUSE, Typing, follow, strike, targets
from themer.model.interview import Answer, Passage, Practice


def type_in(*stretches: tuple[float, str], question: str = "hardest") -> tuple[Typing, str]:
    """Type letter by letter, each stretch beginning at a moment."""
    typing: Typing | None = None
    text = ""
    for at, words in stretches:
        for sign in words:
            typing = follow(typing, question, find_edit(text, text + sign), at)
            text += sign
    assert typing is not None
    return typing, text


def shown(session: Session, typing: Typing | None) -> list[str]:
    return [target.words for target in targets(session, typing)]


def test_the_last_passage_begins_at_the_last_pause_and_goes_back_by_pauses(
    session: Session,
) -> None:
    typing, text = type_in((0, "the van. "), (PAUSE + 1, "she drinks. "), (PAUSE + 2, "a lot"))
    talked = session.go("hardest").write(text)[0]
    assert shown(talked, typing) == ["she drinks. a lot", "the van. she drinks. a lot"]


def test_the_last_passage_begins_at_the_last_line_break(session: Session) -> None:
    typing, text = type_in((0, "the van\nshe drinks\n"))
    talked = session.go("hardest").write(text)[0]
    assert shown(talked, typing)[0] == "she drinks\n"
    struck = strike(talked, targets(talked, typing)[0])
    assert struck.answer.noted == "the van\n"


def test_typing_elsewhere_begins_a_passage(session: Session) -> None:
    typing, text = type_in((0, "the van came"))
    edited = text[:3] + " old" + text[3:]
    typing = follow(typing, "hardest", find_edit(text, edited), 1.0)
    assert (typing.starts[0], typing.end) == (0, len(edited))  # within what is being typed
    before = Typing("hardest", (8,), 12, 0.0)
    assert follow(before, "hardest", find_edit(text, edited), 1.0).starts == (4,)
    assert follow(before, "pay", find_edit("", "x"), 1.0) == Typing("pay", (0,), 1, 1.0)


def test_rubbing_out_shortens_the_passage(session: Session) -> None:
    typing, text = type_in((0, "one "), (PAUSE + 1, "two"))
    typing = follow(typing, "hardest", find_edit(text, "one t"), PAUSE + 2)
    assert (typing.starts, typing.end) == ((0, 4), 5)
    typing = follow(typing, "hardest", find_edit("one t", "on"), PAUSE + 3)
    assert (typing.starts, typing.end) == ((0,), 2)


def test_after_going_on_the_last_passage_is_still_that_of_the_question_before(
    session: Session,
) -> None:
    typing, text = type_in((0, "she drinks"))
    moved = session.go("hardest").write(text)[0].go("pay").write("60 a day")[0]
    first = targets(moved, typing)[0]
    assert (first.words, first.title) == ("she drinks", "The words typed last, in question 4")
    assert strike(moved, first).interview.answers.keys() == {"pay"}


def test_a_selection_comes_first(session: Session) -> None:
    talked = session.write("the van she drinks came")[0]
    first = targets(talked, None, (8, 19))[0]
    assert first.words == "she drinks "
    assert strike(talked, first).answer.noted == "the van came"


def test_striking_takes_quotes_restrictions_and_copies_of_the_words_along(
    session: Session,
) -> None:
    words = "she drinks at work"
    talked = session.go("hardest").write(f"the van. {words}")[0]
    talked = restrict(quote(talked, 0, 8, may_use=True), 9, 12)
    talked = talked.capture(f"later: {words}").capture(words)
    other = Answer(
        noted=f"{words} too",
        fair_copy=f"As said, {words}.",
        restricted_copy=(Passage(3, 30),),
        follow_up=f"ask if {words}",
        practice=Practice(words),
        told=words,
        source=words,
    )
    talked = talked.record("pay", other)
    typing = Typing("hardest", (0, 9), 9 + len(words), 0.0)
    struck = strike(talked, targets(talked, typing)[0])
    assert words not in repr(struck)
    assert struck.answer == Answer(
        noted="the van. ", verbatim=talked.answer.verbatim, restricted=()
    )
    assert struck.interview.unassigned == ("later: ",)
    assert struck.answer_to("pay") == Answer(
        noted=" too", fair_copy="As said, .", restricted_copy=(Passage(3, 12),), follow_up="ask if"
    )


def test_a_few_letters_are_left_alone_elsewhere(session: Session) -> None:
    talked = session.write("van")[0].go("pay").write("the van")[0]
    struck = strike(talked, targets(talked, Typing("home_service", (0,), 3, 0.0))[0])
    assert struck.answer_to("pay").noted == "the van"
    assert struck.answer_to("home_service") == Answer()


def test_the_whole_answer_goes_with_its_fact(session: Session) -> None:
    talked = session.go("pay").set_fact("60").write("she drinks at work")[0]
    whole = targets(talked, None)[-1]
    assert (whole.title, whole.words) == (
        "The whole answer to question 3",
        "60 GBP\nshe drinks at work",
    )
    assert strike(talked, whole).interview.answers == {}


def test_the_last_kept_words_can_be_struck(session: Session) -> None:
    kept = session.capture("one").capture("two")
    last = targets(kept, None)[-1]
    assert strike(kept, last).interview.unassigned == ("one",)
    with pytest.raises(NotPossibleError, match="not there any more"):
        strike(session, last)


def test_words_that_changed_meanwhile_are_not_struck(session: Session) -> None:
    talked = session.write("she drinks")[0]
    target = targets(talked, None)[0]
    with pytest.raises(NotPossibleError, match="not there any more"):
        strike(talked.write("sheep drink")[0], target)


def test_words_are_struck_off_the_record_too(session: Session) -> None:
    off = replace(session.write("she drinks")[0], is_off_record=True)
    struck = strike(off, targets(off, None)[0])
    assert struck.is_off_record
    assert struck.interview.answers == {}


def test_with_nothing_recorded_there_is_nothing_to_strike(session: Session) -> None:
    assert targets(session, None) == ()


def test_kept_words_come_first_where_they_were_typed_last(session: Session) -> None:
    kept = session.write("the van")[0].capture("she drinks at work")
    first = targets(kept, None, kept_last=True)[0]
    assert (first.question, first.words) == (None, "she drinks at work")
    assert targets(kept, None)[0].words == "the van"


def test_a_follow_up_and_a_good_practice_are_struck_alone(session: Session) -> None:
    talked = session.write("the van")[0].follow_up("ask if she drinks")
    practice = Practice("a flask for all")
    talked = talked.record(talked.at, replace(talked.answer, practice=practice))
    found = {target.part: target for target in targets(talked, None)}
    without_it = strike(talked, found["follow_up"])
    assert without_it.answer == Answer(noted="the van", practice=practice)
    assert strike(without_it, found["practice"]).answer == Answer(noted="the van")


def test_each_line_of_what_is_struck_goes_from_other_places(session: Session) -> None:
    words = "she drinks at work\nand he covers for her"
    talked = session.write(words)[0].capture("he said: and he covers for her")
    whole = targets(talked, None)[1]
    assert whole.words == words
    assert strike(talked, whole).interview.unassigned == ("he said: ",)
