"""Start to first paint, of home and of an interview, beside a bare Textual app in the same run.

    python benchmarks/first_paint.py [RUNS] [INTERVIEWS]

Each start is a process of its own in a pseudo-terminal of 80×24. Wall time is from the start of the
process to the first painted words of the screen; CPU time is what the process had used by then, in
hundredths of a second. ``benchmarks/desk.py`` prints the same with all other figures.
"""

from __future__ import annotations

import compileall
import fcntl
import os
import pty
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

from made_study import LARGE, make_study

import themer

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first painted words")
Bare().run()
"""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds until some words were painted."""

    wall: float
    cpu: float


def measure_starts(folder: Path, runs: int, interviews: int) -> dict[str, list[Start]]:
    """Start each program by turns, so often, in a new study with so many interviews."""
    # As after an installation: pip compiles what it installs, a checkout may not.
    compileall.compile_dir(Path(themer.__file__).parent, quiet=1)
    study = make_study(folder, interviews)
    os.environ["THEMER_STATE"] = str(folder / "state")
    home = [sys.executable, "-m", "themer", "--study", str(study)]
    interview = [sys.executable, "-m", "themer", "interview", LARGE, "--study", str(study)]
    starts = {
        "bare Textual app": ([sys.executable, "-c", BARE], "first painted words"),
        "home, frame": (home, "F1 help"),
        "home, list": (home, "Next:"),
        "interview, frame": (interview, "F1 help"),
        "interview, first box": (interview, "go on with it now"),
        "home, frame, no cache": (home, "F1 help"),
        "home, list, no cache": (home, "Next:"),  # the last, as it leaves a cache for the others
    }
    times: dict[str, list[Start]] = {name: [] for name in starts}
    start(*starts["home, list, no cache"])
    for _ in range(runs):
        for name, (command, words) in starts.items():
            if name.endswith("no cache"):
                shutil.rmtree(study / ".themer", ignore_errors=True)
            times[name].append(start(command, words))
    return times


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    interviews = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as folder:
        times = measure_starts(Path(folder) / "study", runs, interviews)
    floor = statistics.median(start.cpu for start in times["bare Textual app"])
    floor_wall = statistics.median(start.wall for start in times["bare Textual app"])
    print(f"{runs} runs each, medians; {interviews} interviews in the study")
    for name, found in times.items():
        wall = statistics.median(start.wall for start in found)
        cpu = statistics.median(start.cpu for start in found)
        print(
            f"{name:<22} wall {wall * 1000:5.0f} ms ({wall / floor_wall:.2f})"
            f"   CPU {cpu * 1000:5.0f} ms ({cpu / floor:.2f} of bare)"
        )


def start(command: list[str], words: str) -> Start:
    """Start a program and wait for some words."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    seen = b""
    while words.encode() not in seen and time.perf_counter() - begun < 60:
        ready, _, _ = select.select([master], [], [], 1)
        if ready:
            seen += os.read(master, 65536)
    wall = time.perf_counter() - begun
    cpu = cpu_seconds(process.pid)
    process.kill()
    process.wait()
    os.close(master)
    if words.encode() not in seen:
        raise SystemExit(f"never saw {words!r} from {command}")
    return Start(wall, cpu)


def cpu_seconds(process: int) -> float:
    """Give the CPU time that a process has used, in hundredths of a second at best."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
