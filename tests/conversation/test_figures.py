"""How sure a figure is."""

from __future__ import annotations

import datetime as dt

import pytest

from themer.conversation.figures import Surety, set_surety, surety_of, surety_words
from themer.conversation.session import NotPossibleError, Session

DAY = dt.date(2026, 3, 4)


def test_a_figure_can_be_awaited_before_it_is_known(session: Session) -> None:
    said = Surety("awaited", "2026-03", "the rota officer", "+7")
    awaited = set_surety(session.go("pay"), said, DAY)
    assert awaited.answer.is_awaited
    assert awaited.answer.as_at == "2026-03"
    assert awaited.answer.due == dt.date(2026, 3, 11)
    assert surety_words(awaited.answer) == (
        "awaited as at 2026-03 from the rota officer by 2026-03-11"
    )
    assert surety_of(awaited.answer) == Surety(
        "awaited", "2026-03", "the rota officer", "2026-03-11"
    )
    assert set_surety(awaited, Surety(), DAY).answer == session.go("pay").answer


@pytest.mark.parametrize("typed", ["Friday", "7", "+", "2026-13-01", "2026-03"])
def test_what_is_no_day_is_refused(session: Session, typed: str) -> None:
    with pytest.raises(NotPossibleError, match="is no day"):
        set_surety(session.go("pay"), Surety("awaited", due=typed), DAY)


def test_a_figure_needs_a_question_that_has_one_and_a_date_that_is_one(session: Session) -> None:
    with pytest.raises(NotPossibleError, match="words only"):
        set_surety(session.go("hardest"), Surety("awaited"), DAY)
    with pytest.raises(NotPossibleError, match="not a date"):
        set_surety(session, Surety("estimate", as_at="March"), DAY)
