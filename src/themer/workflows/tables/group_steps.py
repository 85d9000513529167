"""What grouping a large table does part by part: themes of a sample, and a place for every text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.language import StaticEncoder, load_static_encoder
from themer.storage.work_folder import Arrays, WorkFolder
from themer.themes.grouping import TextForGrouping
from themer.themes.large import (
    CANDIDATES,
    OTHER_SAMPLE,
    OTHER_SAMPLES,
    SAMPLE,
    UNPLACED,
    ThemeCounts,
    ThemeMap,
    counted,
    found_again,
    merged,
    nothing_counted,
    placed,
    theme_map,
)
from themer.workflows.tables.distinct import DistinctTexts
from themer.workflows.tables.parts import Step, results

MOST_CHARACTERS, LONGEST_TEXT = 5_000_000, 10_000
"""Of the sample together, and of one text of it: what is beyond names no theme."""
THOUSANDTHS = 1000
"""Strengths are kept as whole thousandths: three places are written."""


@dataclass(frozen=True, slots=True)
class FoundThemes:
    """The themes of the sample, in the order in which they were found."""

    where: ThemeMap
    names: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    sample: int
    """Distinct texts in which they were found."""
    note: str | None
    """Why there are none."""


def finding(themes: int | None) -> Step:
    """Give the step that finds themes in a sample."""
    return Step("themes", "Finding themes in a sample", 1, partial(_reader, themes), _find)


def trying(texts: DistinctTexts, themes: int | None) -> Step:
    """Give the step that looks for the themes in further samples; after `finding`."""
    parts = max(0, min(OTHER_SAMPLES, (texts.count - SAMPLE) // OTHER_SAMPLE))
    return Step("again", "Trying how stable themes are", parts, partial(_trier, themes), _try)


def placing(texts: DistinctTexts) -> Step:
    """Give the step that places every distinct text to a theme and counts; after `finding`."""
    return Step("places", "Placing answers", texts.chunks, _placer, _place)


@dataclass(frozen=True, slots=True)
class _Reader:
    texts: DistinctTexts
    encoder: StaticEncoder
    themes: int | None


def _reader(themes: int | None, folder: Path) -> _Reader:
    return _Reader(DistinctTexts(folder), load_static_encoder(), themes)


def _find(reader: _Reader, _part: int) -> Arrays:
    sample = list(_sample(reader.texts, range(min(SAMPLE, reader.texts.count))))
    vectors = reader.encoder.encode([text.text for text in sample])
    found, where = theme_map(sample, vectors, themes=reader.themes)
    about = {
        "questions": where.questions,
        "names": [theme.name for theme in found.themes],
        "words": [theme.words for theme in found.themes],
        "sample": len(sample),
        "note": None if found.themes else found.note,
    }
    # As bytes: fixed-width text would be as wide as the longest question.
    said = np.frombuffer(json.dumps(about).encode("ascii"), dtype=np.uint8)
    return {"centres": where.centres, "mean": where.mean, "asked": where.asked, "about": said}


def _sample(texts: DistinctTexts, places: range) -> Iterable[TextForGrouping]:
    """Take texts one after another, which by the order of hashes are nobody's choice."""
    characters = 0
    for place in places:
        one = texts.some([place])
        text = one.texts[0][:LONGEST_TEXT]
        characters += len(text)
        if characters > MOST_CHARACTERS:
            return
        yield TextForGrouping(
            f"{place:08}", text, organisation=one.groups[0], context=one.questions[0]
        )


def found_themes(folder: WorkFolder) -> FoundThemes:
    """Read what `finding` found.

    Raises:
        StorageError: It is not there.
    """
    arrays = next(results(folder, finding(None)))
    about = json.loads(bytes(arrays["about"]))
    where = ThemeMap(arrays["centres"], arrays["mean"], arrays["asked"], tuple(about["questions"]))
    return FoundThemes(
        where,
        tuple(about["names"]),
        tuple(tuple(words) for words in about["words"]),
        about["sample"],
        about["note"],
    )


@dataclass(frozen=True, slots=True)
class _Trier:
    reader: _Reader
    where: ThemeMap


def _trier(themes: int | None, folder: Path) -> _Trier:
    return _Trier(_reader(themes, folder), found_themes(WorkFolder(folder)).where)


def _try(trier: _Trier, part: int) -> Arrays:
    reader, first = trier.reader, SAMPLE + part * OTHER_SAMPLE
    sample = list(_sample(reader.texts, range(first, first + OTHER_SAMPLE)))
    vectors = reader.encoder.encode([text.text for text in sample])
    again = found_again(trier.where, sample, vectors, themes=reader.themes)
    return {"again": np.array(again, dtype=np.int64)}


def times_found(folder: WorkFolder, step: Step, themes: int) -> tuple[int, ...]:
    """Count the further samples in which each theme was found again."""
    total = np.zeros(themes, dtype=np.int64)
    for arrays in results(folder, step):
        total += arrays["again"]
    return tuple(total.tolist())


@dataclass(frozen=True, slots=True)
class _Placer:
    texts: DistinctTexts
    encoder: StaticEncoder
    where: ThemeMap


def _placer(folder: Path) -> _Placer:
    where = found_themes(WorkFolder(folder)).where
    return _Placer(DistinctTexts(folder), load_static_encoder(), where)


def _place(placer: _Placer, part: int) -> Arrays:
    chunk = placer.texts.chunk(part)
    where = placer.where
    found = placed(where, placer.encoder.encode(chunk.texts), chunk.questions)
    counts = counted(found, chunk.texts, chunk.rows, chunk.first, len(where.centres))
    return {
        "themes": found.themes.astype(np.int32),
        "strengths": np.round(found.strengths * THOUSANDTHS).astype(np.int16),
        **_packed(counts),
    }


def _packed(counts: ThemeCounts) -> Arrays:
    candidates = np.full((len(counts.answers), CANDIDATES, 2), UNPLACED, dtype=np.int64)
    for theme, held in enumerate(counts.candidates):
        if held:
            candidates[theme, : len(held)] = held
    answers = np.array(counts.answers, dtype=np.int64)
    return {"answers": answers, "candidates": candidates, "unplaced": np.array([counts.unplaced])}


def _unpacked(arrays: Arrays) -> ThemeCounts:
    candidates = tuple(
        tuple((least, place) for least, place in held if place != UNPLACED)
        for held in arrays["candidates"].tolist()
    )
    return ThemeCounts(tuple(arrays["answers"].tolist()), candidates, int(arrays["unplaced"][0]))


def joined(
    folder: WorkFolder, texts: DistinctTexts, themes: int
) -> tuple[ThemeCounts, npt.NDArray[Any]]:
    """Join what `placing` gave.

    Returns:
        The counts of the whole table, and for each distinct text its theme and strength in
        thousandths, shape ``(texts, 2)``.
    """
    counts = nothing_counted(themes)
    places = np.zeros((texts.count, 2), dtype=np.int32)
    at = 0
    for arrays in results(folder, placing(texts)):
        counts = merged(counts, _unpacked(arrays))
        end = at + len(arrays["themes"])
        places[at:end, 0], places[at:end, 1] = arrays["themes"], arrays["strengths"]
        at = end
    return counts, places
