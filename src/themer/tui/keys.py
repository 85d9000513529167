"""Every key once: bindings, footer, help and palette are all made from here.

What a terminal cannot send is not bound: ctrl+h, ctrl+i and ctrl+m arrive as backspace, tab and
enter; ctrl+b is often tmux's, ctrl+s the terminal's own. Each action has a twin that is not a ctrl
key. A user's keymap may change any of them by the id.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """One action and its keys."""

    id: str
    """For keymaps, such as ``desk.next``; the action's name is what stands after the dot."""
    keys: str
    """As Textual writes them, the one that is shown first."""
    label: str
    """One word, for the footer."""
    tooltip: str
    """What it does, for help and palette."""
    footer: bool = False

    @property
    def action(self) -> str:
        """The name of the action on the screen."""
        return self.id.split(".", 1)[1].replace("-", "_")

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as people write them."""
        return tuple(key_name(key) for key in self.keys.split(","))


def key_name(key: str) -> str:
    """Write a key as people do: ``F2``, ``^o``, ``alt+c``."""
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    if key.startswith("ctrl+"):
        return key.replace("ctrl+", "^")
    return _SIGN_KEYS.get(key, key)


_SIGN_KEYS = {
    "question_mark": "?",
    "percent_sign": "%",
    "plus": "+",
    "minus": "-",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
"""Textual's names of keys that people know by their sign."""


EVERYWHERE = (
    Key("app.help", "f1,alt+h", "help", "The keys of this screen", footer=True),
    Key("app.command-palette", "ctrl+p,alt+p", "more", "Find any action by its name"),
    Key("app.change-light", "alt+l", "light", "Change between the light and the dark theme"),
    Key("app.leave", "ctrl+q,alt+q", "leave", "Leave; all that was typed is saved first"),
)

HOME = (
    Key("home.open", "enter", "open", "Open or begin the conversation in the list", footer=True),
    Key("home.new", "n,f4", "new", "Begin a conversation", footer=True),
    Key("home.refresh", "r,f5", "read again", "Read the study's files again", footer=True),
)

DESK = (
    Key(
        "desk.jump", "f2,ctrl+o", "jump", "Go to a question by number or by its words", footer=True
    ),
    Key("desk.back", "f3,ctrl+r", "back", "Go back to where you were", footer=True),
    Key("desk.next", "f4,ctrl+n", "next", "Go to the next question", footer=True),
    Key("desk.previous", "alt+b,alt+up", "before", "Go to the question before this one"),
    Key("desk.probes", "f5,ctrl+f", "probes", "Tick a probe that you used", footer=True),
    Key("desk.skip", "f8,ctrl+g", "skip", "Say why there is no answer, and go on", footer=True),
    Key(
        "desk.quote", "f9,ctrl+t", "quote", "Mark the selection as said word for word", footer=True
    ),
    Key("desk.capture", "f10,alt+c", "keep", "Keep words that belong to no question yet"),
    Key("desk.send", "alt+s", "send", "Send kept words to a question"),
    Key("desk.follow-up", "f12,ctrl+l", "follow up", "Note what is to be sent or asked later"),
    Key("desk.figure", "alt+a", "figure", "Mark the figure: estimate, awaited, confirmed, as at"),
    Key("desk.fact", "alt+f", "fact", "Go to the fact of this question"),
    Key("desk.off-record", "alt+o", "off record", "Off the record: nothing is stored until again"),
    Key("desk.pause", "alt+t", "clock", "Stop the clock, or let it run"),
    Key("desk.second-place", "alt+w", "copy", "Write everything into another folder as well"),
    Key(
        "desk.both-copies", "alt+m", "copies", "See two copies of an answer and settle which holds"
    ),
    Key("desk.close", "f11,alt+e", "end", "See what is left, and finish the conversation"),
)

DIGITS_FROM_NOTES = ",".join(f"alt+{digit}" for digit in range(1, 10))
"""Set the fact while the cursor is in the notes."""

CLOSING = (
    Key("closing.finish", "f4,f", "finish", "Finish: from now on it counts", footer=True),
    Key("closing.back-to-desk", "f3,escape", "back", "Go back to the questions", footer=True),
    Key(
        "closing.leave-open", "f8,o", "leave open", "Leave it open for another sitting", footer=True
    ),
)

CONSENT = (
    Key("consent.go-on", "f4,enter", "go on", "Record what was said, and begin", footer=True),
    Key("consent.cancel", "f3,escape", "not now", "Leave without asking", footer=True),
)

BEGIN = (
    Key("begin.go-on", "f4,ctrl+n", "go on", "Go on to consent", footer=True),
    Key("begin.cancel", "f3,escape", "not now", "Leave without beginning", footer=True),
)

CODING = (
    Key(
        "coding.accept",
        "enter",
        "accept",
        "Accept the highlighted code; 1 to 9 give a code, or take it back",
        footer=True,
    ),
    Key("coding.refuse", "x", "refuse", "Refuse the highlighted code", footer=True),
    Key("coding.any-code", "a", "other", "Give any code of the codebook", footer=True),
    Key("coding.next-passage", "j,down", "passage", "Go to the next passage", footer=True),
    Key("coding.board", "b", "board", "Judge the components of the unit whose answer this is"),
    Key(
        "coding.strength",
        "plus,s",
        "strength",
        "The passage speaks of a strength; once more: nobody says",
    ),
    Key(
        "coding.challenge",
        "minus,c",
        "challenge",
        "The passage speaks of a challenge; once more: nobody says",
    ),
    Key("coding.whole-answer", "e", "whole answer", "Give any code to the entire answer"),
    Key("coding.previous-passage", "k,up", "before", "Go to the passage before"),
    Key("coding.next-code", "tab,right", "code", "Highlight the next code"),
    Key("coding.previous-code", "shift+tab,left", "code before", "Highlight the code before"),
    Key(
        "coding.finish",
        "d",
        "read",
        "This answer is read to its end: record it, and go to the next unread one",
        footer=True,
    ),
    Key("coding.undo", "u", "undo", "Take the last step back", footer=True),
    Key("coding.redo", "U,ctrl+r", "redo", "Make the step again that was taken back"),
    Key("coding.next-answer", "n,right_square_bracket", "answer", "Go to the next answer"),
    Key(
        "coding.previous-answer",
        "p,left_square_bracket",
        "answer before",
        "Go to the answer before",
    ),
    Key("coding.jump", "g,f2", "go to", "Go to an answer by its place or question"),
    Key("coding.memo", "m", "memo", "Write a memo beside the passage"),
    Key("coding.ask", "question_mark", "not sure", "Not sure: ask a colleague about the passage"),
    Key(
        "coding.refresh",
        "r,f5",
        "suggest anew",
        "Suggest anew, with what was learned from the decisions",
    ),
    Key("coding.order", "o", "order", "Change between the conversations' order and most to learn"),
    Key("coding.numbers", "percent_sign", "numbers", "Show the strength as a number, or as a word"),
    Key("coding.definition", "w", "what it is", "Read what the highlighted code means"),
    Key("coding.page-down", "pagedown,space", "down", "Scroll the answer down"),
    Key("coding.page-up", "pageup", "up", "Scroll the answer up"),
)

BOARD = (
    Key("board.back", "b,escape,f3", "back", "Go back to the answer", footer=True),
    Key("board.in-place", "1", "in place", "Judge the component to be in place", footer=True),
    Key("board.developing", "2", "developing", "Judge it to be developing", footer=True),
    Key("board.absent", "3", "absent", "Judge it to be absent", footer=True),
    Key("board.not-discussed", "4", "undiscussed", "Judge that it was not spoken of", footer=True),
    Key("board.next", "j,down,tab", "next", "Go to the next component"),
    Key("board.previous", "k,up,shift+tab", "before", "Go to the component before"),
    Key("board.undo", "u", "undo", "Take the last step back", footer=True),
    Key("board.redo", "U,ctrl+r", "redo", "Make the step again that was taken back"),
    Key("board.page-down", "pagedown,space", "down", "Scroll what is said of the component"),
    Key("board.page-up", "pageup", "up", "Scroll it back"),
)

GROUPS = {
    "app": EVERYWHERE,
    "home": HOME,
    "desk": DESK,
    "closing": CLOSING,
    "consent": CONSENT,
    "begin": BEGIN,
    "coding": CODING,
    "board": BOARD,
}


def bindings(group: tuple[Key, ...], *, first: bool = True) -> list[BindingType]:
    """Make Textual's bindings of a group.

    Args:
        group: One of the tuples above.
        first: Whether they come before those of the widget in focus.
    """
    return [
        Binding(
            key.keys,
            key.action,
            key.label,
            tooltip=key.tooltip,
            id=key.id,
            show=key.footer,
            priority=first,
        )
        for key in group
    ]


def footer_words(group: tuple[Key, ...], width: int) -> str:
    """Write the footer of a screen: help first, the palette last, and between them what fits.

    Keys marked for the footer come before the others; each group keeps its order.
    """
    first, last = _footer(EVERYWHERE[0]), _footer(EVERYWHERE[1])
    room = width - len(first) - len(last) - 4
    kept = []
    for key in sorted(group, key=lambda key: not key.footer):
        words = _footer(key)
        if len(words) + 2 <= room:
            kept.append(words)
            room -= len(words) + 2
    return "  ".join([first, *kept, last])


def _footer(key: Key) -> str:
    return f"{key.names[0]} {key.label}"
