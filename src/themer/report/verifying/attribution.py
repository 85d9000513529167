"""Who a quote is said to be by: the line below it, beside what stands below it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from themer.report.verifying.lines import Line
from themer.report.verifying.pairs import Pair

_DASHES = ("—", "–", "-")


def attributed(
    pairs: Sequence[Pair],
    written: Sequence[Line],
    read: Sequence[Line],
    quotes: Sequence[Mapping[str, Any]],
) -> tuple[Pair, ...]:
    """Pair the line that says who is quoted with the one below the same quote now.

    Args:
        pairs: As the lines were aligned.
        written: The lines as they were written.
        read: The lines as they are.
        quotes: Of the ledger.
    """
    was_at = {id(line): place for place, line in enumerate(written)}
    below: dict[int, tuple[str, int]] = {}
    for pair in pairs:
        if pair.was is None or pair.now is None:
            continue
        place = was_at[id(pair.was)] + 1
        for quote in quotes:
            if place < len(written) and _is_of(quote, pair.was, written[place]):
                below[place] = (str(quote["id"]), pair.place + 1)
                break
    return tuple(_settled(pairs, was_at, read, below)) if below else tuple(pairs)


def _settled(
    pairs: Sequence[Pair],
    was_at: Mapping[int, int],
    read: Sequence[Line],
    below: Mapping[int, tuple[str, int]],
) -> Iterator[Pair]:
    taken = {place for _, place in below.values() if place < len(read) and _says_who(read[place])}
    for pair in pairs:
        place = -1 if pair.was is None else was_at[id(pair.was)]
        if place in below:
            quote, there = below[place]
            # Where no such line is below the quote, what was found elsewhere is another's.
            now = read[there] if there in taken else None
            yield Pair(pair.was, now, there if now else pair.place, quote=quote)
            if pair.now is not None and pair.place not in taken:
                yield Pair(None, pair.now, pair.place)
        elif pair.now is not None and pair.place in taken:
            if pair.was is not None:
                yield Pair(pair.was, None, pair.place)
        else:
            yield pair


def _is_of(quote: Mapping[str, Any], line: Line, below: Line) -> bool:
    words = " ".join(str(quote["text"]).split())
    is_quote = any(mark.ledger_id == quote["id"] for mark in line.marks) or (
        not any(mark.ledger_id.startswith("q") for mark in line.marks)
        and words[-200:] in line.key
        and len(words) > len(line.key) // 2
    )
    return is_quote and bare(below.key).startswith(" ".join(str(quote["attribution"]).split()))


def _says_who(line: Line) -> bool:
    return line.key.startswith(_DASHES)


def bare(text: str) -> str:
    """Give an attribution without the dash before it, and the link to its evidence after it."""
    return text.lstrip("".join(_DASHES)).strip().removesuffix("· evidence").strip()
