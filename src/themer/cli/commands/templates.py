"""``themer templates``."""

from __future__ import annotations

import click

from themer.cli.diffs import put_diff
from themer.cli.options import open_study, study_option
from themer.cli.printing import put, put_words, say
from themer.errors import ExitCode, NotFoundError


@click.command("templates")
@click.option("--copy", "name", metavar="NAME", help="Copy this one into the study.")
@click.option("--diff", "compared", metavar="NAME", help="How the study's own is not as shipped.")
@study_option
def command(name: str | None, compared: str | None, study: str | None) -> int:
    """List the report templates: what each is for, and whose the report uses.

    With --copy one is copied into templates/ of the study, where it can be changed.
    docs/templates.md says what a template may use.
    """
    from themer.workflows.reporting.templates import copy_template, list_templates

    folder = open_study(study)
    if name is not None:
        put(str(copy_template(folder, name)))
        say('Change it there; "themer report --watch" shows at once what it gives.')
        return ExitCode.FINE
    choices = list_templates(folder)
    if compared is None:
        for choice in choices:
            put_words(f"{choice.name}\t{choice.standing}\t{choice.about}", hang=4)
        return ExitCode.FINE
    chosen = next((one for one in choices if one.name == compared), None)
    if chosen is None:
        known = ", ".join(one.name for one in choices)
        raise NotFoundError(f'There is no template "{compared}".', hint=f"There are: {known}.")
    put_diff(chosen.diff)
    if not chosen.diff:
        say(f"{chosen.name}: {chosen.standing}.")
    return ExitCode.FINE
