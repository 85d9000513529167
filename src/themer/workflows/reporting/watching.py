"""``themer report --watch``: the documents as HTML, made again whenever a file changes.

Files are looked at by time and size, a few times a second. What is counted is kept while only
templates and author text change, so that a changed word shows at once. The last good pages stay
where a file does not hold.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from themer.errors import ThemerError
from themer.model.study import Profile
from themer.report.documents import document_names, tied_together
from themer.storage.output import write_output
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.counting import Counted, count, report_of
from themer.workflows.reporting.formats import document_writers, what_goes_where
from themer.workflows.reporting.redacting import names_waiting
from themer.workflows.reporting.report import Wanted, refuse_unknown_partner
from themer.workflows.reporting.templates import read_templates, shipped_templates

FOLDER = "preview"
"""Under ``reports/``, so that a withdrawal clears it too."""
_SECONDS_BETWEEN = 0.3
_TEXT_FOLDERS = ("templates", "report_text")
_LEFT_OUT = frozenset(("reports", ".themer", ".git"))
_CHARSET = b'<meta charset="utf-8">'
_REFRESH = _CHARSET + b'<meta http-equiv="refresh" content="2">'
"""A page that nobody but its author sees may load itself again."""

Stamp = tuple[tuple[str, int, int], ...]
"""Each file's path, time and size."""


@dataclass(frozen=True, slots=True)
class Made:
    """One time of making the pages, or of failing to."""

    pages: tuple[Path, ...]
    """Those that are different from before; none where a file does not hold."""
    error: ThemerError | None
    counted_anew: bool
    """Whether the study itself was read again."""


class Preview:
    """Makes the pages of a report, and knows what they were made from.

    Args:
        folder: The study.
        wanted: Which documents, and for whom; formats are passed over.
        out: Where to write; the study's ``reports/preview/`` unless told.
    """

    def __init__(self, folder: StudyFolder, wanted: Wanted, out: Path | None = None) -> None:
        self.out = out or folder.root / "reports" / FOLDER
        self._folder, self._wanted = folder, wanted
        self._counted: Counted | None = None
        self._study: Stamp = ()
        self._texts: Stamp = ()

    def make_if_changed(self) -> Made | None:
        """Make the pages where a file has changed since they were made; None where none has."""
        study, texts = self._stamps()
        if (study, texts) == (self._study, self._texts):
            return None
        anew = study != self._study or self._counted is None
        self._study, self._texts = study, texts
        try:
            return Made(tuple(self._make(anew=anew)), None, anew)
        except ThemerError as error:
            return Made((), error, anew)

    def _stamps(self) -> tuple[Stamp, Stamp]:
        """Look at every file: those of the study, and templates with author text."""
        root = self._folder.root
        texts = [*_files(shipped_templates())]
        for name in _TEXT_FOLDERS:
            texts += _files(root / name)
        left_out = {*_LEFT_OUT, *_TEXT_FOLDERS}
        study = [path for path in _entries(root) if path.is_file()]
        for place in _entries(root):
            if place.is_dir() and place.name not in left_out and place != self.out:
                study += _files(place)
        return _stamp(study), _stamp(texts)

    def _make(self, *, anew: bool) -> Iterator[Path]:
        wanted = self._wanted
        if anew:
            self._counted = None  # were this to fail, the next change of any file counts again
            material = load_material(self._folder)
            if wanted.partner is not None:
                refuse_unknown_partner(material, wanted.partner)
            self._counted = count(self._folder, material)
        assert self._counted is not None
        files = read_templates(self._folder)
        there = document_names(files.sources, partner=wanted.partner is not None)
        names = [name for name, _ in what_goes_where(there, ["html"], wanted.only)]
        profile: Profile = "shareable" if wanted.partner is not None else wanted.profile
        # To look for names takes longer than all else; inside they are printed, decided or not.
        waiting = (
            names_waiting(
                self._folder, self._counted.material, self._counted.findings, files.sources
            )
            if profile == "shareable"
            else ()
        )
        basis = self._counted.basis(files, profile=profile, partner=wanted.partner, waiting=waiting)
        report = report_of(basis, files, chosen=names)
        tied = tied_together(report.documents)
        write = document_writers(["html"])["html"]
        pages = {name: write(document) for name, document in tied.items()}
        for name, page in pages.items():
            target = self.out / f"{name}.html"
            if write_output(target, page.replace(_CHARSET, _REFRESH, 1)):
                yield target


def watch(
    preview: Preview,
    tell: Callable[[Made], None],
    *,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Make the pages, and again after every change, until somebody stops it.

    Args:
        preview: What to make.
        tell: Called each time the pages were made, or could not be.
        pause: Waits for as many seconds; raises to end.
    """
    while True:
        made = preview.make_if_changed()
        if made is not None:
            tell(made)
        pause(_SECONDS_BETWEEN)


def _entries(place: Path) -> list[Path]:
    """List a folder; one that is just being changed is looked at again next time."""
    try:
        return sorted(place.iterdir())
    except OSError:
        return []


def _files(place: Path) -> Iterator[Path]:
    for path in _entries(place):
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _stamp(paths: Sequence[Path]) -> Stamp:
    found = []
    for path in paths:
        try:
            about = path.stat()
        except OSError:  # deleted between listing and looking
            continue
        found.append((str(path), about.st_mtime_ns, about.st_size))
    return tuple(found)
