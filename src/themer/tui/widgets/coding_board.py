"""The components of a unit: a line each, and for one of them all that bears on it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from themer.findings.coded import BoardCell
from themer.model.codebook import STATUSES, Code, Status
from themer.tui.text import cut, joined, padded, shown
from themer.workflows.coding.board import ComponentHere

STATES: dict[Status, str] = {
    "in_place": "in place",
    "developing": "developing",
    "absent": "absent",
    "not_discussed": "not discussed",
}


class BoardPanel(Container):
    """The components at one side, the highlighted one at the other; below it where it is narrow."""

    def __init__(self) -> None:
        super().__init__(id="board")

    def compose(self) -> ComposeResult:
        """Make the widgets once."""
        yield Static(id="components")
        with VerticalScroll(id="component", can_focus=False):
            yield Static(id="component-text")

    def show(self, components: Sequence[ComponentHere], at: int) -> None:
        """Show the components with one of them highlighted."""
        listed = self.query_one("#components", Static)
        width = max(listed.content_size.width, 40)
        rows = [_row(one, width, is_here=n == at) for n, one in enumerate(components)]
        room = listed.styles.max_height
        most = len(rows) if room is None else int(room.value)
        first = min(max(at - most + 1, 0), len(rows) - 1)
        listed.update(Content("\n").join(rows[first:]))
        self.query_one("#component-text", Static).update(_detail(components[at]))
        self.query_one("#component").scroll_home(animate=False)


def state_words(cell: BoardCell) -> str:
    """Say a state as people do."""
    return cell.status.replace("_", " ")


def _row(component: ComponentHere, width: int, *, is_here: bool) -> Content:
    cell = component.holds
    sign = "?" if component.is_to_judge else "✓" if cell.decided_by == "person" else "·"
    left = f"{'›' if is_here else ' '} {sign} "
    right = f" {state_words(cell):<14}{cut(cell.coder or 'by rule', 12):<12}"
    room = width - len(left) - len(right)
    words = joined(left, padded(cut(component.code.name, room), room), right)
    if is_here:
        return words.stylize("bold reverse")
    return words.stylize("bold") if component.is_to_judge else words


def _detail(component: ComponentHere) -> Content:
    holds, proposed = component.holds, component.proposed
    facts = [_line("A fact    ", f"{fact.question.title}: {fact.fact}") for fact in component.facts]
    reason = "by these facts" if component.facts else proposed.reason
    lines = [
        shown(component.code.name, "bold"),
        *([_line("Again     ", component.again)] if component.again else []),
        *(facts or [shown("No fact says how it stands.")]),
        _line("The rule  ", f"{state_words(proposed)}: {reason}"),
        _line("It holds  ", f"{state_words(holds)}, {_who(holds)}"),
        *(
            _line(f"{key} {STATES[status]:<14} ", _looks_like(component.code, status))
            for key, status in enumerate(STATUSES, 1)
        ),
    ]
    return Content("\n").join(lines)


def _who(cell: BoardCell) -> str:
    if cell.decided_by == "rule":
        return "by the rule; no person has said a word"
    return f"said by {cell.coder}: {cell.reason}"


def _looks_like(code: Code, status: Status) -> str:
    """Give the codebook's words on a state."""
    states = code.component
    if states is None or status == "not_discussed":
        return "it was not spoken of in this unit"
    return {
        "in_place": states.in_place,
        "developing": states.developing,
        "absent": states.absent,
    }[status]


def _line(label: str, words: str) -> Content:
    return joined(shown(label, "bold"), words)
