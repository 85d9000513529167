"""Themes found in a sample, every answer placed, counts that any split into chunks leaves alone."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themer.language import load_static_encoder
from themer.themes.grouping import TextForGrouping
from themer.themes.large import (
    CANDIDATES,
    UNPLACED,
    ThemeCounts,
    ThemeMap,
    broader_of,
    counted,
    exemplars_among,
    found_again,
    merged,
    nothing_counted,
    placed,
    theme_map,
)

SAID = {
    "bus": ["The bus to the {} is always late", "No bus service runs near the {}"],
    "desk": ["There is no desk for me in the {}", "The {} has no desk space at all"],
    "nurse": ["The nurse in the {} was kind to us", "A gentle nurse looked after the {}"],
}
PLACES = [
    "clinic", "office", "ward", "school", "library", "market", "church", "garage", "kitchen",
    "station", "harbour", "museum", "bakery", "college", "theatre",
]  # fmt: skip
TEXTS = [way.format(place) for place in PLACES for ways in SAID.values() for way in ways]
ABOUT = [about for _ in PLACES for about, ways in SAID.items() for _ in ways]
ROWS = np.arange(1, len(TEXTS) + 1)


def sample(texts: list[str]) -> list[TextForGrouping]:
    return [TextForGrouping(f"{place:04}", text) for place, text in enumerate(texts)]


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return load_static_encoder().encode(TEXTS)


@pytest.fixture(scope="module")
def where(vectors: np.ndarray) -> ThemeMap:
    return theme_map(sample(TEXTS[:60]), vectors[:60], themes=3)[1]


def test_answers_outside_the_sample_go_where_their_like_are(
    where: ThemeMap, vectors: np.ndarray
) -> None:
    found = placed(where, vectors, [""] * len(TEXTS))
    unseen = {(ABOUT[at], int(found.themes[at])) for at in range(60, len(TEXTS))}
    assert len(unseen) == 3 and len({theme for _, theme in unseen}) == 3
    assert (found.strengths > 0.3).all() and (found.strengths <= 1).all()


def test_names_of_themes_differ(vectors: np.ndarray) -> None:
    found, _ = theme_map(sample(TEXTS), vectors, themes=5)
    names = [theme.name for theme in found.themes]
    assert len(set(names)) == 5 and all(names)


def test_a_text_without_words_is_in_no_theme(where: ThemeMap) -> None:
    vectors = load_static_encoder().encode(["🙂🙂", "...", "The bus is late"])
    found = placed(where, vectors, ["", "", ""])
    assert found.themes.tolist()[:2] == [UNPLACED, UNPLACED] and found.themes[2] >= 0
    assert found.strengths[:2].tolist() == [0, 0]


@settings(max_examples=40, deadline=None)
@given(
    borders=st.sets(st.integers(1, len(TEXTS) - 1)),
    order=st.randoms(use_true_random=False),
    left=st.booleans(),
)
def test_any_split_into_chunks_gives_the_same_counts(
    where: ThemeMap, vectors: np.ndarray, borders: set[int], order, left: bool
) -> None:
    ends = [0, *sorted(borders), len(TEXTS)]
    parts = [part(where, vectors, a, b) for a, b in pairwise(ends)]
    order.shuffle(parts)
    whole = part(where, vectors, 0, len(TEXTS))
    if left:
        assert reduce(merged, parts, nothing_counted(3)) == whole
    else:
        assert reduce(lambda done, new: merged(new, done), parts[::-1]) == whole


def part(where: ThemeMap, vectors: np.ndarray, first: int, end: int) -> ThemeCounts:
    chunk = slice(first, end)
    found = placed(where, vectors[chunk], [""] * (end - first))
    return counted(found, TEXTS[chunk], ROWS[chunk], first, 3)


def test_rows_are_counted_and_none_is_lost(where: ThemeMap, vectors: np.ndarray) -> None:
    whole = part(where, vectors, 0, len(TEXTS))
    assert sum(whole.answers) + whole.unplaced == ROWS.sum()
    by_hand = [0, 0, 0]
    for theme, rows in zip(placed(where, vectors, [""] * len(TEXTS)).themes, ROWS, strict=True):
        by_hand[theme] += rows
    assert whole.answers == tuple(by_hand)


def test_candidates_are_the_best_of_all(where: ThemeMap, vectors: np.ndarray) -> None:
    whole = part(where, vectors, 0, len(TEXTS))
    assert all(len(held) == CANDIDATES and list(held) == sorted(held) for held in whole.candidates)
    places = [place for held in whole.candidates for _, place in held]
    assert len(places) == len(set(places))


def test_a_theme_is_found_again_where_a_new_group_holds_half_of_it() -> None:
    near = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, UNPLACED])
    anew = np.array([5, 5, 5, 1, 1, 1, 0, UNPLACED, UNPLACED, 2])
    # Theme 0 shares 3 of 4 with group 5, theme 1 two of 4 with group 1, theme 2 none with any.
    assert found_again(near, anew, 4) == (True, True, False, False)


def test_half_of_a_theme_in_a_group_of_others_is_not_found_again() -> None:
    near, anew = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 0, 0, 0])
    assert found_again(near, anew, 2) == (False, True)


def test_themes_that_lie_near_each_other_are_joined_and_others_are_not() -> None:
    axes = np.eye(8)
    pairs = np.array([axes[n] + share * axes[n + 4] for n in range(4) for share in (0.6, -0.6)])
    centres = pairs / np.linalg.norm(pairs, axis=1, keepdims=True)
    where = ThemeMap(centres, np.zeros(8), np.zeros((0, 8)), ())
    rows = np.repeat(centres, 5, axis=0).astype(np.float32)
    assert broader_of(where, rows, [""] * len(rows)).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    few = ThemeMap(centres[:4], where.mean, where.asked, ())
    assert broader_of(few, rows[:20], [""] * 20).tolist() == [0, 1, 2, 3]


def test_exemplars_differ_from_each_other(where: ThemeMap) -> None:
    texts = ["The bus is late today again", "the bus is late today again", "A bus comes too seldom",
             "Buses to the clinic never come"]  # fmt: skip
    found = exemplars_among(where, sample(texts), load_static_encoder().encode(texts))
    assert found[0] == 0 and found[-1] == 1 and sorted(found) == [0, 1, 2, 3]


def test_what_a_question_says_is_not_what_a_theme_is() -> None:
    encoder = load_static_encoder()
    asked = ["What do you think of travel by train?", "What do you think of the food here?"]
    said = ["the price is too high", "people were kind", "it took far too long", "very dirty"]
    answers = [
        (question, f"{topic}: {text} {place}")
        for topic, question in zip(("train", "food"), asked, strict=True)
        for text in said
        for place in PLACES
    ]
    texts = [TextForGrouping(f"{n:03}", t, context=q) for n, (q, t) in enumerate(answers)]
    vectors = encoder.encode([text.text for text in texts])
    _, told = theme_map(texts, vectors, themes=4)
    with_question = placed(told, vectors, [text.context for text in texts]).strengths.mean()
    without = placed(told, vectors, [""] * len(texts)).strengths.mean()
    assert told.questions == tuple(sorted(asked)) and with_question > without


@pytest.mark.parametrize(
    "texts",
    [["one"], ["same"] * 40, ["", " "], ["the of and"] * 20, ["🙂"] * 20],
    ids=["one answer", "all the same", "empty", "stop words", "emoji"],
)
def test_too_little_is_a_sentence_or_a_theme_and_nothing_is_lost(texts: list[str]) -> None:
    vectors = load_static_encoder().encode(texts)
    found, where = theme_map(sample(texts), vectors)
    counts = counted(
        placed(where, vectors, [""] * len(texts)), texts, np.ones(len(texts), dtype=np.int64), 0,
        len(found.themes),
    )  # fmt: skip
    assert sum(counts.answers) + counts.unplaced == len(texts)
    assert found.themes or counts.unplaced == len(texts)


def test_no_chunk_and_no_theme_are_possible(where: ThemeMap) -> None:
    empty = np.zeros((0, where.mean.shape[0]), dtype=np.float32)
    assert placed(where, empty, []).themes.shape == (0,)
    nothing = counted(placed(where, empty, []), [], np.zeros(0, dtype=np.int64), 0, 3)
    assert nothing == nothing_counted(3)
