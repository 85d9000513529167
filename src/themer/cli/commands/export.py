"""``themer export``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put, say


@click.command("export")
@click.argument("form", metavar="csv|xlsx", type=click.Choice(["csv", "xlsx"]))
@click.option(
    "--what",
    type=click.Choice(["segments", "matrix"]),
    help="Coded passages, or units by codes. A workbook has both unless told; CSV has passages.",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; CSV goes to standard output without it.",
)
@click.option(
    "--profile",
    type=click.Choice(["internal", "shareable"]),
    default="internal",
    show_default=True,
    help="For those inside the study, or to be shared: quotes only, and nobody named.",
)
@json_option
@study_option
def command(
    form: str, what: str | None, out: Path | None, profile: str, as_json: bool, study: str | None
) -> None:
    """Write what was coded as a table: one row a passage and code, or units by codes.

    Words of somebody who did not agree to be quoted, or who withdrew, are in no table.
    """
    from themer.errors import InputError
    from themer.workflows.tables.export import make_export, write_export

    if out is None and (form == "xlsx" or as_json):
        raise InputError(
            "A workbook is a file." if form == "xlsx" else "The rows would mix with the JSON.",
            hint=f"Say where it goes: --out FILE.{form}",
        )
    chosen = what or ("segments" if form == "csv" else None)
    export = make_export(open_study(study), chosen, profile)  # type: ignore[arg-type]
    if out is None:
        put(export.csv(), end="")
        for note in export.notes:
            say(note)
        return
    written = write_export(export, form, out)  # type: ignore[arg-type]
    if as_json:
        put(json.dumps(written.summary(), ensure_ascii=False, indent=1))
        return
    for path in written.paths:
        put(str(path))
    for name, number in written.rows.items():
        say(f"{name}: {number:,} rows.")
    for note in written.notes:
        say(note)
