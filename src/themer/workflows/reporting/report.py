"""``themer report``: load, find, render, check, and write every format whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from themer.errors import InputError, StorageError
from themer.findings.material import Material
from themer.model.study import Profile
from themer.report.assembling import Report
from themer.report.documents import tied_together
from themer.report.plain_english import looked_over, summed_up
from themer.storage.durable import make_folders, write_fully
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.counting import count, report_of
from themer.workflows.reporting.formats import (
    SLIDE_FORMAT,
    document_writers,
    review_writer,
    what_goes_where,
)
from themer.workflows.reporting.ledgers import LEDGER, WRITTEN
from themer.workflows.reporting.redacting import names_waiting
from themer.workflows.reporting.stale_text import stale_text
from themer.workflows.reporting.templates import read_house, read_templates


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a report is to be written, and for whom."""

    formats: Sequence[str] | None = None
    """Of ``docx``, ``html``, ``md``, ``pdf`` and ``pptx``; None for the usual ones."""
    only: Sequence[str] | None = None
    """The documents by name; None for all but the slides, unless ``pptx`` is asked for."""
    profile: Profile = "internal"
    """For those inside, or to be shared."""
    partner: str | None = None
    """The organisation whose own sheet is wanted, instead of the report of the study."""
    review_copy: bool = False
    """Whether each Word document has a copy beside it with the evidence in comments."""


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """What was written, and where."""

    report_id: str
    folder: Path
    paths: tuple[Path, ...]
    """The documents in the order of reading, then the ledger."""
    notes: tuple[str, ...] = ()
    """What its writer should look at again, such as numbers typed by hand."""


def write_report(
    folder: StudyFolder, wanted: Wanted = Wanted(), *, out: Path | None = None
) -> WrittenReport:
    """Make a study's report and write it, every document or none.

    The ledger and the annex of evidence are of the whole report, whichever of its documents are
    written: the numbers in one document are those of every other.

    Args:
        folder: The study.
        wanted: What of it.
        out: Where to write instead of ``reports/<report-id>/``.

    Raises:
        InputError: A format, document or organisation that there is none of.
        ProblemsError: The study's files do not hold.
        TemplateError: A template cannot be rendered.
        RefusedError: The report would say what does not hold.
        StorageError: The disk refused; nothing was changed.
    """
    material = load_material(folder)
    report = make_report(folder, material, profile=wanted.profile, partner=wanted.partner)
    target = out or folder.root / "reports" / report.report_id
    content = _written(folder, material, report, wanted)
    names = [name.rpartition(".")[0] for name in content]
    if wanted.review_copy:
        content |= _review_copies(folder, material, report, names, content)
    kept = {f"{WRITTEN}/{name}": data for name, data in content.items()}
    edited = _edited_since(target, content)
    content[LEDGER] = report.ledger.encode()
    paths = tuple(target / name for name in content)
    stale = stale_text(folder.root / "reports", report.ledger)
    write_whole(target, {**content, **kept, **{new: data for _, new, data in edited}})
    reads = summed_up(looked_over(material, report.documents, names))
    house = _house_notes(folder, material) if any(p.suffix == ".docx" for p in paths) else ()
    aside = tuple(_said_of_edited(old, new) for old, new, _ in edited)
    notes = (*aside, *house, *stale, *report.notes, reads)
    return WrittenReport(report.report_id, target, paths, notes)


def _edited_since(target: Path, content: Mapping[str, bytes]) -> list[tuple[str, str, bytes]]:
    """Find documents where new ones will lie which somebody changed, or which are not themer's.

    Returns:
        Of each its name, the name under which it is kept, and what is in it.

    Raises:
        StorageError: One cannot be read, so nobody knows what would be lost.
    """
    found = []
    for name, new in content.items():
        path, written = target / name, target / WRITTEN / name
        if not path.is_file():
            continue
        with _said_plainly(path):
            held = path.read_bytes()
            if held not in (new, written.read_bytes() if written.is_file() else new):
                found.append((name, _free_name(target, path), held))
    return found


def _free_name(target: Path, path: Path) -> str:
    numbers = ("", *(f"-{number}" for number in range(2, 10_000)))
    names = (f"{path.stem}.edited{number}{path.suffix}" for number in numbers)
    return next(name for name in names if not (target / name).exists())


def _said_of_edited(old: str, new: str) -> str:
    home = (
        f' "themer report --take-edits" brings home what was changed in {new}.'
        if new.endswith(".docx")
        else ""
    )
    return f"{old} was changed since themer wrote it; it is kept as {new}.{home}"


def _written(
    folder: StudyFolder, material: Material, report: Report, wanted: Wanted
) -> dict[str, bytes]:
    """Write the documents that are asked for; links lead to those that are written beside them."""
    pairs = tuple(what_goes_where(tuple(report.documents), wanted.formats, wanted.only))
    house = read_house(folder, material.study)
    writers = document_writers([ending for _, ending in pairs], house=house)
    content: dict[str, bytes] = {}
    for ending, write in writers.items():
        names = [name for name, one in pairs if one == ending]
        # Slides have no document of their own format beside them; they lead into those for Word.
        beside = [name for name, one in pairs if one == "docx" and ending == SLIDE_FORMAT]
        tied = tied_together({name: report.documents[name] for name in (*names, *beside)})
        content |= {f"{name}.{ending}": write(tied[name]) for name in names}
    return {name: content[name] for name in (f"{name}.{ending}" for name, ending in pairs)}


def _review_copies(
    folder: StudyFolder,
    material: Material,
    report: Report,
    names: Sequence[str],
    content: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Write each Word document once more, with what stands behind its figures in comments."""
    wanted = [name for name in dict.fromkeys(names) if f"{name}.docx" in content]
    if not wanted:
        raise InputError("a review copy is a Word document.", hint="Write --to docx.")
    write = review_writer(report.review(), house=read_house(folder, material.study))
    tied = tied_together({name: report.documents[name] for name in wanted})
    return {f"{name}.review.docx": write(document) for name, document in tied.items()}


def _house_notes(folder: StudyFolder, material: Material) -> tuple[str, ...]:
    """Say what Word documents are poorer for, by the house template."""
    house = read_house(folder, material.study)
    if house is None:
        return ()
    from themer.report.house.style import look_over

    return tuple(f"{material.study.house_template}: {told}" for told in look_over(house))


def make_report(
    folder: StudyFolder,
    material: Material,
    *,
    profile: Profile = "internal",
    partner: str | None = None,
) -> Report:
    """Put a study's report together without writing anything; errors as in `write_report`."""
    if partner is not None:
        refuse_unknown_partner(material, partner)
        profile = "shareable"  # the sheet goes to the partner, and holds others' answers
    files = read_templates(folder)
    counted = count(folder, material)
    waiting = names_waiting(folder, material, counted.findings, files.sources)
    basis = counted.basis(files, profile=profile, partner=partner, waiting=waiting)
    return report_of(basis, files)


def refuse_unknown_partner(material: Material, partner: str) -> None:
    """Refuse a sheet for an organisation with which no conversation counts.

    Raises:
        InputError: The study has no such organisation, or there is nothing of it to print.
    """
    spoken_with = sorted({one.organisation for one in material.counted()})
    if partner not in spoken_with:
        known = material.study.partner(partner) is not None
        raise InputError(
            f'no conversation with "{partner}" counts yet.'
            if known
            else f'the study has no organisation called "{partner}".',
            hint=f"Choose from {', '.join(spoken_with)}." if spoken_with else None,
        )


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
        if target.exists() and not target.is_dir():
            raise StorageError(
                "this is a file, and a report is written into a folder.",
                hint="Name a folder with --out; it is made where there is none.",
                path=target,
            ) from error
        if not os.access(_nearest(target), os.W_OK) or isinstance(error, FileNotFoundError):
            raise StorageError(
                "nothing can be written in this place.",
                hint="Choose a folder of your own with --out.",
                path=target,
            ) from error
        raise StorageError(
            f"it could not be written: {error.strerror}.",
            hint="Close it where it is open, or choose another folder with --out.",
            path=target,
        ) from error


def _nearest(target: Path) -> Path:
    """Find the folder that is there already in which another is to be made."""
    return next((one for one in (target, *target.parents) if one.exists()), target)
