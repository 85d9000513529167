"""What is said of a cell of the matrix: its passages, its summary, and what an empty one means."""

from __future__ import annotations

import datetime as dt

from textual.content import Content

from themer.findings.matrix import CellState, MatrixCell, MatrixPassage
from themer.tui.text import joined, shown
from themer.workflows.matrix.desk import MatrixDesk

_MEANING: dict[CellState, str] = {
    "coded": "",
    "nothing_coded": "All their words were read, and nobody found anything for this here.",
    "not_read": "Not all their words are read yet, so it cannot be said that there is nothing.",
    "not_asked": "No question that bears on this was put to them, and nothing is coded.",
    "no_words": "Their conversations hold no words to be coded.",
}


def passages_said(cell: MatrixCell) -> str:
    """Say how many passages a cell has, and whether there may be more."""
    number = len(cell.passages)
    if not number:
        return ""
    said = f"{number} passage{'' if number == 1 else 's'}"
    return said if cell.is_read else f"{said} so far"


def cell_detail(cell: MatrixCell) -> Content:
    """Give the summary and whose it is; where there is none, what the cell says by itself."""
    one = cell.summary
    if one is None:
        todo = "No summary yet: e writes one, enter shows the passages."
        return shown(_MEANING[cell.state] or todo)
    signed = f"— {one.coder}, {_day(one.at)}"
    if one.looked is not None:
        who, when = one.looked
        signed = f"{signed}; {who} found on {_day(when)} that it still holds"
    parts = [shown(one.text), shown(signed)]
    if cell.age.is_stale:
        said = f"! {cell.age.words}: read it again; c says that it still holds."
        parts.insert(0, shown(said, "bold"))
    return Content("\n").join(parts)


def _day(moment: dt.datetime) -> str:
    return moment.astimezone().date().isoformat()


def passages_words(desk: MatrixDesk, cell: MatrixCell) -> Content:
    """Give a cell's passages, each with its question and who accepted it."""
    if not cell.passages:
        return shown(_MEANING[cell.state])
    return Content("\n\n").join(_passage(desk, one) for one in cell.passages)


def _passage(desk: MatrixDesk, one: MatrixPassage) -> Content:
    where = one.reference
    who = f" · {', '.join(one.coders)}" if one.coders else ""
    other = " · says otherwise" if one.contrary else ""
    title = desk.question_title(where.interview, where.question)
    head = f"{title} · {where.interview}{who}{other}"
    return joined(shown(head, "bold"), "\n", shown(one.text.strip()))
