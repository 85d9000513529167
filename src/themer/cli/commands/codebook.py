"""``themer codebook``."""

from __future__ import annotations

import click

from themer.cli.options import coder_option, json_option, open_study, require_terminal, study_option
from themer.cli.printing import put


@click.command("codebook")
@coder_option("Who changes it; needed but with --json.")
@click.option("--codebook", metavar="ID", help="Which one, where the study has several.")
@json_option
@study_option
def command(
    coder: str | None, codebook: str | None, as_json: bool, study: str | None
) -> int | None:
    """Add, edit, split, merge and retire codes.

    Each change has a reason and a version, and nothing is recoded by it: the decisions that it
    touches are listed, and the coding desk brings them back. With --json the codes, what they were
    given to, the changes and what waits are printed.
    """
    folder = open_study(study)
    if as_json:
        from themer.workflows.codebook.table import json_text

        put(json_text(folder, codebook), end="")
        return None
    if coder is None:
        raise click.UsageError("Say who changes the codebook: --coder your-name.")
    require_terminal()
    from themer.tui.app import run
    from themer.tui.desks import codebook_app

    return run(codebook_app(folder.root, coder, codebook))
