"""The codebook's screen: codes with their counts, the page of one, and every change by a key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from themer.coding.codebook_editing import MEANING
from themer.coding.codebook_wording import did_words
from themer.model.codebook import Code
from themer.tui.analysis_keys import CODEBOOK
from themer.tui.key import Key, bindings
from themer.tui.screens.asking import FindScreen, ReadScreen
from themer.tui.screens.codebook_forms import (
    code_rows,
    parts_typed,
    row_asked,
    split_rows,
    values_typed,
)
from themer.tui.screens.form import FormScreen, Row, Values
from themer.tui.screens.working import WorkingScreen
from themer.tui.widgets.codebook_panel import CodebookPanel
from themer.tui.widgets.codebook_words import (
    history_words,
    page_words,
    some,
    touched_words,
    waiting_words,
)
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.codebook.desk import CodebookSession, CodeRow, Touched


class CodebookScreen(WorkingScreen):
    """Shows a codebook and hands every change to its session; what is shown is on the disk.

    Args:
        session: The coder's work on it.
    """

    CSS_PATH: ClassVar = ["working.tcss", "codebook.tcss"]
    SCROLLED = "#page"
    KEYS: ClassVar[tuple[Key, ...]] = CODEBOOK
    BINDINGS: ClassVar[list[BindingType]] = bindings(CODEBOOK)

    def __init__(self, session: CodebookSession) -> None:
        super().__init__()
        self.session = session
        self._rows = session.rows()
        self._at = 0

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head()
        yield Fault()
        yield CodebookPanel()
        yield Static(id="said")
        yield KeyLine(CODEBOOK)

    def on_mount(self) -> None:
        """Say what is there."""
        self.say("Each change has a reason and a version; what it touches is looked at again.")

    @property
    def row(self) -> CodeRow:
        """The code that is highlighted."""
        return self._rows[self._at]

    def show_all(self) -> None:
        """Show the codes as the session has them now."""
        here = self.row.code.id
        self._rows = self.session.rows()
        places = [row.code.id for row in self._rows]
        self._at = places.index(here) if here in places else min(self._at, len(places) - 1)
        book = self.session.book
        waiting = self.session.to_look_at()
        own = len(self.session.to_look_at(self.session.coder))
        right = f"{len(waiting)} to look at again, {own} yours" if waiting else ""
        self.query_one(Head).show(f"Codebook, version {book.version} · {book.title}", right)
        self.query_one(CodebookPanel).show(self._rows, self._at, page_words(self.session, self.row))

    # Going about

    def _go(self, at: int) -> None:
        self._at = at % len(self._rows)
        self.show_all()

    def action_next(self) -> None:
        """Go to the next code, round to the first."""
        self._go(self._at + 1)

    def action_previous(self) -> None:
        """Go to the code before, round to the last."""
        self._go(self._at - 1)

    @work
    async def action_find(self) -> None:
        """Go to a code by part of its name."""
        found = await self._choose("Go to which code?", "enter goes there")
        if found is not None:
            self._go([row.code.id for row in self._rows].index(found))

    def action_history(self) -> None:
        """Read who changed what, when and why."""
        words = history_words(self.session.book, self.session.history())
        nothing = "Nothing was changed here yet. What is changed by hand in the file is not told."
        self.app.push_screen(ReadScreen("What was changed, the latest first", words or nothing))

    def action_waiting(self) -> None:
        """Read what waits of the highlighted code; of all, where nothing waits of it."""
        items = self.session.to_look_at()
        here = [item for item in items if item.decision.code == self.row.code.id]
        if not items:
            self.say("No decision waits to be looked at again.")
            return
        of = f"of “{self.row.code.name}”" if here else "of all codes"
        title = f"To look at again, {of}: {len(here or items)}"
        self.app.push_screen(ReadScreen(title, waiting_words(self.session, here or items)))

    def action_refresh(self) -> None:
        """Read the file again."""
        found: list[str | None] = []
        if self.save(lambda: found.append(self.session.look())):
            self.say(found[0] or "The file is as it is shown.")

    # Changing

    @work
    async def action_add(self) -> None:
        """Add a code."""

        def add(typed: Values) -> Touched:
            """Add the code that was typed."""
            return self.session.add(values_typed(typed, None), typed["reason"])

        await self._in_form("A new code", lambda typed: code_rows(None, typed), add)

    @work
    async def action_edit(self) -> None:
        """Edit the highlighted code."""
        code = self._current()
        if code is None:
            return

        def edit(typed: Values) -> Touched:
            """Change the code to what was typed."""
            values = values_typed(typed, code)
            look_again = typed["again"] == "again" and not values.keys().isdisjoint(MEANING)
            return self.session.edit(code.id, values, typed["reason"], look_again=look_again)

        title = f"Edit “{code.name}”"
        await self._in_form(title, lambda typed: code_rows(code, typed), edit)

    @work
    async def action_split(self) -> None:
        """Put several new codes in the place of the highlighted one."""
        code = self._current()
        if code is None:
            return

        def split(typed: Values) -> Touched:
            """Put the codes that were typed in its place."""
            return self.session.split(code.id, parts_typed(typed), typed["reason"])

        said = f"It is retired. {self._left_words('one of these')}"
        await self._in_form(f"Split “{code.name}” into", split_rows, split, said)

    @work
    async def action_merge(self) -> None:
        """Merge the highlighted code into another."""
        code = self._current()
        if code is None:
            return
        into = await self._choose(f"Merge “{code.name}” into which code?", but=code.id)
        if into is None:
            return
        name = next(row.code.name for row in self._rows if row.code.id == into)
        said = f"“{code.name}” is retired. {self._left_words(f'“{name}”')}"
        title = f"Merge “{code.name}” into “{name}”: why?"
        await self._with_reason(title, said, partial(self.session.merge, [code.id], into))

    @work
    async def action_retire(self) -> None:
        """Retire the highlighted code."""
        code = self._current()
        if code is None:
            return
        said = f"It is offered no more. {self._left_words('another code')}"
        title = f"Retire “{code.name}”: why?"
        await self._with_reason(title, said, partial(self.session.retire, code.id))

    @work
    async def action_undo(self) -> None:
        """Take the coder's last change back."""
        change = self.session.change_to_undo()
        if change is None:
            self.say(
                "There is no change of yours to undo: another came after it, or there is none."
            )
            return
        did = did_words(self.session.book, change)
        said = f"Version {change.version} {did}. Codes that it added are retired, not deleted."
        await self._with_reason("Take the last change back: why?", said, self.session.undo)

    def _current(self) -> Code | None:
        """Give the highlighted code; None, and why, where it is retired."""
        code = self.row.code
        if code.retired_in is None:
            return code
        self.say(f"“{code.name}” is retired, so it cannot be changed.")
        return None

    def _left_words(self, to: str) -> str:
        """Say what becomes of what the highlighted code was given to, and of what names it."""
        number = self.row.passages
        given, them = ("count", "them") if number != 1 else ("counts", "it")
        said = (
            f"Its {some(number, 'passage')} {given} for nothing until somebody gives {them} {to}."
        )
        words = [said if number else "It was given to no passage."]
        tied = len(self.session.tied_questions(self.row.code.id))
        if tied:
            verb, them = ("is", "it") if tied == 1 else ("are", "them")
            words.append(
                f"{some(tied, 'question')} {verb} tied to it: tie {them} to another code by hand."
            )
        return " ".join(words)

    async def _choose(self, title: str, said: str = "", *, but: str | None = None) -> str | None:
        def find(typed: str) -> list[tuple[str, str]]:
            """Find codes by part of a name or an id."""
            wanted = typed.casefold().split()
            return [
                (row.code.id, row.code.name)
                for row in self._rows
                if row.code.id != but
                and (but is None or row.code.retired_in is None)
                and all(part in f"{row.code.name} {row.code.id}".casefold() for part in wanted)
            ]

        screen = FindScreen(title, find, said or "part of its name", "No code has this name.")
        return await self.app.push_screen_wait(screen)

    async def _in_form(
        self,
        title: str,
        rows: Callable[[Values | None], tuple[Row, ...]],
        act: Callable[[Values], Touched],
        said: str = "",
    ) -> None:
        """Ask in a form until it is kept or left; what cannot be kept is there to be sent again."""
        typed: Values | None = None
        made: list[Touched] = []
        while not made:
            at = None if typed is None else row_asked(typed)
            form = FormScreen(title, rows(typed), said=said, at=at)
            typed = await self.app.push_screen_wait(form)
            if typed is None:
                return
            values = typed
            if not self.save(lambda values=values: made.append(act(values)), typed=True):  # type: ignore[misc]
                said = f"Not kept: {self.fault}"
        self._tell(made[0])

    async def _with_reason(self, title: str, said: str, act: Callable[[str], Touched]) -> None:
        """Ask for the reason until the change is made or left."""
        made: list[Touched] = []
        if await self.keep(title, lambda reason: made.append(act(reason)), said=said):
            self._tell(made[0])

    def save(self, act: Callable[[], object], *, typed: bool = False) -> bool:
        """Do what reads or writes; a file that was read again meanwhile is shown as it is."""
        done = super().save(act, typed=typed)
        self.show_all()
        return done

    def _tell(self, touched: Touched) -> None:
        """Say what a change did, and list what it touches."""
        book = self.session.book
        if touched.change.did in ("add", "split", "merge"):
            self._go_to(touched.change.into or touched.change.codes)
            self.show_all()
        waits = touched_words(touched, self.session.coder)
        # What waits comes first: a narrow window cuts the end off.
        self.say(f"Version {book.version}. {waits} Done: {did_words(book, touched.change)}.")
        if touched.waiting:
            self.app.push_screen(ReadScreen(waits, waiting_words(self.session, touched.waiting)))

    def _go_to(self, codes: tuple[str, ...]) -> None:
        self._rows = self.session.rows()
        self._at = [row.code.id for row in self._rows].index(codes[0])
