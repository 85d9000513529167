"""Sentences on a codebook: a code's page, what a change did, what waits to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from themer.coding.codebook_wording import did_words, key_words, name_of
from themer.findings.coded import CodedPassage
from themer.model.codebook import Codebook, CodebookChange
from themer.model.codebook_changes import LookAgain
from themer.tui.text import cut
from themer.workflows.codebook.desk import CodebookSession, CodeRow, Touched, offer_words

_MOST_PASSAGES = 5
_STATES = {"in_place": "In place", "developing": "Developing", "absent": "Absent"}


def some(number: int, what: str) -> str:
    """Say how many of something: ``1 decision``, ``2 decisions``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def page_words(session: CodebookSession, row: CodeRow) -> str:
    """Say all there is on a code."""
    code = row.code
    parts = [_standing_words(session.book, row)]
    parts.append(code.definition or "It has no definition yet.")
    parts += [f"Give it to: {code.include}"] if code.include else []
    parts += [f"Not to: {code.exclude}"] if code.exclude else []
    parts += ["\n".join(f"Such as: “{one}”" for one in code.examples)] if code.examples else []
    if code.parent is not None:
        parts.append(f"Under: {name_of(session.book, code.parent)}")
    if code.component is not None:
        states = ((said, getattr(code.component, key)) for key, said in _STATES.items())
        parts.append("\n".join(f"{said}: {words}" for said, words in states))
    parts += _tied_words(session.tied_questions(code.id))
    parts += _passage_words(session, session.given(code.id))
    return "\n\n".join(parts)


def _tied_words(tied: Sequence[str]) -> list[str]:
    """List the questions tied to a code, a line for each set.

    Args:
        tied: As ``set/question``.
    """
    by_set: dict[str, list[str]] = {}
    for place in tied:
        set_id, _, question = place.partition("/")
        by_set.setdefault(set_id, []).append(question)
    lines = [f"Tied to it in {name}: {', '.join(ids)}" for name, ids in by_set.items()]
    return ["\n".join(lines)] if lines else []


def _standing_words(book: Codebook, row: CodeRow) -> str:
    given = f"given to {some(row.passages, 'passage')} in {some(row.units, 'unit')}"
    parts = [f"{row.code.id} · {given}"]
    if row.code.retired_in is not None:
        parts.append(f"retired in version {row.code.retired_in}: not offered, not counted")
    if row.waiting:
        parts.append(f"{some(row.waiting, 'decision')} to look at again (w)")
    if row.read_before:
        parts.append(f"{some(row.read_before, 'answer')} read before it was there")
    changed = [one.version for one in book.changes if row.code.id in (*one.codes, *one.into)]
    parts += [f"changed in version {', '.join(changed)} (h)"] if changed else []
    return "\n".join(parts)


def _passage_words(session: CodebookSession, passages: Sequence[CodedPassage]) -> list[str]:
    """Give the first passages of a code, one of each unit before a second of any."""
    seen: dict[str, list[CodedPassage]] = {}
    for passage in passages:
        seen.setdefault(passage.unit, []).append(passage)
    ranked = [(at, passage) for of in seen.values() for at, passage in enumerate(of)]
    first = [passage for _, passage in sorted(ranked, key=lambda pair: pair[0])][:_MOST_PASSAGES]
    if not first:
        return []
    lines = [
        f"{session.unit_name(one.reference.interview)}: “{cut(one.text, 150)}”" for one in first
    ]
    left = len(passages) - len(first)
    return ["\n".join([*lines, f"… and {some(left, 'passage')} more"] if left else lines)]


def history_words(book: Codebook, changes: Iterable[CodebookChange]) -> str:
    """Tell what was changed, by whom, when and why, each with what stood there before."""
    parts = []
    for change in changes:
        day = change.at.astimezone().strftime("%Y-%m-%d %H:%M")
        lines = [f"version {change.version} · {day} · {change.coder}", did_words(book, change)]
        lines.append(f"Why: {change.reason}")
        lines += [
            f"before, {key_words(key)}: {words or '(nothing)'}"
            for key, words in change.before.items()
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def touched_words(touched: Touched, coder: str) -> str:
    """Say how many decisions a change put back, and whose they are."""
    number, own = len(touched.waiting), len(touched.of(coder))
    if not number:
        return "No decision waits."
    others = number - own
    whose = [f"{own} yours"] if own else []
    whose += [f"{others} of others"] if others else []
    verb = "waits" if number == 1 else "wait"
    return f"{some(number, 'decision')} {verb} to be looked at again: {', '.join(whose)}."


def waiting_words(session: CodebookSession, items: Iterable[LookAgain]) -> str:
    """List what waits, by coder, each with its unit, words and what is asked."""
    by_coder: dict[str, list[LookAgain]] = {}
    for item in items:
        by_coder.setdefault(item.decision.coder, []).append(item)
    own_first = sorted(by_coder, key=lambda coder: (coder != session.coder, coder))
    parts = []
    for coder in own_first:
        parts.append(f"{coder}: {len(by_coder[coder])}")
        parts += [_item_words(session, item) for item in by_coder[coder]]
    return "\n\n".join(parts)


def _item_words(session: CodebookSession, item: LookAgain) -> str:
    event = item.decision
    if event.action == "status":
        state = (event.status or "").replace("_", " ")
        where, words = session.unit_name(event.unit or ""), f"judged to be {state}"
    else:
        where = f"{session.unit_name(event.interview or '')} · {event.question}"
        words = f"“{cut(event.text, 200)}”" if event.text else "(no words are kept)"
    return f"{where}\n{words}\n{offer_words(session.book, item)}"
