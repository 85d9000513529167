"""A codebook's file: find it, change it without losing anybody's words, see that it has changed.

People write these files by hand, with comments. A change is put into the lines that it touches, and
only where the file still is what was read; else nothing is written and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from themer.coding.codebook_editing import By, add_code, with_values
from themer.errors import ChangedUnderneathError, InputError, NotFoundError, StorageError
from themer.exchange.names import slug
from themer.model.codebook import Code, Codebook
from themer.model.scalars import is_colour
from themer.storage import files
from themer.storage.blocks import save_edited
from themer.storage.durable import NotSyncedError, sha256_of
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder

_TRIES = 3


class CodebookChangedError(StorageError):
    """The file was changed by somebody else; what is there now was read, and nothing written."""


class CodebookWatch:
    """Sees whether the codebooks of a study are still the files that they were when it was made.

    Make it before they are read, so that no change between the two goes unseen.

    Args:
        folder: The study.
    """

    def __init__(self, folder: StudyFolder) -> None:
        self._seen = {path: (_mark(path), _hash(path)) for path in folder.codebook_paths()}

    def is_changed(self) -> bool:
        """Say whether one of them is another; as long as nothing wrote to it, one stat a file."""
        return any(self._differs(path) for path in self._seen)

    def _differs(self, path: Path) -> bool:
        mark, sha256 = self._seen[path]
        found = _mark(path)
        if found == mark:
            return False
        if _hash(path) != sha256:
            return True
        self._seen[path] = (found, sha256)
        return False


def _mark(path: Path) -> tuple[int, int, int] | None:
    """Give what differs once a file was written or replaced; None where it cannot be seen."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


def _hash(path: Path) -> str | None:
    try:
        return sha256_of(path.read_bytes())
    except OSError:
        return None


def find_codebook(folder: StudyFolder, codebook_id: str | None = None) -> Stored[Codebook]:
    """Read a codebook of a study, the only one where none is named.

    Raises:
        NotFoundError: There is none of that id, or none at all.
        InputError: There are several and none is named.
        ProblemsError: A codebook does not hold.
        StorageError: It cannot be read.
    """
    found = folder.codebooks()
    if codebook_id is not None:
        found = tuple(one for one in found if one.value.id == codebook_id)
        if not found:
            raise NotFoundError(f'This study has no codebook "{codebook_id}".')
    if not found:
        raise NotFoundError(
            "This study has no codebook.",
            hint="Write one into question_sets/, as docs/formats.md shows.",
        )
    if len({one.value.id for one in found}) < len(found):
        raise InputError(
            "Two files of this study are the same codebook.",
            hint='"themer check" names the one to take away.',
        )
    if len(found) > 1:
        raise InputError(
            "This study has several codebooks.",
            hint=f"Name one: --codebook {' or '.join(one.value.id for one in found)}.",
        )
    return found[0]


def read_again(folder: StudyFolder, stored: Stored[Codebook]) -> Stored[Codebook] | None:
    """Read a codebook's file where it is not what was read before; None where it is.

    Raises:
        ProblemsError: What is there now does not hold.
        StorageError: It is gone, or cannot be read.
    """
    try:
        if sha256_of(stored.path.read_bytes()) == stored.sha256:
            return None
    except OSError as error:
        message = f"The codebook cannot be read any more: {error.strerror}."
        raise StorageError(message, path=folder.relative(stored.path)) from error
    return folder.read(files.CODEBOOK, stored.path)


def save_change(
    folder: StudyFolder, stored: Stored[Codebook], change: Callable[[Codebook], Codebook]
) -> Stored[Codebook]:
    """Make a change and write it, with every comment and line that it does not touch kept.

    Raises:
        CodebookChangedError: The file is not what was read; nothing is written.
        InputError: The change cannot be made, or not in a file laid out like this one.
        StorageError: The disk refused; then it does not hold.
    """
    if read_again(folder, stored) is not None:
        raise CodebookChangedError(_CHANGED)
    wanted = change(stored.value)
    try:
        return save_edited(files.CODEBOOK, stored, wanted)
    except ChangedUnderneathError as error:
        raise CodebookChangedError(_CHANGED) from error
    except NotSyncedError:
        # It is in the file, so the next change has to begin with it; a power cut may undo it.
        found = folder.read(files.CODEBOOK, stored.path)
        if found.value != wanted:
            raise
        return found


_CHANGED = (
    "Somebody else changed the codebook meanwhile. It is shown as it is now, and nothing was "
    "written. If the change still fits, make it again."
)


def add_new_code(
    folder: StudyFolder, codebook_id: str, values: dict[str, str], by: By
) -> tuple[Stored[Codebook], Code]:
    """Add a code to a codebook as it is on the disk now, whatever was read of it before.

    Args:
        folder: The study.
        codebook_id: Which codebook.
        values: What is written of it by key; at least its ``name``. See ``values_of``.
        by: Who, when and why.

    Returns:
        The codebook as it is now, and the new code.

    Raises:
        InputError: It cannot be added: its name is taken, say.
        StorageError: The disk refused; then it does not hold.
    """
    for attempt in range(_TRIES):
        stored = find_codebook(folder, codebook_id)
        taken = taken_ids(folder)
        code = code_of(stored.value, values, taken)
        try:
            made = save_change(folder, stored, lambda book, new=code: add_code(book, new, by))  # type: ignore[misc]
        except CodebookChangedError:
            if attempt == _TRIES - 1:
                raise
        else:
            return made, code
    raise AssertionError("the last try returns or raises")


def taken_ids(folder: StudyFolder) -> frozenset[str]:
    """Collect the ids of all codes of a study, retired ones included: none is used again."""
    return frozenset(code.id for one in folder.codebooks() for code in one.value.codes)


def code_of(book: Codebook, values: dict[str, str], taken: Iterable[str]) -> Code:
    """Make a new code from what was typed, with an id of its own.

    Raises:
        InputError: What was typed does not hold.
    """
    name = values.get("name", "")
    wanted = slug(name) or "code"
    known, found, number = set(taken), wanted, 1
    while found in known:
        number += 1
        found = f"{wanted}-{number}"
    return edited_code(book, Code(found, name), values)


def edited_code(book: Codebook, code: Code, values: dict[str, str]) -> Code:
    """Give a code with what was typed put in.

    Raises:
        InputError: What was typed does not hold.
    """
    if not values.get("name", code.name).strip():
        raise InputError("A code needs a name.")
    colour = values.get("colour")
    if colour and not is_colour(colour):
        raise InputError(f'"{colour}" is no colour. Write it as #1b6ca8.')
    parent = values.get("parent")
    if parent:
        values = {**values, "parent": _parent(book, code, parent)}
    return with_values(code, values)


def _parent(book: Codebook, code: Code, typed: str) -> str:
    """Find the code that is meant by an id or a name."""
    for one in book.codes:
        if typed == one.id or typed.casefold() == one.name.casefold():
            if one.id == code.id:
                raise InputError("A code cannot be its own parent.")
            return one.id
    raise InputError(f'The codebook has no code "{typed}" to be the parent.')
