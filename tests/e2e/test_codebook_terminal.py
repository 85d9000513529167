"""A codebook in a real terminal: a change that was shown survives a kill, with its reason."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

from e2e.test_terminal import STUDY, Terminal
from themer.storage import files


def test_a_change_that_was_shown_survives_a_kill(tmp_path: Path) -> None:
    study = Path(shutil.copytree(STUDY, tmp_path / "study"))
    (path,) = (study / "question_sets").glob("*.codebook.yaml")
    first = Terminal(study, tmp_path / "state", "codebook", "--coder", "anna")
    try:
        first.wait_for("Delivery to the home")
        first.type("j")
        first.wait_for("People who give time unpaid")
        first.type("x")
        first.wait_for("Retire")
        first.type("nobody is unpaid here\r")
        first.wait_for("Version 2. No decision waits.")
        assert first.end(signal.SIGKILL) == -signal.SIGKILL
    finally:
        first.close()
    book = files.read(files.CODEBOOK, path).value
    assert [code.id for code in book.current()] == ["home-delivery"]
    assert book.changes[-1].reason == "nobody is unpaid here"

    second = Terminal(study, tmp_path / "state", "codebook", "--coder", "anna")
    try:
        second.wait_for("version 2")
        second.type("u")
        second.wait_for("Take the last change back")
        second.type("they are\r")
        second.wait_for("Version 3")
        second.type("\x11")
        assert second.wait() == 0
    finally:
        second.close()
    back = files.read(files.CODEBOOK, path).value
    assert [code.id for code in back.current()] == ["home-delivery", "volunteers"]
