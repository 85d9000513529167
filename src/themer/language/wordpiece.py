"""Text into the word pieces that the encoder was trained on.

The rules are those of BERT's uncased tokenizer (Devlin and others 2019): clean, lower, strip
accents, split at white space and punctuation, then the longest known piece first. Plain Python,
because the usual package brings HTTP libraries with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

UNKNOWN = "[UNK]"
LONGEST_WORD = 100
KEPT_WORDS, KEPT_CHARACTERS = 65536, 8192
"""How many are remembered: answers repeat their words, and a million answers their alphabet."""


class _Characters(dict[int, str]):
    """What ``str.translate`` puts for each character, worked out when it is first met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str:
        put = self._rule(chr(code))
        if len(self) < KEPT_CHARACTERS:
            self[code] = put
        return put


def _cleaned(char: str) -> str:
    if char in "\t\n\r":
        return " "
    # Marks go before normalising too: it sorts a run of them in quadratic time.
    if char in "\0\ufffd" or unicodedata.category(char).startswith("C") or _is_mark(char):
        return ""
    return f" {char} " if _is_ideograph(ord(char)) else char


def _set_apart(char: str) -> str:
    if _is_mark(char):
        return ""
    return f" {char} " if _is_punctuation(char) else char


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn"


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


_CLEANED, _SET_APART = _Characters(_cleaned), _Characters(_set_apart)


def words(text: str) -> list[str]:
    """Split text into lower-case words and single punctuation marks.

    Args:
        text: Any text; it is read, never changed in place.

    Returns:
        Words in order, without accents and control characters.
    """
    lowered = text.translate(_CLEANED).lower()
    return unicodedata.normalize("NFD", lowered).translate(_SET_APART).split()


def numbered(vocabulary: str) -> dict[str, int]:
    """Number the pieces of a vocabulary's text, one a line, from 0."""
    return {piece: number for number, piece in enumerate(vocabulary.split("\n")) if piece}


class Speller:
    """Turns texts into piece numbers and remembers how words are spelt.

    Args:
        vocabulary: Piece to number; pieces inside a word begin with ``##``.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._longest = max(map(len, vocabulary), default=0)
        self._kept: dict[str, tuple[int, ...]] = {}

    def pieces(self, text: str) -> list[int]:
        """Turn text into piece numbers, without the marks for beginning and end.

        Returns:
            Numbers in reading order; a word that cannot be spelt becomes one ``[UNK]``.
        """
        numbers: list[int] = []
        kept = self._kept
        for word in words(text):
            numbers += kept.get(word) or self._spelt(word)
        return numbers

    def _spelt(self, word: str) -> tuple[int, ...]:
        found = self._spell(word)
        # Bounded, and emptied rather than thinned out: what is common comes back at once.
        if len(self._kept) >= KEPT_WORDS:
            self._kept.clear()
        if len(word) <= LONGEST_WORD:
            self._kept[word] = found
        return found

    def _spell(self, word: str) -> tuple[int, ...]:
        unknown = (self._vocabulary[UNKNOWN],)
        if len(word) > LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            begin = "##" if start else ""
            for end in range(min(len(word), start + self._longest), start, -1):
                number = self._vocabulary.get(begin + word[start:end])
                if number is not None:
                    break
            else:
                return unknown
            found.append(number)
            start = end
        return tuple(found)


def pieces(text: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Turn one text into piece numbers; ``Speller`` is for many."""
    return Speller(vocabulary).pieces(text)
