"""The keys of the screens on which a study is coded, grouped, summed up and answered."""

from __future__ import annotations

from themer.tui.key import BOX, Key, back, undo_and_redo

CODING = (
    back("coding", "Leave; every decision is saved", "leave", "escape,f3"),
    Key(
        "coding.accept",
        "enter",
        "accept",
        "Accept the highlighted code; 1 to 9 give a code, or take it back",
        footer=True,
    ),
    Key("coding.refuse", "x", "refuse", "Refuse the highlighted code", footer=True),
    Key("coding.any-code", "a", "other", "Give any code of the codebook", footer=True),
    Key(
        "coding.finish",
        "d",
        "read",
        "This answer is read to its end: record it, and go to the next unread one",
        footer=True,
    ),
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
    *undo_and_redo("coding"),
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
    Key("coding.order", "o", "order", "Choose the order of the answers"),
    Key("coding.span", "v", "ends", "Give the passage other ends"),
    Key(
        "coding.alike",
        "l",
        "alike",
        "See passages like this one for the highlighted code, and decide on many together",
    ),
    Key("coding.codebook", "C", "codebook", "Read the codebook and change it"),
    Key("coding.differences", "D", "differences", "Settle where coders differ"),
    Key(
        "coding.contradictions",
        "F",
        "facts",
        "Decide where a fact and the words beside it contradict each other",
    ),
    Key("coding.search", "slash", "search", "Find passages by their words, and decide on them"),
    Key("coding.numbers", "percent_sign", "numbers", "Show the strength as a number, or as a word"),
    Key("coding.definition", "w", "what it is", "Read what the highlighted code means"),
    Key("coding.page-down", "pagedown,space", "down", "Scroll the answer down"),
    Key("coding.page-up", "pageup", "up", "Scroll the answer up"),
)

SPAN = (
    back("span", "Go back; the passage stays as it was"),
    Key("span.keep", "enter", "keep", "Keep these ends", footer=True),
    Key(
        "span.end-on", "l,right", "end →", "End it a word later", footer=True,
        does="move('end','word',1)",
    ),
    Key(
        "span.end-back", "h,left", "← end", "End it a word earlier", footer=True,
        does="move('end','word',-1)",
    ),
    Key(
        "span.start-on", "L,shift+right", "start →", "Begin it a word later", footer=True,
        does="move('start','word',1)",
    ),
    Key(
        "span.start-back", "H,shift+left", "← start", "Begin it a word earlier", footer=True,
        does="move('start','word',-1)",
    ),
    Key(
        "span.sentence-on", "j,down", "end sentence", "End it with the next sentence",
        does="move('end','sentence',1)",
    ),
    Key(
        "span.sentence-back", "k,up", "end before", "End it with the sentence before",
        does="move('end','sentence',-1)",
    ),
    Key(
        "span.begin-sentence-on", "J,shift+down", "start sentence", "Begin it a sentence later",
        does="move('start','sentence',1)",
    ),
    Key(
        "span.begin-sentence-back", "K,shift+up", "start before", "Begin it a sentence earlier",
        does="move('start','sentence',-1)",
    ),
)  # fmt: skip

ALIKE = (
    back("alike", "Go back to the answer; every decision is saved"),
    Key("alike.tick", "space", "tick", "Tick the passage, or take the tick off", footer=True),
    Key("alike.tick-all", "a", "all", "Tick all that are listed, or none", footer=True),
    Key("alike.accept", "enter", "accept", "Give the code to what is ticked", footer=True),
    Key("alike.refuse", "x", "refuse", "Refuse the code for what is ticked", footer=True),
    Key("alike.search", "slash", "words", "List passages that hold words", footer=True),
    *undo_and_redo("alike"),
    Key("alike.next", "j,down,tab", "next", "Go to the next passage"),
    Key("alike.previous", "k,up,shift+tab", "before", "Go to the passage before"),
    Key("alike.numbers", "percent_sign", "numbers", "Show the strength as a number, or as a word"),
    Key("alike.page-down", "pagedown", "down", "Scroll the passage down"),
    Key("alike.page-up", "pageup", "up", "Scroll it up"),
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
    back("board", "Go back to the answer; every judgement is saved"),
    Key("board.in-place", "1", "in place", "Judge the component to be in place", footer=True),
    Key("board.developing", "2", "developing", "Judge it to be developing", footer=True),
    Key("board.absent", "3", "absent", "Judge it to be absent", footer=True),
    Key("board.not-discussed", "4", "undiscussed", "Judge that it was not spoken of", footer=True),
    Key("board.next", "j,down,tab", "next", "Go to the next component"),
    Key("board.previous", "k,up,shift+tab", "before", "Go to the component before"),
    *undo_and_redo("board"),
    Key("board.page-down", "pagedown,space", "down", "Scroll what is said of the component"),
    Key("board.page-up", "pageup", "up", "Scroll it back"),
)

MATRIX = (
    back("matrix", "Leave; every summary is saved", "leave"),
    Key("matrix.read", "enter", "passages", "Read the passages of the cell", footer=True),
    Key("matrix.write", "e", "sum up", "Write the summary of the cell, or change it", footer=True),
    Key("matrix.next-open", "n", "next", "Go to the next cell to sum up, or again", footer=True),
    Key("matrix.turn", "t", "turn", "Change between codes and themes", footer=True),
    Key("matrix.filter", "f", "type", "Show organisations of one type"),
    Key("matrix.audience", "a", "audience", "Show the other kind of conversation"),
    Key("matrix.still-holds", "c", "holds", "Say that an older summary still holds", footer=True),
    *undo_and_redo("matrix"),
    Key("matrix.left", "h,left", "left", "Go to the cell at the left"),
    Key("matrix.down", "j,down", "down", "Go to the cell below"),
    Key("matrix.up", "k,up", "up", "Go to the cell above"),
    Key("matrix.right", "l,right", "right", "Go to the cell at the right"),
    Key("matrix.page-down", "pagedown,space", "more", "Scroll the summary"),
    Key("matrix.page-up", "pageup", "back", "Scroll it back"),
)

SUM_UP = (
    *BOX,
    Key("sum-up.keep", "f4,ctrl+n", "keep", "Keep the summary; an empty one is taken off"),
    Key("sum-up.passages-down", "pagedown", "down", "Scroll the passages"),
    Key("sum-up.passages-up", "pageup", "up", "Scroll them back"),
)

CODEBOOK = (
    back("codebook", "Go back; every change is saved"),
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
)

DIFFERENCES = (
    back("differences", "Go back; every verdict is saved"),
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
    Key("differences.definition", "w", "the code", "Read what the code means", footer=True),
    Key("differences.next", "n,j,down,right_square_bracket", "next", "Go to the next", footer=True),
    Key(
        "differences.previous",
        "p,k,up,left_square_bracket",
        "before",
        "Go to the one before",
        footer=True,
    ),
    Key("differences.next-open", "o,tab", "open", "Go to the next that nobody has settled"),
    *undo_and_redo("differences"),
    Key(
        "differences.page-down",
        "pagedown,space",
        "down",
        "Scroll the answer down, then what was said of it",
    ),
    Key("differences.page-up", "pageup", "up", "Scroll back up"),
)

WEIGH = (
    back("weigh", "Go back; every decision is saved"),
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
    *undo_and_redo("weigh"),
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
    back("actions", "Leave; what is listed is saved", "leave"),
    Key("actions.edit", "enter,e", "open", "Change the action, or answer the finding", footer=True),
    Key("actions.new", "n,f4", "new", "Write down what will be done", footer=True),
    Key("actions.ask", "a", "ask", "Write down what readers are asked to do", footer=True),
    Key("actions.down", "j", "down", "Go down", does="move(1)"),
    Key("actions.up", "k", "up", "Go up", does="move(-1)"),
    Key("actions.refresh", "r,f5", "read again", "Read the study's files again", footer=True),
)

THEMES = (
    back("themes", "Leave; every step is saved", "leave"),
    Key("themes.open", "enter", "open", "Open the theme or candidate", footer=True),
    Key("themes.name", "n", "name", "Name a candidate, or rename a theme", footer=True),
    Key("themes.merge", "m", "merge", "Merge it into a theme", footer=True),
    Key("themes.refuse", "x", "refuse", "Refuse the candidate or theme", footer=True),
    Key("themes.take-up", "t", "take up", "Take a refused or merged theme up again"),
    Key("themes.map", "v", "map", "See which themes lie in which codes", footer=True),
    *undo_and_redo("themes"),
    Key("themes.find", "slash,f2", "find", "Find a theme or candidate by its words"),
    Key("themes.refresh", "r,f5", "read again", "Read the study's files again"),
    Key("themes.next", "j,down", "next", "Go to the next one"),
    Key("themes.previous", "k,up", "before", "Go to the one before"),
    Key("themes.page-down", "pagedown,space", "down", "Scroll what is said of it"),
    Key("themes.page-up", "pageup", "up", "Scroll it back"),
)

THEME = (
    back("theme", "Go back to the list; every step is saved"),
    Key("theme.pick", "space", "pick", "Pick the passage, or no longer", footer=True),
    Key(
        "theme.contrary", "c", "contrary", "It says otherwise; once more: it does not", footer=True
    ),
    Key("theme.move", "v", "move", "Move the passage, or all picked, to a theme", footer=True),
    Key("theme.take-out", "x", "take out", "Take the passage, or all picked, out", footer=True),
    Key("theme.add", "a", "add", "Add a passage from anywhere in the study", footer=True),
    *undo_and_redo("theme"),
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
    back("theme-map", "Go back to the list", keys="escape,f3,b,v"),
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
