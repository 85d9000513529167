from __future__ import annotations

from pathlib import Path

from themer.storage.output import write_output


def test_a_file_is_made_replaced_or_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "machine" / "a.jsonl"
    assert write_output(path, "one\n")
    before = path.stat().st_mtime_ns
    assert not write_output(path, "one\n")
    assert path.stat().st_mtime_ns == before
    assert write_output(path, b"two\n")
    assert path.read_bytes() == b"two\n"


def test_what_a_command_made_before_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_output(path, "one")
    write_output(path, "two")
    assert [found.name for found in tmp_path.iterdir()] == ["a.json"]
