"""Hold the framework matrix: its cells, and the summaries that a coder writes; each on the disk.

What is written goes into the coder's log of steps first, with what stood there before, and then
into ``matrix.yaml``: so no summary is lost, and undo works in the next sitting too.
"""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from themer.errors import ChangedUnderneathError, InputError, StorageError, ThemerError
from themer.findings.material import Material
from themer.findings.matrix import Matrix, MatrixCell, find_matrix, with_summaries
from themer.model.matrix import By, CellSummary, MatrixFile, Place, SummaryStep, to_undo_and_redo
from themer.storage import files, json_lines
from themer.storage.blocks import save_edited
from themer.storage.durable import create_file
from themer.storage.events import append_lines, set_aside_torn_end
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.coding.coder_log import Clock, checked_coder, now
from themer.workflows.material import load_material
from themer.workflows.removing.still_there import StillThere


class MatrixDesk:
    """The matrix of a study, and one coder who writes into it.

    Args:
        folder: The study.
        coder: Who writes; None to look only.
        clock: Gives the moment of a step; aware, UTC.

    Raises:
        InputError: The name cannot be an id.
        ProblemsError: The study, or the coder's log of steps, does not hold.
    """

    def __init__(self, folder: StudyFolder, coder: str | None = None, clock: Clock = now) -> None:
        self.coder = None if coder is None else checked_coder(coder)
        self._still_there = StillThere(folder)
        self.material: Material = load_material(folder)
        self._folder = folder
        self._clock = clock
        self._found: dict[tuple[str, By], Matrix] = {}
        self._organisations: dict[str, str] = {}
        """By unit; filled when it is first asked for."""
        self._steps: list[SummaryStep] = []
        self.set_aside: Path | None = None
        """Where half a line went that a crash had left at the end of the log."""
        if coder is not None:
            path = folder.matrix_steps_path(coder)
            self.set_aside = set_aside_torn_end(path)
            if path.is_file():
                shown = folder.relative(path)
                self._steps += json_lines.read_summary_steps(path, shown_as=shown)

    # What there is

    def audiences(self) -> tuple[str, ...]:
        """List the audiences with a unit to show."""
        return tuple(a for a in self.material.audiences() if self.material.units(a))

    def matrix(self, audience: str, by: By = "codes", kind: str | None = None) -> Matrix:
        """Give the matrix of an audience; of one type of organisation, where it is named."""
        if (audience, by) not in self._found:
            self._found[audience, by] = find_matrix(self.material, audience, by)
        found = with_summaries(self._found[audience, by], self.material.matrix)
        if kind is None:
            return found
        return replace(found, units=tuple(u for u in found.units if self.type_of(u) == kind))

    def types(self, audience: str) -> tuple[str, ...]:
        """List the types of organisation that an audience's units are of, as the study has them."""
        present = {self.type_of(unit) for unit in self.material.units(audience)}
        return tuple(kind for kind in self.material.study.types if kind in present)

    def type_of(self, unit: str) -> str:
        """Give the type of the organisation that a unit belongs to; empty where it is not known."""
        if not self._organisations:
            for interview in self.material.counted():
                self._organisations.setdefault(
                    self.material.unit_of(interview), interview.organisation
                )
        partner = self.material.study.partner(self._organisations.get(unit, ""))
        return partner.type if partner else ""

    def unit_name(self, unit: str) -> str:
        """Name a unit as the register does."""
        found = self.material.study.find_unit(unit)
        partner = self.material.study.partner(unit)
        return found[1].name if found else partner.name if partner else unit

    def question_title(self, interview_id: str, question_id: str) -> str:
        """Name a question of a conversation."""
        interview = next(i for i in self.material.interviews if i.id == interview_id)
        question = self.material.question(interview, question_id)
        return question.title if question else question_id

    # What is written

    def write(self, cell: MatrixCell, text: str) -> None:
        """Keep a summary of a cell; an empty one takes it off. The earlier one stays in the log.

        Raises:
            ChangedUnderneathError: Somebody else has written there since the cell was shown, or a
                conversation that it rests on was withdrawn.
            StorageError: It could not be saved; then it does not hold.
        """
        words = text.strip()
        if cell.summary is None and not words:
            return
        self._keep(cell.place, cell.summary, self._summary(cell, words) if words else None)

    def still_holds(self, cell: MatrixCell) -> None:
        """Say that a summary holds for the passages that its cell has now; errors as in ``write``.

        The words stay, whose they are, and since when; who looked at them, and when, is added.
        """
        if cell.summary is not None and cell.age.is_stale:
            renewed = replace(
                cell.summary,
                passages=cell.fingerprints,
                looked_at_by=self._who(),
                looked_at=self._moment(),
            )
            self._keep(cell.place, cell.summary, renewed)

    def undo(self) -> SummaryStep | None:
        """Take this coder's last step back, in an earlier sitting too; None where there is none.

        A cell that somebody has changed since is left as it is. Steps that never reached the file,
        since the program was killed between log and file, are passed over.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        return self._travel(0)

    def redo(self) -> SummaryStep | None:
        """Make the step again that was last taken back; as in ``undo``."""
        return self._travel(1)

    def _travel(self, way: Literal[0, 1]) -> SummaryStep | None:
        steps = to_undo_and_redo(self._steps)[way]
        for step in reversed(steps):
            before = self.material.matrix.summary(step.place)
            if before != step.before:
                return self._back(step, before)
            self._log(step.place, before, before, step.id)
        return None

    def _back(self, step: SummaryStep, before: CellSummary | None) -> SummaryStep:
        wanted = step.before if before == step.after else before
        self._keep(step.place, before, wanted, undoes=step.id)
        return self._steps[-1]

    def _summary(self, cell: MatrixCell, words: str) -> CellSummary:
        unit, by, of = cell.place
        return CellSummary(
            unit=unit,
            text=words,
            coder=self._who(),
            at=self._moment(),
            code=of if by == "codes" else None,
            theme=of if by == "themes" else None,
            passages=cell.fingerprints,
        )

    def _keep(
        self,
        place: Place,
        before: CellSummary | None,
        after: CellSummary | None,
        undoes: str | None = None,
    ) -> None:
        for name in sorted({one.split("/")[0] for one in after.passages} if after else ()):
            self._still_there.check(name)
        stored = self._stored(place, before)
        step = self._log(place, before, after, undoes)
        try:
            try:
                made = self._write(stored, place, after)
            except FileExistsError:  # somebody else made the file in this moment
                made = self._write(self._stored(place, before), place, after)
        except ThemerError:
            # In the log it is made and taken back: the words stay, and can be made again.
            with contextlib.suppress(StorageError):
                self._log(place, after, before, step.id)
            raise
        self.material = replace(self.material, matrix=made)

    def _stored(self, place: Place, before: CellSummary | None) -> Stored[MatrixFile] | None:
        stored = self._folder.matrix()
        held = stored.value if stored else MatrixFile()
        if held.summary(place) != before:
            self.material = replace(self.material, matrix=held)
            raise ChangedUnderneathError(
                "Somebody else has written in this cell since it was shown; nothing was changed.",
                hint="It is shown now; write yours again if it is still wanted.",
                path=self._folder.relative(self._folder.matrix_path),
            )
        return stored

    def _write(
        self, stored: Stored[MatrixFile] | None, place: Place, after: CellSummary | None
    ) -> MatrixFile:
        if stored is not None:
            wanted = stored.value.with_summary(place, after)
            save_edited(files.MATRIX, stored, wanted)
        else:
            wanted = MatrixFile().with_summary(place, after)
            create_file(self._folder.matrix_path, to_yaml(wanted).encode())
        return wanted

    def _log(
        self,
        place: Place,
        before: CellSummary | None,
        after: CellSummary | None,
        undoes: str | None,
    ) -> SummaryStep:
        unit, by, of = place
        step = SummaryStep(
            id=str(uuid.uuid4()),
            at=self._moment(),
            coder=self._who(),
            unit=unit,
            code=of if by == "codes" else None,
            theme=of if by == "themes" else None,
            before=before,
            after=after,
            undoes=undoes,
        )
        path = self._folder.matrix_steps_path(step.coder)
        try:
            append_lines(path, json_lines.summary_step_line(step))
        except OSError as error:
            raise StorageError(
                f"The summary was not saved: {error.strerror}.",
                hint="It does not hold. Make room or check the folder, and keep it again.",
                path=path,
            ) from error
        self._steps.append(step)
        return step

    def _who(self) -> str:
        if self.coder is None:
            raise InputError(
                "Nobody is named who writes.",
                hint="Say who you are: themer matrix --coder your-name.",
            )
        return self.coder

    def _moment(self) -> datetime:
        """Give the time, after every earlier step of this coder: a clock may have been set back."""
        now = self._clock().replace(microsecond=0)
        latest = self._steps[-1].at if self._steps else None
        return now if latest is None or now > latest else latest + timedelta(seconds=1)
