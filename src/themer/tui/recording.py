"""The record of a conversation from a screen: made apart, and said where it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from themer.errors import ThemerError
from themer.tui.screens.asking import ReadScreen

if TYPE_CHECKING:
    from textual.app import App


async def write_and_tell(app: App[int], study: Path, interview_id: str) -> None:
    """Write the Word record of a conversation, and say where it is and what to look at."""
    from themer.workflows.interviews.record_apart import write_record_apart

    app.notify("Making the record …", markup=False)
    try:
        made = await asyncio.to_thread(write_record_apart, study, interview_id)
    except ThemerError as error:
        title, words = "No record was written", str(error)
    else:
        title = "The record is written"
        look = [f"· {note}" for note in made.notes]
        words = "\n".join([str(made.path), *(["", "Before you send it:"] if look else []), *look])
        words += f"\n\nthemer record {interview_id} --corrections keeps what they say to it."
    await app.push_screen_wait(ReadScreen(title, words))
