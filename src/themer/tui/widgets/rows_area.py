"""A text area that paints the rows that a key changes, and no others."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Self

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult


class RowsArea(TextArea):
    """A stock text area that costs less at each key, and sends less to the terminal.

    The stock one paints all its rows at every key, which is most of what a key costs there, and
    lays the whole screen out anew whenever the text needs another row.
    """

    # Its height is the screen's to give, whatever is typed into it.
    virtual_size = Reactive(Size(0, 0), layout=False)

    _is_by_rows = False
    """Whether rows that change are to be painted, and no others; the stock constructor asks too."""

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scroll bar follow the text, and the text the cursor.

        The stock one scrolls before it knows of a new row: a word that goes over into a row below
        the last one in sight is not seen there until the next key.
        """
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height
        if self.has_focus:
            self.scroll_cursor_visible()

    def edit(self, edit: Edit) -> EditResult:
        """Change the text, and paint only the rows that look different after it."""
        with self.by_rows():
            return super().edit(edit)

    def move_cursor(self, *arguments: Any, **named: Any) -> None:
        """Move the cursor, and paint only the rows that look different after it."""
        with self.by_rows():
            super().move_cursor(*arguments, **named)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint again, all of it or some regions; whole rows wait for ``by_rows`` to say which."""
        if self._is_by_rows and not (regions or layout or recompose):
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @contextlib.contextmanager
    def by_rows(self) -> Iterator[None]:
        """Find out which rows a change touches, and have those painted."""
        if self._is_by_rows or not self.is_mounted:
            yield
            return
        before = self._rows()
        self._is_by_rows = True
        try:
            yield
        finally:
            self._is_by_rows = False
        width = self.size.width
        looks = enumerate(zip(before, self._rows(), strict=True))
        changed = [Region(0, y, width, 1) for y, (old, new) in looks if old != new]
        if changed:
            self.refresh(*changed)

    def _rows(self) -> list[object]:
        """Say for each row in sight what its looks depend on."""
        top, height = self.scroll_offset.y, self.size.height
        selected = None if self.selection.is_empty else self.selection
        everywhere = (top, selected, self.matching_bracket_location, self.suggestion)
        row, column = self.selection.end
        rows: list[object] = []
        for line, first, last in self._rows_in_sight(top, height):
            words = self.document.get_line(line)
            is_last = last is None
            last = len(words) if last is None else last
            has_cursor = line == row and first <= column and (column < last or is_last)
            at = column - first if has_cursor else None
            rows.append((words[first:last], line == row, at, everywhere))
        return rows + [None] * (height - len(rows))

    def _rows_in_sight(self, top: int, height: int) -> Iterator[tuple[int, int, int | None]]:
        """Go through the rows: a line's number, and where in it the row begins and ends.

        Textual can say so too, but takes a line of 2,000 characters apart for each row.
        """
        y = 0
        for line in range(self.document.line_count):
            starts = self.wrapped_document.get_offsets(line)
            if y + len(starts) >= top:
                for first, last in pairwise([0, *starts, None]):
                    if top <= y < top + height:
                        yield line, first or 0, last
                    y += 1
            else:
                y += len(starts) + 1
            if y >= top + height:
                return
