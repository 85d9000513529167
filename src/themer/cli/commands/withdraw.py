"""``themer withdraw``."""

from __future__ import annotations

from typing import Literal

import click

from themer.cli.clearing import confirm, describe, say_beyond
from themer.cli.options import open_study, reason_option, study_option
from themer.cli.printing import say
from themer.errors import ExitCode

_DONE = {
    "all": "Withdrawn. An empty entry stays, so that who took part is counted right.",
    "quote": "From now on nothing of it is quoted; its words are still read and counted.",
    "name": "From now on its organisation stands under a number in every document.",
}


@click.command("withdraw")
@click.argument("interview_id", metavar="ID")
@click.option(
    "--scope",
    type=click.Choice(["all", "quote", "name"]),
    default="all",
    show_default=True,
    help="What is withdrawn: everything, or only the permission to quote, or to name.",
)
@reason_option
@click.option("--keep-reports", is_flag=True, help="Keep reports although they hold the words.")
@click.option(
    "--take-over", is_flag=True, help="Go on although another machine seems to have it open."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@study_option
def command(
    interview_id: str,
    scope: Literal["all", "quote", "name"],
    reason: str | None,
    keep_reports: bool,
    take_over: bool,
    yes: bool,
    study: str | None,
) -> int:
    """Take out what a partner said, because they withdrew their consent.

    Every word of conversation ID goes from the study, from what was made of it, and from this
    user's unsaved work. An entry without words stays. What cannot be reached is listed.
    """
    from themer.workflows.removing.withdraw import prepare_withdrawal, withdraw

    withdrawal = prepare_withdrawal(
        open_study(study),
        interview_id,
        scope=scope,
        keep_reports=keep_reports,
        take_over=take_over,
    )
    try:
        for line in _plan(withdrawal.name, interview_id, scope):
            say(line)
        for line in describe(withdrawal.clearing):
            say(line)
        if not confirm("This cannot be undone. Go on?", yes=yes):
            say("Nothing was changed.")
            return ExitCode.PROBLEMS
        withdraw(withdrawal, reason)
    finally:
        withdrawal.release()
    say(_DONE[scope])
    if scope == "all":
        say("Next: themer analyse, and themer report for every report that is named above.")
    say_beyond(withdrawal.beyond)
    return ExitCode.FINE


def _plan(name: str, interview_id: str, scope: str) -> list[str]:
    if scope == "all":
        return [
            f"{name} ({interview_id}). This takes out:",
            f"  every word, fact, quote and role in interviews/{interview_id}.yaml",
        ]
    what = "to quote it" if scope == "quote" else "to name its organisation"
    return [f"{name} ({interview_id}). This takes back the permission {what}."]
