"""``themer report --take-edits``: the diff, the list of what was not placed, and the question."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from themer.cli.clearing import confirm, counted
from themer.cli.diffs import put_diff
from themer.cli.options import open_study
from themer.cli.printing import put_words, say
from themer.errors import ExitCode

if TYPE_CHECKING:
    from themer.workflows.reporting.take_edits import FoundEdits


def take(path: Path, study: str | None, *, yes: bool) -> int:
    """Show what was changed in a Word document, ask, and take it into the study.

    Args:
        path: The document.
        study: The study as it was named on the command line.
        yes: Whether not to ask.

    Returns:
        0 where all that was changed is in the study, 1 where something was not taken, or a report
        with it cannot be written.
    """
    from themer.workflows.reporting.take_edits import find_edits, take_edits

    folder = open_study(study)
    found = find_edits(folder, path)
    _show(found)
    if not found.changes and not found.to_look_at:
        say(f"{path.name}: nothing was changed since themer wrote it.")
        return ExitCode.FINE
    if not found.changes:
        say("Nothing of this can be put into the study by themer.")
        return ExitCode.PROBLEMS
    if not yes and not sys.stdin.isatty():
        say("Nothing was written: there is nobody here to ask. Add --yes to take the edits.")
        return ExitCode.PROBLEMS
    if not confirm("Take these edits into the study?", yes=yes):
        say("Nothing was changed.")
        return ExitCode.PROBLEMS
    for written in take_edits(folder, found):
        say(f"Written: {folder.relative(written)}")
    if found.refused:
        _say_what_is_refused(found)
    else:
        say('Next: "themer report" makes the report with the new text.')
    return ExitCode.PROBLEMS if found.to_look_at or found.refused else ExitCode.FINE


def _say_what_is_refused(found: FoundEdits) -> None:
    paths = ", ".join(dict.fromkeys(one.path.as_posix() for one in found.refused))
    is_one = len(found.refused) == 1
    that = "the quotation told above is" if is_one else "the quotations told above are"
    say(
        f'"themer report" will refuse this until {that} taken out of {paths}, or may be printed '
        'and {{ quote("ID") }} stands there instead.'
    )


def _show(found: FoundEdits) -> None:
    for change in found.changes:
        put_diff(change.diff)
        for one in found.quotations:
            if one.path == change.path:
                mark = "Note" if one.may_stand else "QUOTATION THAT MAY NOT STAND"
                words = f"the quotation “{_in_brief(one.words)}” is {one.told}."
                put_words(f"{mark}: {one.path.as_posix()}: {words}")
    if found.reviewers:
        say(f"Tracked changes of {', '.join(found.reviewers)} were read as accepted.")
    if found.changes:
        many = counted(found.taken, "paragraph")
        say(f"{many} in {counted(len(found.changes), 'file')} can be taken.")
    if found.to_look_at:
        verb = "is" if len(found.to_look_at) == 1 else "are"
        say(f"{counted(len(found.to_look_at), 'thing')} {verb} for you:")
        for words in found.to_look_at:
            put_words(f"- {words}")


def _in_brief(words: str) -> str:
    return words if len(words) <= 120 else f"{words[:119]}…"
