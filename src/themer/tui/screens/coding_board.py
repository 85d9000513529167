"""The board of a unit: a coder's word on the state of each component."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from themer.coding.steps import Step
from themer.model.codebook import Status
from themer.tui.analysis_keys import BOARD
from themer.tui.key import Key, bindings
from themer.tui.screens.coding_session import SessionScreen
from themer.tui.widgets.coding_board import STATES, BoardPanel
from themer.tui.widgets.coding_words import step_words
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.coding.answers import AnswerToCode
from themer.workflows.coding.board import ComponentHere
from themer.workflows.coding.desk import CodingSession


class BoardScreen(SessionScreen):
    """Shows the components of one unit, and hands every judgement to the session.

    Args:
        session: The coder's work.
        answer: One of the unit's.
        components: How they stand in the unit now; at least one.
    """

    SCROLLED = "#component"
    KEYS: ClassVar[tuple[Key, ...]] = BOARD
    BINDINGS: ClassVar[list[BindingType]] = bindings(BOARD)

    def __init__(
        self,
        session: CodingSession,
        answer: AnswerToCode,
        components: tuple[ComponentHere, ...],
    ) -> None:
        super().__init__(session)
        self.answer = answer
        self.components = components
        self._at = next((n for n, one in enumerate(self.components) if one.is_to_judge), 0)

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head(f"Components · {self.answer.unit_name}")
        yield Fault()
        yield BoardPanel()
        yield Static(id="said")
        yield KeyLine(BOARD)

    def on_mount(self) -> None:
        """Say what the keys do."""
        self.say("1-4 say how the component stands; a reason may be typed. ? is left to judge.")

    @property
    def component(self) -> ComponentHere:
        """The component that is highlighted."""
        return self.components[self._at]

    def show_all(self) -> None:
        """Show the components, and what is left."""
        self.count_left()
        here = sum(one.is_to_judge for one in self.components)
        left = f"{here} of {len(self.components)} left to judge"
        everywhere = self.session.progress.to_judge
        in_all = "" if everywhere is None else f" · {everywhere} in all units"
        self.query_one(Head).show(right=f"{left}{in_all}")
        self.query_one(BoardPanel).show(self.components, self._at)

    def _show_anew(self) -> None:
        self.components = self.session.components(self.answer)
        self.show_all()

    def _go(self, by: int) -> None:
        self._at = (self._at + by) % len(self.components)
        self.show_all()

    def action_next(self) -> None:
        """Go to the next component, round to the first."""
        self._go(1)

    def action_previous(self) -> None:
        """Go to the component before, round to the last."""
        self._go(-1)

    def action_in_place(self) -> None:
        """Judge the component to be in place."""
        self._judge("in_place")

    def action_developing(self) -> None:
        """Judge the component to be developing."""
        self._judge("developing")

    def action_absent(self) -> None:
        """Judge the component to be absent."""
        self._judge("absent")

    def action_not_discussed(self) -> None:
        """Judge that the component was not spoken of."""
        self._judge("not_discussed")

    @work
    async def _judge(self, status: Status) -> None:
        """Ask for a reason and keep the judgement; what cannot be saved is there to be sent again.

        Escape at the reason judges nothing.
        """
        code = self.component.code
        if await self.keep(
            f"{code.name}: {STATES[status]}",
            lambda reason: self.session.judge(self.answer, code.id, status, reason or None),
            said="The reason, in a line; it may stay empty.",
            value=self.session.reason_for(self.answer, code.id, status) or "",
        ):
            self.say(f"Kept: {code.name}, {STATES[status]}")
            self._show_anew()

    def action_undo(self) -> None:
        """Take the last step back, of the board or not, and say what it was."""
        self._travel(self.session.undo, "Undone", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Make a step again, and say what it is."""
        self._travel(self.session.redo, "Done again", "There is nothing to do again.")

    def _travel(self, go: Callable[[], Step | None], did: str, nothing: str) -> None:
        step = self.travel(go, nothing)
        if step is None:
            return
        self.say(f"{did}: {step_words(self.answer, step)}")
        codes = [one.code.id for one in self.components]
        if step[0].action == "status" and step[0].code in codes:
            self._at = codes.index(step[0].code)
        self._show_anew()
