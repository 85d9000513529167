from __future__ import annotations

import random
import re
from dataclasses import replace

import numpy as np
import pytest

from themer.language import STOP_WORDS, load_encoder
from themer.themes.grouping import Grouping, TextForGrouping, group, relation_of

SAID = {
    "parking": """The car park is full by nine
        Nowhere to leave a car near the branch
        Parking costs more than the fine
        The car park barrier is stuck again
        Disabled parking bays are taken by vans
        We drive past because there is no parking
        Free parking for an hour would help""",
    "children": """Story time for toddlers is the best hour of our week
        The children's corner needs more picture books
        My toddler loves the story time songs
        Rhyme time is full so children are turned away
        More story sessions for children after school
        Children read to the dog in story time
        A bigger children's corner with cushions""",
    "printing": """The printer jams each time
        Printing a form costs a pound a page
        Nobody can mend the printer but the council
        I come for printing and scanning only
        The printer and the scanner are out of order
        Card payment for printing would be good
        Scanning to e-mail failed twice""",
}
TEXTS = [
    TextForGrouping(f"{topic}-{n}", line.strip(), f"conversation {n}", f"branch {n % 4}")
    for topic, lines in SAID.items()
    for n, line in enumerate(lines.splitlines())
]
encode = load_encoder().encode
VECTORS = encode([text.text for text in TEXTS])


@pytest.fixture(scope="module")
def found() -> Grouping:
    return group(TEXTS, VECTORS, resamples=10)


def keys(grouping: Grouping, texts: list[TextForGrouping]) -> list[tuple[object, ...]]:
    return [
        (
            *(theme.name, theme.words, theme.kept, theme.strengths),
            *(tuple(texts[i].key for i in part) for part in (theme.members, theme.exemplars)),
        )
        for theme in grouping.themes
    ]


def test_what_belongs_together_is_found_together(found: Grouping) -> None:
    pure = sum(
        max(sum(TEXTS[i].key.startswith(topic) for i in theme.members) for topic in SAID)
        for theme in found.themes
    )
    assert 2 <= len(found.themes) <= 5
    assert pure >= 18


def test_every_text_is_in_one_theme_or_unplaced(found: Grouping) -> None:
    placed = [i for theme in found.themes for i in theme.members]
    assert sorted([*placed, *found.unplaced]) == list(range(len(TEXTS)))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("number", [None, 3])
def test_the_order_of_texts_changes_nothing(seed: int, number: int | None) -> None:
    order = list(range(len(TEXTS)))
    random.Random(seed).shuffle(order)
    turned = [TEXTS[i] for i in order]
    plain = group(TEXTS, VECTORS, themes=number, resamples=3)
    again = group(turned, VECTORS[order], themes=number, resamples=3)
    assert keys(again, turned) == keys(plain, TEXTS)


def test_names_differ_and_say_something(found: Grouping) -> None:
    names = [theme.name for theme in found.themes]
    assert len(set(names)) == len(names)
    for name in names:
        words = re.findall(r"[\w'-]+", name)
        assert 1 <= len(words) <= 7
        assert any(word.lower() not in STOP_WORDS for word in words)
        assert words[0].lower() not in STOP_WORDS and words[-1].lower() not in STOP_WORDS
    joined = " ".join(names).lower()
    assert "park" in joined and ("story" in joined or "child" in joined) and "print" in joined


def test_words_of_the_question_are_kept_out_of_names() -> None:
    asked = "What is parking like, and what would make the car park or printing better?"
    texts = [replace(text, context=asked) for text in TEXTS]
    for theme in group(texts, VECTORS, resamples=0).themes:
        for way in (theme.name, *theme.words):
            assert way.lower() not in {"car", "park", "parking", "printing", "car park"}


def test_exemplars_are_members_of_different_conversations(found: Grouping) -> None:
    for theme in found.themes:
        owners = [TEXTS[i].owner for i in theme.exemplars]
        assert set(theme.exemplars) <= set(theme.members)
        assert len(set(owners)) == len(owners) >= 3


def test_real_groups_are_kept_when_conversations_are_left_out(found: Grouping) -> None:
    assert found.resamples == 10
    assert all(0 <= theme.kept <= 10 for theme in found.themes)
    assert max(theme.kept for theme in found.themes) >= 7


def test_groups_in_noise_are_kept_less_often_than_real_ones(found: Grouping) -> None:
    noise = np.random.default_rng(0).normal(size=(60, 384)).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    texts = [TextForGrouping(f"{i:02d}", f"w{i} v{i}", str(i % 15)) for i in range(60)]
    themes = group(texts, noise, resamples=10).themes
    assert np.mean([t.kept for t in themes]) < np.mean([t.kept for t in found.themes])


def test_a_number_that_a_person_fixed_is_kept_to() -> None:
    made = group(TEXTS, VECTORS, themes=3, resamples=0)
    assert len(made.themes) == 3 and not made.unplaced
    assert {len({TEXTS[i].key[:4] for i in t.members}) for t in made.themes} <= {1, 2}


@pytest.mark.parametrize("count", [0, 1, 2, 11])
def test_too_few_to_group_is_an_answer(count: int) -> None:
    made = group(TEXTS[:count], VECTORS[:count])
    assert made.themes == () and made.unplaced == tuple(range(count))
    assert made.note is not None and "Too few to group" in made.note


def test_texts_of_two_conversations_are_too_few_whatever_their_number() -> None:
    texts = [replace(text, owner=str(n % 2)) for n, text in enumerate(TEXTS)]
    assert group(texts, VECTORS).themes == ()


def test_a_text_without_words_is_unplaced() -> None:
    texts = [*TEXTS, TextForGrouping("dash", "—", "conversation 9")]
    made = group(texts, np.vstack([VECTORS, encode(["—"])]), resamples=0)
    assert len(TEXTS) in made.unplaced


@pytest.mark.parametrize("text", ["Same words each time", "the of and"])
def test_texts_that_are_all_alike_do_not_break_it(text: str) -> None:
    texts = [TextForGrouping(str(i), text, str(i % 5)) for i in range(20)]
    made = group(texts, encode([text] * 20), resamples=2)
    assert sum(len(theme.members) for theme in made.themes) + len(made.unplaced) == 20


def test_without_vectors_words_alone_group() -> None:
    made = group(TEXTS, None, resamples=0)
    assert len(made.themes) >= 2


def test_a_theme_says_how_it_lies_to_the_codes() -> None:
    assert relation_of([("a",), ("a", "b"), ("a",)]).kind == "inside"
    assert relation_of([("a",), ("a", "b"), ("a",)]).codes == ("a",)
    across = relation_of([("a",), ("b",), (), ("a",), ("b",)])
    assert (across.kind, across.codes) == ("across", ("a", "b"))
    assert relation_of([("a",), ("a",), ("b",), ("c",), ("d",), ("e",)]).codes == ("a", "b")
    assert relation_of([("a",), ("a",), (), ()]).kind == "inside"
    assert relation_of([("a",), ("b",), ("c",), ("d",), ("e",), ("f",)]).kind == "beyond"
    assert relation_of([(), (), ("a",)]).kind == "beyond"
    assert relation_of([]).kind == "beyond"
