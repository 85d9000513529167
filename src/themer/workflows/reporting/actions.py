"""Actions: what will be done and asked, which findings each answers, and which nobody answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from themer.errors import ChangedUnderneathError, InputError
from themer.findings.everything import find
from themer.findings.figure import Figure
from themer.findings.material import Material
from themer.findings.results import Findings
from themer.findings.wording import k_of_n
from themer.model.action import ActionsFile, PlannedAction
from themer.model.scalars import is_partial_date
from themer.storage import files
from themer.storage.blocks import save_edited
from themer.storage.durable import create_file
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_file
from themer.workflows.material import load_material

ActionKind = Literal["actions", "asks"]
"""What will be done; what readers of the report are asked to do."""
KINDS: dict[ActionKind, str] = {"actions": "We will do", "asks": "Asked of readers"}


@dataclass(frozen=True, slots=True)
class Answerable:
    """A finding that an action can answer."""

    reference: str
    """As ``answers`` names it: ``theme:drivers``."""
    name: str
    count: str
    """How many, of how many; empty where it has no one figure."""


@dataclass(frozen=True, slots=True)
class ListedAction:
    """An action with the names of what it answers."""

    kind: ActionKind
    action: PlannedAction
    answers: tuple[str, ...]
    """The findings' names; one that there is no more stands as it is written."""


class ActionDesk:
    """The actions of a study, to be read, added and changed; each change is on the disk at once.

    Args:
        folder: The study.

    Raises:
        ProblemsError: The study does not hold.
    """

    def __init__(self, folder: StudyFolder) -> None:
        self._folder = folder
        self._stored: Stored[ActionsFile] | None = None
        self.findings: tuple[Answerable, ...] = ()
        """Everything that can be answered, in the order of the report: themes first."""
        self.refresh()

    def refresh(self) -> None:
        """Read the study's files again."""
        material = load_material(self._folder)
        self.findings = tuple(_answerable(material, find(material)))
        self._stored = self._folder.actions()

    @property
    def file(self) -> ActionsFile:
        """What ``actions.yaml`` says; nothing where there is none."""
        return self._stored.value if self._stored is not None else ActionsFile()

    def listed(self) -> tuple[ListedAction, ...]:
        """List what will be done, then what is asked."""
        names = {one.reference: one.name for one in self.findings}
        return tuple(
            ListedAction(kind, one, tuple(names.get(ref, ref) for ref in one.answers))
            for kind, actions in (("actions", self.file.actions), ("asks", self.file.asks))
            for one in actions
            if kind in KINDS
        )

    def unanswered(self) -> tuple[Answerable, ...]:
        """List the themes, components and indicators that no action answers.

        Facts and pairs are not listed: most of them ask for nothing.
        """
        answered = {ref for one in (*self.file.actions, *self.file.asks) for ref in one.answers}
        wanted = ("theme:", "component:", "indicator:")
        return tuple(
            one
            for one in self.findings
            if one.reference.startswith(wanted) and one.reference not in answered
        )

    def search(self, typed: str) -> tuple[Answerable, ...]:
        """Find findings by all the words that were typed, in any order."""
        words = typed.casefold().split()
        return tuple(
            one
            for one in self.findings
            if all(word in f"{one.reference} {one.name}".casefold() for word in words)
        )

    def keep(
        self, kind: ActionKind, action: PlannedAction, before: PlannedAction | None = None
    ) -> PlannedAction:
        """Write an action into ``actions.yaml``; a new one gets its id from its words.

        Args:
            kind: Whether it will be done, or is asked.
            action: What it should say; the id of a new one does not matter.
            before: What is changed, as it was shown; None for a new one.

        Returns:
            The action as it is kept.

        Raises:
            InputError: It does not hold, or somebody changed or removed it meanwhile.
            StorageError: The disk refused.
        """
        wrong = fault_of(action)
        if wrong is not None:
            raise InputError(wrong)
        try:
            return self._put(kind, action, before)
        except ChangedUnderneathError:
            # Somebody saved the file since it was read: theirs stays, and ours goes in beside it.
            self._stored = self._folder.actions()
            return self._put(kind, action, before)

    def _put(
        self, kind: ActionKind, action: PlannedAction, before: PlannedAction | None
    ) -> PlannedAction:
        wanted, kept = self._with(kind, action, before)
        self._write(wanted)
        return kept

    def _with(
        self, kind: ActionKind, action: PlannedAction, before: PlannedAction | None
    ) -> tuple[ActionsFile, PlannedAction]:
        """Give the whole file with an action in it, and the action as it stands there."""
        every = (*self.file.actions, *self.file.asks)
        if before is None:
            action = replace(action, id=_new_id(action.what, {one.id for one in every}))
            before_kind: ActionKind | None = None
        else:
            now = next((one for one in every if one.id == before.id), None)
            if now != before:
                raise InputError(
                    "This action was changed or taken out in the file meanwhile; nothing is kept.",
                    hint="Read it again, and make your change anew.",
                )
            action = replace(action, id=before.id)
            before_kind = "actions" if before in self.file.actions else "asks"
        parts: dict[ActionKind, tuple[PlannedAction, ...]] = {
            "actions": self.file.actions,
            "asks": self.file.asks,
        }
        if before_kind == kind:
            parts[kind] = tuple(action if one.id == action.id else one for one in parts[kind])
        else:
            if before_kind is not None:
                parts[before_kind] = tuple(o for o in parts[before_kind] if o.id != action.id)
            parts[kind] = (*parts[kind], action)
        return ActionsFile(actions=parts["actions"], asks=parts["asks"]), action

    def _write(self, wanted: ActionsFile) -> None:
        if self._stored is None:
            path = self._folder.root / "actions.yaml"
            try:
                create_file(path, to_file(wanted))
            except FileExistsError as error:
                raise ChangedUnderneathError("actions.yaml is there now.", path=path) from error
            self._stored = self._folder.actions()
        else:
            self._stored = save_edited(files.ACTIONS, self._stored, wanted)


def fault_of(action: PlannedAction) -> str | None:
    """Say what is wrong with an action; None where it holds."""
    if not action.what.strip():
        return "Say what will be done."
    if action.by is not None and not is_partial_date(action.by):
        return f'"{action.by}" is not a day. Write 2026, 2026-09 or 2026-09-30.'
    return None


def plain_of(desk: ActionDesk) -> dict[str, Any]:
    """Give the actions, and what nobody answers, as plain values for JSON."""
    return {
        "actions": [_plain(one) for one in desk.listed() if one.kind == "actions"],
        "asks": [_plain(one) for one in desk.listed() if one.kind == "asks"],
        "unanswered": [
            {"finding": one.reference, "name": one.name, "count": one.count}
            for one in desk.unanswered()
        ],
    }


def _plain(listed: ListedAction) -> dict[str, Any]:
    action = listed.action
    return {
        "id": action.id,
        "what": action.what,
        "answers": [
            {"finding": reference, "name": name}
            for reference, name in zip(action.answers, listed.answers, strict=True)
        ],
        "owner": action.owner,
        "by": action.by,
    }


def _answerable(material: Material, findings: Findings) -> Iterator[Answerable]:
    def counts(figures: Iterable[Figure]) -> str:
        """Write counts with their bases, one for each audience that has one."""
        called = material.study.audiences
        based = [
            f"{k_of_n(o.k, o.n, findings.percent_from)} {called[o.audience].counted(o.n)}"
            for o in figures
            if o.n
        ]
        return "; ".join(based) or "no base yet"

    for theme in findings.themes:
        yield Answerable(
            f"theme:{theme.id}", theme.name, counts(count.voiced for count in theme.counts)
        )
    rows = [row for board in findings.boards for row in board.rows]
    for name in dict.fromkeys(row.component for row in rows):
        same = [row for row in rows if row.component == name]
        in_place = [f for row in same for f in row.figures if ":in_place@" in f.id]
        yield Answerable(f"component:{name}", same[0].name, f"in place: {counts(in_place)}")
    for name in dict.fromkeys(one.indicator for one in findings.indicators):
        alike = [one for one in findings.indicators if one.indicator == name]
        count = counts(one.figure for one in alike)
        yield Answerable(f"indicator:{name}", alike[0].name, count)
    for name in dict.fromkeys(fact.question for fact in findings.facts):
        asked = [fact for fact in findings.facts if fact.question == name]
        yes = [row for fact in asked if (row := fact.row("yes")) is not None]
        said = f"yes: {counts(yes)}" if yes else ""
        yield Answerable(f"fact:{name}", asked[0].label, said)
    for pair in material.study.pairs:
        yield Answerable(f"pair:{pair.id}", f"{pair.about.first}, and {pair.about.second}", "")


def _new_id(what: str, taken: set[str]) -> str:
    """Make an id of the first words, or with a number after them where that is taken."""
    plain = unicodedata.normalize("NFKD", what).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:4]
    stem = "-".join(words)[:60] or "action"
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found
