"""``themer`` without a command: the home screen."""

from __future__ import annotations

from themer.cli.options import find_root, require_terminal


def open_home(study: str | None) -> int:
    """Open the home screen of a study; returns the exit code."""
    root = find_root(study)
    require_terminal()
    from themer.tui.app import home_app, run

    return run(home_app(root))
