"""The map: themes down, so that like ones stand together; codes across; units in each place."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from themer.findings.theme_map import MapRow, ThemeMap
from themer.tui.analysis_keys import THEME_MAP
from themer.tui.key import Key, bindings
from themer.tui.screens.themes_base import ThemesDeskScreen
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.tui.widgets.theme_grid import ThemeGrid, row_detail
from themer.workflows.themes.desk import ThemeDesk


class ThemeMapScreen(ThemesDeskScreen):
    """Shows the map of the desk's themes.

    Args:
        desk: One person's work on themes.
        open_it: Told which one is to be opened, as the map closes.
    """

    KEYS: ClassVar[tuple[Key, ...]] = THEME_MAP
    BINDINGS: ClassVar[list[BindingType]] = bindings(THEME_MAP)

    def __init__(self, desk: ThemeDesk, open_it: Callable[[str], None]) -> None:
        super().__init__(desk)
        self._open_it = open_it
        self._with_candidates = not desk.view.named
        self._at = 0
        self._map: ThemeMap = desk.map(with_candidates=self._with_candidates)

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head("Map of themes")
        yield Fault()
        yield ThemeGrid()
        yield Static(id="map-detail")
        yield Static(id="said")
        yield KeyLine(THEME_MAP)

    def on_mount(self) -> None:
        """Say how to read it."""
        self.say("A number: units whose passages of the theme carry the code. Like rows are near.")

    @property
    def row(self) -> MapRow | None:
        """The highlighted row; None where the map is empty."""
        rows = self._map.rows
        return rows[min(self._at, len(rows) - 1)] if rows else None

    def show_all(self) -> None:
        """Show the grid, and the highlighted row in words."""
        what = "themes and candidates" if self._with_candidates else "themes"
        self.query_one(Head).show(right=f"{len(self._map.rows)} {what}")
        self.query_one(ThemeGrid).show(self._map, self._at)
        self.query_one("#map-detail", Static).update(row_detail(self.row, self._map))

    def action_candidates(self) -> None:
        """Show candidates too, or themes only."""
        here = self.row
        self._with_candidates = not self._with_candidates
        self._map = self.desk.map(with_candidates=self._with_candidates)
        ids = [row.id for row in self._map.rows]
        self._at = ids.index(here.id) if here is not None and here.id in ids else 0
        self.show_all()

    def action_next(self) -> None:
        """Go to the next row."""
        self._at = min(self._at + 1, max(len(self._map.rows) - 1, 0))
        self.show_all()

    def action_previous(self) -> None:
        """Go to the row before."""
        self._at = max(self._at - 1, 0)
        self.show_all()

    def action_open(self) -> None:
        """Open the highlighted one."""
        if self.row is not None:
            self._open_it(f"candidate:{self.row.id}" if self.row.is_candidate else self.row.id)
            self.dismiss(None)
