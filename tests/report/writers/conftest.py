"""The sample report, its parts, and text that has broken other writers."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from themer.report.blocks import Document

NASTY = (
    "a|b *c* _d_ `e` <script>alert(1)</script> {{ x }} [l](http://x.org) ![i](y) www.x.org "
    "a@b.org & &amp; \\| ~~s~~ $m$ =1+1 ]]> --> 😀 e\u0301"
)
"""One line of everything that is markup somewhere."""
UNPRINTABLE = "nul\0 esc\x1b[31m c1\x9b fffe\ufffe half\ud800 turned\u202e end"


def _load() -> ModuleType:
    path = Path(__file__).with_name("sample.py")
    spec = spec_from_file_location("writers_sample", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def parts() -> ModuleType:
    """Give the module of the sample, for its small builders."""
    return _load()


@pytest.fixture(scope="session")
def report(parts: ModuleType) -> Document:
    """Give a report with every kind of block."""
    document = parts.sample()
    assert isinstance(document, Document)
    return document


@pytest.fixture
def nasty() -> str:
    return NASTY


@pytest.fixture
def unprintable() -> str:
    return UNPRINTABLE
