"""``themer analyse``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from themer.cli.options import open_study, study_option
from themer.cli.printing import say

if TYPE_CHECKING:
    from themer.workflows.analysis.analyse import Analysis


@click.command("analyse")
@study_option
def command(study: str | None) -> None:
    """Suggest codes and candidate themes for what was said.

    It writes coding/machine/ and never what a person decided; only what changed is computed again.
    """
    from themer.cli.progress import shown
    from themer.workflows.analysis.analyse import analyse

    folder = open_study(study)
    with shown() as progress:
        result = analyse(folder, progress)
    for line in told(result):
        say(line)


def told(result: Analysis) -> list[str]:
    """Say in sentences what an analysis gave."""
    themes = result.themes
    lines = [
        "Nothing has changed since the last analysis, so nothing was computed."
        if not result.made_anew
        else f"{result.segments} passages of {result.interviews} conversations have suggestions "
        "in coding/machine/."
    ]
    lines.append(
        themes.note
        or f"{len(themes.themes)} candidate themes; {len(themes.unplaced)} passages fit none. "
        "They are the machine's until a person names, merges or refuses them."
    )
    if not result.with_vectors:
        lines.append("onnxruntime is not installed, so only the words themselves were compared.")
    return lines
