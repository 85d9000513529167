"""What holds for every test: no network, and no silent skip where the tools must be there.

A test that needs programs beside Python says which: ``@pytest.mark.tools("soffice", "pdftoppm")``.
Where one is missing it is skipped with the reason, so that the tests run on any machine; with
``THEMER_REQUIRE_TOOLS=1``, as in ``.ci/run``, that skip and every other is a failure.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from reading_rooms import FIXTURE

REQUIRED = os.environ.get("THEMER_REQUIRE_TOOLS") == "1"
HERE = frozenset({"localhost", "127.0.0.1", "::1", "", None, b"localhost", b"127.0.0.1", b"::1"})
"""The hosts that are this machine; everything else has left it."""

# How long an example takes says something of the machine, not of the program.
settings.register_profile("themer", deadline=None)
settings.load_profile("themer")


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise at any attempt of this process to look up or reach another machine.

    An audit hook sees what a patched ``socket`` module would miss: connections made by C code.
    """
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        # A path or bytes is a socket of this machine (AF_UNIX); a tuple names a host.
        host = address[0] if isinstance(address, tuple) else None
    else:
        return
    if host not in HERE:
        raise PermissionError(f"a test tried to reach {host!r}: themer never uses the network")


sys.addaudithook(refuse_network)


@pytest.fixture(scope="session", autouse=True)
def state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Generator[None, None, None]:
    """Keep journals, locks and the like out of the state folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEMER_STATE", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the reading rooms, with a state folder of its own."""
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    return Path(shutil.copytree(FIXTURE, tmp_path / "study"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose programs are not all here, and name them."""
    for marker in item.iter_markers("tools"):
        if not marker.args:
            pytest.fail("say which: @pytest.mark.tools('soffice')", pytrace=False)
        missing = [name for name in marker.args if shutil.which(name) is None]
        if missing:
            pytest.skip(f"needs {', '.join(missing)}, which this machine does not have")


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure where every tool must be there."""
    if REQUIRED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and THEMER_REQUIRE_TOOLS=1 allows no skip: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at the report of every test, also of those that skip themselves half-way."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at modules that skip themselves when they are read."""
    report = yield
    refuse_skip(report)
    return report
