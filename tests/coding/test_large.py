"""A model learned on a sample: near to its teacher, the same for any part, exact in its sums."""

from __future__ import annotations

import numpy as np
import pytest

from themer.coding.described import Describer, lexicon_of
from themer.coding.large import Applied, Model, learn
from themer.coding.suggestions import suggest
from themer.coding.texts import Judgement, TextForCoding
from themer.language import load_static_encoder
from themer.model.codebook import Code

CODES = [
    Code("hours", "Opening hours", "when the library is open or closed"),
    Code("delivery", "Delivery to the home", "vans, post, books brought to the door"),
    Code("volunteers", "Volunteers", "unpaid people who help"),
]
SAID = {
    "hours": ("It was closed", "The door was shut", "Open longer please", "It opens too late"),
    "delivery": ("The van never came", "Books by post are good", "My parcel got lost"),
    "volunteers": ("A volunteer helped me", "Unpaid people carry it all"),
}
WHEN = ("today", "on Monday", "in winter", "for my mother", "again", "after work", "last week")
TEXTS = [f"{one} {when}" for rows in SAID.values() for one in rows for when in WHEN]
encode = load_static_encoder().encode


def learned(texts: list[str] = TEXTS, judgements: tuple[Judgement, ...] = ()) -> Model:
    sample = [TextForCoding(f"{n:04d}", text) for n, text in enumerate(texts)]
    return learn(sample, CODES, encode=encode, quick=encode, judgements=judgements)


@pytest.fixture(scope="module")
def model() -> Model:
    return learned()


def test_the_model_gives_back_what_the_whole_method_says(model: Model) -> None:
    whole = suggest(
        [TextForCoding(f"{n:04d}", t) for n, t in enumerate(TEXTS)], CODES, encode=encode
    )
    said = Applied(model, CODES, encode).tag(TEXTS, [""] * len(TEXTS), np.ones(len(TEXTS), int), 1)
    first = [model.codes[code] for code in said.codes[:, 0]]
    wanted = [whole.codes[code] for code in whole.scores.argmax(axis=1)]
    assert np.mean([one == other for one, other in zip(first, wanted, strict=True)]) > 0.9
    assert 0.6 < model.agreement < 1


def test_a_part_gets_what_the_whole_gets_and_sums_add_up(model: Model) -> None:
    applied, rows = Applied(model, CODES, encode), np.arange(1, len(TEXTS) + 1)
    whole = applied.tag(TEXTS, [""] * len(TEXTS), rows, 3)
    parts = [
        applied.tag(TEXTS[part], [""] * len(TEXTS[part]), rows[part], 3)
        for part in (slice(0, 10), slice(10, None))
    ]
    assert np.array_equal(np.concatenate([part.codes for part in parts]), whole.codes)
    assert np.allclose(np.concatenate([part.scores for part in parts]), whole.scores, atol=2e-6)
    assert np.array_equal(sum(part.sums for part in parts), whole.sums)
    assert sum(part.without for part in parts) == whole.without
    assert whole.sums[0].sum() + whole.without == rows.sum()


def test_the_sentence_that_speaks_for_a_code_is_the_reason(model: Model) -> None:
    text = "The weather was fine. A volunteer helped me."
    said = Applied(model, CODES, encode).tag([text], [""], np.ones(1, int), 3)
    place = [model.codes[code] for code in said.codes[0]].index("volunteers")
    start, end = said.spans[0, place]
    assert text[start:end] == "A volunteer helped me."


def test_decisions_change_what_is_said_of_answers_that_nobody_read() -> None:
    lost = [n for n, text in enumerate(TEXTS) if text.startswith("My parcel")]
    judged = tuple(Judgement(f"{n:04d}", "hours", accepted=True) for n in lost[:5])
    new = ["My parcel got lost this year"]

    def score(model: Model) -> float:
        said = Applied(model, CODES, encode).tag(new, [""], np.ones(1, int), 3)
        return float(said.scores[0, list(said.codes[0]).index(model.codes.index("hours"))])

    assert score(learned(judgements=judged)) > score(learned()) + 0.5


def test_one_text_and_one_code_are_enough() -> None:
    model = learn([TextForCoding("a", "Open late")], CODES[:1], encode=encode, quick=encode)
    said = Applied(model, CODES, encode).tag(["Shut", "🙂", ""], [""] * 3, np.ones(3, int), 3)
    assert said.codes.shape == (3, 1)
    assert np.isfinite(said.scores).all()


def test_unknown_words_make_known_ones_count_for_less() -> None:
    lexicon = lexicon_of(["van driver", "van door"])
    known, strange = lexicon.rows(["van driver", "van driver zeppelin"]).toarray()
    assert np.linalg.norm(known) == pytest.approx(1)
    assert 0 < np.linalg.norm(strange) < 0.95
    assert lexicon.rows(["", "zeppelin zeppelin"]).nnz == 0


def test_the_question_speaks_where_the_answer_is_short() -> None:
    describer = Describer(CODES, encode, lexicon_of(TEXTS))
    long = " ".join(["van driver door winter mother parcel"] * 3)
    made = describer.describe(["No", long], ["When is the library open?"] * 2)
    asked = made.dense[:, -len(CODES) :]
    assert asked[0].argmax() == 0
    assert not asked[1].any()
