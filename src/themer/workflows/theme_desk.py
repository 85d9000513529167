"""Hold a person's work on themes: what there is, what can be done, undo and redo; all on disk.

The screen shows what this says and calls what this offers; it decides nothing itself. The file is
written at each act, and only where it is still what was read last.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from themer.errors import ChangedUnderneathError, InputError
from themer.findings.material import Material
from themer.model.scalars import is_identifier
from themer.model.theme import ThemeConfidence, ThemePassage, ThemesFile
from themer.model.theme_step import ThemeStep
from themer.storage import files
from themer.storage.blocks import save_edited
from themer.storage.durable import create_file, sha256_of
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder
from themer.storage.theme_steps import append_step, differences, read_steps, travelled, words_hash
from themer.storage.writing import to_file
from themer.workflows import theme_acts as acts
from themer.workflows.material import load_material
from themer.workflows.theme_acts import Field, Side, Signed, Themes
from themer.workflows.theme_views import Role, ThemeView, view_of

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class ThemeDesk:
    """One person at work on the themes of one study.

    Args:
        folder: The study.
        coder: Who decides; names the file in ``coding/themes/``.
        clock: Gives the moment of an act; aware, UTC.

    Raises:
        InputError: The name cannot be an id, or two themes have one id.
        ProblemsError: The study does not hold.
    """

    def __init__(self, folder: StudyFolder, coder: str, clock: Clock = _now) -> None:
        if not is_identifier(coder) or coder == "machine":
            raise InputError(
                f'"{coder}" cannot name a coder.',
                hint='Use lower-case letters, digits, "-" and "_", such as coder-a.',
            )
        self.coder = coder
        self.folder = folder
        self._clock = clock
        self._path = folder.root / "themes.yaml"
        self._steps_path = folder.theme_steps_path(coder)
        self._texts: dict[tuple[str, str, int, int, str], str] = {}
        self._steps = read_steps(self._steps_path)
        self._read()

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
        stored = self.folder.themes()
        material = load_material(self.folder)
        self._refuse_double(stored)
        self._take(stored, material)

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

    def _take(self, stored: Stored[ThemesFile] | None, material: Material) -> None:
        self._file = stored
        self.material = replace(material, themes=self.themes)
        self.view: ThemeView = view_of(self.material)
        for theme in self.themes:
            for one in (*theme.members, *theme.contrary):
                self._remember(one)

    # What can be done

    def name_candidate(
        self,
        candidate: str,
        name: str,
        *,
        statement: str = "",
        otherwise: str = "",
        reason: str = "",
        passages: Sequence[ThemePassage] = (),
    ) -> str:
        """Make a theme of a candidate, of all its passages or of those given, and give its id.

        Raises:
            InputError: The name does not hold, or the candidate has gone.
            ChangedUnderneathError: The file was changed; it was read again and nothing was done.
            StorageError: It could not be saved; then it does not hold.
        """
        found = self.view.candidate(candidate)
        made, identity = acts.begin(
            self.themes,
            self._signed(reason),
            name,
            sources=(found.reference,),
            members=passages or found.passages,
            statement=statement.strip(),
            otherwise=otherwise.strip(),
        )
        self._save(made, f"named “{name}”", reason)
        return identity

    def refuse_candidate(self, candidate: str, *, reason: str = "") -> str:
        """Refuse a candidate; its passages are kept, so that it is known when it comes back.

        Raises:
            As in ``name_candidate``.
        """
        found = self.view.candidate(candidate)
        made, identity = acts.begin(
            self.themes,
            self._signed(reason),
            found.name,
            did="refused",
            status="refused",
            sources=(found.reference,),
            members=found.passages,
        )
        self._save(made, f"refused “{found.name}”", reason)
        return identity

    def merge_candidate(self, candidate: str, into: str, *, reason: str = "") -> None:
        """Put a candidate's passages into a theme; raises as ``name_candidate``."""
        found = self.view.candidate(candidate)
        signed, did = self._signed(reason), "widened by a candidate"
        made = acts.add(
            self.themes, signed, into, found.passages, did=did, sources=(found.reference,)
        )
        if made == self.themes:
            raise InputError("The theme holds all its passages already.")
        self._save(made, f"merged “{found.name}”", reason)

    def edit(self, theme: str, field: Field, words: str, *, reason: str = "") -> None:
        """Change name, statement, what others say, or interpretation; raises as above."""
        self._act(
            lambda s: acts.edit(self.themes, s, theme, field, words), f"{field} of", theme, reason
        )

    def set_role(self, theme: str, role: Role, *, reason: str = "") -> None:
        """Say what a theme speaks of; raises as above."""
        self._act(lambda s: acts.judge(self.themes, s, theme, role=role), "role of", theme, reason)

    def set_confidence(self, theme: str, confidence: ThemeConfidence) -> None:
        """Say how sure one is of a theme, and why; raises as above."""
        self._act(
            lambda s: acts.judge(self.themes, s, theme, confidence=confidence),
            "confidence of",
            theme,
            confidence.reason,
        )

    def merge(self, theme: str, into: str, *, reason: str = "") -> None:
        """Merge a theme into another; raises as above."""
        self._act(lambda s: acts.merge(self.themes, s, theme, into), "merged", theme, reason)

    def split(
        self, theme: str, passages: Sequence[ThemePassage], name: str, *, reason: str = ""
    ) -> str:
        """Make a theme of some passages of another, and give its id; raises as above."""
        made, new = acts.split(self.themes, self._signed(reason), theme, passages, name)
        self._save(made, f"split off “{name}”", reason)
        return new

    def move(
        self, theme: str, passages: Sequence[ThemePassage], into: str, *, reason: str = ""
    ) -> None:
        """Move passages to another theme; raises as above."""
        self._act(
            lambda s: acts.move(self.themes, s, theme, passages, into),
            "moved passages of",
            theme,
            reason,
        )

    def take_out(self, theme: str, passages: Sequence[ThemePassage], *, reason: str = "") -> None:
        """Take passages out of a theme; raises as above."""
        self._act(
            lambda s: acts.take_out(self.themes, s, theme, passages),
            "took passages out of",
            theme,
            reason,
        )

    def add(
        self,
        theme: str,
        passages: Sequence[ThemePassage],
        *,
        side: Side = "members",
        reason: str = "",
    ) -> None:
        """Add passages to a theme; raises as above."""
        self._act(
            lambda s: acts.add(self.themes, s, theme, passages, side=side),
            "added passages to",
            theme,
            reason,
        )

    def turn(self, theme: str, passages: Sequence[ThemePassage], *, reason: str = "") -> None:
        """Mark passages as contrary, or no longer; raises as above."""
        self._act(
            lambda s: acts.turn(self.themes, s, theme, passages), "contrary in", theme, reason
        )

    def refuse(self, theme: str, *, reason: str = "") -> None:
        """Refuse a theme; raises as above."""
        self._act(lambda s: acts.refuse(self.themes, s, theme), "refused", theme, reason)

    def take_up(self, theme: str, *, reason: str = "") -> None:
        """Take a refused or merged theme up again; raises as above."""
        self._act(lambda s: acts.take_up(self.themes, s, theme), "took up", theme, reason)

    def follow(self, theme: str, *, reason: str = "") -> None:
        """Put passages that an edit of the answer moved where their words are now."""
        self._act(
            lambda s: acts.follow(self.themes, s, theme, self.view.where_now),
            "followed the words of",
            theme,
            reason,
        )

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
        steps = self._steps.done if back else self._steps.undone
        if not steps:
            return None
        step = steps[-1]
        self._refuse_changed()
        made = travelled(self.themes, step, self._recall, back=back)
        self._write(made)
        travel = ThemeStep(
            id=str(uuid.uuid4()),
            at=self._clock(),
            coder=self.coder,
            action="undo" if back else "redo",
            of=step.id,
        )
        self._keep_step(travel)
        return step

    # How it is kept

    def _signed(self, reason: str) -> Signed:
        return Signed(self.coder, self._clock().replace(microsecond=0), reason.strip() or None)

    def _act(self, act: Callable[[Signed], Themes], did: str, theme: str, reason: str) -> None:
        self._refuse_changed()
        name = acts.find_theme(self.themes, theme).name
        self._save(act(self._signed(reason)), f"{did} “{name}”", reason)

    def _save(self, made: Themes, did: str, reason: str) -> None:
        self._refuse_changed()
        before = self.themes
        changes = differences(before, made)
        if not changes:
            return
        self._write(made)
        step = ThemeStep(
            id=str(uuid.uuid4()),
            at=self._clock(),
            coder=self.coder,
            did=did,
            reason=reason.strip() or None,
            changes=changes,
        )
        self._keep_step(step)

    def _keep_step(self, step: ThemeStep) -> None:
        append_step(self._steps_path, step)
        self._steps.add(step)

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
        self._take(stored, self.material)

    def _refuse_changed(self) -> None:
        """Read the file again where it is not what was last read or written, and say so."""
        try:
            now = sha256_of(self._path.read_bytes())
        except FileNotFoundError:
            now = None
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


def open_desk(folder: StudyFolder, coder: str) -> ThemeDesk:
    """Open the themes of a study.

    Raises:
        InputError: The name cannot be an id, or there is neither a theme nor a candidate.
        ProblemsError: The study does not hold.
    """
    desk = ThemeDesk(folder, coder)
    if not desk.themes and desk.material.candidate_themes is None:
        raise InputError(
            "There are no themes yet, and the machine has put nothing together.",
            hint="Run themer analyse first; a damaged coding/machine/themes.json is made anew.",
        )
    return desk
