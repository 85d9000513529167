"""Before words of a conversation are kept anywhere else: are they still in it, and may they stay?

A desk holds what it read when it was opened. Meanwhile a conversation may be withdrawn, or words
of it struck, by another program or person: an open desk must not bring them back into the study.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from themer.errors import ChangedUnderneathError
from themer.model.decision import Decision
from themer.model.interview import Interview
from themer.model.relocating import relocated
from themer.storage import files
from themer.storage.study_folder import StudyFolder

Words = tuple[str, int, int, str]
"""Of an answer: the question's id, start, end and what stood there."""


class StillThere:
    """Knows the conversations' files as they were, and looks again at those that changed.

    Args:
        folder: The study; make this before its conversations are read.
    """

    def __init__(self, folder: StudyFolder) -> None:
        self._folder = folder
        self._seen = {path: _stamp(path) for path in folder.interview_paths()}

    def check_events(self, events: Sequence[Decision]) -> None:
        """Look whether the conversations that events name are still there, with their words.

        Raises:
            ChangedUnderneathError: One was withdrawn or has gone, or says something else now.
            ProblemsError: One does not hold any more.
        """
        for name in {event.interview for event in events} - {None}:
            assert name is not None
            self.check(
                name,
                [
                    (e.question, e.start, e.end, e.text)
                    for e in events
                    if e.interview == name
                    and e.question is not None
                    and e.start is not None
                    and e.end is not None
                    and e.text is not None
                ],
            )

    def check(self, name: str, words: Iterable[Words] = ()) -> None:
        """Look whether a conversation is still there, with some of its words; costs one ``stat``.

        Raises:
            ChangedUnderneathError: It was withdrawn or has gone, or says something else now.
            ProblemsError: It does not hold any more.
        """
        path = self._folder.interview_path(name)
        if path not in self._seen:  # a file that somebody gave another name
            return
        stamp = _stamp(path)
        if stamp == self._seen[path]:
            return
        if stamp is None:
            raise _refusal("The file of this conversation is gone")
        interview = self._folder.read(files.INTERVIEW, path).value
        if interview.state == "withdrawn":
            raise _refusal("This conversation was withdrawn meanwhile")
        if not all(_stands(interview, *one) for one in words):
            raise _refusal("The conversation was edited meanwhile and says something else")


def _stands(interview: Interview, question: str, start: int, end: int, text: str) -> bool:
    answer = interview.answers.get(question)
    return answer is not None and relocated(answer.coded_text, start, end, text) is not None


def _refusal(said: str) -> ChangedUnderneathError:
    return ChangedUnderneathError(
        f"{said}; nothing of it is kept.", hint="Leave this desk and open it again."
    )


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size
