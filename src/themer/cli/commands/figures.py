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
    from themer.workflows.analysis.figures import figures_of, json_text, rows
    from themer.workflows.analysis.indicators import changes_of
    from themer.workflows.material import load_material

    folder = open_study(study)
    material = load_material(folder)
    findings = figures_of(material)
    changes = changes_of(folder, findings)
    if as_json:
        put(json_text(findings, changes), end="")
        return
    from themer.cli.tables import print_grouped

    print_grouped(
        (row.group, row.label, row.value, row.beside) for row in rows(findings, material, changes)
    )
