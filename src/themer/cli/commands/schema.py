"""``themer schema``."""

from __future__ import annotations

from pathlib import Path

import click

from themer.cli.printing import put


@click.command("schema")
@click.argument(
    "directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path), default="schemas"
)
def command(directory: Path) -> None:
    """Write the JSON Schemas that editors complete and underline with to DIR (else schemas/).

    A first line such as "# yaml-language-server: $schema=../schemas/question-set.schema.json" tells
    an editor which one a file follows.
    """
    from themer.storage.output import write_output
    from themer.storage.schemas import schema_texts

    for name, text in schema_texts().items():
        new = write_output(directory / name, text)
        put(f"{directory / name}{'' if new else ' (as it was)'}")
