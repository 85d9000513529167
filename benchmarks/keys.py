"""CPU of one key, of the next question and of saving, beside a stock TextArea in the same run.

    python benchmarks/keys.py [KEYS]

Everything that the process does is counted, the saving thread too: CPU per step, median. The
screen is 80×24 and nothing is sent to a terminal.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import TextArea

from themer.conversation.clock import Clock
from themer.storage.durable import replace_file
from themer.storage.writing import to_yaml
from themer.tui.program import ThemerApp
from themer.tui.screens.desk import DeskScreen
from themer.tui.widgets.notes import Notes
from themer.workflows.interview import open_interview
from themer.workflows.saving import Saver

FIXTURE = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "reading_rooms"
WORDS = "post only since the van went, volunteers carry a few by hand. "
ANSWER = (WORDS * 40)[:2000]


class Stock(App[None]):
    """A text area and nothing else."""

    CSS = "TextArea { height: 14; }"

    def compose(self) -> ComposeResult:
        yield TextArea(ANSWER, soft_wrap=True)


async def measure(step: Callable[[int], Awaitable[None]], times: int) -> float:
    """Give the median CPU of a step in milliseconds."""
    found = []
    for number in range(times + 5):
        begun = time.process_time()
        await step(number)
        found.append(time.process_time() - begun)
    return statistics.median(found[5:]) * 1000


async def stock_key(keys: int) -> float:
    async with Stock().run_test(size=(80, 24)) as pilot:
        area = pilot.app.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        return await measure(lambda n: press(pilot, area, n), keys)


async def press(pilot: Any, area: TextArea, number: int) -> None:
    letter = "abcdefghij klmno"[number % 16]
    area.post_message(events.Key("space" if letter == " " else letter, letter))
    await pilot.pause()


async def desk(study: Path, keys: int) -> dict[str, float]:
    opened = open_interview(study, "harrow-hill-main-1")
    saver = Saver(study, opened.stored.path, opened.stored.value, opened.stored.sha256)
    screen = DeskScreen(opened.session, saver, "Harrow Hill", Clock())
    found = {}
    async with ThemerApp(lambda _: screen).run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        notes = screen.query_one(Notes)
        notes.insert(ANSWER)
        await pilot.pause(0.3)
        notes.focus()
        found["one key"] = await measure(lambda n: press(pilot, notes, n), keys)

        async def go(number: int) -> None:
            screen.action_previous() if number % 2 == 0 else screen.action_next()
            await pilot.pause()

        found["next question"] = await measure(go, keys)

        async def note(number: int) -> None:
            del number
            saver.write_soon()

        found["autosave, UI thread"] = await measure(note, keys)
    await asyncio.to_thread(saver.close)
    opened.lock.release()

    async def save(number: int) -> None:
        content = to_yaml(opened.stored.value).encode() + b"# %d\n" % number
        sha256[0] = replace_file(opened.stored.path, content, expected=sha256[0])

    sha256 = [open_interview_sha(opened.stored.path)]
    found["one file, worker thread"] = await measure(save, keys)
    return found


def open_interview_sha(path: Path) -> str:
    from themer.storage.durable import sha256_of

    return sha256_of(path.read_bytes())


def main() -> None:
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        os.environ["THEMER_STATE"] = str(Path(folder) / "state")
        study = Path(shutil.copytree(FIXTURE, Path(folder) / "study"))
        stock = asyncio.run(stock_key(keys))
        found = asyncio.run(desk(study, keys))
    print(f"{keys} steps each, CPU medians in ms; an answer of 2,000 characters")
    print(f"{'one key, stock TextArea':<26} {stock:6.1f}")
    for name, cpu in found.items():
        print(f"{name:<26} {cpu:6.1f}")


if __name__ == "__main__":
    main()
