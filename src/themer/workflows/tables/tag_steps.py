"""What tagging a large table does part by part: a sample read, codes of texts, rows to write."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.large import NO_CODE, THOUSANDTHS, Applied, Model
from themer.exchange.table_writing import Format, Value, as_text, csv_of_texts
from themer.language import load_static_encoder
from themer.language.english import looks_foreign
from themer.model.codebook import Code
from themer.storage.work_folder import Arrays, WorkFolder
from themer.workflows.analysis.vectors import encoder_or_none
from themer.workflows.tables.distinct import NOTHING, DistinctTexts
from themer.workflows.tables.parts import Step, results
from themer.workflows.tables.table_output import packed

READ_AT_ONCE = 250
NO_MODEL = -1
COLUMNS = ("id", "code", "score", "confidence", "rank", "evidence")
_Row = tuple[str, int, float, int, int, str]
"""Id, place of the code, score, confidence in thousandths, rank, evidence."""
_NOTHING: tuple[Any, ...] = ((), (), (), THOUSANDTHS, ())
BY_TEXT = ("codes", "scores", "confidence", "none", "spans")


def reading(texts: Sequence[str]) -> Step:
    """Give the step that reads what the whole method needs with the network."""
    parts = -(-len(texts) // READ_AT_ONCE)
    return Step("vectors", "Reading a sample", parts, _network, _read)


def tagging(texts: DistinctTexts, codes: tuple[Code, ...], top: int) -> Step:
    """Give the step that says which codes each distinct text carries; after models are kept."""
    return Step("tagged", "Suggesting codes", texts.chunks, partial(_tagger, codes, top), _tag)


def writing(texts: DistinctTexts, codes: tuple[Code, ...], form: Format) -> Step:
    """Give the step that makes the rows of the table that is written; after `joined`."""
    return Step("rows", "Writing rows", texts.blocks, partial(_writer, codes, form), _write)


def keep_model(folder: WorkFolder, number: int, model: Model) -> None:
    """Keep what was learned for the answers of a group."""
    about = dataclasses.asdict(model)
    folder.keep(f"model-{number}", about.pop("arrays"))
    folder.keep_json(f"model-{number}", about)


def kept_model(folder: WorkFolder, number: int) -> Model | None:
    """Read a model back; None where there is none."""
    about, arrays = folder.json(f"model-{number}"), folder.arrays(f"model-{number}")
    if about is None or arrays is None:
        return None
    about["codes"], about["stems"] = tuple(about["codes"]), tuple(about["stems"])
    return Model(**about, arrays=arrays)


@dataclass(frozen=True, slots=True)
class CodeSums:
    """Exact counts over all rows of a table; those of parts are added up."""

    first: npt.NDArray[np.int64]
    """Rows whose first suggestion a code is, by code."""
    expected: npt.NDArray[np.int64]
    """Sum of the confidences in a code over all rows with words, in thousandths."""
    without: int
    """Rows with words that no code seems to fit."""
    foreign: int
    """Rows that look not to be English."""


def joined(folder: WorkFolder, step: Step, codes: int) -> CodeSums:
    """Put the results of all chunks one after another, and add up their counts."""
    parts: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in BY_TEXT}
    sums, rest = np.zeros((2, codes), dtype=np.int64), np.zeros(2, dtype=np.int64)
    for result in results(folder, step):
        for name in BY_TEXT:
            parts[name].append(result[name])
        sums += result["sums"]
        rest += result["rest"]
    for name in BY_TEXT:
        folder.keep_array(name, np.concatenate(parts.pop(name)) if parts[name] else np.zeros(0))
    return CodeSums(sums[0], sums[1], int(rest[0]), int(rest[1]))


@dataclass(frozen=True, slots=True)
class _Network:
    texts: Sequence[str]
    encode: Any


def _network(folder: Path) -> _Network:
    encoder = encoder_or_none() or load_static_encoder()
    return _Network(WorkFolder(folder).json("to_read") or (), encoder.encode)


def _read(network: _Network, part: int) -> Arrays:
    texts = network.texts[part * READ_AT_ONCE : (part + 1) * READ_AT_ONCE]
    return {"vectors": network.encode(texts)}


def vectors_of(folder: WorkFolder, step: Step, texts: Sequence[str]) -> Mapping[str, Any]:
    """Give each text that was read with its vector."""
    rows = np.concatenate([result["vectors"] for result in results(folder, step)])
    return dict(zip(texts, rows, strict=True))


@dataclass(frozen=True, slots=True)
class _Tagger:
    texts: DistinctTexts
    models: Mapping[str, tuple[Applied, npt.NDArray[np.intp]]]
    """By the group of the answers: the model, and which of all codes its columns are."""
    codes: int
    top: int


def _tagger(codes: tuple[Code, ...], top: int, path: Path) -> _Tagger:
    folder, texts = WorkFolder(path), DistinctTexts(path)
    quick, models = load_static_encoder().encode, {}
    place = {code.id: number for number, code in enumerate(codes)}
    for number, group in enumerate(sorted(texts.groups)):
        model = kept_model(folder, number)
        if model is not None:
            columns = np.array([place[code] for code in model.codes], dtype=np.intp)
            models[group] = Applied(model, codes, quick), columns
    return _Tagger(texts, models, len(codes), min(top, len(codes)))


def _tag(tagger: _Tagger, number: int) -> Arrays:
    chunk = tagger.texts.chunk(number)
    size = len(chunk.texts)
    made: dict[str, npt.NDArray[Any]] = {
        "codes": np.full((size, tagger.top), NO_MODEL, dtype=np.int16),
        "scores": np.zeros((size, tagger.top), dtype=np.float32),
        "confidence": np.zeros((size, tagger.top), dtype=np.int16),
        "none": np.full(size, THOUSANDTHS, dtype=np.int16),
        "spans": np.zeros((size, tagger.top, 2), dtype=np.int32),
    }
    sums, without = np.zeros((2, tagger.codes), dtype=np.int64), 0
    for group in sorted(set(chunk.groups)):
        mine = np.array([own == group for own in chunk.groups])
        if group not in tagger.models:
            without += int(chunk.rows[mine].sum())
            continue
        applied, columns = tagger.models[group]
        places = np.flatnonzero(mine)
        texts, asked = ([of[p] for p in places] for of in (chunk.texts, chunk.questions))
        said = applied.tag(texts, asked, chunk.rows[mine], tagger.top)
        given = slice(0, said.codes.shape[1])
        made["codes"][places, given] = columns[said.codes]
        for name in ("scores", "confidence", "spans"):
            made[name][places, given] = getattr(said, name)
        made["none"][places] = said.none
        sums[:, columns] += said.sums
        without += said.without
    foreign = np.array([looks_foreign(text) for text in chunk.texts])
    rest = np.array([without, int(chunk.rows[foreign].sum())])
    return {**made, "sums": sums, "rest": rest}


@dataclass(frozen=True, slots=True)
class _Writer:
    texts: DistinctTexts
    by_text: Mapping[str, npt.NDArray[Any]]
    codes: tuple[str, ...]
    form: Format


def _writer(codes: tuple[Code, ...], form: Format, path: Path) -> _Writer:
    folder = WorkFolder(path)
    by_text = {name: folder.array(name) for name in BY_TEXT}
    return _Writer(DistinctTexts(path), by_text, tuple(code.id for code in codes), form)


def _write(writer: _Writer, number: int) -> Arrays:
    rows = _rows(writer, number)
    if writer.form == "csv":
        header = csv_of_texts([COLUMNS]) if not number else ""
        content = (header + csv_of_texts(_as_texts(rows, writer.codes))).encode("utf-8")
    else:
        named = (dict(zip(COLUMNS, _as_values(row, writer.codes), strict=True)) for row in rows)
        content = packed(writer.form, COLUMNS, named, is_first=not number)
    return {"bytes": np.frombuffer(content, dtype=np.uint8)}


def _rows(writer: _Writer, number: int) -> Iterator[_Row]:
    block = writer.texts.block(number)
    places = np.maximum(block.texts, 0)
    held = [rows[places].tolist() for rows in writer.by_text.values()] if writer.texts.count else []
    texts = writer.texts.texts_at(places) if writer.texts.count else []
    for row, (identity, place) in enumerate(zip(block.ids, block.texts.tolist(), strict=True)):
        codes, scores, sure, none, spans = (rows[row] for rows in held) if held else _NOTHING
        if place == NOTHING or none >= NO_CODE * THOUSANDTHS:
            yield identity, NO_MODEL, 0.0, THOUSANDTHS if place == NOTHING else none, 1, ""
            continue
        text = texts[row]
        for rank, code in enumerate(codes):
            if code != NO_MODEL:
                start, end = spans[rank]
                yield identity, code, scores[rank], sure[rank], rank + 1, text[start:end].strip()


def _as_texts(rows: Iterable[_Row], codes: Sequence[str]) -> Iterator[Sequence[str]]:
    """Write rows as the cells of a CSV file, the few different codes and confidences once."""
    named = {number: as_text(code) for number, code in enumerate(codes)} | {NO_MODEL: ""}
    sure = [as_text(thousandths / THOUSANDTHS) for thousandths in range(THOUSANDTHS + 1)]
    for identity, code, score, thousandths, rank, evidence in rows:
        scored = "" if code == NO_MODEL else as_text(score)
        yield (
            as_text(identity),
            named[code],
            scored,
            sure[thousandths],
            str(rank),
            as_text(evidence),
        )


def _as_values(row: _Row, codes: Sequence[str]) -> Sequence[Value]:
    identity, code, score, thousandths, rank, evidence = row
    sure = thousandths / THOUSANDTHS
    if code == NO_MODEL:
        return identity, "", None, sure, rank, evidence
    return identity, codes[code], score, sure, rank, evidence
