"""``themer history``."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put, put_words, say
from themer.model.audit import DONE, AuditLine

_PARTS = {
    "set": "the version of its questions",
    "roster": "who was there",
    "unassigned": "words kept for later",
    "confirmation": "what the partner says to the record",
    "withdrawn_at": "when it was withdrawn",
}
"""What a part of a file is called elsewhere; every other one by its own name, in words."""
_NO_FIELDS = {"set", "state"}
"""Parts of which the fields say nothing to anybody."""
_FIELDS = {
    "noted": "notes",
    "verbatim": "quotes",
    "probes_used": "probes",
    "due": "due date",
    "take_part": "taking part",
    "quote": "being quoted",
    "name": "being named",
    "at": "when",
    "by": "by whom",
}
"""How a field of a file is called elsewhere; every other one by its own name, in words."""


@click.command("history")
@click.argument("interview_id", metavar="[ID]", required=False)
@study_option
@json_option
def command(interview_id: str | None, study: str | None, as_json: bool) -> None:
    """Say who changed conversation ID, or any of them, and when: parts and fields, never words."""
    from themer.storage.writing import iso, to_plain
    from themer.workflows.history import history, question_titles

    folder = open_study(study)
    lines = history(folder, interview_id)
    if as_json:
        put(json.dumps([to_plain(line) for line in lines], indent=1, default=iso))
        return
    titles: dict[str | None, Mapping[str, str]] = {None: {}}
    for line in lines:
        if line.interview is not None and line.interview not in titles:
            titles[line.interview] = question_titles(folder, line.interview)
        said = _line(line, name=interview_id is None, titles=titles[line.interview])
        put_words(said, hang=18)
    if not lines:
        say("The log has nothing of it yet.")


def _line(line: AuditLine, *, name: bool, titles: Mapping[str, str]) -> str:
    which = f"{line.interview}: " if name and line.interview else ""
    parts = _parts(line.changed, titles)
    why = f" ({line.why})" if line.why else ""
    at = f"{line.at.astimezone():%Y-%m-%d %H:%M}"
    return f"{at}  {line.who} on {line.machine}  {which}{DONE[line.action]}{parts}{why}"


def _parts(changed: Mapping[str, tuple[str, ...]], titles: Mapping[str, str]) -> str:
    said = [_part(part, fields, titles) for part, fields in changed.items()]
    return f": {'; '.join(said)}" if said else ""


def _part(part: str, fields: tuple[str, ...], titles: Mapping[str, str]) -> str:
    """Say a part: a question by its number and title where they are known, else by its id."""
    question = part.removeprefix("answers.")
    if question != part:
        named = titles.get(question, question)
    else:
        named = _PARTS.get(part, part.replace("_", " "))
    listed = "" if part in _NO_FIELDS else ", ".join(map(_field, fields))
    return f"{named} ({listed})" if listed else named


def _field(name: str) -> str:
    return _FIELDS.get(name, name.replace("_", " "))
