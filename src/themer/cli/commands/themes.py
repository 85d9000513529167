"""``themer themes``."""

from __future__ import annotations

import click

from themer.cli.options import coder_option, json_option, open_study, require_terminal, study_option
from themer.cli.printing import put


@click.command("themes")
@coder_option("Who decides; without it, to look only.")
@json_option
@study_option
def command(coder: str | None, as_json: bool, study: str | None) -> int | None:
    """Decide on themes: name, merge, split, refuse; with a reason, and undone at any time.

    Beside the themes that people named stand the machine's candidates, each with passages of
    different organisations, the words that set it apart, and how stable it is.
    """
    folder = open_study(study)
    if not as_json:
        require_terminal()
        from themer.tui.app import run
        from themer.tui.desks import themes_app

        return run(themes_app(folder.root, coder))
    from themer.workflows.themes.desk import ThemeDesk
    from themer.workflows.themes.listing import listing_json

    put(listing_json(ThemeDesk(folder, None).view), end="")
    return None
