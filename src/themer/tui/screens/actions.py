"""What will be done about the findings: a list to read, add to and change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from themer.model.action import PlannedAction
from themer.tui.analysis_keys import ACTIONS_LIST
from themer.tui.key import Key, bindings
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import Choice, FindScreen, unkept
from themer.tui.screens.form import FormScreen, Row, Values
from themer.tui.screens.working import WorkingScreen
from themer.tui.text import cut, joined, padded, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.reporting.actions import (
    KINDS,
    ActionDesk,
    ActionKind,
    Answerable,
    ListedAction,
    fault_of,
)

_DONE = "done"
_OWNER, _BY = 26, 12
"""Columns that the owner and the date take."""
Line = ListedAction | Answerable


class ActionsScreen(WorkingScreen):
    """Lists actions and findings that none answers; what is shown as kept is on the disk.

    Args:
        desk: The study's actions.
    """

    CSS_PATH: ClassVar = ["working.tcss", "actions.tcss"]
    KEYS: ClassVar[tuple[Key, ...]] = ACTIONS_LIST
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS_LIST)

    def __init__(self, desk: ActionDesk) -> None:
        super().__init__()
        self.desk = desk
        self._lines: list[Line | None] = []
        """What stands in each line of the list; None for a heading."""

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head("Actions")
        yield Fault()
        yield OptionList(id="actions-list")
        yield Static(id="action-detail")
        yield Static(id="said")
        yield KeyLine(ACTIONS_LIST)

    def on_mount(self) -> None:
        """Begin with the first action."""
        self.set_focus(self.query_one(OptionList))
        self.show_all()

    @property
    def line(self) -> Line | None:
        """What is highlighted; None where the list is empty."""
        place = self.query_one(OptionList).highlighted
        return None if place is None or place >= len(self._lines) else self._lines[place]

    def show_all(self, at: str | None = None) -> None:
        """Show the list; highlight an action by its id, or what was highlighted."""
        listed, left = self.desk.listed(), self.desk.unanswered()
        found = self.query_one(OptionList)
        place = found.highlighted
        planned = sum(one.kind == "actions" for one in listed)
        self.query_one(Head).show(
            right=f"{planned} planned, {len(listed) - planned} asked, {len(left)} unanswered"
        )
        self._lines = []
        options: list[Option] = []
        sections: list[tuple[str, Sequence[Line]]] = [
            (KINDS[kind], [one for one in listed if one.kind == kind]) for kind in KINDS
        ]
        sections.append(("Findings that no action answers", left))
        for title, lines in sections:
            self._lines += [None, *lines]
            options.append(Option(shown(title, "bold"), disabled=True))
            options += [Option(self._row(one)) for one in lines]
        found.set_options(options)
        wanted = [
            n
            for n, one in enumerate(self._lines)
            if isinstance(one, ListedAction) and one.action.id == at
        ]
        usable = [n for n, one in enumerate(self._lines) if one is not None]
        if usable:
            near = min(usable, key=lambda n: abs(n - (1 if place is None else place)))
            found.highlighted = wanted[0] if wanted else near
        self._show_detail()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._show_detail()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_edit()

    def _row(self, one: Line) -> Content:
        room = max(self.app.size.width - 6, 20)
        if isinstance(one, Answerable):
            count = f"  {one.count}" if one.count else ""
            return shown(cut(one.name, max(room - len(count), 10)) + count)
        what = room - _OWNER - _BY - 2
        owner, by = one.action.owner or "nobody named", one.action.by or "no date"
        return shown(
            f"{padded(cut(one.action.what, what), what)} "
            f"{padded(cut(owner, _OWNER), _OWNER)} {cut(by, _BY)}"
        )

    def _show_detail(self) -> None:
        line, detail = self.line, self.query_one("#action-detail", Static)
        if line is None:
            detail.update("")
        elif isinstance(line, Answerable):
            detail.update(
                joined(shown(line.name, "bold"), f"\n{line.count}\nEnter plans something for it.")
            )
        else:
            answers = "; ".join(line.answers) or "no finding named"
            owner, by = line.action.owner or "nobody named", line.action.by or "no date"
            detail.update(
                joined(
                    shown(line.action.what, "bold"),
                    f"\nWho: {owner}. By: {by}.\nAnswers: {answers}",
                )
            )

    # Moving

    def action_move(self, by: int) -> None:
        """Go along the list."""
        found = self.query_one(OptionList)
        if by > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    # Writing

    def action_edit(self) -> None:
        """Change the highlighted action, or plan something for the highlighted finding."""
        line = self.line
        if isinstance(line, ListedAction):
            self._write(line.kind, line.action, line.action)
        elif isinstance(line, Answerable):
            self._write("actions", PlannedAction("new", "", (line.reference,)), None)

    def action_new(self) -> None:
        """Write down what will be done."""
        self._write("actions", PlannedAction("new", ""), None)

    def action_ask(self) -> None:
        """Write down what readers are asked to do."""
        self._write("asks", PlannedAction("new", ""), None)

    def action_refresh(self) -> None:
        """Read the study again."""
        if self.save(self.desk.refresh):
            self.show_all()
            self.say("Read again.")

    @work(group=KEYS_WAIT)
    async def _write(
        self, kind: ActionKind, action: PlannedAction, before: PlannedAction | None
    ) -> None:
        """Ask for an action until it is kept or given up: nothing typed is lost to a fault."""
        begun = (kind, action)
        while True:
            values = await self.app.push_screen_wait(_form(kind, action))
            if values is None:
                if (kind, action) != begun and await self._goes_on(action):
                    continue
                return
            kind = "asks" if values["kind"] == "asks" else "actions"
            action = _filled(action, values)
            answers = await self._pick_answers(action.answers)
            if answers is None:
                continue
            action = replace(action, answers=answers)
            kept = self._kept(kind, action, before)
            if kept is not None:
                self.show_all(kept.id)
                self.say("Kept in actions.yaml.")
                return

    def _kept(
        self, kind: ActionKind, action: PlannedAction, before: PlannedAction | None
    ) -> PlannedAction | None:
        found: list[PlannedAction] = []
        self.save(lambda: found.append(self.desk.keep(kind, action, before)))
        return found[0] if found else None

    async def _goes_on(self, action: PlannedAction) -> bool:
        """Ask before an action that was filled in, and is not kept yet, is thrown away."""
        picked = await self.app.push_screen_wait(unkept(cut(action.what, 200)))
        return picked != "discard"

    async def _pick_answers(self, answers: tuple[str, ...]) -> tuple[str, ...] | None:
        """Ask which findings an action answers: picking one puts it in, or takes it out again.

        Returns:
            The findings; None where somebody went back to the form instead.
        """
        chosen = list(answers)
        while True:
            picked = await self.app.push_screen_wait(self._finder(chosen))
            if picked is None:
                return None
            if picked == _DONE:
                return tuple(chosen)
            if picked in chosen:
                chosen.remove(picked)
            else:
                chosen.append(picked)

    def _finder(self, chosen: Sequence[str]) -> FindScreen:
        def find(typed: str) -> Sequence[tuple[str, str]]:
            """List findings by what is typed; those chosen first, and with nothing typed an end."""
            found = sorted(self.desk.search(typed), key=lambda one: one.reference not in chosen)
            pairs = [
                (one.reference, f"{'✓' if one.reference in chosen else ' '} {_named(one)}")
                for one in found
            ]
            return pairs if typed.strip() else [(_DONE, f"done: {len(chosen)} chosen"), *pairs]

        return FindScreen(
            "Which findings does it answer?",
            find,
            "part of a finding's name; enter with nothing typed is done",
            "No finding has these words.",
        )


def _named(one: Answerable) -> str:
    kind = one.reference.partition(":")[0]
    return f"{kind}: {one.name}" + (f" ({one.count})" if one.count else "")


def _form(kind: ActionKind, action: PlannedAction) -> FormScreen:
    kinds = (Choice("actions", "we will do it", "w"), Choice("asks", "we ask readers to", "a"))
    rows = (
        Row("what", "What", action.what, "what will be done, in one sentence"),
        Row("owner", "Who", action.owner or "", "who answers for it, by role or body"),
        Row("by", "By", action.by or "", "2026, 2026-09 or 2026-09-30"),
        Row("kind", "Kind", kind, offered=kinds),
    )

    def check(values: Values) -> str | None:
        """Say what is wrong with what is typed."""
        return fault_of(_filled(action, values))

    said = "The findings that it answers are asked for next."
    return FormScreen("An action", rows, check, said)


def _filled(action: PlannedAction, values: Values) -> PlannedAction:
    return replace(
        action,
        what=values["what"].strip(),
        owner=values["owner"].strip() or None,
        by=values["by"].strip() or None,
    )
