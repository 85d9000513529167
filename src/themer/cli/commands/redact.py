"""``themer redact``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from themer.cli.options import coder_option, json_option, open_study, reason_option, study_option
from themer.cli.printing import put, put_words, say

if TYPE_CHECKING:
    from themer.findings.redaction import ProposedName
    from themer.workflows.reporting.redacting import RedactionDesk

_AROUND = 60
"""Characters shown before and after a name."""
_KEYS = "[r]eplace, replace [e]verywhere, [k]eep, keep every[w]here, [s]kip, [q]uit"


@click.command("redact")
@click.option("--list", "as_list", is_flag=True, help="List what waits for a decision.")
@click.option("--all", "every", is_flag=True, help="List what has been decided, too.")
@click.option("--accept", metavar="ID", help="Print other words instead, in square brackets.")
@click.option("--by", metavar="WORDS", help="With --accept: the words; else what kind it is.")
@click.option("--keep", metavar="ID", help="Print it as it stands.")
@click.option("--everywhere", is_flag=True, help="With --accept or --keep: wherever it stands.")
@click.option("--undo", is_flag=True, help="Take back your latest decision.")
@coder_option("Who decides; without it, to look only.")
@reason_option
@json_option
@study_option
def command(
    as_list: bool,
    every: bool,
    accept: str | None,
    by: str | None,
    keep: str | None,
    everywhere: bool,
    undo: bool,
    coder: str | None,
    reason: str | None,
    as_json: bool,
    study: str | None,
) -> int | None:
    """Decide on words in a report that may name a person, an organisation or a place.

    What was said stays as it is in the study. A name that is replaced is printed in square
    brackets, in every document; until somebody decides, words with such a name are kept out of
    documents that are shared.
    """
    from themer.errors import InputError
    from themer.workflows.reporting.redacting import RedactionDesk

    if sum(map(bool, (accept, keep, undo))) > 1:
        raise InputError(
            "--accept, --keep and --undo are three decisions.", hint="Make one a time."
        )
    if (by is not None and accept is None) or (everywhere and not (accept or keep)):
        raise InputError("--by goes with --accept, --everywhere with --accept or --keep.")
    desk = RedactionDesk(open_study(study), coder)
    if accept or keep:
        one = desk.proposal(accept or keep or "")
        if accept:
            desk.replace(one, by, everywhere=everywhere, reason=reason)
        else:
            desk.keep(one, everywhere=everywhere, reason=reason)
        say(f'"{one.words}": {_decision(desk, one)}.')
        return None
    if undo:
        taken = desk.undo()
        say(f'Taken back: "{taken.words}".' if taken else "There is nothing of yours to take back.")
        return None
    if as_json:
        put(json.dumps([_plain(desk, one) for one in desk.proposals], ensure_ascii=False, indent=1))
        return None
    if coder and not as_list and not every and sys.stdin.isatty():
        _ask(desk, reason)
        return None
    _list(desk, desk.proposals if every else desk.undecided())
    return None


def _list(desk: RedactionDesk, found: tuple[ProposedName, ...]) -> None:
    for one in found:
        put_words(f"{one.id}  {one.words}  ({one.kind})  {one.place}  {_decision(desk, one)}")
        put_words(f"          {_passage(one)}", hang=10)
    waiting = len(desk.undecided())
    said = f"{waiting} {'waits' if waiting == 1 else 'wait'} for a decision."
    say(said if waiting else "Nothing waits for a decision.")


def _decision(desk: RedactionDesk, one: ProposedName) -> str:
    decided = desk.standing.of(one.place, one.words)
    if decided is None:
        return "not decided" if one.leaves else "not decided, inside only"
    said = f"printed as [{decided.printed}]" if decided.action == "replace" else "kept"
    return f"{said} by {decided.coder}"


def _passage(one: ProposedName) -> str:
    """Show a name with the words around it, on one line."""
    text = " ".join(one.within[0].text.split())
    at = max(text.find(one.words), 0)
    start, end = max(0, at - _AROUND), at + len(one.words) + _AROUND
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{one.within[0].what}: {before}{text[start:end]}{after}"


def _plain(desk: RedactionDesk, one: ProposedName) -> dict[str, object]:
    decided = desk.standing.of(one.place, one.words)
    return {
        "id": one.id,
        "words": one.words,
        "kind": one.kind,
        "found_by": one.found_by,
        "place": one.place,
        "printed_in": sorted({within.what for within in one.within}),
        "may_be_shared": one.leaves,
        "decision": None if decided is None else decided.action,
        "printed": None if decided is None else decided.printed,
        "coder": None if decided is None else decided.coder,
    }


def _ask(desk: RedactionDesk, reason: str | None) -> None:
    """Go through what waits, a key each."""
    from themer.errors import InputError

    for one in desk.undecided():
        if desk.standing.of(one.place, one.words) is not None:
            continue  # decided everywhere meanwhile
        put_words(f"\n{one.words}  ({one.kind})  {one.place}\n  {_passage(one)}", hang=2)
        key = click.prompt(_KEYS, type=click.Choice(list("rekwsq")), show_choices=False)
        if key == "q":
            break
        try:
            if key in "re":
                by = click.prompt("Print instead, in brackets", default=_usual(one))
                desk.replace(one, by, everywhere=key == "e", reason=reason)
            elif key in "kw":
                desk.keep(one, everywhere=key == "w", reason=reason)
        except InputError as error:
            say(f"{error.message} {error.hint or ''}")
    say(f"{len(desk.undecided())} left to decide.")


def _usual(one: ProposedName) -> str:
    from themer.findings.redaction import KINDS

    return KINDS[one.kind]
