"""The keys of the theme desk: its list, the page of a theme, and the map."""

from __future__ import annotations

from themer.tui.key import Key

THEMES = (
    Key("themes.open", "enter", "open", "Open the theme or candidate", footer=True),
    Key("themes.name", "n", "name", "Name a candidate, or rename a theme", footer=True),
    Key("themes.merge", "m", "merge", "Merge it into a theme", footer=True),
    Key("themes.refuse", "x", "refuse", "Refuse the candidate or theme", footer=True),
    Key("themes.take-up", "t", "take up", "Take a refused or merged theme up again"),
    Key("themes.map", "v", "map", "See which themes lie in which codes", footer=True),
    Key("themes.undo", "u", "undo", "Take your last step back", footer=True),
    Key("themes.redo", "U,ctrl+r", "redo", "Make the step again that was taken back"),
    Key("themes.find", "slash,f2", "find", "Find a theme or candidate by its words"),
    Key("themes.refresh", "r,f5", "read again", "Read the study's files again"),
    Key("themes.next", "j,down", "next", "Go to the next one"),
    Key("themes.previous", "k,up", "before", "Go to the one before"),
    Key("themes.page-down", "pagedown,space", "down", "Scroll what is said of it"),
    Key("themes.page-up", "pageup", "up", "Scroll it back"),
)

THEME = (
    Key("theme.back", "escape,b,f3", "back", "Go back to the list", footer=True),
    Key("theme.pick", "space", "pick", "Pick the passage, or no longer", footer=True),
    Key(
        "theme.contrary", "c", "contrary", "It says otherwise; once more: it does not", footer=True
    ),
    Key("theme.move", "v", "move", "Move the passage, or all picked, to a theme", footer=True),
    Key("theme.take-out", "x", "take out", "Take the passage, or all picked, out", footer=True),
    Key("theme.add", "a", "add", "Add a passage from anywhere in the study", footer=True),
    Key("theme.undo", "u", "undo", "Take your last step back", footer=True),
    Key("theme.redo", "U,ctrl+r", "redo", "Make the step again that was taken back"),
    Key("theme.split", "s", "split", "Make the picked a theme; with none picked, propose parts"),
    Key("theme.name", "n", "name", "Name the candidate (or what is picked of it); rename a theme"),
    Key("theme.statement", "t", "statement", "Write what those who voice it say"),
    Key("theme.otherwise", "o", "otherwise", "Write what those who do not share it say"),
    Key("theme.interpretation", "i", "reading", "Write how you read it"),
    Key("theme.role", "l", "role", "Say whether it speaks of a strength or a challenge"),
    Key("theme.confidence", "f", "confidence", "Say how sure you are, and why"),
    Key("theme.new", "w", "new", "Look at passages that the machine puts with this theme"),
    Key("theme.follow", "e", "follow", "Put moved passages where their words are now"),
    Key("theme.merge", "m", "merge", "Merge it into another theme"),
    Key("theme.refuse", "X", "refuse", "Refuse the candidate or theme"),
    Key("theme.history", "h", "history", "Read who did what to it, when and why"),
    Key("theme.next", "j,down", "next", "Go to the next passage"),
    Key("theme.previous", "k,up", "before", "Go to the passage before"),
    Key("theme.page-down", "pagedown", "down", "Scroll the passage"),
    Key("theme.page-up", "pageup", "up", "Scroll it back"),
)

THEME_MAP = (
    Key("theme-map.back", "escape,v,f3", "back", "Go back to the list", footer=True),
    Key("theme-map.open", "enter", "open", "Open the theme or candidate", footer=True),
    Key(
        "theme-map.candidates",
        "c",
        "candidates",
        "Show the machine's candidates too, or themes only",
        footer=True,
    ),
    Key("theme-map.next", "j,down", "next", "Go to the next one"),
    Key("theme-map.previous", "k,up", "before", "Go to the one before"),
)
