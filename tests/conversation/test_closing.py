from __future__ import annotations

from themer.conversation.closing import close, read_back
from themer.conversation.session import Session


def test_the_end_gathers_what_is_left_and_what_is_to_follow(session: Session) -> None:
    talked = session.set_fact("partly").write("post only")[0].quote(0, 4, may_use=True)
    talked = talked.go("pay").set_status("awaited").follow_up("by Friday")
    talked = talked.go("hardest").skip("declined").capture("a line")
    closing = close(talked)
    assert [line.question.id for line in closing.not_reached] == ["visits", "review"]
    assert [line.word for line in closing.skipped] == ["declined"]
    assert [(due.number, due.what) for due in closing.due] == [
        (3, "figure awaited"),
        (3, "by Friday"),
    ]
    assert closing.unassigned == ("a line",)
    assert (closing.answered, closing.quotes, closing.quotes_usable) == (1, 1, 1)


def test_what_is_read_back_is_the_fact_and_how_the_notes_begin(session: Session) -> None:
    talked = session.set_fact("partly").write("post only\nand more")[0]
    assert [(n, said) for n, _, said in read_back(talked)] == [(1, "partly · post only")]
