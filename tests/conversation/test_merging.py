from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from themer.conversation.merging import Merged
from themer.conversation.merging import merge as merge_at
from themer.conversation.settling import settle
from themer.model.interview import (
    Answer,
    Attendee,
    Confirmation,
    Consent,
    Correction,
    EarlierVersion,
    Interview,
    NextStep,
    OtherCopy,
    Passage,
    Practice,
    SetReference,
    Sitting,
    Verbatim,
)

NOW = dt.datetime(2026, 3, 4, 10, tzinfo=dt.UTC)
BASE = Interview("themer/interview/1", "one", SetReference("branches", "1"), "main", "harrow-hill")


def merge(
    base: Interview | None, mine: Interview, theirs: Interview, source: str = "the file"
) -> Merged:
    return merge_at(base, mine, theirs, source=source, found=NOW)


@st.composite
def answer(draw: st.DrawFn) -> Answer:
    """Draw an answer with every field that it can have."""
    noted = draw(st.text("xyz ", min_size=1, max_size=6))
    places = st.tuples(st.integers(0, len(noted)), st.integers(0, len(noted)))
    start, end = sorted(draw(places))
    quotes = ()
    if noted[start:end].strip():
        quotes = (Verbatim(start, end, noted[start:end], may_use=draw(st.booleans())),)
    closed = [Passage(*sorted(pair)) for pair in draw(st.lists(places, max_size=2))]
    words = st.none() | st.text("pqr", min_size=1, max_size=3)
    return Answer(
        noted=noted,
        verbatim=draw(st.sampled_from([(), quotes])),
        restricted=tuple(passage for passage in closed if passage.start < passage.end),
        state=draw(st.sampled_from(["answered", "declined", "dont_know"])),
        fact=draw(st.sampled_from([None, "1", "2", ("a", "b"), {"held": "3"}])),
        as_at=draw(st.sampled_from([None, "2025", "2026"])),
        status=draw(st.sampled_from([None, "estimate", "awaited"])),
        fair_copy=draw(words),
        follow_up=draw(words),
        source=draw(words),
        told=draw(words),
        probes_used=tuple(draw(st.lists(st.sampled_from("uvw"), unique=True))),
    )


answers = st.dictionaries(st.sampled_from("abc"), answer())


def with_answers(**noted: str) -> Interview:
    return replace(BASE, answers={key: Answer(noted=text) for key, text in noted.items()})


def test_what_one_side_changed_is_taken_from_that_side() -> None:
    base = with_answers(a="1", b="1", c="1")
    merged = merge(base, with_answers(a="2", b="1", c="1"), with_answers(a="1", b="2", c="1"))
    assert merged.interview == with_answers(a="2", b="2", c="1")
    assert merged.conflicts == ()


def test_where_both_changed_mine_stands_and_theirs_is_kept_whole_beside_it() -> None:
    merged = merge(
        with_answers(a="1"),
        with_answers(a="mine"),
        with_answers(a="theirs"),
        source="one-OTHER.yaml",
    )
    assert merged.interview.answers["a"].noted == "mine"
    assert merged.interview.other_copies == (
        OtherCopy("a", Answer(noted="theirs"), NOW, "one-OTHER.yaml"),
    )
    assert merged.conflicts == ("a",)


def test_several_copies_of_one_answer_stand_beside_it_each_once() -> None:
    start = with_answers(a="1")
    one = merge(start, with_answers(a="mine"), with_answers(a="theirs")).interview
    two = merge(start, one, with_answers(a="a third")).interview
    three = merge(start, two, with_answers(a="theirs")).interview
    assert [copy.answer.noted for copy in three.other_copies] == ["theirs", "a third"]


def test_what_another_settled_is_settled_here() -> None:
    waiting = merge(None, with_answers(a="mine"), with_answers(a="theirs")).interview
    settled = settle(waiting, waiting.other_copies[0], "theirs")
    merged = merge(waiting, waiting, settled).interview
    assert merged.other_copies == ()
    assert merged.answers["a"].noted == "theirs"


def test_two_desks_that_each_keep_the_others_answer_beside_theirs_end_with_one_copy() -> None:
    here = merge(None, with_answers(a="x"), with_answers(a="y")).interview
    there = merge(None, with_answers(a="y"), with_answers(a="x")).interview
    merged = merge(None, here, there).interview
    assert [copy.answer.noted for copy in merged.other_copies] == ["y"]


def test_words_that_are_only_missing_there_stay_and_are_asked_about() -> None:
    base = with_answers(a="one and two", b="gone there")
    merged = merge(base, base, with_answers(a="one"))
    assert merged.interview.answers == base.answers
    assert [copy.question for copy in merged.interview.other_copies] == ["a", "b"]


def test_of_two_texts_the_one_that_goes_on_from_the_other_holds_where_no_base_is_known() -> None:
    merged = merge(None, with_answers(a="one", b="x y"), with_answers(a="one two", b="x"))
    assert merged.interview == with_answers(a="one two", b="x y")


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    both = with_answers(a="2")
    assert merge(with_answers(a="1"), both, both).conflicts == ()


def test_a_fact_that_differs_is_kept_too() -> None:
    mine = replace(BASE, answers={"a": Answer(fact="yes", noted="both")})
    theirs = replace(BASE, answers={"a": Answer(fact="no", noted="both")})
    (copy,) = merge(BASE, mine, theirs).interview.other_copies
    assert copy.answer.fact == "no"


def test_an_answer_there_and_none_here_is_asked_about() -> None:
    base = replace(BASE, answers={"a": Answer()})
    mine = replace(BASE, answers={"a": Answer(state="declined")})
    theirs = replace(BASE, answers={"a": Answer(fact="yes")})
    merged = merge(base, mine, theirs)
    assert merged.interview.answers["a"] == Answer(state="declined")
    assert merged.conflicts == ("a",)


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
def test_no_text_of_either_since_is_lost(
    base: dict[str, Answer] | None, mine: dict[str, Answer], theirs: dict[str, Answer]
) -> None:
    start = None if base is None else replace(BASE, answers=base)
    merged = merge(start, replace(BASE, answers=mine), replace(BASE, answers=theirs)).interview
    for side in (mine, theirs):
        for question, said in side.items():
            before = (base or {}).get(question, Answer())
            held = _texts(merged.answers[question]) if question in merged.answers else []
            copies = [copy.answer for copy in merged.other_copies if copy.question == question]
            beside = [text for copy in copies for text in _texts(copy)]
            everything = " ".join([*held, *beside, *merged.unassigned])
            for text in _texts(said):
                if said != before and text not in _texts(before):
                    assert text.strip() in everything


def _texts(answer: Answer) -> list[str]:
    """List what somebody wrote down in an answer, as it is told where two copies differ."""
    fact = answer.fact
    if isinstance(fact, dict):
        facts = [f"{name} {number}" for name, number in fact.items()]
    else:
        facts = [", ".join(fact)] if isinstance(fact, tuple) else [fact or ""]
    quotes = [quote.text for quote in answer.verbatim]
    told = [answer.noted, answer.fair_copy, answer.follow_up, answer.as_at, answer.status]
    return [*(text for text in told if text), *facts, *quotes, *answer.probes_used]


@given(st.none() | answers, answers, answers)
def test_what_either_side_restricts_is_restricted_or_named(
    base: dict[str, Answer] | None, mine: dict[str, Answer], theirs: dict[str, Answer]
) -> None:
    start = None if base is None else replace(BASE, answers=base)
    merged = merge(start, replace(BASE, answers=mine), replace(BASE, answers=theirs)).interview
    for question in mine.keys() & theirs.keys():
        before = None if base is None else base.get(question, Answer())
        if before in (mine[question], theirs[question]):
            continue
        joined = merged.answers[question]
        open_words = list(joined.noted)
        for passage in joined.restricted:
            assert passage.end <= len(joined.noted)
            open_words[passage.start : passage.end] = "#" * (passage.end - passage.start)
        for side in (mine[question], theirs[question]):
            for passage in side.restricted:
                if side.noted == joined.noted:
                    assert set(open_words[passage.start : passage.end]) == {"#"}
                    continue
                words = side.noted[passage.start : passage.end].strip()
                assert not words or words not in "".join(open_words)
        for quote in joined.verbatim:
            assert joined.noted[quote.start : quote.end] == quote.text


def test_fields_that_only_one_side_changed_are_that_sides() -> None:
    base = Answer(fact="1", noted="drivers", probes_used=("u",))
    mine = replace(base, noted="drivers and vans", probes_used=("u", "v"))
    theirs = replace(
        base,
        fact="2",
        as_at="2026",
        status="estimate",
        fair_copy="Drivers.",
        follow_up="the diary",
        probes_used=("u", "w"),
        verbatim=(Verbatim(0, 7, "drivers", may_use=True),),
        restricted=(Passage(0, 7),),
    )
    merged = merge(_one(base), _one(mine), _one(theirs))
    assert merged.interview == _one(
        replace(theirs, noted="drivers and vans", probes_used=("u", "v", "w"))
    )
    assert merged.conflicts == ()


def test_restricted_words_stay_so_in_the_text_of_the_other() -> None:
    base = _one(Answer(noted="x"))
    theirs = _one(
        Answer(noted="Ann is ill, and so is Bo", restricted=(Passage(0, 10), Passage(22, 24)))
    )
    merged = merge(base, _one(Answer(noted="they say Ann is ill")), theirs).interview
    assert merged.answers["a"].restricted == (Passage(9, 19),)
    assert merged.other_copies[0].answer.restricted == (Passage(0, 10), Passage(22, 24))


def test_words_that_one_restricts_are_so_in_the_fair_copy_that_the_other_wrote() -> None:
    base = Answer(noted="Ann is ill today")
    mine = replace(base, restricted=(Passage(0, 3),))
    theirs = replace(base, fair_copy="Today Ann is ill.")
    joined = merge(_one(base), _one(mine), _one(theirs)).interview.answers["a"]
    assert joined.restricted_copy == (Passage(6, 9),)


def test_a_restricted_passage_that_the_other_rewrote_grows_over_it() -> None:
    base = Answer(noted="Ann is ill today")
    mine = replace(base, restricted=(Passage(0, 10),))
    merged = merge(_one(base), _one(mine), _one(replace(base, noted="Ann is very ill today")))
    assert merged.interview.answers["a"].restricted == (Passage(0, 15),)


def test_people_sittings_and_consent_of_both_sides_are_joined() -> None:
    day, next_day = dt.date(2026, 3, 4), dt.date(2026, 3, 5)
    yes = Consent("1", take_part=True, quote=True, name=False)
    base = replace(BASE, roster=(Attendee("p1", "driver"),), sittings=(Sitting(day, "video", 5),))
    mine = replace(
        base,
        roster=(*base.roster, Attendee("p2", "clerk")),
        sittings=(Sitting(day, "video", 20),),
        consent=yes,
        state="finished",
    )
    theirs = replace(
        base,
        roster=(Attendee("p1", "lead driver"), Attendee("p2", "manager"), Attendee("p3", "cook")),
        sittings=(Sitting(day, "video", 12), Sitting(next_day, "phone")),
        consent=replace(yes, quote=False, name=True),
        state="open",
    )
    merged = merge(base, mine, theirs).interview
    assert [(p.id, p.role) for p in merged.roster] == [
        ("p1", "lead driver"),
        ("p2", "clerk"),
        ("p3", "cook"),
    ]
    assert merged.sittings == (Sitting(day, "video", 20), Sitting(next_day, "phone"))
    assert merged.consent == replace(yes, quote=False, name=False)
    assert merged.state == "finished"
    assert any("manager" in line for line in merged.unassigned)
    assert any("quote no, name yes" in line for line in merged.unassigned)


def test_what_protects_somebody_holds_as_soon_as_either_side_says_it() -> None:
    person = Attendee("p1", "driver")
    mine = replace(BASE, roster=(replace(person, agreed=True, quote=True),))
    theirs = replace(BASE, roster=(replace(person, agreed=True, quote=False),))
    base = replace(BASE, roster=(person,))
    (joined,) = merge(base, mine, theirs).interview.roster
    assert (joined.agreed, joined.quote) == (True, False)
    shared = Practice("one insurance for all", share=True)
    merged = merge(
        None, _one(Answer(practice=shared)), _one(Answer(practice=Practice(shared.what)))
    )
    assert merged.interview.answers["a"].practice == Practice(shared.what)


def test_a_withdrawal_leaves_nothing_to_join() -> None:
    theirs = replace(BASE, state="withdrawn", withdrawn_at=NOW)
    assert merge(with_answers(a="1"), with_answers(a="12"), theirs).interview == theirs
    assert merge(with_answers(a="1"), theirs, with_answers(a="12")).interview == theirs


def test_sittings_steps_corrections_and_versions_of_both_are_there() -> None:
    day = dt.date(2026, 3, 4)
    first, second = Correction("four, not three", day), Correction("it was May", day)
    mine = replace(
        BASE,
        next_steps=(NextStep("send the list"),),
        confirmation=Confirmation(sent=day, corrections=(first,)),
        sittings=(Sitting(day, "video", 20, "10:05", {"now": 12}, "pay"),),
        set=SetReference("branches", "3", earlier=(EarlierVersion("1"),)),
    )
    theirs = replace(
        BASE,
        next_steps=(NextStep("ring them"),),
        confirmation=Confirmation(confirmed=day, corrections=(second,)),
        sittings=(Sitting(day, "video", 12, "10:00", {"now": 9, "next": 3}, "visits"),),
        set=SetReference("branches", "1", earlier=(EarlierVersion("0"),)),
    )
    merged = merge(BASE, mine, theirs).interview
    assert [step.what for step in merged.next_steps] == ["send the list", "ring them"]
    assert merged.confirmation == Confirmation(day, day, None, (first, second))
    assert merged.sittings == (Sitting(day, "video", 20, "10:00", {"now": 12, "next": 3}, "pay"),)
    assert merged.set == SetReference(
        "branches", "3", None, (EarlierVersion("1"), EarlierVersion("0"))
    )


def _one(answer: Answer) -> Interview:
    return replace(BASE, answers={"a": answer})


@given(answers, answers)
def test_merging_again_changes_nothing(mine: dict[str, Answer], theirs: dict[str, Answer]) -> None:
    their = replace(BASE, answers=theirs)
    once = merge(BASE, replace(BASE, answers=mine), their).interview
    assert merge(their, once, their).interview == once


def test_sittings_of_one_day_that_came_back_to_their_first_mode_stay_apart() -> None:
    day = dt.date(2026, 3, 4)
    dropped = (
        Sitting(day, "video", 10, "10:00"),
        Sitting(day, "telephone", 5, "10:11"),
        Sitting(day, "video", 20, "10:17"),
    )
    base = replace(BASE, sittings=dropped[:2])
    mine = replace(BASE, sittings=dropped)
    theirs = replace(base, unassigned=("a line",))
    assert merge(base, mine, theirs).interview.sittings == dropped
    assert merge(None, mine, theirs).interview.sittings == dropped


def test_of_two_withdrawn_versions_the_one_that_was_cleared_holds() -> None:
    cleared = replace(BASE, state="withdrawn", withdrawn_at=NOW)
    half_done = replace(cleared, answers={"a": Answer(noted="said")})
    for mine, theirs in ((cleared, half_done), (half_done, cleared)):
        assert merge(None, mine, theirs).interview == cleared
