"""Every key once: bindings, footer, help and palette are all made from here.

What a terminal cannot send is not bound: ctrl+h, ctrl+i and ctrl+m arrive as backspace, tab and
enter; ctrl+b is often tmux's, ctrl+s the terminal's own. Each action has a twin that is not a ctrl
key. A user's keymap may change any of them by the id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
    does: str = ""
    """The action as Textual writes it, where it is not the name after the dot."""

    @property
    def action(self) -> str:
        """The action of the screen."""
        return self.does or self.id.split(".", 1)[1].replace("-", "_")

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
    Key("home.record", "w,f9", "record", "Write the conversation's record for its partner"),
    Key("home.contact", "c,f6", "contact", "Say how far contact has come", footer=True),
    Key("home.refresh", "r,f5", "read again", "Read the study's files again", footer=True),
    Key("home.screen-share", "alt+v", "share", "Hide the list while a partner sees the screen"),
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
    Key("desk.figure", "alt+a", "figure", "How sure the figure is: awaited, from whom, by when"),
    Key("desk.fact", "alt+f", "fact", "Go to the fact of this question"),
    Key("desk.off-record", "alt+o", "off record", "Off the record: nothing is stored until again"),
    Key("desk.strike", "alt+x", "strike", "Take the last passage out, here and on the disk"),
    Key("desk.restrict", "alt+z", "restrict", "Restrict the selection: a named person; or lift it"),
    Key("desk.people", "alt+r", "people", "Who is there: somebody joins or leaves, and agrees"),
    Key("desk.consent", "alt+i", "consent", "Ask again what they agree to, and record it anew"),
    Key("desk.practice", "alt+g", "practice", "Mark a good practice that is worth sharing"),
    Key("desk.others", "alt+d", "others", "What do others do? What may be told, and note it"),
    Key("desk.note-time", "alt+0", "note time", "Put the time of day at the cursor"),
    Key("desk.pause", "alt+t", "clock", "Stop the clock, or let it run"),
    Key("desk.time", "alt+k", "time", "See the time by section against the plan"),
    Key("desk.not-asked", "alt+n", "not asked", "See what nothing has been asked about yet"),
    Key("desk.last-round", "alt+y", "last round", "See what they said here last round"),
    Key("desk.park", "alt+u", "park", "Put a fact or words under another question, and stay"),
    Key(
        "desk.pass-on",
        "alt+j",
        "pass on",
        "Send the selection, or the line at the cursor, to another question, and stay",
    ),
    Key("desk.screen-share", "alt+v", "share", "Hide what a partner must not see on this screen"),
    Key("desk.second-place", "alt+w", "copy", "Write everything into another folder as well"),
    Key(
        "desk.both-copies", "alt+m", "copies", "See two copies of an answer and settle which holds"
    ),
    Key("desk.close", "f11,alt+e", "end", "See what is left, and finish the conversation"),
)

DESK_DIGITS = tuple(
    Key(
        f"desk.choose-{digit}",
        f"alt+{digit}",
        f"fact {digit}",
        f"Set the fact to its choice {digit}, wherever the cursor is",
        does=f"choose('{digit}')",
    )
    for digit in range(1, 10)
)
"""Set the fact while the cursor is in the notes."""

CLOSING = (
    Key("closing.finish", "f,alt+f", "finish", "Finish: from now on it counts", footer=True),
    Key("closing.back-to-desk", "f3,escape", "back", "Go back to the questions", footer=True),
    Key(
        "closing.leave-open", "f8,o", "leave open", "Leave it open for another sitting", footer=True
    ),
    Key("closing.read-back", "f5,r", "read back", "Read back what was said", footer=True),
    Key("closing.next-step", "n", "next step", "Add a next step: what, who, by when", footer=True),
    Key("closing.steps", "s", "change step", "Change a next step, or take it off"),
    Key("closing.ask", "f2,g", "not asked", "Go to a question that was not asked", footer=True),
    Key("closing.send", "k", "send kept", "Send kept words to a question"),
    Key("closing.record", "w,f9", "record", "Write the record for the partner, as Word"),
    Key("closing.second-place", "alt+w", "copy", "Write everything into another folder as well"),
)

SUMMARY = (
    Key("summary.back", "escape,f3,enter", "back", "Go back to the end", footer=True),
    Key("summary.whole", "f5,a", "all of it", "Show everything, or two minutes of it", footer=True),
)

WRITE_UP = (
    Key("write-up.jump", "f2,ctrl+o", "jump", "Go to an answer by number or words", footer=True),
    Key("write-up.back", "f3,ctrl+r", "back", "Go back to where you were", footer=True),
    Key("write-up.next", "f4,ctrl+n", "next", "Go to the next answer", footer=True),
    Key("write-up.copy-notes", "f5,alt+c", "copy notes", "Begin with the notes", footer=True),
    Key("write-up.previous", "alt+b,alt+up", "before", "Go to the answer before this one"),
    Key(
        "write-up.waiting", "f8,alt+n", "next open", "Go to the next one not yet done", footer=True
    ),
    Key(
        "write-up.restrict",
        "alt+z",
        "restrict",
        "Restrict the selection, or the name pointed out; or lift it",
        footer=True,
    ),
    Key("write-up.second-place", "alt+w", "copy", "Write everything into another folder as well"),
    Key("write-up.done", "f11,alt+e", "end", "Leave the write-up; it can be taken up again"),
)

CONSENT = (
    Key("consent.go-on", "f4,enter", "go on", "Record what was said, and go on", footer=True),
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

CODING_DIGITS = tuple(
    Key(
        f"coding.number-{digit}",
        str(digit),
        f"code {digit}",
        f"Give code {digit} of the list, or take it back",
        does=f"number({digit})",
    )
    for digit in range(1, 10)
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

MATRIX = (
    Key("matrix.read", "enter", "passages", "Read the passages of the cell", footer=True),
    Key("matrix.write", "e", "sum up", "Write the summary of the cell, or change it", footer=True),
    Key("matrix.next-open", "n", "next", "Go to the next cell to sum up, or again", footer=True),
    Key("matrix.turn", "t", "codes, themes", "Change between codes and themes", footer=True),
    Key("matrix.filter", "f", "type", "Show organisations of one type", footer=True),
    Key("matrix.audience", "a", "audience", "Show the other kind of conversation"),
    Key("matrix.still-holds", "c", "holds", "Say that an older summary still holds", footer=True),
    Key("matrix.undo", "u", "undo", "Take the last step back", footer=True),
    Key("matrix.redo", "U,ctrl+r", "redo", "Make the step again that was taken back"),
    Key("matrix.left", "h,left", "left", "Go to the cell at the left"),
    Key("matrix.down", "j,down", "down", "Go to the cell below"),
    Key("matrix.up", "k,up", "up", "Go to the cell above"),
    Key("matrix.right", "l,right", "right", "Go to the cell at the right"),
    Key("matrix.page-down", "pagedown,space", "more", "Scroll the summary"),
    Key("matrix.page-up", "pageup", "back", "Scroll it back"),
)

BOX = (Key("box.back", "escape,f3", "back", "Go back; nothing is decided"),)

FIND = (
    *BOX,
    Key("find.down", "down", "down", "Highlight the next one", does="move(1)"),
    Key("find.up", "up", "up", "Highlight the one before", does="move(-1)"),
)

LINE = (
    *BOX,
    Key("line.keep", "enter,f4", "keep", "Keep what is typed"),
)

FORM = (
    *BOX,
    Key("form.keep", "f4,ctrl+n", "keep", "Keep what the form says"),
)

SUM_UP = (
    *BOX,
    Key("sum-up.keep", "f4,ctrl+n", "keep", "Keep the summary; an empty one is taken off"),
    Key("sum-up.passages-down", "pagedown", "down", "Scroll the passages"),
    Key("sum-up.passages-up", "pageup", "up", "Scroll them back"),
)

READ = (Key("read.back", "escape,enter,f3", "back", "Go back"),)

TYPED_ON = frozenset({"app", "desk", "begin", "box", "find", "line", "form", "write-up", "sum-up"})
"""Groups of screens with a line or a box to type in: letters, enter and arrows belong to it."""

GROUPS = {
    "app": EVERYWHERE,
    "home": HOME,
    "desk": (*DESK, *DESK_DIGITS),
    "closing": CLOSING,
    "summary": SUMMARY,
    "write-up": WRITE_UP,
    "consent": CONSENT,
    "begin": BEGIN,
    "coding": (*CODING, *CODING_DIGITS),
    "board": BOARD,
    "matrix": MATRIX,
    "box": BOX,
    "find": FIND,
    "line": LINE,
    "form": FORM,
    "sum-up": SUM_UP,
    "read": READ,
}
ACTIONS = {key.id: key for group in GROUPS.values() for key in group}
"""Every action that a person's settings may give other keys, by its id."""


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


_NONE: Mapping[str, str] = {}


def as_set(group: tuple[Key, ...], own: Mapping[str, str]) -> tuple[Key, ...]:
    """Give a group with a person's own keys in the place of the standard ones.

    Args:
        group: One of the tuples above.
        own: Keys by the id of their action, as Textual writes them.
    """
    return tuple(replace(key, keys=own.get(key.id, key.keys)) for key in group)


def own_keys(app: object) -> Mapping[str, str]:
    """Give the keys that the person at an app has set, by action; none in a bare app."""
    own: Mapping[str, str] = getattr(app, "own_keys", _NONE)
    return own


def footer_words(group: tuple[Key, ...], width: int, own: Mapping[str, str] = _NONE) -> str:
    """Write the footer of a screen: help first, the palette last, and between them what fits.

    Keys marked for the footer come before the others; each group keeps its order.
    """
    first, last = (_footer(key) for key in as_set(EVERYWHERE[:2], own))
    room = width - len(first) - len(last) - 4
    kept = []
    for key in sorted(as_set(group, own), key=lambda key: not key.footer):
        words = _footer(key)
        if len(words) + 2 <= room:
            kept.append(words)
            room -= len(words) + 2
    return "  ".join([first, *kept, last])


def _footer(key: Key) -> str:
    return f"{key.names[0]} {key.label}"
