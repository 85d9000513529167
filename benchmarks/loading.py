"""What it costs to read a thousand interviews of 9 KB: parsed, and from the cache.

    python benchmarks/loading.py [--interviews 1000] [--runs 5]

Each run is a process of its own, its imports not counted. *Parsed* is themer without its cache;
beside it the floors: PyYAML's C loader alone, and reading the bytes and hashing them.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_study import LARGE, make_study

WAYS = ("bytes read and hashed", "CSafeLoader", "parsed", "parsed, and kept", "from the cache")


def timed(way: str, root: Path) -> float:
    """Read a study's interviews in one way and give the CPU seconds."""
    import hashlib

    import yaml

    from themer.storage.study_folder import StudyFolder

    folder = StudyFolder(root)
    paths = folder.interview_paths()
    # One of each before the clock: what is imported and built once is not what is measured.
    folder.interview(LARGE)
    before = time.process_time()
    if way == "bytes read and hashed":
        for path in paths:
            hashlib.sha256(path.read_bytes()).hexdigest()
    elif way == "CSafeLoader":
        for path in paths:
            yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    else:
        folder.interviews(keep=way == "parsed, and kept")
    return time.process_time() - before


def main() -> None:
    """Print medians of CPU seconds, one way a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--interviews", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--timed", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.timed:
        print(timed(options.timed[0], Path(options.timed[1])))
        return
    with tempfile.TemporaryDirectory() as temporary:
        root = make_study(Path(temporary) / "study", options.interviews)
        for way in WAYS:
            spent = []
            for _ in range(options.runs):
                if way != "from the cache":
                    shutil.rmtree(root / ".themer", ignore_errors=True)
                command = [sys.executable, __file__, "--timed", way, str(root)]
                done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
                spent.append(float(done.stdout))
            print(f"{statistics.median(spent):7.3f} s (least {min(spent):.3f})  {way}")


if __name__ == "__main__":
    main()
