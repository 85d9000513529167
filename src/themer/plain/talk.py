"""Lines said and heard on two streams."""

from __future__ import annotations

from typing import TextIO

_CONTROLS = {
    code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"
}


class LeftError(Exception):
    """The input ended, or somebody chose to stop."""


class Talk:
    """Says lines and hears lines.

    Args:
        heard: Where lines come from.
        said: Where they go.
    """

    def __init__(self, heard: TextIO, said: TextIO) -> None:
        self._heard = heard
        self._said = said

    def say(self, words: str) -> None:
        """Say something; what a terminal would obey is shown as a sign."""
        self._said.write(words.translate(_CONTROLS) + "\n")
        self._said.flush()

    def hear(self, prompt: str = "> ") -> str:
        """Hear one line.

        Raises:
            LeftError: There are no more.
        """
        self._said.write(prompt)
        self._said.flush()
        line = self._heard.readline()
        if not line:
            raise LeftError
        return line.rstrip("\r\n")

    def choose(self, question: str, offered: dict[str, str]) -> str:
        """Ask until one of the keys is given."""
        self.say(question)
        for key, words in offered.items():
            self.say(f"  {key} {words}")
        while (key := self.hear().strip()) not in offered:
            self.say(f"One of: {', '.join(offered)}.")
        return key
