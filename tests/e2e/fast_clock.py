"""Runs themer with a clock of conversations that goes faster: ``fast_clock.py FACTOR ARGUMENTS…``.

Only what counts a conversation's minutes is hurried. Saving, waiting and painting keep real time.
"""

from __future__ import annotations

import importlib
import sys
import time
from types import SimpleNamespace

from themer.cli.edge import run

COUNTING = ("holding", "screens.desk", "screens.desk_around", "screens.closing")


def main() -> int:
    factor = float(sys.argv[1])
    start = time.monotonic()
    fast = SimpleNamespace(monotonic=lambda: start + (time.monotonic() - start) * factor)
    for name in COUNTING:
        module = importlib.import_module(f"themer.tui.{name}")
        assert module.time is time
        module.time = fast
    return run(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
