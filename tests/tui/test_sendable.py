"""Every key that is bound arrives: the bytes of a terminal, through Textual's parser and tmux."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from themer.tui.help import PLAIN_WORDS
from themer.tui.key import Key
from themer.tui.keys import GROUPS
from themer.tui.order import know_alt_keys
from themer.tui.sendable import as_textual_name, bytes_of

BOUND = sorted({key for group in GROUPS.values() for k in group for key in k.keys.split(",")})
OTHERS = ("f7", "ctrl+a", "alt+9", "shift+up", "ctrl+right", "ctrl+shift+left", "alt+delete", "[")


def arrived(sent: str) -> list[str]:
    """Give the keys that Textual finds in what a terminal sent."""
    know_alt_keys()
    parser = XTermParser()
    found = [*parser.feed(sent), *parser.feed("")]
    return [token.key for token in found if isinstance(token, events.Key)]


@pytest.mark.parametrize("key", [*BOUND, *(as_textual_name(key) for key in OTHERS)])
def test_every_bound_key_arrives_as_itself(key: str) -> None:
    sent = bytes_of(key)
    assert sent is not None, f"a terminal cannot send {key}"
    assert arrived(sent) == [key]


@pytest.mark.parametrize(
    "key",
    [
        *("ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+1", "ctrl+shift+k", "ctrl+A", "ctrl+plus"),
        *("alt+Z", "alt+?", "f13", "super+c", "ctrl+backspace", "alt+backspace", "nonsense", ""),
    ],
)
def test_what_a_terminal_cannot_send_is_known(key: str) -> None:
    assert bytes_of(key) is None


@pytest.mark.parametrize(
    ("sent", "instead"), [("\x08", "backspace"), ("\t", "tab"), ("\r", "enter")]
)
def test_the_ctrl_keys_that_are_not_bound_arrive_as_others(sent: str, instead: str) -> None:
    assert arrived(sent) == [instead]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *(("F4", "f4"), ("^n", "ctrl+n"), (" Ctrl+N ", "ctrl+n"), ("?", "question_mark")),
        *(("+", "plus"), ("[", "left_square_bracket"), ("U", "U"), ("7", "7")),
    ],
)
def test_keys_may_be_written_as_people_do(written: str, name: str) -> None:
    assert as_textual_name(written) == name


RECORD = """
import os, sys, termios, tty
tty.setraw(0)
print("ready", end="", flush=True)
with open(sys.argv[1], "wb", buffering=0) as file:
    while (got := os.read(0, 4096)) != b"!":
        file.write(got.hex().encode() + b"\\n")
"""


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_every_bound_key_comes_through_tmux(tmp_path: Path) -> None:
    # A terminal is a pty here; tmux reads its keys, and hands them on to what runs inside.
    kept = tmp_path / "keys"
    script = tmp_path / "record.py"
    script.write_text(RECORD)
    socket = str(tmp_path / "tmux")
    run = ["tmux", "-S", socket, "-f", "/dev/null"]
    master, slave = pty.openpty()
    size = ["-x", "80", "-y", "24"]
    subprocess.run(
        [*run, "new-session", "-d", *size, f"{sys.executable} {script} {kept}"], check=True
    )
    for option in (("escape-time", "20"), ("prefix", "None"), ("prefix2", "None")):
        subprocess.run([*run, "set-option", "-g", *option], check=True)
    subprocess.run([*run, "unbind-key", "-a"], check=True)
    outer = subprocess.Popen(
        [*run, "attach"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    try:
        seen = b""
        end = time.monotonic() + 20
        while b"ready" not in seen and time.monotonic() < end:
            if select.select([master], [], [], 0.2)[0]:
                seen += os.read(master, 65536)
        assert b"ready" in seen
        came = {}
        for key in BOUND:
            before = kept.read_text() if kept.exists() else ""
            sent = bytes_of(key)
            assert sent is not None
            os.write(master, sent.encode())
            came[key] = _next(kept, before)
        assert {key: arrived(sent) for key, sent in came.items()} == {key: [key] for key in BOUND}
    finally:
        subprocess.run([*run, "kill-server"], check=False)
        outer.wait()
        os.close(master)
        os.close(slave)


def _next(kept: Path, before: str) -> str:
    """Wait for what comes after what was there before."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        now = kept.read_text() if kept.exists() else ""
        if len(now) > len(before) and now.endswith("\n"):
            return bytes.fromhex("".join(now[len(before) :].split())).decode()
        time.sleep(0.02)
    return ""


def test_help_has_plain_words_for_every_key_of_textuals_own_parts() -> None:
    from textual.binding import Binding
    from textual.screen import Screen
    from textual.widgets import DataTable, Input, OptionList, TextArea

    unsaid = {
        binding.action
        for widget in (TextArea, Input, OptionList, DataTable, Screen)
        for kind in widget.__mro__
        for binding in kind.__dict__.get("BINDINGS", ())
        if isinstance(binding, Binding)
        and any(bytes_of(key) for key in binding.key.split(","))
        and binding.action not in PLAIN_WORDS
    }
    assert unsaid == set()


def test_each_twin_that_is_not_ctrl_is_an_f_key_or_alt_or_a_letter() -> None:
    lacking = [key.id for group in GROUPS.values() for key in group if not _has_twin(key)]
    assert lacking == []


def _has_twin(key: Key) -> bool:
    return any(not name.startswith("ctrl+") for name in key.keys.split(","))
