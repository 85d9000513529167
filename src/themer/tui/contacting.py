"""How far contact with a unit has come: the boxes that ask for one more step of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from themer.conversation.session import today
from themer.tui.screens.asking import LineScreen, PickScreen, numbered

if TYPE_CHECKING:  # what reads and writes files is imported after the first paint
    from textual.app import App

    from themer.model.study import ContactState
    from themer.workflows.home import Row

_OFFERED: tuple[ContactState, ...] = (
    "approached", "invited", "booked", "held", "declined", "no_reply", "withdrew",
)  # fmt: skip
_GIVE_REASON = ("declined", "withdrew")


async def ask_contact(app: App[int], folder: Path, row: Row) -> None:
    """Ask how far contact with a row's unit has come, and note it; leaving a box notes nothing.

    Raises:
        ThemerError: It cannot be noted; nothing was written.
    """
    from themer.model.contacts import ContactEntry
    from themer.storage.study_folder import StudyFolder
    from themer.workflows.interviews.contacts import note_contact, parse_day, state_word

    words = {state: state_word(state) for state in _OFFERED}
    if row.interview is not None:
        words["withdrew"] += f" (their words go only with: themer withdraw {row.interview})"
    offered = numbered(list(words.items()))
    before = "\n".join(row.history) or "Nothing is noted yet."
    picked = await app.push_screen_wait(
        PickScreen(f"{row.name}: how far has contact come?", offered, said=before)
    )
    state = next((one for one in _OFFERED if one == picked), None)
    if state is None:
        return
    booked = state == "booked"
    day = await app.push_screen_wait(
        LineScreen(
            "Booked for which day?" if booked else "On which day?",
            "such as 2026-03-04",
            "" if booked else today().isoformat(),
        )
    )
    if day is None:
        return
    reason: str | None = None
    if state in _GIVE_REASON:
        reason = await app.push_screen_wait(
            LineScreen("Why? In their words where you can", "the report gives the reason; no names")
        )
        if reason is None:
            return
    entry = ContactEntry(row.unit, state, parse_day(day), (reason or "").strip() or None)
    await asyncio.to_thread(note_contact, StudyFolder(folder), entry)
