"""Two versions of one answer into one, field by field, with what could not be joined in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from themer.conversation.editing import edit_notes, find_edit
from themer.model.interview import Answer, FactText, Passage, Verbatim

_NOTHING = Answer()
_SINGLE = ("state", "fact", "as_at", "status", "fair_copy", "follow_up")
_CALLED = {"as_at": "as at", "fair_copy": "fair copy", "follow_up": "follow up"}
CLOSED_MARK = "(with restricted words) "
"""What kept words of another copy begin with where some of them are restricted there."""


def join_answers(base: Answer | None, mine: Answer, theirs: Answer) -> tuple[Answer, list[str]]:
    """Join two versions of an answer.

    A field that one side changed is that side's; where both changed it, mine stands. Restricted
    passages are those of either side: a word is only ever opened by a person.

    Args:
        base: What both began from; None where that is not known. A field that is empty on one
            side then counts as the other's.
        mine: The version in this program.
        theirs: The other.

    Returns:
        The answer, and what of theirs is not in it, in words.
    """
    said: list[str] = []
    before = base or _NOTHING
    changes: dict[str, Any] = {}
    for name in _SINGLE:
        my, their = getattr(mine, name), getattr(theirs, name)
        is_known = base is not None or name != "state"
        if my != their and is_known and my == getattr(before, name):
            changes[name] = their
        elif my != their and not (is_known and their == getattr(before, name)):
            said.append(f"{_CALLED.get(name, name)} {_in_words(their)}")
    noted, is_apart = mine.noted, False
    if mine.noted == before.noted:
        noted = theirs.noted
    elif theirs.noted not in (mine.noted, before.noted):
        is_apart = True
        if theirs.noted.strip() and theirs.noted.strip() not in mine.noted:
            said.append(theirs.noted)
    verbatim, unplaced = _join_quotes(before, mine, theirs, noted)
    restricted, unfound = _join_restricted(mine, theirs, noted, is_apart=is_apart)
    said += [*unplaced, *(f"restricted there and not found here: {words}" for words in unfound)]
    joined = replace(
        mine,
        **changes,
        noted=noted,
        verbatim=verbatim,
        restricted=restricted,
        probes_used=join_lists(before.probes_used, mine.probes_used, theirs.probes_used),
    )
    return joined, said


def join_lists(base: Iterable[str], mine: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    """Join two lists: what either added is there, and what either took out is not."""
    was, my, their = dict.fromkeys(base), dict.fromkeys(mine), dict.fromkeys(theirs)
    return tuple(x for x in {**my, **their} if (x in my and x in their) or x not in was)


def closed_in(text: str, answer: Answer) -> tuple[tuple[Passage, ...], list[str]]:
    """Find the restricted words of an answer in another text, wherever they stand.

    Returns:
        Their passages in the text, and the words that are not in it.
    """
    if text == answer.noted:
        return answer.restricted, []
    found, missing = [], []
    for passage in answer.restricted:
        words = answer.noted[passage.start : passage.end].strip()
        place = text.find(words) if words else -1
        if words and place < 0:
            missing.append(words)
        while place >= 0:
            found.append(Passage(place, place + len(words)))
            place = text.find(words, place + len(words))
    return tuple(found), missing


def together(*passages: Passage) -> tuple[Passage, ...]:
    """Give passages in their order, each once, those that overlap as one."""
    united: list[Passage] = []
    for passage in sorted(passages, key=lambda p: (p.start, p.end)):
        if united and passage.start < united[-1].end:
            united[-1] = Passage(united[-1].start, max(united[-1].end, passage.end))
        else:
            united.append(passage)
    return tuple(united)


def _join_restricted(
    mine: Answer, theirs: Answer, noted: str, *, is_apart: bool
) -> tuple[tuple[Passage, ...], list[str]]:
    """Restrict in the joined notes what either side restricts, and name what is not there."""
    passages: list[Passage] = []
    unfound: list[str] = []
    for side in (mine, theirs):
        found, missing = closed_in(noted, side)
        passages += found
        if is_apart:
            unfound += missing
        elif missing:
            # The other side rewrote these words: a restricted passage grows over what is typed in
            # it, here as under the keys.
            passages += edit_notes(side, find_edit(side.noted, noted))[0].restricted
    return together(*passages), unfound


def _join_quotes(
    before: Answer, mine: Answer, theirs: Answer, noted: str
) -> tuple[tuple[Verbatim, ...], list[str]]:
    was, _ = _place(before, noted)
    my, my_lost = _place(mine, noted)
    their, their_lost = _place(theirs, noted)
    marks: list[Verbatim] = []
    said = [_quote_in_words(q) for q in (*my_lost, *their_lost) if q not in before.verbatim]
    for place in {**my, **their}:
        one, other, old = my.get(place), their.get(place), was.get(place)
        if one is None or other is None:
            mark = one or other
            if mark is None or mark == old:
                continue
        elif one in (other, old):
            mark = other
        elif other == old:
            mark = one
        else:
            mark = replace(one, may_use=one.may_use and other.may_use)
            said.append(_quote_in_words(other))
        if any(mark.start < m.end and m.start < mark.end for m in marks):
            said.append(_quote_in_words(mark))
        else:
            marks.append(mark)
    return tuple(sorted(marks, key=lambda mark: mark.start)), said


def _place(answer: Answer, noted: str) -> tuple[dict[tuple[int, int], Verbatim], list[Verbatim]]:
    """Find an answer's quotes in a text; with those whose words are not in it."""
    after, lost = edit_notes(answer, find_edit(answer.noted, noted))
    placed, missing = list(after.verbatim), []
    for quote in lost:
        start = noted.find(quote.text)
        if start < 0:
            missing.append(quote)
        else:
            placed.append(replace(quote, start=start, end=start + len(quote.text)))
    return {(quote.start, quote.end): quote for quote in placed}, missing


def _quote_in_words(quote: Verbatim) -> str:
    may = "may be used" if quote.may_use else "not to be used"
    by = f", said by {quote.speaker}" if quote.speaker else ""
    return f"word for word, {may}{by}: {quote.text}"


def _in_words(value: FactText | None) -> str:
    if value is None:
        return "taken out"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    return value if isinstance(value, str) else ", ".join(value)
