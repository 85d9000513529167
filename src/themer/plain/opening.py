"""What is asked line by line before a conversation is opened: nothing is taken unasked."""

from __future__ import annotations

from pathlib import Path

from themer.conversation.comparing import compare
from themer.conversation.session import Session
from themer.model.interview import Answer, Interview
from themer.plain.commands import copies_text
from themer.plain.talk import LeftError, Talk
from themer.storage.locks import HeldElsewhereError
from themer.storage.study_folder import StudyFolder
from themer.workflows.interviews.copies import join_copy, put_aside
from themer.workflows.interviews.opening import OpenInterview, open_interview
from themer.workflows.interviews.rescue import DamagedError, bring_back, open_beside
from themer.workflows.interviews.saving import Saver

_NOTHING = Answer()


def open_asking(talk: Talk, folder: Path, interview_id: str) -> tuple[OpenInterview, bool]:
    """Open a conversation, and say whether it was taken over from another machine.

    Raises:
        LeftError: Somebody decided against it.
        ThemerError: It cannot be opened; nothing was written.
    """
    wanted, take_over = interview_id, False
    while True:
        try:
            return open_interview(folder, wanted, take_over=take_over), take_over
        except HeldElsewhereError as error:
            talk.say(error.message)
            offered = {"t": "take it over: they are told, and both are joined", "l": "leave it"}
            if talk.choose("What now?", offered) == "l":
                raise LeftError from error
            take_over = True
        except DamagedError as error:
            wanted = _bring_back(talk, StudyFolder(folder), wanted, error)


def _bring_back(talk: Talk, folder: StudyFolder, interview_id: str, error: DamagedError) -> str:
    talk.say(error.fault.message)
    for source in error.remains.sources:
        talk.say(f"Left of it: {source}.")
    offered = {
        "b": "bring it back from these; the damaged file is kept aside",
        "n": "open it as a new file beside; the damaged one stays",
        "l": "leave everything as it is",
    }
    picked = talk.choose("What now?", offered)
    if picked == "l":
        raise LeftError from error
    if picked == "n":
        return open_beside(folder, interview_id, error.remains)
    aside = bring_back(folder, interview_id, error.remains)
    if aside is not None:
        talk.say(f"The damaged file is now {folder.relative(aside)}.")
    return interview_id


def recover(talk: Talk, opened: OpenInterview, saver: Saver) -> Interview:
    """Ask what is to become of unsaved words.

    Raises:
        LeftError: It is decided later.
    """
    recovery, on_file = opened.recovery, opened.stored.value
    if recovery is None:
        return on_file
    talk.say("Words were found that are not in the file.")
    for line in recovery.lines():
        talk.say(line)
    for question_id in recovery.changed:
        question = opened.session.questions.question(question_id)
        title = question.title if question is not None else question_id
        before = on_file.answers.get(question_id, _NOTHING)
        after = recovery.interview.answers.get(question_id, _NOTHING)
        talk.say(copies_text(title, compare(question, before, after), ("in the file", "found")))
    offered = {"k": "keep them", "d": "discard them", "l": "decide later"}
    picked = talk.choose("What is to be done with them?", offered)
    if picked == "l":
        raise LeftError
    saver.supersede(recovery.paths)
    if picked == "d":
        saver.discard_superseded()
        return on_file
    saver.audit.say("recovered", questions=recovery.changed)
    saver.note(recovery.interview, soon=True)
    return recovery.interview


def join_copies(talk: Talk, opened: OpenInterview, saver: Saver, interview: Interview) -> Interview:
    """Offer to join what a sync client left beside the file."""
    folder = StudyFolder(opened.folder)
    for copy in opened.copies:
        talk.say(f"There is another copy of this conversation: {copy.describe()}.")
        if copy.stored is None:
            continue
        offered = {"j": "join it, answer by answer; the copy is kept aside", "l": "leave it there"}
        if talk.choose("What now?", offered) == "l":
            continue
        merged = join_copy(opened.stored, interview, copy)
        saver.audit.say("merged", questions=merged.conflicts, why=copy.path.name)
        interview = merged.interview
        saver.note(interview, soon=True)
        state = saver.flush()
        if interview.state == "withdrawn":
            talk.say("They have withdrawn: nothing is added, and nothing of this is kept.")
            talk.say(f'"themer withdraw {interview.id}" clears what else there is of it here.')
            raise LeftError  # the other copies hold words that are to go: they are not kept aside
        if state.fault or not state.is_all_on_disk:
            continue  # the copy stays where it is until the file holds what it held
        talk.say(f"Joined; the copy is now {folder.relative(put_aside(folder, copy.path))}.")
        if merged.conflicts:
            talk.say(f"{len(merged.conflicts)} answers to settle: :copies reads them.")
    return interview


def choose_version(
    talk: Talk, opened: OpenInterview, saver: Saver, interview: Interview
) -> Session:
    """Ask with which version of the questions it goes on.

    Raises:
        LeftError: It is left as it is.
    """
    versions = opened.versions
    if not versions.has_changed(interview):
        return versions.session(interview, is_new=versions.began is None)
    assert versions.now is not None
    now, held = versions.now.value.version, interview.set.version
    talk.say(f"The questions have changed: this began with version {held}, and it is now {now}.")
    for line in versions.changes(interview):
        talk.say(line)
    began = {"b": "go on with those that it began with"} if versions.began else {}
    offered = {"n": "go on with the questions as they are now", **began, "l": "leave it as it is"}
    picked = talk.choose("What now?", offered)
    if picked == "l":
        raise LeftError
    if picked == "b":
        return versions.session(interview, is_new=False)
    interview = versions.go_on(StudyFolder(opened.folder), interview)
    saver.note(interview, soon=True)
    return versions.session(interview, is_new=True)
