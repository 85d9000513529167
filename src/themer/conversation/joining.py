"""Two versions of one answer into one, field by field, with what could not be joined in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from themer.conversation.editing import edit_notes, find_edit
from themer.model.interview import Answer, Passage, Practice, Verbatim

_NOTHING = Answer()
_SINGLE = ("state", "fact", "as_at", "status", "source", "due", "follow_up", "practice", "told")
_WORDED = ("fact", "source", "follow_up", "practice", "told")
"""Fields that hold what somebody wrote: one that is empty there is asked about, never emptied."""
_CALLED = {"as_at": "as at", "fair_copy": "fair copy", "follow_up": "follow up"}
CLOSED_MARK = "(with restricted words) "
"""What kept words of another copy begin with where some of them are restricted there."""


def join_answers(base: Answer | None, mine: Answer, theirs: Answer) -> tuple[Answer, list[str]]:
    """Join two versions of an answer.

    A field that one side changed is that side's; where both changed it, mine stands. Words that
    are only missing from theirs stay, as an older version of a file misses them too. Restricted
    passages are those of either side: a word is only ever opened by a person.

    Args:
        base: What both began from; None where that is not known. A field that is empty on one
            side then counts as the other's, and of two texts the one that goes on from the other.
        mine: The version in this program.
        theirs: The other.

    Returns:
        The answer, and what of theirs is not in it, in words.
    """
    said: list[str] = []
    before = base or _NOTHING
    changes = _join_single(base, mine, theirs, said)
    noted, is_apart = _join_text(base, before.noted, mine.noted, theirs.noted)
    if is_apart:
        said.append(theirs.noted.strip() or "nothing noted")
    fair, is_other_copy = _join_text(base, before.fair_copy, mine.fair_copy, theirs.fair_copy)
    if is_other_copy:
        said.append(f"fair copy {(theirs.fair_copy or '').strip() or 'taken out'}")
    verbatim, unplaced = _join_quotes(before, mine, theirs, noted)
    joined = replace(
        mine,
        **changes,
        noted=noted,
        fair_copy=fair,
        verbatim=verbatim,
        restricted=_join_restricted(mine, theirs, noted, is_apart=is_apart),
        restricted_copy=closed_in_copy(fair, mine, theirs),
        probes_used=join_lists(before.probes_used, mine.probes_used, theirs.probes_used),
    )
    return joined, [*said, *unplaced]


def join_lists(base: Iterable[str], mine: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    """Join two lists: what either added is there, and what either took out is not."""
    was, my, their = dict.fromkeys(base), dict.fromkeys(mine), dict.fromkeys(theirs)
    return tuple(x for x in {**my, **their} if (x in my and x in their) or x not in was)


def missing_words(kept: Answer, other: Answer) -> list[str]:
    """Say what another copy of an answer holds that the kept one does not, in words."""
    said = []
    if other.noted.strip() not in kept.noted:
        said.append(other.noted.strip())
    if (other.fair_copy or "").strip() not in (kept.fair_copy or ""):
        said.append(f"fair copy {(other.fair_copy or '').strip()}")
    for name in _SINGLE:
        value = getattr(other, name)
        if value not in (None, getattr(kept, name)):
            said.append(_called(name, value))
    marked = {(quote.text, quote.speaker) for quote in kept.verbatim}
    said += [_quote_in_words(q) for q in other.verbatim if (q.text, q.speaker) not in marked]
    return said


def closed_in(text: str, answer: Answer) -> tuple[tuple[Passage, ...], list[str]]:
    """Find the restricted words of an answer's notes in another text, wherever they stand.

    Returns:
        Their passages in the text, and the words that are not in it.
    """
    if text == answer.noted:
        return answer.restricted, []
    return _find_all(text, _words_of(answer.noted, answer.restricted))


def closed_in_copy(text: str | None, *sides: Answer) -> tuple[Passage, ...]:
    """Find in a fair copy what any of some answers restricts, in its notes or in its copy."""
    passages: list[Passage] = []
    for side in sides:
        copy = side.fair_copy or ""
        if text == copy:
            passages += side.restricted_copy
        passages += _find_all(text or "", _words_of(copy, side.restricted_copy))[0]
        passages += _find_all(text or "", _words_of(side.noted, side.restricted))[0]
    return together(*passages)


def together(*passages: Passage) -> tuple[Passage, ...]:
    """Give passages in their order, each once, those that overlap as one."""
    united: list[Passage] = []
    for passage in sorted(passages, key=lambda p: (p.start, p.end)):
        if united and passage.start < united[-1].end:
            united[-1] = Passage(united[-1].start, max(united[-1].end, passage.end))
        else:
            united.append(passage)
    return tuple(united)


def _join_single(
    base: Answer | None, mine: Answer, theirs: Answer, said: list[str]
) -> dict[str, Any]:
    """Join the fields that hold one value, and say what of theirs is left out."""
    changes: dict[str, Any] = {}
    before = base or _NOTHING
    for name in _SINGLE:
        my, their, old = (getattr(side, name) for side in (mine, theirs, before))
        is_known = base is not None or name != "state"
        is_emptied = base is not None and their is None and name in _WORDED
        if my == their or (is_known and their == old):
            continue
        if is_known and my == old and not is_emptied:
            changes[name] = their
        elif name == "practice" and my and their and replace(my, share=their.share) == their:
            changes[name] = replace(my, share=False)  # one of the two agreed to nothing
        else:
            said.append(_called(name, their))
    state = changes.get("state", mine.state)
    if state != "answered" and changes.get("fact", mine.fact) is not None:
        # One side says that there was no answer and the other gives one: a person decides which.
        said += [_called(name, changes.pop(name)) for name in ("state", "fact") if name in changes]
    return changes


def _join_text(
    base: Answer | None, before: str | None, mine: str | None, theirs: str | None
) -> tuple[Any, bool]:
    """Give the joined text, and whether what theirs says has to stand beside it."""
    my, their, old = mine or "", theirs or "", before or ""
    if base is not None and (theirs == before or mine == theirs):
        return mine, False
    if base is not None and mine == before:
        is_only_less = old.startswith(their.rstrip()) and bool(old.strip())
        return (mine, True) if is_only_less else (theirs, False)
    if their.startswith(my):
        return theirs or mine, False
    return mine, their.strip() not in my


def _words_of(text: str, passages: Iterable[Passage]) -> list[str]:
    return [words for p in passages if (words := text[p.start : p.end].strip())]


def _find_all(text: str, wanted: Iterable[str]) -> tuple[tuple[Passage, ...], list[str]]:
    found, missing = [], []
    for words in wanted:
        place = text.find(words)
        if place < 0:
            missing.append(words)
        while place >= 0:
            found.append(Passage(place, place + len(words)))
            place = text.find(words, place + len(words))
    return tuple(found), missing


def _join_restricted(
    mine: Answer, theirs: Answer, noted: str, *, is_apart: bool
) -> tuple[Passage, ...]:
    """Restrict in the joined notes what either side restricts."""
    passages: list[Passage] = []
    for side in (mine, theirs):
        found, missing = closed_in(noted, side)
        passages += found
        if missing and not is_apart:
            # The other side rewrote these words: a restricted passage grows over what is typed in
            # it, here as under the keys.
            passages += edit_notes(side, find_edit(side.noted, noted))[0].restricted
    return together(*passages)


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


def _called(name: str, value: object) -> str:
    return f"{_CALLED.get(name, name)} {in_words(value)}"


def in_words(value: object) -> str:
    """Say the value of any field of an answer in words; its question need not be known."""
    if value is None:
        return "taken out"
    if isinstance(value, Practice):
        shared = "may be shared" if value.share else "not to be shared"
        return f"{value.what}, {shared}" + (f", ask {value.ask}" if value.ask else "")
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str) else ", ".join(map(str, value))  # type: ignore[call-overload]
