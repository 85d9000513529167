"""What is asked for before a theme or candidate is named, merged or refused."""

from __future__ import annotations

from functools import partial

from themer.errors import InputError
from themer.tui.screens.themes_base import ThemesDeskScreen
from themer.workflows.themes.acts import checked_name
from themer.workflows.themes.views import CandidateHere, ThemeHere

Entry = ThemeHere | CandidateHere
_SAYS = (
    ("Those who voice it say that …", "It may stay empty for now."),
    ("Those who do not share it say that …", "It may stay empty."),
)


def id_of(entry: Entry) -> str:
    """Name an entry of the list; a candidate and a theme never share a name."""
    return f"candidate:{entry.id}" if isinstance(entry, CandidateHere) else entry.theme.id


def name_of(entry: Entry) -> str:
    """Give an entry's name as people read it."""
    return entry.name if isinstance(entry, CandidateHere) else entry.theme.name


async def ask_name(
    screen: ThemesDeskScreen, title: str, value: str = "", typed: str | None = None
) -> str | None:
    """Ask for a name until it holds; None where somebody went back."""
    said = "As you would say it in a report; it can be changed at any time."
    while True:
        words = await screen.ask(title, said, value, typed)
        if words is None:
            return None
        try:
            return checked_name(words)
        except InputError as error:
            said, typed = str(error), words


async def name_entry(screen: ThemesDeskScreen, entry: Entry) -> str | None:
    """Ask for a name and what goes with it; give the theme's id, or None where nothing was done."""
    if isinstance(entry, CandidateHere):
        return await _begin(screen, entry)
    return await _rename(screen, entry)


async def _rename(screen: ThemesDeskScreen, entry: ThemeHere) -> str | None:
    """Ask for another name and why; going back from the reason leads to the name."""
    theme = entry.theme
    typed: str | None = None
    while True:
        name = await ask_name(screen, "Another name for this theme", theme.name, typed)
        if name is None:
            return None
        if await screen.keep_with_reason(
            f"Why rename it “{name}”?",
            lambda reason, name=name: screen.desk.edit(theme.id, "name", name, reason=reason),  # type: ignore[misc]
        ):
            screen.say(f"Renamed: {name}")
            return theme.id
        typed = name


async def _begin(screen: ThemesDeskScreen, entry: CandidateHere) -> str | None:
    """Make a theme of a candidate: of what is picked on its page, or of all.

    Going back leads to the line before: what was typed there is kept nowhere yet.
    """
    chosen = screen.picked()
    made: list[str] = []

    def save(name: str, statement: str, otherwise: str, reason: str) -> None:
        """Name it, and remember its id."""
        identity = screen.desk.name_candidate(
            entry.id,
            name,
            statement=statement,
            otherwise=otherwise,
            reason=reason,
            passages=chosen,
        )
        made.append(identity)

    lines: list[str | None] = [None] * (1 + len(_SAYS))
    at = 0
    while at >= 0:
        if at == len(lines):
            name, *ends = (line or "" for line in lines)
            if await screen.keep_with_reason(
                f"Why is “{name}” a theme?", partial(save, name, *ends)
            ):
                screen.say(f"Named: {name}")
                return made[0]
            at -= 1
            continue
        lines[at] = await (
            screen.ask(*_SAYS[at - 1], typed=lines[at])
            if at
            else ask_name(screen, "Name this candidate", entry.name, lines[0])
        )
        at += -1 if lines[at] is None else 1
    return None


async def merge_entry(screen: ThemesDeskScreen, entry: Entry) -> str | None:
    """Ask into which theme and why; give its id, or None where nothing was done."""
    name = name_of(entry)
    own = entry.theme.id if isinstance(entry, ThemeHere) else None
    into = await screen.choose_theme(f"Merge “{name}” into which theme?", but=own)
    if into is None:
        return None

    def save(reason: str) -> None:
        """Merge it."""
        if isinstance(entry, CandidateHere):
            screen.desk.merge_candidate(entry.id, into, reason=reason)
        else:
            screen.desk.merge(entry.theme.id, into, reason=reason)

    if not await screen.keep_with_reason(f"Why does “{name}” belong there?", save):
        return None
    screen.say(f"Merged: {name}")
    return into


async def refuse_entry(screen: ThemesDeskScreen, entry: Entry) -> bool:
    """Ask why, and refuse; say whether it was done."""
    if isinstance(entry, ThemeHere) and entry.theme.status != "named":
        screen.say(f"It is {entry.theme.status} already; in the list, t takes it up again.")
        return False
    name = name_of(entry)

    def save(reason: str) -> None:
        """Refuse it."""
        if isinstance(entry, CandidateHere):
            screen.desk.refuse_candidate(entry.id, reason=reason)
        else:
            screen.desk.refuse(entry.theme.id, reason=reason)

    if not await screen.keep_with_reason(f"Refuse “{name}”: why?", save):
        return False
    screen.say(f"Refused: {name}")
    return True
