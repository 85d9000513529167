"""Words that are looked at and change often, in as many rows as they need."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static


class Words(Static):
    """Lays the screen out anew only where other words need more or fewer rows."""

    # Nothing scrolls here. As Textual has it, each change of height lays the screen out twice.
    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._said = Content("")

    def say(self, words: Content) -> None:
        """Show other words."""
        if words.is_same(self._said):
            return
        # Textual would lay everything out to tell the content's size of a widget that is hidden.
        width = self.outer_size.width - self.styles.gutter.width
        is_as_high = width > 0 and self._rows(words, width) == self._rows(self._said, width)
        self._said = words
        self.update(words, layout=not is_as_high)

    def _rows(self, words: Content, width: int) -> int:
        return words.get_height(self.styles.get_rules(), width)
