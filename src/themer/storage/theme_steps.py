"""Theme desk steps ↔ disk: what differs between two states of the themes, and going back by it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from themer.errors import RefusedError, StorageError
from themer.model.theme import Theme
from themer.model.theme_step import ThemeDifference, ThemeStep, ThemeSteps
from themer.storage import json_lines
from themer.storage.events import append_lines, set_aside_torn_end
from themer.storage.validation import validate

Recall = Callable[[str, str, int, int, str], str | None]
"""Gives the words of a passage by interview, question, start, end and the hash of the words."""
Plain = dict[str, Any]
_LISTS = ("members", "contrary", "history")


class ChangedSinceError(RefusedError):
    """A theme is not as the step left it, so going back would lose what somebody did since."""


def read_steps(path: Path) -> ThemeSteps:
    """Read where a coder stands; half a line that a crash left at the end is set aside first.

    Raises:
        ProblemsError: Lines that are no steps.
        StorageError: The file cannot be read.
    """
    steps = ThemeSteps()
    if path.is_file():
        set_aside_torn_end(path)
        shown = Path("coding", "themes", path.name)
        for step in json_lines.read_theme_steps(path, shown_as=shown):
            steps.add(step)
    return steps


def append_steps(path: Path, *steps: ThemeStep) -> None:
    """Append steps durably.

    Raises:
        StorageError: The disk refused.
    """
    try:
        append_lines(path, "".join(json_lines.theme_step_line(step) for step in steps))
    except OSError as error:
        raise StorageError(
            f"Nothing was saved: {error.strerror}.",
            hint="Make room or check the folder coding/themes, and do it again.",
            path=path,
        ) from error


def words_hash(words: str) -> str:
    """Give the hash by which a passage's words are known in a step."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def differences(before: Sequence[Theme], after: Sequence[Theme]) -> tuple[ThemeDifference, ...]:
    """Say what differs between two states; themes are told apart by their ids."""
    old = {theme.id: (place, theme) for place, theme in enumerate(before)}
    new = {theme.id: (place, theme) for place, theme in enumerate(after)}
    found = []
    for identity in dict.fromkeys([*old, *new]):
        was, now = old.get(identity, (0, None))[1], new.get(identity, (0, None))[1]
        if was != now:
            place = new.get(identity, old.get(identity, (0, None)))[0]
            found.append(_difference(identity, place, was, now))
    return tuple(found)


def _difference(identity: str, place: int, was: Theme | None, now: Theme | None) -> ThemeDifference:
    before: Plain = {} if was is None else _plain(was)
    after: Plain = {} if now is None else _plain(now)
    went: dict[str, tuple[tuple[int, Any], ...]] = {}
    came: dict[str, tuple[tuple[int, Any], ...]] = {}
    for key in _LISTS:
        gone, new = _list_difference(before.pop(key, []), after.pop(key, []))
        if gone:
            went[key] = gone
        if new:
            came[key] = new
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return ThemeDifference(
        theme=identity,
        place=place,
        before=None if was is None else state_hash(was),
        after=None if now is None else state_hash(now),
        was={key: before[key] for key in keys if key in before},
        now={key: after[key] for key in keys if key in after},
        went=went,
        came=came,
    )


def _list_difference(
    before: list[Any], after: list[Any]
) -> tuple[tuple[tuple[int, Any], ...], tuple[tuple[int, Any], ...]]:
    old = [json.dumps(item, sort_keys=True) for item in before]
    new = [json.dumps(item, sort_keys=True) for item in after]
    gone: list[tuple[int, Any]] = []
    come: list[tuple[int, Any]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            gone += [(place, before[place]) for place in range(a, b)]
            come += [(place, after[place]) for place in range(c, d)]
    return tuple(gone), tuple(come)


def travelled(
    themes: Sequence[Theme], step: ThemeStep, recall: Recall, *, back: bool
) -> tuple[Theme, ...]:
    """Take a step back, or make it again.

    Args:
        themes: As they are now.
        step: The step.
        recall: Gives the words of passages that come back.
        back: Whether it is taken back.

    Raises:
        ChangedSinceError: A theme is not as the step left it, or words that would come back are
            no longer what they were.
    """
    made = list(themes)
    for change in reversed(step.changes) if back else step.changes:
        made = _with_change(made, change, recall, back=back)
    return tuple(made)


def has_not_begun(themes: Sequence[Theme], steps: ThemeSteps) -> bool:
    """Say whether the latest line never reached the themes: they are as they were before it.

    It is written before them, so a program that was killed in between leaves it alone.
    """
    line = steps.latest
    if line is None:
        return False
    kept = steps.undone if line.action == "undo" else steps.done
    if not kept or kept[-1].id != (line.of or line.id):
        return False
    present = {theme.id: state_hash(theme) for theme in themes}
    return all(
        present.get(one.theme) == (one.after if line.action == "undo" else one.before)
        for one in kept[-1].changes
    )


def _with_change(
    themes: list[Theme], change: ThemeDifference, recall: Recall, *, back: bool
) -> list[Theme]:
    expected, wanted = change.before, change.after
    if back:
        expected, wanted = wanted, expected
    place = next((n for n, one in enumerate(themes) if one.id == change.theme), None)
    present = None if place is None else themes[place]
    if (None if present is None else state_hash(present)) != expected:
        name = change.theme if present is None else present.name
        raise ChangedSinceError(
            f"“{name}” has been changed since by hand or by somebody else, "
            "so this step is left as it is.",
            hint="Change it by a new step; the history of the theme says who did what.",
        )
    if wanted is None:
        return [one for one in themes if one.id != change.theme]
    plain = _plain_after({} if present is None else _plain(present), change, back=back)
    theme = validate(Theme, {**plain, **_with_words(plain, present, recall)})
    if place is None:
        return [*themes[: change.place], theme, *themes[change.place :]]
    return [*themes[:place], theme, *themes[place + 1 :]]


def _plain_after(plain: Plain, change: ThemeDifference, *, back: bool) -> Plain:
    values, others = (change.was, change.now) if back else (change.now, change.was)
    went, came = (change.came, change.went) if back else (change.went, change.came)
    made = {key: value for key, value in plain.items() if key not in others} | dict(values)
    for key in _LISTS:
        gone = {place for place, _ in went.get(key, ())}
        items = [item for place, item in enumerate(made.get(key, [])) if place not in gone]
        for place, item in came.get(key, ()):
            items.insert(place, item)
        made[key] = items
    return made


def _with_words(plain: Plain, present: Theme | None, recall: Recall) -> Plain:
    """Put the words of the passages back in the place of their hashes."""
    known = {}
    for one in () if present is None else (*present.members, *present.contrary):
        known[(one.interview, one.question, one.start, one.end, words_hash(one.text))] = one.text
    made: Plain = {}
    for key in ("members", "contrary"):
        made[key] = []
        for item in plain.get(key, []):
            where = (item["interview"], item["question"], item["start"], item["end"], item["words"])
            words = known.get(where) or recall(*where)
            if words is None:
                raise ChangedSinceError(
                    f"A passage of {item['interview']} that would come back no longer says what "
                    "it said.",
                    hint="The step is left as it is; add the passage as it stands today.",
                )
            bare = {name: value for name, value in item.items() if name != "words"}
            made[key].append({**bare, "text": words})
    return made


def state_hash(theme: Theme) -> str:
    """Give the hash of a theme as it is, all of it."""
    written = json.dumps(_plain(theme), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(theme: Theme) -> Plain:
    """Give a theme as a step says it: the words of its passages by their hashes."""
    plain: Plain = json_lines.jsonable(theme)
    for key in ("members", "contrary"):
        if key in plain:
            plain[key] = [_without_words(item) for item in plain[key]]
    return plain


def _without_words(item: Plain) -> Plain:
    bare = {key: value for key, value in item.items() if key != "text"}
    return {**bare, "words": words_hash(item["text"])}
