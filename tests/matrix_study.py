"""A small study in which a coder has accepted passages, and the desk of its matrix."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from themer.findings.matrix import MatrixCell
from themer.model.decision import Decision
from themer.storage.events import append_decisions
from themer.storage.study_folder import StudyFolder
from themer.workflows.matrix.desk import MatrixDesk

UNIT, CODE = "old-mill", "home-delivery"
AT = dt.datetime(2026, 3, 4, 9, 0, tzinfo=dt.UTC)


def accept(study: Path, unit: str, question: str, coder: str = "anna") -> None:
    """Let a coder accept a code for a whole answer, and read it to its end."""
    folder = StudyFolder(study)
    answer = folder.interview(f"{unit}-1").value.answers[question]
    text = answer.coded_text
    where: dict[str, Any] = {"interview": f"{unit}-1", "question": question}
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    append_decisions(
        folder.coder_path(coder),
        [
            Decision(
                f"{unit}{question}", AT, coder, "accept", **where, start=0, end=len(text),
                text=text, code=CODE,
            ),
            Decision(f"{unit}{question}r", AT, coder, "read", **where, answer_sha256=sha256),
        ],
    )  # fmt: skip


def desk(study: Path, coder: str | None = "anna") -> MatrixDesk:
    return MatrixDesk(StudyFolder(study), coder)


def cell(found: MatrixDesk, unit: str = UNIT, code: str = CODE) -> MatrixCell:
    return found.matrix("branch").cells[unit, code]
