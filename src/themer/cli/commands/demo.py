"""``themer demo``."""

from __future__ import annotations

from pathlib import Path

import click

from themer.cli.options import require_terminal
from themer.cli.printing import put, say

DEFAULT = "themer-demo"


@click.command("demo")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--interactive", is_flag=True, help="Then open the home screen of the copy.")
def command(directory: Path | None, interactive: bool) -> int:
    """Make the fictional study and go the whole way to its report.

    It is made in DIR, or in a new folder here.
    """
    if interactive:
        require_terminal()
    from themer.cli.commands.analyse import told
    from themer.cli.progress import shown
    from themer.workflows.demo import run_demo

    target = (directory or _free_name(Path.cwd())).absolute()
    with shown() as progress:
        demo = run_demo(target, progress)
    for line in told(demo.analysis):
        say(line)
    put(f"The study is in {_near(target)}. Open its report:")
    for path in demo.report.paths:
        put(f"  {_near(path)}")
    put(
        "\nEverything in it is fictional. Next, hold a conversation and see it in the report:\n"
        f"  cd {_near(target)}\n"
        "  themer              what there is, and what is waiting\n"
        "  themer interview    go through the questions with somebody\n"
        "  themer code --coder your-name\n"
        "  themer report"
    )
    if interactive:
        from themer.tui.app import home_app, run

        return run(home_app(target))
    return 0


def _free_name(folder: Path) -> Path:
    """Find a name that is not taken: themer-demo, themer-demo-2, …"""
    number = 1
    while True:
        target = folder / (DEFAULT if number == 1 else f"{DEFAULT}-{number}")
        if not target.exists():
            return target
        number += 1


def _near(path: Path) -> Path:
    """Give a path as it is shortest from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
