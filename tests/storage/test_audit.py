"""The log of changes: whole lines, one chain a writer, and the first line that does not fit."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from formats_page import EXAMPLES
from themer.errors import StorageError
from themer.model.audit import Change
from themer.storage import events
from themer.storage.audit import AuditLog, audit_paths, find_break, latest_hashes, read_lines

SHOWN = Path("audit/ar-laptop.jsonl")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    return tmp_path / "study"


@pytest.fixture
def log(study: Path) -> AuditLog:
    log = AuditLog(study, "ar", "laptop")
    log.append([Change("begun", "one"), Change("consent", "one", {"consent": ("quote",)})])
    log.append([Change("answers", "one", {"answers.pay": ("fact", "noted")}, "5d1c")])
    log.append([Change("finished", "one", {"state": ()}, why="said goodbye")])
    return log


def code_of(log: AuditLog) -> tuple[str, int] | None:
    found = find_break(log.path, SHOWN)
    return None if found is None else (found.code, found.line)


def raw(log: AuditLog) -> list[bytes]:
    return log.path.read_bytes().splitlines(keepends=True)


def test_lines_come_back_and_follow_each_other(log: AuditLog) -> None:
    lines = read_lines(log.path)
    assert [line.action for line in lines] == ["begun", "consent", "answers", "finished"]
    assert [line.seq for line in lines] == [1, 2, 3, 4]
    assert [line.before for line in lines] == [None, *(line.sha256 for line in lines[:-1])]
    assert lines[2].changed == {"answers.pay": ("fact", "noted")}
    assert lines[3].why == "said goodbye"
    assert abs(lines[0].at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert find_break(log.path, SHOWN) is None


def test_anybody_can_work_out_a_sum_with_the_tools_at_hand(log: AuditLog) -> None:
    for line in raw(log):
        body, _, rest = line.strip().rpartition(b',"sha256":"')
        assert hashlib.sha256(body + b"}").hexdigest().encode() == rest.removesuffix(b'"}')


def test_the_example_of_the_formats_page_holds(tmp_path: Path) -> None:
    path = tmp_path / "ar-laptop.jsonl"
    path.write_text(EXAMPLES["audit.jsonl"], encoding="utf-8")
    assert find_break(path, SHOWN) is None
    assert [line.action for line in read_lines(path)] == ["begun", "consent", "answers", "struck"]


def test_the_file_is_for_its_owner_alone(log: AuditLog) -> None:
    assert log.path.stat().st_mode & 0o777 == 0o600
    assert log.path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("who", "machine", "name"),
    [
        ("Ann O'Reilly", "LAPTOP-7.local", "ann-o-reilly-laptop-7-local.jsonl"),
        ("../../etc", "con", "etc-con.jsonl"),
        ("x" * 200, "y" * 200, f"{'x' * 40}-{'y' * 40}.jsonl"),
    ],
)
def test_names_are_made_safe(study: Path, who: str, machine: str, name: str) -> None:
    log = AuditLog(study, who, machine)
    log.append([Change("begun", "one")])
    assert [path.name for path in audit_paths(study)] == [name]
    assert read_lines(log.path)[0].who == who


def test_a_name_in_no_latin_letters_still_has_its_own_file(study: Path) -> None:
    names = {AuditLog(study, who, "m").path.name for who in ("李", "Ярослава", "ar")}
    assert len(names) == 3


@pytest.mark.parametrize("line", range(4))
def test_an_altered_line_is_named(log: AuditLog, line: int) -> None:
    lines = raw(log)
    lines[line] = lines[line].replace(b'"ar"', b'"mk"')
    log.path.write_bytes(b"".join(lines))
    assert code_of(log) == ("AU050", line + 1)


@pytest.mark.parametrize("line", range(3))
def test_a_line_taken_out_is_noticed_at_the_next(log: AuditLog, line: int) -> None:
    lines = raw(log)
    del lines[line]
    log.path.write_bytes(b"".join(lines))
    assert code_of(log) == ("AU051", line + 1)


def test_lines_that_changed_places_are_noticed(log: AuditLog) -> None:
    first, second, third, last = raw(log)
    log.path.write_bytes(first + third + second + last)
    assert code_of(log) == ("AU051", 2)


def test_a_line_put_in_with_a_right_sum_of_its_own_is_noticed(study: Path, log: AuditLog) -> None:
    other = AuditLog(study, "ar", "other")
    other.append([Change("begun", "one"), Change("struck", "one")])
    lines = raw(log)
    log.path.write_bytes(b"".join([*lines[:2], raw(other)[1], *lines[2:]]))
    assert code_of(log) == ("AU051", 3)


def test_an_end_cut_off_at_a_line_cannot_be_seen_here(log: AuditLog) -> None:
    log.path.write_bytes(b"".join(raw(log)[:2]))
    assert find_break(log.path, SHOWN) is None  # check looks at the interviews' own hashes


def test_half_a_line_is_advice_and_set_aside_by_the_next_entry(log: AuditLog) -> None:
    whole = log.path.read_bytes()
    log.path.write_bytes(whole[:-40])
    found = find_break(log.path, SHOWN)
    assert found is not None
    assert (found.code, found.line, found.severity) == ("AU003", 4, "advice")
    log.append([Change("reopened", "one")])
    assert find_break(log.path, SHOWN) is None
    assert [line.action for line in read_lines(log.path)][-1] == "reopened"
    assert len(list(log.path.parent.glob("*.torn-*"))) == 1


def test_a_last_line_without_its_newline_is_whole(log: AuditLog) -> None:
    log.path.write_bytes(log.path.read_bytes().removesuffix(b"\n"))
    log.append([Change("reopened", "one")])
    assert find_break(log.path, SHOWN) is None
    assert len(read_lines(log.path)) == 5


def test_rubbish_in_the_middle_is_named_and_does_not_stop_the_log(log: AuditLog) -> None:
    first, *rest = raw(log)
    log.path.write_bytes(first + b"{}\n" + b"".join(rest))
    assert code_of(log) == ("AU003", 2)
    log.path.write_bytes(log.path.read_bytes() + b"rubbish\n")
    log.append([Change("reopened", "one")])
    assert read_lines(log.path)[-1].action == "reopened"


def test_a_disk_that_refuses_leaves_the_file_as_it_was(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = log.path.read_bytes()
    real = os.write

    def part(descriptor: int, content: Any) -> None:
        real(descriptor, bytes(content)[:7])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(events, "write_fully", part)
    with pytest.raises(StorageError, match="No space left"):
        log.append([Change("answers", "one")])
    assert log.path.read_bytes() == whole
    monkeypatch.undo()


def test_two_windows_of_one_user_make_one_chain(study: Path) -> None:
    def write(window: int) -> None:
        mine = AuditLog(study, "ar", "laptop")
        for _ in range(10):
            mine.append([Change("answers", f"conversation-{window}")])

    threads = [threading.Thread(target=write, args=(window,)) for window in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    path = AuditLog(study, "ar", "laptop").path
    assert find_break(path, SHOWN) is None
    assert len(read_lines(path)) == 30


def test_half_a_character_in_a_reason_can_be_held(study: Path) -> None:
    log = AuditLog(study, "ar", "laptop")
    log.append([Change("withdrawn", "one", why="by letter \udce9\x1b[2J\n{}")])
    assert find_break(log.path, SHOWN) is None
    assert len(raw(log)) == 1
    assert json.loads(raw(log)[0])["action"] == "withdrawn"


def test_a_line_with_its_hash_elsewhere_gives_none(log: AuditLog) -> None:
    with log.path.open("a") as file:
        file.write('{"interview":"two","inside":{"file_sha256":"aa"}}\n')
    assert latest_hashes(log.path) == {"one": "5d1c"}


@pytest.mark.parametrize("length", [70_000, 140_000])
def test_a_line_of_any_length_is_followed_by_the_next(log: AuditLog, length: int) -> None:
    log.append([Change("withdrawn", "one", why="x" * length)])
    log.append([Change("begun", "two")])
    lines = read_lines(log.path)
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[5].before == lines[4].sha256
    assert find_break(log.path, SHOWN) is None


def test_a_first_line_longer_than_what_is_read_at_once_is_followed(study: Path) -> None:
    log = AuditLog(study, "ar", "laptop")
    log.append([Change("begun", "one", why="x" * 200_000)])
    log.append([Change("begun", "two")])
    assert [line.seq for line in read_lines(log.path)] == [1, 2]
    assert find_break(log.path, SHOWN) is None
