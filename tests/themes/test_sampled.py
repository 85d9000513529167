from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from themer.language import load_encoder
from themer.themes import sampled
from themer.themes.grouping import Grouping, TextForGrouping, group
from themer.themes.sampled import drawn, group_any_number

SUBJECTS = {
    "parking": "the car park, the parking bays, parking permits, the barrier of the car park",
    "children": "story time, rhyme time, the children's corner, picture books for toddlers",
    "printing": "the printer, the scanner, printing a form, the price of printing",
}
SAID = (
    "nobody sees to {}",
    "{} was put off again",
    "we like {} very much",
    "people ask about {} each week",
)
TEXTS = [
    TextForGrouping(
        f"{unit:02}-{topic}-{n}",
        said.format(thing.strip()).capitalize() + f" at branch {unit}",
        f"conversation {unit}",
        f"branch {unit}",
        f"What of {topic}?" if unit % 2 else "",
        (topic,) if n % 2 else (),
    )
    for unit in range(12)
    for topic, things in SUBJECTS.items()
    for n, (thing, said) in enumerate(zip(things.split(","), SAID, strict=True))
]
VECTORS = load_encoder().encode([text.text for text in TEXTS])
MOST = 60


@pytest.fixture(autouse=True)
def few_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampled, "MOST_TOGETHER", 100)
    monkeypatch.setattr(sampled, "MOST_FOR_STABILITY", MOST)


def told(found: Grouping, texts: list[TextForGrouping]) -> list[object]:
    return [
        found.note,
        sorted(texts[place].key for place in found.unplaced),
        *(
            replace(
                theme,
                members=tuple(texts[m].key for m in theme.members),  # type: ignore[misc]
                exemplars=tuple(texts[m].key for m in theme.exemplars),  # type: ignore[misc]
            )
            for theme in found.themes
        ),
    ]


def test_every_text_is_in_one_theme_or_unplaced_and_the_note_says_how() -> None:
    found = group_any_number(TEXTS, VECTORS, resamples=3)
    places = [*found.unplaced, *(m for theme in found.themes for m in theme.members)]
    assert sorted(places) == list(range(len(TEXTS)))
    assert found.note is not None
    assert found.note.startswith("60 of 144 passages, of conversations drawn")
    assert found.resamples == 3
    for theme in found.themes:
        assert set(theme.exemplars) <= set(theme.members)
        assert list(theme.strengths) == sorted(theme.strengths, reverse=True)
    assert [len(t.members) for t in found.themes] == sorted(
        (len(t.members) for t in found.themes), reverse=True
    )


def test_what_was_not_drawn_goes_where_it_belongs() -> None:
    found = group_any_number(TEXTS, VECTORS, resamples=0)
    rows = set(drawn(TEXTS, MOST))
    right = others = 0
    for theme in found.themes:
        of = [TEXTS[m].key.split("-")[1] for m in theme.members if m in rows]
        mine = max(set(of), key=of.count)
        placed = [TEXTS[m].key.split("-")[1] for m in theme.members if m not in rows]
        right += placed.count(mine)
        others += len(placed)
    assert others > 60
    assert right / others > 0.9


def test_the_order_of_texts_changes_nothing() -> None:
    first = told(group_any_number(TEXTS, VECTORS, resamples=2), TEXTS)
    order = list(range(len(TEXTS)))
    random.Random(3).shuffle(order)
    texts = [TEXTS[place] for place in order]
    assert told(group_any_number(texts, VECTORS[order], resamples=2), texts) == first


def test_an_edit_of_what_was_not_drawn_moves_nothing_else() -> None:
    rows = set(drawn(TEXTS, MOST))
    at = next(place for place in range(len(TEXTS)) if place not in rows)
    texts, vectors = list(TEXTS), VECTORS.copy()
    texts[at] = replace(TEXTS[at], text="The heating in the hall is broken")
    vectors[at] = load_encoder().encode([texts[at].text])[0]
    before, after = (
        group_any_number(TEXTS, VECTORS, resamples=0),
        group_any_number(texts, vectors, resamples=0),
    )

    def where(found: Grouping) -> dict[int, str]:
        return {m: theme.name for theme in found.themes for m in theme.members if m != at}

    assert where(before) == where(after)


def test_as_many_as_are_grouped_together_are_grouped_as_they_are() -> None:
    few, vectors = TEXTS[:100], VECTORS[:100]
    assert group_any_number(few, vectors, resamples=2) == group(few, vectors, resamples=2)


def test_whole_conversations_are_drawn_by_their_names() -> None:
    rows = drawn(TEXTS, MOST)
    owners = {TEXTS[row].owner for row in rows}
    assert [text.owner in owners for text in TEXTS].count(True) == len(rows) == MOST
    without = [text for text in TEXTS if text.owner not in owners or text.owner == "conversation 1"]
    again = {without[row].owner for row in drawn(without, MOST)}
    assert owners & {text.owner for text in without} <= again
    huge = [replace(text, owner="one") for text in TEXTS]
    assert drawn(huge, MOST) == []


def test_texts_that_cannot_be_drawn_are_all_unplaced_and_it_is_said() -> None:
    huge = [replace(text, owner="one") for text in TEXTS]
    found = group_any_number(huge, VECTORS)
    assert (found.themes, len(found.unplaced)) == ((), len(TEXTS))
    assert found.note is not None
    assert "Too few to group" in found.note


def test_words_alone_place_too() -> None:
    found = group_any_number(TEXTS, None, resamples=0)
    assert len(found.themes) >= 2
    assert len(found.unplaced) < len(TEXTS) / 2


def test_texts_without_a_word_are_unplaced() -> None:
    nothing = [TextForGrouping(f"z{n}", "…", f"conversation {n}") for n in range(5)]
    vectors = np.vstack([VECTORS, np.zeros((5, VECTORS.shape[1]), dtype=np.float32)])
    found = group_any_number([*TEXTS, *nothing], vectors, resamples=0)
    assert set(range(len(TEXTS), len(TEXTS) + 5)) <= set(found.unplaced)


def test_a_sample_that_is_known_is_not_grouped_again() -> None:
    known: dict[str, Grouping] = {}
    said: list[str] = []

    def of_sample(sample: Sequence[TextForGrouping], work_out: Callable[[], Grouping]) -> Grouping:
        said.append(repr(sample))
        known.setdefault(repr(sample), work_out())
        return known[repr(sample)]

    first = group_any_number(TEXTS, VECTORS, resamples=2)
    again = [group_any_number(TEXTS, VECTORS, resamples=2, of_sample=of_sample) for _ in range(2)]
    assert again == [first, first]
    other = [replace(text, codes=("another",)) for text in TEXTS]
    group_any_number(other, VECTORS, resamples=2, of_sample=of_sample)
    assert len(set(said)) == 1
