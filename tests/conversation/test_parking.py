from __future__ import annotations

from dataclasses import replace

import pytest

from themer.conversation.parking import park, pass_on, passage_to_send, read_parked
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Passage, Verbatim


@pytest.mark.parametrize(
    ("typed", "question", "fact", "words"),
    [
        ("3 60", "pay", "60", ""),
        ("3 60 / since April", "pay", "60", "since April"),
        ("3 about 60", "pay", None, "about 60"),
        ("3 about 60 / or so", "pay", None, "about 60 / or so"),
        ("3: 5000", "pay", None, "5000"),
        ("1 yes", "home_service", "yes", ""),
        ("1 2", "home_service", "partly", ""),
        ("2 offered 40 held 36", "visits", {"offered": "40", "held": "36"}, ""),
        ("4 drivers, then insurance", "hardest", None, "drivers, then insurance"),
        ("3", "pay", None, ""),
    ],
)
def test_one_line_is_a_fact_where_it_fits_and_else_words(
    session: Session, typed: str, question: str, fact: object, words: str
) -> None:
    parked = read_parked(session, typed)
    assert parked is not None
    assert (parked.question.id, parked.fact, parked.words) == (question, fact, words)


@pytest.mark.parametrize("typed", ["", "yes", "0 yes", "6 yes", "hardest drivers"])
def test_without_a_question_of_that_number_there_is_nothing_to_park(
    session: Session, typed: str
) -> None:
    assert read_parked(session, typed) is None


def test_a_parked_fact_and_words_leave_us_where_we_are(session: Session) -> None:
    parked = read_parked(session, "3 60 / since April")
    assert parked is not None
    assert parked.said == "fact: 60 GBP · notes: since April"
    after = park(session, parked)
    assert (after.at, after.trail) == (session.at, ())
    assert (after.answer_to("pay").fact, after.answer_to("pay").noted) == ("60", "since April")
    other = read_parked(after, "3 70")
    assert other is not None
    assert other.said == "fact: 70 GBP, in the place of 60 GBP"
    again = read_parked(after, "3 a day")
    assert again is not None
    assert park(after, again).answer_to("pay").noted == "since April\na day"


def test_nothing_is_parked_off_the_record_or_out_of_nothing(session: Session) -> None:
    empty = read_parked(session, "3")
    assert empty is not None
    with pytest.raises(NotPossibleError, match="nothing to put"):
        park(session, empty)
    fact = read_parked(session, "3 60")
    assert fact is not None
    with pytest.raises(NotPossibleError, match="off the record"):
        park(replace(session, is_off_record=True), fact)


@pytest.mark.parametrize(
    ("text", "cursor", "meant"),
    [
        ("one\ntwo two\nthree", (5, 5), "two two"),
        ("one\ntwo two\nthree", (4, 7), "two"),
        ("one\ntwo\n\n", (9, 9), "two"),
        ("one\n  two ", (4, 4), "two"),
        ("", (0, 0), ""),
    ],
)
def test_the_selection_or_the_line_at_the_cursor_or_the_last_is_meant(
    text: str, cursor: tuple[int, int], meant: str
) -> None:
    start, end = passage_to_send(text, *cursor)
    assert text[start:end] == meant


def test_a_passage_goes_to_another_question_and_may_stay(session: Session) -> None:
    noted = session.write("first\npays 60 a day\nlast")[0]
    start, end = passage_to_send(noted.answer.noted, 8, 8)
    both = pass_on(noted, start, end, "pay", keep=True)
    assert both.answer_to("pay").noted == "pays 60 a day"
    assert both.answer.noted == noted.answer.noted
    moved = pass_on(noted, start, end, "pay", keep=False)
    assert moved.answer.noted == "first\nlast"
    assert moved.at == session.at
    third = pass_on(both, start, end, "hardest", keep=False)
    assert third.answer_to("hardest").noted == "pays 60 a day"


def test_the_marks_on_a_passage_go_with_it(session: Session) -> None:
    noted = session.write('Ann says "it is the time" there\nlast')[0]
    quote = Verbatim(10, 24, "it is the time", may_use=True)
    marked = replace(noted.answer, restricted=(Passage(0, 3),), verbatim=(quote,))
    noted = noted.record(noted.at, marked)
    there = noted.go("pay").write("so far")[0].back()
    after = pass_on(there, 0, 31, "pay", keep=False)
    pay = after.answer_to("pay")
    assert pay.noted[pay.restricted[0].start : pay.restricted[0].end] == "Ann"
    (quote,) = pay.verbatim
    assert pay.noted[quote.start : quote.end] == quote.text == "it is the time"
    assert after.answer.restricted == ()
    assert after.answer.verbatim == ()
    assert after.answer.noted == "last"


def test_words_are_not_sent_to_where_they_are(session: Session) -> None:
    noted = session.write("words")[0]
    with pytest.raises(NotPossibleError, match="already"):
        pass_on(noted, 0, 5, noted.at, keep=True)
    with pytest.raises(NotPossibleError, match="no words"):
        pass_on(noted, 0, 0, "pay", keep=True)
