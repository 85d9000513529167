"""The rules of tests/conftest.py, tried on small suites that break them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")


def run_suite(folder: Path, source: str, *, required: bool) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_suite.py").write_text(source, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = tools\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", str(folder)],
        env={
            **os.environ,
            "THEMER_REQUIRE_TOOLS": "1" if required else "0",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": str(CONFTEST.parent),  # for what the conftest takes from beside it
        },
        capture_output=True,
        text=True,
        check=False,
    )


NEEDS_A_TOOL = """
import pytest
@pytest.mark.tools("no-such-program-here")
def test_it(): pass
"""
SKIPS_ITSELF = """
import pytest
def test_it(): pytest.skip("for no reason")
"""
SKIPS_AS_A_MODULE = """
import pytest
pytest.importorskip("no_such_module_here")
def test_it(): pass
"""


@pytest.mark.parametrize("source", [NEEDS_A_TOOL, SKIPS_ITSELF, SKIPS_AS_A_MODULE])
def test_a_skip_is_a_failure_only_where_every_tool_must_be_there(
    tmp_path: Path, source: str
) -> None:
    lenient = run_suite(tmp_path, source, required=False)
    assert "1 skipped" in lenient.stdout
    strict = run_suite(tmp_path, source, required=True)
    assert strict.returncode != 0
    assert "allows no skip" in strict.stdout


def test_a_missing_tool_is_named(tmp_path: Path) -> None:
    assert "no-such-program-here" in run_suite(tmp_path, NEEDS_A_TOOL, required=False).stdout


def test_the_mark_must_name_a_program(tmp_path: Path) -> None:
    source = "import pytest\n@pytest.mark.tools\ndef test_it(): pass\n"
    done = run_suite(tmp_path, source, required=False)
    assert done.returncode == 1
    assert "say which" in done.stdout


def test_an_expected_failure_is_not_a_skip(tmp_path: Path) -> None:
    source = "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n"
    assert run_suite(tmp_path, source, required=True).returncode == 0


@pytest.mark.parametrize("address", ["192.0.2.1", "example.org"])
def test_another_machine_cannot_be_reached(address: str) -> None:
    with pytest.raises(PermissionError, match="never uses the network"):
        socket.create_connection((address, 80), timeout=1)


def test_a_datagram_cannot_leave_either() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        pytest.raises(PermissionError, match="never uses the network"),
    ):
        sender.sendto(b"x", ("192.0.2.1", 9))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2], timeout=5).close()
