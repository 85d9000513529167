"""``themer templates``."""

from __future__ import annotations

import click

from themer.cli.options import open_study, study_option
from themer.cli.printing import put


@click.command("templates")
@click.option("--copy", "name", metavar="NAME", help="Copy this one into the study.")
@study_option
def command(name: str | None, study: str | None) -> None:
    """List the report templates, and copy one to change it.

    docs/templates.md says what a template may use.
    """
    from themer.workflows.reporting.templates import copy_template, list_templates

    folder = open_study(study)
    if name is not None:
        put(str(copy_template(folder, name)))
        return
    for choice in list_templates(folder):
        put(f"{choice.name}\t{'of this study' if choice.is_own else 'as shipped'}")
