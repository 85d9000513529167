"""The list of parts: complete, told apart by system, and the same bytes each time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def sbom(load: Callable[[str], ModuleType]) -> ModuleType:
    load("licences")
    return load("sbom")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    package = tmp_path / "src" / "themer" / "language"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text('__version__ = "9.8.7"\n', encoding="utf-8")
    (package / "encoder.onnx").write_bytes(b"weights")
    return tmp_path


def components(sbom: ModuleType, root: Path) -> dict[str, dict[str, Any]]:
    packages = [
        sbom.Locked("pytest", "9.0", "", ("a" * 64, "b" * 64)),
        sbom.Locked("not.installed", "1.0", "sys_platform == 'win32'", ("c" * 64,)),
    ]
    document = sbom.bill_of_materials(root, packages)
    assert document["metadata"]["component"]["version"] == "9.8.7"
    return {component["name"]: component for component in document["components"]}


def test_a_package_has_its_version_licence_and_every_hash(sbom: ModuleType, root: Path) -> None:
    found = components(sbom, root)["pytest"]
    assert found["purl"] == "pkg:pypi/pytest@9.0"
    assert found["licenses"] == [{"license": {"id": "MIT"}}]
    hashes = [r["hashes"][0]["content"] for r in found["externalReferences"]]
    assert hashes == ["a" * 64, "b" * 64]


def test_a_package_of_one_system_says_so(sbom: ModuleType, root: Path) -> None:
    (said,) = components(sbom, root)["not.installed"]["properties"]
    assert said["value"] == "sys_platform == 'win32'"


def test_weights_are_listed_with_their_hash(sbom: ModuleType, root: Path) -> None:
    found = components(sbom, root)["encoder.onnx"]
    assert found["type"] == "machine-learning-model"
    assert found["hashes"][0]["content"] == hashlib.sha256(b"weights").hexdigest()


def test_the_project_s_own_list_is_complete_and_the_same_each_time(
    sbom: ModuleType, tmp_path: Path
) -> None:
    for name in ("one.json", "two.json"):
        assert sbom.main([str(tmp_path / name)]) == 0
    one = (tmp_path / "one.json").read_bytes()
    assert one == (tmp_path / "two.json").read_bytes()
    listed = {component["name"] for component in json.loads(one)["components"]}
    assert {package.name for package in sbom.read_lock(sbom.RUN_LOCK)} <= listed
