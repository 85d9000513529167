"""``themer tag``: a table of answers and a codebook in, suggested codes out; no study needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from themer.coding.suggestions import Suggestions, grounds_of, suggest_on
from themer.coding.texts import Judgement, TextForCoding
from themer.errors import InputError, Problem, ProblemsError
from themer.exchange.table_writing import Value, without_apostrophe
from themer.exchange.tables import Faults, Row, text_of
from themer.language import LONGEST, terms
from themer.language.english import looks_foreign
from themer.model.codebook import Code, Codebook
from themer.storage import files
from themer.workflows.analysis.vectors import encoder_or_none, kept_vectors
from themer.workflows.progress import Progress, silent
from themer.workflows.tables.answer_table import (
    ORDINARY,
    Columns,
    TableAnswer,
    opened,
    read_answers,
    require_all,
)
from themer.workflows.tables.shares import CountRow, count_rows

COLUMNS = ("id", "code", "score", "confidence", "rank", "evidence")
WITH_REASONS = (*COLUMNS, "words", "nearest")
TOP = 3
NO_CODE = 0.5
"""From this confidence that no code fits, that is the answer's row: it is likelier than not."""
_ACCEPTED = {"", "accept", "accepted", "yes", "true", "1", "confirm", "confirmed"}
_REFUSED = {"refuse", "refused", "no", "false", "0", "reject", "rejected"}


@dataclass(frozen=True, slots=True)
class TagRow:
    """One suggested code of one answer, or that none fits."""

    id: str
    code: str
    """Empty where no code fits."""
    score: float | None
    """For ranking within one run only; None where no code fits."""
    confidence: float
    """That a person accepts the code; of an empty code: that no code fits."""
    rank: int
    evidence: str
    """The sentence of the answer that is the reason."""
    words: tuple[str, ...] = ()
    """The words of the sentence that weighed."""
    nearest: str = ""
    """The id of the confirmed answer with this code that is likest; empty where there is none."""

    def cells(self) -> Mapping[str, Value]:
        """Give the row as it is written, with its reasons; a table takes the columns it has."""
        plain: dict[str, Value] = {column: getattr(self, column) for column in COLUMNS}
        return {**plain, "words": "; ".join(self.words), "nearest": self.nearest}


@dataclass(frozen=True, slots=True)
class Tagging:
    """What a run gave, and what it rests on."""

    rows: tuple[TagRow, ...]
    """By the table's order, then rank."""
    answers: int
    without_code: int
    empty: int
    foreign: int
    """Answers that look not to be English."""
    confirmed: int
    """Decisions of people that were learned from."""
    calibration: str
    """``shipped`` or ``study``: where confidences come from."""
    calibration_note: str
    with_vectors: bool
    counts: tuple[CountRow, ...] = ()
    """What people decided, code by code, and what that says of all answers."""

    def summary(self) -> Mapping[str, Value]:
        """Give what stands beside the rows."""
        return {
            "answers": self.answers,
            "without_code": self.without_code,
            "empty": self.empty,
            "not_english": self.foreign,
            "confirmed": self.confirmed,
            "calibration": self.calibration,
            "calibration_source": self.calibration_note,
            "vectors": self.with_vectors,
        }


def tag(
    table: Path,
    codebook: Path,
    columns: Columns = ORDINARY,
    *,
    confirmed: Path | None = None,
    at_random: bool = False,
    top: int | None = TOP,
    progress: Progress = silent,
) -> Tagging:
    """Suggest codes for every answer of a table.

    An answer gets the same rows whatever the table's order. Only the named columns are read.

    Args:
        table: CSV or JSON Lines.
        codebook: As in ``docs/formats.md``; ``id`` and ``name`` of each code are enough.
        columns: Which column is what.
        confirmed: A table ``id, code[, decision]`` of what people decided.
        at_random: Whether the answers in it are a random part of the table, each read to its end;
            then their share among all answers is estimated.
        top: The most codes an answer gets, and no code where that is likelier than not; None for
            all codes, also where none is likely.
        progress: Told how far the work is.

    Raises:
        ProblemsError: A file does not hold.
        InputError: A file is not there, or codes and table do not agree on groups.
    """
    if at_random and confirmed is None:
        raise InputError(
            "Nothing was decided, so no part of it was drawn at random.",
            hint="Name the decisions with --confirmed FILE.",
        )
    codes = codes_of(codebook, by_group=columns.group is not None)
    answers = read_answers(table, columns, progress)
    ids = {answer.id for answer in answers}
    judgements = () if confirmed is None else judgements_of(confirmed, ids, codes)
    read = [answer for answer in answers if terms(answer.text[:LONGEST])]
    encoder = encoder_or_none()
    grounds = grounds_of(
        [TextForCoding(a.id, a.text, a.question, group=a.group or None) for a in read],
        codes,
        encode=None if encoder is None else kept_vectors(encoder, None, progress),
    )
    decided = {one.text for one in judgements} if at_random else set()
    result = suggest_on(grounds, judgements=judgements, read=decided)
    progress("Suggesting codes", len(read), len(read))
    places = {answer.id: place for place, answer in enumerate(read)}
    refused = {(one.text, one.code) for one in judgements if not one.accepted}
    rows = tuple(row for answer in answers for row in _rows(answer, places, result, top, refused))
    require_all(answers, (row.id for row in rows))
    return Tagging(
        rows=rows,
        answers=len(answers),
        without_code=sum(not row.code for row in rows),
        empty=len(answers) - len(read),
        foreign=sum(looks_foreign(answer.text) for answer in read),
        confirmed=len(judgements),
        calibration=result.calibration,
        calibration_note=result.calibration_note,
        with_vectors=result.with_vectors,
        counts=count_rows(result, judgements, at_random=at_random),
    )


def _rows(
    answer: TableAnswer,
    places: Mapping[str, int],
    result: Suggestions,
    top: int | None,
    refused: Set[tuple[str, str]],
) -> Iterator[TagRow]:
    place = places.get(answer.id)
    ranked = [] if place is None else result.ranked(place)
    none = 1.0 if place is None else float(result.none[place])
    if all((answer.id, result.codes[code]) in refused for code in ranked):
        none = 1.0
    if place is None or not ranked or (top is not None and none >= NO_CODE):
        yield TagRow(answer.id, "", None, round(none, 3), 1, "")
        return
    for rank, code in enumerate(ranked[:top], 1):
        reason = result.reason(place, code)
        yield TagRow(
            answer.id,
            result.codes[code],
            round(float(result.scores[place, code]), 6),
            round(float(result.confidence[place, code]), 3),
            rank,
            answer.text[reason.start : reason.end].strip(),
            reason.words,
            reason.nearest or "",
        )


def codes_of(path: Path, *, by_group: bool) -> tuple[Code, ...]:
    """Read the codes that may be suggested.

    Raises:
        ProblemsError: The codebook does not hold.
        InputError: It has no code, or its groups and ``--group`` do not go together.
    """
    book: Codebook = files.read(files.CODEBOOK, path).value
    codes = book.current()
    ids = [code.id for code in book.codes]
    twice = sorted({identity for identity in ids if ids.count(identity) > 1})
    if twice:
        message = f'two codes have the id "{twice[0]}"'
        raise ProblemsError([Problem(path, 0, 0, "CB020", message)])
    if not codes:
        raise InputError("Every code of it is retired, so there is none to suggest.", path=path)
    grouped = any(code.group is not None for code in codes)
    if grouped and not by_group:
        raise InputError(
            "Its codes have groups, so the column of the answers' groups is needed.",
            hint="Name it with --group COLUMN.",
            path=path,
        )
    if by_group and not grouped:
        raise InputError(
            "None of its codes has a group, so --group has nothing to choose by.",
            hint='Give codes "group:", or leave --group out.',
            path=path,
        )
    return codes


def judgements_of(path: Path, ids: Collection[str], codes: Sequence[Code]) -> tuple[Judgement, ...]:
    """Read what people decided; an empty code says that none fits.

    Args:
        path: A table ``id, code[, decision]``.
        ids: Those that are known.
        codes: The current codes.

    Raises:
        ProblemsError: Rows do not hold, or name what is not known.
    """
    known = {code.id for code in codes}
    with opened(path) as table:
        table.require("id", option='a header "id"')
        table.require("code", option='a header "code"')
        faults, made = Faults(path), list[Judgement]()
        said: dict[tuple[str, str], bool] = {}
        for row in table.rows:
            try:
                identity = _known(row, "id", ids, "is the id of no answer in the table")
                code = _known(row, "code", known | {""}, "is no code of the codebook")
                accepted = _decision(row)
            except ValueError as error:
                faults.add(row.line, "021", str(error))
                continue
            if code:
                now = [Judgement(identity, code, accepted)]
            else:
                wanted = codes if accepted else ()
                now = [Judgement(identity, other.id, accepted=False) for other in wanted]
            if any(said.setdefault((j.text, j.code), j.accepted) != j.accepted for j in now):
                message = f'row {row.number}: a code of "{identity[:60]}" is accepted and refused'
                faults.add(row.line, "021", message)
            made += now
        faults.finish()
    return tuple(made)


def _known(row: Row, column: str, known: Collection[str], fault: str) -> str:
    written = text_of(row, column)
    for text in (written, without_apostrophe(written)):
        if text in known:
            return text
    raise ValueError(f'row {row.number}: "{written[:60]}" {fault}')


def _decision(row: Row) -> bool:
    written = text_of(row, "decision").strip()
    if written.casefold() in _ACCEPTED:
        return True
    if written.casefold() in _REFUSED:
        return False
    raise ValueError(f'row {row.number}: the decision is accept or refuse, not "{written[:60]}"')
