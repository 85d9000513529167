"""The fact beside the words: choices by one key, or figures, dates and short texts by typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label

from themer.conversation.entry import choice_of_key, choices, is_chosen
from themer.model.interview import FactText
from themer.model.question_set import AnswerType, Question
from themer.tui.text import joined, shown
from themer.tui.widgets.line import Line
from themer.tui.widgets.words import Words

WORDS_ONLY = AnswerType(type="none")


class Chosen(Message):
    """A choice's key was pressed."""

    def __init__(self, choice: str) -> None:
        super().__init__()
        self.choice = choice


class Typed(Message):
    """Something was typed into the line of a fact."""

    def __init__(self, question_id: str, field_id: str | None, text: str) -> None:
        super().__init__()
        self.question_id = question_id
        self.field_id = field_id
        """One of several figures; None for a fact of one line."""
        self.text = text


class Done(Message):
    """The fact is entered: on to the words."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.words = words
        """What was typed already."""


class FactChoices(Words, can_focus=True):
    """Choices side by side, each with its digit."""

    HELP_NAME = "the fact"
    HELP_KEYS = (
        ("1 … 9", "set or take back that choice"),
        ("enter ↓", "go to the notes"),
        ("any letter", "begin to write in the notes"),
    )

    def __init__(self) -> None:
        super().__init__(id="choices")
        self._answer = WORDS_ONLY
        self._parts: list[Content] = []
        self._is_done = False
        """Whether the words have begun: keys may still arrive here before the focus has moved."""

    def on_focus(self) -> None:
        """Take digits as choices again."""
        self._is_done = False

    def show(self, answer: AnswerType, fact: FactText | None, after: str) -> None:
        """Show the choices, which of them are chosen, and a few words after them."""
        self._answer = answer
        several = answer.type == "multi_choice"
        on, off = ("[x]", "[ ]") if several else ("(•)", "( )")
        parts = []
        for place, choice in enumerate(choices(answer), 1):
            label = "" if answer.type == "scale" else f" {answer.option_label(choice)}"
            sign = on if is_chosen(fact, choice) else off
            parts.append(joined(f"{sign} {place if label else choice}{label}"))
        self._parts = [*parts, *([shown(after, "bold")] if after else [])]
        self._draw()

    def on_resize(self) -> None:
        """Put as many on a line as fit now."""
        self._draw()

    def _draw(self) -> None:
        self.say(in_lines(self._parts, self.content_size.width or self.app.size.width))

    def on_key(self, event: events.Key) -> None:
        """Take a digit as a choice, and anything else that is typed as words for the notes."""
        if event.key in ("enter", "down"):
            event.stop()
            self.post_message(Done())
        elif event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            self._take(event.character)

    def _take(self, character: str) -> None:
        takes = character.isdigit() and not self._is_done
        choice = choice_of_key(self._answer, character) if takes else None
        if choice is None:
            # Somebody began to write without looking: not one letter may be lost, or set a fact.
            self._is_done = True
            self.post_message(Done(character))
            return
        self.post_message(Chosen(choice))
        if self._answer.type != "multi_choice":
            self._is_done = True
            self.post_message(Done())


def in_lines(parts: Sequence[Content], width: int) -> Content:
    """Put pieces side by side, and break lines between them only.

    Textual breaks at any space, also at one that is to hold.
    """
    rows: list[list[Content]] = [[]]
    for part in parts:
        used = sum(one.cell_length + 2 for one in rows[-1])
        if rows[-1] and used + part.cell_length > width:
            rows.append([])
        rows[-1].append(part)
    return Content("\n").join([shown("  ").join(row) for row in rows])


class FactLines(Vertical):
    """One line for each figure, or one for a number, a date or a short text."""

    def __init__(self, most: int) -> None:
        super().__init__(id="lines")
        self._most = most
        self._question: Question | None = None

    def compose(self) -> ComposeResult:
        """Make as many lines as the longest question needs; the others hide."""
        for number in range(self._most):
            with Horizontal(classes="row", id=f"row{number}"):
                yield Label("", id=f"label{number}")
                yield Line(id=f"figure{number}")
                yield Words(classes="rule", id=f"rule{number}")

    def show(self, question: Question, fact: FactText | None, after: str) -> None:
        """Show the lines of a question with what is recorded."""
        self._question = question
        fields = self._fields(question)
        for number in range(self._most):
            row = self.query_one(f"#row{number}")
            row.display = number < len(fields)
            if number >= len(fields):
                continue
            field_id, label, hint = fields[number]
            self.query_one(f"#label{number}", Label).update(shown(label))
            held = fact.get(field_id or "", "") if isinstance(fact, Mapping) else fact or ""
            line = self.query_one(f"#figure{number}", Line)
            line.show(held if isinstance(held, str) else ", ".join(held))
            self.say(field_id, hint if number or not after else f"{hint}  {after}", wrong=False)

    def say(self, field_id: str | None, words: str, *, wrong: bool) -> None:
        """Say the rule beside a line, or what is wrong with it."""
        number = self._number(field_id)
        rule = self.query_one(f"#rule{number}", Words)
        rule.set_class(wrong, "wrong")
        rule.say(shown(words))

    def focus_first(self) -> None:
        """Put the cursor into the first line."""
        self.screen.set_focus(self.query_one("#figure0", Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Report what is typed."""
        event.stop()
        if self._question is not None:
            number = int(str(event.input.id).removeprefix("figure"))
            field_id = self._fields(self._question)[number][0]
            typed = event.input.stored if isinstance(event.input, Line) else event.value
            self.post_message(Typed(self._question.id, field_id, typed))

    def on_line_too_long(self, event: Line.TooLong) -> None:
        """Hand a long paste to the notes: it is words, whatever was asked for."""
        event.stop()
        self.post_message(Done(event.words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next line, and after the last to the words."""
        event.stop()
        number = int(str(event.input.id).removeprefix("figure")) + 1
        if self._question is not None and number < len(self._fields(self._question)):
            self.screen.set_focus(self.query_one(f"#figure{number}", Input))
        else:
            self.post_message(Done())

    def _number(self, field_id: str | None) -> int:
        if self._question is None or field_id is None:
            return 0
        return [field[0] for field in self._fields(self._question)].index(field_id)

    @staticmethod
    def _fields(question: Question) -> list[tuple[str | None, str, str]]:
        answer = question.answer
        if answer.fields:
            return [
                (f.id, f.label, _limits(f.min if f.min else None, f.max)) for f in answer.fields
            ]
        label = {"date": "date", "text": "in short"}.get(answer.type, answer.unit or "number")
        hint = "2026, 2026-03 or 2026-03-04" if answer.type == "date" else ""
        return [(None, label, hint or _limits(answer.min, answer.max))]


def _limits(least: float | None, most: float | None) -> str:
    if least is None and most is None:
        return ""
    if most is None:
        return f"from {least:g}"
    return f"up to {most:g}" if least is None else f"{least:g} to {most:g}"
