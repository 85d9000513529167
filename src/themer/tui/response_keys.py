"""The keys of the screens on which contradictions are decided and actions are planned."""

from __future__ import annotations

from themer.tui.key import Key

WEIGH = (
    Key(
        "weigh.next", "n,right_square_bracket", "next", "Go to the next contradiction", footer=True
    ),
    Key(
        "weigh.previous",
        "p,left_square_bracket",
        "before",
        "Go to the contradiction before",
        footer=True,
    ),
    Key("weigh.back", "escape,f3,b", "back", "Go back; every decision is saved", footer=True),
    Key("weigh.undo", "u", "undo", "Take the latest decision here back", footer=True),
    Key("weigh.redo", "U,ctrl+r", "redo", "Make the decision again that was taken back"),
    Key("weigh.refresh", "r,f5", "read again", "Read the study again: a fact may be corrected"),
    Key("weigh.page-down", "pagedown,space,j,down", "down", "Scroll the words"),
    Key("weigh.page-up", "pageup,k,up", "up", "Scroll the words back"),
)

WEIGH_DIGITS = tuple(
    Key(
        f"weigh.choice-{digit}",
        str(digit),
        label,
        f"Decide: {words}; a reason is asked for",
        does=f"choose({digit})",
    )
    for digit, (label, words) in enumerate(
        (
            ("fact", "the fact stands"),
            ("words", "the words stand, and the fact is to be asked again"),
            ("both", "both hold"),
            ("neither", "it is no contradiction"),
        ),
        1,
    )
)

ACTIONS_LIST = (
    Key("actions.edit", "enter,e", "open", "Change the action, or answer the finding", footer=True),
    Key("actions.new", "n,f4", "new", "Write down what will be done", footer=True),
    Key("actions.ask", "a", "ask", "Write down what readers are asked to do", footer=True),
    Key("actions.down", "j", "down", "Go down", does="move(1)"),
    Key("actions.up", "k", "up", "Go up", does="move(-1)"),
    Key("actions.refresh", "r,f5", "read again", "Read the study's files again", footer=True),
)
