"""The actions of the desk on people: who is there, what they agree to, what others do."""

from __future__ import annotations

import asyncio
import datetime as dt

from textual import work

from themer.conversation.beginning import agree
from themer.conversation.roster import join, leave, partners, person_words, say_agreed
from themer.conversation.session import time_of_day
from themer.conversation.telling import mark_practice, tell
from themer.errors import ThemerError
from themer.model.interview import Attendee
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import Choice, LineScreen, PickScreen, ReadScreen, numbered
from themer.tui.screens.desk_base import DeskBase
from themer.tui.screens.form import FormScreen, Row, Values
from themer.tui.widgets.notes import Notes

_YES_NO = (Choice("yes", "yes", "y"), Choice("no", "no", "n"))
_NO_WORDING = "study.yaml has no consent wording, so nobody can be asked, and nobody is quoted."


class DeskPeople(DeskBase):
    """Keeps the roster, asks for consent, and passes on what may be told."""

    @work(group=KEYS_WAIT)
    async def action_people(self) -> None:
        """Show who is there; somebody joins, leaves, or is asked."""
        interview = self.session.interview
        people = [(person.id, person_words(interview, person)) for person in interview.roster]
        offered = [
            *numbered(people),
            Choice("join", "somebody joins them", "j"),
            Choice("ours", "a colleague of ours joins", "o"),
        ]
        picked = await self.app.push_screen_wait(PickScreen("Who is there", offered))
        if picked in ("join", "ours"):
            await self._join(interviewer=picked == "ours")
        elif picked is not None:
            await self._change_person(self._person(picked))
        self.changed_here()

    async def _join(self, *, interviewer: bool) -> None:
        said = "Their role, such as: team manager. Names are not kept."
        role = await self.app.push_screen_wait(LineScreen("Who joins?", said))
        if not role or not role.strip():
            return
        at = time_of_day()
        if not self.attempt(lambda: join(self.session, role, at, interviewer=interviewer)):
            return
        if not interviewer:
            self.changed_here()
            await self._ask_person(self.session.interview.roster[-1])

    async def _change_person(self, person: Attendee) -> None:
        offered = [
            Choice("again", "is there again", "b") if person.left else Choice("left", "left", "l")
        ]
        if not person.interviewer:
            offered.append(Choice("ask", "ask what they agree to", "a"))
        title = person_words(self.session.interview, person)
        picked = await self.app.push_screen_wait(PickScreen(title, offered))
        if picked == "ask":
            await self._ask_person(person)
        elif picked is not None:
            at = time_of_day() if picked == "left" else None
            self.attempt(lambda: leave(self.session, person.id, at))

    async def _ask_person(self, person: Attendee) -> None:
        """Read the study's wording out to one person, and note what they say."""
        text = self.wording
        if text is None:
            await self.app.push_screen_wait(ReadScreen("No consent wording", _NO_WORDING))
            return
        from themer.tui.screens.consent import ConsentScreen

        screen = ConsentScreen(text, person.role, None, scopes=("take_part", "quote"))
        given = await self.app.push_screen_wait(screen)
        if given is None:
            said = f"{person.role}: not asked yet, so nothing they say is quoted. alt+r asks."
            self.app.notify(said, markup=False)
            return
        agreed, may_quote = given["take_part"], given["quote"]
        self.attempt(lambda: say_agreed(self.session, person.id, agreed=agreed, quote=may_quote))
        if not agreed:
            said = (
                f"{person.role} does not take part. That is recorded. Note nothing that they say; "
                "the desk says so for as long as they are there."
            )
            await self.app.push_screen_wait(ReadScreen("Their words are not noted", said))

    def _person(self, person_id: str) -> Attendee:
        return next(p for p in self.session.interview.roster if p.id == person_id)

    @work(group=KEYS_WAIT)
    async def action_consent(self) -> None:
        """Ask for consent again: from now on what is said now holds."""
        text = self.wording
        if text is None:
            await self.app.push_screen_wait(ReadScreen("No consent wording", _NO_WORDING))
            return
        from themer.tui.screens.consent import ConsentScreen

        held = self.session.interview.consent
        before = held and {"take_part": held.take_part, "quote": held.quote, "name": held.name}
        screen = ConsentScreen(text, "asked again", None, before=before or {})
        given = await self.app.push_screen_wait(screen)
        if given is None:
            return
        now = dt.datetime.now(dt.UTC)
        interview = agree(self.session.interview, text, given, now)
        if not self.attempt(lambda: self.session.amend(consent=interview.consent)):
            return
        self.change(self.session, soon=True)
        self.changed_here()
        if not given["take_part"]:
            said = (
                "They no longer take part. That is recorded: nothing of this conversation counts "
                "or is quoted from now on, and no more is asked. What they said is still in its "
                f'file until "themer withdraw {interview.id}" takes it out.'
            )
            await self.app.push_screen_wait(ReadScreen("No conversation any more", said))
            self.dismiss("leave")

    @work(group=KEYS_WAIT)
    async def action_practice(self) -> None:
        """Mark a good practice: what, whom to ask, whether others may be told."""
        held = self.session.answer.practice
        start, end = self.query_one(Notes).selected_range
        selected = " ".join(self.session.answer.noted[start:end].split())
        people = partners(self.session.interview)
        rows = (
            Row("what", "What works", held.what if held else selected, "in a line"),
            Row(
                "ask",
                "Whom to ask",
                (held.ask or "") if held else people[0].role if people else "",
                "by role; no names",
            ),
            Row(
                "share",
                "May others be told",
                ("yes" if held.share else "no") if held else "",
                offered=_YES_NO,
            ),
        )
        said = "Read it back, and ask whether others may hear of it. Empty takes it off."
        form = FormScreen("Good practice", rows, _check_practice, said)
        typed = await self.app.push_screen_wait(form)
        if typed is not None:
            share = typed["share"] == "yes"
            self.attempt(
                lambda: mark_practice(self.session, typed["what"], typed["ask"], share=share)
            )
            self.changed_here()

    @work(group=KEYS_WAIT)
    async def action_others(self) -> None:
        """Show what may be told of what others do, and note what was."""
        from themer.workflows.interviews.others import what_others_do

        interview, at = self.session.interview, self.session.at
        if self.folder is None:
            return
        try:
            others = await asyncio.to_thread(what_others_do, self.folder, interview, at)
        except ThemerError as error:
            await self.app.push_screen_wait(ReadScreen("What others do", str(error)))
            return
        if not others.lines:
            await self.app.push_screen_wait(ReadScreen("What others do", others.why_nothing))
            return
        box = PickScreen(
            f"What others do · {self.session.question.title}",
            numbered([(line, line) for line in others.lines]),
            said="The one that you tell is noted with the answer. Nobody is named.",
        )
        told = await self.app.push_screen_wait(box)
        if told is not None and self.attempt(lambda: tell(self.session, told)):
            self.changed_here()


def _check_practice(typed: Values) -> str | None:
    if typed["what"].strip() and not typed["share"]:
        return "May others be told? y or n; then F4."
    return None
