"""README's two commands: what they prepare, when again, and what they say if they cannot."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "tools" / "run.py"


@pytest.fixture
def run(load: Callable[[str], ModuleType]) -> ModuleType:
    return load("run")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with locks and settings, in a folder whose name has a space."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    for name in ("requirements.lock", "requirements-build.lock", "requirements-dev.lock"):
        (folder / name).write_text("thing==1.0 --hash=sha256:00\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return folder


class Recorder:
    """Stands where programs would be started, and keeps what was asked for."""

    def __init__(self, environment: Any) -> None:
        self.venv: Path = environment.venv
        self.python: Path = environment.python
        self.commands: list[list[str]] = []

    def __call__(self, command: list[str], purpose: str) -> None:
        self.commands.append(command)
        if command[1:3] == ["-m", "venv"]:
            self.python.parent.mkdir(parents=True)
            self.python.touch()

    def take(self) -> list[str]:
        """Name what was done since the last time: venv, packages, project."""
        words = [
            "venv" if "venv" in c[1:3] else "project" if "--editable" in c else "packages"
            for c in self.commands
        ]
        self.commands.clear()
        return words


def prepared(run: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Recorder]:
    environment = run.Environment(root)
    recorder = Recorder(environment)
    monkeypatch.setattr(environment, "_run", recorder)
    return environment, recorder


def test_the_second_run_does_nothing(
    run: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, recorder = prepared(run, root, monkeypatch)
    environment.prepare("demo")
    assert recorder.take() == ["venv", "packages", "project"]
    environment.prepare("demo")
    assert recorder.take() == []


def test_tests_after_the_demo_add_only_what_developers_need(
    run: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, recorder = prepared(run, root, monkeypatch)
    environment.prepare("demo")
    recorder.take()
    environment.prepare("test")
    assert recorder.take() == ["packages"]


def test_a_changed_lock_makes_the_environment_anew(
    run: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, recorder = prepared(run, root, monkeypatch)
    environment.prepare("demo")
    recorder.take()
    (root / "requirements.lock").write_text("thing==1.1 --hash=sha256:01\n", encoding="utf-8")
    environment.prepare("demo")
    assert recorder.take() == ["venv", "packages", "project"]


def test_changed_settings_install_only_the_project_again(
    run: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, recorder = prepared(run, root, monkeypatch)
    environment.prepare("demo")
    recorder.take()
    (root / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    environment.prepare("demo")
    assert recorder.take() == ["project"]


def test_a_moved_folder_makes_the_environment_anew(
    run: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, _ = prepared(run, root, monkeypatch)
    environment.prepare("demo")
    moved = root.rename(root.with_name("elsewhere"))
    environment, recorder = prepared(run, moved, monkeypatch)
    environment.prepare("demo")
    assert recorder.take()[0] == "venv"


def test_a_broken_installation_is_done_again(
    run: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, recorder = prepared(run, root, monkeypatch)

    def fail(locks: list[Path]) -> None:
        raise run.CannotRun("no network")

    with monkeypatch.context() as broken, pytest.raises(run.CannotRun):
        broken.setattr(environment, "_install_packages", fail)
        environment.prepare("demo")
    recorder.take()
    environment.prepare("demo")
    assert recorder.take() == ["packages", "project"]


def test_an_environment_that_somebody_else_made_is_left_alone(run: ModuleType, root: Path) -> None:
    mine = root / ".venv" / "kept"
    mine.mkdir(parents=True)
    with pytest.raises(run.CannotRun, match="left alone"):
        run.Environment(root).prepare("demo")
    assert mine.is_dir()


def test_every_package_is_held_to_its_hash_and_nothing_is_built_or_fetched_beside(
    run: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, recorder = prepared(run, root, monkeypatch)
    environment.prepare("demo")
    _, packages, project = recorder.commands
    assert {"--require-hashes", "--only-binary", ":all:"} <= set(packages)
    assert {str(root / "requirements.lock"), str(root / "requirements-build.lock")} <= set(packages)
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(project)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have "
            "updated the package versions, please update the hashes.",
            "not the one that the lock file names",
        ),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError('"
            "<HTTPSConnection>: Failed to establish a new connection: [Errno -3] Temporary failure "
            "in name resolution')'\nERROR: No matching distribution found for blis==1.3.4",
            "could not be reached",
        ),
        ("ERROR: No matching distribution found for blis==1.3.4", "not made for this Python"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space",
            "disk is full",
        ),
    ],
)
def test_what_pip_says_becomes_what_to_do(run: ModuleType, said: str, meant: str) -> None:
    assert meant in run.explain(said)


def test_an_unknown_trouble_shows_the_end_of_what_was_said(run: ModuleType, root: Path) -> None:
    loud = [sys.executable, "-c", "print('the cause'); raise SystemExit(3)"]
    with pytest.raises(run.CannotRun, match=r"(?s)Could not install.*the cause"):
        run.Environment(root)._run(loud, "install")


@pytest.mark.parametrize(("version", "fine"), [((3, 10), False), ((3, 11), True), ((3, 14), True)])
def test_an_old_python_gets_one_sentence(
    run: ModuleType, version: tuple[int, int], fine: bool
) -> None:
    sentence = run.too_old(version)
    assert (sentence is None) == fine
    if sentence:
        assert "3.11" in sentence and "3.10" in sentence


def test_an_old_python_can_read_the_file_that_tells_it_so() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 7))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imported <= sys.stdlib_module_names - {"tomllib"}


def test_what_is_passed_on_arrives(run: ModuleType, root: Path) -> None:
    environment = run.Environment(root)
    ((_, demo),) = run.steps("demo", environment, ["my study"])
    assert demo[1:] == ["demo", "my study"]
    ((_, tests),) = run.steps("test", environment, ["-k", "a b"])
    assert tests[1:3] == ["-m", "pytest"]
    assert tests[-2:] == ["-k", "a b"]


def test_a_failure_is_handed_back(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.Environment, "prepare", lambda self, task: None)
    failing = [("", [sys.executable, "-c", "raise SystemExit(7)"])]
    monkeypatch.setattr(run, "steps", lambda task, environment, extra: failing)
    assert run.main(["test"]) == 7


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONHOME", "PIP_TARGET"])
def test_variables_of_the_shell_do_not_lead_astray(
    run: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "/somewhere/else")
    assert name not in run.clean_environment()


def test_without_a_task_it_says_how_it_is_used() -> None:
    done = subprocess.run(
        [sys.executable, str(SOURCE)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "tools/run.py demo" in done.stderr
    assert not done.stdout


def test_windows_has_its_own_places(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "WINDOWS", True)
    assert run.executable(Path("v"), "themer") == Path("v/Scripts/themer.exe")
    assert run.too_old((3, 9)).endswith("py -3.12 tools/run.py")
