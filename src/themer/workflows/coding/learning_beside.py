"""The coding desk's side of a process that learns from each decision while the coder works on.

    learner = Learner(folder, coder, blind=False)
    learner.tell(step)                         # after each step that is on the disk; never waits
    async for update in learner.updates():     # in a worker of the screen; begins the process
        ...                                    # put ``update.changed`` beside the passages
    learner.close()                            # when the screen closes

The process reads the study once, and this coder's decisions from the disk; what is told before it
has read them is not counted twice. Decisions made in quick succession are learned from together.
After each refit come the answers to go to first, and segment by segment what changed, the front of
the queue first: at first only what a coder would notice, and when they pause the rest, after which
everything is as ``themer analyse`` would say it (``LearnedUpdate.is_complete``).

Of a segment of which nothing was said yet, ``coding/machine/`` holds good; blind, nothing does, for
those files were made from everybody's decisions: show no suggestion until it came through here.
Where the study itself changes (codebook, answers), close the learner and begin another.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncGenerator, Sequence

from themer.errors import ThemerError
from themer.model.decision import Decision
from themer.storage.json_lines import lines_of
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.learning_messages import LearnedUpdate, read_line

_LONGEST_LINE = 32_000_000
_ENDED = "The machine stopped learning beside the desk; the suggestions stay as they are."


class Learner:
    """A process beside the desk that learns what a coder decides.

    Args:
        folder: The study.
        coder: Whose desk it is.
        blind: Learn from nothing that another coder decided.
    """

    def __init__(self, folder: StudyFolder, coder: str, *, blind: bool = False) -> None:
        self._arguments = (str(folder.root), coder, *(("--blind",) if blind else ()))
        self._process: asyncio.subprocess.Process | None = None
        self._untold = ""
        self._is_closed = False

    def tell(self, events: Sequence[Decision]) -> None:
        """Tell what was decided, undoing included; it is sent in the background."""
        lines = lines_of(events)
        if self._process is None:
            self._untold += lines
        elif not self._is_closed and self._process.stdin is not None:
            self._process.stdin.write(lines.encode("utf-8", "surrogatepass"))

    async def updates(self) -> AsyncGenerator[LearnedUpdate, None]:
        """Begin the process, and give what it learns until the learner is closed.

        Raises:
            ThemerError: It cannot go on; the suggestions stay as they are.
        """
        try:
            await self._begin()
            async for update in self._said():
                yield update
        finally:
            self.close()
            if self._process is not None:
                # Reads what is left, or the pipes would stay open behind the screen.
                await self._process.communicate()

    def close(self) -> None:
        """End the process at once; nothing that it holds is kept."""
        self._is_closed = True
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _begin(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-X", "utf8", "-m", "themer.workflows.coding.learning_process"),
            *self._arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST_LINE,
            # Two threads on small matrices cost twice the CPU and are no quicker.
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        self.tell(())
        untold, self._untold = self._untold, ""
        if self._process.stdin is not None:
            self._process.stdin.write(untold.encode("utf-8", "surrogatepass"))

    async def _said(self) -> AsyncGenerator[LearnedUpdate, None]:
        process = self._process
        while process is not None and process.stdout is not None:
            line = await process.stdout.readline()
            if not line.endswith(b"\n"):
                break
            yield read_line(line)
        if not self._is_closed:
            raise ThemerError(_ENDED)
