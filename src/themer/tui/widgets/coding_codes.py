"""The codes beside a passage, each with its strength and state, and why one is suggested."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from themer.coding.queue import strength
from themer.tui.text import cut, joined, padded, shown
from themer.workflows.coding.answers import CodeHere
from themer.workflows.coding.view import Example

SIGNS = {"accepted": "✓", "refused": "✗", None: "—"}
_BY_HAND = "Decided by hand: nothing suggests it here."
_STATES = {"accepted": "accepted", "refused": "refused", None: "not decided"}


class CodeList(Static):
    """A code a line: its key, state and name, how strong the suggestion is, the state in words."""

    def __init__(self) -> None:
        super().__init__(id="codes")

    def show(self, codes: Sequence[CodeHere], at: int, *, in_numbers: bool) -> None:
        """Show the codes with one of them highlighted."""
        width = max(self.content_size.width, 40)
        if not codes:
            self.update(shown("No code is suggested here. a gives any code of the codebook."))
            return
        rows = [
            _row(number, code, width, is_here=number - 1 == at, in_numbers=in_numbers)
            for number, code in enumerate(codes, 1)
        ]
        room = self.styles.max_height
        most = len(rows) if room is None else int(room.value)
        first = min(max(at - most + 1, 0), len(rows) - 1)
        self.update(Content("\n").join(rows[first:]))


def _row(number: int, code: CodeHere, width: int, *, is_here: bool, in_numbers: bool) -> Content:
    if code.suggestion is None:
        how = "" if code.state is None else "by hand"
    elif in_numbers:
        how = f"{code.suggestion.confidence:.2f}"
    else:
        how = strength(code.suggestion.confidence)
    key = str(number) if number < 10 else " "
    left = f"{'›' if is_here else ' '}{key} {SIGNS[code.state]} "
    right = f" {how:<8}{_STATES[code.state]:<11}"
    name = cut(code.code.name, width - len(left) - len(right))
    words = joined(left, padded(name, width - len(left) - len(right)), right)
    if is_here:
        return words.stylize("bold reverse")
    return words.stylize("bold") if code.state == "accepted" else words


class Why(Static):
    """The reason for one suggestion, in a few lines."""

    def __init__(self) -> None:
        super().__init__(id="why")

    def show(
        self, code: CodeHere | None, answer: str, passage: str, example: Example | None
    ) -> None:
        """Show why a code is suggested.

        Args:
            code: The highlighted one; None where there is none.
            answer: The whole text that the reason's places are in.
            passage: The passage's text.
            example: The nearest passage that people gave the code, where there is one.
        """
        if code is None:
            self.update("")
            return
        width = max(self.content_size.width, 40)
        lines: list[Content] = []
        if code.suggestion is None:
            lines += [] if code.state is None else [shown(_BY_HAND)]
        else:
            reason = code.suggestion.reason
            sentence = answer[reason.start : reason.end]
            if sentence and sentence != passage:
                lines.append(_line("Sentence  ", f"“{cut(sentence, width - 12)}”"))
            words = ", ".join(reason.words) or "none alone; the meaning is near"
            lines.append(_line("Words     ", cut(words, width - 10)))
        if example is not None:
            lines.append(_example(example, width))
        if code.code.definition:
            room = max(self._most_lines() - len(lines), 1) * (width - 10)
            lines.append(_line("It means  ", cut(code.code.definition, room)))
        self.update(Content("\n").join(lines))

    def _most_lines(self) -> int:
        """Give how many lines the style sheet leaves to the reason."""
        most = self.styles.max_height
        return int(most.value) if most is not None else 3


def _example(example: Example, width: int) -> Content:
    where = cut(example.unit_name, 24)
    if example.coders:
        where += f" ({cut(', '.join(example.coders), 24)})"
    return _line("Like      ", f"“{cut(example.text, width - len(where) - 15)}” {where}")


def _line(label: str, words: str) -> Content:
    return joined(shown(label, "bold"), words)
