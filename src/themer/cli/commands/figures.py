"""``themer figures``."""

from __future__ import annotations

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put


@click.command("figures")
@study_option
@json_option
def command(study: str | None, as_json: bool) -> None:
    """Count: facts, components, themes, workforce, with every base."""
    from themer.workflows.figures import figures_of, json_text, rows
    from themer.workflows.material import load_material

    material = load_material(open_study(study))
    findings = figures_of(material)
    if as_json:
        put(json_text(findings), end="")
        return
    from themer.cli.tables import print_grouped

    print_grouped((row.group, row.label, row.value, row.beside) for row in rows(findings, material))
