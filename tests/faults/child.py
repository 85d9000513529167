"""The real ``themer`` on a watched disk: ``child.py LOG ROOT [OPTIONS] -- ARGUMENTS``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from faults.disk import Disk, written_to


def main() -> int:
    """Run it, every durable step written down as it happens."""
    split = sys.argv.index("--")
    log, root, *options = sys.argv[1:split]
    disk = Disk(
        Path(root),
        told=written_to(Path(log)),
        forget_fsync="--forget-fsync" in options,
        real_fsync="--do-not-wait" not in options,
    )
    with disk.watching():
        from themer.cli import main as themer

        sys.argv = ["themer", *sys.argv[split + 1 :]]
        return int(themer() or 0)


if __name__ == "__main__":
    sys.exit(main())
