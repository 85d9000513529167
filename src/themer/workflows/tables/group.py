"""``themer group``: a table of answers in, candidate themes out; no codebook, no study needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from themer.exchange.table_writing import Value
from themer.themes.grouping import GroupedTheme, Grouping, TextForGrouping, group
from themer.workflows.analysis.vectors import encoder_or_none, kept_vectors
from themer.workflows.progress import Progress, silent
from themer.workflows.tables.answer_table import (
    ORDINARY,
    Columns,
    TableAnswer,
    read_answers,
    require_all,
)

COLUMNS = ("id", "theme", "name", "strength")
ROW_COLUMNS = (*COLUMNS, "broader")
THEME_COLUMNS = (
    "theme", "name", "answers", "kept", "resamples", "words", "exemplars", "broader", "firm",
)  # fmt: skip
_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One answer and the theme that it was placed in."""

    id: str
    theme: str
    """Empty where the answer is unplaced."""
    name: str
    strength: float | None
    """How near the answer is to the theme's centre, 0 to 1; None where it is unplaced."""
    broader: str = ""
    """The broader theme that the theme lies under; empty where it lies under none."""

    def cells(self) -> Mapping[str, Value]:
        """Give the row as it is written."""
        return {column: getattr(self, column) for column in ROW_COLUMNS}


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme of the list beside the rows."""

    theme: str
    name: str
    words: tuple[str, ...]
    answers: int
    kept: int
    """In how many resamples it was found again."""
    resamples: int
    """0 where stability was not tried."""
    exemplars: tuple[TableAnswer, ...]
    broader: str = ""
    """The broader theme that it lies under; empty where it lies under none."""
    firm: bool | None = None
    """Whether it is more than texts that share words; None where that was not tried."""

    def cells(self) -> Mapping[str, Value]:
        """Give the row as it is written in a table."""
        return {
            "theme": self.theme,
            "name": self.name,
            "answers": self.answers,
            "kept": self.kept,
            "resamples": self.resamples,
            "words": _BETWEEN.join(self.words),
            "exemplars": _BETWEEN.join(" ".join(a.text.split()) for a in self.exemplars),
            "broader": self.broader,
            "firm": "" if self.firm is None else "yes" if self.firm else "no",
        }

    def plain(self) -> Mapping[str, object]:
        """Give it for JSON, with the exemplars' ids."""
        exemplars = [{"id": answer.id, "text": answer.text} for answer in self.exemplars]
        return {
            **self.cells(), "words": list(self.words), "exemplars": exemplars, "firm": self.firm,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableGrouping:
    """What a run gave."""

    rows: tuple[GroupRow, ...]
    """In the table's order."""
    themes: tuple[ThemeRow, ...]
    """Largest first."""
    unplaced: int
    note: str | None
    """A sentence where there is too little to group, or stability was not tried."""
    with_vectors: bool


def group_table(
    table: Path,
    columns: Columns = ORDINARY,
    *,
    themes: int | None = None,
    progress: Progress = silent,
) -> TableGrouping:
    """Group the answers of a table into candidate themes.

    Args:
        table: CSV or JSON Lines.
        columns: Which column is what; ``group`` names the organisations or people that answers
            come from, so that a theme is found across them.
        themes: How many there shall be; found by the method where it is None.
        progress: Told how far the work is.

    Raises:
        ProblemsError: The table does not hold.
        InputError: It is not there.
    """
    answers = read_answers(table, columns, progress)
    texts = [
        TextForGrouping(a.id, a.text, organisation=a.group, context=a.question) for a in answers
    ]
    encoder = encoder_or_none()
    encode = None if encoder is None else kept_vectors(encoder, None, progress)
    vectors = None if encode is None else encode([text.text for text in texts])
    found = group(
        texts,
        vectors,
        themes=themes,
        encode=encode,
        progress=lambda done, total: progress("Trying how stable themes are", done, total),
    )
    made = tuple(
        _theme(f"t{number:02}", theme, found, answers)
        for number, theme in enumerate(found.themes, 1)
    )
    rows = _rows(answers, found, made)
    require_all(answers, (row.id for row in rows))
    return TableGrouping(rows, made, len(found.unplaced), found.note, encoder is not None)


def _theme(
    identity: str, theme: GroupedTheme, found: Grouping, answers: tuple[TableAnswer, ...]
) -> ThemeRow:
    return ThemeRow(
        theme=identity,
        name=theme.name,
        words=theme.words,
        answers=len(theme.members),
        kept=theme.kept,
        resamples=found.resamples,
        exemplars=tuple(answers[place] for place in theme.exemplars),
        broader=theme.broader,
        firm=theme.firm,
    )


def _rows(
    answers: tuple[TableAnswer, ...], found: Grouping, themes: tuple[ThemeRow, ...]
) -> tuple[GroupRow, ...]:
    placed = {
        place: GroupRow(answers[place].id, row.theme, row.name, round(strength, 3), row.broader)
        for theme, row in zip(found.themes, themes, strict=True)
        for place, strength in zip(theme.members, theme.strengths, strict=True)
    }
    return tuple(
        placed.get(place) or GroupRow(answer.id, "", "", None)
        for place, answer in enumerate(answers)
    )
