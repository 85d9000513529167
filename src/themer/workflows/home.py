"""``themer``: how each conversation stands, what is waiting for whom, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from themer.errors import ThemerError
from themer.model.interview import Interview
from themer.storage import files
from themer.storage.study_folder import StudyFolder


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation, or one unit that nobody has talked to yet."""

    unit: str
    name: str
    interview: str | None
    state: str
    """``open``, ``finished``, ``withdrawn``, ``cannot be read``, or how far contact has come."""
    progress: str
    date: str
    waiting: tuple[str, ...]
    """What is waiting here, each with for whom."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home screen shows."""

    title: str
    rows: tuple[Row, ...]
    next_step: str


def overview(folder: Path) -> Overview:
    """Read the study and say how it stands. A file that cannot be read is a row that says so.

    Raises:
        ThemerError: ``study.yaml`` itself cannot be read.
    """
    study_folder = StudyFolder(folder)
    study = study_folder.study().value
    sizes = _set_sizes(study_folder)
    names = {unit.id: unit.name for _, unit in study.units()}
    rows = [_read_row(study_folder, path, names, sizes) for path in study_folder.interview_paths()]
    talked_to = {row.unit for row in rows}
    rows += [
        Row(
            unit=unit.id,
            name=unit.name,
            interview=None,
            state=unit.contact.state.replace("_", " "),
            progress="",
            date=unit.contact.date.isoformat() if unit.contact.date else "",
            waiting=(unit.contact.reason,) if unit.contact.reason else (),
        )
        for _, unit in study.units()
        if unit.id not in talked_to
    ]
    order = {unit_id: place for place, unit_id in enumerate(names)}
    rows.sort(key=lambda row: (order.get(row.unit, len(order)), row.interview or ""))
    mark = " (fictional)" if study.fictional and "fictional" not in study.title else ""
    return Overview(study.title + mark, tuple(rows), next_step(study_folder, rows))


def _set_sizes(folder: StudyFolder) -> dict[str, int]:
    sizes = {}
    for path in folder.question_set_paths():
        try:
            questions = folder.read(files.QUESTION_SET, path).value
        except ThemerError:
            continue  # "themer check" names what is wrong with it; the list goes on without
        sizes[questions.id] = len(questions.current())
    return sizes


def _read_row(folder: StudyFolder, path: Path, names: dict[str, str], sizes: dict[str, int]) -> Row:
    try:
        interview = folder.read(files.INTERVIEW, path).value
    except ThemerError:
        return Row("", path.stem, None, "cannot be read", "", "", ("you: themer check says why",))
    answered = sum(answer.is_substantive for answer in interview.answers.values())
    size = sizes.get(interview.set.id)
    return Row(
        unit=interview.unit,
        name=names.get(interview.unit, interview.unit),
        interview=interview.id,
        state=interview.state,
        progress=f"{answered} of {size}" if size else f"{answered}",
        date=interview.last_date.isoformat() if interview.last_date else "",
        waiting=_waiting(folder, interview),
    )


def _waiting(folder: StudyFolder, interview: Interview) -> tuple[str, ...]:
    if interview.state == "withdrawn":
        return ()
    answers = interview.answers.values()
    awaited = sum(answer.is_awaited for answer in answers)
    follow_ups = sum(answer.follow_up is not None for answer in answers)
    found = []
    if interview.consent is not None and not interview.consent.take_part:
        return ("nobody: they did not agree to take part",)
    if awaited:
        found.append(f"them: {awaited} figure{'s' * (awaited > 1)}")
    if follow_ups:
        found.append(f"you: {follow_ups} follow-up{'s' * (follow_ups > 1)}")
    if interview.unassigned:
        found.append(f"you: {len(interview.unassigned)} kept")
    if interview.state == "finished" and not (folder.machine / f"{interview.id}.jsonl").exists():
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
