"""Tables and charts as templates take them: plain values, ready for ``| table`` and ``| chart``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from themer.findings.coded import BoardRow, ComponentBoard
from themer.findings.figure import Figure
from themer.findings.protection import OUTSIDE
from themer.report.marked_text import Rich, say
from themer.report.printing import Printer

STATE_LABELS = {
    "in_place": "In place",
    "developing": "Developing",
    "absent": "Absent",
    "discussed": "Discussed, not judged",
    "not_discussed": "Not discussed",
}


def table(
    caption: object, headings: Sequence[str], rows: Iterable[Sequence[object]], numbers: int = 0
) -> dict[str, Any]:
    """Make a table.

    Args:
        caption: Words above it.
        headings: One for each column.
        rows: The cells of each row.
        numbers: How many columns, from the right, hold numbers.
    """
    first = len(headings) - numbers
    return {
        "caption": caption,
        "columns": [
            {"heading": words, "align": "right" if place >= first else "left"}
            for place, words in enumerate(headings)
        ],
        "rows": [{"cells": list(cells), "anchor": None} for cells in rows],
    }


def board_table(
    printer: Printer, board: ComponentBoard, rows: Sequence[BoardRow]
) -> dict[str, Any]:
    """Make the table of components: a row each, its states and its base."""
    # Of the whole board: that a part has no such column would tell that it is none there.
    judged_not = any(row.count("discussed") for row in board.rows)
    states = ["in_place", "developing", "absent"]
    states += ["discussed"] if judged_not else []
    states += ["not_discussed"]
    noun = printer.audience(board.audience).many
    return table(
        f"Components across {noun}",
        ["Component", *(STATE_LABELS[state] for state in states), "Base"],
        [
            [
                row.name,
                *(state_count(printer, board, row, state) for state in states),
                base(printer, row),
            ]
            for row in rows
        ],
        numbers=len(states) + 1,
    )


def state_count(printer: Printer, board: ComponentBoard, row: BoardRow, state: str) -> Rich:
    """Print how many units have a component in a state."""
    for figure in row.figures:
        if figure.id == f"component:{row.component}:{state}@{board.audience}":
            return printer.k(figure)
    units = tuple(cell.unit for cell in row.cells if cell.status == state)
    return printer.k(
        Figure(
            id=f"component:{row.component}:{state}@{board.audience}",
            label=f"{row.name}: {STATE_LABELS[state].lower()}",
            audience=board.audience,
            k=len(units),
            n=len(row.cells),
            rule=row.figures[0].rule if row.figures else "the-state-of-a-component",
            units=units,
            base_units=tuple(cell.unit for cell in row.cells),
        )
    )


def base(printer: Printer, row: BoardRow) -> Rich:
    """Print in how many units a component was judged."""
    if not row.figures:
        return printer.number(
            f"component:{row.component}:base",
            f"{row.name}: judged",
            0,
            (),
            "the-state-of-a-component",
        )
    figure = row.figures[0]
    if not printer.has_base(figure):
        return printer.n(figure)
    return printer.number(
        f"component:{row.component}:base@{figure.audience}",
        f"{row.name}: judged",
        figure.n,
        figure.base_units,
        figure.rule,
    )


def board_chart(printer: Printer, board: ComponentBoard) -> dict[str, Any] | None:
    """Make the chart of components; None where a count may not be printed, or there is none."""
    figures = [figure for row in board.rows for figure in row.figures]
    ids = [
        f"component:{row.component}:{state}@{board.audience}"
        for row in board.rows
        for state in OUTSIDE
    ]
    is_whole = all(printer.is_shown(figure) for figure in figures)
    if not board.units or not is_whole or not all(printer.decided.get(one, True) for one in ids):
        return None
    if not any(figure.n for figure in figures):
        return None
    states = [
        s for s in STATE_LABELS if s != "discussed" or any(r.count("discussed") for r in board.rows)
    ]
    noun = printer.audience(board.audience).many
    return {
        "caption": say(
            "Components across {n} {noun}",
            n=printer.number(
                f"board@{board.audience}",
                f"{noun} whose components were looked at",
                len(board.units),
                board.units,
                "the-state-of-a-component",
            ),
            noun=printer.noun(board.audience, len(board.units)),
        ),
        "alt": " ".join(_row_alt(row, states) for row in board.rows),
        "categories": [row.name for row in board.rows],
        "series": [
            {
                "name": STATE_LABELS[state],
                "values": [row.count(state) for row in board.rows],  # type: ignore[arg-type]
                "labels": [],
                "entered": [state_count(printer, board, row, state) for row in board.rows],
            }
            for state in states
        ],
        "stacked": True,
        "unit": noun,
        "squares": len(board.units) <= 40,
        "grid": False,
    }


def _row_alt(row: BoardRow, states: Sequence[str]) -> str:
    counts = ", ".join(f"{STATE_LABELS[s].lower()} {row.count(s)}" for s in states)  # type: ignore[arg-type]
    return f"{row.name}: {counts}."
