"""Every key once: bindings, footer, help and palette are all made from here.

What a terminal cannot send is not bound: ctrl+h, ctrl+i and ctrl+m arrive as backspace, tab and
enter; ctrl+b is often tmux's, ctrl+s the terminal's own. Each action has a twin that is not a ctrl
key. A user's keymap may change any of them by the id.
"""

from __future__ import annotations

from collections.abc import Mapping

from themer.tui.analysis_keys import (
    ACTIONS_LIST,
    ALIKE,
    BOARD,
    CODEBOOK,
    CODING,
    CODING_DIGITS,
    DIFFERENCES,
    MATRIX,
    SPAN,
    SUM_UP,
    THEME,
    THEME_MAP,
    THEMES,
    WEIGH,
    WEIGH_DIGITS,
)
from themer.tui.key import BOX, NONE, Key, as_set, second_place

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
    second_place("desk"),
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
    second_place("closing"),
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
    second_place("write-up"),
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
    "span": SPAN,
    "alike": ALIKE,
    "differences": DIFFERENCES,
    "matrix": MATRIX,
    "weigh": (*WEIGH, *WEIGH_DIGITS),
    "actions": ACTIONS_LIST,
    "codebook": CODEBOOK,
    "themes": THEMES,
    "theme": THEME,
    "theme-map": THEME_MAP,
    "box": BOX,
    "find": FIND,
    "line": LINE,
    "form": FORM,
    "sum-up": SUM_UP,
    "read": READ,
}
ACTIONS = {key.id: key for group in GROUPS.values() for key in group}
"""Every action that a person's settings may give other keys, by its id."""


def footer_words(group: tuple[Key, ...], width: int, own: Mapping[str, str] = NONE) -> str:
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
