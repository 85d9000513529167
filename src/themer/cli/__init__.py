"""The command line: parses, calls one workflow, prints; imports the rest inside each command."""

from __future__ import annotations

import io
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run ``themer`` and leave with its exit code."""
    from themer.cli.edge import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _let_it_say_everything(stream)
    sys.exit(run(sys.argv[1:]))


def _let_it_say_everything(stream: io.TextIOWrapper) -> None:
    """In a locale of few letters, show ``?`` on the terminal, and write pipes and files whole."""
    if stream.isatty():
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8")
