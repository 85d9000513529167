"""Finds what the words of conversations stand in, before any of it is changed.

What is only made from the words (suggestions, caches) is to go whole, because other conversations'
suggestions lean on them too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from themer.errors import InputError, ThemerError
from themer.model.interview import Interview
from themer.storage import files
from themer.storage.audit import FOLDER as AUDIT
from themer.storage.erasing import beside
from themer.storage.state_folder import state_folder, study_state
from themer.storage.study_folder import StudyFolder
from themer.storage.wordless import without_words
from themer.workflows.removing.clearing import Clearing, all_files
from themer.workflows.removing.matrix_clearing import Retold, find_retold
from themer.workflows.removing.redaction_clearing import count_redactions, without_redactions
from themer.workflows.removing.traces import Trace, Words, text_in
from themer.workflows.reporting.ledgers import LEDGER
from themer.workflows.themes.passages import count_passages, themes_without

_REPORTS = "reports"
_RECORDS = "records"
_SIGN = ".open"
"""The ending of the sign that a conversation is open; it holds no words, and goes with the lock."""
_ALIKE = 0.2
"""The share of a conversation's words from which another one is a copy of it."""


def plan_clearing(
    folder: StudyFolder, interviews: Sequence[Interview], *, keep_reports: bool
) -> Clearing:
    """Look for everything that the words of conversations are in; nothing is changed.

    Args:
        folder: The study.
        interviews: The conversations, with their words as far as they are still there.
        keep_reports: Whether reports stay although they hold the words.

    Raises:
        InputError: A file of another name has the same id, so that it is not clear whose it is.
        ProblemsError: ``themes.yaml`` does not hold.
    """
    ids = frozenset(interview.id for interview in interviews)
    others = _others(folder, ids)
    units = frozenset(i.unit for i in interviews) - {other.unit for other in others.values()}
    twins = _twins(interviews, others)
    words = Words(interviews, _common(folder, [path for path in others if path not in twins]))
    holding, stale = find_reports(folder, ids, words)
    found = tuple(_files_of(folder, ids, others))
    coders = tuple(
        (path, changed)
        for path in folder.coder_paths()
        if (changed := without_words(path.read_bytes(), ids, units)[1])
    )
    retold = find_retold(folder, interviews, others.values())
    previous = (*retold.previous, *_earlier_themes(folder, ids))
    return Clearing(
        root=folder.root,
        interviews=ids,
        units=units,
        files=(*found, *previous),
        coders=coders,
        passages=count_passages(folder.themes(), ids),
        reports=() if keep_reports else holding,
        kept_reports=holding if keep_reports else (),
        stale=stale,
        retold=retold,
        redactions=tuple(
            (path, lines)
            for path in folder.redaction_paths()
            if (lines := count_redactions(path.read_bytes(), ids, units))
        ),
        traces=(
            *(Trace(path, 0) for path in twins),
            *_traces(folder, words, ids, units, {*found, *holding, *previous}, retold),
        ),
    )


def _earlier_themes(folder: StudyFolder, ids: frozenset[str]) -> tuple[Path, ...]:
    """List what stands beside ``themes.yaml`` because of it and names one of the conversations."""
    named = [identity.encode() for identity in ids]
    return tuple(
        path
        for path in beside(folder.root / "themes.yaml")
        if any(identity in path.read_bytes() for identity in named)
    )


def plan_quotes(
    folder: StudyFolder, interviews: Sequence[Interview], *, keep_reports: bool
) -> Clearing:
    """Look for where conversations are quoted: their words stay, and their quotes may not."""
    ids = frozenset(interview.id for interview in interviews)
    quotes = [_quotes_of(interview) for interview in interviews]
    words = Words(quotes, _common(folder, _others(folder, ids)))
    holding, stale = find_reports(folder, ids, words)
    handled = {*holding, folder.root / "coding", folder.root / "themes.yaml"}
    return Clearing(
        root=folder.root,
        interviews=ids,
        units=frozenset(),
        files=(),
        coders=(),
        passages=0,
        reports=() if keep_reports else holding,
        kept_reports=holding if keep_reports else (),
        stale=stale,
        retold=Retold(),
        traces=tuple(_traces(folder, words, ids, frozenset(), handled, Retold())),
    )


def _quotes_of(interview: Interview) -> Interview:
    said = [quote.text for answer in interview.answers.values() for quote in answer.verbatim]
    return replace(interview.emptied(), unassigned=tuple(said))


def out_of_reach(folder: StudyFolder, interviews: Iterable[Interview]) -> tuple[str, ...]:
    """List where words may be that no program can clear from here; known places come first."""
    found = []
    for above in (folder.root, *folder.root.parents):
        if (above / ".git").exists():
            found.append(
                f"the history of git in {above}: every version that was committed, and each clone"
            )
            break
    for interview in interviews:
        if interview.confirmation is not None and interview.confirmation.sent is not None:
            sent = interview.confirmation.sent
            found.append(f"the record of {interview.id} that was sent on {sent:%d %B %Y}")
    return (
        *found,
        "reports, records and tables that were sent, printed, or written outside the study",
        "copies of the study on other machines, and what is unsaved there",
        "earlier versions and bins of a synced drive, and backups",
        "copies that somebody saved in a second place; e-mail and calendars",
        "blocks of a disk that once held a deleted file, unless the disk is encrypted",
    )


def find_reports(
    folder: StudyFolder, ids: frozenset[str], words: Words
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Sort the reports: those that hold words, and those that only count."""
    holding: list[Path] = []
    stale: list[Path] = []
    place = folder.root / _REPORTS
    for report in sorted(place.iterdir()) if place.is_dir() else ():
        if not report.name.startswith("."):
            (holding if _holds(report, ids, words) else stale).append(report)
    return tuple(holding), tuple(stale)


def _holds(report: Path, ids: frozenset[str], words: Words) -> bool:
    paths = list(all_files(report))
    quoted = (answer for path in paths if path.name == LEDGER for answer in _quoted(path))
    if any(answer.partition("/")[0] in ids for answer in quoted):
        return True
    return any((text := text_in(path)) is not None and words.are_in(text) for path in paths)


def _quoted(ledger: Path) -> Iterator[str]:
    """Go through the answers that a report quotes, where its ledger names them."""
    try:
        for quote in json.loads(ledger.read_bytes())["quotes"]:
            yield str(quote.get("answer", ""))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return


def _others(folder: StudyFolder, ids: frozenset[str]) -> dict[Path, Interview]:
    """Read the conversations that stay; one that does not hold is passed over."""
    found = {}
    for path in folder.interview_paths():
        try:
            interview = folder.read(files.INTERVIEW, path).value
        except ThemerError:
            continue
        if interview.id not in ids and interview.state != "withdrawn":
            found[path] = interview
        elif interview.id in ids and not _is_named_after(path.name, {interview.id}):
            raise InputError(
                f'{path.name} says that it is "{interview.id}" too, so it is not clear whose words '
                "are in it.",
                hint="Give it an id of its own, or delete it, and run the same command again.",
                path=folder.relative(path),
            )
    return found


def _twins(interviews: Sequence[Interview], others: dict[Path, Interview]) -> list[Path]:
    """List other conversations that hold the same words, such as one restored under another id."""
    words = Words(interviews)
    return [path for path in others if words.share_in(text_in(path) or "") > _ALIKE]


def _common(folder: StudyFolder, others: Iterable[Path]) -> Iterator[str]:
    """Go through the texts whose words tell nothing of a single conversation."""
    for path in (*others, *folder.question_set_paths(), *folder.codebook_paths()):
        yield text_in(path) or ""


def _is_named_after(name: str, ids: Iterable[str]) -> bool:
    return any(re.match(rf"[.~]?{re.escape(one)}(?![a-z0-9_-])", name, re.I) for one in ids)


def _files_of(
    folder: StudyFolder, ids: frozenset[str], others: dict[Path, Interview]
) -> Iterator[Path]:
    """Go through the files that hold nothing but these words, or are made anew without them."""
    own = {folder.interview_path(one) for one in ids}
    either = "|".join(map(re.escape, ids)).encode()
    inside = re.compile(rb"""^id: *["']?(?:%s)["']? *(?:#.*)?\r?$""" % either, re.M)
    for path in all_files(folder.root / "interviews"):
        if path in own or path in others or path.suffix == _SIGN:
            continue
        if _is_named_after(path.name, ids) or inside.search(path.read_bytes()):
            yield path
    for path in all_files(folder.root / _RECORDS):
        if _is_named_after(path.name, ids):
            yield path
    for path in sorted((folder.root / "coding").glob("*.torn-*")):
        if any(one.encode() in path.read_bytes() for one in ids):
            yield path
    yield from all_files(folder.machine)
    yield from all_files(folder.cache)
    yield from state_files(folder.root, ids)


def state_files(root: Path, ids: frozenset[str] | None = None) -> Iterator[Path]:
    """Go through this user's journals and the like of a study.

    Args:
        root: The study's folder.
        ids: Only those of these conversations; all where None. Locks are left: they are held.
    """
    here = study_state(root, "locks").name
    for kind in sorted(path for path in state_folder().iterdir() if path.name != "locks"):
        for path in all_files(kind / here):
            named = ids is None or _is_named_after(path.name, ids)
            if named or any(f'"{one}"'.encode() in path.read_bytes() for one in ids or ()):
                yield path


def _written_files(folder: Path) -> Iterator[Path]:
    """Go through a study's files, hidden folders and what links lead to aside."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            yield from _written_files(path)
        elif path.is_file():
            yield path


def _traces(
    folder: StudyFolder,
    words: Words,
    ids: frozenset[str],
    units: frozenset[str],
    handled: set[Path],
    retold: Retold,
) -> Iterator[Trace]:
    """Go through the words in files that people write, as they will be after the clearing."""
    aside = {AUDIT, "interviews", "question_sets"}
    themes = folder.root / "themes.yaml"
    for path in _written_files(folder.root):
        parts = path.relative_to(folder.root).parts
        if parts[0] in aside or any(one in handled for one in (path, *path.parents)):
            continue
        if path in folder.coder_paths():
            text = without_words(path.read_bytes(), ids, units)[0].decode("utf-8", "replace")
        elif path == folder.matrix_path:
            text = retold.matrix_without(path.read_bytes()).decode("utf-8", "replace")
        elif path in folder.matrix_steps_paths():
            text = retold.log_without(path.read_bytes()).decode("utf-8", "replace")
        elif path in folder.redaction_paths():
            text = without_redactions(path.read_bytes(), ids, units).decode("utf-8", "replace")
        elif path == themes:
            text = themes_without(path.read_bytes(), ids).decode("utf-8", "replace")
        else:
            yield from words.traces([path])
            continue
        if words.are_in(text):
            yield Trace(path, words.line_in(text))
