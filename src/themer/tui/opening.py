"""What is asked before a conversation is opened: nothing is taken, joined or put back unasked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from themer.conversation.comparing import compare
from themer.conversation.session import Session
from themer.model.interview import Answer
from themer.tui.screens.asking import Choice, PickScreen, ReadScreen
from themer.tui.screens.beside import BesideScreen, Pair

if TYPE_CHECKING:  # what reads and writes files is imported after the first paint
    from textual.app import App

    from themer.model.interview import Interview
    from themer.storage.locks import HeldElsewhereError
    from themer.workflows.interviews.opening import OpenInterview
    from themer.workflows.interviews.rescue import DamagedError
    from themer.workflows.interviews.saving import Saver

_NOTHING = Answer()


class Opening:
    """Opens one conversation of a study in an app.

    Args:
        app: Where the questions are asked.
        folder: The study.
    """

    def __init__(self, app: App[int], folder: Path) -> None:
        self._app = app
        self._folder = folder
        self.has_taken_over = False

    async def open(self, interview_id: str) -> OpenInterview | None:
        """Open a conversation; None where somebody decided against it.

        Raises:
            ThemerError: It cannot be opened; nothing was written.
        """
        from themer.storage.locks import HeldElsewhereError
        from themer.workflows.interviews.opening import open_interview
        from themer.workflows.interviews.rescue import DamagedError

        wanted = interview_id
        while True:
            try:
                return await asyncio.to_thread(
                    open_interview, self._folder, wanted, take_over=self.has_taken_over
                )
            except HeldElsewhereError as error:
                if not await self._ask_to_take_over(error):
                    return None
                self.has_taken_over = True
            except DamagedError as error:
                found = await self._ask_to_bring_back(wanted, error)
                if found is None:
                    return None
                wanted = found

    async def _ask_to_take_over(self, error: HeldElsewhereError) -> bool:
        picked = await self._app.push_screen_wait(
            PickScreen(
                "It is open elsewhere",
                (
                    Choice("leave", "leave it to them", "l"),
                    Choice(
                        "take", "take it over: they are told, and what both type is joined", "t"
                    ),
                ),
                said=error.message,
                by_key=True,
            )
        )
        return picked == "take"

    async def _ask_to_bring_back(self, interview_id: str, error: DamagedError) -> str | None:
        """Offer what is left of a conversation, and give the id that is to be opened then."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.interviews.rescue import bring_back, open_beside

        remains, folder = error.remains, StudyFolder(self._folder)
        said = [error.fault.message, "Left of it:", *(f"· {one}" for one in remains.sources)]
        picked = await self._app.push_screen_wait(
            PickScreen(
                f"{interview_id} cannot be opened",
                (
                    Choice("back", "bring it back from these; the damaged file is kept aside", "b"),
                    Choice("new", "open it as a new file beside; the damaged one stays", "n"),
                    Choice("leave", "leave everything as it is", "l"),
                ),
                said="\n".join(said),
                by_key=True,
            )
        )
        if picked == "back":
            aside = await asyncio.to_thread(bring_back, folder, interview_id, remains)
            if aside is not None:
                said_where = f"The damaged file is now {folder.relative(aside)}."
                self._app.notify(said_where, markup=False, timeout=20)
            return interview_id
        if picked == "new":
            return await asyncio.to_thread(open_beside, folder, interview_id, remains)
        return None

    async def recover(self, opened: OpenInterview) -> Interview | None:
        """Show what was left unsaved, and give what is to be opened; None where nothing is.

        The file's own interview, as it is, says that what was left is discarded.
        """
        recovery = opened.recovery
        if recovery is None:
            return opened.stored.value
        before, after = opened.stored.value.answers, recovery.interview.answers
        pairs = []
        for question_id in recovery.changed:
            question = opened.session.questions.question(question_id)
            title = question.title if question is not None else question_id
            copies = (before.get(question_id, _NOTHING), after.get(question_id, _NOTHING))
            pairs.append(Pair(title, compare(question, *copies)))
        picked = await self._app.push_screen_wait(
            BesideScreen(
                "Words were found that are not in the file",
                ("IN THE FILE", "FOUND"),
                pairs,
                (
                    Choice("keep", "keep them: put them back into the conversation", "k"),
                    Choice("discard", "discard them: open the file as it is", "d"),
                    Choice("later", "decide later: open nothing", "l"),
                ),
                "\n".join(recovery.lines()),
            )
        )
        return {"keep": recovery.interview, "discard": opened.stored.value}.get(picked or "later")

    async def join_copies(
        self, opened: OpenInterview, saver: Saver, interview: Interview
    ) -> Interview:
        """Offer to join what a sync client left beside the file."""
        from themer.storage.study_folder import StudyFolder
        from themer.workflows.interviews.copies import join_copy, put_aside

        folder = StudyFolder(self._folder)
        for copy in opened.copies:
            picked = await self._app.push_screen_wait(
                PickScreen(
                    "There is another copy of this conversation",
                    (
                        *((Choice("join", "join it, answer by answer", "j"),) * bool(copy.stored)),
                        Choice("later", "leave it there for now", "l"),
                    ),
                    said=(
                        f"{copy.describe()}. Sync programs leave one where two machines wrote. "
                        "What differs is settled later (alt+m); the copy is kept aside."
                    ),
                )
            )
            if picked != "join":
                continue
            merged = join_copy(opened.stored, interview, copy)
            saver.audit.say("merged", questions=merged.conflicts, why=copy.path.name)
            interview = merged.interview
            saver.note(interview, soon=True)
            state = await asyncio.to_thread(saver.flush)
            if interview.state == "withdrawn":
                break  # the other copies hold words that are to go: they are not kept aside
            if state.fault or not state.is_all_on_disk:
                continue  # the copy stays where it is until the file holds what it held
            aside = await asyncio.to_thread(put_aside, folder, copy.path)
            said = f"Joined; the copy is now {folder.relative(aside)}."
            if merged.conflicts:
                said += f" {len(merged.conflicts)} answers to settle: alt+m."
            self._app.notify(said, markup=False, timeout=20)
        return interview

    async def choose_version(
        self, opened: OpenInterview, saver: Saver, interview: Interview
    ) -> Session | None:
        """Ask with which version of the questions it goes on; None where nobody decided."""
        from themer.storage.study_folder import StudyFolder

        versions = opened.versions
        if not versions.has_changed(interview):
            return versions.session(interview, is_new=versions.began is None)
        assert versions.now is not None
        now, held = versions.now.value.version, interview.set.version
        if now == held:
            title = "The questions were edited, and kept their version"
            choices = [Choice("new", "go on with the questions as they are now", "n")]
        else:
            title = f"The questions are now version {now}; this began with {held}"
            choices = [Choice("new", f"go on with version {now}", "n")]
        if versions.began is not None:
            choices.append(Choice("began", "go on with those that it began with", "b"))
        choices.append(Choice("leave", "leave it as it is", "l"))
        said = "\n".join(versions.changes(interview))
        picked = await self._app.push_screen_wait(
            PickScreen(title, choices, said=said, by_key=True)
        )
        if picked == "began":
            return versions.session(interview, is_new=False)
        if picked != "new":
            return None
        folder = StudyFolder(self._folder)
        interview = await asyncio.to_thread(versions.go_on, folder, interview)
        saver.note(interview, soon=True)
        return versions.session(interview, is_new=True)

    async def tell(self, notices: tuple[str, ...]) -> None:
        """Show what is to be known, until it is read."""
        if notices:
            await self._app.push_screen_wait(ReadScreen("To be known", "\n\n".join(notices)))
