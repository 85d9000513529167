"""The report's templates: read, listed, and copied into the study to be changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import themer
from themer.errors import InputError, NotFoundError, StorageError, TemplateError
from themer.model.study import Study
from themer.report.basis import AUTHOR_FOLDER
from themer.storage.durable import create_file
from themer.storage.study_folder import StudyFolder

ENDING = ".md.j2"
MOST_BYTES = 2_000_000
"""The largest template or author text that is read."""
MOST_HOUSE_BYTES = 50_000_000
_ABOUT = re.compile(r"\s*\{##\s*(.*?)\s*(?:(?<=[.:])\s+(?=[A-Z]).*?)?##\}", re.DOTALL)
"""The first sentence of the comment that a template begins with."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TemplateFiles:
    """Templates and author text by the names that templates use, and where each was read."""

    sources: Mapping[str, str]
    paths: Mapping[str, Path]
    contents: Mapping[str, bytes]
    """What each source was read from, byte for byte."""


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template by its name, what it is for, and whose version the report uses."""

    name: str
    is_own: bool
    """Whether the study has its own; else the shipped one is used."""
    is_shipped: bool
    about: str
    """What the first comment in it says; empty where it begins with none."""
    diff: tuple[str, ...] = ()
    """How the study's own differs from the shipped one, as a unified diff; none where one lacks."""

    @property
    def standing(self) -> str:
        """Say whose it is, and how many lines of the study's own are not as shipped."""
        if not self.is_own:
            return "as shipped"
        if not self.is_shipped:
            return "of this study alone"
        added = sum(line.startswith("+") for line in self.diff[2:])
        gone = sum(line.startswith("-") for line in self.diff[2:])
        if not self.diff:
            return "of this study, the same as shipped"
        return f"of this study ({added} {'line' if added == 1 else 'lines'} added, {gone} removed)"


def list_templates(folder: StudyFolder) -> tuple[TemplateChoice, ...]:
    """List every template by name; errors as in `read_templates`."""
    shipped = {path.name: path for path in shipped_templates().glob(f"*{ENDING}")}
    place = folder.root / "templates"
    own = {path.name: path for path in place.glob(f"*{ENDING}")}
    return tuple(
        _choice(name, own.get(name), shipped.get(name), folder) for name in sorted({*own, *shipped})
    )


def _choice(
    file: str, own: Path | None, shipped: Path | None, folder: StudyFolder
) -> TemplateChoice:
    source = None if own is None else _read(own, folder, folder.root)[0]
    standard = None if shipped is None else _read(shipped, folder, shipped_templates())[0]
    about = _ABOUT.match(source if source is not None else standard or "")
    diff: tuple[str, ...] = ()
    if source is not None and standard is not None:
        lines = standard.splitlines(), source.splitlines()
        names = f"{file}, as shipped", f"templates/{file}"
        diff = tuple(difflib.unified_diff(*lines, *names, lineterm="", n=1))
    return TemplateChoice(
        name=file.removesuffix(ENDING),
        is_own=own is not None,
        is_shipped=shipped is not None,
        about="" if about is None else " ".join(about[1].split()),
        diff=diff,
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


def shipped_templates() -> Path:
    """Find the templates that come with themer: in the wheel's study, or in the repository."""
    package = Path(themer.__file__).parent
    inside = package / "demo_study" / "templates"
    return inside if inside.is_dir() else package.parents[1] / "templates"


def shipped_source(name: str) -> str:
    """Give a shipped template by its file name; empty where none of that name comes with themer."""
    path = shipped_templates() / name
    return path.read_text("utf-8") if path.is_file() else ""


def own_templates(folder: StudyFolder, sources: Mapping[str, str]) -> dict[str, str]:
    """Pick the templates that a study has of its own, and that are not as shipped.

    Args:
        folder: The study.
        sources: File name → source, as `read_templates` gives them.
    """
    return {
        name: source
        for name, source in sources.items()
        if name.endswith(ENDING)
        and (folder.root / "templates" / name).is_file()
        and source != shipped_source(name)
    }


def read_templates(folder: StudyFolder) -> TemplateFiles:
    """Read the shipped templates, those of the study in their place, and the author's text.

    Raises:
        TemplateError: One is no text, or too large.
    """
    sources: dict[str, str] = {}
    paths: dict[str, Path] = {}
    contents: dict[str, bytes] = {}
    for place, root in ((shipped_templates(),) * 2, (folder.root / "templates", folder.root)):
        for path in sorted(place.glob(f"*{ENDING}")):
            sources[path.name], contents[path.name] = _read(path, folder, root)
            paths[path.name] = folder.relative(path)
    for path in sorted((folder.root / "report_text").glob("*.md")):
        name = f"{AUTHOR_FOLDER}{path.name}"
        sources[name], contents[name] = _read(path, folder, folder.root)
        paths[name] = folder.relative(path)
    return TemplateFiles(sources, paths, contents)


def read_house(folder: StudyFolder, study: Study) -> bytes | None:
    """Read the Word document whose styles the study's reports have; None where it names none.

    Raises:
        InputError: It lies outside the study, is larger than 50 MB, or is no Word document.
        StorageError: It cannot be read.
    """
    if study.house_template is None:
        return None
    path = folder.root / study.house_template
    shown = Path(study.house_template)
    if folder.root.resolve() not in path.resolve().parents:
        raise InputError(
            "house_template leads outside the study.",
            hint="Copy the document into the study, and name it by its path there.",
            path=shown,
        )
    try:
        if path.stat().st_size > MOST_HOUSE_BYTES:
            raise InputError("This house template is larger than 50 MB.", path=shown)
        data = path.read_bytes()
    except OSError as error:
        raise StorageError(
            f"The house template cannot be read: {error.strerror}.",
            hint="study.yaml names it under house_template.",
            path=shown,
        ) from error
    _refuse_unreadable(data, shown)
    return data


def _refuse_unreadable(data: bytes, shown: Path) -> None:
    from themer.report.house.dressing import dressed

    try:
        dressed(data)  # which the writer then finds done
    except InputError as error:
        raise InputError(error.message, hint=error.hint, path=shown) from error


def _read(path: Path, folder: StudyFolder, root: Path) -> tuple[str, bytes]:
    """Read a template or author text that lies, links followed, within a folder.

    Returns:
        Its text with plain line ends, and its bytes.
    """
    shown = folder.relative(path)
    try:
        if root.resolve() not in path.resolve().parents:
            raise TemplateError(
                "this leads outside the study.",
                hint="Put the file itself here, not a link to it.",
                path=shown,
            )
        if not path.is_file():
            raise TemplateError("this is no file.", path=shown)
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise TemplateError("this file is larger than 2 MB.", path=shown)
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise StorageError(f"it cannot be read: {error.strerror}.", path=shown) from error
    except UnicodeDecodeError as error:
        raise TemplateError(
            "this file is not text in UTF-8.", hint="Save it again as UTF-8.", path=shown
        ) from error
    unseen = _CONTROL.search(text)
    if unseen is not None:
        raise TemplateError(
            f"there is a control character here (U+{ord(unseen[0]):04X}), which cannot be printed.",
            hint="Delete it; many editors show it as a box or not at all.",
            path=shown,
            line=text.count("\n", 0, unseen.start()) + 1,
        )
    return text, content
