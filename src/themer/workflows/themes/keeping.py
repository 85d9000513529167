"""Keep themes and the steps that were made with them: read, written, taken back, made again.

The file is written at each step, and only where it is still what was read last.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from themer.errors import ChangedUnderneathError, InputError, StorageError, ThemerError
from themer.findings.material import Material
from themer.model.theme import ThemePassage, ThemesFile
from themer.model.theme_step import ThemeStep, ThemeSteps
from themer.storage import files
from themer.storage.blocks import save_edited
from themer.storage.durable import create_file, sha256_of
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder
from themer.storage.theme_steps import (
    append_steps,
    differences,
    has_not_begun,
    read_steps,
    travelled,
    words_hash,
)
from themer.storage.writing import to_file
from themer.workflows.coding.coder_log import Clock, checked_coder, now
from themer.workflows.material import load_material
from themer.workflows.removing.still_there import StillThere
from themer.workflows.themes.acts import Themes
from themer.workflows.themes.views import ThemeView, view_of


class ThemeKeeping:
    """One person at work on the themes of one study.

    Args:
        folder: The study.
        coder: Who decides; names the file in ``coding/themes/``. None only looks.
        clock: Gives the moment of an act; aware, UTC.

    Raises:
        InputError: The name cannot be an id, or two themes have one id.
        ProblemsError: The study does not hold.
    """

    def __init__(self, folder: StudyFolder, coder: str | None, clock: Clock = now) -> None:
        self.coder = None if coder is None else checked_coder(coder)
        self.folder = folder
        self._clock = clock
        self._path = folder.root / "themes.yaml"
        self._texts: dict[tuple[str, str, int, int, str], str] = {}
        self._steps = ThemeSteps() if coder is None else read_steps(folder.theme_steps_path(coder))
        self._unwritten: list[ThemeStep] = []
        self._read()
        if self._steps.latest is not None and has_not_begun(self.themes, self._steps):
            self._turn_back(self._steps.latest)

    # What there is

    @property
    def themes(self) -> Themes:
        """The themes as they are on the disk."""
        return self._file.value.themes if self._file else ()

    def read_anew(self) -> None:
        """Read the whole study again: conversations, candidates, themes.

        Raises:
            ProblemsError: It does not hold; what is shown stays as it was.
        """
        self._read()

    def _read(self) -> None:
        still_there = StillThere(self.folder)
        stored = self.folder.themes()
        material = load_material(self.folder)
        self._refuse_double(stored)
        self._still_there = still_there
        known = {one.id for one in material.interviews if one.state != "withdrawn"}
        self._texts = {place: text for place, text in self._texts.items() if place[0] in known}
        self._take(stored, material, is_read_anew=True)

    @staticmethod
    def _refuse_double(stored: Stored[ThemesFile] | None) -> None:
        ids = [theme.id for theme in stored.value.themes] if stored else []
        double = next((one for one in ids if ids.count(one) > 1), None)
        if double is not None:
            raise InputError(
                f'Two themes have the id "{double}", so nobody can say which is meant.',
                hint="Give one of them another id.",
                path=Path("themes.yaml"),
            )

    def _take(
        self, stored: Stored[ThemesFile] | None, material: Material, *, is_read_anew: bool
    ) -> None:
        self._file = stored
        self.material = replace(material, themes=self.themes)
        before = None if is_read_anew else self.view
        self.view: ThemeView = view_of(self.material, before)
        for theme in self.themes:
            for one in (*theme.members, *theme.contrary):
                self._remember(one)

    def undo(self) -> ThemeStep | None:
        """Take the latest own step back and give it; None where there is none.

        Raises:
            ChangedSinceError: Somebody changed the theme since; nothing is changed.
            ChangedUnderneathError, StorageError: As above.
        """
        return self._travel(back=True)

    def redo(self) -> ThemeStep | None:
        """Make the step again that was taken back last; as ``undo``."""
        return self._travel(back=False)

    def _travel(self, *, back: bool) -> ThemeStep | None:
        self._name()
        steps = self._steps.done if back else self._steps.undone
        if not steps:
            return None
        step = steps[-1]
        self._refuse_changed()
        made = travelled(self.themes, step, self._recall, back=back)
        self._keep(made, self._travel_step(step.id, back=back))
        return step

    def _travel_step(self, of: str, *, back: bool) -> ThemeStep:
        return ThemeStep(
            id=str(uuid.uuid4()),
            at=self._clock(),
            coder=self._name(),
            action="undo" if back else "redo",
            of=of,
        )

    # How it is kept

    def _name(self) -> str:
        """Give who decides.

        Raises:
            InputError: Nobody: the desk was opened to look only.
        """
        if self.coder is None:
            raise InputError(
                "This is to look only; nothing was done.",
                hint="Start it with --coder and a name to decide.",
            )
        return self.coder

    def _save(self, made: Themes, did: str, reason: str) -> None:
        self._refuse_changed()
        before = self.themes
        changes = differences(before, made)
        if not changes:
            return
        step = ThemeStep(
            id=str(uuid.uuid4()),
            at=self._clock(),
            coder=self._name(),
            did=did,
            reason=reason.strip() or None,
            changes=changes,
        )
        self._keep(made, step)

    def _keep(self, made: Themes, step: ThemeStep) -> None:
        """Write the step first, and then the themes: no change is without its way back."""
        self._check(made)
        append_steps(self.folder.theme_steps_path(step.coder), *self._unwritten, step)
        self._unwritten = []
        self._steps.add(step)
        try:
            self._write(made)
        except ThemerError:
            self._turn_back(step)
            raise

    def _turn_back(self, step: ThemeStep) -> None:
        """Say that a step did not reach the themes; it is written with the next one."""
        turned = self._travel_step(step.of or step.id, back=step.action != "undo")
        self._steps.add(turned)
        self._unwritten.append(turned)

    def _check(self, made: Themes) -> None:
        """Refuse to bring words back that went from their conversation meanwhile."""
        held = set(_passages(self.themes))
        for one in dict.fromkeys(_passages(made)):
            if one not in held:
                words = (one.question, one.start, one.end, one.text)
                self._still_there.check(one.interview, [words])

    def _write(self, made: Themes) -> None:
        wanted = ThemesFile(themes=made)
        if self._file is None:
            try:
                digest = create_file(self._path, to_file(wanted))
            except FileExistsError as error:
                self._read()
                raise self._changed() from error
            stored = Stored(self._path, wanted, digest, to_file(wanted).decode("utf-8"))
        else:
            stored = save_edited(files.THEMES, self._file, wanted)
        self._take(stored, self.material, is_read_anew=False)

    def _refuse_changed(self) -> None:
        """Read the file again where it is not what was last read or written, and say so."""
        try:
            now = sha256_of(self._path.read_bytes())
        except FileNotFoundError:
            now = None
        except OSError as error:
            raise StorageError(
                f"The themes cannot be read: {error.strerror}; nothing was done.",
                hint="Look whether the folder is there, and do it again.",
                path=Path("themes.yaml"),
            ) from error
        if now != (self._file.sha256 if self._file else None):
            self._read()
            raise self._changed()

    def _changed(self) -> ChangedUnderneathError:
        return ChangedUnderneathError(
            "The themes were changed by another window, person or program; "
            "they are shown as they are now, and nothing was done.",
            hint="Look, and do it again.",
            path=Path("themes.yaml"),
        )

    def _remember(self, one: ThemePassage) -> None:
        place = (one.interview, one.question, one.start, one.end, words_hash(one.text))
        self._texts[place] = one.text

    def _recall(
        self, interview: str, question: str, start: int, end: int, words: str
    ) -> str | None:
        known = self._texts.get((interview, question, start, end, words))
        if known is not None:
            return known
        text = self.view.text_of(interview, question)[start:end]
        return text if text and words_hash(text) == words else None


def _passages(themes: Themes) -> Iterator[ThemePassage]:
    for theme in themes:
        yield from theme.members
        yield from theme.contrary
