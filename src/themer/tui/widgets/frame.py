"""The line above, the fault that stays, and the keys below: the same on every screen."""

from __future__ import annotations

from textual.widgets import Static

from themer.tui.key import Key, own_keys
from themer.tui.keys import footer_words
from themer.tui.text import cut, padded, shown, visible


class Head(Static):
    """The top line: what is open at the left, how it stands at the right."""

    def __init__(self, left: str = "") -> None:
        super().__init__(classes="head")
        self._left = left
        self._right = ""

    def show(self, left: str | None = None, right: str | None = None) -> None:
        """Change either end."""
        self._left = self._left if left is None else left
        self._right = self._right if right is None else right
        self._draw()

    def on_resize(self) -> None:
        """Fit the ends into the new width."""
        self._draw()

    def _draw(self) -> None:
        room = self.content_size.width - len(self._right) - 1
        # One row whatever it says: laying the whole screen out again would cost a key's time.
        left = padded(cut(visible(self._left), room), room + 1)
        self.update(shown(left + self._right), layout=False)


class Fault(Static):
    """A red line that stays until its cause is gone; never a message that passes."""

    def __init__(self) -> None:
        super().__init__(classes="fault")
        self._words: str | None = None

    def show(self, words: str | None) -> None:
        """Show what is wrong, or nothing."""
        if words == self._words:
            return
        self._words = words
        self.set_class(words is not None, "-on")
        self.update(shown(f"! {words}" if words else ""))


class KeyLine(Static):
    """The keys of the screen, made from the one table."""

    def __init__(self, group: tuple[Key, ...]) -> None:
        super().__init__(classes="keys")
        self._group = group

    def on_resize(self) -> None:
        """Show as many as fit."""
        self.draw()

    def draw(self) -> None:
        """Show the keys as they are set now."""
        words = footer_words(self._group, self.content_size.width, own_keys(self.app))
        self.update(shown(words), layout=False)


class TooSmall(Static):
    """Covers a screen that does not fit; what is under it stays as it is, and takes the keys."""

    def __init__(self, smallest: tuple[int, int]) -> None:
        columns, rows = smallest
        words = f"Too small: {columns}×{rows} at least. Your words are safe, and typing goes on."
        super().__init__(shown(words), classes="too-small")


def is_shared(app: object) -> bool:
    """Say whether a partner sees the screen too."""
    return bool(getattr(app, "is_shared", False))


def share(app: object, *, on: bool) -> None:
    """Say that a partner sees the screen from now on, or no longer."""
    app.is_shared = on  # type: ignore[attr-defined]
