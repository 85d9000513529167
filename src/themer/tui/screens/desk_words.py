"""The actions of the desk on the words themselves: quotes, and what must not be kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import work

from themer.conversation.editing import words_to_quote
from themer.conversation.quoting import mark_at, quote, refuse_to_quote, unquote
from themer.conversation.regaining import Gone
from themer.conversation.restricting import is_restricted, lift, restrict
from themer.conversation.roster import person_words, speakers
from themer.conversation.session import NotPossibleError, Session, time_of_day
from themer.conversation.striking import Target, Typing, strike, targets
from themer.model.interview import Verbatim
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import Choice, PickScreen, ReadScreen, numbered
from themer.tui.screens.desk_base import DeskBase
from themer.tui.widgets.notes import Notes

_PERMISSION = (Choice("yes", "yes, under the role", "y"), Choice("no", "no", "n"))
_BEYOND = "What a drive, a backup or git has kept of them is out of reach from here."


class DeskWords(DeskBase):
    """Marks words as said exactly so, restricts them, and takes them out for good."""

    typing: Typing | None = None
    """What was typed last into notes, and from where on."""
    gone: Gone = Gone()
    """Marks of the question on the screen whose words were changed since it is there."""

    @work(group=KEYS_WAIT)
    async def action_quote(self) -> None:
        """Mark the selection as word for word; on marked words, change or take off the mark."""
        notes = self.session.answer.noted
        start, end = words_to_quote(notes, *self.query_one(Notes).selected_range)
        try:
            refuse_to_quote(self.session, start, end)
        except NotPossibleError as error:
            self.app.notify(str(error), markup=False)
            return
        mark = mark_at(self.session.answer, start, end)
        if mark is not None and mark.start <= start and end <= mark.end:
            await self._change_mark(mark)
        elif notes[start:end].strip():
            await self._mark(start, end)
        else:
            said = "Select the words first (shift and the arrows), or put them in quotation marks."
            self.app.notify(said, markup=False)

    async def _mark(self, start: int, end: int) -> None:
        words = self.session.answer.noted[start:end].strip()
        speaker = await self._ask_speaker(words)
        if speaker is None:
            return
        who = speaker or None
        if not self.session.interview.may_quote_person(who):
            said = (
                "They did not agree to be quoted: it is marked as verbatim, and will not be used."
            )
            self.app.notify(said, markup=False)
            permission: str | None = "no"
        else:
            title = "These words were said exactly so. May they be used?"
            box = PickScreen(title, _PERMISSION, said=f"“{words}”", by_key=True)
            permission = await self.app.push_screen_wait(box)
        if permission is not None:
            may_use = permission == "yes"
            if self.attempt(lambda: quote(self.session, start, end, may_use=may_use, speaker=who)):
                self.query_one(Notes).let_go()
            self.changed_here()

    async def _ask_speaker(self, words: str) -> str | None:
        """Ask who said it where more than one may have; empty for nobody known, None for back."""
        people = speakers(self.session.interview)
        if len(people) < 2:
            return people[0].id if people else ""
        interview = self.session.interview
        pairs = [(person.id, person_words(interview, person)) for person in people]
        box = PickScreen("Who said these words?", numbered(pairs), said=f"“{words}”")
        return await self.app.push_screen_wait(box)

    async def _change_mark(self, mark: Verbatim) -> None:
        by_name = len(speakers(self.session.interview)) > 1
        who = self.session.interview.speaker_role(mark.speaker)
        offered = [
            Choice("yes", "they may be used", "y"),
            Choice("no", "they may not be used", "n"),
            Choice("note", "not word for word after all: a note again", "w"),
            *([Choice("who", f"said by somebody else than: {who}", "s")] if by_name else []),
        ]
        title = f"Marked as said exactly so; {'may' if mark.may_use else 'not to'} be used"
        box = PickScreen(title, offered, said=f"“{mark.text}”", by_key=True)
        picked = await self.app.push_screen_wait(box)
        if picked is None:
            return
        may_use, speaker = mark.may_use, mark.speaker
        if picked == "who":
            asked = await self._ask_speaker(mark.text)
            if asked is None:
                return
            speaker = asked or None
            may_use = may_use and self.session.interview.may_quote_person(speaker)
        elif picked == "yes" and not self.session.interview.may_quote_person(speaker):
            self.app.notify("They did not agree to be quoted: it will not be used.", markup=False)
            may_use = False
        elif picked != "note":
            may_use = picked == "yes"

        def change() -> Session:
            """Make the mark what was picked for it."""
            if picked == "note":
                return unquote(self.session, mark.start, mark.end)
            return quote(self.session, mark.start, mark.end, may_use=may_use, speaker=speaker)

        if self.attempt(change):
            self.query_one(Notes).let_go()
        self.changed_here()

    def action_restrict(self) -> None:
        """Restrict the selection, or lift it where the cursor is in a restricted passage."""
        notes = self.query_one(Notes)
        start, end = notes.selected_range
        if is_restricted(self.session.answer, start, end):
            if self.attempt(lambda: lift(self.session, start, end)):
                notes.let_go()
                self.app.notify("No longer restricted.", markup=False)
        elif self.attempt(lambda: restrict(self.session, start, end)):
            notes.let_go()
            said = "Restricted: it stays out of record, read-back, quotes, suggestions and report."
            self.app.notify(said, markup=False)
        self.changed_here()

    def action_note_time(self) -> None:
        """Put the time of day at the cursor."""
        notes = self.query_one(Notes)
        self.set_focus(notes)
        notes.insert(f"[{time_of_day()}] ")

    @work(group=KEYS_WAIT)
    async def action_strike(self) -> None:
        """Take the last passage out: of the notes, of the files and of everything that undoes."""
        selected = self.query_one(Notes).selected_range
        found = targets(self.session, self.typing, selected, kept_last=self.kept_last)
        if not found:
            self.app.notify("Nothing is recorded here that could be struck.", markup=False)
            return
        place = 0
        while True:
            picked = await self.app.push_screen_wait(_ask_to_strike(found, place))
            if picked != "more":
                break
            place = (place + 1) % len(found)
        if picked == "strike":
            await self._strike(found[place])

    async def _strike(self, target: Target) -> None:
        try:
            struck = strike(self.session, target)
        except NotPossibleError as error:
            self.app.notify(str(error), markup=False)
            return
        self.session = struck
        self.forget(target.words)
        state = await asyncio.to_thread(self.saver.purge, struck.interview, target.words)
        left: tuple[Path, ...] = ()
        if self.folder is not None:
            from themer.workflows.interviews.striking import find_holders

            left = await asyncio.to_thread(find_holders, self.folder, target.words)
        if state.fault:
            said = "The words are out of the notes. The disk does not take the change yet; as "
            said += f"soon as it does, they are gone from there too.\n\n{state.fault}"
            await self.app.push_screen_wait(ReadScreen("Not gone from the disk yet", said))
        elif left:
            named = "\n".join(str(path) for path in left)
            said = f"The notes no longer have them. These files do, and were not touched:\n{named}"
            await self.app.push_screen_wait(ReadScreen("Struck here, not there", said))
        else:
            self.app.notify(f"Struck: no file here has these words. {_BEYOND}", markup=False)

    def forget(self, words: str) -> None:
        """Leave struck words nowhere in the program: not in undo, nor in what was copied."""
        self.typing, self.kept_last, self.gone = None, False, Gone()
        copied = self.app.clipboard.strip()
        if copied and (copied in words or words.strip() in copied):
            self.app.copy_to_clipboard("")
        self.query_one(Notes).show(self.session.answer.noted)
        self.changed_here()


def _ask_to_strike(found: tuple[Target, ...], place: int) -> PickScreen:
    target = found[place]
    offered = [Choice("strike", "strike it: out of the notes, and off this disk", "y")]
    if len(found) > 1:
        after = found[(place + 1) % len(found)].title
        offered.append(Choice("more", f"something else: {after.lower()}", "m"))
    return PickScreen(f"Strike? {target.title}", offered, said=f"“{target.words}”", by_key=True)
