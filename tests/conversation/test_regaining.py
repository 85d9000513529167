"""What an undo brings back: words, and what was marked in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from themer.conversation.editing import edit_notes, find_edit
from themer.conversation.regaining import Gone, regain, remember
from themer.model.interview import Answer, Passage, Verbatim

SAID = 'she: "nobody asked" and Margaret T laughed'
QUOTE = Verbatim(6, 18, "nobody asked", may_use=True, speaker="p1")
NAME = Passage(24, 34)
ANSWER = Answer(noted=SAID, verbatim=(QUOTE,), restricted=(NAME,))


def type_over(answer: Answer, gone: Gone, *texts: str) -> tuple[Answer, Gone]:
    """Change the notes to each of some texts in turn, as the desk does."""
    for text in texts:
        edit = find_edit(answer.noted, text)
        gone = remember(gone, answer, edit)
        answer, gone, _ = regain(edit_notes(answer, edit)[0], gone)
    return answer, gone


def test_words_that_come_back_are_marked_as_they_were() -> None:
    changed, gone = type_over(ANSWER, Gone(), SAID.replace("nobody asked", "x"))
    assert changed.verbatim == ()
    assert type_over(changed, gone, SAID) == (ANSWER, Gone())


def test_other_words_in_that_place_are_not_marked() -> None:
    texts = (SAID.replace("nobody asked", ""), SAID.replace("nobody asked", "nobody knows"))
    assert type_over(ANSWER, Gone(), *texts)[0].verbatim == ()


def test_a_restricted_name_that_was_deleted_in_part_comes_back_restricted_whole() -> None:
    for part in ("Margaret T", "garet T", "Marg", "ret"):
        changed, gone = type_over(ANSWER, Gone(), SAID.replace(part, ""))
        assert type_over(changed, gone, SAID)[0].restricted == (NAME,), part


def test_a_quote_does_not_come_back_over_what_was_marked_since() -> None:
    changed, gone = type_over(ANSWER, Gone(), SAID.replace("nobody asked", "x"))
    edit = find_edit(changed.noted, SAID)
    again, _ = edit_notes(changed, edit)
    closed = Answer(noted=again.noted, restricted=(Passage(6, 12), NAME))
    assert regain(closed, gone) == (closed, Gone(), ())


@given(st.integers(0, len(SAID)), st.integers(0, len(SAID)), st.text("ab ", max_size=4))
def test_whatever_was_overwritten_undo_closes_no_less(one: int, two: int, typed: str) -> None:
    start, end = sorted((one, two))
    changed, gone = type_over(ANSWER, Gone(), SAID[:start] + typed + SAID[end:])
    back, _ = type_over(changed, gone, SAID)
    closed = {place for passage in back.restricted for place in range(passage.start, passage.end)}
    assert closed >= set(range(NAME.start, NAME.end))
    is_closed = bool(closed & set(range(QUOTE.start, QUOTE.end)))  # a passage grew over it
    assert back.verbatim == (() if is_closed else (QUOTE,))
