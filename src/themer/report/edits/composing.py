"""A line of author text written as Markdown again, after somebody edited its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from themer.report.edits.atoms import Atom
from themer.report.edits.lines import (
    FIGURE,
    Sign,
    TextLine,
    in_words,
    with_figures_found,
    with_own_words,
)
from themer.report.edits.marking import JINJA
from themer.report.marked_text import CLOSE, OPEN

Pool = Mapping[str, Sequence[tuple[Atom, tuple[Sign, ...]]]]
"""Ledger id → the live parts that print this figure, each with its signs as they were printed."""

_OPENERS = re.compile(r"(?m)^([ \t]*)(?:([#+-])(?=[#\s]|$)|(\d+)([.)])(?=\s|$))")
_ALWAYS = frozenset("\\*[]<{|")


class NotPlaceable(Exception):
    """An edit cannot be put into the source; the words say why."""


@dataclass(frozen=True, slots=True)
class Output:
    """A part of the new line: one that was there, or a sign that somebody typed."""

    source: str
    signs: tuple[Sign, ...]
    form: Sign
    """Whether it is bold or italic, and where it leads."""
    is_new: bool = False
    hidden: str = ""

    @property
    def is_space(self) -> bool:
        """Say whether it has no ink."""
        return bool(self.signs) and all(sign.is_space for sign in self.signs)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A line after an edit."""

    markdown: str
    signs: tuple[Sign, ...]
    """What it is to render to."""
    refused: tuple[tuple[str, str], ...] = ()
    """Live parts that somebody typed over: what they print, and what was typed; they stay."""


def rewrite(
    atoms: Sequence[Atom],
    was: TextLine,
    now: TextLine,
    pool: Pool,
    *,
    keeps_form: bool = False,
) -> Rewritten:
    """Put the edit of a line into its source.

    Args:
        atoms: The line as it renders from the source.
        was: The same line as themer wrote it into the document: as many signs as the atoms have.
        now: The line as somebody left it.
        pool: Live parts of this and other lines, for those that were moved.
        keeps_form: Whether lost bold and italic was lost by a program, not by a person.

    Raises:
        NotPlaceable: A live part was replaced together with words around it, or brought in.
    """
    texts = {sign.figure: sign.text for sign in was.signs if sign.figure}
    signs = with_own_words(now.signs, texts)
    there = {sign.figure for sign in signs if sign.figure}
    signs = with_figures_found(
        signs, [(name, words) for name, words in texts.items() if name not in there]
    )
    walk = _Walk(atoms, was.signs, tuple(in_words(signs)), pool, keeps_form)
    outputs = walk.outputs()
    return Rewritten(
        compose(outputs), tuple(s for one in outputs for s in one.signs), tuple(walk.refused)
    )


def write_new(now: TextLine, pool: Pool) -> Rewritten:
    """Write a line that somebody added; errors as in `rewrite`."""
    return rewrite((), TextLine(now.kind, now.level, ()), now, pool)


class _Walk:
    """Goes through a line as it was and as it is, and says what comes of each part."""

    def __init__(
        self,
        atoms: Sequence[Atom],
        was: Sequence[Sign],
        now: Sequence[tuple[Sign, ...]],
        pool: Pool,
        keeps_form: bool,
    ) -> None:
        self.refused: list[tuple[str, str]] = []
        self._atoms, self._now, self._pool, self._keeps_form = atoms, now, pool, keeps_form
        self._tokens: list[tuple[Sign, ...]] = []
        self._owner: list[int] = []
        self._was: list[tuple[Sign, ...]] = []
        place = 0
        for number, atom in enumerate(atoms):
            mine = tuple(was[place : place + len(atom.signs)])
            place += len(atom.signs)
            self._was.append(mine)
            for token in in_words(mine):
                self._tokens.append(token)
                self._owner.append(number)

    def outputs(self) -> list[Output]:
        """Give the parts of the new line in order."""
        keys = [_key(token) for token in self._tokens]
        others = [_key(token) for token in self._now]
        steps = SequenceMatcher(None, keys, others, autojunk=False).get_opcodes()
        touched = self._touched_live(steps)
        found: list[Output] = []
        done: set[int] = set()
        for kind, i1, i2, j1, j2 in steps:
            live = {self._owner[i] for i in range(i1, i2)} & touched
            inside = self._inside(i1, touched) if kind == "insert" else None
            if kind == "equal":
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                    self._keep(i, j, found, done, touched)
            elif inside is not None:
                self._refuse(inside, found, done)
            elif live and kind == "replace":
                if len(live) > 1 or any(self._owner[i] not in live for i in range(i1, i2)):
                    raise NotPlaceable("a live figure was replaced together with words around it")
                self._refuse(live.pop(), found, done)
            else:
                for number in dict.fromkeys(self._owner[i] for i in range(i1, i2)):
                    if number in touched:
                        self._refuse(number, found, done)
                    elif number not in done:
                        done.add(number)
                        found += _hidden_of(self._atoms[number])
                typed = [sign for token in self._now[j1:j2] for sign in token]
                found += self._typed(typed, self._link_of(range(i1, i2)))
        return found

    def _touched_live(self, steps: Sequence[tuple[str, int, int, int, int]]) -> set[int]:
        """Find the live parts that were changed without being taken out whole."""
        gone: dict[int, set[str]] = {}
        touched = set()
        for kind, i1, i2, j1, _j2 in steps:
            for i in range(i1, i2):
                number = self._owner[i]
                if self._atoms[number].is_live:
                    gone.setdefault(number, set()).add(kind)
                    j = j1 + i - i1
                    if kind == "equal" and _words(self._tokens[i]) != _words(self._now[j]):
                        touched.add(number)
            if kind == "insert" and (inside := self._between_live(i1)) is not None:
                touched.add(inside)
        return touched | {number for number, kinds in gone.items() if kinds not in _WHOLE}

    def _between_live(self, place: int) -> int | None:
        """Say which live part a place lies within, not at its ends."""
        if 0 < place < len(self._owner) and self._owner[place] == self._owner[place - 1]:
            return self._owner[place] if self._atoms[self._owner[place]].is_live else None
        return None

    def _inside(self, place: int, touched: set[int]) -> int | None:
        number = self._between_live(place)
        return number if number in touched else None

    def _keep(self, i: int, j: int, found: list[Output], done: set[int], live: set[int]) -> None:
        number = self._owner[i]
        if number in live:
            self._refuse(number, found, done)
        elif number not in done:
            done.add(number)
            found.append(self._kept(number, self._tokens[i][0], self._now[j][0]))

    def _kept(self, number: int, was: Sign, now: Sign) -> Output:
        atom = self._atoms[number]
        form = atom.outer if atom.is_live else atom.signs[0]
        signs = atom.signs
        lost = self._keeps_form and not (now.bold or now.italic)
        if was.looks != now.looks and not lost:
            form = replace(form, bold=now.bold, italic=now.italic)
            signs = tuple(replace(one, bold=now.bold, italic=now.italic) for one in signs)
        return Output(atom.source, signs, form, hidden=atom.hidden)

    def _refuse(self, number: int, found: list[Output], done: set[int]) -> None:
        """Leave a live part as it is, and say what was typed over it."""
        if number in done:
            return
        done.add(number)
        atom = self._atoms[number]
        found.append(Output(atom.source, atom.signs, atom.outer, hidden=atom.hidden))
        was = _words(self._was[number])
        self.refused.append((was, self._now_of(number)))

    def _now_of(self, number: int) -> str:
        """Say what stands in the document now where a live part stood."""
        keys = [_key(token) for token in self._tokens]
        others = [_key(token) for token in self._now]
        words = ""
        steps = SequenceMatcher(None, keys, others, autojunk=False).get_opcodes()
        for kind, i1, i2, j1, j2 in steps:
            mine = [i for i in range(i1, i2) if self._owner[i] == number]
            if kind == "equal":
                words += "".join(_words(self._now[j1 + i - i1]) for i in mine)
            elif mine or (kind == "insert" and self._between_live(i1) == number):
                words += "".join(_words(token) for token in self._now[j1:j2])
        return words

    def _link_of(self, places: range) -> str:
        """Say where words led that were replaced: what stands in their place leads there too."""
        links = {sign.link for i in places for sign in self._atoms[self._owner[i]].signs}
        return links.pop() if len(links) == 1 else ""

    def _typed(self, signs: Sequence[Sign], link: str) -> list[Output]:
        found: list[Output] = []
        place = 0
        while place < len(signs):
            live = self._from_elsewhere(signs, place)
            if live is not None:
                found.append(live)
                place += len(live.signs)
                continue
            sign = signs[place]
            if sign.figure:
                raise NotPlaceable("a figure of another part of the report was brought in")
            before = signs[place - 1].text[-1:] if place else ""
            after = signs[place + 1].text[:1] if place + 1 < len(signs) else ""
            plain = Sign(sign.text, sign.bold, sign.italic)
            words = _escaped(sign.text, before, after)
            form = replace(plain, text="", link=link)
            found.append(Output(words, (plain,), form, is_new=True))
            place += 1
        return found

    def _from_elsewhere(self, signs: Sequence[Sign], place: int) -> Output | None:
        """Find the live part that begins at a place of what was typed or moved here."""
        ids = [one.figure for one in signs[place:] if one.figure][:1]
        best: Output | None = None
        for atom, printed in self._pool.get(ids[0], ()) if ids else ():
            there = signs[place : place + len(printed)]
            if [_key((one,)) for one in there] != [_key((one,)) for one in printed]:
                continue
            if _words(there) == _words(printed) and (
                best is None or len(printed) > len(best.signs)
            ):
                outer = replace(atom.outer, text="", link="")
                best = Output(atom.source, atom.signs, outer)
        return best


_WHOLE = ({"equal"}, {"delete"})


def _hidden_of(atom: Atom) -> list[Output]:
    if "{%" in atom.hidden:
        raise NotPlaceable("words were taken out at which a template's condition begins or ends")
    return [Output("", (), Sign(""), hidden=atom.hidden)] if atom.hidden else []


def _key(token: Sequence[Sign]) -> str:
    return f"{FIGURE}{token[0].figure}" if token[0].figure else _words(token)


def _words(signs: Sequence[Sign]) -> str:
    return "".join(sign.text for sign in signs)


def _escaped(sign: str, before: str, after: str) -> str:
    """Write a typed character so that Markdown and templates print it as it is."""
    if OPEN in sign or CLOSE in sign:
        raise NotPlaceable("it holds a character (U+E000 or U+E001) that only themer may use")
    if sign == "\n":
        return "\\\n"
    if sign == "_":
        return sign if before.isalnum() and after.isalnum() else "\\_"
    if sign == "&":
        return "\\&" if after.isalnum() or after == "#" else sign
    if sign in "%#" and before == "{":  # {% and {## would be a template's own
        return f"\\{sign}"
    return f"\\{sign}" if sign in _ALWAYS else sign


def compose(outputs: Sequence[Output]) -> str:
    """Write parts as Markdown, with marks where bold, italic and links begin and end."""
    forms = list(_forms(outputs))
    parts: list[str] = []
    present = Sign("")
    for one, form in zip(outputs, forms, strict=True):
        if one.source:
            parts += [*_closed(present, form), *_opened(present, form)]
            present = form
        parts += [one.source, one.hidden]
    parts += _closed(present, Sign(""))
    return _without_openers("".join(parts))


def _without_openers(markdown: str) -> str:
    """Escape what would begin a heading or a list, though somebody only typed it there."""
    apart = [(found.start(), found.end()) for found in JINJA.finditer(markdown)]
    return _OPENERS.sub(
        lambda found: (
            found[0]
            if any(start <= found.start() < end for start, end in apart)
            else _as_words(found)
        ),
        markdown,
    )


def _as_words(found: re.Match[str]) -> str:
    sign, number, point = found[2], found[3], found[4]
    return f"{found[1]}\\{sign}" if sign else f"{found[1]}{number}\\{point}"


def _forms(outputs: Sequence[Output]) -> Iterator[Sign]:
    """Give the form of each part; that of spaces is what the words at both sides share."""
    for place, one in enumerate(outputs):
        before = next((o.form for o in reversed(outputs[:place]) if _has_ink(o)), Sign(""))
        after = next((o.form for o in outputs[place + 1 :] if _has_ink(o)), Sign(""))
        link = before.link if before.link == after.link else ""
        if one.is_space:
            yield Sign("", before.bold and after.bold, before.italic and after.italic, link)
        else:
            own = one.form.link or (link if one.is_new else "")
            yield Sign("", one.form.bold, one.form.italic, own)


def _has_ink(one: Output) -> bool:
    return bool(one.source) and not one.is_space


def _closed(present: Sign, form: Sign) -> Iterator[str]:
    if present.italic and (not form.italic or _outer_ends(present, form)):
        yield "*"
    if present.bold and (not form.bold or present.link != form.link):
        yield "**"
    if present.link and present.link != form.link:
        yield f"]({present.link})"


def _opened(present: Sign, form: Sign) -> Iterator[str]:
    if form.link and present.link != form.link:
        yield "["
    if form.bold and (not present.bold or present.link != form.link):
        yield "**"
    if form.italic and (not present.italic or _outer_ends(present, form)):
        yield "*"


def _outer_ends(present: Sign, form: Sign) -> bool:
    return present.link != form.link or present.bold != form.bold
