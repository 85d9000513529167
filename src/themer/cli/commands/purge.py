"""``themer purge``."""

from __future__ import annotations

import datetime as dt

import click

from themer.cli.clearing import counted, describe, say_beyond
from themer.cli.options import open_study, reason_option, study_option
from themer.cli.printing import say


@click.command("purge")
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would go.")
@click.option("--even-now", is_flag=True, help="Before the retention date; takes --reason.")
@reason_option
@click.option("--keep-reports", is_flag=True, help="Keep reports although they hold the words.")
@study_option
def command(
    yes: bool, even_now: bool, reason: str | None, keep_reports: bool, study: str | None
) -> None:
    """Remove every conversation, after the retention date of study.yaml.

    Conversations, coding, records, unsaved work and reports that hold their words go; questions,
    register, themes without their passages, actions and the log of changes stay.
    """
    from themer.workflows.removing.purge import plan_purge, purge, refuse_early

    planned = plan_purge(open_study(study), keep_reports=keep_reports)
    say(f"{'This removes' if yes else 'This would remove'}:")
    say(f"  {counted(len(planned.last), 'conversation')} in interviews/")
    for line in describe(planned.clearing):
        say(line)
    refuse_early(planned, dt.date.today(), even_now=even_now, reason=reason)
    if not yes:
        say("Nothing was changed. Add --yes to do it; it cannot be undone.")
        return
    purge(planned, reason)
    say("Removed.")
    say_beyond(planned.beyond)
