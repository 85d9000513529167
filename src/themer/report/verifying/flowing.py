"""Finds paragraphs and cells again in a document that has only the lines of its pages left.

A PDF that another program wrote anew may hold no more than words in their places. They are aligned
with the words that were written, and what stands in the place of each paragraph or cell becomes
its line. What finds no place is never called true: the judgement on it is *unverifiable*.

Method: line by line as long as each comes next; between two lines that do, the longest runs of
equal words (Ratcliff and Metzener 1988, as in ``difflib``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from themer.report.verifying.lines import Line, ReadBack

_RUN = 4
"""The words of a run by which documents are told apart."""
_PAGE = re.compile(r"Page \d+ of \d+\Z")
_LABELS = re.compile(r"(?:(?:[•–‣]|\d+\.)\s*)+")
_TELLING = 10
"""The letters that a line needs to be looked for further on."""
_AHEAD = 80
"""How many lines ahead are looked for."""
_FAR = 6000
"""How many letters ahead they are looked for."""
_MOST_PAIRS = 4_000_000
_FOOT = 3
"""How many lines beside the number of a page may be part of its foot."""
_LEADER = re.compile(r"(?:\. ?){5,}")


def likeness(one: ReadBack, other: ReadBack) -> float:
    """Say how much of their wording two documents share, from 0 to 1, however it is broken up."""
    runs, others = _runs(one), _runs(other)
    return len(runs & others) / max(len(runs | others), 1)


def _runs(document: ReadBack) -> set[tuple[str, ...]]:
    words = [word for line in document.lines for word in line.text.split()]
    return set(zip(*(words[at:] for at in range(_RUN)), strict=False))


def relined(document: ReadBack, written: ReadBack) -> ReadBack:
    """Give a document the lines of what was written, each with the words that it has now.

    A line whose letters are as they were is the line that was written, marks and all. Another
    has no marks: the judge finds its figures by what stands around them.
    """
    text = " ".join(line.text for line in _without_furniture(document.lines))
    known = "".join(_bare(line.text) for line in written.lines)
    lines: list[Line] = []
    for was, now in _stretches(written.lines, text):
        if len(was) == 1 and _bare(now) == _bare(was[0].text):
            lines.append(was[0])
        elif was:
            lines += _aligned(was, now.split())
        elif not _is_furniture(now, known):
            lines.append(Line(now.strip()))
    return replace(document, lines=tuple(lines))


def _stretches(written: Sequence[Line], text: str) -> Iterator[tuple[Sequence[Line], str]]:
    """Cut a text where lines that were written begin and end, one to a stretch where it can be.

    Where the next line is not what comes next, the nearest line that does come is looked for; what
    lies between the two is a stretch of several lines.
    """
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    letters = "".join(text[at] for at in places)
    bare = [_bare(line.text) for line in written]
    places.append(len(text))
    at = place = 0
    while at < len(written):
        if letters.startswith(bare[at], place):
            after = place + len(bare[at])
            yield written[at : at + 1], text[places[place] : places[after]]
            at, place = at + 1, after
            continue
        line, after = _next_known(bare, at, letters, place)
        between = text[places[place] : places[after]]
        if line > at or between.strip():
            yield written[at:line], between
        at, place = line, after
    if place < len(letters):
        yield (), text[places[place] :]


def _next_known(bare: Sequence[str], at: int, letters: str, place: int) -> tuple[int, int]:
    """Find the nearest line that comes again, and where; the ends of both if none does."""
    best, cost = (len(bare), len(letters)), len(letters) + sum(map(len, bare[at:]))
    skipped = 0
    for line in range(at, min(at + _AHEAD, len(bare))):
        if len(bare[line]) >= _TELLING and skipped < cost:
            found = letters.find(bare[line], place, place + min(_FAR, cost))
            if found >= 0 and skipped + found - place < cost:
                best, cost = (line, found), skipped + found - place
        skipped += len(bare[line])
    if best[0] == len(bare) and at + _AHEAD < len(bare):
        return at + _AHEAD, place
    return best


def _aligned(written: Sequence[Line], now: Sequence[str]) -> Iterator[Line]:
    """Share words out among lines by the longest runs of equal words."""
    was = [(word, at) for at, line in enumerate(written) for word in line.text.split()]
    few = len(was) * len(now) < _MOST_PAIRS
    matcher = SequenceMatcher(None, [word for word, _ in was], now, autojunk=not few)
    found: dict[int, list[str]] = defaultdict(list)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            for (_, at), word in zip(was[i1:i2], now[j1:j2], strict=True):
                found[at].append(word)
        elif j1 < j2:
            place = _place(was, i1, i2)
            if place is None:
                yield Line(" ".join(now[j1:j2]))
            else:
                for at, words in _dealt(was[i1:i2], now[j1:j2], place):
                    found[at] += words
    for at, line in enumerate(written):
        if found[at]:
            text = " ".join(found[at])
            same = _bare(text) == _bare(line.text)
            yield line if same else Line(text, (), line.author, line.heading)


def _is_furniture(text: str, known: str) -> bool:
    """Say whether words are a list's own sign, or repeat what stands elsewhere: a table's head."""
    return bool(_LABELS.fullmatch(text.strip())) or _bare(text) in known


def _place(was: Sequence[tuple[str, int]], i1: int, i2: int) -> int | None:
    """Say in which line new words stand; None where they stand between two."""
    if i1 < i2:
        return was[i1][1]
    before = was[i1 - 1][1] if i1 else None
    after = was[i1][1] if i1 < len(was) else None
    return before if before == after else None


def _dealt(
    was: Sequence[tuple[str, int]], now: Sequence[str], place: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """Share new words out among the lines whose words they stand for, by how many each had."""
    many = Counter(at for _, at in was)
    if len(many) < 2:
        yield place, now
        return
    letters = "".join(now)
    old = ["".join(word for word, at in was if at == line) for line in many]
    if "".join(old) == letters:  # the same words, with other spaces between them
        for line, words in zip(many, old, strict=True):
            yield line, [words]
        return
    start, done = 0, 0
    for line, count in many.items():
        done += count
        end = round(len(now) * done / len(was))
        yield line, now[start:end]
        start = end


def _bare(text: str) -> str:
    return "".join(text.split())


def _without_furniture(lines: Sequence[Line]) -> Iterator[Line]:
    """Leave out the list of contents, and what stands at the foot of every page."""
    feet = [at for at, line in enumerate(lines) if _PAGE.search(line.key)]
    beside = {near for at in feet for near in range(at - _FOOT, at + _FOOT + 1)}
    often = Counter(line.key for at, line in enumerate(lines) if at in beside)
    for at, line in enumerate(lines):
        is_foot = at in beside and len(feet) > 1 and often[line.key] >= len(feet)
        if not (is_foot or _PAGE.search(line.key) or _LEADER.search(line.key)):
            yield line
