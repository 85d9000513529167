"""A codebook as JSON, for another program: codes with their counts, changes, what waits."""

from __future__ import annotations

import json
from typing import Any

from themer.model.codebook_changes import LookAgain
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import iso, to_plain
from themer.workflows.codebook.desk import CodebookSession, CodeRow

_READER = "reader"
"""Stands for a coder where nobody changes anything."""


def json_text(folder: StudyFolder, codebook_id: str | None) -> str:
    """Write a codebook as JSON.

    Raises:
        InputError: It is not clear which codebook.
        ProblemsError: The study does not hold.
    """
    session = CodebookSession(folder, _READER, codebook_id)
    found = {
        "id": session.book.id,
        "version": session.book.version,
        "title": session.book.title,
        "codes": [_code(row) for row in session.rows()],
        "changes": [{**to_plain(one), "at": iso(one.at)} for one in session.book.changes],
        "to_look_at": [_item(item) for item in session.to_look_at()],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _code(row: CodeRow) -> dict[str, Any]:
    counts = {
        "passages": row.passages,
        "units": row.units,
        "waiting": row.waiting,
        "read_before": row.read_before,
    }
    return {**to_plain(row.code), **counts}


def _item(item: LookAgain) -> dict[str, Any]:
    event = item.decision
    return {
        "decision": event.id,
        "coder": event.coder,
        "interview": event.interview,
        "question": event.question,
        "start": event.start,
        "end": event.end,
        "code": event.code,
        "action": event.action,
        "version": None if item.change is None else item.change.version,
        "offers": list(item.offers),
        "counts": item.is_counted,
    }
