"""``themer group`` for tables of up to a million answers: in parts, stopped and taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from themer.language import StaticEncoder, load_static_encoder, one_thread
from themer.storage.work_folder import put_in_place
from themer.themes.grouping import FIRM, TextForGrouping
from themer.themes.large import OTHER_SAMPLE, SAMPLE, ThemeCounts, exemplars_among
from themer.themes.naming import joint_name
from themer.workflows.progress import Progress, silent
from themer.workflows.tables import group_steps as steps
from themer.workflows.tables.answer_table import ORDINARY, Columns, TableAnswer
from themer.workflows.tables.distinct import DistinctTexts
from themer.workflows.tables.group import ThemeRow
from themer.workflows.tables.large_table import taken_in
from themer.workflows.tables.parts import Pool, results
from themer.workflows.tables.table_output import format_of, unpacked

METHOD = 1
"""Counted on when the same table would give other rows, so that old parts are not taken up."""


@dataclass(frozen=True, slots=True)
class LargeGrouping:
    """What a run on a large table gave, beside the file of rows."""

    themes: tuple[ThemeRow, ...]
    """Largest first."""
    answers: int
    distinct: int
    """Different texts among them."""
    unplaced: int
    """Answers in no theme, those without a word among them."""
    empty: int
    foreign: int
    """Answers that look not to be English; they are in no theme."""
    sample: int
    """Different texts in which the themes were found."""
    note: str
    """How the themes were found, or why there are none."""
    encoder: str
    begun_anew: str | None
    """A sentence where work that was begun could not be taken up."""

    def summary(self) -> Mapping[str, object]:
        """Give what stands beside the rows, for JSON."""
        return {
            "answers": self.answers,
            "distinct": self.distinct,
            "unplaced": self.unplaced,
            "empty": self.empty,
            "not_english": self.foreign,
            "sample": self.sample,
            "note": self.note,
            "encoder": self.encoder,
            "themes": [theme.plain() for theme in self.themes],
        }


def group_large(
    table: Path,
    columns: Columns = ORDINARY,
    *,
    out: Path,
    themes: int | None = None,
    processes: int = 1,
    progress: Progress = silent,
) -> LargeGrouping:
    """Find themes in a sample of a large table, place every answer, and write the rows to a file.

    The same bytes come out with any number of processes, and after a stop.

    Args:
        table: CSV, JSON Lines or Parquet.
        columns: Which column is what.
        out: The file; its ending says the format. Beside it lies the work folder meanwhile.
        themes: How many there shall be; found by the method where it is None.
        processes: How many.
        progress: Told how far the work is.

    Raises:
        ProblemsError: The table does not hold.
        InputError: It is not there.
        StorageError: The disk refused.
        StoppedError: Somebody pressed ctrl-C; the same command goes on.
    """
    form = format_of(out, (table,))
    encoder = load_static_encoder()
    settings = {
        "work": "group",
        "method": METHOD,
        "themes": themes,
        "format": form,
        "encoder": encoder.identity.key,
        "sample": SAMPLE,
    }
    with taken_in(table, columns, out, settings, progress) as (folder, texts, begun_anew):
        with Pool(processes) as pool:
            finding = steps.finding(texts, themes)
            pool.run(folder, finding, progress)
            found = steps.found_themes(folder, texts)
            number, tried = len(found.names), finding.parts - 1
            pool.run(folder, steps.placing(texts), progress)
            counts, foreign = steps.joined(folder, texts, number)
            order = sorted(range(number), key=lambda theme: (-counts.answers[theme], theme))
            ids = {theme: f"t{place:02}" for place, theme in enumerate(order, 1)}
            with one_thread():
                kept, kept_broader = steps.times_found(folder, texts, found)
                shown = _exemplars(texts, counts, found, encoder)
            broader = _broader(found, counts, order, kept_broader, tried)
            named = [(ids[theme], found.names[theme], broader[theme]) for theme in range(number)]
            writing = steps.writing(texts, named, form)
            pool.run(folder, writing, progress)
        parts = (result["bytes"].tobytes() for result in results(folder, writing))
        put_in_place(folder, out, lambda stream: unpacked(form, parts, stream))
        return LargeGrouping(
            themes=tuple(
                ThemeRow(
                    theme=ids[theme],
                    name=found.names[theme],
                    words=found.words[theme],
                    answers=counts.answers[theme],
                    kept=kept[theme],
                    resamples=tried,
                    exemplars=shown[theme],
                    broader=broader[theme],
                )
                for theme in order
            ),
            answers=texts.rows,
            distinct=texts.count,
            unplaced=counts.unplaced + texts.empty,
            empty=texts.empty,
            foreign=foreign,
            sample=found.sample,
            note=_note(found, texts, tried),
            encoder=encoder.identity.key,
            begun_anew=begun_anew,
        )


def _broader(
    found: steps.FoundThemes,
    counts: ThemeCounts,
    order: Sequence[int],
    kept: Sequence[int],
    tried: int,
) -> list[str]:
    """Name the broader theme of each theme, where it is found again in half of the samples."""
    named = [""] * len(order)
    for number, times in enumerate(kept if tried else ()):
        under = [theme for theme in order if found.upper[theme] == number]
        size = sum(counts.answers[theme] for theme in under)
        if len(under) > 1 and times >= FIRM * tried and 2 * size <= sum(counts.answers):
            for theme in under:
                named[theme] = joint_name([found.names[one] for one in under])
    return named


def _note(found: steps.FoundThemes, texts: DistinctTexts, tried: int) -> str:
    if found.note is not None:
        return found.note
    said = (
        f"The themes were found in a sample of {found.sample} of {texts.count} different answers, "
        "the first by the hash of their texts; every answer was then placed with the nearest theme."
    )
    if not tried:
        return f"{said} There are too few others to try how stable the themes are."
    return (
        f"{said} Resamples are {tried} further samples of {OTHER_SAMPLE}, none with the same text."
    )


def _exemplars(
    texts: DistinctTexts,
    counts: ThemeCounts,
    found: steps.FoundThemes,
    encoder: StaticEncoder,
) -> list[tuple[TableAnswer, ...]]:
    chosen: list[list[int]] = []
    for candidates in counts.candidates:
        places = [place for _, place in candidates]
        if not places:
            chosen.append([])
            continue
        chunk = texts.some(places)
        held = [
            TextForGrouping(str(place), text, organisation=group, context=question)
            for place, text, question, group in zip(
                places, chunk.texts, chunk.questions, chunk.groups, strict=True
            )
        ]
        best = exemplars_among(found.where, held, encoder.encode(chunk.texts))
        chosen.append([places[row] for row in best])
    ids = _first_ids(texts, {place for places in chosen for place in places})
    return [
        tuple(TableAnswer(ids[place], texts.text(place)) for place in places) for places in chosen
    ]


def _first_ids(texts: DistinctTexts, wanted: Iterable[int]) -> dict[int, str]:
    """Find the first row that has each text."""
    places = np.array(sorted(wanted), dtype=np.int64)
    ids: dict[int, str] = {}
    for number in range(texts.blocks if len(places) else 0):
        block = texts.block(number)
        for row in np.flatnonzero(np.isin(block.texts, places)).tolist():
            ids.setdefault(int(block.texts[row]), block.ids[row])
        if len(ids) == len(places):
            break
    return ids
