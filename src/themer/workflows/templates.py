"""``themer templates``: list the report's templates, and copy one into the study to change it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from themer.errors import InputError, NotFoundError
from themer.storage.durable import create_file
from themer.storage.study_folder import StudyFolder
from themer.workflows.report import shipped_templates

ENDING = ".md.j2"


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template by its name, and whose version the report uses."""

    name: str
    is_own: bool
    """Whether the study has its own; else the shipped one is used."""


def list_templates(folder: StudyFolder) -> tuple[TemplateChoice, ...]:
    """List every template by name."""
    own = {path.name for path in (folder.root / "templates").glob(f"*{ENDING}")}
    shipped = {path.name for path in shipped_templates().glob(f"*{ENDING}")}
    return tuple(
        TemplateChoice(name.removesuffix(ENDING), name in own) for name in sorted(own | shipped)
    )


def copy_template(folder: StudyFolder, name: str) -> Path:
    """Copy a shipped template into the study's ``templates/``.

    Raises:
        NotFoundError: There is none of that name.
        InputError: The study has its own already.
        StorageError: The disk refused.
    """
    source = shipped_templates() / f"{name}{ENDING}"
    if not source.is_file() or source.parent != shipped_templates():
        known = ", ".join(choice.name for choice in list_templates(folder))
        raise NotFoundError(f'There is no template "{name}".', hint=f"There are: {known}.")
    target = folder.root / "templates" / source.name
    try:
        create_file(target, source.read_bytes())
    except FileExistsError as error:
        raise InputError(
            "The study has its own version already; it was left alone.", path=target
        ) from error
    return target
