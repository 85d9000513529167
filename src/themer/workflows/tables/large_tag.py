"""``themer tag`` for tables of up to a million answers: in parts, stopped and taken up again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from themer.coding import calibration
from themer.coding.evidence import Encode, facets_of
from themer.coding.large import SAMPLE, Model, learn
from themer.coding.texts import Judgement, TextForCoding
from themer.errors import InputError
from themer.exchange.table_writing import Value, without_apostrophe
from themer.exchange.tables import text_of
from themer.language import Vectors, load_static_encoder, sentences
from themer.model.codebook import Code
from themer.storage.work_folder import WorkFolder, put_in_place
from themer.workflows.analysis.vectors import encoder_or_none
from themer.workflows.progress import Progress, silent
from themer.workflows.tables import tag_steps as steps
from themer.workflows.tables.answer_table import ORDINARY, Columns, opened
from themer.workflows.tables.distinct import NOTHING, DistinctTexts
from themer.workflows.tables.large_shares import LargeCountRow, large_count_rows
from themer.workflows.tables.large_table import sha256_of_source, taken_in
from themer.workflows.tables.parts import Pool, results
from themer.workflows.tables.table_output import format_of, unpacked
from themer.workflows.tables.tag import TOP, codes_of, judgements_of

METHOD = 2
"""Counted on when the same table would give other rows, so that old parts are not taken up."""
MOST_SUGGESTIONS = 20
LEAST_OF_A_GROUP = 200
LONGEST_READ = 10_000
"""Characters of an answer of the sample that the network reads; beyond, it costs minutes."""
MOST_DECIDED = 4_000
"""Answers with decisions that are learned from: the work grows with the square."""


@dataclass(frozen=True, slots=True)
class LargeTagging:
    """What a run on a large table gave, beside the file of rows."""

    answers: int
    distinct: int
    """Different texts among them."""
    without_code: int
    empty: int
    foreign: int
    """Answers that look not to be English."""
    sample: int
    """Texts that the whole method read."""
    agreement: float
    """Share of the variance of the whole method's scores that all answers' scores give back."""
    confirmed: int
    """Decisions of people that were learned from."""
    decided: int
    """All decisions that were given."""
    calibration: str
    calibration_note: str
    encoders: tuple[str, ...]
    """Of the sample, and of all answers."""
    counts: tuple[LargeCountRow, ...]
    begun_anew: str | None
    """A sentence where work that was begun could not be taken up."""

    def summary(self) -> Mapping[str, Value]:
        """Give what stands beside the rows."""
        return {
            "answers": self.answers,
            "distinct": self.distinct,
            "without_code": self.without_code,
            "empty": self.empty,
            "not_english": self.foreign,
            "sample": self.sample,
            "agreement": round(self.agreement, 3),
            "confirmed": self.confirmed,
            "decided": self.decided,
            "calibration": self.calibration,
            "calibration_source": self.calibration_note,
            "encoder_of_sample": self.encoders[0],
            "encoder": self.encoders[1],
            "neighbours": "of the sample alone",
        }


def tag_large(
    table: Path,
    codebook: Path,
    columns: Columns = ORDINARY,
    *,
    out: Path,
    confirmed: Path | None = None,
    at_random: bool = False,
    top: int = TOP,
    processes: int = 1,
    progress: Progress = silent,
) -> LargeTagging:
    """Suggest codes for every answer of a large table and write the rows to a file.

    The same bytes come out with any number of processes, and after a stop.

    Args:
        table: CSV, JSON Lines or Parquet.
        codebook: As in ``docs/formats.md``.
        columns: Which column is what.
        out: The file; its ending says the format. Beside it lies the work folder meanwhile.
        confirmed: A table ``id, code[, decision]`` of what people decided.
        at_random: Whether the answers in it are a random part, each read to its end.
        top: The most codes an answer gets.
        processes: How many.
        progress: Told how far the work is.

    Raises:
        ProblemsError: A file does not hold.
        InputError: A file is not there, or options do not go together.
        StorageError: The disk refused.
        StoppedError: Somebody pressed ctrl-C; the same command goes on.
    """
    if top > MOST_SUGGESTIONS:
        raise InputError(
            f"Of a large table an answer gets at most {MOST_SUGGESTIONS} suggestions.",
            hint="Choose a smaller --top.",
        )
    codes = codes_of(codebook, by_group=columns.group is not None)
    form = format_of(out, (table, codebook, confirmed))
    slow, quick = encoder_or_none() or load_static_encoder(), load_static_encoder()
    names = (slow.identity.key, quick.identity.key)
    settings = {**_settings(codebook, confirmed), "top": top, "format": form, "encoders": names}
    with taken_in(table, columns, out, settings, progress) as (folder, texts, begun_anew):
        places, judgements = _decided(confirmed, texts, codes)
        with Pool(processes) as pool:
            models = _learned(folder, texts, codes, places, judgements, pool, progress)
            tagged = steps.tagging(texts, codes, top)
            pool.run(folder, tagged, progress)
            sums = steps.joined(folder, tagged, len(codes))
            rows = steps.writing(texts, codes, form)
            pool.run(folder, rows, progress)
        parts = (result["bytes"].tobytes() for result in results(folder, rows))
        put_in_place(folder, out, lambda stream: unpacked(form, parts, stream))
        known = [model for model in models if model is not None]
        learned = {place for found in _samples(texts, places).values() for place in found}
        return LargeTagging(
            answers=texts.rows,
            distinct=texts.count,
            without_code=sums.without + texts.empty,
            empty=texts.empty,
            foreign=sums.foreign,
            sample=len(learned),
            agreement=float(np.mean([model.agreement for model in known])) if known else 0.0,
            confirmed=sum(places[one.text] in learned for one in judgements),
            decided=len(judgements),
            calibration=known[0].calibration if known else "shipped",
            calibration_note=known[0].calibration_note if known else "",
            encoders=names,
            counts=large_count_rows(
                codes,
                judgements,
                _bases(texts, codes),
                _read_by_code(texts, places, judgements, codes),
                sums,
                at_random=at_random,
            ),
            begun_anew=begun_anew,
        )


def _settings(codebook: Path, confirmed: Path | None) -> dict[str, object]:
    return {
        "work": "tag",
        "method": METHOD,
        "codebook": sha256_of_source(codebook),
        "confirmed": None if confirmed is None else sha256_of_source(confirmed),
        "curve": dataclasses.astuple(calibration.shipped_curve()),
        "sample": [SAMPLE, MOST_DECIDED, LONGEST_READ],
    }


def _decided(
    confirmed: Path | None, texts: DistinctTexts, codes: Sequence[Code]
) -> tuple[Mapping[str, int], tuple[Judgement, ...]]:
    """Read decisions, and find the texts that they are about."""
    if confirmed is None:
        return {}, ()
    with opened(confirmed, {"id"}) as table:
        table.require("id", option='a header "id"')
        written = {text_of(row, "id") for row in table.rows}
    places = texts.places_of(written | {without_apostrophe(identity) for identity in written})
    judgements = judgements_of(confirmed, places.keys(), codes)
    return places, tuple(one for one in judgements if places[one.text] != NOTHING)


def _samples(texts: DistinctTexts, places: Mapping[str, int]) -> Mapping[str, list[int]]:
    """Choose, for each group of answers, the texts that the whole method reads.

    Those are the first by their hashes, a sample that nobody chose, and those decided on.
    """
    groups = sorted(texts.groups)
    each = max(LEAST_OF_A_GROUP, SAMPLE // max(1, len(groups)))
    decided = sorted(set(places.values()) - {NOTHING})[:MOST_DECIDED]
    owners = texts.some(decided).groups if decided else ()
    found = {}
    for group in groups:
        own = {place for place, owner in zip(decided, owners, strict=True) if owner == group}
        found[group] = sorted(own | set(texts.of_group(group, each)))
    return found


def _learned(
    folder: WorkFolder,
    texts: DistinctTexts,
    codes: Sequence[Code],
    places: Mapping[str, int],
    judgements: Sequence[Judgement],
    pool: Pool,
    progress: Progress,
) -> list[Model]:
    """Learn from a sample of each group, unless that was done before."""
    samples = _samples(texts, places)
    candidates = {group: _candidates(codes, group) for group in samples}
    wanted = {n: group for n, group in enumerate(samples) if candidates[group]}
    if all(steps.kept_model(folder, number) for number in wanted):
        return [model for n in wanted if (model := steps.kept_model(folder, n)) is not None]
    read = _to_read(texts, [p for group in wanted.values() for p in samples[group]], codes)
    folder.keep_json("to_read", read)
    reading = steps.reading(read)
    pool.run(folder, reading, progress)
    encode = _looked_up(steps.vectors_of(folder, reading, read))
    made: list[Model] = []
    for number, group in wanted.items():
        progress("Learning from the sample", len(made), len(wanted))
        sample = samples[group]
        chunk = texts.some(sample)
        model = learn(
            [
                TextForCoding(f"{place:012d}", text[:LONGEST_READ], asked)
                for place, text, asked in zip(sample, chunk.texts, chunk.questions, strict=True)
            ],
            candidates[group],
            encode=encode,
            quick=load_static_encoder().encode,
            judgements=_by_place(judgements, places),
        )
        steps.keep_model(folder, number, model)
        made.append(model)
    return made


def _candidates(codes: Sequence[Code], group: str) -> list[Code]:
    grouped = any(code.group is not None for code in codes)
    return [code for code in codes if not grouped or code.group in (None, group)]


def _by_place(judgements: Sequence[Judgement], places: Mapping[str, int]) -> list[Judgement]:
    """Tell decisions by text; where equal texts were decided otherwise, what was accepted holds."""
    told = [dataclasses.replace(one, text=f"{places[one.text]:012d}") for one in judgements]
    return sorted(told, key=lambda one: (one.text, one.code, one.accepted))


def _to_read(texts: DistinctTexts, sample: Sequence[int], codes: Sequence[Code]) -> list[str]:
    """List every text that the whole method asks a vector of."""
    wanted: set[str] = set()
    for facets in map(facets_of, codes):
        wanted |= {facets.name, facets.whole, *facets.parts, *facets.excluded}
    if sample:
        chunk = texts.some(sample)
        read = [text[:LONGEST_READ] for text in chunk.texts]
        wanted |= {*read, *chunk.questions}
        wanted |= {text[start:end] for text in read for start, end in sentences(text)}
    return sorted(wanted)


def _looked_up(known: Mapping[str, Vectors]) -> Encode:
    encoder = encoder_or_none() or load_static_encoder()

    def encode(texts: Sequence[str]) -> Vectors:
        """Give vectors that were made before, and make what is missing."""
        width = len(next(iter(known.values())))
        rows = [known[text] if text in known else encoder.encode([text])[0] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), width)

    return encode


def _bases(texts: DistinctTexts, codes: Sequence[Code]) -> list[int]:
    """Count, for each code, the answers with words that it is a candidate for."""
    rows = texts.rows_by_group()
    return [
        sum(count for group, count in rows.items() if code in _candidates(codes, group))
        for code in codes
    ]


def _read_by_code(
    texts: DistinctTexts,
    places: Mapping[str, int],
    judgements: Sequence[Judgement],
    codes: Sequence[Code],
) -> list[frozenset[str]]:
    """List, for each code, the answers decided on that it is a candidate for."""
    ids = sorted({one.text for one in judgements})
    by_group: dict[str, set[str]] = {}
    for identity, group in zip(ids, texts.groups_at([places[i] for i in ids]), strict=True):
        by_group.setdefault(group, set()).add(identity)
    may = {group: _candidates(codes, group) for group in by_group}
    return [
        frozenset().union(*(own for group, own in by_group.items() if code in may[group]))
        for code in codes
    ]
