"""``themer report``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from themer.cli.options import open_study, study_option
from themer.cli.printing import put, say


@click.command("report")
@click.option(
    "--to",
    "formats",
    metavar="FORMATS",
    default="docx,html,md",
    show_default=True,
    help="What to write, with commas between: docx, html, md.",
)
@click.option(
    "--profile",
    type=click.Choice(["internal", "shareable"]),
    default="internal",
    show_default=True,
    help="For those inside, or to be shared: small counts and sensitive questions left out.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where to write; else reports/ in the study, under the report's id.",
)
@study_option
def command(
    formats: str, profile: Literal["internal", "shareable"], out: Path | None, study: str | None
) -> None:
    """Write the executive summary and its evidence."""
    from themer.workflows.report import write_report

    wanted = [part.strip() for part in formats.split(",") if part.strip()]
    written = write_report(open_study(study), formats=wanted, profile=profile, out=out)
    for path in written.paths:
        put(str(path))
    for note in written.notes:
        say(f"Note: {note}")
