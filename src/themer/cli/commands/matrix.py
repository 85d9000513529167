"""``themer matrix``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from themer.cli.options import coder_option, json_option, open_study, require_terminal, study_option
from themer.cli.printing import put

if TYPE_CHECKING:
    from themer.model.matrix import By


@click.command("matrix")
@click.option(
    "--by",
    type=click.Choice(["codes", "themes"]),
    default="codes",
    show_default=True,
    help="What stands across.",
)
@coder_option("Who writes summaries; without it, to look only.")
@click.option("--type", "kind", metavar="TYPE", help="Only organisations of one type.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a row a cell instead of the screen.")
@json_option
@study_option
def command(
    by: By, coder: str | None, kind: str | None, as_csv: bool, as_json: bool, study: str | None
) -> int | None:
    """See what each organisation said of each code or theme, and sum it up.

    Organisations stand down, codes or themes across; in a cell stand the passages that people
    accepted there, and the summary that somebody wrote of them.
    """
    from themer.errors import InputError

    folder = open_study(study)
    if not (as_csv or as_json):
        require_terminal()
        from themer.tui.app import run
        from themer.tui.desks import matrix_app

        return run(matrix_app(folder.root, coder, by))
    if as_csv and as_json:
        raise InputError("--csv and --json are two kinds of output.", hint="Choose one of them.")
    from themer.workflows.matrix.desk import MatrixDesk
    from themer.workflows.matrix.table import COLUMNS, cell_rows, json_text

    desk = MatrixDesk(folder)
    types = desk.material.study.types
    if kind is not None and kind not in types:
        raise InputError(
            f'This study has no type of organisation "{kind}".',
            hint=f"Choose from {', '.join(types) or 'none'}.",
        )
    matrices = [desk.matrix(audience, by, kind) for audience in desk.audiences()]
    if as_json:
        put(json_text(desk, matrices), end="")
        return None
    from themer.exchange.table_writing import csv_text

    put(csv_text(COLUMNS, cell_rows(desk, matrices)), end="")
    return None
