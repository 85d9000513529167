"""Files whose words must not stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from themer.storage import erasing
from themer.storage.erasing import beside, erase


def test_an_erased_file_is_overwritten_and_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text("she drinks")
    seen = []
    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda self: (seen.append(self.read_bytes()), unlink(self)))
    assert erase(path)
    assert seen == [bytes(10)]
    assert not path.exists()
    assert erase(path)


def test_a_file_with_another_name_keeps_its_words_there(tmp_path: Path) -> None:
    path, other = tmp_path / "one", tmp_path / "other"
    path.write_text("words")
    os.link(path, other)
    assert erase(path)
    assert other.read_text() == "words"


def test_what_cannot_be_erased_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one"
    path.write_text("words")

    def refuse(_: int, __: bytes) -> None:
        raise OSError("no")

    monkeypatch.setattr(erasing, "write_fully", refuse)
    assert not erase(path)
    assert path.exists()


def test_beside_a_file_are_its_version_before_and_unfinished_writes(tmp_path: Path) -> None:
    names = ["one.yaml.prev", ".one.yaml.ab12.tmp", "two.yaml.prev", ".two.yaml.ab12.tmp"]
    for name in names:
        (tmp_path / name).write_text("")
    assert [p.name for p in beside(tmp_path / "one.yaml")] == names[:2]
