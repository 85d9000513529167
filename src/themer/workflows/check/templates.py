"""Checks of the study's own templates and author text, as far as they go without rendering."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from themer.errors import Problem, StorageError, TemplateError
from themer.storage.study_folder import StudyFolder


def own_templates(folder: StudyFolder) -> tuple[Path, ...]:
    """List the templates and author text that the study has of its own."""
    own = [
        *(folder.root / "templates").glob("*.md.j2"),
        *(folder.root / "report_text").glob("*.md"),
    ]
    return tuple(sorted(own))


def problems(folder: StudyFolder) -> Iterator[Problem]:
    """Check that what the study has of its own compiles and asks for nothing that is not there."""
    own = {folder.relative(path) for path in own_templates(folder)}
    if not own:
        return
    # Only a study with templates pays for the room that knows them.
    from themer.report.context import CONTEXT_NAMES
    from themer.report.rendering import look_over_templates
    from themer.workflows.reporting.templates import read_templates

    try:
        files = read_templates(folder)
        wanted = [name for name, path in files.paths.items() if path in own]
        faults = look_over_templates(wanted, files.sources, CONTEXT_NAMES)
    except (TemplateError, StorageError) as error:
        yield Problem(Path(error.path or "templates"), error.line or 0, 0, "TE001", error.message)
        return
    for fault in faults:
        code = "TE046" if fault.is_syntax else "TE021"
        yield Problem(files.paths[fault.template], fault.line, 0, code, fault.message)
