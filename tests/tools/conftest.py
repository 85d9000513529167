"""Loads the programs of tools/, which are scripts and no package."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Give a function that loads one program by its name, as running it would."""

    def load_program(name: str) -> ModuleType:
        monkeypatch.syspath_prepend(str(TOOLS))
        spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
        assert spec is not None and spec.loader is not None
        program = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, program)
        spec.loader.exec_module(program)
        return program

    return load_program
