"""Changes of a codebook in words, the same on the screen and in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from themer.model.codebook import Code, Codebook, CodebookChange

_BRACKETS = re.compile(r"\(([^()]+)\)")
_KEYS = {
    "include": "what it is given to",
    "exclude": "what it is not given to",
    "parent": "the code above",
    "component.in_place": "the state in place",
    "component.developing": "the state developing",
    "component.absent": "the state absent",
}


def name_of(book: Codebook, code_id: str) -> str:
    """Name a code; its id where the codebook does not have it."""
    code = book.code(code_id)
    return code_id if code is None else code.name


def with_names(code: Code, names: Mapping[str, str]) -> Code:
    """Write the names of codes in a code's texts, where their ids stand in brackets.

    Args:
        code: Its texts may send readers to others, such as ``what is noted of it (minutes)``.
        names: By id; what else stands in brackets stays.
    """

    def named(text: str | None) -> str | None:
        """Write the names in one of the texts."""
        return None if text is None else _BRACKETS.sub(lambda found: _named(found, names), text)

    return replace(
        code,
        definition=named(code.definition),
        include=named(code.include),
        exclude=named(code.exclude),
    )


def _named(found: re.Match[str], names: Mapping[str, str]) -> str:
    parts = [part.strip() for part in re.split("[,;]", found[1])]
    if not all(part in names for part in parts):
        return found[0]
    return f"({', '.join(names[part] for part in parts)})"


def did_words(book: Codebook, change: CodebookChange) -> str:
    """Say in a few words what a change did."""
    codes, into = _names(book, change.codes), _names(book, change.into)
    match change.did:
        case "add":
            return f"added {codes}"
        case "edit":
            keys = ", ".join(key_words(key) for key in change.before)
            same = "" if change.look_again else " (the wording only)"
            return f"changed {keys} of {codes}{same}"
        case "split":
            return f"split {codes} into {into}"
        case "merge":
            return f"merged {codes} into {into}"
        case "retire":
            return f"retired {codes}"
        case "undo":
            return f"took version {change.undoes} back: {codes}"


def key_words(key: str) -> str:
    """Name a part of a code as people do."""
    return _KEYS.get(key, key)


def _names(book: Codebook, codes: Iterable[str]) -> str:
    return ", ".join(f"“{name_of(book, code)}”" for code in codes)
