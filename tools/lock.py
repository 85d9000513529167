"""Writes the lock files: exact versions with hashes, from the ranges in ``pyproject.toml``.

    python3 tools/lock.py              # keep every pin that still holds; add what is new
    python3 tools/lock.py --upgrade    # take the newest version of everything
    python3 tools/lock.py --check      # change nothing; ask whether each system has its packages

``requirements.lock`` is what a user runs, ``requirements-build.lock`` what builds the project, and
``requirements-dev.lock`` both of them with every extra and the tools of a
developer. One set of versions serves Python 3.11 to 3.13 on Linux, macOS and Windows. Needs ``uv``
(``pip install uv``).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from shutil import which

ROOT = Path(__file__).resolve().parent.parent

LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-build.lock": ["--group", "build", "--constraint", "requirements.lock"],
    "requirements-dev.lock": [
        "pyproject.toml", "--all-extras", "--group", "dev",
        "--constraint", "requirements.lock", "--constraint", "requirements-build.lock",
    ],
}  # fmt: skip
"""Each lock file, in the order of making: a later one is held to the versions of the earlier."""

PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)


def compile_command(lock: str, *, upgrade: bool) -> list[str]:
    """Say how one lock file is made."""
    return [
        "uv", "pip", "compile", *LOCKS[lock],
        "--universal", "--python-version", PYTHONS[0], "--fork-strategy", "fewest",
        "--generate-hashes", "--only-binary", ":all:",
        "--no-emit-index-url", "--no-emit-find-links", "--quiet",
        "--custom-compile-command", "python3 tools/lock.py",
        *(["--upgrade"] if upgrade else []),
        "--output-file", lock,
    ]  # fmt: skip


def check_command(lock: str, python: str, system: str) -> list[str]:
    """Say how to find out whether every package of a lock is there, ready made, for one system."""
    return [
        "uv", "pip", "compile", lock, "--no-deps", "--only-binary", ":all:", "--quiet",
        "--python-version", python, "--python-platform", system,
    ]  # fmt: skip


def check() -> int:
    """Print one line for each Python and system, with what is missing there."""
    missing = 0
    # onnxruntime's packages for the Mac begin with macOS 14; uv asks for 13 unless told.
    environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"}
    for system in SYSTEMS:
        for python in PYTHONS:
            done = subprocess.run(
                check_command("requirements-dev.lock", python, system),
                cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            missing += done.returncode != 0
            print(
                f"Python {python} on {system}: {'complete' if not done.returncode else 'MISSING'}"
            )
            if done.returncode:
                print(done.stderr.strip())
    return 1 if missing else 0


def main(argv: list[str] | None = None) -> int:
    """Write or check the lock files; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest of everything")
    parser.add_argument("--check", action="store_true", help="change nothing; look at each system")
    options = parser.parse_args(argv)
    if which("uv") is None:
        print("The lock is made with uv, which is not here: pip install uv", file=sys.stderr)
        return 2
    if options.check:
        return check()
    for lock in LOCKS:
        print(f"Writing {lock} …")
        done = subprocess.run(compile_command(lock, upgrade=options.upgrade), cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
