"""The passages of a theme: mark, move, take out, add; split off by hand or by the machine."""

from __future__ import annotations

from collections.abc import Callable

from textual import work

from themer.errors import ThemerError
from themer.tui.screens.asking import Choice, FindScreen, PickScreen, numbered
from themer.tui.screens.theme_writing import ThemeWriting
from themer.tui.screens.themes_asking import ask_name
from themer.tui.text import cut
from themer.tui.widgets.theme_words import label_of
from themer.workflows.themes.acts import Side
from themer.workflows.themes.desk import ThemeDesk
from themer.workflows.themes.split import Part, propose_parts
from themer.workflows.themes.views import PassageHere, ThemeHere


class ThemeScreen(ThemeWriting):
    """Hands the desk everything that is done with the passages of a theme."""

    def __init__(self, desk: ThemeDesk, wanted: str) -> None:
        super().__init__(desk, wanted)
        self._is_splitting = False
        self._parts: tuple[Part, ...] = ()
        """Parts that came while something else was in front."""

    @work
    async def action_contrary(self) -> None:
        """Mark as contrary, or no longer."""
        entry, chosen = self.theme, self._chosen()
        if entry is None or not chosen:
            return
        theme = entry.theme.id
        if await self.keep_with_reason(
            f"Turn {self._number(chosen)} to the other side: why?",
            lambda reason: self.desk.turn(theme, chosen, reason=reason),
        ):
            self._done("Turned; ≠ says otherwise.")

    @work
    async def action_take_out(self) -> None:
        """Take passages out."""
        entry, chosen = self.theme, self._chosen()
        if entry is None or not chosen:
            return
        theme = entry.theme.id
        if await self.keep_with_reason(
            f"Take {self._number(chosen)} out: why?",
            lambda reason: self.desk.take_out(theme, chosen, reason=reason),
        ):
            left = self.desk.view.theme(theme)
            is_empty = left is not None and not left.theme.members
            self._done("Taken out." if not is_empty else "Taken out; no passages are left.")

    @work
    async def action_move(self) -> None:
        """Move passages to another theme; those of a candidate are added to one."""
        entry, chosen = self.entry, self._chosen()
        if entry is None or not chosen:
            return
        own = entry.theme.id if isinstance(entry, ThemeHere) else None
        into = await self.choose_theme(f"Move {self._number(chosen)} to which theme?", but=own)
        if into is None:
            return

        def save(reason: str) -> None:
            """Move, or add."""
            if own is None:
                self.desk.add(into, chosen, reason=reason)
            else:
                self.desk.move(own, chosen, into, reason=reason)

        if await self.keep_with_reason("Why there?", save):
            self._done("Moved." if own is not None else "Added there.")

    def _done(self, words: str) -> None:
        self._marked.clear()
        self.say(words)
        self.show_all()

    @work
    async def action_add(self) -> None:
        """Find a passage anywhere in the study, and add it."""
        entry = self.theme
        if entry is None:
            return
        await self._add(
            entry, "Add which passage?", lambda typed: list(self.desk.view.search(typed))
        )

    @work
    async def action_new(self) -> None:
        """Look at what the machine puts with this theme, and add what belongs."""
        entry = self.theme
        if entry is None:
            return
        new = [self.desk.view.here(one) for one in entry.new]
        if not new:
            self.say("The machine puts nothing new with this theme.")
            return

        def find(typed: str) -> list[PassageHere]:
            """List what is new that holds what is typed."""
            wanted = typed.casefold().split()
            return [one for one in new if all(w in label_of(one).casefold() for w in wanted)]

        await self._add(entry, f"{len(new)} passages look like this theme: add which?", find)

    async def _add(
        self, entry: ThemeHere, title: str, find: Callable[[str], list[PassageHere]]
    ) -> None:
        listed: list[PassageHere] = []

        def rows(typed: str) -> list[tuple[str, str]]:
            """List what is found, by its place."""
            listed[:] = find(typed)
            return [(str(place), cut(label_of(one), 400)) for place, one in enumerate(listed)]

        none = "No passage has these words."
        screen = FindScreen(title, rows, "words of it, its unit or its question", none)
        found = await self.app.push_screen_wait(screen)
        if found is None:
            return
        one, theme = listed[int(found)], entry.theme.id
        sides = (
            Choice("members", "it voices the theme", "v"),
            Choice("contrary", "it says otherwise", "c"),
        )
        box = PickScreen("What does it say?", sides, said=one.text)
        picked = await self.app.push_screen_wait(box)
        side: Side = "contrary" if picked == "contrary" else "members"
        if picked is not None and await self.keep_with_reason(
            "Why does it belong here?",
            lambda why: self.desk.add(theme, [one.passage], side=side, reason=why),
        ):
            self._done(f"Added: {one.unit_name}, {one.question}")

    @work
    async def action_follow(self) -> None:
        """Put moved passages where their words are now."""
        entry = self.theme
        if entry is None:
            return
        if not entry.moved:
            self.say("No passage of it has moved.")
            return
        theme = entry.theme.id
        if await self.keep_with_reason(
            "Put them where their words are now",
            lambda reason: self.desk.follow(theme, reason=reason),
        ):
            self._done("They stand where their words are now.")

    # Splitting

    @work
    async def action_split(self) -> None:
        """Split off what is picked; with nothing picked, have parts proposed."""
        entry, chosen = self.theme, self.picked()
        if entry is None:
            return
        if not chosen:
            await self._propose(entry)
            return
        name = await ask_name(self, f"A theme of {self._number(chosen)}: its name")
        if name is None:
            return
        made: list[str] = []
        theme = entry.theme.id
        if await self.keep_with_reason(
            f"Why is “{name}” a theme of its own?",
            lambda why: made.append(self.desk.split(theme, chosen, name, reason=why)),
        ):
            self._become(made[0])
            self.say(f"Split off: {name}")

    async def _propose(self, entry: ThemeHere) -> None:
        """Look for parts beside the screen; picking one picks its passages."""
        if self._parts:
            parts, self._parts = self._parts, ()
            await self._offer(parts)
            return
        if self._is_splitting:
            self.say("The machine is looking for parts already.")
            return
        choices = [Choice(str(n), f"{n} parts", str(n)) for n in (2, 3, 4, 5)]
        box = PickScreen("Look for how many parts?", choices)
        number = await self.app.push_screen_wait(box)
        if number is None:
            return
        self._is_splitting = True
        self.say("Looking for parts of it; work on meanwhile.")
        members = [one for one in self.passages if not one.is_contrary]
        try:
            parts = await propose_parts(self.desk.folder, members, int(number))
        except ThemerError as error:
            self.say(str(error))
            return
        finally:
            self._is_splitting = False
        if self.wanted != entry.theme.id:
            return
        top: object = self.app.screen  # Textual calls what lies under a box current too
        if top is self:
            await self._offer(parts)
        else:
            self._parts = parts
            self.say("The parts are there: s shows them.")

    async def _offer(self, parts: tuple[Part, ...]) -> None:
        listed = numbered([(str(n), _part_words(part)) for n, part in enumerate(parts)])
        title = "The machine's parts: pick the passages of which?"
        said = "Picking decides nothing: look at them, then s makes them a theme of their own."
        found = await self.app.push_screen_wait(PickScreen(title, listed, said=said))
        if found is not None:
            self._marked = set(parts[int(found)].passages)
            self.say("Picked. Space picks or leaves a passage; s splits them off.")
            self.show_all()


def _part_words(part: Part) -> str:
    count = len(part.passages)
    words = ", ".join(part.words[:5])
    return f"{part.name}: {count} passage{'s' * (count != 1)} ({words})"
