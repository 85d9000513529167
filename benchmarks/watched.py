"""Runs a program that tells another what it used: the other end of ``terminal.Watched``.

    python benchmarks/watched.py ASK TELL OPTIONS PROGRAM [ARGUMENT …]

ASK and TELL are open pipes; OPTIONS are JSON. Each line that comes on ASK is answered by one on
TELL: CPU seconds of the process, CPU seconds of the screen's thread, and how long each call of the
saver held that thread up since the last answer. Only what is measured from inside is wrapped;
``fsync`` seconds are added to each fsync, and ``save_each`` saves far oftener than is usual.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

held_up: list[float] = []


def main() -> None:
    ask, tell, options, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    wishes = json.loads(options)
    threading.Thread(target=answer, args=(ask, tell), daemon=True).start()
    if "fsync" in wishes:
        slow_down(wishes["fsync"])
    if program == "stock":
        import stock

        stock.run(*sys.argv[5:])
        return
    if "save_each" in wishes:
        save_often(wishes["save_each"])
    if wishes.get("is_timed"):
        time_saver()
    from themer.cli import main as themer

    sys.argv = ["themer", *sys.argv[5:]]
    themer()


def answer(ask: int, tell: int) -> None:
    clock = time.pthread_getcpuclockid(threading.main_thread().ident or 0)
    while os.read(ask, 1):
        said = [time.process_time(), time.clock_gettime(clock), held_up[:]]
        held_up.clear()
        os.write(tell, json.dumps(said).encode() + b"\n")


def slow_down(seconds: float) -> None:
    fsync = os.fsync

    def slow(descriptor: int) -> None:
        time.sleep(seconds)
        fsync(descriptor)

    os.fsync = slow


def save_often(seconds: float) -> None:
    from themer.workflows.interviews import due

    due._FILE_IDLE = due._FILE_MOST = seconds


def time_saver() -> None:
    """Time what saving, and saying how it stands, take of the screen's thread, as wall time."""
    from themer.tui.widgets.frame import Head
    from themer.workflows.interviews.saving import Saver

    for owner, name in ((Saver, "note"), (Saver, "take_in"), (Head, "show")):
        setattr(owner, name, timed(getattr(owner, name)))


def timed(call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        begun = time.perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            held_up.append(time.perf_counter() - begun)

    return wrapped


if __name__ == "__main__":
    main()
