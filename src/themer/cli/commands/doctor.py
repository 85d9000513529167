"""``themer doctor``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from themer.cli.printing import put
from themer.errors import ExitCode


@click.command("doctor")
def command() -> int:
    """Look at this machine: terminal, language model, folder."""
    from themer.workflows.doctor import examine

    observations = list(examine(Path.cwd(), os.environ))
    width = max(len(one.what) for one in observations)
    for one in observations:
        put(f"{'ok  ' if one.is_well else 'look'}  {one.what:<{width}}  {one.found}")
        if not one.is_well and one.advice:
            put(f"{'':{width + 8}}{one.advice}")
    return ExitCode.FINE if all(one.is_well for one in observations) else ExitCode.PROBLEMS
