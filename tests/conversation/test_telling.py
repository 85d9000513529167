"""Good practice, and what they were told of it."""

from __future__ import annotations

from themer.conversation.session import Session
from themer.conversation.telling import mark_practice, tell
from themer.model.interview import Answer, Practice


def test_a_practice_is_marked_and_taken_off(session: Session) -> None:
    marked = mark_practice(session, " shared rota ", " the rota officer ", share=True)
    assert marked.answer.practice == Practice("shared rota", "the rota officer", share=True)
    assert mark_practice(session, "shared rota", "", share=False).answer.practice == Practice(
        "shared rota"
    )
    assert mark_practice(marked, " ", "", share=True).answer == Answer()


def test_what_they_were_told_is_noted_once(session: Session) -> None:
    told = tell(tell(tell(session, "3 of 5 post"), "3 of 5 post"), "a shared rota")
    assert told.answer.told == "3 of 5 post\na shared rota"
