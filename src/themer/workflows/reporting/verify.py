"""``themer verify``: read a finished document back, and hold it against the study as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themer.errors import InputError, NotFoundError, StorageError
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import open_text
from themer.findings.replacing import printed_words
from themer.findings.results import Findings
from themer.model.study import Profile
from themer.report.assembling import Recount, recount
from themer.report.verifying.flowing import likeness
from themer.report.verifying.judging import judge
from themer.report.verifying.lines import ReadBack
from themer.report.verifying.verdicts import Present, Verdict
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.counting import count
from themer.workflows.reporting.ledgers import LEDGER, WRITTEN, read_ledger
from themer.workflows.reporting.redacting import names_waiting
from themer.workflows.reporting.templates import read_templates

MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Verified:
    """What is said of a file, and which report it is."""

    path: Path
    report_id: str
    document: str
    """The document as it was written: ``summary.docx``."""
    is_current: bool
    """Whether the study still gives this very report."""
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Now:
    """A study as it is now: what is in it, what is found, and what its report would count."""

    material: Material
    findings: Findings
    report: Recount


def study_now(folder: StudyFolder, profile: Profile, partner: str | None = None) -> Now:
    """Work out what a study gives now, for one profile or one partner's sheet."""
    material = load_material(folder)
    files, counted = read_templates(folder), count(folder, material)
    waiting = (
        names_waiting(folder, material, counted.findings, files.sources)
        if profile == "shareable"
        else ()
    )
    basis = counted.basis(files, profile=profile, partner=partner, waiting=waiting)
    return Now(material, counted.findings, recount(basis))


def verify(
    folder: StudyFolder,
    path: Path,
    look: Callable[[StudyFolder, Profile, str | None], Now] = study_now,
) -> Verified:
    """Read a document back and recompute every figure and quote in it.

    Args:
        folder: The study that it was made from.
        path: The document, perhaps edited and renamed since: ``.docx``, ``.html`` or ``.md``.
        look: Works out what the study gives now; for several documents of one study, once.

    Raises:
        InputError: It is no document of themer, or of another format.
        NotFoundError: What themer wrote then is not kept any more.
        ProblemsError: The study's files do not hold.
        StorageError: It cannot be read.
    """
    document = read_back(path)
    place = find_report(folder, path, document)
    ledger = read_ledger(place / LEDGER)
    name, written = _find_written(place, path, document)
    now = look(folder, ledger["profile"], ledger.get("partner"))
    quotes = {one["id"]: refusal(now.material, now.findings, one) for one in ledger["quotes"]}
    present = Present(
        figures=now.report.counts,
        quotes={name: reason for name, reason in quotes.items() if reason},
        names=now.report.names,
        not_figures=now.material.study.not_figures,
        nouns=now.material.study.counted_nouns,
        whose=now.report.whose,
    )
    verdict = judge(document, written, ledger, present)
    is_current = now.report.report_id == document.report_id
    return Verified(path, ledger["report_id"], name, is_current, verdict)


def read_back(path: Path) -> ReadBack:
    """Read a document's lines, figures and links; errors as in `verify`."""
    try:
        read = reader_of(path.suffix.lower())
        if path.stat().st_size > MOST_BYTES:
            raise InputError("This file is larger than 50 MB: it is no report.")
        return read(path.read_bytes())
    except OSError as error:
        raise StorageError(f"It cannot be read: {error.strerror}.", path=path) from error
    except InputError as error:
        raise InputError(error.message, hint=error.hint, path=path) from error


def reader_of(suffix: str) -> Callable[[bytes], ReadBack]:
    """Load what reads a format back.

    Args:
        suffix: Of the file's name, such as ``.docx``.

    Raises:
        InputError: No such format can be read back.
    """
    readers: dict[str, Callable[[], Callable[[bytes], ReadBack]]] = {
        ".docx": _docx,
        ".html": _html,
        ".htm": _html,
        ".md": _markdown,
        ".pdf": _pdf,
        ".pptx": _pptx,
    }
    if suffix not in readers:
        *most, last = (one for one in readers if one != ".htm")
        raise InputError(
            f"Only {', '.join(most)} and {last} can be read back.",
            hint="Verify the document that this one was made from.",
        )
    return readers[suffix]()


def _docx() -> Callable[[bytes], ReadBack]:
    from themer.report.verifying.word import read_docx

    return read_docx


def _html() -> Callable[[bytes], ReadBack]:
    from themer.report.verifying.html import read_html

    return read_html


def _markdown() -> Callable[[bytes], ReadBack]:
    from themer.report.verifying.markdown import read_markdown

    return read_markdown


def _pdf() -> Callable[[bytes], ReadBack]:
    from themer.report.verifying.pdf import read_pdf

    return read_pdf


def _pptx() -> Callable[[bytes], ReadBack]:
    from themer.report.verifying.slides import read_pptx

    return read_pptx


def find_report(folder: StudyFolder, path: Path, document: ReadBack) -> Path:
    """Find the folder with a report's ledger: among the study's, or where the document lies.

    Raises:
        InputError: The document carries no report's id.
        NotFoundError: There is no such ledger.
    """
    report_id = document.report_id
    if report_id is None:
        raise InputError(
            "This document carries no report's id, so nothing in it can be verified.",
            hint="themer writes the id into each report; some programs take it out.",
            path=path,
        )
    for ledger in (*_ledgers(folder.root / "reports"), path.resolve().parent / LEDGER):
        if ledger.is_file() and read_ledger(ledger).get("report_id") == report_id:
            return ledger.parent
    raise NotFoundError(
        f'The ledger of the report "{report_id}" is not in reports/ of this study.',
        hint="Without it nobody can say what themer computed. Put the report's folder back, or "
        'make the report again with "themer report".',
        path=path,
    )


def _ledgers(reports: Path) -> Iterator[Path]:
    yield from sorted(reports.glob(f"*/{LEDGER}"))


def _find_written(place: Path, path: Path, document: ReadBack) -> tuple[str, ReadBack]:
    """Find which of a report's documents this one was: that with which it shares most lines."""
    kept = sorted((place / WRITTEN).glob(f"*{_ending(path)}"))
    if not kept:
        raise NotFoundError(
            f"What themer wrote is not kept in {place.name}/{WRITTEN}.",
            hint='Make the report again with "themer report"; it keeps a copy for this.',
            path=path,
        )
    if document.flowing:
        flowing = [(one.name, read_back(one)) for one in kept]
        return max(flowing, key=lambda pair: likeness(document, pair[1]))
    lines = {line.key for line in document.lines}
    size, best = path.stat().st_size, (-1, "", document)
    for one in sorted(kept, key=lambda one: abs(one.stat().st_size - size)):
        written = read_back(one)
        shared = len(lines & {line.key for line in written.lines})
        best = max(best, (shared, one.name, written), key=lambda found: found[0])
        if 10 * shared > 9 * len(lines):  # this one, without reading those that are far longer
            break
    return best[1:]


def _ending(path: Path) -> str:
    return ".html" if path.suffix.lower() == ".htm" else path.suffix.lower()


def refusal(material: Material, findings: Findings, quote: Mapping[str, Any]) -> str:
    """Say why a quote may not be printed now; empty where it may."""
    if (
        "answer" not in quote
    ):  # in what is shared no place is recorded: any with these words will do
        same = [one for one in findings.quotes if one.words == quote["text"]]
        reasons = [" and ".join(one.reasons) for one in same] or ["nobody is recorded to say so"]
        return "" if "" in reasons else reasons[0]
    interview_id, _, rest = str(quote["answer"]).partition("/")
    interview = next((one for one in material.interviews if one.id == interview_id), None)
    if interview is None or not interview.counts:
        return "the conversation was withdrawn, or is not there any more"
    if quote["verbatim"]:
        held = [one for one in findings.quotes if one.reference.key == quote["answer"]]
        if not held or held[0].words != quote["text"]:
            return "it is not marked so in the answer any more"
        return " and ".join(held[0].reasons)
    question, _, span = rest.partition(":")
    if not interview.may_quote_person(None):
        return "the partner did not agree to be quoted"
    if not interview.may_print_notes(question):
        return "two copies of the answer differ"
    start, _, end = span.partition("-")
    answer = interview.answers.get(question)
    where = AnswerReference(interview_id, question, int(start or 0), int(end) if end else None)
    printed = printed_words(material)
    if answer is None or printed(where, open_text(answer, where)) != quote["text"]:
        return "the answer was changed since"
    return ""
