"""What lies around the decision on one passage: its ends, passages like it, and the other desks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from textual import work
from textual.screen import Screen

from themer.errors import ThemerError
from themer.model.codebook import Code
from themer.tui.screens.asking import FindScreen, LineScreen
from themer.tui.screens.coding_alike import AlikeScreen
from themer.tui.screens.coding_answers import AnswersScreen
from themer.tui.screens.coding_span import SpanScreen
from themer.tui.widgets.coding_words import find_codes
from themer.workflows.codebook.desk import add_code

T = TypeVar("T")
_BLIND = "Blind, what others decided is hidden: leave, and come back without --blind."


class CodingAround(AnswersScreen):
    """Goes from a passage to others, and to other desks of the same coder and back."""

    @work
    async def action_span(self) -> None:
        """Give the passage other ends; what was decided on it goes along."""
        answer, passage = self.answer, self.passage
        decided = self.session.decided(answer.place, passage)
        moves = "; what is decided on the passage goes along" if decided else ""
        ends = await self.app.push_screen_wait(SpanScreen(answer, passage, moves))
        if ends is not None and self.save(lambda: self.session.respan(answer, passage, *ends)):
            self._mark(*ends)
            self._code = 0
            self.say("The passage has these ends." if decided else "Give a code to this passage.")
        self.show_all()

    @work
    async def action_alike(self) -> None:
        """See passages that may carry the highlighted code, and decide on many."""
        code = None if self.code is None else self.code.code
        if code is None or self.session.blind:
            await self._search(code)
        else:
            await self._many(code, "")

    @work
    async def action_search(self) -> None:
        """Find passages by their words, for a code, and decide on many."""
        await self._search(None if self.code is None else self.code.code)

    async def _search(self, code: Code | None) -> None:
        said = "each of these words or parts of words"
        words = await self.app.push_screen_wait(LineScreen("Find passages that hold", said))
        if words is None or not words.strip():
            return
        chosen = code or await self._chosen_code("Decide on which code for them?")
        if chosen is not None:
            await self._many(chosen, " ".join(words.split()))

    async def _chosen_code(self, title: str) -> Code | None:
        answer = self.answer

        def find(typed: str) -> list[tuple[str, str]]:
            """Find codes by what was typed."""
            return find_codes(answer, {}, typed)

        found = await self.app.push_screen_wait(
            FindScreen(title, find, "part of its name", "No code has this name.")
        )
        return next((code for code in answer.codes if code.id == found), None)

    async def _many(self, code: Code, words: str) -> None:
        here, passage = self.answer.place, self.passage
        self.session.take_heard()
        await self.app.push_screen_wait(AlikeScreen(self.session, code, words))
        self._stay(here, passage)
        self.show_all()

    # Other desks

    @work
    async def action_codebook(self) -> None:
        """Read the codebook of the answer and change it."""
        from themer.tui.screens.codebook import CodebookScreen
        from themer.workflows.codebook.desk import CodebookSession

        book = self.session.book(self.answer)
        if book is None:
            self.say("These answers have no codebook: their question set names none.")
            return
        folder, coder, book_id = self.session.folder, self.session.coder, book.id
        await self._elsewhere(
            lambda: CodebookSession(folder, coder, book_id, blind=self.session.blind),
            CodebookScreen,
        )

    @work
    async def action_differences(self) -> None:
        """Settle where coders differ."""
        from themer.tui.screens.adjudicating import AdjudicatingScreen
        from themer.workflows.coding.adjudicating import Adjudication

        if self.session.blind:
            self.say(_BLIND)
            return
        await self._elsewhere(
            lambda: Adjudication(self.session.folder, self.session.coder),
            AdjudicatingScreen,
        )

    @work
    async def action_contradictions(self) -> None:
        """Decide where a fact and the words beside it contradict each other."""
        from themer.tui.screens.contradictions import ContradictionsScreen
        from themer.workflows.coding.contradictions import ContradictionDesk

        if self.session.blind:
            self.say(_BLIND)
            return
        await self._elsewhere(
            lambda: ContradictionDesk(self.session.folder, self.session.coder),
            ContradictionsScreen,
        )

    async def _elsewhere(
        self, open_desk: Callable[[], T], screen: Callable[[T], Screen[None]]
    ) -> None:
        """Open another desk, and when it is left go on here with what was decided there."""
        self.say("Opening …")
        try:
            desk = await asyncio.to_thread(open_desk)
        except ThemerError as error:
            self.say(str(error))
            return
        self.say("")
        await self.app.push_screen_wait(screen(desk))
        await self._read_again()

    async def _read_again(self) -> None:
        try:
            take = await asyncio.to_thread(self.session.read_again)
        except ThemerError as error:
            self.say(str(error))
            return
        self.go_on_with(take)

    async def new_code(self, name: str) -> str | None:
        """Ask why a new code is needed, add it to the codebook, and give its id."""
        book = self.session.book(self.answer)
        if book is None:
            return None
        said = "Why is it needed? The reason stands in the codebook's history."
        reason, words = None, ""
        while reason is None:
            line = await self.app.push_screen_wait(LineScreen(f"A new code: {name}", said, words))
            if line is None:
                return None
            words = line
            try:
                _, code = await asyncio.to_thread(
                    add_code,
                    self.session.folder,
                    book.id,
                    name,
                    coder=self.session.coder,
                    reason=words,
                )
            except ThemerError as error:
                said = str(error)
                continue
            reason = words
        await self._read_again()
        return code.id
