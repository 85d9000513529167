"""``themer history``."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put, say
from themer.model.audit import DONE, AuditLine

_FIELDS = {"noted": "notes", "verbatim": "quotes", "probes_used": "probes", "due": "due date"}
"""How a field of a file is called elsewhere; every other one by its own name, in words."""


@click.command("history")
@click.argument("interview_id", metavar="[ID]", required=False)
@study_option
@json_option
def command(interview_id: str | None, study: str | None, as_json: bool) -> None:
    """Say who changed conversation ID, or any of them, and when: parts and fields, never words."""
    from themer.storage.writing import iso, to_plain
    from themer.workflows.history import history

    lines = history(open_study(study), interview_id)
    if as_json:
        put(json.dumps([to_plain(line) for line in lines], indent=1, default=iso))
        return
    for line in lines:
        put(_line(line, name=interview_id is None))
    if not lines:
        say("The log has nothing of it yet.")


def _line(line: AuditLine, *, name: bool) -> str:
    which = f"{line.interview}: " if name and line.interview else ""
    parts = _parts(line.changed)
    why = f" ({line.why})" if line.why else ""
    at = f"{line.at.astimezone():%Y-%m-%d %H:%M}"
    return f"{at}  {line.who} on {line.machine}  {which}{DONE[line.action]}{parts}{why}"


def _parts(changed: Mapping[str, tuple[str, ...]]) -> str:
    said = [
        part.removeprefix("answers.") + (f" ({', '.join(map(_field, fields))})" if fields else "")
        for part, fields in changed.items()
    ]
    return f": {'; '.join(said)}" if said else ""


def _field(name: str) -> str:
    return _FIELDS.get(name, name.replace("_", " "))
