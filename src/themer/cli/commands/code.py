"""``themer code``."""

from __future__ import annotations

import click

from themer.cli.options import open_study, require_terminal, study_option


@click.command("code")
@click.option(
    "--coder", required=True, metavar="NAME", help="Who decides; names the file in coding/."
)
@study_option
def command(coder: str, study: str | None) -> int:
    """Decide what the machine suggests, and code by hand."""
    folder = open_study(study)
    require_terminal()
    from themer.tui.app import run_coding

    return run_coding(folder.root, coder)
