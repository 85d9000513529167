"""States as people are shown them: a sign, and words where a sign does not do."""

from __future__ import annotations

from enum import Enum


class Sign(Enum):
    """A state: a symbol, and the word for it where there is no other."""

    @property
    def symbol(self) -> str:
        """The sign in front of the question."""
        return str(self.value[0])

    @property
    def word(self) -> str:
        """The state in words."""
        return str(self.value[1])
