"""Words that were said exactly so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from themer.conversation.quoting import is_usable, mark_at, quote, unquote
from themer.conversation.restricting import restrict
from themer.conversation.roster import join, say_agreed
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Consent


def test_a_quote_is_exactly_its_passage(session: Session) -> None:
    written, _ = session.write('she said  "nobody asked" twice')
    start = written.answer.noted.index(' "')
    quoted = quote(written, start, start + 15, may_use=True, speaker="p1")
    (mark,) = quoted.answer.verbatim
    assert mark.text == '"nobody asked"'
    assert quoted.answer.noted[mark.start : mark.end] == mark.text


def test_marking_again_changes_the_permission(session: Session) -> None:
    written, _ = session.write("nobody asked")
    twice = quote(quote(written, 0, 12, may_use=True), 0, 12, may_use=False)
    assert [mark.may_use for mark in twice.answer.verbatim] == [False]
    assert unquote(twice, 0, 12).answer.verbatim == ()


def test_a_quote_needs_words(session: Session) -> None:
    with pytest.raises(NotPossibleError, match="Select the words"):
        quote(session.write("a  b")[0], 1, 3, may_use=True)


def test_the_cursor_in_a_marked_passage_finds_its_mark(session: Session) -> None:
    marked = quote(session.write("she said nobody asked twice")[0], 9, 21, may_use=True)
    assert mark_at(marked.answer, 12, 12) == marked.answer.verbatim[0]
    assert mark_at(marked.answer, 21, 21) == marked.answer.verbatim[0]
    assert mark_at(marked.answer, 3, 3) is None
    assert mark_at(marked.answer, 20, 26) == marked.answer.verbatim[0]
    assert mark_at(marked.answer, 21, 26) is None


def test_restricted_words_are_not_quoted(session: Session) -> None:
    closed = restrict(session.write("Ann said no")[0], 0, 3)
    with pytest.raises(NotPossibleError, match="restricted"):
        quote(closed, 0, 11, may_use=True)
    assert quote(closed, 4, 11, may_use=True).answer.verbatim[0].text == "said no"


def test_a_quote_is_usable_only_while_its_speaker_agrees(session: Session) -> None:
    consent = Consent("1", take_part=True, quote=True, name=True)
    talked = join(session.amend(consent=consent), "driver", "10:20")
    marked = quote(talked.write("nobody asked")[0], 0, 12, may_use=True, speaker="p1")
    (mark,) = marked.answer.verbatim
    assert not is_usable(marked.interview, mark)  # joined, and was not asked yet
    agreed = say_agreed(marked, "p1", agreed=True, quote=True)
    assert is_usable(agreed.interview, mark)
    narrowed = agreed.amend(consent=replace(consent, quote=False))
    assert not is_usable(narrowed.interview, mark)
