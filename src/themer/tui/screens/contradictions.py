"""Contradictions one by one: what was recorded, what was said, and what a person makes of it."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from themer.tui.analysis_keys import WEIGH, WEIGH_DIGITS
from themer.tui.key import Key, bindings
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.working import WorkingScreen
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.coding.contradictions import ContradictionDesk, Said, ToWeigh

_NONE = "Nothing in this study contradicts itself, as far as themer can see."


class ContradictionsScreen(WorkingScreen):
    """Shows one contradiction after the other, and hands the desk each decision.

    Args:
        desk: What there is to decide, and who decides.
    """

    CSS_PATH: ClassVar = ["working.tcss", "contradictions.tcss"]
    SCROLLED = "#contradiction-words"
    KEYS: ClassVar[tuple[Key, ...]] = (*WEIGH, *WEIGH_DIGITS)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, desk: ContradictionDesk) -> None:
        super().__init__()
        self.desk = desk
        self._at = 0

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head()
        yield Fault()
        yield Static(id="contradiction-about")
        yield Static(id="contradiction-sentence")
        with VerticalScroll(id="contradiction-words", can_focus=False):
            yield Static(id="contradiction-said")
        yield Static(id="contradiction-choices")
        yield Static(id="said")
        yield KeyLine(self.KEYS)

    def on_mount(self) -> None:
        """Begin with the first that nobody has decided."""
        if self.desk.log.set_aside is not None:
            self.say(f"Half a line of the file was set aside in {self.desk.log.set_aside.name}.")
        self.show_all()

    @property
    def item(self) -> ToWeigh | None:
        """What is on the screen; None where there is nothing to decide."""
        return self.desk.items[self._at] if self.desk.items else None

    def show_all(self) -> None:
        """Show the contradiction, its words, and what can be decided."""
        item, total = self.item, len(self.desk.items)
        self.query_one(Head).show(
            f"Contradictions · {self.desk.log.coder}", f"{self.desk.left} of {total} to decide"
        )
        about, sentence = (self._part(name) for name in ("about", "sentence"))
        if item is None:
            about.update(shown(_NONE))
            for name in ("sentence", "said", "choices"):
                self._part(name).update("")
            return
        place = f"{self._at + 1} of {total} · {item.unit_name} · {item.about}"
        about.update(shown(cut(place, self.app.size.width - 2), "bold"))
        sentence.update(shown(item.sentence))
        parts = [_words(one) for one in item.said]
        self._part("said").update(joined(*parts) if parts else shown("No words stand behind it."))
        self._part("choices").update(_choices(item))
        self.query_one("#contradiction-words").scroll_home(animate=False)

    def _part(self, name: str) -> Static:
        return self.query_one(f"#contradiction-{name}", Static)

    # Moving

    def action_next(self) -> None:
        """Go to the next contradiction."""
        self._go(self._at + 1)

    def action_previous(self) -> None:
        """Go to the contradiction before."""
        self._go(self._at - 1)

    def _go(self, place: int) -> None:
        if not 0 <= place < len(self.desk.items):
            self.say("There are no more in this direction.")
            return
        self._at = place
        self.say("")
        self.show_all()

    # Deciding

    @work(group=KEYS_WAIT)
    async def action_choose(self, number: int) -> None:
        """Decide, once there is a reason."""
        item = self.item
        if item is None:
            return
        verdict, words = item.choices[number - 1]
        weighed = item.contradiction.weighed
        before = weighed.reason if weighed and weighed.coder == self.desk.log.coder else ""
        following = self._following()
        if await self.keep(
            f"{words.capitalize()}: why?",
            lambda reason: self.desk.weigh(item, verdict, reason),
            said="One line; the report may print it.",
            value=before,
            needed="Nothing is decided without a reason.",
        ):
            self._take_up(following or item.contradiction.id)
            self.say(f"Kept: {words}.")

    def action_undo(self) -> None:
        """Take the latest decision back."""
        found = self.travel(self.desk.undo, "There is nothing here to take back.")
        self._show_decided(found, "Taken back.")

    def action_redo(self) -> None:
        """Make the decision again that was taken back."""
        found = self.travel(self.desk.redo, "There is nothing to decide again.")
        self._show_decided(found, "Decided again.")

    def _show_decided(self, contradiction_id: str | None, done: str) -> None:
        if contradiction_id is not None:
            self._take_up(contradiction_id)
            self.say(done)

    def action_refresh(self) -> None:
        """Read the study again, as facts may have been corrected meanwhile."""
        here = self.item.contradiction.id if self.item else ""
        if self.save(self.desk.refresh):
            self._take_up(here)
            self.say("Read again.")

    def _following(self) -> str | None:
        """Name the next one that nobody has decided, going round."""
        items = self.desk.items
        for one in (*items[self._at + 1 :], *items[: self._at]):
            if one.contradiction.weighed is None:
                return one.contradiction.id
        return None

    def _take_up(self, contradiction_id: str) -> None:
        """Show a contradiction wherever it stands now."""
        found = self.desk.place_of(contradiction_id)
        self._at = min(self._at, max(len(self.desk.items) - 1, 0)) if found is None else found
        self.show_all()


def _words(said: Said) -> Content:
    """Show an answer with its question and fact, and mark what raised the contradiction."""
    parts: list[Content | str] = [
        shown(said.question, "bold"),
        f"\n{said.conversation}, {said.day} · recorded: {said.fact}\n\n",
    ]
    position = 0
    for start, end in said.marked:
        if start >= position:
            parts += [said.text[position:start], shown(said.text[start:end], "reverse")]
            position = end
    return joined(*parts, said.text[position:], "\n\n")


def _choices(item: ToWeigh) -> Content:
    """Show what can be decided, each with its key, and what was."""
    weighed = item.contradiction.weighed
    parts: list[Content | str] = []
    for number, (verdict, words) in enumerate(item.choices, 1):
        chosen = weighed is not None and weighed.verdict == verdict
        parts += [shown(f"{number} ", "bold"), f"{'(•)' if chosen else '( )'} {words}\n"]
    if weighed is not None:
        parts.append(f"Settled by {weighed.coder}: {weighed.reason}")
    else:
        parts.append("Nobody has decided.")
    return joined(*parts)
