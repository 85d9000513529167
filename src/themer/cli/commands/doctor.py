"""``themer doctor``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themer.cli.printing import put_words
from themer.errors import ExitCode, ThemerError

if TYPE_CHECKING:
    from themer.workflows.doctor import Observation


@click.command("doctor")
def command() -> int:
    """Look at this machine: terminal, language model, folder."""
    from themer.workflows.doctor import examine

    observations = [*examine(Path.cwd(), os.environ), _settings()]
    width = max(len(one.what) for one in observations)
    for one in observations:
        state = "ok  " if one.is_well else "look"
        put_words(f"{state}  {one.what:<{width}}  {one.found}", hang=width + 8)
        if not one.is_well and one.advice:
            for line in one.advice.splitlines():
                put_words(f"{'':{width + 8}}{line}")
    return ExitCode.FINE if all(one.is_well for one in observations) else ExitCode.PROBLEMS


def _settings() -> Observation:
    """Look at this person's settings, whose keys only the screens know."""
    from themer.storage.config_folder import settings_path
    from themer.tui.own_keys import load_own, plain_words
    from themer.workflows.doctor import Observation

    path = settings_path()
    if not path.exists():
        return Observation("Settings", f"none; they would be in {path}", True)
    try:
        own = load_own(path)
    except ThemerError as error:
        found = f"{path} has a problem, so the standard keys are used"
        return Observation("Settings", found, False, plain_words(error))
    plural = "" if len(own.keys) == 1 else "s"
    return Observation("Settings", f"{path}, {len(own.keys)} action{plural} with own keys", True)
