"""A large table into its work folder: each distinct text once, ids, which text a row has.

Distinct texts are put in the order of their hashes: whatever the order of the table's rows, the
same texts lie in the same chunk, and the first so many are a sample of all that nobody chose.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from themer.storage.work_folder import WorkFolder, said_plainly, sha256_of_file
from themer.workflows.progress import Progress
from themer.workflows.tables import distinct
from themer.workflows.tables.answer_table import TableAnswer
from themer.workflows.tables.distinct import FILES, NOTHING

_DIGEST = 16
_TOLD_EVERY = 20_000


def take_in(
    answers: Iterable[TableAnswer],
    share_read: Callable[[], float],
    folder: WorkFolder,
    progress: Progress,
) -> None:
    """Write every answer of a table into its work folder; in memory are only hashes and places.

    Args:
        answers: In the table's order; gone through once.
        share_read: Says how much of the table was gone through, 0 to 1.
        folder: Where they go.
        progress: Told how many rows were read.

    Raises:
        ProblemsError: Rows of the table do not hold.
        StorageError: The disk refused.
    """
    with said_plainly(folder.path):
        with folder.file("texts.bin").open("wb") as texts, folder.file("ids.bin").open("wb") as ids:
            intake = _Intake(texts, ids)
            for number, answer in enumerate(answers, 1):
                intake.add(answer)
                if not number % _TOLD_EVERY:
                    expected = int(number / share_read()) if share_read() else number
                    progress("Reading the table", number, max(number, expected))
        intake.finish(folder)
        sums = {name: sha256_of_file(folder.file(name)) for name in FILES}
    folder.keep_json("intake", {**intake.about(), "files": sums})


class _Intake:
    def __init__(self, texts: BinaryIO, ids: BinaryIO) -> None:
        self._texts, self._ids = texts, ids
        self._places: dict[bytes, int] = {}
        self._text_ends, self._id_ends = array("q"), array("q")
        self._row_texts, self._rows = array("q"), array("q")
        self._asked, self._grouped = array("q"), array("q")
        self._questions: dict[str, int] = {}
        self._groups: dict[str, int] = {}
        self._before: dict[tuple[int, int], bytes] = {}
        self._at = self._id_at = self._empty = 0

    def add(self, answer: TableAnswer) -> None:
        """Take one row in."""
        self._id_at += self._ids.write(answer.id.encode("utf-8"))
        self._id_ends.append(self._id_at)
        if answer.is_empty:
            self._empty += 1
            self._row_texts.append(NOTHING)
            return
        question = self._questions.setdefault(answer.question, len(self._questions))
        group = self._groups.setdefault(answer.group, len(self._groups))
        before = self._before.get((question, group)) or self._begun(answer, question, group)
        words = answer.text.encode("utf-8")
        key = hashlib.blake2b(before + words, digest_size=_DIGEST).digest()
        place = self._places.setdefault(key, len(self._places))
        if place == len(self._text_ends):
            self._at += self._texts.write(words)
            self._text_ends.append(self._at)
            self._asked.append(question)
            self._grouped.append(group)
            self._rows.append(0)
        self._rows[place] += 1
        self._row_texts.append(place)

    def _begun(self, answer: TableAnswer, question: int, group: int) -> bytes:
        # Of fixed length, so that no text can pretend to be another's question.
        made = b"".join(
            hashlib.blake2b(label.encode("utf-8"), digest_size=_DIGEST).digest()
            for label in (answer.question, answer.group)
        )
        self._before[question, group] = made
        return made

    def finish(self, folder: WorkFolder) -> None:
        """Write what was gathered, distinct texts in the order of their hashes."""
        hashes = np.frombuffer(b"".join(self._places), dtype=">u8").reshape(-1, 2)
        self._places.clear()
        order = np.lexsort((hashes[:, 1], hashes[:, 0]))
        place_of = np.empty(len(order), dtype=np.int64)
        place_of[order] = np.arange(len(order))
        ends = _numbers(self._text_ends)
        spans = np.column_stack([np.concatenate([[0], ends[:-1]]), ends]) if len(ends) else ends
        about = np.column_stack([_numbers(p) for p in (self._asked, self._grouped, self._rows)])
        rows = _numbers(self._row_texts)
        rows[rows != NOTHING] = place_of[rows[rows != NOTHING]]
        for name, held in (
            ("text_spans.npy", spans.reshape(-1, 2)[order]),
            ("about.npy", about[order]),
            ("id_ends.npy", _numbers(self._id_ends)),
            ("row_texts.npy", rows),
        ):
            np.save(folder.file(name), held, allow_pickle=False)

    def about(self) -> dict[str, Any]:
        """Say what there is."""
        return {
            "rows": len(self._row_texts),
            "empty": self._empty,
            "texts": len(self._text_ends),
            "questions": list(self._questions),
            "groups": list(self._groups),
            "sizes": [distinct.CHUNK, distinct.BLOCK],
        }


def _numbers(gathered: array[int]) -> npt.NDArray[np.int64]:
    return np.array(gathered, dtype=np.int64)
