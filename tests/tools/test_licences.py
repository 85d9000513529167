"""The licence audit: what passes, what a person must look at, and the real lock."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import Distribution, version
from pathlib import Path
from types import ModuleType

import pytest

PERMISSIVE = frozenset({"MIT", "BSD-3-Clause", "Apache-2.0"})


@pytest.fixture
def licences(load: Callable[[str], ModuleType]) -> ModuleType:
    return load("licences")


def installed(folder: Path, declared: str, text: str = "Do as you like.") -> Distribution:
    """Write a package's metadata as an installer would, and read it back."""
    info = folder / "thing-1.0.dist-info"
    (info / "licenses").mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: thing\nVersion: 1.0\n{declared}\n", encoding="utf-8"
    )
    (info / "licenses" / "LICENSE").write_text(text, encoding="utf-8")
    (info / "RECORD").write_text("thing-1.0.dist-info/licenses/LICENSE,,\n", encoding="utf-8")
    return Distribution.at(info)


def audit(
    licences: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    package: Distribution,
    reviewed: dict[str, dict[str, str]],
) -> list[str]:
    monkeypatch.setattr(licences, "distribution", lambda name: package)
    locked = [licences.Locked("thing", "1.0", "", ("00",))]
    return list(licences.faults(locked, PERMISSIVE, reviewed))


@pytest.mark.parametrize(
    ("declared", "passes"),
    [
        ("License-Expression: MIT", True),
        ("License-Expression: Apache-2.0 OR GPL-2.0-only", True),
        ("License-Expression: MIT AND GPL-3.0-only", False),
        ("License-Expression: MIT AND (BSD-3-Clause OR GPL-2.0-only)", False),
        ("License: MIT License", True),
        ("License: GPLv3", False),
        ("Classifier: License :: OSI Approved :: BSD License", True),
        ("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("Classifier: License :: OSI Approved :: GNU Affero General Public License v3", False),
        ("Summary: says nothing of a licence", False),
    ],
)
def test_only_a_permissive_licence_passes_without_review(
    licences: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    declared: str,
    passes: bool,
) -> None:
    package = installed(tmp_path, declared)
    assert (audit(licences, monkeypatch, package, {}) == []) == passes
    entry = {"thing": {"licence": "as found", "reason": "read"}}
    assert audit(licences, monkeypatch, package, entry) == []


@pytest.mark.parametrize("text", ["GNU GENERAL PUBLIC LICENSE", "with parts under the LGPL 2.1"])
def test_a_gpl_text_inside_a_permissive_package_is_found(
    licences: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (fault,) = audit(
        licences, monkeypatch, installed(tmp_path, "License-Expression: MIT", text), {}
    )
    assert "names the GPL" in fault


def test_a_review_that_nothing_needs_is_a_fault(
    licences: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = installed(tmp_path, "License-Expression: MIT")
    (fault,) = audit(licences, monkeypatch, package, {"gone": {"licence": "MIT", "reason": "x"}})
    assert "in no lock" in fault


def test_another_version_than_the_lock_names_is_a_fault(
    licences: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = [licences.Locked("pytest", version("pytest") + ".99", "", ("00",))]
    (fault,) = licences.faults(locked, PERMISSIVE, {})
    assert "in the lock" in fault


def test_a_package_of_another_system_needs_a_review(licences: ModuleType) -> None:
    locked = [licences.Locked("not-installed-here", "1.0", "sys_platform == 'win32'", ("00",))]
    (fault,) = licences.faults(locked, PERMISSIVE, {})
    assert "not installed here" in fault


def test_every_review_says_why(licences: ModuleType) -> None:
    _, reviewed = licences.review()
    assert all(entry["licence"] and len(entry["reason"]) > 20 for entry in reviewed.values())


def test_a_lock_is_read_with_versions_markers_and_hashes(
    licences: ModuleType, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    one, two = "a" * 64, "b" * 64
    lock.write_text(
        "# a comment\n"
        f"first==1.0 \\\n    --hash=sha256:{one} \\\n    --hash=sha256:{two}\n    # via x\n"
        f"second-thing==2.0.1 ; sys_platform == 'win32' \\\n    --hash=sha256:{two}\n",
        encoding="utf-8",
    )
    first, second = licences.read_lock(lock)
    assert (first.name, first.version, first.marker, first.hashes) == (
        "first",
        "1.0",
        "",
        (one, two),
    )
    assert (second.name, second.version) == ("second-thing", "2.0.1")
    assert second.marker == "sys_platform == 'win32'"


def test_a_lock_without_a_hash_is_refused(licences: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("first==1.0\n", encoding="utf-8")
    with pytest.raises(ValueError, match="first has no hash"):
        licences.read_lock(lock)
