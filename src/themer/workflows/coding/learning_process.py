"""The process beside the coding desk: ``python -m themer.workflows.coding.learning_process``.

It takes decisions from its standard input and says what it learned on its standard output, as
``learning_messages`` has it; it writes no file but the cache, and ends with its input.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from pathlib import Path
from typing import BinaryIO, TextIO

from themer.errors import ThemerError
from themer.model.decision import Decision
from themer.storage.json_lines import decision_of
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.vectors import encoder_or_none, kept_vectors
from themer.workflows.coding.learning import Learning
from themer.workflows.coding.learning_messages import fault_line, line_of

PAUSE = 1.5
"""Seconds without a decision before everything is worked out to the end."""
_POLITENESS = 10
Inbox = queue.SimpleQueue[Decision]


def main(root: str, coder: str, *, blind: bool) -> int:
    """Learn until the input ends.

    Returns:
        1 where something went wrong, which was said.
    """
    with contextlib.suppress(AttributeError, OSError):  # not every system has it
        os.nice(_POLITENESS)
    out = _own_output()
    inbox: Inbox = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, inbox), daemon=True).start()
    try:
        folder = StudyFolder(Path(root))
        encoder = encoder_or_none()
        encode = None if encoder is None else kept_vectors(encoder, folder.cache)
        learn(Learning(folder, coder, encode, blind=blind), inbox, out)
    except ThemerError as error:
        first = str(error).partition("\n")[0]
        out.write(fault_line(f"The suggestions stay as they are: {first}"))
        out.flush()
        return 1
    return 0


def learn(learning: Learning, inbox: Inbox, out: TextIO) -> None:
    """Refit after every few decisions, and to the end at each pause; for ever."""
    is_whole = tell(learning, inbox, out, is_complete=True)
    while True:
        decided = _decided(inbox, None if is_whole else PAUSE)
        if not decided:
            is_whole = tell(learning, inbox, out, is_complete=True)
        elif learning.take(decided):
            tell(learning, inbox, out, is_complete=False)
            is_whole = False


def tell(learning: Learning, inbox: Inbox, out: TextIO, *, is_complete: bool) -> bool:
    """Refit and say what changed; leave off when something was decided, and say whether not."""
    for update in learning.refit(is_complete=is_complete):
        if update.changed or update.first is not None or update.is_complete:
            out.write(line_of(update))
            out.flush()
        if not (update.is_complete or inbox.empty()):
            return False
    return True


def _decided(inbox: Inbox, seconds: float | None) -> list[Decision]:
    """Wait for a decision, so long or for ever; give all that wait, none where none came."""
    found = []
    with contextlib.suppress(queue.Empty):
        found.append(inbox.get(timeout=seconds))
        while True:
            found.append(inbox.get_nowait())
    return found


def _listen(source: BinaryIO, inbox: Inbox) -> None:
    """Take decisions in while the machine computes; with the desk, all ends at once."""
    for line in source:
        inbox.put(decision_of(line.decode("utf-8", "surrogatepass")))
    os._exit(0)


def _own_output() -> TextIO:
    """Keep the way to the desk for us: what a library prints goes where errors go."""
    own = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], blind=sys.argv[3:] == ["--blind"]))
