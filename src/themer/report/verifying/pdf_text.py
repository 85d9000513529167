"""The words on a page of a PDF, by the marks that tie them to the document's structure.

A page is a stream of operators (ISO 32000-1, 9.4 and 14.6). Those that show words stand between
marks with a number, and the structure says which numbers make up a paragraph or a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_TOKEN: Final = re.compile(
    rb"""(?:[-+\d.]+\s+){5}(?P<place>[-+\d.]+)\s*(?:cm|Tm)\b
    |(?P<string>\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\))
    |(?P<dictionary><<(?:[^<>(]|\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f\s]*>)*>>)
    |(?P<hex><[0-9A-Fa-f\s]*>)
    |(?P<name>/[^\s/<>()\[\]{}%]*)
    |(?P<operator>[A-Za-z'"][A-Za-z0-9*'"]*)
    |(?P<image>\bID\s.*?\sEI\b)""",
    re.VERBOSE | re.DOTALL,
)
_MCID: Final = re.compile(rb"/MCID\s+(\d+)")
_ACTUAL: Final = re.compile(rb"/ActualText\s*(\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\(\d{1,3}|\r\n|[\s\S])")
_LETTERS: Final = {
    b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f",
    b"\n": b"", b"\r": b"", b"\r\n": b"",
}  # fmt: skip
_PAIR: Final = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE: Final = re.compile(
    rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])", re.DOTALL
)
_LONGEST_RANGE: Final = 0x10000

Decode = Callable[[bytes], str]


@dataclass(slots=True)
class Stretch:
    """What is shown under one mark."""

    words: str
    line: tuple[bytes, ...]
    """Where it begins, alike for what stands on one line of the page."""


def words_by_mark(page: Any) -> dict[int, Stretch]:
    """Give the words of each marked stretch of a page, by its number.

    Args:
        page: A page of pypdf.
    """
    contents = page.get_contents()
    if contents is None:
        return {}
    resources = page.get("/Resources", {})
    reader = _Marks(_fonts(resources), _properties(resources))
    for token in _TOKEN.finditer(contents.get_data()):
        if token["place"]:
            reader.place(token["place"], is_text=token[0].endswith(b"Tm"))
        else:
            reader.take(token.lastgroup or "", token[0])
    return reader.found


@dataclass(slots=True)
class _Marks:
    fonts: Mapping[str, Decode]
    properties: Mapping[str, int]
    found: dict[int, Stretch] = field(default_factory=dict)
    _open: list[int | None] = field(default_factory=list)
    """The number of each mark that is open; None for one without."""
    _silent: int = 0
    """How many open marks say in other words what is shown between them."""
    _speaks: list[bool] = field(default_factory=list)
    _operands: list[tuple[str, bytes]] = field(default_factory=list)
    _decode: Decode = field(default=lambda data: data.decode("cp1252", "replace"))
    _line: tuple[bytes, ...] = (b"", b"")

    def place(self, down: bytes, *, is_text: bool) -> None:
        """Note how far down the page the next words stand."""
        self._line = (self._line[0], down) if is_text else (down, b"")
        self._operands.clear()

    def take(self, kind: str, token: bytes) -> None:
        """Take the next token of the stream."""
        if kind != "operator":
            self._operands.append((kind, token))
            return
        if token in (b"Tj", b"TJ", b"'", b'"'):
            self._show()
        elif token == b"Tf":
            name = next((one for kind, one in self._operands if kind == "name"), b"/")
            self._decode = self.fonts.get(name.decode("latin-1"), self._decode)
        elif token in (b"BDC", b"BMC"):
            self._begin()
        elif token == b"EMC" and self._open:
            self._open.pop()
            self._silent -= self._speaks.pop()
        self._operands.clear()

    def _show(self) -> None:
        if self._silent:
            return
        data = b"".join(_bytes(kind, one) for kind, one in self._operands)
        self._add(self._decode(data))

    def _add(self, words: str) -> None:
        number = next((one for one in reversed(self._open) if one is not None), None)
        if number is not None:
            self.found.setdefault(number, Stretch("", self._line)).words += words

    def _begin(self) -> None:
        said = self._operands[-1][1] if self._operands else b""
        number = _MCID.search(said)
        if number:
            self._open.append(int(number[1]))
        else:
            self._open.append(self.properties.get(said.decode("latin-1")))
        actual = _ACTUAL.search(said)
        if actual and not self._silent:
            kind = "string" if actual[1].startswith(b"(") else "hex"
            self._add(_text(_bytes(kind, actual[1])))
        self._speaks.append(bool(actual))
        self._silent += bool(actual)


def _bytes(kind: str, token: bytes) -> bytes:
    if kind == "string":
        return _ESCAPE.sub(_unescaped, token[1:-1])
    if kind == "hex":
        digits = re.sub(rb"\s", b"", token[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return b""


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1].isdigit():
        return bytes([int(found[1], 8) & 0xFF]) if not set(found[1]) & set(b"89") else found[1]
    return _LETTERS.get(found[1], found[1])


def _text(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("latin-1")


def _properties(resources: Any) -> dict[str, int]:
    """Give the numbers of marks that a page keeps by name."""
    named = resources.get("/Properties", {})
    found = ((name, named[name].get("/MCID")) for name in named)
    return {name: int(number) for name, number in found if number is not None}


def _fonts(resources: Any) -> dict[str, Decode]:
    fonts = resources.get("/Font", {})
    return {name: _decoder(fonts[name]) for name in fonts}


def _decoder(font: Any) -> Decode:
    """Give what turns the codes of a font into text."""
    table = font.get("/ToUnicode")
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    if table is None:
        return lambda data: data.decode("cp1252", "replace")
    known = dict(_pairs(table.get_object().get_data()))

    def decode(data: bytes) -> str:
        """Look each code up; one that the font does not explain is U+FFFD."""
        codes = (data[at : at + width] for at in range(0, len(data), width))
        return "".join(known.get(int.from_bytes(code, "big"), "\ufffd") for code in codes)

    return decode


def _pairs(table: bytes) -> Iterator[tuple[int, str]]:
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in _PAIR.findall(part):
            yield int(re.sub(rb"\s", b"", code), 16), _utf16(text)
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in _RANGE.findall(part):
            begin = int(first, 16)
            codes = range(begin, min(int(last, 16), begin + _LONGEST_RANGE) + 1)
            if text.startswith(b"["):
                each = re.findall(rb"<([0-9A-Fa-f\s]*)>", text)
                yield from ((code, _utf16(one)) for code, one in zip(codes, each, strict=False))
            else:
                start = _utf16(text[1:-1])
                for code in codes:
                    yield code, start[:-1] + chr(min(ord(start[-1]) + code - begin, 0x10FFFF))


def _utf16(digits: bytes) -> str:
    plain = re.sub(rb"\s", b"", digits).decode()
    return bytes.fromhex(plain).decode("utf-16-be", "replace") if len(plain) % 4 == 0 else ""
