"""The keys of the codebook's screen."""

from __future__ import annotations

from themer.tui.key import Key

CODEBOOK = (
    Key("codebook.edit", "enter,e", "edit", "Edit the code: its words and examples", footer=True),
    Key("codebook.add", "a,f4", "add", "Add a code", footer=True),
    Key("codebook.split", "s", "split", "Put several new codes in its place", footer=True),
    Key("codebook.merge", "m", "merge", "Merge it into another code", footer=True),
    Key("codebook.retire", "x", "retire", "Retire it: offered and counted no more", footer=True),
    Key("codebook.waiting", "w", "again", "See what is to be looked at again", footer=True),
    Key("codebook.undo", "u", "undo", "Take your last change back, by a new one"),
    Key("codebook.history", "h", "history", "See who changed what, when and why"),
    Key("codebook.next", "j,down,tab", "next", "Go to the next code"),
    Key("codebook.previous", "k,up,shift+tab", "before", "Go to the code before"),
    Key("codebook.find", "g,f2", "go to", "Go to a code by part of its name"),
    Key("codebook.refresh", "r,f5", "read again", "Read the file again"),
    Key("codebook.page-down", "pagedown,space", "down", "Scroll the code's page"),
    Key("codebook.page-up", "pageup", "up", "Scroll it back"),
    Key("codebook.back", "escape,f3", "back", "Leave the codebook; all of it is saved"),
)
