"""Lines said and heard on two streams."""

from __future__ import annotations

import io
from typing import TextIO

_CONTROLS = dict.fromkeys(
    [
        *(code for code in range(0x20) if chr(code) not in "\n\t"),
        *range(0x7F, 0xA0),
        # What turns the direction of writing round, ends a line unseen, or is half a character.
        *(0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
        *(0x2028, 0x2029, *range(0xD800, 0xE000)),
    ],
    "\ufffd",
)


HELP = "Answer in one line. :leave leaves; what was said so far is saved."
_HELPS = (":help", ":?")


class LeftError(Exception):
    """The input ended, somebody chose to stop, or interrupted it."""


class Talk:
    """Says lines and hears lines.

    Args:
        heard: Where lines come from.
        said: Where they go.
    """

    def __init__(self, heard: TextIO, said: TextIO) -> None:
        self._heard = heard
        self._said = said
        # In a locale of few letters nothing may end the talk: neither a sign that it cannot write
        # nor a byte that it cannot read.
        if isinstance(heard, io.TextIOWrapper):
            heard.reconfigure(errors="surrogateescape")
        if isinstance(said, io.TextIOWrapper):
            said.reconfigure(errors="replace")

    def say(self, words: str) -> None:
        """Say something; what a terminal would obey is shown as a sign."""
        self._said.write(words.translate(_CONTROLS) + "\n")
        self._said.flush()

    def hear(self, prompt: str = "> ") -> str:
        """Hear one line.

        Raises:
            LeftError: There are no more, or somebody pressed ctrl+c.
        """
        self._said.write(prompt)
        self._said.flush()
        try:
            line = self._heard.readline()
        except KeyboardInterrupt:
            line = ""
        if not line:
            self.say("")  # what is said next begins on a line of its own
            raise LeftError
        return self._whole(line.rstrip("\r\n"))

    def _whole(self, line: str) -> str:
        """Read again what the terminal's letters could not say: as UTF-8, or else byte by byte."""
        if line.isascii() or not any("\udc80" <= sign <= "\udcff" for sign in line):
            return line
        raw = line.encode(self._heard.encoding, "surrogateescape")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("latin-1")

    def ask(self, prompt: str, how: str = HELP) -> str:
        """Hear the answer to one question, without the spaces round it.

        ``:help`` says how to answer and asks again; an answer that begins with a colon is written
        with two.

        Args:
            prompt: The question.
            how: What ``:help`` says.

        Raises:
            LeftError: There are no more lines, or ``:leave`` was typed.
        """
        while (line := self.hear(prompt).strip()).startswith(":") and not line.startswith("::"):
            if line == ":leave":
                raise LeftError
            known = "" if line in _HELPS else f'There is no command "{line[1:]}" here. '
            self.say(known + how)
        return line.removeprefix(":")

    def choose(self, question: str, offered: dict[str, str]) -> str:
        """Ask until one of the keys is given."""
        self.say(question)
        for key, words in offered.items():
            self.say(f"  {key} {words}")
        how = f"Type one of: {', '.join(offered)}. :leave leaves; what was said so far is saved."
        while (key := self.ask("> ", how)) not in offered:
            self.say(f"One of: {', '.join(offered)}.")
        return key
