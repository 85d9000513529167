"""Start to first paint, of home and of an interview, beside a bare Textual app in the same run.

    python benchmarks/first_paint.py [RUNS] [INTERVIEWS]

Each start is a process of its own in a pseudo-terminal of 80×24. Wall time is from the start of the
process to the first painted words of the screen; CPU time is what the process had used by then.
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
from pathlib import Path

import themer

FIXTURE = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "reading_rooms"
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first painted words")
Bare().run()
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    interviews = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    # As after an installation: pip compiles what it installs, a checkout may not.
    compileall.compile_dir(Path(themer.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study"
        shutil.copytree(FIXTURE, study)
        one = study / "interviews" / "harrow-hill-main-1.yaml"
        for number in range(2, interviews + 1):
            other = f"harrow-hill-main-{number}"
            text = one.read_text(encoding="utf-8").replace("harrow-hill-main-1", other)
            one.with_name(f"{other}.yaml").write_text(text, encoding="utf-8")
        os.environ["THEMER_STATE"] = str(Path(folder) / "state")
        command = [sys.executable, "-m", "themer"]
        starts = {
            "bare Textual app": ([sys.executable, "-c", BARE], "first painted words"),
            "themer, frame": ([*command, "--study", str(study)], "F1 help"),
            "themer, list": ([*command, "--study", str(study)], "Next:"),
            "interview, frame": (
                [*command, "interview", "harrow-hill-main-1", "--study", str(study)],
                "F1 help",
            ),
            "interview, asked": (
                [*command, "interview", "harrow-hill-main-1", "--study", str(study)],
                "go on with it now",
            ),
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in starts}
        for _ in range(runs):
            for name, (command, words) in starts.items():
                times[name].append(start(command, words))
    floor = statistics.median(cpu for _, cpu in times["bare Textual app"])
    floor_wall = statistics.median(wall for wall, _ in times["bare Textual app"])
    print(f"{runs} runs each, medians; {interviews} interviews in the study")
    for name, found in times.items():
        wall = statistics.median(wall for wall, _ in found)
        cpu = statistics.median(cpu for _, cpu in found)
        print(
            f"{name:<18} wall {wall * 1000:5.0f} ms ({wall / floor_wall:.2f})"
            f"   CPU {cpu * 1000:5.0f} ms ({cpu / floor:.2f} of bare)"
        )


def start(command: list[str], words: str) -> tuple[float, float]:
    """Start a program and wait for some words; give wall and CPU seconds."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    seen = b""
    while words.encode() not in seen and time.perf_counter() - begun < 20:
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
    return wall, cpu


def cpu_seconds(process: int) -> float:
    """Give the CPU time that a process has used, in hundredths of a second at best."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
