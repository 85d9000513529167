"""``themer verify``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themer.cli.clearing import counted
from themer.cli.options import open_study, study_option
from themer.cli.printing import put, say, shown
from themer.errors import ExitCode

if TYPE_CHECKING:
    from themer.report.verifying.verdicts import Said, Verdict
    from themer.workflows.reporting.verify import Verified

_WORDS = {
    "edited": "EDITED",
    "stale": "OUT OF DATE",
    "altered": "QUOTE ALTERED",
    "refused": "QUOTE NOT TO BE PRINTED",
    "dangling": "LEADS TO NOTHING",
    "unverifiable": "CANNOT BE VERIFIED",
    "renamed": "RENAMED SINCE",
    "typed": "typed by hand",
    "reworded": "reworded",
    "taken out": "taken out",
    "added": "added",
}
_CHANGED = ("reworded", "taken out", "added")
_LONGEST = 160
_AROUND = 60
"""Characters that are shown either side of a change in a long line."""


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="As data, for a program.")
@study_option
def command(file: Path, as_json: bool, study: str | None) -> int:
    """Read a finished document back and recompute every figure and quote in it.

    Also after somebody has edited and renamed it. Ends with 1 where something does not hold.
    """
    from themer.workflows.reporting.verify import verify

    verified = verify(open_study(study), file)
    if as_json:
        put(json.dumps(_plain(verified), ensure_ascii=False, indent=1))
    else:
        for line in _lines(verified):
            put(line)
    verdict = verified.verdict
    say(_summary(verified))
    return ExitCode.PROBLEMS if verdict.problems else ExitCode.FINE


def _plain(verified: Verified) -> dict[str, object]:
    verdict = verified.verdict
    return {
        "file": str(verified.path),
        "report_id": verified.report_id,
        "document": verified.document,
        "is_current": verified.is_current,
        "figures": verdict.figures,
        "quotes": verdict.quotes,
        "problems": [asdict(one) for one in verdict.problems],
        "notes": [asdict(one) for one in verdict.notes],
    }


def _lines(verified: Verified) -> list[str]:
    return [_line(one) for one in (*verified.verdict.problems, *verified.verdict.notes)]


def _line(one: Said) -> str:
    words = [_WORDS[one.kind]]
    if one.was and one.now and one.was != one.now:
        was, now = _apart(_flat(one.was), _flat(one.now))
        words.append(f'was "{was}", is "{now}"')
    else:
        words.append(f'"{_cut(one.now or one.was)}"')
    if one.data or one.kind == "renamed":
        words.append(_of_data(one))
    parts = [": ".join([words[0], "; ".join(words[1:])])]
    if one.about:
        number = "" if ":" in one.ledger_id else one.ledger_id.upper()
        parts.append(f"  {f'{number} {_cut(one.about)}'.strip()}")
    line = _line_of(one)
    if one.section:
        parts.append(f'  under "{_cut(one.section)}"{f": {line}" if line else ""}')
    elif line:
        parts.append(f"  {line}")
    return shown("\n".join(parts))


def _line_of(one: Said) -> str:
    """Give the line around what is told of it; empty where that is the whole line."""
    line, words = _flat(one.line), _flat(one.now or one.was)
    if line == words:
        return ""
    at = max(line.find(words), 0)
    return _around(line, at, at + len(words))


def _of_data(one: Said) -> str:
    if one.kind in ("refused", "altered"):
        return one.data
    if one.kind == "renamed":
        return f'it is now called "{one.data}"' if one.data else "the study has it no more"
    return f"the data give {one.data}"


def _apart(was: str, now: str) -> tuple[str, str]:
    """Give two texts around the first and last words in which they differ."""
    start = _alike(was, now)
    same = _alike(was[start:][::-1], now[start:][::-1])
    return _around(was, start, len(was) - same), _around(now, start, len(now) - same)


def _alike(one: str, other: str) -> int:
    """Count the letters with which two texts begin alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _around(words: str, start: int, end: int) -> str:
    """Give a stretch of a text with the words around it, from one space to another."""
    if len(words) <= _LONGEST:
        return words
    first, last = max(start - _AROUND, 0), min(max(end, start) + _AROUND, len(words))
    if first:
        first = max(words.rfind(" ", 0, first), 0)
    if last < len(words):
        last = words.find(" ", last) if " " in words[last:] else len(words)
    shown_words = words[first:last].strip()
    if len(shown_words) > 2 * _LONGEST:
        shown_words = f"{shown_words[:_LONGEST]} … {shown_words[-_LONGEST:]}"
    return f"{'… ' if first else ''}{shown_words}{' …' if last < len(words) else ''}"


def _flat(words: str) -> str:
    return " ".join(words.split())


def _cut(words: str) -> str:
    flat = _flat(words)
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def _summary(verified: Verified) -> str:
    verdict = verified.verdict
    name = verified.path.name
    made_as = "" if name == verified.document else f" (made as {verified.document})"
    figures, quotes = counted(verdict.figures, "figure"), counted(verdict.quotes, "quote")
    since = "" if verified.is_current else " The study has changed since the report was made."
    return f"{figures} and {quotes} of {name}{made_as}: {_found(verdict)}.{since}"


def _found(verdict: Verdict) -> str:
    problems = len(verdict.problems)
    changed = len({(one.section, one.line) for one in verdict.notes if one.kind in _CHANGED})
    others = sum(one.kind not in _CHANGED for one in verdict.notes)
    parts = ["everything holds"]
    if problems:
        parts = [f"{counted(problems, 'thing')} {'does' if problems == 1 else 'do'} not hold"]
    elif changed:
        parts = ["every figure and quote holds"]
    if changed:
        were, them = ("was", "it") if changed == 1 else ("were", "them")
        parts.append(f"{counted(changed, 'sentence')} {were} changed: read {them}")
    if others:
        parts.append(f"{others} {'more ' if changed else ''}to know of")
    return "; ".join(parts)
