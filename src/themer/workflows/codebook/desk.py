"""Hold a coder's work on a codebook: its codes with their counts, and each change on the disk.

What a change touches is worked out here and listed; nothing is ever recoded by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from themer.coding import codebook_editing as editing
from themer.coding.codebook_editing import By
from themer.coding.codebook_wording import name_of
from themer.findings.coded import CodedPassage
from themer.findings.looking_again import books_of, looking_again, reading_again
from themer.findings.material import Material
from themer.findings.passages import accepted_passages, spoken_answers
from themer.model.codebook import Code, Codebook, CodebookChange
from themer.model.codebook_changes import LookAgain
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder
from themer.workflows.codebook.file import (
    CodebookChangedError,
    add_new_code,
    code_of,
    edited_code,
    find_codebook,
    read_again,
    save_change,
    taken_ids,
)
from themer.workflows.coding.coder_log import Clock, checked_coder, now
from themer.workflows.material import load_material

_GAVE = {"accept": "given", "refuse": "refused"}
Values = dict[str, str]
"""What is written of a code, by key; see ``editing.values_of``."""
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code with what people gave it to."""

    code: Code
    passages: int
    """Places that somebody gave it to."""
    units: int
    """Units with such a passage."""
    waiting: int
    """Decisions on it that wait to be looked at again."""
    read_before: int
    """Answers that were read to their end before the code was there."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A change that was made, and what it put back before its coders."""

    change: CodebookChange
    waiting: tuple[LookAgain, ...]
    """What it touched, of all coders, and what is offered other codes than before."""

    def of(self, coder: str) -> tuple[LookAgain, ...]:
        """List what waits for one coder."""
        return tuple(item for item in self.waiting if item.decision.coder == coder)


class CodebookSession:
    """One coder at work on one codebook of a study.

    Args:
        folder: The study.
        coder: The coder's id.
        codebook_id: Which codebook; None for the only one.
        clock: Gives the moment of a change; aware, UTC.
        blind: Leave out what other coders decided.

    Raises:
        InputError: The name cannot be an id, or it is not clear which codebook.
        ProblemsError: The study does not hold.
    """

    def __init__(
        self,
        folder: StudyFolder,
        coder: str,
        codebook_id: str | None = None,
        clock: Clock = now,
        *,
        blind: bool = False,
    ) -> None:
        self.coder = checked_coder(coder)
        self._folder = folder
        self._clock = clock
        self._stored: Stored[Codebook] = find_codebook(folder, codebook_id)
        material = load_material(folder)
        if blind:
            own = tuple(event for event in material.decisions if event.coder == self.coder)
            material = replace(material, decisions=own)
        self._material: Material = material
        self._books = books_of(self._material.counted(), self._material.sets)
        self._given = accepted_passages(self._material, spoken_answers(self._material))
        self._take(self._stored)

    # What there is

    @property
    def book(self) -> Codebook:
        """The codebook as it was last read or written."""
        return self._stored.value

    def rows(self) -> tuple[CodeRow, ...]:
        """List the codes with their counts: the current ones first, each in the file's order."""
        waiting = [str(item.decision.code) for item in self._waiting]
        found = [
            CodeRow(
                code,
                len(self.given(code.id)),
                len({passage.unit for passage in self.given(code.id)}),
                waiting.count(code.id),
                len(self._early.get(code.id, ())),
            )
            for code in self.book.codes
        ]
        return tuple(sorted(found, key=lambda row: row.code.retired_in is not None))

    def given(self, code_id: str) -> tuple[CodedPassage, ...]:
        """List the passages that somebody gave a code to."""
        return tuple(
            passage
            for passage in self._given.get(code_id, ())
            if self._books.get(passage.reference.interview) == self.book.id
        )

    def history(self) -> tuple[CodebookChange, ...]:
        """List the changes, the latest first."""
        return tuple(reversed(self.book.changes))

    def to_look_at(self, coder: str | None = None) -> tuple[LookAgain, ...]:
        """List what waits to be looked at again, oldest first; of one coder, or of all."""
        return tuple(item for item in self._waiting if coder in (None, item.decision.coder))

    def tied_questions(self, code_id: str) -> tuple[str, ...]:
        """List the questions, as ``set/question``, that name a code as their component."""
        return tuple(
            f"{one.id}/{question.id}"
            for one in self._material.sets.values()
            if one.codebook == self.book.id
            for question in one.questions()
            if code_id in question.components
            or any(code_id in probe.components for probe in question.probes)
        )

    def unit_name(self, identity: str) -> str:
        """Name a unit by its own id, or by that of a conversation with it."""
        interviews = self._material.interviews
        unit = next((one.unit for one in interviews if one.id == identity), identity)
        found = self._material.study.find_unit(unit)
        return identity if found is None else found[1].name

    def change_to_undo(self) -> CodebookChange | None:
        """Give the last change, where this coder made it and nothing came after."""
        return editing.change_to_undo(self.book, self.coder)

    def look(self) -> str | None:
        """Read the file again; say so where somebody else changed it, else None.

        Raises:
            ProblemsError: What is there now does not hold.
            StorageError: It cannot be read.
        """
        found = read_again(self._folder, self._stored)
        if found is None:
            return None
        self._take(found)
        return "Somebody else changed the codebook; it is shown as it is now."

    # What is changed; each raises InputError where it cannot be, CodebookChangedError where the
    # file is not what was read, StorageError where the disk refused. Then it does not hold.

    def add(self, values: Values, reason: str) -> Touched:
        """Add a code."""
        code = code_of(self.book, values, taken_ids(self._folder))
        return self._make(lambda book: editing.add_code(book, code, self._by(reason)))

    def edit(self, code_id: str, values: Values, reason: str, *, look_again: bool) -> Touched:
        """Change what is written of a code; ``look_again`` where its meaning changed too."""

        def change(book: Codebook) -> Codebook:
            """Edit the code as it is in the file."""
            was = book.code(code_id) or Code(code_id, values.get("name", code_id))
            new = edited_code(book, was, values)
            return editing.edit_code(book, new, self._by(reason), look_again=look_again)

        return self._make(change)

    def split(self, code_id: str, new: Sequence[Values], reason: str) -> Touched:
        """Put new codes in the place of one."""
        codes: list[Code] = []
        for values in new:
            taken = {*taken_ids(self._folder), *(code.id for code in codes)}
            codes.append(code_of(self.book, values, taken))
        return self._make(lambda b: editing.split_code(b, code_id, codes, self._by(reason)))

    def merge(self, codes: Sequence[str], into: str, reason: str) -> Touched:
        """Retire codes in favour of another."""
        return self._make(lambda book: editing.merge_codes(book, codes, into, self._by(reason)))

    def retire(self, code_id: str, reason: str) -> Touched:
        """Retire a code."""
        return self._make(lambda book: editing.retire_code(book, code_id, self._by(reason)))

    def undo(self, reason: str) -> Touched:
        """Take this coder's last change back by a new one."""
        return self._make(lambda book: editing.undo_change(book, self._by(reason)))

    def _by(self, reason: str) -> By:
        return By(self.coder, self._clock(), reason)

    def _make(self, change: Callable[[Codebook], Codebook]) -> Touched:
        before = {item.decision.id: item.offers for item in self._waiting}
        try:
            stored = save_change(self._folder, self._stored, change)
        except CodebookChangedError:
            self.look()
            raise
        self._take(stored)
        made = self.book.changes[-1]
        touched_now = (
            item
            for item in self._waiting
            if item.change == made or before.get(item.decision.id) != item.offers
        )
        return Touched(made, tuple(touched_now))

    def _take(self, stored: Stored[Codebook]) -> None:
        self._stored = stored
        books = {**self._material.codebooks, stored.value.id: stored.value}
        self._material = replace(self._material, codebooks=books)
        self._waiting = looking_again(self._material)[self.book.id]
        self._early = reading_again(self._material)[self.book.id]


def touched(material: Material, coder: str) -> dict[Place, tuple[LookAgain, ...]]:
    """Give what a coder should look at again, by the answer that it is in: back in the queue.

    Judgements on components are in no answer; ``judgements_touched`` gives them. What was given of
    a code that somebody retired by hand is only told of, by ``looking_again``: there is no moment
    after which it could be done with.

    Args:
        material: The study with its codebooks and decisions as they are now.
        coder: Whose decisions.
    """
    return by_place(
        item
        for items in looking_again(material).values()
        for item in items
        if item.decision.coder == coder and (item.offers or item.change is not None)
    )


def judgements_touched(material: Material, coder: str) -> dict[tuple[str, str], str]:
    """Say why judgements of a coder wait to be made again, by the unit and the code to judge.

    Args:
        material: The study with its codebooks and decisions as they are now.
        coder: Whose judgements.
    """
    return {
        (item.decision.unit, code): offer_words(material.codebooks[book], item)
        for book, items in looking_again(material).items()
        for item in items
        if item.decision.coder == coder and item.decision.unit is not None
        for code in item.offers
    }


def by_place(items: Iterable[LookAgain]) -> dict[Place, tuple[LookAgain, ...]]:
    """Group what waits by the answer that it is in."""
    found: dict[Place, list[LookAgain]] = {}
    for item in items:
        event = item.decision
        if event.interview is not None and event.question is not None:
            found.setdefault((event.interview, event.question), []).append(item)
    return {place: tuple(waiting) for place, waiting in found.items()}


def add_code(
    folder: StudyFolder,
    codebook_id: str,
    name: str,
    *,
    coder: str,
    reason: str,
    definition: str = "",
    clock: Clock = now,
) -> tuple[Codebook, Code]:
    """Add a code while coding, to the codebook as it is on the disk now.

    Returns:
        The codebook as it is now, with what others changed meanwhile, and the new code.

    Raises:
        InputError: Its name is taken or empty, or there is no reason.
        StorageError: The disk refused; then it does not hold.
    """
    by = By(coder, clock(), reason)
    values = {"name": name, "definition": definition}
    stored, code = add_new_code(folder, codebook_id, values, by)
    return stored.value, code


def offer_words(book: Codebook, item: LookAgain) -> str:
    """Say in a line why a decision waits, and what may take its place."""
    name = name_of(book, str(item.decision.code))
    offers = " or ".join(f'"{name_of(book, code)}"' for code in item.offers)
    if item.is_counted:
        gave = _GAVE.get(item.decision.action, "judged")
        return f'"{name}", {gave} before it was changed: does that hold?'
    if not item.offers:
        return f'was "{name}", retired: give another code where one fits, and read it to its end'
    did = {None: "retired", "merge": "merged", "split": "split"}.get(
        item.change.did if item.change else None, "taken back"
    )
    into = {"merged": "merged into", "split": "split into"}.get(did, did + ";")
    ask = "how does that stand" if item.decision.action == "status" else "give it"
    return f'was "{name}", {into} {offers}: {ask}?'
