"""What grouping a large table does part by part: themes of a sample, places of texts, rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.exchange.table_writing import Format, Value
from themer.language import StaticEncoder, load_static_encoder
from themer.language.english import looks_foreign
from themer.storage.work_folder import Arrays, WorkFolder
from themer.themes.grouping import TextForGrouping, group
from themer.themes.large import (
    CANDIDATES,
    OTHER_SAMPLE,
    OTHER_SAMPLES,
    SAMPLE,
    UNPLACED,
    ThemeCounts,
    ThemeMap,
    broader_of,
    counted,
    found_again,
    map_of,
    merged,
    nothing_counted,
    placed,
    theme_map,
)
from themer.workflows.tables.distinct import NOTHING, DistinctTexts
from themer.workflows.tables.group import ROW_COLUMNS
from themer.workflows.tables.parts import Step, results
from themer.workflows.tables.table_output import packed

MOST_CHARACTERS, LONGEST_TEXT = 5_000_000, 10_000
"""Of the sample together, and of one text of it: what is beyond names no theme."""
BY_TEXT = ("themes", "strengths")
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
    upper: tuple[int, ...]
    """For each the number of the broader theme that it may lie under."""
    note: str | None
    """Why there are none."""


def finding(texts: DistinctTexts, themes: int | None) -> Step:
    """Give the step that finds themes in a sample, and groups further samples to try them on.

    The first part is the sample; the others do without what it finds, so all can be done at once.
    """
    others = max(0, min(OTHER_SAMPLES, (texts.count - SAMPLE) // OTHER_SAMPLE))
    ready = partial(_reader, themes)
    return Step("themes", "Finding themes in samples", 1 + others, ready, _find)


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


def _find(reader: _Reader, part: int) -> Arrays:
    first = SAMPLE + (part - 1) * OTHER_SAMPLE if part else 0
    wanted = range(first, min(first + (OTHER_SAMPLE if part else SAMPLE), reader.texts.count))
    sample = list(_sample(reader.texts, wanted))
    vectors = reader.encoder.encode([text.text for text in sample])
    asked = [text.context for text in sample]
    if part:
        found = group(sample, vectors, themes=reader.themes, resamples=0)
        anew = np.full(len(sample), UNPLACED, dtype=np.int64)
        for number, theme in enumerate(found.themes):
            anew[list(theme.members)] = number
        upper = broader_of(map_of(found, sample, vectors), vectors, asked)
        places = np.array([int(text.key) for text in sample], dtype=np.int64)
        return {"anew": anew, "upper": upper, "places": places}
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
    return {
        "centres": where.centres,
        "mean": where.mean,
        "asked": where.asked,
        "upper": broader_of(where, vectors, asked),
        "about": said,
    }


def _sample(texts: DistinctTexts, places: range) -> Iterable[TextForGrouping]:
    """Take texts one after another, which by the order of hashes are nobody's choice."""
    characters = 0
    for place in places:
        one = texts.some([place])
        text = one.texts[0][:LONGEST_TEXT]
        if looks_foreign(text):
            continue
        characters += len(text)
        if characters > MOST_CHARACTERS:
            return
        yield TextForGrouping(
            f"{place:08}", text, organisation=one.groups[0], context=one.questions[0]
        )


def found_themes(folder: WorkFolder, texts: DistinctTexts) -> FoundThemes:
    """Read what `finding` found in the first sample.

    Raises:
        StorageError: It is not there.
    """
    arrays = next(results(folder, finding(texts, None)))
    about = json.loads(bytes(arrays["about"]))
    where = ThemeMap(arrays["centres"], arrays["mean"], arrays["asked"], tuple(about["questions"]))
    return FoundThemes(
        where,
        tuple(about["names"]),
        tuple(tuple(words) for words in about["words"]),
        about["sample"],
        tuple(arrays["upper"].tolist()),
        about["note"],
    )


def times_found(
    folder: WorkFolder, texts: DistinctTexts, found: FoundThemes
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Count the further samples in which each theme, and each broader one, was found again."""
    upper = np.array(found.upper, dtype=np.int64)
    times = np.zeros(len(upper), dtype=np.int64), np.zeros(upper.max(initial=-1) + 1, np.int64)
    encoder = load_static_encoder()
    for arrays in list(results(folder, finding(texts, None)))[1:]:
        if len(arrays["places"]) and len(upper):
            chunk = texts.some(arrays["places"].tolist())
            near = placed(found.where, encoder.encode(chunk.texts), chunk.questions).themes
            anew = arrays["anew"]
            times[0][:] += found_again(near, anew, len(times[0]))
            pairs = _under(near, upper), _under(anew, arrays["upper"])
            times[1][:] += found_again(*pairs, len(times[1]))
    return tuple(times[0].tolist()), tuple(times[1].tolist())


def _under(themes: npt.NDArray[np.int64], upper: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    found = np.full(len(themes), UNPLACED, dtype=np.int64)
    found[themes != UNPLACED] = upper[themes[themes != UNPLACED]]
    return found


@dataclass(frozen=True, slots=True)
class _Placer:
    texts: DistinctTexts
    encoder: StaticEncoder
    where: ThemeMap


def _placer(folder: Path) -> _Placer:
    texts = DistinctTexts(folder)
    where = found_themes(WorkFolder(folder), texts).where
    return _Placer(texts, load_static_encoder(), where)


def _place(placer: _Placer, part: int) -> Arrays:
    chunk = placer.texts.chunk(part)
    where = placer.where
    vectors = placer.encoder.encode(chunk.texts)
    # The encoder knows English alone: what it says of another language would be a guess.
    foreign = np.array([looks_foreign(text) for text in chunk.texts])
    vectors[foreign] = 0
    found = placed(where, vectors, chunk.questions)
    counts = counted(found, chunk.texts, chunk.rows, chunk.first, len(where.centres))
    return {
        "themes": found.themes.astype(np.int32),
        "strengths": np.round(found.strengths * THOUSANDTHS).astype(np.int16),
        "foreign": np.array([chunk.rows[foreign].sum()]),
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


def joined(folder: WorkFolder, texts: DistinctTexts, themes: int) -> tuple[ThemeCounts, int]:
    """Join what `placing` gave: themes and strengths one after another, and their counts.

    Returns:
        The counts of the whole table, and how many rows look not to be English.
    """
    counts, foreign = nothing_counted(themes), 0
    parts: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in BY_TEXT}
    for arrays in results(folder, placing(texts)):
        counts = merged(counts, _unpacked(arrays))
        foreign += int(arrays["foreign"][0])
        for name in BY_TEXT:
            parts[name].append(arrays[name])
    for name, held in parts.items():
        folder.keep_array(name, np.concatenate(held) if held else np.zeros(0, dtype=np.int32))
    return counts, foreign


def writing(texts: DistinctTexts, themes: Sequence[tuple[str, str, str]], form: Format) -> Step:
    """Give the step that makes the rows of the table that is written; after `joined`.

    Args:
        texts: The table.
        themes: Id, name and broader theme of each, in the order in which they were found.
        form: What the table is written in.
    """
    ready = partial(_writer, tuple(themes), form)
    return Step("rows", "Writing rows", texts.blocks, ready, _write)


@dataclass(frozen=True, slots=True)
class _Writer:
    texts: DistinctTexts
    themes: tuple[tuple[str, str, str], ...]
    places: npt.NDArray[Any]
    strengths: npt.NDArray[Any]
    form: Format


def _writer(themes: tuple[tuple[str, str, str], ...], form: Format, path: Path) -> _Writer:
    folder = WorkFolder(path)
    places, strengths = (folder.array(name) for name in BY_TEXT)
    return _Writer(DistinctTexts(path), themes, places, strengths, form)


def _write(writer: _Writer, number: int) -> Arrays:
    content = packed(writer.form, ROW_COLUMNS, _rows(writer, number), is_first=not number)
    return {"bytes": np.frombuffer(content, dtype=np.uint8)}


def _rows(writer: _Writer, number: int) -> Iterable[Mapping[str, Value]]:
    block = writer.texts.block(number)
    known = block.texts != NOTHING
    themes, strengths = np.full(len(known), UNPLACED), np.zeros(len(known), dtype=np.int64)
    themes[known] = writer.places[block.texts[known]]
    strengths[known] = writer.strengths[block.texts[known]]
    for identity, theme, strength in zip(
        block.ids, themes.tolist(), strengths.tolist(), strict=True
    ):
        own, name, broader = ("", "", "") if theme == UNPLACED else writer.themes[theme]
        yield {
            "id": identity,
            "theme": own,
            "name": name,
            "strength": None if theme == UNPLACED else strength / THOUSANDTHS,
            "broader": broader,
        }
