"""What workers tell the screens."""

from __future__ import annotations

from textual.message import Message

from themer.workflows.interviews.save_state import SaveState


class SavingTold(Message):
    """The writer said how it stands."""

    def __init__(self, state: SaveState) -> None:
        super().__init__()
        self.state = state
