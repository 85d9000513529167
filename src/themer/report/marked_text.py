"""Text on its way through Markdown: what people wrote is escaped, what themer computed is a token.

A token is two private-use characters around a letter and a number. People's text can hold such
characters too; `neutral` turns those into tokens of their own, so that no answer can forge one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}([a-z])([0-9a-f]+){CLOSE}")
"""Letter: ``f`` a computed figure, ``u`` one character, ``n`` a new line, ``b`` a block."""

NEW_LINE = f"{OPEN}n0{CLOSE}"

_PUNCTUATION = re.compile(r"(?<![\ue000])[!-/:-@\[-`{-~]")
# Control characters would be dropped or replaced by a Markdown reader; the writers decide on them.
_UNSAFE = re.compile("[\ue000\ue001\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


class Rich(Markup):
    """Markdown that themer itself composed: printed as it is, while a plain text is escaped."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: object, /) -> Rich:
        """Escape a plain value; leave what is composed already."""
        if isinstance(s, Markup):
            return cls(str.__str__(s))
        return cls(escaped(str(s)))


def token(letter: str, number: int) -> str:
    """Write a token."""
    return f"{OPEN}{letter}{number:x}{CLOSE}"


def neutral(text: str) -> str:
    """Put a token in the place of every character that Markdown or a token could trip over."""
    return _UNSAFE.sub(lambda found: token("u", ord(found[0])), text)


def escaped(text: str) -> str:
    """Escape a text that `neutral` has seen, so that Markdown prints it as it is."""
    return _PUNCTUATION.sub(r"\\\g<0>", text).replace("\n", NEW_LINE)


def rich(text: str) -> Rich:
    """Make a plain text, such as an answer or a name, ready to stand among composed words."""
    return Rich(escaped(neutral(text)))


def strong(words: Rich) -> Rich:
    """Make words stand out."""
    return Rich(f"**{words}**") if words.strip() else words


def emphasis(words: Rich) -> Rich:
    """Stress words."""
    return Rich(f"*{words}*") if words.strip() else words


def link(words: Rich, anchor: str, document: str = "") -> Rich:
    """Lead from words to an anchor of the same document, or of one that is written beside it."""
    return Rich(f"[{words}]({document}#{anchor})")


def joined(parts: Iterable[object], between: str = "") -> Rich:
    """Join composed and plain parts, escaping the plain ones."""
    return Rich.escape(between).join(Rich.escape(part) for part in parts)


def say(sentence: str, /, **parts: object) -> Rich:
    """Write a sentence of ours with parts put in: ``say("{count} did.", count=...)``.

    Unlike ``format`` it escapes the sentence itself as well as every part that is plain text.
    """
    pieces = re.split(r"\{([a-z_]+)\}", sentence)
    return joined(
        parts[piece] if number % 2 else rich(piece) for number, piece in enumerate(pieces)
    )
