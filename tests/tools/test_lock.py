"""How the lock files are made, and what an installed wheel carries beside the code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


def test_each_lock_has_hashes_names_no_index_and_serves_every_system(
    load: Callable[[str], ModuleType],
) -> None:
    lock = load("lock")
    for name in lock.LOCKS:
        command = lock.compile_command(name, upgrade=False)
        assert {"--generate-hashes", "--universal", "--no-emit-index-url"} <= set(command)
        assert "--upgrade" not in command
    assert "--upgrade" in lock.compile_command("requirements.lock", upgrade=True)


def test_without_uv_it_says_how_to_get_it(
    load: Callable[[str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lock = load("lock")
    monkeypatch.setattr(lock, "which", lambda name: None)
    assert lock.main([]) == 2
    assert "pip install uv" in capsys.readouterr().err


def test_the_wheel_carries_the_study_and_not_what_saving_leaves_behind(
    load: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    hook = load("demo_study_hook")
    (tmp_path / "interviews").mkdir()
    for name in ("study.yaml", "interviews/one.yaml", "interviews/one.yaml.prev", "secret.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert hook.study_files(tmp_path) == {
        str(tmp_path / "study.yaml"): "themer/demo_study/study.yaml",
        str(tmp_path / "interviews" / "one.yaml"): "themer/demo_study/interviews/one.yaml",
    }


@pytest.mark.parametrize(("version", "carried"), [("standard", True), ("editable", False)])
def test_an_editable_install_carries_no_copy(
    load: Callable[[str], ModuleType], tmp_path: Path, version: str, carried: bool
) -> None:
    hook = load("demo_study_hook")
    (tmp_path / "study.yaml").write_text("x", encoding="utf-8")
    build_data: dict[str, dict[str, str]] = {"force_include": {}}
    door = hook.DemoStudyHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel")
    door.initialize(version, build_data)
    assert bool(build_data["force_include"]) == carried
