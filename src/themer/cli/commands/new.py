"""``themer new``."""

from __future__ import annotations

from pathlib import Path

import click

from themer.cli.printing import put, say


@click.command("new")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
def command(directory: Path) -> None:
    """Begin a study in DIR: a folder with commented examples."""
    from themer.workflows.new import new_study

    for path in new_study(directory):
        put(f"{directory / path}")
    say(
        "\nA study to change as you need it. Next:\n"
        f"  cd {directory}\n"
        "  edit study.yaml and question_sets/first.yaml in any editor of plain text\n"
        "  themer check        says what does not hold yet\n"
        "  themer interview    holds the first conversation"
    )
