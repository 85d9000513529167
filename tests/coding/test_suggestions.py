from __future__ import annotations

import random

import numpy as np
import pytest

from themer.coding.suggestions import Suggestions, suggest
from themer.coding.texts import Judgement, TextForCoding
from themer.language import load_encoder
from themer.model.codebook import Code

CODES = [
    Code("hours", "Opening hours", "When the library is open. Evenings; Sundays; early closing"),
    Code("noise", "Noise and quiet", "How loud it is. Quiet desks; children shouting; phones"),
    Code("stock", "Books and other stock", "What can be borrowed. New novels; large print; films"),
    Code("staff", "People who work there", "Kindness and knowledge of librarians"),
]
WORDS = {
    "hours": ["Shuts at five, I only finish work at six.", "Please open on a Sunday afternoon."],
    "noise": ["Nowhere silent to study.", "People take calls at the next desk all day."],
    "stock": ["Hardly a novel from this year.", "More large print would suit my mother."],
    "staff": ["The lady at the desk knew just what I meant.", "Librarians went out of their way."],
}
TEXTS = [
    TextForCoding(f"{code}-{n}", text)
    for code, rows in WORDS.items()
    for n, text in enumerate(rows)
]
encode = load_encoder().encode


def first_codes(made: Suggestions) -> list[str]:
    return [made.codes[made.ranked(row)[0]] for row in range(len(made.texts))]


def test_most_answers_get_their_code_first_from_descriptions_alone() -> None:
    made = suggest(TEXTS, CODES, encode=encode)
    right = [
        code == text.key.split("-")[0] for code, text in zip(first_codes(made), TEXTS, strict=True)
    ]
    assert sum(right) >= 7
    assert made.calibration == "shipped" and made.with_vectors
    assert "NHS" in made.calibration_note


def test_confidence_and_none_are_probabilities() -> None:
    made = suggest(TEXTS, CODES, encode=encode)
    for values in (made.confidence, made.none):
        assert ((values > 0) & (values < 1)).all()


def test_a_text_about_nothing_in_the_codebook_is_likelier_to_carry_none() -> None:
    odd = TextForCoding("odd", "My knee hurts when it rains in Cardiff.")
    made = suggest([*TEXTS, odd], CODES, encode=encode)
    assert made.none[-1] > np.median(made.none[:-1])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_texts_codes_and_judgements_changes_no_byte(seed: int) -> None:
    judged = [Judgement("hours-0", "hours", True), Judgement("noise-1", "staff", False)]
    plain = suggest(TEXTS, CODES, encode=encode, judgements=judged)
    shuffle = random.Random(seed)
    texts, codes, turned = TEXTS[:], CODES[:], judged[:]
    for row in (texts, codes, turned):
        shuffle.shuffle(row)
    other = suggest(texts, codes, encode=encode, judgements=turned)
    rows = [texts.index(text) for text in TEXTS]
    columns = [codes.index(code) for code in CODES]
    again = np.ix_(rows, columns)
    assert other.scores[again].tobytes() == plain.scores.tobytes()
    assert other.confidence[again].tobytes() == plain.confidence.tobytes()
    assert other.none[rows].tobytes() == plain.none.tobytes()


def test_the_best_sentence_is_the_reason_with_its_exact_place() -> None:
    text = "I come by bus.\nThe novels are all old 🙂. Nice carpets."
    made = suggest([*TEXTS, TextForCoding("x", text)], CODES, encode=encode)
    reason = made.reason(len(TEXTS), made.codes.index("stock"))
    assert text[reason.start : reason.end] == "The novels are all old 🙂."
    assert reason.words == ("novels",)
    assert reason.nearest is None


def test_a_confirmed_example_lifts_its_like_and_is_named_as_the_reason() -> None:
    like = TextForCoding("like", "The heating is broken again, we sat in coats.")
    cold = TextForCoding("cold", "Freezing in there, the heating never works.")
    texts = [*TEXTS, like, cold]
    before = suggest(texts, CODES, encode=encode)
    after = suggest(texts, CODES, encode=encode, judgements=[Judgement("cold", "staff", True)])
    at, staff = texts.index(like), before.codes.index("staff")
    assert after.ranked(at)[0] == staff
    assert after.scores[at, staff] > before.scores[at, staff]
    assert after.reason(at, staff).nearest == "cold"


def test_a_refusal_lowers_the_code_for_the_text_and_its_like() -> None:
    texts = [*TEXTS, TextForCoding("a", "Quiet staff."), TextForCoding("b", "The staff are quiet.")]
    before = suggest(texts, CODES, encode=encode)
    after = suggest(texts, CODES, encode=encode, judgements=[Judgement("a", "noise", False)])
    noise = before.codes.index("noise")
    assert after.scores[-2, noise] < before.scores[-2, noise]
    assert after.scores[-1, noise] < before.scores[-1, noise]


def test_a_link_of_the_question_is_evidence() -> None:
    bare = TextForCoding("short", "It varies a lot.")
    linked = TextForCoding("short", "It varies a lot.", linked=("hours",))
    hours = [code.id for code in CODES].index("hours")
    before = suggest([*TEXTS, bare], CODES, encode=encode)
    after = suggest([*TEXTS, linked], CODES, encode=encode)
    assert after.confidence[-1, hours] > before.confidence[-1, hours] + 0.05


def test_what_a_code_excludes_counts_against_it() -> None:
    texts = [*TEXTS, TextForCoding("x", "The toilets are dirty.")]
    plain = [*CODES, Code("building", "The building", "Rooms, toilets and lifts")]
    without = [
        *CODES,
        Code("building", "The building", "Rooms, toilets and lifts", exclude="Dirty toilets"),
    ]
    before = suggest(texts, plain, encode=encode).scores[-1, -1]
    assert suggest(texts, without, encode=encode).scores[-1, -1] < before


def test_only_codes_of_the_texts_group_are_candidates() -> None:
    codes = [
        *CODES[:2],
        Code("stock", "Books", group="readers"),
        Code("staff", "Pay", group="staff"),
    ]
    texts = [
        TextForCoding("1", "Too few new novels.", group="readers"),
        TextForCoding("2", "We are paid too little.", group="staff"),
    ]
    made = suggest(texts, codes, encode=encode)
    assert np.isfinite(made.scores).tolist() == [[True] * 3 + [False], [True] * 2 + [False, True]]
    assert made.confidence[0, 3] == 0
    assert 3 not in made.ranked(0)
    assert made.reason(1, 3).end == len(texts[1].text)


def test_without_an_encoder_words_alone_work_and_it_is_said() -> None:
    made = suggest(TEXTS, CODES, encode=None, judgements=[Judgement("hours-0", "hours", True)])
    assert not made.with_vectors
    assert made.codes[made.ranked(5)[0]] == "stock"
    assert made.reason(1, 0).nearest == "hours-0"


@pytest.mark.parametrize("with_vectors", [True, False])
@pytest.mark.parametrize(
    "words", [[], ["One."], ["One.", "Two."], ["Same"] * 9, ["the of and"] * 4, ["", " \n"], ["🙂"]]
)
@pytest.mark.parametrize("codes", [CODES, CODES[:1], [Code("x", "the")]])
def test_little_or_empty_input_gives_finite_numbers(
    words: list[str], codes: list[Code], with_vectors: bool
) -> None:
    texts = [TextForCoding(str(i), word) for i, word in enumerate(words)]
    judged = [Judgement("0", codes[0].id, True)] if words else []
    for judgements in ([], judged):
        made = suggest(texts, codes, encode=encode if with_vectors else None, judgements=judgements)
        assert made.scores.shape == (len(words), len(codes))
        assert np.isfinite(made.scores).all() and np.isfinite(made.confidence).all()
        for row in range(len(words)):
            assert 0 <= made.reason(row, 0).start <= made.reason(row, 0).end <= len(words[row])


def test_the_same_text_twice_gets_the_same_scores() -> None:
    made = suggest([*TEXTS, TextForCoding("twin", TEXTS[0].text)], CODES, encode=encode)
    assert made.scores[-1] == pytest.approx(made.scores[0], abs=0.35)
    assert first_codes(made)[-1] == first_codes(made)[0]


def test_enough_decisions_give_the_study_its_own_curve() -> None:
    texts = [
        TextForCoding(f"{i}-{text.key}", f"{text.text} {'Really. ' * (i % 3)}")
        for i in range(8)
        for text in TEXTS
    ]
    judged = [
        Judgement(text.key, code, text.key.split("-")[1] == code)
        for text in texts[:40]
        for code in ("hours", "noise")
    ]
    made = suggest(texts, CODES, encode=encode, judgements=judged)
    assert made.calibration == "study"
    assert made.calibration_note.startswith("decisions of this study")
    few = suggest(texts, CODES, encode=encode, judgements=judged[:10])
    assert few.calibration == "shipped"


def test_judgements_of_unknown_texts_and_codes_are_passed_over() -> None:
    judged = [Judgement("gone", "hours", True), Judgement("hours-0", "gone", True)]
    plain = suggest(TEXTS, CODES, encode=encode)
    made = suggest(TEXTS, CODES, encode=encode, judgements=judged)
    assert made.scores.tobytes() == plain.scores.tobytes()


def test_words_that_all_texts_share_are_no_reason_but_those_of_the_examples_are() -> None:
    said = ["Draughty corner, library.", "A draughty corner in the library.", "Draughty library."]
    others = [f"The library is fine, number {n}." for n in "abcdefghijkl"]
    texts = [TextForCoding(str(n), words) for n, words in enumerate([*said, *others])]
    judged = [Judgement(str(n), "staff", True) for n in (0, 1)]
    made = suggest(texts, CODES, encode=encode, judgements=judged)
    words = made.reason(2, made.codes.index("staff")).words
    assert words == ("Draughty",)


def test_people_who_only_ever_add_codes_do_not_make_all_suggestions_certain() -> None:
    texts = [
        TextForCoding(f"{i}-{text.key}", f"{text.text} {'Really. ' * (i % 3)}")
        for i in range(8)
        for text in TEXTS
    ]
    added = [Judgement(text.key, text.key.split("-")[1], True) for text in texts[:60]]
    known = {code.id for code in CODES}
    judged = [*(j for j in added if j.code in known), Judgement(texts[0].key, "noise", False)]
    read = [text.key for text in texts[:60]]
    made = suggest(texts, CODES, encode=encode, judgements=judged, read=read)
    assert made.calibration == "study"
    unread = made.confidence[60:]
    right = np.array([[c == t.key.split("-")[1] for c in made.codes] for t in texts[60:]])
    assert abs(unread.mean() - right.mean()) < 0.1
    assert unread[~right].mean() < 0.3


def test_what_was_asked_still_counts_when_much_was_decided() -> None:
    texts = [
        TextForCoding(f"{i}-{text.key}", f"{text.text} {'Really. ' * (i % 3)}")
        for i in range(8)
        for text in TEXTS
    ]
    known = [code.id for code in CODES]
    judged = [
        Judgement(text.key, text.key.split("-")[1], True)
        for text in texts
        if text.key.split("-")[1] in known
    ]
    bare = TextForCoding("short", "It varies a lot.")
    linked = TextForCoding("short", "It varies a lot.", linked=("hours",))
    at = known.index("hours")
    before = suggest([*texts, bare], CODES, encode=encode, judgements=judged)
    after = suggest([*texts, linked], CODES, encode=encode, judgements=judged)
    assert after.scores[-1, at] > before.scores[-1, at] + 0.2


STRANGERS = [
    TextForCoding(f"knee-{n}", f"My {part} hurts when it rains, and the pills do not help.")
    for n, part in enumerate(("knee", "left knee", "hip", "shoulder", "back", "ankle"))
]
CONFIRMED = [Judgement(f"{code}-0", code, True) for code in WORDS]


def odds_of_none(texts: list[TextForCoding], judgements: list[Judgement]) -> float:
    """How many times the odds that no code fits are for strangers what they are for others."""
    made = suggest(texts, CODES, encode=encode, judgements=judgements)
    odds = {text.key: p / (1 - p) for text, p in zip(made.texts, made.none, strict=True)}
    others = [f"{code}-1" for code in WORDS]
    return float(
        np.mean([odds[text.key] for text in STRANGERS]) / np.mean([odds[key] for key in others])
    )


def test_confirmed_examples_tell_texts_about_something_else_apart() -> None:
    texts = [*TEXTS, *STRANGERS]
    assert odds_of_none(texts, CONFIRMED) > 1.25 * odds_of_none(texts, []) > 1


def test_the_order_changes_no_confidence_that_no_code_fits() -> None:
    texts = [*TEXTS, *STRANGERS]
    there = suggest(texts, CODES, encode=encode, judgements=CONFIRMED)
    back = suggest(texts[::-1], CODES[::-1], encode=encode, judgements=CONFIRMED[::-1])
    assert back.none[::-1].tobytes() == there.none.tobytes()
