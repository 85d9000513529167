from __future__ import annotations

import itertools
import random
import re
from dataclasses import replace

import numpy as np
import pytest

from themer.language import STOP_WORDS, load_encoder, terms
from themer.themes import grouping, naming, phrases, space
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
THINGS = {
    "car": "car park,parking space,road outside,parking ticket",
    "book": "new novel,large print book,crime story,picture book",
    "paper": "printer,scanner,photocopier,ink cartridge",
    "heat": "radiator,draught,heating,cold reading room",
    "cup": "coffee machine,tea,biscuits,vending machine",
    "bus": "bus stop,train station,night bus,tram line",
    "web": "website,online catalogue,password,computer",
    "noise": "loud music,shouting,mobile phone calls,crying baby",
    "staff": "librarian,desk clerk,volunteer,branch manager",
}
FRAMES = (
    "The {0} was no use to us, and neither was the {1}",
    "We asked about the {0} because of the {1}",
    "Every week it is the {1} again, or else the {0}",
    "More people would come for a better {0} and {1}",
)
MANY = [
    TextForGrouping(f"{topic}-{n}", FRAMES[n % 4].format(*pair), f"conversation {n % 12}")
    for topic, listed in THINGS.items()
    for n, pair in enumerate(itertools.permutations(listed.split(","), 2))
]
"""Nine topics of twelve texts, of which each names two things."""
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


@pytest.mark.parametrize("text", ["Same words each time", "the of and", "😀👍", ""])
@pytest.mark.parametrize("number", [None, 3])
def test_texts_that_are_all_alike_are_no_themes(text: str, number: int | None) -> None:
    texts = [TextForGrouping(str(i), text, str(i % 5)) for i in range(20)]
    made = group(texts, encode([text] * 20), themes=number, resamples=2)
    assert made.themes == () and made.unplaced == tuple(range(20))
    assert made.note is not None and made.note.endswith(".")


@pytest.mark.parametrize("long", ["parking " * 100_000, "x" * 1_000_000, "é ö " * 250_000])
def test_one_endless_text_costs_no_more_than_its_beginning(
    long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def counted(text: str) -> object:
        """Note how long the texts are whose words are looked for."""
        read.append(len(text))
        return terms(text)

    for module in (grouping, space, naming, phrases):
        if hasattr(module, "terms"):
            monkeypatch.setattr(module, "terms", counted)
    texts = [*TEXTS, TextForGrouping("long", long, "conversation 9")]
    vectors = np.vstack([VECTORS, np.full((1, 384), 384**-0.5, dtype=np.float32)])
    made = group(texts, vectors, resamples=0)
    assert max(read) <= grouping.LONGEST
    assert sum(len(theme.members) for theme in made.themes) + len(made.unplaced) == len(texts)


def test_another_language_is_said_and_not_guessed() -> None:
    said = ["停车场总是满的而且没有位置", "孩子们喜欢每周的故事时间", "打印机又坏了没有人会修"]
    texts = [TextForGrouping(str(i), said[i % 3], str(i)) for i in range(15)]
    made = group(texts, encode([t.text for t in texts]), resamples=0)
    assert made.note is not None and "not to be English" in made.note


def shuffled(texts: list[TextForGrouping]) -> list[TextForGrouping]:
    words = [word for text in texts for word in text.text.split()]
    random.Random(5).shuffle(words)
    rest = iter(words)
    return [replace(t, text=" ".join(next(rest) for _ in t.text.split())) for t in texts]


def test_what_has_a_meaning_is_firm_and_shuffled_words_are_not() -> None:
    real = group(MANY, encode([t.text for t in MANY]), encode=encode, resamples=8)
    noise = shuffled(MANY)
    made = group(noise, encode([t.text for t in noise]), encode=encode, resamples=8)
    assert np.mean([bool(theme.firm) for theme in real.themes]) >= 0.5
    assert np.mean([bool(theme.firm) for theme in made.themes]) <= 0.1


def test_nothing_is_told_to_be_firm_where_that_was_not_tried(found: Grouping) -> None:
    assert {theme.firm for theme in found.themes} == {None}


def test_many_themes_lie_under_broader_ones_that_came_back() -> None:
    made = group(MANY, encode([t.text for t in MANY]), resamples=8)
    names = [one.name for one in made.broader]
    assert len(made.themes) >= 8 and names
    assert len(set(names)) == len(names) and not set(names) & {t.name for t in made.themes}
    assert all(4 <= one.kept <= 8 for one in made.broader)
    assert {t.broader for t in made.themes} - {""} == set(names)
    for name in names:
        assert sum(theme.broader == name for theme in made.themes) >= 2


def test_a_handful_of_themes_has_one_level(found: Grouping) -> None:
    assert found.broader == () and {theme.broader for theme in found.themes} == {""}


@pytest.mark.parametrize("seed", range(6))
def test_names_of_any_part_are_distinct_and_of_things(seed: int) -> None:
    part = random.Random(seed).sample(MANY, 40 + 10 * seed)
    made = group(part, encode([t.text for t in part]), resamples=0)
    names = [theme.name for theme in made.themes]
    assert all(name.strip() for name in names)
    # Whatever the case, the ending and the order of words.
    said = [frozenset(term.stem for term in terms(name)) for name in names]
    assert all(said) and len(set(said)) == len(said)


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
