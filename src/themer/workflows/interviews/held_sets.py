"""The versions of question sets with which conversations are held, kept for as long as they are."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass, replace

from themer.conversation.session import Session
from themer.conversation.versions import describe_change, fits, go_on, with_gone
from themer.errors import NotFoundError, StorageError, ThemerError
from themer.model.interview import Interview
from themer.model.question_set import QuestionSet
from themer.storage import files
from themer.storage.durable import create_file, sha256_of
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder


@dataclass(frozen=True, slots=True)
class Versions:
    """The question set of a conversation: as it is now, and as the conversation was held."""

    now: Stored[QuestionSet] | None
    """The set in ``question_sets/``; None where it is gone."""
    began: Stored[QuestionSet] | None
    """The version that the conversation names, where it is known."""
    earlier: tuple[QuestionSet, ...]
    """Versions before that, as far as they were kept."""

    def has_changed(self, interview: Interview) -> bool:
        """Say whether the set is another than the one that the conversation was held with."""
        if self.now is None:
            return False
        if self.began is not None:
            return self.began.value != self.now.value
        held = interview.set
        if held.sha256 is None:
            return held.version != self.now.value.version
        return not self.now.sha256.startswith(held.sha256)

    def changes(self, interview: Interview) -> tuple[str, ...]:
        """Say in words what changed."""
        assert self.now is not None
        if self.began is not None:
            return describe_change(self.began.value, self.now.value, interview)
        said = ["The questions that it began with were not kept, so what changed is not known."]
        for question_id, answer in interview.answers.items():
            question = self.now.value.question(question_id)
            if question is None:
                said.append(f"Gone: {question_id}; its answer stays and is shown at the end")
            elif not fits(question, answer):
                said.append(
                    f"Answered otherwise: {question.title}; its fact does not fit and goes to the "
                    "words kept for later"
                )
        return tuple(said)

    def session(self, interview: Interview, *, is_new: bool) -> Session:
        """Open a conversation where it stopped.

        Args:
            interview: What is recorded.
            is_new: Whether it goes on with the set as it is now.
        """
        chosen = self.now if is_new or self.began is None else self.began
        assert chosen is not None
        session = Session.open(chosen.value, interview)
        others = [one.value for one in (self.began, self.now) if one is not None]
        shown = with_gone(chosen.value, (*self.earlier, *others), interview)
        return replace(session, questions=shown)

    def go_on(self, folder: StudyFolder, interview: Interview) -> Interview:
        """Go on with the set as it is now, which is kept as it is.

        Raises:
            StorageError: It could not be kept; nothing has changed.
        """
        assert self.now is not None
        keep_held(folder, self.now)
        old = self.began.value if self.began is not None else None
        now = dt.datetime.now(dt.UTC)
        return go_on(interview, old, self.now.value, self.now.sha256, now)


def keep_held(folder: StudyFolder, questions: Stored[QuestionSet]) -> None:
    """Keep a version of a question set durably, unless it is kept already.

    Raises:
        StorageError: The disk refused.
    """
    path = folder.held_path(questions.value.id, questions.sha256)
    if path.is_file():
        return
    try:
        content = questions.path.read_bytes()
    except OSError:
        content = b""
    if sha256_of(content) != questions.sha256:  # it was edited since it was read
        content = questions.text.encode()
    with contextlib.suppress(FileExistsError):
        create_file(path, content)


def versions_of(folder: StudyFolder, interview: Interview) -> Versions:
    """Find the versions of an interview's question set; the present one is kept if it is its own.

    Raises:
        NotFoundError: The set is not there, and no version of it was kept.
    """
    held = interview.set
    now = next((one for one in folder.question_sets() if one.value.id == held.id), None)
    if now is not None and held.sha256 is not None and now.sha256.startswith(held.sha256):
        with contextlib.suppress(
            StorageError
        ):  # a study that cannot be written is read all the same
            keep_held(folder, now)
        began: Stored[QuestionSet] | None = now
    else:
        began = find_held(folder, held.id, held.sha256)
    if began is None and now is None:
        raise NotFoundError(
            f'Its question set "{held.id}" is not in question_sets/.',
            hint="Put the set back; the conversation itself is whole.",
            path=folder.relative(folder.interview_path(interview.id)),
        )
    kept = (find_held(folder, held.id, version.sha256) for version in held.earlier)
    return Versions(now, began, tuple(one.value for one in kept if one is not None))


def find_held(folder: StudyFolder, set_id: str, sha256: str | None) -> Stored[QuestionSet] | None:
    """Find a kept version; None where there is none, or it is not what it was kept as."""
    if sha256 is None:
        return None
    try:
        found = folder.read(files.QUESTION_SET, folder.held_path(set_id, sha256))
    except ThemerError:
        return None
    return found if found.sha256.startswith(sha256) and found.value.id == set_id else None
