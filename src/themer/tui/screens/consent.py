"""Consent: the words that are read out, and what was said to each; nothing is asked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from themer.conversation.beginning import SCOPE_TITLES, SCOPES, wording
from themer.model.study import ConsentWording
from themer.tui.key import Key, bindings
from themer.tui.keys import CONSENT
from themer.tui.screens.asking import unkept
from themer.tui.text import joined, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine

_NOTHING: Mapping[str, bool] = {}


class Scope(Static):
    """One question of consent."""

    def __init__(self, scope: str, words: str, before: bool | None) -> None:
        super().__init__(id=f"scope-{scope.replace('_', '-')}", classes="scope")
        self.scope = scope
        self.before = before
        self.said: bool | None = None
        self._words = words

    def on_mount(self) -> None:
        """Show the words, and what was said before."""
        self.answer(self.before)

    def answer(self, said: bool | None) -> None:
        """Take what was said, and show it."""
        self.said = said
        yes, no = ("•", " ") if said else (" ", "•" if said is False else " ")
        title = shown(f"{SCOPE_TITLES[self.scope]}   ({yes}) y yes  ({no}) n no", "bold")
        self.update(joined(title, f"\n“{self._words}”"))


class ConsentScreen(Screen[dict[str, bool] | None]):
    """Ends with yes or no for each scope, or None where nothing was asked.

    Args:
        text: The words that are read out.
        title: Who is asked.
        opening: What is said then, where there is something.
        scopes: What is asked.
        before: What was said to it at an earlier time.
    """

    KEYS: ClassVar[tuple[Key, ...]] = CONSENT
    BINDINGS: ClassVar[list[BindingType]] = bindings(CONSENT)
    HELP_KEYS = (
        ("y n", "They say yes or no to the scope that is marked"),
        ("↑ ↓", "Another scope"),
    )

    def __init__(
        self,
        text: ConsentWording,
        title: str,
        opening: str | None,
        *,
        scopes: Sequence[str] = SCOPES,
        before: Mapping[str, bool] = _NOTHING,
    ) -> None:
        super().__init__()
        self._scopes = tuple(scopes)
        self._before = before
        self._text = text
        self._title = title
        self._opening = opening
        self._at = 0
        """Which scope the next y or n is for. Moving the focus instead takes a moment, in which a
        second key would still answer the first question."""

    def compose(self) -> ComposeResult:
        """Show the words of each scope."""
        yield Head(
            f"{self._title} · consent",
        )
        yield Fault()
        with VerticalScroll(classes="form", can_focus=False):
            said = f"Read each out, and press y or n (wording {self._text.version}, kept with it)."
            yield Static(shown(said + "\n"), classes="quiet")
            for scope, words in wording(self._text).items():
                if scope in self._scopes:
                    yield Scope(scope, words, self._before.get(scope))
            if self._opening:
                yield Static(joined(shown("Then say  ", "bold"), f"“{self._opening}”"))
        yield KeyLine(CONSENT)

    def on_mount(self) -> None:
        """Begin with taking part."""
        self._go(0)

    def on_key(self, event: events.Key) -> None:
        """Take y or n for the present scope and go to the next; the arrows go between them."""
        if event.character in ("y", "n"):
            list(self.query(Scope))[self._at].answer(event.character == "y")
            self._go(self._at + 1)
        elif event.key in ("down", "up", "tab", "shift+tab"):
            event.stop()
            self._go(self._at + (1 if event.key in ("down", "tab") else -1))

    def _go(self, to: int) -> None:
        scopes = list(self.query(Scope))
        self._at = max(0, min(to, len(scopes) - 1))
        for place, scope in enumerate(scopes):
            scope.set_class(place == self._at, "-here")
        scopes[self._at].scroll_visible()

    def action_go_on(self) -> None:
        """Go on once every scope is answered; a no to taking part needs no more."""
        given = {scope.scope: scope.said for scope in self.query(Scope)}
        if given["take_part"] is False:
            given = dict.fromkeys(self._scopes, False)
        missing = [SCOPE_TITLES[scope] for scope, said in given.items() if said is None]
        if missing:
            self.query_one(Fault).show(f"Still to be asked: {', '.join(missing)} (y or n).")
            return
        self.dismiss({scope: bool(said) for scope, said in given.items()})

    def action_cancel(self) -> None:
        """Leave; nothing is recorded. What was said already is not thrown away unasked."""
        said = [
            f"{SCOPE_TITLES[scope.scope]}: {'yes' if scope.said else 'no'}"
            for scope in self.query(Scope)
            if scope.said is not scope.before
        ]
        if said:
            self.app.push_screen(unkept(", ".join(said)), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, picked: str | None) -> None:
        if picked == "discard":
            self.dismiss(None)
