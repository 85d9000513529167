from __future__ import annotations

from themer.language import stem, terms


def test_terms_are_the_words_that_carry_meaning_with_their_place() -> None:
    text = "We don\u2019t have the 2 Practice-educators' meetings"
    assert [(t.word, text[t.start : t.end]) for t in terms(text)] == [
        ("practice-educators", "Practice-educators"),
        ("meetings", "meetings"),
    ]
    assert terms("of the and 12 it") == ()


def test_inflections_share_a_stem_and_other_words_do_not() -> None:
    for group in (
        ("meeting", "meetings", "meet"),
        ("policy", "policies"),
        ("planned", "planning", "plan"),
        ("manage", "managed", "manages", "managing"),
        ("class", "classes"),
    ):
        assert len({stem(word) for word in group}) == 1, group
    assert stem("university") != stem("universe")
    assert stem("staff") == "staff" and stem("status") == "status"
