from __future__ import annotations

import datetime as dt

from themer.conversation.figures import Surety, set_surety
from themer.conversation.outline import Mark, find, outline, probes_now
from themer.conversation.session import Session


def marks(session: Session) -> dict[str, Mark]:
    return {line.question.id: line.mark for line in outline(session)}


def test_every_question_has_a_state_and_the_present_one_is_marked(session: Session) -> None:
    lines = outline(session)
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert [line.is_here for line in lines] == [True, False, False, False, False]
    assert marks(session)["visits"] is Mark.MAY_NOT_APPLY
    assert marks(session)["pay"] is Mark.NOT_REACHED


def test_a_condition_that_became_true_shows_the_question_as_any_other(session: Session) -> None:
    assert marks(session.set_fact("partly"))["visits"] is Mark.NOT_REACHED
    assert marks(session.set_fact("no"))["visits"] is Mark.MAY_NOT_APPLY


def test_words_without_the_fact_are_told_from_an_answer(session: Session) -> None:
    words, _ = session.write("post only")
    assert marks(words)["home_service"] is Mark.PARTLY
    assert marks(words.set_fact("partly"))["home_service"] is Mark.ANSWERED
    assert marks(session.go("hardest").write("drivers")[0])["hardest"] is Mark.ANSWERED


def test_skips_say_their_reason_and_figures_that_are_awaited(session: Session) -> None:
    skipped = session.skip("dont_know").go("pay").follow_up("by Friday")
    skipped = set_surety(skipped, Surety("awaited"), dt.date(2026, 3, 4))
    lines = {line.question.id: line for line in outline(skipped)}
    assert lines["home_service"].word == "don't know"
    assert lines["pay"].mark is Mark.AWAITED
    assert lines["pay"].has_follow_up


def test_finding_by_number_and_by_any_part_of_the_words(session: Session) -> None:
    assert [line.question.id for line in find(session, "4")] == ["hardest"]
    assert [line.question.id for line in find(session, "PAY driv")] == ["pay"]
    assert [line.question.id for line in find(session, "since when")] == ["home_service"]
    assert [line.question.id for line in find(session, "hardest part")] == ["hardest"]
    assert find(session, "zebra") == ()
    assert find(session, "9") == ()
    assert len(find(session, "")) == 5


def test_probes_follow_their_conditions(session: Session) -> None:
    def listed(at: Session) -> list[tuple[str, bool | None, bool]]:
        return [(probe.id, holds, used) for probe, holds, used in probes_now(at)]

    assert listed(session) == [("since_when", True, False), ("why_not", None, False)]
    assert listed(session.set_fact("yes")) == [("since_when", True, False)]
    assert listed(session.set_fact("no"))[1] == ("why_not", True, False)
    used = session.tick_probe("why_not").set_fact("yes")
    assert listed(used)[1] == ("why_not", False, True)
