"""``themer verify``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themer.cli.options import open_study, study_option
from themer.cli.printing import put, say, shown
from themer.errors import ExitCode

if TYPE_CHECKING:
    from themer.report.verifying.verdicts import Said
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
}
_LONGEST = 160


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
        words.append(f'was "{_cut(one.was)}", is "{_cut(one.now)}"')
    else:
        words.append(f'"{_cut(one.now or one.was)}"')
    if one.data or one.kind == "renamed":
        words.append(_of_data(one))
    parts = [": ".join([words[0], "; ".join(words[1:])])]
    if one.about:
        number = "" if ":" in one.ledger_id else one.ledger_id.upper()
        parts.append(f"  {f'{number} {_cut(one.about)}'.strip()}")
    if one.section:
        parts.append(f'  under "{_cut(one.section)}": {_cut(one.line)}')
    return shown("\n".join(parts))


def _of_data(one: Said) -> str:
    if one.kind == "refused":
        return one.data
    if one.kind == "renamed":
        return f'it is now called "{one.data}"' if one.data else "the study has it no more"
    return f"the data give {one.data}"


def _cut(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def _summary(verified: Verified) -> str:
    verdict = verified.verdict
    quotes = "quote" if verdict.quotes == 1 else "quotes"
    looked = f"{verdict.figures} figures and {verdict.quotes} {quotes} of {verified.document}"
    problems, notes = len(verdict.problems), len(verdict.notes)
    found = (
        "everything holds"
        if not problems
        else f"{problems} {'thing does' if problems == 1 else 'things do'} not hold"
    )
    more = f"; {notes} to know of" if notes else ""
    since = "" if verified.is_current else " The study has changed since the report was made."
    return f"{looked}: {found}{more}.{since}"
