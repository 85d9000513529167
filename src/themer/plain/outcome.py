"""What a command of plain mode is, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from themer.conversation.session import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: the conversation after it, and what is to be said."""

    session: Session
    said: str = ""
    ends: str = ""
    """``close`` or ``leave`` where the questions are left."""
    struck: str = ""
    """Words that were taken out and have to go from the disk too."""
    asks: str = ""
    """``consent``, ``others``, ``copy`` and the like: what has to be asked or looked up next."""
    typed: str = ""
    """What was typed after that command."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    name: str
    argument: str
    words: str
    act: Callable[[Session, str], Outcome]
