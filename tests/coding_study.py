"""A study coded without the model, and what stands for the process that learns."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual.widgets import Static

from themer.errors import ThemerError
from themer.model.decision import Decision
from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import MadeBy
from themer.storage import json_lines
from themer.storage.study_folder import StudyFolder
from themer.tui.program import ThemerApp
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.learning_messages import LearnedUpdate

INTERVIEW = "harrow-hill-main-1"
MADE_BY = MadeBy("themer", "0", "none", "0" * 8)


def suggestions_for(passage: SuggestedSegment, confidences: dict[str, float]) -> SuggestedSegment:
    return replace(
        passage,
        suggestions=tuple(
            Suggestion(
                code,
                1.0,
                confidence,
                rank,
                Reason(passage.start, passage.start + 10, ("post", "van")),
            )
            for rank, (code, confidence) in enumerate(confidences.items(), 1)
        ),
    )


def write_suggestions(study: Path, confidences: dict[str, float]) -> None:
    """Write a machine's file by hand; no test here runs the model."""
    folder = StudyFolder(study)
    queue = CodingSession(folder, "nobody").queue
    segments = tuple(suggestions_for(p, confidences) for answer in queue for p in answer.passages)
    header = SuggestionsHeader("themer/suggestions/1", INTERVIEW, "0" * 64, MADE_BY, "none")
    folder.machine.mkdir(parents=True, exist_ok=True)
    text = json_lines.suggestions_text(SuggestionsFile(header, segments))
    (folder.machine / f"{INTERVIEW}.jsonl").write_text(text, encoding="utf-8")


class Taught:
    """Stands for the process that learns: says what a test has it say, and keeps what it hears."""

    says: ClassVar[list[LearnedUpdate]] = []
    fault: ClassVar[str | None] = None
    heard: ClassVar[list[Decision]] = []

    def __init__(self, *_: object, **__: object) -> None:
        self.is_closed = False

    def tell(self, events: Sequence[Decision]) -> None:
        self.heard.extend(events)

    async def updates(self) -> AsyncIterator[LearnedUpdate]:
        for update in self.says:
            yield update
        if self.fault is not None:
            raise ThemerError(self.fault)

    def close(self) -> None:
        self.is_closed = True


def decisions(study: Path, coder: str = "anna") -> list[Decision]:
    path = study / "coding" / f"{coder}.jsonl"
    return list(json_lines.read_decisions(path)) if path.is_file() else []


def last(study: Path) -> tuple[str, str | None]:
    event = decisions(study)[-1]
    return event.action, event.code


def said(app: ThemerApp) -> str:
    return str(app.screen.query_one("#said", Static).render())
