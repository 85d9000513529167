"""What a person can do with themes: each act makes new themes of old ones, and signs what it did.

Nothing here reads or writes a file; a theme is never deleted, so its history stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from themer.errors import InputError
from themer.exchange.names import unique_ids
from themer.model.theme import Theme, ThemeChange, ThemeConfidence, ThemePassage, ThemeStatus

Themes = tuple[Theme, ...]
Field = Literal["name", "statement", "otherwise", "interpretation"]
Side = Literal["members", "contrary"]
LONGEST_NAME = 200
_LONGEST_ID = 50


@dataclass(frozen=True, slots=True)
class Signed:
    """Who does something, when, and why."""

    coder: str
    at: dt.datetime
    reason: str | None = None

    def change(self, did: str, *sources: str) -> ThemeChange:
        """Give the line of a theme's history."""
        return ThemeChange(self.at, self.coder, did, sources, self.reason or None)


def find_theme(themes: Themes, identity: str) -> Theme:
    """Find a theme by its id.

    Raises:
        InputError: There is none.
    """
    found = next((theme for theme in themes if theme.id == identity), None)
    if found is None:
        raise InputError(f'There is no theme "{identity}" any more.')
    return found


def begin(
    themes: Themes,
    signed: Signed,
    name: str,
    *,
    did: str = "named",
    status: ThemeStatus = "named",
    sources: Sequence[str] = (),
    members: Sequence[ThemePassage] = (),
    statement: str | None = None,
    otherwise: str | None = None,
) -> tuple[Themes, str]:
    """Add a theme, and give its id, which follows from its first name and stays.

    Raises:
        InputError: The name is empty or too long.
    """
    named = checked_name(name)
    identity = _new_id(themes, named)
    made = Theme(
        id=identity,
        status=status,
        name=named,
        statement=statement or None,
        otherwise=otherwise or None,
        members=_unique(members),
        history=(signed.change(did, *sources),),
    )
    return (*themes, made), identity


def edit(themes: Themes, signed: Signed, identity: str, field: Field, words: str) -> Themes:
    """Change a theme's name, statement, what the others say, or its interpretation.

    Raises:
        InputError: The name is empty or too long.
    """
    value = checked_name(words) if field == "name" else words.strip() or None
    did = "renamed" if field == "name" else f"{field} edited"
    theme = find_theme(themes, identity)
    sources = (theme.name,) if field == "name" else ()
    return _with(themes, identity, signed, did, *sources, **{field: value})


def judge(
    themes: Themes,
    signed: Signed,
    identity: str,
    *,
    role: Literal["strength", "challenge", "neutral"] | None = None,
    confidence: ThemeConfidence | None = None,
) -> Themes:
    """Say what a theme speaks of, or how sure its reader is of it."""
    if role is not None:
        themes = _with(themes, identity, signed, f"said to speak of: {role}", role=role)
    if confidence is not None:
        did = f"confidence: {confidence.level}"
        themes = _with(themes, identity, signed, did, confidence=confidence)
    return themes


def merge(themes: Themes, signed: Signed, identity: str, into: str) -> Themes:
    """Put all passages of a theme into another; the first is kept as merged, without passages.

    A passage that the other holds already stays on the side where it is there.

    Raises:
        InputError: Both are the same.
    """
    theme, target = find_theme(themes, identity), find_theme(themes, into)
    if identity == into:
        raise InputError("A theme cannot be merged into itself.")
    themes = _with(
        themes, identity, signed, "merged", into, status="merged", members=(), contrary=()
    )
    held = {*target.members, *target.contrary}
    members = _unique((*target.members, *(one for one in theme.members if one not in held)))
    taken = {*held, *members}
    contrary = (*target.contrary, *(one for one in theme.contrary if one not in taken))
    staying = {*theme.members} & {*target.contrary} | {*theme.contrary} & {*target.members}
    did = "widened"
    if staying:
        verb = "stay" if len(staying) > 1 else "stays"
        did = f"widened; {_number(len(staying))} {verb} on the side where "
        did += "they are here" if len(staying) > 1 else "it is here"
    return _with(themes, into, signed, did, identity, members=members, contrary=_unique(contrary))


def split(
    themes: Themes, signed: Signed, identity: str, passages: Sequence[ThemePassage], name: str
) -> tuple[Themes, str]:
    """Make a new theme of some passages of another, each on the side where it was.

    Raises:
        InputError: None of them is the theme's, or the name does not hold.
    """
    theme, chosen = find_theme(themes, identity), set(passages)
    members = tuple(one for one in theme.members if one in chosen)
    contrary = tuple(one for one in theme.contrary if one in chosen)
    if not members and not contrary:
        raise InputError("Pick the passages first that are to be a theme of their own.")
    made, new = begin(themes, signed, name, did="split off", sources=(identity,), members=members)
    made = _replaced(made, replace(find_theme(made, new), contrary=contrary, role=theme.role))
    return _with(
        made,
        identity,
        signed,
        "split",
        new,
        members=tuple(one for one in theme.members if one not in chosen),
        contrary=tuple(one for one in theme.contrary if one not in chosen),
    ), new


def move(
    themes: Themes, signed: Signed, identity: str, passages: Sequence[ThemePassage], into: str
) -> Themes:
    """Move passages of a theme to another theme, each to the side where it was.

    Raises:
        InputError: Both are the same, or nothing was picked.
    """
    if identity == into:
        raise InputError("That is the theme where the passage is.")
    theme, chosen = find_theme(themes, identity), set(passages)
    members = [one for one in theme.members if one in chosen]
    contrary = [one for one in theme.contrary if one in chosen]
    themes = take_out(themes, signed, identity, passages, did="moved away", sources=(into,))
    themes = add(themes, signed, into, members, did="moved here", sources=(identity,))
    did = "moved here, as contrary"
    return add(themes, signed, into, contrary, side="contrary", did=did, sources=(identity,))


def take_out(
    themes: Themes,
    signed: Signed,
    identity: str,
    passages: Sequence[ThemePassage],
    *,
    did: str = "taken out",
    sources: Sequence[str] = (),
) -> Themes:
    """Take passages out of a theme; one without any stays as it is named.

    Raises:
        InputError: None of them is the theme's.
    """
    theme = find_theme(themes, identity)
    gone = {*passages} & {*theme.members, *theme.contrary}
    if not gone:
        raise InputError("The theme does not hold this passage.")
    return _with(
        themes,
        identity,
        signed,
        f"{did}: {_number(len(gone))}",
        *sources,
        members=tuple(one for one in theme.members if one not in gone),
        contrary=tuple(one for one in theme.contrary if one not in gone),
    )


def add(
    themes: Themes,
    signed: Signed,
    identity: str,
    passages: Sequence[ThemePassage],
    *,
    side: Side = "members",
    did: str = "added",
    sources: Sequence[str] = (),
) -> Themes:
    """Add passages to a side of a theme; those that it holds there already change nothing."""
    theme = find_theme(themes, identity)
    held: tuple[ThemePassage, ...] = getattr(theme, side)
    new = [one for one in passages if one not in held]
    if not new:
        return themes
    other: Side = "contrary" if side == "members" else "members"
    kept = tuple(one for one in getattr(theme, other) if one not in new)
    values: dict[str, Any] = {side: _unique((*held, *new)), other: kept}
    return _with(themes, identity, signed, f"{did}: {_number(len(new))}", *sources, **values)


def turn(themes: Themes, signed: Signed, identity: str, passages: Sequence[ThemePassage]) -> Themes:
    """Mark passages as contrary, or no longer where they are."""
    theme = find_theme(themes, identity)
    for side, other, did in (
        ("members", "contrary", "marked as contrary"),
        ("contrary", "members", "no longer contrary"),
    ):
        turned = [one for one in getattr(theme, side) if one in passages]
        if turned:
            to: Side = "contrary" if other == "contrary" else "members"
            themes = add(themes, signed, identity, turned, side=to, did=did)
    return themes


def refuse(themes: Themes, signed: Signed, identity: str) -> Themes:
    """Refuse a theme; it keeps its passages, so that the machine's group is known again."""
    return _with(themes, identity, signed, "refused", status="refused")


def take_up(themes: Themes, signed: Signed, identity: str) -> Themes:
    """Take a refused or merged theme up again."""
    return _with(themes, identity, signed, "taken up again", status="named")


def follow(
    themes: Themes,
    signed: Signed,
    identity: str,
    now: Callable[[ThemePassage], ThemePassage | None],
) -> Themes:
    """Put passages where their words are now; those whose words have gone stay as they were.

    So does one whose words are now where the theme has a passage on its other side.

    Args:
        themes: All.
        signed: By whom.
        identity: The theme.
        now: Gives a passage where its words are today; None where they are not.
    """
    theme = find_theme(themes, identity)
    members = _followed(theme.members, now, {*theme.contrary})
    contrary = _followed(theme.contrary, now, {*members})
    if (members, contrary) == (theme.members, theme.contrary):
        return themes
    did = "followed the words to where they are now"
    return _with(themes, identity, signed, did, members=members, contrary=contrary)


def _followed(
    passages: Sequence[ThemePassage],
    now: Callable[[ThemePassage], ThemePassage | None],
    other: set[ThemePassage],
) -> tuple[ThemePassage, ...]:
    there = ((one, now(one) or one) for one in passages)
    return _unique(one if place in other else place for one, place in there)


def _with(
    themes: Themes, identity: str, signed: Signed, did: str, *sources: str, **values: Any
) -> Themes:
    theme = find_theme(themes, identity)
    history = (*theme.history, signed.change(did, *sources))
    return _replaced(themes, replace(theme, **values, history=history))


def _replaced(themes: Themes, made: Theme) -> Themes:
    return tuple(made if theme.id == made.id else theme for theme in themes)


def checked_name(words: str) -> str:
    """Give a name on one line.

    Raises:
        InputError: It is empty or too long.
    """
    name = " ".join(words.split())
    if not name:
        raise InputError("A theme needs a name.")
    if len(name) > LONGEST_NAME:
        raise InputError(
            f"A name has at most {LONGEST_NAME} characters; this has {len(name)}.",
            hint="What is said at length goes into the statement or the interpretation.",
        )
    return name


def _new_id(themes: Themes, name: str) -> str:
    taken = {theme.id for theme in themes}
    wanted = unique_ids([name], fallback="theme", longest=_LONGEST_ID)[name]
    identity, number = wanted, 2
    while identity in taken:
        identity, number = f"{wanted}-{number}", number + 1
    return identity


def _unique(passages: Any) -> tuple[ThemePassage, ...]:
    return tuple(dict.fromkeys(passages))


def _number(passages: int) -> str:
    return f"{passages} passage{'s' * (passages != 1)}"
