"""A large table into its work folder: each distinct text once, ids, which text a row has."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from typing import BinaryIO

import numpy as np

from themer.storage.work_folder import WorkFolder, said_plainly, sha256_of_file
from themer.workflows.progress import Progress
from themer.workflows.tables.answer_table import TableAnswer
from themer.workflows.tables.distinct import FILES, NOTHING

_DIGEST = 16
_TOLD_EVERY = 20_000


def take_in(
    answers: Iterable[TableAnswer], folder: WorkFolder, progress: Progress, expected: int = 0
) -> None:
    """Write every answer of a table into its work folder, in memory for its hashes alone.

    Args:
        answers: In the table's order; gone through once.
        folder: Where they go.
        progress: Told how many rows were read.
        expected: About how many there are, for the progress; 0 where nobody knows.

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
        words = answer.text.encode("utf-8")
        # A hash of its own length before the text: no text can pretend to be another's question.
        key = hashlib.blake2b(b"%d %d " % (question, group) + words, digest_size=_DIGEST).digest()
        place = self._places.setdefault(key, len(self._places))
        if place == len(self._text_ends):
            self._at += self._texts.write(words)
            self._text_ends.append(self._at)
            self._asked.append(question)
            self._grouped.append(group)
            self._rows.append(0)
        self._rows[place] += 1
        self._row_texts.append(place)

    def finish(self, folder: WorkFolder) -> None:
        """Write what was gathered."""
        about = np.column_stack(
            [np.array(part, dtype=np.int64) for part in (self._asked, self._grouped, self._rows)]
        )
        np.save(folder.file("about.npy"), about, allow_pickle=False)
        for name, held in (
            ("text_ends.npy", self._text_ends),
            ("id_ends.npy", self._id_ends),
            ("row_texts.npy", self._row_texts),
        ):
            np.save(folder.file(name), np.array(held, dtype=np.int64), allow_pickle=False)

    def about(self) -> dict[str, object]:
        """Say what there is."""
        return {
            "rows": len(self._row_texts),
            "empty": self._empty,
            "texts": len(self._text_ends),
            "questions": list(self._questions),
            "groups": list(self._groups),
        }
