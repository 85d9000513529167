"""``themer actions``."""

from __future__ import annotations

import json
import sys

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put


@click.command("actions")
@click.option("--list", "only_list", is_flag=True, help="List them, and open no screen.")
@json_option
@study_option
def command(only_list: bool, as_json: bool, study: str | None) -> int:
    """Plan what will be done about the findings, by whom and by when."""
    from themer.workflows.reporting.actions import KINDS, ActionDesk, plain_of

    folder = open_study(study)
    if as_json:
        put(json.dumps(plain_of(ActionDesk(folder)), indent=1, ensure_ascii=False))
        return 0
    if not only_list and sys.stdin.isatty() and sys.stdout.isatty():
        from themer.tui.app import run
        from themer.tui.desks import actions_app

        return run(actions_app(folder.root))
    from themer.cli.tables import print_grouped

    desk = ActionDesk(folder)
    rows = [
        (
            KINDS[one.kind],
            one.action.what,
            ", ".join(part for part in (one.action.owner, one.action.by) if part),
            "; ".join(one.answers),
        )
        for one in desk.listed()
    ]
    rows += [
        ("Findings that no action answers", one.name, one.count, "") for one in desk.unanswered()
    ]
    print_grouped(rows)
    return 0
