"""``themer report --watch``: what is said while pages are made again and again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from themer.cli.options import open_study
from themer.cli.printing import put, say

if TYPE_CHECKING:
    from themer.workflows.reporting.report import Wanted
    from themer.workflows.reporting.watching import Made


def follow(wanted: Wanted, study: str | None, out: Path | None) -> None:
    """Make the pages after every change, until ctrl-C; each time is told in a line.

    Args:
        wanted: Which documents, and for whom.
        study: The study as it was named on the command line.
        out: Where to write instead of ``reports/preview/``.
    """
    from themer.workflows.reporting.watching import Preview, watch

    folder = open_study(study)
    preview = Preview(folder, wanted, out)
    say(
        f"Pages go to {folder.relative(preview.out)}/. Open one in a browser; ctrl-C ends this. "
        "The study is counted first."
    )
    began = False

    def tell(made: Made) -> None:
        """Say what was made, or what is wrong."""
        nonlocal began
        at = time.strftime("%H:%M:%S")
        if made.error is not None:
            say(f"{at} {made.error}")
            say("The pages from before stay." if began else "No page has been made yet.")
            return
        began = True
        for page in made.pages:
            put(f"{at} {folder.relative(page)}")
        if not made.pages:
            say(f"{at} looked again: every page is as it was.")

    watch(preview, tell)
