"""The page of a theme or candidate: what is said of it, and its passages one by one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from themer.model.theme import ThemePassage
from themer.tui.analysis_keys import THEME
from themer.tui.key import Key, bindings
from themer.tui.screens.asking import ReadScreen
from themer.tui.screens.themes_base import ThemesDeskScreen
from themer.tui.text import cut, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.tui.widgets.theme_about import about_candidate, about_theme
from themer.tui.widgets.theme_rows import Lines, RowsPanel
from themer.tui.widgets.theme_words import (
    candidate_passages,
    history_words,
    passage_detail,
    passage_row,
    picked_of,
)
from themer.workflows.themes.desk import ThemeDesk
from themer.workflows.themes.views import CandidateHere, PassageHere, ThemeHere


class ThemePage(ThemesDeskScreen):
    """Shows one theme or candidate, and goes about in its passages.

    Args:
        desk: One person's work on themes.
        wanted: The theme's id, or ``candidate:`` and the candidate's.
    """

    KEYS: ClassVar[tuple[Key, ...]] = THEME
    BINDINGS: ClassVar[list[BindingType]] = bindings(THEME)

    def __init__(self, desk: ThemeDesk, wanted: str) -> None:
        super().__init__(desk)
        self.wanted = wanted
        self._at = 0
        self._marked: set[ThemePassage] = set()

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head()
        yield Fault()
        yield Static(id="theme-about")
        yield RowsPanel()
        yield Static(id="said")
        yield KeyLine(THEME)

    def on_mount(self) -> None:
        """Say what the signs mean."""
        self.say("■ picked  ≠ says otherwise  * exemplar: each of another organisation")

    # What is in front

    @property
    def entry(self) -> ThemeHere | CandidateHere | None:
        """The theme or candidate; None where it has gone, as by undo."""
        kind, _, identity = self.wanted.partition(":")
        if kind == "candidate" and identity:
            found = [one for one in self.desk.view.candidates if one.id == identity]
            return found[0] if found else None
        return self.desk.view.theme(self.wanted)

    @property
    def theme(self) -> ThemeHere | None:
        """The theme; None where this is a candidate, which is said."""
        entry = self.entry
        if isinstance(entry, ThemeHere):
            return entry
        self.say("A candidate is the machine's: name it first (n), or merge it (m).")
        return None

    @property
    def passages(self) -> list[PassageHere]:
        """The passages, exemplars first."""
        entry = self.entry
        if entry is None:
            return []
        if isinstance(entry, CandidateHere):
            return candidate_passages(entry, self.desk.view)
        return list(self.desk.view.passages_of(entry.theme))

    def picked(self) -> list[ThemePassage]:
        """Give what is picked, in the order of the page."""
        return [one.passage for one in self.passages if one.passage in self._marked]

    def show_all(self) -> None:
        """Show the theme and its passages."""
        entry, passages, view = self.entry, self.passages, self.desk.view
        self._marked &= {one.passage for one in passages}
        self._at = max(min(self._at, len(passages) - 1), 0)
        panel = self.query_one(RowsPanel)
        width = self.app.size.width - 2
        if entry is None:
            self.query_one("#theme-about", Static).update(shown("It is not there any more."))
            panel.show(Lines([], 0), shown("Escape goes back to the list."))
            return
        is_candidate = isinstance(entry, CandidateHere)
        about = (
            about_candidate(entry, view)
            if isinstance(entry, CandidateHere)
            else about_theme(entry, view)
        )
        self.query_one("#theme-about", Static).update(
            Content("\n").join([about[0], *(shown(cut(line, width)) for line in about[1])])
        )
        picked = f" · {len(self._marked)} picked" if self._marked else ""
        place = f"passage {self._at + 1} of {len(passages)}" if passages else "no passages"
        kind = "Candidate" if is_candidate else "Theme"
        self.query_one(Head).show(f"{kind} · {self.desk.coder or 'to look only'}", place + picked)
        seen: set[tuple[str, bool]] = set()
        rows = []
        for number, one in enumerate(passages):
            first = (one.organisation, one.is_contrary)
            rows.append(
                passage_row(
                    one,
                    panel.row_width,
                    is_here=number == self._at,
                    is_picked=one.passage in self._marked,
                    is_exemplar=self._is_exemplar(entry, one, is_first=first not in seen),
                )
            )
            seen.add(first)
        nothing = shown("It has no passages. a adds one; the theme is kept, and counts nobody.")
        panel.show(
            Lines(rows, self._at), passage_detail(passages[self._at]) if passages else nothing
        )

    @staticmethod
    def _is_exemplar(entry: ThemeHere | CandidateHere, one: PassageHere, *, is_first: bool) -> bool:
        if isinstance(entry, CandidateHere):
            count = len(entry.finding.exemplars)
            return one.passage in entry.passages[:count]
        return is_first and not one.is_contrary

    # Going about

    def action_next(self) -> None:
        """Go to the next passage."""
        self._go(1)

    def action_previous(self) -> None:
        """Go to the passage before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        self._at = max(min(self._at + by, len(self.passages) - 1), 0)
        self.show_all()

    def action_pick(self) -> None:
        """Pick the passage, or no longer, and go on to the next."""
        if self.passages:
            self._marked ^= {self.passages[self._at].passage}
            self._go(1)

    def action_history(self) -> None:
        """Read who did what to the theme."""
        entry = self.theme
        if entry is not None:
            themes = {one.id: f"“{one.name}”" for one in self.desk.themes}
            title = f"What was done to “{entry.theme.name}”"
            self.app.push_screen(ReadScreen(title, history_words(entry.theme, themes)))

    def _chosen(self) -> list[ThemePassage]:
        return picked_of(self.passages, self._marked, self._at)

    @staticmethod
    def _number(chosen: list[ThemePassage]) -> str:
        return "this passage" if len(chosen) == 1 else f"these {len(chosen)} passages"
