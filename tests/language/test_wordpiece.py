from __future__ import annotations

import pytest

from themer.language import wordpiece
from themer.language.released import MODEL_FOLDER
from themer.language.wordpiece import Speller, pieces, words


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, int]:
    lines = (MODEL_FOLDER / "vocab.txt").read_text("utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


def test_words_are_lowered_and_bare() -> None:
    assert words("Café\u0301's £20\tbonus\x00!") == ["cafe", "'", "s", "£20", "bonus", "!"]
    assert words("我们a") == ["我", "们", "a"]


def test_pieces_are_those_of_the_published_tokenizer(vocabulary: dict[str, int]) -> None:
    # Numbers from the tokenizer.json published with the model.
    assert pieces("Practice educators' workload", vocabulary) == EXPECTED
    assert pieces("", vocabulary) == []


def test_a_word_that_cannot_be_spelt_is_one_unknown(vocabulary: dict[str, int]) -> None:
    assert pieces("x" * 101, vocabulary) == [vocabulary["[UNK]"]]
    assert pieces("🙂", vocabulary) == [vocabulary["[UNK]"]]


EXPECTED = [3218, 19156, 1005, 2147, 11066]


@pytest.mark.parametrize(
    "text",
    [
        "The rota is short; nobody covers.",
        "a" + "\u0301\u0323" * 20 + " \u2116 \u037e \u1fef \u226e \u0130 \u03a3\u03a3",
        "tab\tnul\0unit\x1fsoft\u00adhyphen zero\u200bwidth",
        "👩‍🔬🏽 ok £5 日本 ½ ǆ",
    ],
)
def test_pieces_are_the_same_when_they_are_remembered(
    text: str, vocabulary: dict[str, int]
) -> None:
    speller = Speller(vocabulary)
    assert speller.pieces(text) == pieces(text, vocabulary) == speller.pieces(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("staff shortage " * 66_667, 133_334),
        ("x" * 1_000_000, 1),
        ("a" + "\u0301\u0323" * 500_000, 1),
        ("🙂" * 1_000_000, 1),
        ("\x01" * 1_000_000, 0),
    ],
    ids=["long", "one word", "accents", "emoji", "control characters"],
)
def test_a_million_characters_are_read(text: str, count: int, vocabulary: dict[str, int]) -> None:
    assert len(pieces(text, vocabulary)) == count


def test_what_is_remembered_is_bounded(
    vocabulary: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordpiece, "KEPT_WORDS", 10)
    speller = Speller(vocabulary)
    text = " ".join(f"ward{number}" for number in range(35))
    assert speller.pieces(text) == pieces(text, vocabulary)
    assert len(speller._kept) <= 10
