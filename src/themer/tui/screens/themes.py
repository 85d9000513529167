"""The list of the theme desk: what people named, what the machine found, what was refused."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from themer.tui.analysis_keys import THEMES
from themer.tui.key import Key, bindings
from themer.tui.screens.asking import FindScreen
from themer.tui.screens.theme import ThemeScreen
from themer.tui.screens.theme_map import ThemeMapScreen
from themer.tui.screens.themes_asking import (
    Entry,
    id_of,
    merge_entry,
    name_entry,
    name_of,
    refuse_entry,
)
from themer.tui.screens.themes_base import ThemesDeskScreen
from themer.tui.text import shown
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.tui.widgets.theme_rows import Lines, RowsPanel
from themer.tui.widgets.theme_words import (
    CANDIDATE_COLUMNS,
    THEME_COLUMNS,
    broader_of,
    by_broader,
    candidate_detail,
    candidate_figures,
    row,
    theme_detail,
    theme_figures,
)
from themer.workflows.themes.desk import ThemeDesk
from themer.workflows.themes.views import CandidateHere, ThemeHere


class ThemesScreen(ThemesDeskScreen):
    """Shows all themes and candidates, and opens one."""

    KEYS: ClassVar[tuple[Key, ...]] = THEMES
    BINDINGS: ClassVar[list[BindingType]] = bindings(THEMES)

    def __init__(self, desk: ThemeDesk) -> None:
        super().__init__(desk)
        self._at = 0

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head(f"Themes · {self.desk.coder or 'to look only'}")
        yield Fault()
        yield RowsPanel()
        yield Static(id="said")
        yield KeyLine(THEMES)

    def on_mount(self) -> None:
        """Say what is first to do."""
        new = sum(bool(one.new) for one in self.desk.view.named)
        if new:
            themes = "1 theme has" if new == 1 else f"{new} themes have"
            self.say(f"{themes} new passages to look at, marked with +.")
        elif self.desk.view.candidates:
            self.say("Enter opens; n names a candidate, m merges it, x refuses it.")
        else:
            self.say(self.desk.view.note or "Every candidate is decided.")

    @property
    def entries(self) -> list[Entry]:
        """Everything in the list, in its order."""
        view = self.desk.view
        return [*view.named, *by_broader(view), *view.closed]

    @property
    def entry(self) -> Entry | None:
        """The highlighted one; None where there is nothing."""
        entries = self.entries
        return entries[min(self._at, len(entries) - 1)] if entries else None

    def show_all(self) -> None:
        """Show the list, and what is said of the highlighted entry."""
        view = self.desk.view
        panel = self.query_one(RowsPanel)
        self._at = max(min(self._at, len(self.entries) - 1), 0)
        left = f"{len(view.named)} named · {len(view.candidates)} to decide"
        self.query_one(Head).show(right=left)
        rows: list[Content] = []
        highlighted = place = 0
        for title, columns, part in (
            ("NAMED BY PEOPLE", THEME_COLUMNS, view.named),
            ("THE MACHINE'S, NOT DECIDED", CANDIDATE_COLUMNS, by_broader(view)),
            ("REFUSED AND MERGED", "", view.closed),
        ):
            if not part:
                continue
            rows.append(row(title, columns, panel.row_width, is_here=False, style="bold"))
            above = None
            for one in part:
                broader = broader_of(one)
                if broader != above:
                    words = f"under {broader}" if broader else "under none"
                    rows.append(row(words, "", panel.row_width, is_here=False, style="italic"))
                above = broader
                if place == self._at:
                    highlighted = len(rows)
                rows.append(self._row(one, panel.row_width, is_here=place == self._at))
                place += 1
        panel.show(Lines(rows, highlighted), self._detail())

    @staticmethod
    def _row(one: Entry, width: int, *, is_here: bool) -> Content:
        if isinstance(one, CandidateHere):
            return row(one.name, candidate_figures(one), width, is_here=is_here)
        return row(one.theme.name, theme_figures(one), width, is_here=is_here)

    def _detail(self) -> Content:
        entry = self.entry
        if entry is None:
            return shown(self.desk.view.note or "There is nothing to show yet.")
        if isinstance(entry, CandidateHere):
            return candidate_detail(entry, self.desk.view)
        return theme_detail(entry, self.desk.view)

    def go_to(self, wanted: str) -> None:
        """Highlight an entry by its name; stay where it is not there."""
        names = [id_of(entry) for entry in self.entries]
        if wanted in names:
            self._at = names.index(wanted)
        self.show_all()

    # Going about

    def action_next(self) -> None:
        """Go to the next entry, round to the first."""
        self._go(1)

    def action_previous(self) -> None:
        """Go to the entry before, round to the last."""
        self._go(-1)

    def _go(self, by: int) -> None:
        if self.entries:
            self._at = (self._at + by) % len(self.entries)
        self.show_all()

    @work
    async def action_open(self) -> None:
        """Open the page of the highlighted entry."""
        if self.entry is not None:
            await self._open(id_of(self.entry))

    async def _open(self, wanted: str) -> None:
        page = ThemeScreen(self.desk, wanted)
        await self.app.push_screen_wait(page)
        self.go_to(page.wanted)

    @work
    async def action_map(self) -> None:
        """Show the map, and open what is chosen there."""
        chosen: list[str] = []
        await self.app.push_screen_wait(ThemeMapScreen(self.desk, chosen.append))
        if chosen:
            await self._open(chosen[0])

    @work
    async def action_find(self) -> None:
        """Find an entry by words of its name."""

        def find(typed: str) -> list[tuple[str, str]]:
            """List entries whose name holds what is typed."""
            wanted = typed.casefold().split()
            named = [(id_of(one), name_of(one)) for one in self.entries]
            return [pair for pair in named if all(word in pair[1].casefold() for word in wanted)]

        found = await self.app.push_screen_wait(
            FindScreen("Find a theme", find, "part of its name", "Nothing has these words.")
        )
        if found is not None:
            self.go_to(found)

    # Deciding

    @work
    async def action_name(self) -> None:
        """Name the candidate, or rename the theme."""
        if self.entry is not None:
            wanted = await name_entry(self, self.entry)
            if wanted:
                self.go_to(wanted)

    @work
    async def action_merge(self) -> None:
        """Merge the entry into a theme."""
        if self.entry is not None:
            wanted = await merge_entry(self, self.entry)
            if wanted:
                self.go_to(wanted)

    @work
    async def action_refuse(self) -> None:
        """Refuse the entry."""
        if self.entry is not None:
            await refuse_entry(self, self.entry)

    @work
    async def action_take_up(self) -> None:
        """Take a refused or merged theme up again."""
        entry = self.entry
        if not isinstance(entry, ThemeHere) or entry.theme.status == "named":
            self.say("Only what was refused or merged can be taken up again.")
            return
        theme = entry.theme
        if await self.keep_with_reason(
            f"Take up again: {theme.name}",
            lambda reason: self.desk.take_up(theme.id, reason=reason),
        ):
            self.go_to(theme.id)
            self.say(f"Taken up again: {theme.name}")

    def action_refresh(self) -> None:
        """Read the study again."""
        if self.save(self.desk.read_anew):
            self.say("Read again from the study's files.")
