from __future__ import annotations

import pytest

from themer.language.encoder import MODEL_FOLDER
from themer.language.wordpiece import pieces, words


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
