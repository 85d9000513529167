"""The framework matrix: go from cell to cell, read what is in one, and sum it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from themer.findings.matrix import Matrix, MatrixCell
from themer.model.matrix import By, SummaryStep
from themer.tui.analysis_keys import MATRIX
from themer.tui.key import Key, bindings
from themer.tui.screens.asking import PickScreen, ReadScreen, numbered
from themer.tui.screens.matrix_writing import SumUpScreen
from themer.tui.screens.working import WorkingScreen
from themer.tui.text import cut, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.tui.widgets.matrix_grid import LEGEND, MatrixGrid
from themer.tui.widgets.matrix_words import cell_detail, passages_said, passages_words
from themer.workflows.matrix.desk import MatrixDesk

_ALL = "every type"


class MatrixScreen(WorkingScreen):
    """Shows the desk's matrix, and hands it every summary; what is shown as kept is on the disk.

    Args:
        desk: The matrix, and who writes.
        by: What stands across at first.
    """

    CSS_PATH: ClassVar = ["working.tcss", "matrix.tcss"]
    SCROLLED = "#cell"
    KEYS: ClassVar[tuple[Key, ...]] = MATRIX
    BINDINGS: ClassVar[list[BindingType]] = bindings(MATRIX)

    def __init__(self, desk: MatrixDesk, by: By = "codes") -> None:
        super().__init__()
        self.desk = desk
        self._by: By = by
        self._audiences = desk.audiences()
        self._audience = 0
        self._kind: str | None = None
        self._row = 0
        self._column = 0
        self.matrix: Matrix | None = None

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head()
        yield Fault()
        yield MatrixGrid()
        yield Static(id="cell-head")
        with VerticalScroll(id="cell", can_focus=False):
            yield Static(id="cell-words")
        yield Static(id="said")
        yield KeyLine(MATRIX)

    def on_mount(self) -> None:
        """Say what the signs mean."""
        self.say(LEGEND)
        if self.desk.set_aside is not None:
            self.say(f"Half a line of the log was set aside in {self.desk.set_aside.name}.")
        self._fill()

    @property
    def cell(self) -> MatrixCell | None:
        """The highlighted cell; None where the matrix is empty."""
        found = self.matrix
        if found is None or not found.units or not found.columns:
            return None
        return found.row(found.units[self._row])[self._column]

    def _fill(self) -> None:
        """Work the matrix out anew, and show it."""
        if self._audiences:
            name = self._audiences[self._audience]
            self.matrix = self.desk.matrix(name, self._by, self._kind)
            self._row = min(self._row, max(len(self.matrix.units) - 1, 0))
            self._column = min(self._column, max(len(self.matrix.columns) - 1, 0))
        self.show_all()

    def show_all(self) -> None:
        """Show the grid, and what is in the highlighted cell."""
        found, cell = self.matrix, self.cell
        self.query_one(Head).show(f"Framework matrix · {self._what()}", self._progress())
        head, words = self.query_one("#cell-head", Static), self.query_one("#cell-words", Static)
        if found is None or cell is None:
            self.query_one(MatrixGrid).update(shown(f"\n  {self._nothing()}"))
            head.update("")
            words.update("")
            return
        names = [self.desk.unit_name(unit) for unit in found.units]
        self.query_one(MatrixGrid).show(found, names, self._row, self._column)
        head.update(shown(cut(self._title(cell), self.app.size.width - 2), "bold"))
        words.update(cell_detail(cell))
        self.query_one("#cell").scroll_home(animate=False)

    def _what(self) -> str:
        study = self.desk.material.study
        if not self._audiences:
            return self._by
        parts = [study.audiences[self._audiences[self._audience]].many]
        if self._kind is not None:
            parts.append(study.types.get(self._kind, self._kind))
        return " · ".join([*parts, f"by {self._by}"])

    def _progress(self) -> str:
        if self.matrix is None:
            return ""
        cells = [self.matrix.cells[u, c.id] for u in self.matrix.units for c in self.matrix.columns]
        filled = sum(bool(cell.passages) for cell in cells)
        done = sum(cell.summary is not None for cell in cells)
        old = sum(cell.age.is_stale for cell in cells)
        return f"{done} of {filled} summed up" + (f" · {old} changed since" if old else "")

    def _nothing(self) -> str:
        if not self._audiences:
            return "No conversation counts yet, so there is nothing to show."
        if self._by == "themes":
            return "No theme has been named yet. t shows the codes."
        return "No code can be given to these conversations' answers. t shows the themes."

    def _title(self, cell: MatrixCell) -> str:
        assert self.matrix is not None
        parts = [self.desk.unit_name(cell.unit), self.matrix.columns[self._column].name]
        return " · ".join([*parts, *([passages_said(cell)] if cell.passages else [])])

    # Moving

    def action_left(self) -> None:
        """Go to the cell at the left."""
        self._move(0, -1)

    def action_right(self) -> None:
        """Go to the cell at the right."""
        self._move(0, 1)

    def action_up(self) -> None:
        """Go to the cell above."""
        self._move(-1, 0)

    def action_down(self) -> None:
        """Go to the cell below."""
        self._move(1, 0)

    def _move(self, down: int, across: int) -> None:
        if self.matrix is None or self.cell is None:
            return
        self._row = min(max(self._row + down, 0), len(self.matrix.units) - 1)
        self._column = min(max(self._column + across, 0), len(self.matrix.columns) - 1)
        self.show_all()

    def action_next_open(self) -> None:
        """Go to the next cell whose passages nobody has summed up, or no longer as they are."""
        if self.matrix is None or self.cell is None:
            return
        across = len(self.matrix.columns)
        places = [(r, c) for r in range(len(self.matrix.units)) for c in range(across)]
        here = places.index((self._row, self._column))
        for row, column in [*places[here + 1 :], *places[: here + 1]]:
            cell = self.matrix.row(self.matrix.units[row])[column]
            if cell.age.is_stale or (cell.passages and cell.summary is None):
                self._row, self._column = row, column
                self.show_all()
                return
        self.say("Every cell with passages is summed up.")

    def action_turn(self) -> None:
        """Change between codes and themes."""
        self._by = "themes" if self._by == "codes" else "codes"
        self._column = 0
        self._fill()

    def action_audience(self) -> None:
        """Show the units of the next audience."""
        if len(self._audiences) < 2:
            self.say("There is one kind of conversation only.")
            return
        self._audience = (self._audience + 1) % len(self._audiences)
        self._kind = None
        self._row = self._column = 0
        self._fill()

    @work
    async def action_filter(self) -> None:
        """Choose the type of organisation that is shown."""
        if not self._audiences:
            return
        types = self.desk.material.study.types
        here = self.desk.types(self._audiences[self._audience])
        choices = numbered([("", _ALL), *((kind, types[kind]) for kind in here)])
        picked = await self.app.push_screen_wait(PickScreen("Which organisations?", choices))
        if picked is not None:
            self._kind = picked or None
            self._row = 0
            self._fill()

    # Reading and writing

    def action_read(self) -> None:
        """Read the passages of the cell."""
        cell = self.cell
        if cell is not None:
            words = passages_words(self.desk, cell).plain
            self.app.push_screen(ReadScreen(self._title(cell), words))

    @work
    async def action_write(self) -> None:
        """Write the cell's summary; what could not be kept is there to be kept again."""
        cell = self.cell
        if cell is None or not self._may_write():
            return
        if not cell.passages and cell.summary is None:
            self.say("There is no passage here to sum up.")
            return
        typed: str | None = None
        fault: str | None = None
        while True:
            value = cell.summary.text if cell.summary else ""
            words = passages_words(self.desk, cell)
            box = SumUpScreen(self._title(cell), words, value, fault, typed)
            typed = await self.app.push_screen_wait(box)
            if typed is None or typed.strip() == value:
                self.query_one(Fault).show(None)
                return
            if self.save(lambda cell=cell, words=typed: self.desk.write(cell, words)):  # type: ignore[misc]
                break
            fault, cell = self.fault, self.cell or cell
        self.say("Kept." if typed.strip() else "The summary is taken off.")

    def action_still_holds(self) -> None:
        """Say that a summary holds, although passages came or went since."""
        cell = self.cell
        if cell is None or not self._may_write():
            return
        if cell.summary is None or not cell.age.is_stale:
            self.say("Nothing changed here since a summary was written.")
        elif self.save(lambda: self.desk.still_holds(cell)):
            self.say("Noted: it still holds.")

    def action_undo(self) -> None:
        """Take the last step back."""
        self._travel(self.desk.undo, "Undone", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Make it again."""
        self._travel(self.desk.redo, "Done again", "There is nothing to do again.")

    def _travel(self, go: Callable[[], SummaryStep | None], did: str, nothing: str) -> None:
        step = self.travel(go, nothing) if self._may_write() else None
        if step is None:
            return
        self._go_to(step)
        unchanged = step.before == step.after
        self.say(f"{did}." if not unchanged else "Left as it is: somebody wrote there since.")

    def _go_to(self, step: SummaryStep) -> None:
        unit, by, of = step.place
        if by != self._by:
            self._by = by
        self._kind = None
        for at, audience in enumerate(self._audiences):
            found = self.desk.matrix(audience, by)
            if (unit, of) in found.cells:
                self._audience = at
                self._row = found.units.index(unit)
                self._column = [column.id for column in found.columns].index(of)
        self._fill()

    def _may_write(self) -> bool:
        if self.desk.coder is None:
            self.say("Looking only: themer matrix --coder your-name says who writes.")
            return False
        return True

    def save(self, act: Callable[[], object], *, typed: bool = False) -> bool:
        """Do what writes, and show the matrix as it is then."""
        done = super().save(act, typed=typed)
        self._fill()
        return done
