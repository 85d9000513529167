"""``themer report``: load, find, render, check, and write every format whole or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themer.coding.compared import Agreement
from themer.errors import InputError, StorageError, TemplateError
from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.sample import Sample
from themer.model.study import Profile
from themer.report.blocks import Document
from themer.report.summary import Report, assemble
from themer.storage.durable import make_folders, write_fully
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.agreement import agreement_of
from themer.workflows.coding.sampling import sample_of
from themer.workflows.coding.stances import coders_of
from themer.workflows.material import load_material
from themer.workflows.reporting.templates import read_templates

LEDGER = "summary.evidence.json"
WRITTEN = ".written"
"""The folder beside the documents with the same as themer wrote them, for ``verify``."""


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """What was written, and where."""

    report_id: str
    folder: Path
    paths: tuple[Path, ...]
    """The documents in the order of their names, then the ledger."""
    notes: tuple[str, ...] = ()
    """What its writer should look at again, such as numbers typed by hand."""


def write_report(
    folder: StudyFolder,
    *,
    formats: Sequence[str] = ("docx", "html", "md"),
    profile: Profile = "internal",
    out: Path | None = None,
) -> WrittenReport:
    """Make a study's report and write it, every format or none.

    Args:
        folder: The study.
        formats: Of ``docx``, ``html`` and ``md``.
        profile: For those inside, or to be shared.
        out: Where to write instead of ``reports/<report-id>/``.

    Raises:
        InputError: A format that there is none of.
        ProblemsError: The study's files do not hold.
        TemplateError: A template cannot be rendered.
        RefusedError: The report would say what does not hold.
        StorageError: The disk refused; nothing was changed.
    """
    writers = document_writers(formats)
    report = make_report(folder, load_material(folder), profile=profile)
    target = out or folder.root / "reports" / report.report_id
    content: dict[str, bytes] = {}
    for name, document in report.documents.items():
        for ending, write in writers.items():
            content[f"{name}.{ending}"] = write(document)
    content[LEDGER] = report.ledger.encode()
    paths = tuple(target / name for name in content)
    kept = {f"{WRITTEN}/{name}": data for name, data in content.items() if name != LEDGER}
    write_whole(target, {**content, **kept})
    return WrittenReport(report.report_id, target, paths, report.notes)


def make_report(
    folder: StudyFolder, material: Material, *, profile: Profile = "internal"
) -> Report:
    """Put a study's report together without writing anything; errors as in `write_report`."""
    files = read_templates(folder)
    sample = sample_of(folder)
    try:
        return assemble(
            material,
            find(material),
            templates=files.sources,
            data_sha256=hash_of(material, sample),
            profile=profile,
            agreement=_agreement(material, sample),
        )
    except TemplateError as error:
        shown = files.paths.get(str(error.path), error.path)
        raise TemplateError(error.message, hint=error.hint, path=shown, line=error.line) from error


def _agreement(material: Material, sample: Sample | None) -> Agreement | None:
    """Compare coders; without two of them, or one and the machine, answers need no cutting."""
    if len(coders_of(material)) > 1 or material.suggestions:
        return agreement_of(material, sample=sample)
    return None


def hash_of(material: Material, sample: Sample | None = None) -> str:
    """Give the SHA-256 of all that a report is made from, whatever the order of its files."""
    plain = dataclasses.asdict(material)
    plain["sample"] = None if sample is None else dataclasses.asdict(sample)
    plain["interviews"] = sorted(plain["interviews"], key=lambda one: str(one["id"]))
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def document_writers(formats: Sequence[str]) -> dict[str, Callable[[Document], bytes]]:
    """Load the writers that are asked for, and no others: python-docx takes its time.

    Raises:
        InputError: A format that there is none of.
    """
    known: dict[str, Callable[[], Callable[[Document], bytes]]] = {
        "docx": _docx,
        "html": _html,
        "md": _markdown,
    }
    for wanted in formats:
        if wanted not in known:
            raise InputError(
                f'there is no format called "{wanted}".', hint=f"Choose from {', '.join(known)}."
            )
    if not formats:
        raise InputError("no format was asked for.", hint="Write --to docx,html,md.")
    return {wanted: known[wanted]() for wanted in dict.fromkeys(formats)}


def _docx() -> Callable[[Document], bytes]:
    from themer.report.writers.docx_document import write_docx

    return write_docx


def _html() -> Callable[[Document], bytes]:
    from themer.report.writers.html import write_html

    return lambda document: write_html(document).encode("utf-8", "surrogatepass")


def _markdown() -> Callable[[Document], bytes]:
    from themer.report.writers.markdown import write_markdown

    return lambda document: write_markdown(document).encode("utf-8", "surrogatepass")


def write_whole(target: Path, content: Mapping[str, bytes]) -> None:
    """Write files into a folder so that all of them are there, or none is changed.

    They are written beside the folder first, and moved in when the last one is whole. Only their
    owner may read them, whatever the umask: a report holds what people said.

    Raises:
        StorageError: The disk refused, or a file is open in another program.
    """
    with _said_plainly(target):
        make_folders(target.parent)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            for name, data in content.items():
                make_folders((beside / name).parent)
                _write_synced(beside / name, data)
            if target.exists():
                for name in content:
                    make_folders((target / name).parent)
                    (beside / name).replace(target / name)
            else:
                beside.rename(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _write_synced(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        write_fully(descriptor, data)
    finally:
        os.close(descriptor)


@contextmanager
def _said_plainly(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"it could not be written: {error.strerror}.",
            hint="Close it where it is open, or choose another folder with --out.",
            path=target,
        ) from error
