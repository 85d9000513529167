"""A person's settings file as the screens use it: their keys, looked over against what there is."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from themer.errors import Problem, ProblemsError, ThemerError
from themer.model.settings import Settings
from themer.tui.keys import ACTIONS, EVERYWHERE, GROUPS, TYPED_ON
from themer.tui.sendable import as_textual_name, bytes_of, sign_of

_FOR_TYPING = frozenset(
    {
        *("enter", "tab", "shift+tab", "space", "backspace", "delete", "home", "end"),
        *("up", "down", "left", "right", "shift+up", "shift+down", "shift+left", "shift+right"),
        *("pageup", "pagedown", "ctrl+left", "ctrl+right", "shift+home", "shift+end"),
    }
)
"""What the notes or a line cannot do without."""


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What holds for this person."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """By the id of an action, as Textual writes keys."""
    theme: str | None = None


def load_own(path: Path) -> OwnSettings:
    """Read a settings file, and look its keys over.

    Raises:
        ThemerError: It does not hold; every problem is named with its place.
    """
    from themer.storage.settings import read_settings

    try:
        stored = read_settings(path)
    except ProblemsError as error:
        raise ProblemsError([*error.problems, *_faults_beside(path, error)]) from error
    settings = stored.value
    if faults := _problems(path, settings, stored.text):
        raise ProblemsError(faults)
    return OwnSettings(_keys(settings), settings.theme)


def plain_words(error: ThemerError) -> str:
    """Say what is wrong with a settings file, line by line, without codes and columns."""
    if not isinstance(error, ProblemsError):
        return str(error)
    said = []
    for problem in error.problems:
        line = f" line {problem.line}" if problem.line else ""
        end = "" if problem.message.endswith((".", "?")) else "."
        said.append(f"{problem.path.name}{line}: {problem.message}{end}")
    return "\n".join(said)


def _faults_beside(path: Path, error: ProblemsError) -> list[Problem]:
    """Look the keys over although something else in the file does not hold."""
    from themer.storage.settings import keys_in

    keys, text = keys_in(path)
    named = {(problem.line, problem.column) for problem in error.problems}
    found = _problems(path, Settings("themer/settings/1", keys), text)
    return [problem for problem in found if (problem.line, problem.column) not in named]


def _problems(path: Path, settings: Settings, text: str) -> list[Problem]:
    from themer.storage.reading import find_places

    faults = dict(_faults(settings))
    if not faults:
        return []
    places = find_places(text)
    return [
        Problem(path, *places.find(("keys", action), of_key=code == "SE021"), code, said)
        for action, (code, said) in faults.items()
    ]


def _keys(settings: Settings) -> dict[str, str]:
    return {
        action: ",".join(as_textual_name(key) for key in keys.split(","))
        for action, keys in settings.keys.items()
    }


def _faults(settings: Settings) -> Iterator[tuple[str, tuple[str, str]]]:
    """Name the first fault of each line: the action, a code and a sentence."""
    own = _keys(settings)
    for action, keys in own.items():
        if action not in ACTIONS:
            near = difflib.get_close_matches(action, ACTIONS, 1)
            hint = f'Did you mean "{near[0]}"?' if near else "docs/keys.md lists them"
            yield action, ("SE021", f'there is no action "{action}". {hint}')
        elif fault := next(filter(None, (_fault_of(action, key) for key in keys.split(","))), None):
            yield action, ("SE060", fault)
        elif clash := _clash(action, own):
            yield action, ("SE061", clash)


def _fault_of(action: str, key: str) -> str | None:
    if bytes_of(key) is None:
        return f'a terminal cannot send "{key}". docs/keys.md lists the keys that it can'
    is_new = key not in ACTIONS[action].keys.split(",")
    is_typed = sign_of(key) is not None or key in _FOR_TYPING
    if is_new and is_typed and action.split(".")[0] in TYPED_ON:
        return f'"{key}" is needed for typing there. Take an F-key, or alt or ctrl with a letter'
    return None


def _clash(action: str, own: Mapping[str, str]) -> str | None:
    """Say which other action of one screen, or of all, has one of an action's keys."""
    mine = set(own[action].split(","))
    for group in GROUPS.values():
        together = {key.id: key for key in (*group, *EVERYWHERE)}
        if action not in together:
            continue
        for other in together.values():
            shared = mine & set(own.get(other.id, other.keys).split(","))
            if shared and other.id != action:
                return f'"{min(shared)}" is the key of {other.id} too. Give one of them another'
    return None
