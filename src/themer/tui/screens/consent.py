"""Consent: the words that are read out, and what was said to each; nothing is asked before."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from themer.conversation.beginning import SCOPE_TITLES, SCOPES, wording
from themer.model.study import ConsentWording
from themer.tui.keys import CONSENT, Key, bindings
from themer.tui.text import joined, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine


class Scope(Static, can_focus=True):
    """One question of consent, answered with y or n."""

    def __init__(self, scope: str, words: str) -> None:
        super().__init__(id=f"scope-{scope.replace('_', '-')}", classes="scope")
        self.scope = scope
        self.said: bool | None = None
        self._words = words

    def on_mount(self) -> None:
        """Show the words."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Take y or n, and go to the next."""
        if event.character in ("y", "n"):
            event.stop()
            self.said = event.character == "y"
            self._draw()
            self.screen.focus_next(Scope)
        elif event.key in ("down", "up"):
            event.stop()
            self.screen.focus_next(Scope) if event.key == "down" else self.screen.focus_previous(
                Scope
            )

    def _draw(self) -> None:
        yes, no = ("•", " ") if self.said else (" ", "•" if self.said is False else " ")
        title = shown(f"{SCOPE_TITLES[self.scope]}   ({yes}) y yes  ({no}) n no", "bold")
        self.update(joined(title, f"\n“{self._words}”"))


class ConsentScreen(Screen[dict[str, bool] | None]):
    """Ends with yes or no for each scope, or None where nothing was asked."""

    KEYS: ClassVar[tuple[Key, ...]] = CONSENT
    BINDINGS: ClassVar[list[BindingType]] = bindings(CONSENT)

    def __init__(self, text: ConsentWording, title: str, opening: str | None) -> None:
        super().__init__()
        self._text = text
        self._title = title
        self._opening = opening

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
                yield Scope(scope, words)
            if self._opening:
                yield Static(joined(shown("Then say  ", "bold"), f"“{self._opening}”"))
        yield KeyLine(CONSENT)

    def on_mount(self) -> None:
        """Begin with taking part."""
        self.query(Scope).first().focus()

    def action_go_on(self) -> None:
        """Go on once every scope is answered; a no to taking part needs no more."""
        given = {scope.scope: scope.said for scope in self.query(Scope)}
        if given["take_part"] is False:
            given = dict.fromkeys(SCOPES, False)
        missing = [SCOPE_TITLES[scope] for scope, said in given.items() if said is None]
        if missing:
            self.query_one(Fault).show(f"Still to be asked: {', '.join(missing)} (y or n).")
            return
        self.dismiss({scope: bool(said) for scope, said in given.items()})

    def action_cancel(self) -> None:
        """Leave; nothing was agreed to."""
        self.dismiss(None)
