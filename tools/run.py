"""Makes the project's own Python environment and runs one thing in it: the two commands of README.

    python3 tools/run.py demo [DIR]        the fictional study, from conversations to a report
    python3 tools/run.py test [PYTEST …]   the tests
    python3 tools/run.py check             format, lint, types, licences and the tests

On Windows the same with ``py``. It needs Python 3.11 or later and nothing else: the standard
library makes ``.venv``, pip fills it from the lock file (every package held to its hash, none
built here), and the project goes in last. A second run starts at once, unless the lock has changed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
WINDOWS = os.name == "nt"
PACKAGES = {
    "demo": ("requirements.lock", "requirements-build.lock"),
    "test": ("requirements-dev.lock",),
    "check": ("requirements-dev.lock",),
}
"""What each task needs installed; the developers' lock holds all that the other two hold."""

TROUBLE = (
    (
        ("DO NOT MATCH THE HASHES",),
        "A downloaded package is not the one that the lock file names, so nothing was installed. "
        "Empty pip's cache (python3 -m pip cache purge) and run this again; if it comes back, "
        "do not install by another way: please report it, as SECURITY.md says.",
    ),
    (
        ("No space left on device", "not enough space on the disk", "Errno 28"),
        "The disk is full: about 1.5 GB must be free here and in the folder for temporary files.",
    ),
    (
        (
            "NewConnectionError", "NameResolutionError", "Temporary failure in name resolution",
            "ConnectTimeout", "ReadTimeout", "Network is unreachable", "ProxyError",
            "CERTIFICATE_VERIFY_FAILED", "SSLError", "getaddrinfo failed", "Connection refused",
        ),
        "The package index could not be reached. The first run needs the network (about 250 MB); "
        "behind a proxy set HTTPS_PROXY and PIP_CERT. Then run this again: what has "
        "arrived is kept.",
    ),
    (
        ("No matching distribution found",),
        "One of the packages is not made for this Python or this machine. Use Python 3.11, 3.12 "
        "or 3.13, 64 bit, on Linux (glibc 2.28 or later), macOS 14 or later with Apple silicon, "
        "or Windows.",
    ),
)  # fmt: skip
"""Words in pip's output, and the sentence that a person gets for them; the first that fits."""


class CannotRun(Exception):
    """Carries the one sentence that says why it stops here and what to do."""


def too_old(version: tuple[int, ...]) -> str | None:
    """Say what to do about a Python that is too old; None where it is not."""
    if version >= OLDEST:
        return None
    launcher = "py -3.12" if WINDOWS else "python3.12"
    return (
        f"themer needs Python {OLDEST[0]}.{OLDEST[1]} or later, and this is "
        f"{version[0]}.{version[1]}. Install a newer one and start with it, for example: "
        f"{launcher} tools/run.py"
    )


def explain(output: str) -> str | None:
    """Turn what pip printed into the sentence that says what to do; None where nothing fits."""
    for signs, sentence in TROUBLE:
        if any(sign in output for sign in signs):
            return sentence
    return None


def executable(venv: Path, name: str) -> Path:
    """Say where a program of an environment lies on this system."""
    return venv / "Scripts" / f"{name}.exe" if WINDOWS else venv / "bin" / name


def say(sentence: str) -> None:
    """Print progress at once, apart from what the started program writes to stdout."""
    print(sentence, file=sys.stderr, flush=True)


def clean_environment() -> dict[str, str]:
    """Give the variables for the environment's programs, without those that lead them astray."""
    drop = {
        "PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV",
        "PIP_NO_COMPILE",  # without bytecode the first start takes three times as long
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    return {**kept, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def digest(*parts: str | Path) -> str:
    """Hash texts and the contents of files, told apart by their order and length."""
    total = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        total.update(f"{len(content)}:".encode() + content)
    return total.hexdigest()


class Environment:
    """The project's ``.venv``: what is in it is known by stamps, one for each step.

    Args:
        root: The repository, whose lock files and ``pyproject.toml`` are read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        # An environment remembers where it lies and which Python made it: moved, it is made anew.
        self.place = f"{root}\n{sys.version}\n{sys.platform}"

    @property
    def python(self) -> Path:
        """The environment's own Python."""
        return executable(self.venv, "python")

    def is_stamped(self, step: str, mark: str) -> bool:
        """Tell whether a step was finished with exactly this mark."""
        stamp = self.venv / f"themer-{step}.stamp"
        return stamp.is_file() and stamp.read_text(encoding="utf-8") == mark

    def stamp(self, step: str, mark: str) -> None:
        """Record that a step is finished; written last, so that a broken run is done again."""
        (self.venv / f"themer-{step}.stamp").write_text(mark, encoding="utf-8")

    def prepare(self, task: str) -> None:
        """Bring the environment to what a task needs; at once where nothing has changed.

        Args:
            task: A name in `PACKAGES`.

        Raises:
            CannotRun: With the sentence for the person.
        """
        locks = [self.root / name for name in PACKAGES[task]]
        everything = digest(self.place, *sorted(self.root.glob("requirements*.lock")))
        if not (self.python.is_file() and self.is_stamped("place", everything)):
            self._create()
            self.stamp("place", everything)
        packages = digest(self.place, *locks)
        step = locks[0].stem
        if not self.is_stamped(step, packages):
            self._install_packages(locks)
            self.stamp(step, packages)
        project = digest(self.place, self.root / "pyproject.toml")
        if not self.is_stamped("project", project):
            self._install_project()
            self.stamp("project", project)

    def _create(self) -> None:
        if (
            importlib.util.find_spec("ensurepip") is None
            or importlib.util.find_spec("venv") is None
        ):
            raise CannotRun(
                "This Python cannot make environments: its venv module is a package of its own. "
                "On Debian and Ubuntu: apt install python3-venv"
            )
        if self.venv.exists() and not (self.venv / "themer-place.stamp").is_file():
            raise CannotRun(
                f"{self.venv} was not made by this program, so it is left alone. "
                "Move or rename it, then run this again."
            )
        if Path(sys.prefix).resolve() == self.venv.resolve():
            raise CannotRun(
                "The project's environment must be made anew, and this is its own Python. "
                "Leave it first (deactivate), then run this again."
            )
        say(f"Making the project's own Python environment in {self.venv} …")
        if self.venv.exists():
            shutil.rmtree(self.venv)
        self.venv.mkdir()
        self.stamp("place", "unfinished")
        self._run([sys.executable, "-m", "venv", str(self.venv)], "make the environment")

    def _install_packages(self, locks: list[Path]) -> None:
        wanted = sum(
            line[:1].isalnum() and "==" in line
            for lock in locks
            for line in lock.read_text(encoding="utf-8").splitlines()
        )
        names = " and ".join(lock.name for lock in locks)
        say(f"Installing up to {wanted} packages from {names}, each held to its hash.")
        say("The first time this fetches about 250 MB and takes a minute or more …")
        # Only ready-made packages: building one would fetch tools that no lock has vouched for.
        command = ["install", "--require-hashes", "--only-binary", ":all:"]
        for lock in locks:
            command += ["--requirement", str(lock)]
        self._pip(command, "install the packages")

    def _install_project(self) -> None:
        say("Installing themer itself from this folder …")
        # Nothing is fetched here: what builds the project came with the lock.
        offline = ["--no-index", "--no-deps", "--no-build-isolation"]
        self._pip(["install", *offline, "--editable", str(self.root)], "install themer")

    def _pip(self, arguments: list[str], purpose: str) -> None:
        quiet = ["--no-input", "--progress-bar", "off"]
        self._run([str(self.python), "-m", "pip", *arguments, *quiet], purpose)

    def _run(self, command: list[str], purpose: str) -> None:
        process = subprocess.Popen(
            command, cwd=self.root, env=clean_environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        with process:
            assert process.stdout is not None
            lines = follow(process.stdout)
        if process.returncode:
            output = "\n".join(lines)
            last = "\n".join(f"    {line}" for line in lines[-6:])
            advice = explain(output) or "Nothing is half done: run this again once that is mended."
            raise CannotRun(f"Could not {purpose}. {advice}\nThe last that pip said:\n{last}")


def follow(output: IO[str]) -> list[str]:
    """Collect a program's lines, showing on a terminal which package is being fetched."""
    lines: list[str] = []
    shown = sys.stderr.isatty()
    for line in output:
        lines.append(line.rstrip())
        words = line.split()
        if shown and words[:1] in (["Collecting"], ["Installing"]):
            what = words[1].split("==")[0] if words[0] == "Collecting" else "unpacking"
            print(f"\r\x1b[K  {what} …", end="", file=sys.stderr, flush=True)
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return [line for line in lines if line.strip()]


def steps(task: str, environment: Environment, extra: list[str]) -> list[tuple[str, list[str]]]:
    """List what a task runs in the environment, each with the words that announce it."""
    python = str(environment.python)
    # More than processors: the tests of screens and of programs wait for half of their time.
    at_once = ["--numprocesses", "3", "--dist", "worksteal"]
    tests = ("the tests", [python, "-m", "pytest", *at_once, *extra])
    if task == "demo":
        return [("", [str(executable(environment.venv, "themer")), "demo", *extra])]
    if task == "test":
        return [tests]
    return [
        ("the format", [python, "-m", "ruff", "format", "--check", "."]),
        ("the style", [python, "-m", "ruff", "check", "."]),
        ("the types", [python, "-m", "mypy"]),
        ("the licences", [python, "tools/licences.py"]),
        tests,  # which also read the documents: tests/test_repository.py
    ]


def main(argv: list[str]) -> int:
    """Prepare the environment, run the task in it, and hand back its exit code.

    Args:
        argv: The task's name and what is passed on to it.

    Returns:
        0 fine, 1 not prepared, 2 used wrongly; otherwise what the first failing program returned.
    """
    task, extra = (argv[0] if argv else ""), argv[1:]
    if task not in PACKAGES or (task == "check" and extra):
        wanted = task in ("-h", "--help")
        print(__doc__, file=sys.stdout if wanted else sys.stderr)
        return 0 if wanted else 2
    environment = Environment(ROOT)
    environment.prepare(task)
    for words, command in steps(task, environment, extra):
        if task == "check":
            say(f"Checking {words} …")
        # The demo's folder is named from where the person stands; everything else is the project's.
        where = None if task == "demo" else ROOT
        done = subprocess.run(command, cwd=where, env=clean_environment(), check=False)
        if done.returncode:
            return done.returncode
    return 0


def start() -> int:
    """Run `main`, with a sentence instead of a traceback for what a person can mend."""
    sentence = too_old(sys.version_info[:2])
    if sentence is None:
        try:
            return main(sys.argv[1:])
        except CannotRun as error:
            sentence = str(error)
        except KeyboardInterrupt:
            say("Stopped.")
            return 130
        except OSError as error:
            sentence = f"Could not write or run a file: {error}"
    say(sentence)
    return 1


if __name__ == "__main__":
    sys.exit(start())
