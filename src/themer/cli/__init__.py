"""The command line: parses, calls one workflow, prints; imports the rest inside each command."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run ``themer`` and leave with its exit code."""
    from themer.cli.edge import run

    sys.exit(run(sys.argv[1:]))
