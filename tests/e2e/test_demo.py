"""The whole way through on the repository's own study, as its commands are typed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def themer(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "themer", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    before = os.umask(0)
    try:
        done = themer("demo", "study", folder=folder, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    assert "summary.docx" in done.stdout
    assert "fictional" in done.stdout
    return folder / "study"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_all_that_is_written_is_for_its_owner_alone_whatever_the_umask(demo: Path) -> None:
    wanted = {path: 0o700 if path.is_dir() else 0o600 for path in [demo, *demo.rglob("*")]}
    assert any("reports" in path.parts for path in wanted)
    assert [
        (str(path.relative_to(demo)), oct(path.stat().st_mode & 0o777))
        for path, mode in wanted.items()
        if path.stat().st_mode & 0o777 != mode
    ] == []


def outputs(study: Path) -> dict[str, bytes]:
    found = [*(study / "coding" / "machine").iterdir(), *(study / "reports").rglob("*.*")]
    return {str(p.relative_to(study)): p.read_bytes() for p in found if p.is_file()}


def summary(study: Path) -> str:
    return next((study / "reports").rglob("summary.md")).read_text(encoding="utf-8")


def evidence(study: Path) -> str:
    return next((study / "reports").rglob("evidence.md")).read_text(encoding="utf-8")


def test_the_same_study_elsewhere_gives_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    other = tmp_path / "somewhere else"
    sources = [p for p in demo.rglob("*") if p.is_file() and ".themer" not in p.parts]
    for path in sorted(sources, reverse=True):
        place = path.relative_to(demo)
        if place.parts[0] == "reports" or "machine" in place.parts:
            continue
        (other / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, other / place)
    elsewhere = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}
    assert themer("analyse", folder=other, **elsewhere).returncode == 0
    assert themer("report", folder=other, **elsewhere).returncode == 0
    first, second = outputs(demo), outputs(other)
    assert sorted(second) == sorted(first)
    assert [name for name in first if first[name] != second[name]] == []


def test_the_study_holds_before_and_after(demo: Path) -> None:
    done = themer("check", folder=demo)
    assert done.returncode == 0, done.stdout


def test_no_sentence_has_an_empty_slot(demo: Path) -> None:
    for text in (summary(demo), evidence(demo)):
        lines = [line for line in text.splitlines() if not line.startswith(("|", "<!--"))]
        # What people said is theirs, with the dots that they typed; who said it is ours.
        own = [line for line in lines if not line.startswith(">") or line.startswith("> —")]
        prose = "\n".join(own)
        for fault in (
            r"\bNone\b",
            r"\{\{|\}\}|\{%",
            r"\(\)",
            r" ,",
            r"\bof +services",
            r"“”",
            r"\.\.",
        ):
            assert re.search(fault, prose) is None, (fault, re.search(fault, prose))


def test_every_theme_says_who_how_many_and_an_exception_or_none(demo: Path) -> None:
    import yaml

    themes = yaml.safe_load((demo / "themes.yaml").read_text(encoding="utf-8"))["themes"]
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[e\d+\])", r"\1", evidence(demo))
    named = [theme for theme in themes if theme["status"] == "named"]
    assert len(named) >= 8
    for theme in named:
        begin = re.search(rf"^#+ .*{re.escape(theme['name'])}", text, re.M)
        assert begin is not None, theme["name"]
        end = re.search(r"^## |^### ", text[begin.end() :], re.M)
        part = text[begin.end() : begin.end() + (end.start() if end else len(text))]
        assert re.search(r"\d+ of \d+ services", part), theme["name"]
        assert re.search(r"[Oo]therwise|[Nn]one was found|[Nn]o exception|against it", part), theme[
            "name"
        ]


def test_every_file_of_the_demo_says_that_it_is_fictional(demo: Path) -> None:
    for path in [*(demo / "interviews").glob("*.yaml"), demo / "study.yaml"]:
        assert re.search(r"^fictional: (yes|true)", path.read_text(encoding="utf-8"), re.M), path
    assert "fictional" in summary(demo)[:600]


def test_analysing_again_changes_nothing(demo: Path) -> None:
    before = outputs(demo)
    done = themer("analyse", folder=demo)
    assert done.returncode == 0
    assert "Nothing has changed" in done.stderr
    assert outputs(demo) == before


def test_a_taken_folder_is_left_alone(demo: Path) -> None:
    done = themer("demo", "study", folder=demo.parent)
    assert done.returncode == 2
    assert "not empty" in done.stderr


def test_what_the_wheel_carries_is_what_the_demo_copies() -> None:
    from importlib.util import module_from_spec, spec_from_file_location

    from themer.workflows.demo import PARTS

    spec = spec_from_file_location("hook", ROOT / "tools" / "demo_study_hook.py")
    assert spec is not None and spec.loader is not None
    hook = module_from_spec(spec)
    spec.loader.exec_module(hook)
    assert set(PARTS) <= set(hook.STUDY)
