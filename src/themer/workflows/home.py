"""``themer``: how each conversation stands, what is waiting for whom, and what to do next."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from themer.errors import ThemerError
from themer.model.contacts import ContactEntry, ContactsFile, with_contacts
from themer.model.interview import Interview
from themer.model.study import Study, Unit
from themer.storage import files
from themer.storage.durable import PREVIOUS
from themer.storage.list_cache import ListCache
from themer.storage.study_folder import StudyFolder
from themer.workflows.interviews.contacts import history, order_of, state_word, summary_of

_CACHED = "standing/2"
"""The form of ``Standing``: to be counted up when it changes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation, or one unit that nobody has talked to yet."""

    unit: str
    name: str
    interview: str | None
    state: str
    """``open``, ``finished``, ``withdrawn``, ``cannot be read``, ``gone``, or how far contact."""
    progress: str
    date: str
    waiting: tuple[str, ...]
    """What is waiting here, each with for whom."""
    history: tuple[str, ...] = ()
    """How contact has come so far, a line for each step, the oldest first."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home screen shows."""

    title: str
    rows: tuple[Row, ...]
    next_step: str
    contacts: str = ""
    """How many units wait for a conversation in which state, and what is booked next."""


@dataclass(frozen=True, slots=True)
class _Register:
    """The units, how far contact with each has come, and the way there."""

    study: Study
    written: Study
    contacts: ContactsFile
    fault: str = ""

    def history(self, unit_id: str) -> tuple[str, ...]:
        """Say each step of a unit's contact."""
        return tuple(_step(entry) for entry in history(self.written, self.contacts, unit_id))


def overview(folder: Path) -> Overview:
    """Read the study and say how it stands. A file that cannot be read is a row that says so.

    Raises:
        ThemerError: ``study.yaml`` itself cannot be read.
    """
    study_folder = StudyFolder(folder)
    register = _read_register(study_folder)
    study = register.study
    sizes = _set_sizes(study_folder)
    names = {unit.id: unit.name for _, unit in study.units()}
    cache = ListCache(study_folder.cache / "lists.sqlite", _CACHED)
    paths = study_folder.interview_paths()
    read = [(path, _read_row(study_folder, path, cache, names, sizes)) for path in paths]
    cache.keep()
    rows = [*_without_copies(read), *_gone(study_folder)]
    rows = [_with_contact(row, register) for row in rows]
    order = {unit_id: place for place, unit_id in enumerate(names)}
    rows.sort(key=lambda row: (order.get(row.unit, len(order)), row.interview or ""))
    talked_to = {row.unit for row in rows}
    waiting = [unit for _, unit in study.units() if unit.id not in talked_to]
    waiting.sort(key=lambda unit: order_of(unit.contact))
    rows += [_unit_row(unit, register) for unit in waiting]
    said = register.fault or summary_of([(unit.name, unit.contact) for unit in waiting])
    mark = " (fictional)" if study.fictional and "fictional" not in study.title else ""
    return Overview(study.title + mark, tuple(rows), next_step(study_folder, rows), said)


def _read_register(folder: StudyFolder) -> _Register:
    written = folder.study_as_written().value
    try:
        stored = folder.contacts()
    except ThemerError:
        fault = "contacts.yaml cannot be read: themer check says why"
        return _Register(written, written, ContactsFile(), fault)
    contacts = ContactsFile() if stored is None else stored.value
    return _Register(with_contacts(written, contacts), written, contacts)


def _unit_row(unit: Unit, register: _Register) -> Row:
    contact = unit.contact
    return Row(
        unit=unit.id,
        name=unit.name,
        interview=None,
        state=state_word(contact.state),
        progress="",
        date=contact.date.isoformat() if contact.date else "",
        waiting=(contact.reason,) if contact.reason else (),
        history=register.history(unit.id),
    )


def _with_contact(row: Row, register: _Register) -> Row:
    """Add what is known of contact to the row of a conversation."""
    found = register.study.find_unit(row.unit)
    if found is None:
        return row
    contact = found[1].contact
    day = contact.date.isoformat() if contact.date else ""
    booked = (f"booked {day}",) if contact.state == "booked" and day > row.date else ()
    return replace(row, waiting=(*row.waiting, *booked), history=register.history(row.unit))


def _step(entry: ContactEntry) -> str:
    day = entry.date.isoformat() if entry.date else "no day  "
    parts = [f"{day}  {state_word(entry.state)}", entry.reason, entry.note, entry.by]
    return " · ".join(part for part in parts if part)


def _set_sizes(folder: StudyFolder) -> dict[str, int]:
    sizes = {}
    for path in folder.question_set_paths():
        try:
            questions = folder.read(files.QUESTION_SET, path).value
        except ThemerError:
            continue  # "themer check" names what is wrong with it; the list goes on without
        sizes[questions.id] = len(questions.current())
    return sizes


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list needs to know of one conversation: counts, and none of its words."""

    id: str
    unit: str
    set_id: str
    state: str
    answered: int
    date: str
    awaited: int
    follow_ups: int
    kept: int
    to_settle: int
    is_refused: bool


def _standing(interview: Interview) -> Standing:
    answers = interview.answers.values()
    return Standing(
        id=interview.id,
        unit=interview.unit,
        set_id=interview.set.id,
        state=interview.state,
        answered=sum(answer.is_substantive for answer in answers),
        date=interview.last_date.isoformat() if interview.last_date else "",
        awaited=sum(answer.is_awaited for answer in answers),
        follow_ups=sum(answer.follow_up is not None for answer in answers),
        kept=len(interview.unassigned),
        to_settle=len(interview.other_copies),
        is_refused=interview.consent is not None and not interview.consent.take_part,
    )


def _read_row(
    folder: StudyFolder, path: Path, cache: ListCache, names: dict[str, str], sizes: dict[str, int]
) -> Row:
    def read(path: Path) -> dict[str, Any]:
        """Read how one interview stands, for the cache to keep."""
        return asdict(_standing(folder.read(files.INTERVIEW, path).value))

    try:
        standing = Standing(**cache.describe(path, read))
    except ThemerError:
        can_be_back = path.with_name(path.name + PREVIOUS).is_file()
        waiting = "you: open it to bring it back" if can_be_back else "you: themer check says why"
        interview_id = path.stem if can_be_back else None
        return Row("", path.stem, interview_id, "cannot be read", "", "", (waiting,))
    size = sizes.get(standing.set_id)
    return Row(
        unit=standing.unit,
        name=names.get(standing.unit, standing.unit),
        interview=standing.id,
        state=standing.state,
        progress=f"{standing.answered} of {size}" if size else f"{standing.answered}",
        date=standing.date,
        waiting=_waiting(folder, standing),
    )


def _without_copies(read: list[tuple[Path, Row]]) -> list[Row]:
    """Take out the copies that sync clients leave, and name each at the conversation's own row."""
    own = {row.interview for path, row in read if path.stem == row.interview}
    copies: dict[str, list[str]] = {}
    rows = []
    for path, row in read:
        if row.interview is not None and row.interview in own and path.stem != row.interview:
            copies.setdefault(row.interview, []).append(path.name)
        else:
            rows.append(row)
    return [
        replace(
            row,
            waiting=(
                *(f"you: open it to join {name}" for name in copies.get(row.interview or "", ())),
                *row.waiting,
            ),
        )
        for row in rows
    ]


def _gone(folder: StudyFolder) -> list[Row]:
    """List the conversations of which only the version before is left."""
    left = sorted((folder.root / "interviews").glob(f"*.yaml{PREVIOUS}"))
    paths = [path.with_name(path.name.removesuffix(PREVIOUS)) for path in left]
    waiting = ("you: open it to bring it back",)
    return [Row("", p.stem, p.stem, "gone", "", "", waiting) for p in paths if not p.exists()]


def _waiting(folder: StudyFolder, standing: Standing) -> tuple[str, ...]:
    if standing.state == "withdrawn":
        return ()
    if standing.is_refused:
        return ("nobody: they did not agree to take part",)
    found = []
    if standing.to_settle:
        copies = "copy" if standing.to_settle == 1 else "copies"
        found.append(f"you: {standing.to_settle} other {copies} to settle")
    if standing.awaited:
        found.append(f"them: {standing.awaited} figure{'s' * (standing.awaited > 1)}")
    if standing.follow_ups:
        found.append(f"you: {standing.follow_ups} follow-up{'s' * (standing.follow_ups > 1)}")
    if standing.kept:
        found.append(f"you: {standing.kept} kept")
    if standing.state == "finished" and not (folder.machine / f"{standing.id}.jsonl").exists():
        found.append("analyse")
    return tuple(found)


def next_step(folder: StudyFolder, rows: list[Row]) -> str:
    """Say the one thing to do next, by how far the study has come."""
    talked = [row for row in rows if row.interview]
    if unreadable := [row for row in rows if row.state == "cannot be read"]:
        return f"{len(unreadable)} file(s) cannot be read: themer check says where and why."
    if not talked:
        return "Begin the first conversation: choose it in the list and press enter."
    if half := [row for row in talked if row.state == "open"]:
        return f"Go on with {half[0].name} ({half[0].progress} answered), or press n for a new one."
    if any("analyse" in row.waiting for row in talked):
        return "Run themer analyse: there are conversations that it has not read."
    if not folder.coder_paths():
        return "Run themer code: nobody has decided on the suggestions yet."
    return "Run themer report; themer code lists what is still undecided."
