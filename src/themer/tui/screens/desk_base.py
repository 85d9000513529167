"""What the parts of the desk share: the conversation, and the ways to change it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path

from themer.conversation.outline import find
from themer.conversation.session import NotPossibleError, Session
from themer.model.study import ConsentWording
from themer.tui.screens.kept import SecondPlace
from themer.workflows.interviews.saving import Saver


class DeskBase(SecondPlace):
    """What every part of the desk needs of it: its session, and ways to change it."""

    session: Session
    saver: Saver
    folder: Path | None
    """The study; None where only one conversation is known."""
    wording: ConsentWording | None
    """What is read out before somebody agrees."""
    kept_last: bool = False
    """Whether what was typed last was kept for later."""

    @abstractmethod
    def change(self, session: Session, *, soon: bool = False) -> None:
        """Take the new state of the conversation."""

    @abstractmethod
    def move(self, act: Callable[[], Session]) -> None:
        """Go to another question."""

    @abstractmethod
    def changed_here(self) -> None:
        """Show what belongs to the question again."""

    @abstractmethod
    def show_answer(self) -> None:
        """Show the question on the screen anew, its fact too."""

    @abstractmethod
    def show_head(self) -> None:
        """Show the top line again: time, and what is saved."""

    @abstractmethod
    def action_next(self) -> None:
        """Go to the next question."""

    def attempt(self, act: Callable[[], Session]) -> bool:
        """Do something that may not be possible, and say why where it is not."""
        try:
            self.change(act())
        except NotPossibleError as error:
            self.app.notify(str(error), markup=False)
            return False
        return True

    def find_question(self, typed: str) -> list[tuple[str, str]]:
        """Find questions by number or words, each with the line that a list shows."""
        return [
            (line.question.id, f"{line.mark.symbol} {line.number:>2} {line.question.title}")
            for line in find(self.session, typed)
        ]
