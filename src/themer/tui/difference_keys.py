"""The keys of the screen on which differences between coders are settled."""

from __future__ import annotations

from themer.tui.key import Key

DIFFERENCES = (
    Key(
        "differences.give",
        "1",
        "give it",
        "It carries the code, with a reason",
        footer=True,
    ),
    Key(
        "differences.do-not-give", "2", "do not", "It does not carry it, with a reason", footer=True
    ),
    Key("differences.next", "n,j,down,right_square_bracket", "next", "Go to the next", footer=True),
    Key(
        "differences.previous",
        "p,k,up,left_square_bracket",
        "before",
        "Go to the one before",
        footer=True,
    ),
    Key("differences.next-open", "o,tab", "open", "Go to the next that nobody has settled"),
    Key("differences.undo", "u", "undo", "Take the latest verdict back", footer=True),
    Key("differences.redo", "U,ctrl+r", "redo", "Give the verdict again that was taken back"),
    Key("differences.definition", "w", "what it is", "Read what the code means", footer=True),
    Key("differences.back", "b,escape,f3", "back", "Go back; every verdict is saved", footer=True),
    Key("differences.page-down", "pagedown,space", "down", "Scroll the answer down"),
    Key("differences.page-up", "pageup", "up", "Scroll the answer up"),
)
