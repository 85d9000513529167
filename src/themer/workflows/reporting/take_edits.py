"""``themer report --take-edits``: what somebody changed in Word, back into the study's own text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from themer.errors import ChangedUnderneathError, InputError, NotFoundError, StorageError
from themer.report.author_text import AuthorTexts
from themer.report.basis import AUTHOR_FOLDER
from themer.report.edits.atoms import lines_of
from themer.report.edits.lines import EditedSection, Remark, TextLine
from themer.report.edits.placing import NotPlaced, Placed, place_edits
from themer.report.edits.word import read_edits
from themer.report.verifying.aligning import align
from themer.report.verifying.lines import Line, ReadBack
from themer.storage.durable import replace_file, sha256_of
from themer.storage.output import write_output
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.counting import count
from themer.workflows.reporting.ledgers import LEDGER, WRITTEN, read_ledger
from themer.workflows.reporting.templates import TemplateFiles, read_templates
from themer.workflows.reporting.verify import find_report, read_back

OUTSIDE = "it stands outside the sections that people write; change a template, or what was counted"
_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class TextChange:
    """An author text before and after."""

    path: Path
    """Relative to the study."""
    was: str
    now: str
    before: bytes
    """The file as it was read: it is replaced only while it is still that."""

    @property
    def diff(self) -> tuple[str, ...]:
        """Give the unified diff, line by line."""
        name = self.path.as_posix()
        lines = difflib.unified_diff(
            self.was.splitlines(), self.now.splitlines(), name, f"{name}, edited", lineterm="", n=1
        )
        return tuple(lines)

    @property
    def content(self) -> bytes:
        """Give the file's new bytes: a line keeps its end, and what is new gets the usual one."""
        held = self.before.removeprefix(_BOM).decode("utf-8")
        ends = _LINE_END.findall(held)
        usual = max(dict.fromkeys(ends), key=ends.count, default="\n")
        old, new = self.was.split("\n"), self.now.split("\n")
        given = {
            there + at: ends[here + at]
            for _, here, until, there, to in difflib.SequenceMatcher(
                None, old, new, autojunk=False
            ).get_opcodes()
            for at in range(min(until, len(ends)) - here)
            if there + at < to
        }
        lines = [line + given.get(at, usual) for at, line in enumerate(new[:-1])]
        bom = _BOM if self.before.startswith(_BOM) else b""
        return bom + "".join([*lines, new[-1]]).encode("utf-8")


@dataclass(frozen=True, slots=True)
class NewQuotation:
    """A quotation that an edit brings."""

    path: Path
    """The author text, relative to the study."""
    words: str
    told: str
    """Whose words it is, in words."""
    may_stand: bool
    """Whether a report with it can be written."""


@dataclass(frozen=True, slots=True)
class FoundEdits:
    """What somebody changed in a document."""

    path: Path
    """The document."""
    report: Path
    """The folder of the report that it is of."""
    document: str
    """The document as it was written: ``summary.docx``."""
    changes: tuple[TextChange, ...]
    taken: int
    """How many paragraphs were rewritten, put in or taken out."""
    not_placed: tuple[NotPlaced, ...]
    remarks: tuple[Remark, ...]
    reviewers: tuple[str, ...]
    """Those whose tracked changes were read as accepted."""
    quotations: tuple[NewQuotation, ...] = ()
    """What the changes bring in quotation marks; all of it is taken."""

    @property
    def refused(self) -> tuple[NewQuotation, ...]:
        """List the quotations because of which no report can be written."""
        return tuple(one for one in self.quotations if not one.may_stand)

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """List, in words, all that a person has to look at."""
        return (*map(_said_of, self.not_placed), *map(_said_by, self.remarks))


def find_edits(folder: StudyFolder, path: Path) -> FoundEdits:
    """Find what was changed in a report's Word document, and what of it the study can take.

    Args:
        folder: The study.
        path: A ``.docx`` that themer wrote and somebody edited, perhaps with tracked changes.

    Raises:
        InputError: It is no Word document of themer.
        NotFoundError: What themer wrote then is not kept any more.
        ProblemsError: The study's files do not hold.
        StorageError: It cannot be read.
    """
    if path.suffix.lower() != ".docx":
        raise InputError(
            "Only edits in a .docx can be taken back.",
            hint="Author text is in report_text/ of the study; change it there.",
            path=path,
        )
    document = read_back(path)
    report = find_report(folder, path, document)
    ledger = read_ledger(report / LEDGER)
    written_path, written = _written_beside(report, path, document)
    material = load_material(folder)
    files = read_templates(folder)
    sources = _author_sources(files)
    names = {*sources, *(str(one["section"]) for one in ledger.get("author", ()))}
    now, was = read_edits(_bytes_of(path), names), read_edits(_bytes_of(written_path), names)
    _take_in_what_follows(now.sections, was.sections)
    basis = count(folder, material).basis(
        files, profile=ledger["profile"], partner=ledger.get("partner")
    )
    texts = AuthorTexts(basis)

    def render(wanted: Mapping[str, str]) -> Mapping[str, tuple[TextLine, ...] | None]:
        """Give the lines that author texts render to."""
        rendered = texts.render(wanted)
        return {
            name: None if blocks is None else tuple(lines_of(blocks))
            for name, blocks in rendered.items()
        }

    placed = place_edits(now.sections, was.sections, sources, render, forgets_form=now.forgets_form)
    outside = tuple(_outside(written, document, now.sections))
    old = {(one.author, one.words, one.about) for one in was.remarks}
    reviewers = dict.fromkeys(name for one in now.sections for name in one.reviewers if name)
    changes = tuple(_changes(placed, files))
    return FoundEdits(
        path=path,
        report=report,
        document=written_path.name,
        changes=changes,
        taken=placed.taken,
        not_placed=(*placed.not_placed, *outside),
        remarks=tuple(one for one in now.remarks if (one.author, one.words, one.about) not in old),
        reviewers=tuple(reviewers),
        quotations=tuple(
            NewQuotation(change.path, words, weighed.told, weighed.may_stand)
            for change in changes
            for words, weighed in texts.new_quotations(change.was, change.now)
        ),
    )


def take_edits(folder: StudyFolder, found: FoundEdits) -> tuple[Path, ...]:
    """Write the edits into the study, and beside the report a list of what was not placed.

    Returns:
        The files that were written; the version before of each text is kept as ``.prev``.

    Raises:
        ChangedUnderneathError: A text was changed meanwhile; those before it are written.
        StorageError: The disk refused.
    """
    written = []
    for change in found.changes:
        target = folder.root / change.path
        _replace(target, change)
        written.append(target)
    if found.to_look_at:
        target = found.report / f"not-placed-{found.path.stem}.md"
        write_output(target, _as_list(found))
        written.append(target)
    return tuple(written)


def _replace(target: Path, change: TextChange) -> None:
    """Write a text; those who could read the file still can."""
    expected = sha256_of(change.before)
    try:
        replace_file(target, change.content, expected=expected, keep_mode=True)
    except ChangedUnderneathError as error:
        raise ChangedUnderneathError(
            "This text was changed while the edits were read; it was left as it is now.",
            hint="Give the same command again: the edits are then put into the text of today.",
            path=change.path,
        ) from error


def _author_sources(files: TemplateFiles) -> dict[str, str]:
    return {
        name.removeprefix(AUTHOR_FOLDER).removesuffix(".md"): source
        for name, source in files.sources.items()
        if name.startswith(AUTHOR_FOLDER)
    }


def _written_beside(report: Path, path: Path, document: ReadBack) -> tuple[Path, ReadBack]:
    """Find which document of a report an edited one was: it shares most lines with that."""
    kept = sorted((report / WRITTEN).glob("*.docx"))
    if not kept:
        raise NotFoundError(
            f"What themer wrote is not kept in {report.name}/{WRITTEN}.",
            hint='Make the report again with "themer report"; it keeps a copy for this.',
            path=path,
        )
    lines = {line.key for line in document.lines}
    read = [(one, read_back(one)) for one in kept]
    return max(read, key=lambda pair: len(lines & {line.key for line in pair[1].lines}))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError(f"It cannot be read: {error.strerror}.", path=path) from error


def _changes(placed: Placed, files: TemplateFiles) -> Iterator[TextChange]:
    for section, now in sorted(placed.sources.items()):
        name = f"{AUTHOR_FOLDER}{section}.md"
        yield TextChange(files.paths[name], files.sources[name], now, files.contents[name])


def _outside(
    written: ReadBack, document: ReadBack, sections: Sequence[EditedSection]
) -> Iterator[NotPlaced]:
    """List what was changed outside the author sections, and in those that are not found again."""
    inside = {Line(line.text).key for one in sections for line in one.lines}
    for pair in align(written.lines, document.lines):
        was = "" if pair.was is None else pair.was.key
        now = "" if pair.now is None else pair.now.key
        is_found = bool(sections) and pair.was is not None and pair.was.author
        if was != now and not is_found and (not now or now not in inside):
            yield NotPlaced("", OUTSIDE, was, now)


def _take_in_what_follows(
    sections: Sequence[EditedSection], written: Sequence[EditedSection]
) -> None:
    """Count new paragraphs right behind a section to it, where what stood behind it still does.

    Were that changed too, nobody could say which of the two is new.
    """
    left = list(written)
    for section in sections:
        was = next((one for one in left if one.name == section.name), None)
        if was is None:
            continue
        left.remove(was)
        end = was.following[0].text if was.following else None
        place = next((at for at, one in enumerate(section.following) if one.text == end), None)
        new = section.following[:place] if end is None or place is not None else []
        if all(one.kind != "cell" for one in new):
            section.lines += new


def _said_of(one: NotPlaced) -> str:
    place = f"{AUTHOR_FOLDER}{one.section}.md: " if one.section else ""
    was = f"\n  was: {_in_one_line(one.was)}" if one.was else ""
    now = f"\n  is:  {_in_one_line(one.now)}" if one.now else ""
    return f"{place}{one.why}{was}{now}"


def _said_by(one: Remark) -> str:
    about = f" (on “{_in_one_line(one.about)}”)" if one.about else ""
    place = f"{AUTHOR_FOLDER}{one.section}.md: " if one.section else ""
    return f"{place}comment by {one.author}{about}: {_in_one_line(one.words)}"


def _in_one_line(words: str) -> str:
    return " ".join(words.split())


def _as_list(found: FoundEdits) -> str:
    """Write what was not placed as Markdown that nothing can mistake: words in code blocks."""
    parts = [
        f"# Not taken from {found.path.name}\n",
        "What somebody changed or asked in this document, and themer could not put into the "
        "study's own text. Go through it, and delete this file.\n",
    ]
    for number, words in enumerate(found.to_look_at, 1):
        first, *more = words.split("\n")
        parts.append(f"{number}. `{first.replace('`', '’')}`\n")
        parts += [f"   `{one.strip().replace('`', '’')}`\n" for one in more]
    return "\n".join(parts)
