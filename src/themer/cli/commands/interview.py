"""``themer interview``."""

from __future__ import annotations

import click

from themer.cli.options import find_root, require_terminal, study_option


@click.command("interview")
@click.argument("interview_id", metavar="[ID]", required=False)
@click.option("--new", "is_new", is_flag=True, help="Begin a new conversation.")
@click.option("--set", "set_id", metavar="ID", help="The question set of a new conversation.")
@click.option(
    "--unit",
    metavar="NAME",
    help="The unit that a new conversation is with: its id, its name or a part of it.",
)
@click.option(
    "--organisation", metavar="NAME", help="The organisation; enough where it has one unit."
)
@click.option("--plain", "is_plain", is_flag=True, help="Line by line, for screen readers.")
@study_option
def command(
    interview_id: str | None,
    is_new: bool,
    set_id: str | None,
    unit: str | None,
    organisation: str | None,
    is_plain: bool,
    study: str | None,
) -> int:
    """Hold a conversation, or go on with one."""
    from themer.workflows.interviews.choosing import choose_interview

    root = find_root(study)
    chosen = choose_interview(
        root,
        interview_id=interview_id,
        is_new=is_new,
        set_id=set_id,
        unit=unit,
        organisation=organisation,
    )
    if is_plain:
        from themer.plain import run_interview as run_plain

        return run_plain(root, chosen)
    require_terminal()
    from themer.tui.app import interview_app, run

    return run(interview_app(root, chosen))
