"""Home: every conversation and how it stands, what is waiting for whom, and the next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Static

from themer.conversation.naming import NewInterview
from themer.tui.key import Key, bindings
from themer.tui.keys import HOME
from themer.tui.text import cut, shown, shown_in_table
from themer.tui.widgets.frame import Fault, Head, KeyLine, is_shared, share

if TYPE_CHECKING:  # reading is imported after the first paint
    from themer.workflows.home import Overview, Row


_COLUMNS = ("Conversation", "State", "Done", "Date", "Waiting for")


def _widths(room: int, names: list[str]) -> tuple[int, ...]:
    """Share the width out: a space at either side of each column, and two for the scroll bar."""
    rest = room - 2 * len(_COLUMNS) - 2 - (9 + 8 + 10)
    name = min(max((len(name) for name in names), default=10), rest * 6 // 10)
    return name, 9, 8, 10, rest - name


_OF_THE_LIST = ("open", "new", "contact", "record")


class HomeScreen(Screen[None]):
    """A list; enter opens what is chosen.

    Args:
        hold: Called with an interview's id, or with what is known of a new one.
        contact: Called with a row, to say how far contact with its unit has come.
        record: Called with an interview's id, to write its record for the partner.
        read_again: Called when the files are to be read again.
    """

    KEYS: ClassVar[tuple[Key, ...]] = HOME
    BINDINGS: ClassVar[list[BindingType]] = bindings(HOME)

    def __init__(
        self,
        hold: Callable[[str | NewInterview], None],
        contact: Callable[[Row], None],
        record: Callable[[str], None],
        read_again: Callable[[], None],
    ) -> None:
        super().__init__()
        self._hold = hold
        self._contact = contact
        self._record = record
        self._read_again = read_again
        self._rows: tuple[Row, ...] = ()
        self._shown: Overview | None = None

    def compose(self) -> ComposeResult:
        """Make the frame; the list is filled when it has been read."""
        yield Head("themer")
        yield Fault()
        yield DataTable[object](cursor_type="row", zebra_stripes=True)
        yield Static(shown("Reading the study …"), id="waiting")
        yield Static(id="next")
        yield KeyLine(HOME)

    def on_mount(self) -> None:
        """Read for the first time, after the frame is on the screen."""
        self.set_focus(self.query_one(DataTable))
        # Reading imports much, and a thread that imports holds up the first paint.
        self.call_after_refresh(self._read_again)

    def show(self, overview: Overview) -> None:
        """Show how the study stands; the cursor stays on its row."""
        self._shown = overview
        table = self.query_one(DataTable)
        place = table.cursor_row
        self._rows = overview.rows
        table.clear(columns=True)
        widths = _widths(self.app.size.width, [row.name for row in overview.rows])
        for label, size in zip(_COLUMNS, widths, strict=True):
            table.add_column(label, width=size)
        for row in overview.rows:
            cells = (row.name, row.state, row.progress, row.date, "; ".join(row.waiting))
            table.add_row(*(shown_in_table(cut(c, w)) for c, w in zip(cells, widths, strict=True)))
        if self._rows:
            table.move_cursor(row=min(place, len(self._rows) - 1))
        held = sum(row.interview is not None for row in overview.rows)
        plural = "" if held == 1 else "s"
        self.query_one(Head).show(overview.title, f"{held} conversation{plural}")
        said = f"Contact: {overview.contacts}\n" if overview.contacts else ""
        self.query_one("#next", Static).update(shown(f"{said}Next: {overview.next_step}"))
        self._hide_or_show()

    def on_resize(self) -> None:
        """Share the width out anew when the window becomes wider or narrower."""
        if self._shown is not None:
            self.show(self._shown)

    def on_screen_resume(self) -> None:
        """Keep the list hidden on coming back from a desk whose screen is shared."""
        self._hide_or_show()

    def action_screen_share(self) -> None:
        """Hide the list while a partner sees the screen, or show it again."""
        share(self.app, on=not is_shared(self.app))
        self._hide_or_show()
        if not is_shared(self.app):
            self.set_focus(self.query_one(DataTable))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open nothing of a list that is hidden."""
        del parameters
        return not (is_shared(self.app) and action in _OF_THE_LIST)

    def _hide_or_show(self) -> None:
        """Hide what a partner must not see of the others, or show it."""
        for part in (self.query_one(DataTable), self.query_one("#next")):
            part.display = not is_shared(self.app)
        self._show_waiting()

    def show_fault(self, words: str | None) -> None:
        """Show what is wrong, until the next reading."""
        self.query_one(Fault).show(words)

    def tell(self, words: str) -> None:
        """Say how a conversation ended; it names somebody, so not while the screen is shared."""
        if not is_shared(self.app):
            self.app.notify(words, markup=False)

    def on_data_table_row_highlighted(self) -> None:
        """Say more about the row."""
        self._show_waiting()

    def on_data_table_row_selected(self) -> None:
        """Open by a click."""
        self.action_open()

    def _chosen(self) -> Row | None:
        place = self.query_one(DataTable).cursor_row
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _show_waiting(self) -> None:
        if is_shared(self.app):
            said = "The list is hidden while the screen is shared: alt+v shows it."
            self.query_one("#waiting", Static).update(shown(said))
            return
        row = self._chosen()
        if row is None:
            said = "No conversations and no partners yet: list partners in study.yaml."
        else:
            what = "; ".join(row.waiting) or "nothing"
            said = f"{row.name} · {row.interview or 'no conversation yet'} · waiting: {what}"
        self.query_one("#waiting", Static).update(shown(said))

    def action_open(self) -> None:
        """Open the conversation of the row, or begin one with its unit."""
        row = self._chosen()
        if row is not None and row.interview is not None:
            self._hold(row.interview)
        elif row is not None and row.unit:
            self._hold(NewInterview(unit=row.unit))
        elif row is not None:
            self.show_fault(
                f"{row.name} cannot be read, so it is not opened: themer check says why."
            )

    def action_new(self) -> None:
        """Begin a conversation with anybody."""
        self._hold(NewInterview())

    def action_contact(self) -> None:
        """Say how far contact with the row's unit has come."""
        row = self._chosen()
        if row is not None and row.unit:
            self._contact(row)

    def action_record(self) -> None:
        """Write the record of the row's conversation."""
        row = self._chosen()
        if row is not None and row.interview is not None:
            self._record(row.interview)
        else:
            self.app.notify("There is no conversation in this line yet.", markup=False)

    def action_refresh(self) -> None:
        """Read the files again."""
        self._read_again()
