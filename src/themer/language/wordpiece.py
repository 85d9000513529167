"""Text into the word pieces that the encoder was trained on.

The rules are those of BERT's uncased tokenizer (Devlin and others 2019): clean, lower, strip
accents, split at white space and punctuation, then the longest known piece first. Plain Python,
because the usual package brings HTTP libraries with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

UNKNOWN = "[UNK]"
LONGEST_WORD = 100


def _is_punctuation(char: str) -> bool:
    # BERT counts every ASCII symbol as punctuation, also those Unicode calls symbols ("$", "+").
    code = ord(char)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(char).startswith("P")


def _is_ideograph(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2A6DF
        or 0x2A700 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )


def words(text: str) -> list[str]:
    """Split text into lower-case words and single punctuation marks.

    Args:
        text: Any text; it is read, never changed in place.

    Returns:
        Words in order, without accents and control characters.
    """
    spaced: list[str] = []
    for char in text:
        if char in "\t\n\r":
            spaced.append(" ")
        elif char in "\0\ufffd" or unicodedata.category(char).startswith("C"):
            continue
        elif _is_ideograph(ord(char)):
            spaced.append(f" {char} ")
        else:
            spaced.append(char)
    lowered = unicodedata.normalize("NFD", "".join(spaced).lower())
    marked = [
        f" {char} " if _is_punctuation(char) else char
        for char in lowered
        if unicodedata.category(char) != "Mn"
    ]
    return "".join(marked).split()


def pieces(text: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Turn text into piece numbers, without the marks for beginning and end.

    Args:
        text: Any text.
        vocabulary: Piece to number; pieces inside a word begin with ``##``.

    Returns:
        Numbers in reading order; a word that cannot be spelt becomes one ``[UNK]``.
    """
    numbers: list[int] = []
    for word in words(text):
        numbers.extend(_spell(word, vocabulary))
    return numbers


def _spell(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    if len(word) > LONGEST_WORD:
        return [vocabulary[UNKNOWN]]
    found: list[int] = []
    start = 0
    while start < len(word):
        end = len(word)
        while end > start:
            piece = word[start:end] if start == 0 else f"##{word[start:end]}"
            number = vocabulary.get(piece)
            if number is not None:
                break
            end -= 1
        if end == start:
            return [vocabulary[UNKNOWN]]
        found.append(vocabulary[piece])
        start = end
    return found
