"""What a conversation's log may say of a change: which parts and fields, never which words."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace

import pytest

from reading_rooms import EMPTY
from themer.conversation.changes import changes_between
from themer.model.interview import (
    Answer,
    Confirmation,
    Consent,
    Correction,
    Interview,
    OtherCopy,
    Passage,
    SetReference,
    Sitting,
)

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
TALKED = replace(
    EMPTY, answers={"pay": Answer(fact="500", noted="five hundred"), "van": Answer(noted="no van")}
)
SECRET = "words that nobody else may read"


def told(before: Interview, after: Interview) -> list[tuple[str, dict[str, tuple[str, ...]]]]:
    return [(change.action, dict(change.changed)) for change in changes_between(before, after)]


def test_nothing_changed_is_nothing_to_say() -> None:
    assert changes_between(TALKED, TALKED) == ()
    assert changes_between(TALKED, replace(TALKED)) == ()


def test_answers_are_named_with_their_fields() -> None:
    after = replace(
        TALKED,
        answers={
            "pay": Answer(fact="600", noted="five hundred", follow_up="ask again"),
            "new": Answer(state="declined"),
        },
    )
    changed = {
        "answers.new": ("state",),
        "answers.pay": ("fact", "follow_up"),
        "answers.van": ("noted",),
    }
    assert told(TALKED, after) == [("answers", changed)]


def test_each_kind_of_change_has_its_own_entry() -> None:
    consent = Consent("1", take_part=True, quote=True, name=False)
    asked = replace(EMPTY, consent=consent)
    assert told(EMPTY, asked) == [
        ("consent", {"consent": ("wording_version", "take_part", "quote", "name")})
    ]
    narrowed = replace(asked, consent=replace(consent, quote=False))
    assert told(asked, narrowed) == [("consent", {"consent": ("quote",)})]
    assert told(EMPTY, replace(EMPTY, state="finished")) == [("finished", {"state": ()})]
    assert told(replace(EMPTY, state="finished"), EMPTY) == [("reopened", {"state": ()})]
    newer = replace(EMPTY, set=SetReference("branches", "2"))
    assert told(EMPTY, newer) == [("set_version", {"set": ("version",)})]
    closed = Answer(noted="no van", restricted=(Passage(0, 2),))
    after = replace(TALKED, answers={**TALKED.answers, "van": closed})
    assert told(TALKED, after) == [("restricted", {"answers.van": ("restricted",)})]
    two = replace(TALKED, other_copies=(OtherCopy("pay", Answer(), NOW, "a copy"),))
    assert told(two, TALKED) == [("settled", {"answers.pay": ()})]
    corrections = Confirmation(corrections=(Correction("not so", NOW.date()),))
    assert told(EMPTY, replace(EMPTY, confirmation=corrections)) == [
        ("corrected", {"confirmation": ("corrections",)})
    ]
    assert told(EMPTY, replace(EMPTY, unassigned=("x",))) == [("answers", {"unassigned": ()})]


def test_the_minutes_of_a_sitting_tick_on_without_an_entry() -> None:
    sitting = Sitting(NOW.date(), minutes=10)
    before = replace(EMPTY, sittings=(sitting,))
    assert told(before, replace(EMPTY, sittings=(replace(sitting, minutes=11),))) == []
    assert told(EMPTY, before) == [("answers", {"sittings": ()})]


@pytest.mark.parametrize("field", ["noted", "fact", "fair_copy", "follow_up", "told", "source"])
def test_no_words_are_in_an_entry(field: str) -> None:
    answer = replace(Answer(), **{field: SECRET})
    after = replace(EMPTY, answers={"pay": answer}, unassigned=(SECRET,))
    changes = changes_between(EMPTY, after)
    assert SECRET not in json.dumps([asdict(change) for change in changes])
    assert field in changes[0].changed["answers.pay"]
