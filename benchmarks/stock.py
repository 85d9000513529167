"""Stock Textual doing what the desk does: a text area, and a screen of the same parts.

They stand beside the desk in ``benchmarks/desk.py``: what they cost is the floor.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import ClassVar

from made_study import QUESTIONS, words
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static, TextArea


class Box(App[None]):
    """A text area as large as the notes; it saves, if at all, in a handler, as a first try does."""

    CSS = "Static { width: 25; } TextArea { height: 12; }"

    def __init__(self, save_to: str = "", each: str = "0") -> None:
        super().__init__()
        self._save_to = save_to
        self._each = float(each)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("ready")
            yield TextArea(words(2000), soft_wrap=True)

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        if self._save_to:
            self.set_interval(self._each, self._save)

    def _save(self) -> None:
        with Path(self._save_to).open("w", encoding="utf-8") as file:
            file.write(words(30_000) + self.query_one(TextArea).text)
            file.flush()
            os.fsync(file.fileno())


class Desk(App[None]):
    """The desk's parts as stock widgets; F4 and alt+up change what they show, and the focus."""

    CSS = """
    .line { height: 1; }
    #middle { height: 1fr; }
    #outline { width: 25; border-right: solid blue; }
    #choices { height: auto; }
    #choices:focus { text-style: bold; }
    #ask, #guidance, #beside { height: auto; }
    TextArea { height: 1fr; max-height: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("f4", "go(1)", ""), ("alt+up", "go(-1)", "")]
    AT = QUESTIONS - 1

    def compose(self) -> ComposeResult:
        yield Static(id="head", classes="line")
        with Horizontal(id="middle"):
            yield Static(id="outline")
            with Vertical():
                for name in ("place", "ask", "guidance", "choices", "beside"):
                    if name == "beside":
                        yield TextArea(soft_wrap=True)
                    yield Static(id=name)
        yield Static("F1 help  F2 jump", classes="line")

    def on_mount(self) -> None:
        self.query_one("#choices").can_focus = True
        self.action_go(0)

    def action_go(self, by: int) -> None:
        self.AT = max(0, min(self.AT + by, QUESTIONS - 1))
        with self.batch_update():
            self._show()

    def _show(self) -> None:
        number = self.AT
        has_fact = number % 5 in (0, 4)
        shown = {
            "outline": "\n".join(f"✓ {n} Matter {n}" for n in range(number - 20, number + 2)),
            "place": f"{number} of 60 · Section",
            "ask": f"How do things stand with matter {number}, and who sees to it?",
            "guidance": "" if number % 2 else "If unsure, ask about the plan first.",
            "choices": "(•) 1 yes  ( ) 2 no" if has_fact else "",
            "beside": "" if number % 2 else "· Since when?\n· Who pays for it?",
        }
        for name, said in shown.items():
            widget = self.query_one(f"#{name}", Static)
            widget.update(said)
            widget.display = bool(said)
        area = self.query_one(TextArea)
        area.load_text(words(2000 if number == QUESTIONS - 1 else 470, number))
        area.move_cursor(area.document.end)
        self.set_focus(self.query_one("#choices") if has_fact else area)


def run(name: str, *arguments: str) -> None:
    """Run one of them by its name in small letters."""
    {"box": Box, "desk": Desk}[name](*arguments).run()


if __name__ == "__main__":
    run(*sys.argv[1:])
