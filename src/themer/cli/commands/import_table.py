"""``themer import``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put, say
from themer.errors import InputError

if TYPE_CHECKING:
    from themer.model.recipe import Recipe
    from themer.workflows.tables.import_table import Imported

FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("table", type=FILE)
@study_option
@click.option("--recipe", "recipe_path", type=FILE, metavar="FILE", help="What column is what.")
@click.option("--new-recipe", type=FILE, metavar="FILE", help="Write what the options say there.")
@click.option(
    "--rows",
    type=click.Choice(["answer", "respondent"]),
    default="answer",
    show_default=True,
    help="What a row is.",
)
@click.option("--set", "set_id", metavar="ID", help="The question set of the answers.")
@click.option("--id", metavar="COLUMN", help='Whose row it is; else "id".')
@click.option("--organisation", metavar="COLUMN", help="The organisation's id or name.")
@click.option("--organisation-is", metavar="NAME", help="One organisation for the whole table.")
@click.option("--unit", metavar="COLUMN", help="Where an organisation has several units.")
@click.option("--question", metavar="COLUMN", help="For a row an answer: its question.")
@click.option("--text", metavar="COLUMN", help='For a row an answer; else "text".')
@click.option("--role", metavar="COLUMN", help="Who answered, as a role.")
@click.option("--date", metavar="COLUMN", help="When, such as 2026-03-04.")
@click.option("--consent-quote", metavar="COLUMN", help="Yes where words may be quoted.")
@click.option("--make-set", is_flag=True, help="Make the set and unknown organisations, too.")
@click.option("--audience", metavar="ID", help="With --make-set: whom the questions are for.")
@click.option("--codebook", metavar="ID", help="With --make-set: the codebook.")
@click.option("--organisation-type", metavar="ID", help="With --make-set: of new ones.")
@json_option
def command(
    table: Path,
    study: str | None,
    recipe_path: Path | None,
    new_recipe: Path | None,
    rows: Literal["answer", "respondent"],
    set_id: str | None,
    organisation_is: str | None,
    make_set: bool,
    audience: str | None,
    codebook: str | None,
    organisation_type: str | None,
    as_json: bool,
    **columns: str | None,
) -> None:
    """Make interviews of the answers in TABLE (CSV or JSON Lines).

    An interview that is there is never written over, so the same table can be imported again.
    """
    from themer.cli.progress import shown
    from themer.storage.output import write_output
    from themer.storage.writing import to_yaml
    from themer.workflows.tables.import_table import import_table
    from themer.workflows.tables.register import Making

    if recipe_path is not None:
        recipe = _read(recipe_path, [*columns.values(), set_id, organisation_is])
    else:
        recipe = _from_options(rows, set_id, organisation_is, columns, new_recipe)
    if new_recipe is not None and new_recipe.exists():
        raise InputError("There is a file of that name.", hint="Name another.", path=new_recipe)
    making = Making(audience, organisation_type, codebook) if make_set else None
    with shown() as progress:
        result = import_table(open_study(study), table, recipe, making=making, progress=progress)
    if new_recipe is not None:
        write_output(new_recipe, to_yaml(result.recipe))
    if as_json:
        put(json.dumps(_as_plain(result), ensure_ascii=False, indent=1))
    for line in _told(result):
        say(line)


def _read(path: Path, others: list[str | None]) -> Recipe:
    from themer.storage import files

    if any(others):
        raise InputError(
            "A recipe says what columns are, so the options that do so as well are left out.",
            hint="Change the recipe, or go without --recipe.",
        )
    return files.read(files.RECIPE, path).value


def _from_options(
    rows: Literal["answer", "respondent"],
    set_id: str | None,
    organisation_is: str | None,
    columns: dict[str, str | None],
    new_recipe: Path | None,
) -> Recipe:
    from themer.exchange.names import slug
    from themer.model.recipe import Recipe, RecipeColumns
    from themer.model.scalars import is_identifier

    if set_id is None:
        raise InputError(
            "Which question set the answers belong to is needed.", hint="Say --set ID."
        )
    if not is_identifier(set_id):
        raise InputError(
            f'"{set_id}" is no id.',
            hint='An id has lower-case letters, digits, "-" and "_" only, at most 80.',
        )
    name = slug(new_recipe.stem) if new_recipe is not None else ""
    return Recipe(
        schema="themer/import-recipe/1",
        id=name or set_id,
        rows=rows,
        columns=RecipeColumns(
            id=columns["id"] or "id",
            organisation=columns["organisation"],
            unit=columns["unit"],
            question=columns["question"],
            text=columns["text"] or ("text" if rows == "answer" else None),
            role=columns["role"],
            date=columns["date"],
            consent_quote=columns["consent_quote"],
        ),
        set=set_id,
        organisation=organisation_is,
    )


def _as_plain(result: Imported) -> dict[str, object]:
    return {
        "answers": result.answers,
        "empty": result.empty,
        "written": list(result.written),
        "same": list(result.same),
        "kept": list(result.kept),
        "columns_left_out": list(result.left_out),
        "made": [path.as_posix() for path in result.made],
        "quotable": result.quotable,
    }


def _told(result: Imported) -> list[str]:
    """Say in sentences what was written, what was not, and what may be quoted."""
    lines = [
        f"{result.answers} answers in, {result.answers} out"
        + (f" ({result.empty} of them empty)." if result.empty else "."),
        f"{len(result.written)} interviews written.",
    ]
    lines += [f"{path} written." for path in result.made]
    if result.same:
        lines.append(f"{len(result.same)} were there already, with the same answers.")
    if result.kept:
        names = ", ".join(result.kept[:5]) + (", …" if len(result.kept) > 5 else "")
        lines.append(
            f"{len(result.kept)} were there with other answers and are left as they are: {names}."
        )
    if result.left_out:
        lines.append(f"Columns not read: {', '.join(result.left_out)}.")
    if result.written and not result.quotable:
        lines.append(
            "No consent to be quoted is recorded, so a report quotes none of these answers "
            "(--consent-quote names a column that says it)."
        )
    elif result.written:
        lines.append(f"{result.quotable} of the new interviews may be quoted.")
    return lines
