"""What is already said about a conversation that is to begin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewInterview:
    """What the command line already says about a conversation that is to begin."""

    set_id: str | None = None
    organisation: str | None = None
    unit: str | None = None
