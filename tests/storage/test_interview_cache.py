from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themer.errors import InputError, ProblemsError, ThemerError
from themer.model.interview import Answer, Interview, SetReference
from themer.storage import files, interview_cache
from themer.storage.files import Stored
from themer.storage.interview_cache import InterviewCache
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml

ROOT = Path(__file__).parents[2]


def interview(said: str = "one", identity: str = "a") -> Interview:
    return Interview(
        schema="themer/interview/1",
        id=identity,
        set=SetReference("s", "1"),
        unit="u",
        organisation="o",
        answers={"q": Answer(noted=said)},
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "interviews" / "a.yaml"
    path.parent.mkdir()
    path.write_text(to_yaml(interview()), encoding="utf-8")
    return path


def store_of(file: Path) -> Path:
    return file.parent.parent / ".themer"


def the_cache(file: Path) -> InterviewCache:
    return InterviewCache(store_of(file), lambda path: Path(path.name))


def read(file: Path) -> Stored[Interview]:
    cache = the_cache(file)
    stored = cache.read(file)
    cache.keep()
    return stored


def without_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_: object, **__: object) -> None:
        pytest.fail("the file was parsed")

    monkeypatch.setattr(interview_cache.files, "read", parsed)


def test_an_unchanged_file_is_parsed_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(file)
    without_parsing(monkeypatch)
    assert read(file) == first
    os.utime(file, (1, 1))
    assert read(file) == first


def test_a_changed_file_is_parsed_whatever_its_time_and_size(file: Path) -> None:
    read(file)
    state = file.stat()
    file.write_text(to_yaml(interview("two")), encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert file.stat().st_size == state.st_size
    assert read(file).value.answers["q"].noted == "two"


def test_the_fictional_study_comes_back_as_parsing_gives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "interviews", tmp_path / "interviews")
    folder = StudyFolder(tmp_path)
    parsed = [folder.read(files.INTERVIEW, path) for path in folder.interview_paths()]
    assert list(folder.interviews()) == parsed
    without_parsing(monkeypatch)
    kept = folder.interviews()
    assert list(kept) == parsed
    assert [repr(one) for one in kept] == [repr(one) for one in parsed]


facts = st.one_of(
    st.none(),
    st.text(min_size=1),
    st.sampled_from(["yes", "12", "1e3", "2026-03-01", "null", "true", "[]", '{"a": 1}']),
    st.lists(st.text(), min_size=1, max_size=3).map(tuple),
    st.dictionaries(st.text(min_size=1), st.text(), min_size=1, max_size=3),
)
answers = st.builds(
    Answer,
    fact=facts,
    noted=st.text(),
    fair_copy=st.none() | st.text(),
    due=st.none() | st.dates(),
    as_at=st.none() | st.sampled_from(["2026", "2026-03", "2026-03-04"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from("abcd"), answers), st.none() | st.datetimes())
def test_whatever_is_in_a_file_the_second_reading_is_the_first(
    file: Path, held: dict[str, Answer], withdrawn: object
) -> None:
    shutil.rmtree(store_of(file), ignore_errors=True)
    zone = "" if withdrawn is None else f"withdrawn_at: {withdrawn:%Y-%m-%dT%H:%M:%S}+05:30\n"
    written = Interview("themer/interview/1", "a", SetReference("s", "1"), "u", "o", answers=held)
    file.write_text(to_yaml(written) + zone, encoding="utf-8", newline="")
    try:
        parsed = files.read(files.INTERVIEW, file)
    except ProblemsError:  # an early year has another number of digits
        parsed = None
    for _ in range(2):
        if parsed is None:
            with pytest.raises(ProblemsError):
                read(file)
        else:
            again = read(file)
            assert again == parsed
            assert repr(again) == repr(parsed)


BROKEN = {
    "a key twice": b"schema: themer/interview/1\nid: a\nid: b\n",
    "an unknown key": b"schema: themer/interview/1\nid: a\nset: {id: s, version: '1'}\n"
    b"unit: u\norganisation: o\nmood: fine\n",
    "a newer format": b"schema: themer/interview/2\nid: a\n",
    "no YAML": b"a: [\n",
    "NUL": b"schema: themer/interview/1\0",
    "not UTF-8": b"schema: \xff\n",
    "empty": b"",
    "UTF-16": "id: a".encode("utf-16"),
    "too large": b"#" * 2_000_001,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_problems_are_found_each_time(file: Path, content: bytes) -> None:
    read(file)
    file.write_bytes(content)
    with pytest.raises(ThemerError) as parsed:
        files.read(files.INTERVIEW, file, shown_as=Path(file.name))
    for _ in range(3):
        with pytest.raises(type(parsed.value)) as found:
            read(file)
        assert getattr(found.value, "problems", None) == getattr(parsed.value, "problems", None)
        assert str(found.value) == str(parsed.value)


def test_a_file_that_is_gone_is_said_to_be(file: Path) -> None:
    read(file)
    file.unlink()
    with pytest.raises(InputError):
        read(file)


def test_half_a_surrogate_pair_is_read_each_time_as_parsing_does(file: Path) -> None:
    text = file.read_text("utf-8").replace("one", '"\\ud800"', 1)
    file.write_text(text, encoding="utf-8")
    try:
        parsed = files.read(files.INTERVIEW, file)
    except ThemerError:
        with pytest.raises(ThemerError):
            read(file)
        return
    assert read(file) == read(file) == parsed


def test_a_marked_file_and_ends_of_lines_come_back(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read(file) == read(file) == files.read(files.INTERVIEW, file)


@pytest.mark.parametrize("content", [b"", b"\0" * 9000, b"no database at all, " * 400])
def test_a_broken_cache_costs_time_and_is_made_anew(
    file: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_of(file).mkdir()
    (store_of(file) / "interviews.sqlite").write_bytes(content)
    parsed = files.read(files.INTERVIEW, file)
    assert read(file) == parsed
    assert read(file) == parsed
    without_parsing(monkeypatch)
    assert read(file) == parsed


def test_tables_of_another_form_are_made_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_of(file).mkdir()
    connection = sqlite3.connect(store_of(file) / "interviews.sqlite")
    connection.execute("CREATE TABLE interviews (of TEXT, others TEXT)")
    connection.close()
    parsed = read(file)
    read(file)
    without_parsing(monkeypatch)
    assert read(file) == parsed


def test_another_version_of_the_program_finds_nothing_and_leaves_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = read(file)
    monkeypatch.setattr(interview_cache, "_form", lambda: "another")
    assert the_cache(file)._known == {}
    assert read(file) == parsed
    monkeypatch.undo()
    assert the_cache(file)._known == {}


def test_each_changed_byte_costs_time_only(file: Path) -> None:
    parsed = read(file)
    path = store_of(file) / "interviews.sqlite"
    whole = path.read_bytes()
    places = [at for at, byte in enumerate(whole) if byte]
    assert len(places) > 300
    for place in places[::3]:
        broken = bytearray(whole)
        broken[place] ^= 0x01
        path.write_bytes(broken)
        assert read(file) == parsed
        path.with_name("interviews.sqlite-journal").unlink(missing_ok=True)


@pytest.mark.parametrize("column", ["value", "sum", "sha256", "path", "form"])
@pytest.mark.parametrize("what", ["NULL", "12", "'text'", "x'00'"])
def test_an_altered_row_is_not_there(file: Path, column: str, what: str) -> None:
    parsed = read(file)
    with sqlite3.connect(store_of(file) / "interviews.sqlite") as connection:
        connection.execute("CREATE TABLE t AS SELECT * FROM interviews")
        connection.execute(f"UPDATE t SET {column} = {what}")
        connection.execute("DROP TABLE interviews")
        connection.execute("ALTER TABLE t RENAME TO interviews")
    connection.close()
    assert read(file) == parsed


def test_other_words_with_the_right_hash_are_not_believed(file: Path) -> None:
    parsed = read(file)
    with sqlite3.connect(store_of(file) / "interviews.sqlite") as connection:
        changed = "CAST(replace(CAST(value AS TEXT), 'one', 'two') AS BLOB)"
        connection.execute(f"UPDATE interviews SET value = {changed}")
    connection.close()
    assert read(file) == parsed


def test_torn_at_any_page_it_costs_time_only(file: Path) -> None:
    parsed = read(file)
    path = store_of(file) / "interviews.sqlite"
    whole = path.read_bytes()
    for length in range(0, len(whole), 512):
        path.write_bytes(whole[:length])
        assert read(file) == parsed
        assert read(file) == parsed


def test_where_it_cannot_be_written_nothing_is_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_of(file).write_text("no folder")
    assert read(file) == files.read(files.INTERVIEW, file)
    store_of(file).unlink()

    def refuse(*_: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(interview_cache.os, "open", refuse)
    assert read(file) == files.read(files.INTERVIEW, file)
    assert list(store_of(file).iterdir()) == []


def test_while_another_process_writes_it_is_read_without(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interview_cache, "_PATIENCE", 0.05)
    read(file)
    connection = sqlite3.connect(store_of(file) / "interviews.sqlite", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    file.write_text(to_yaml(interview("two")), encoding="utf-8")
    assert read(file).value == interview("two")
    connection.execute("ROLLBACK")
    connection.close()
    assert (store_of(file) / "interviews.sqlite").stat().st_size > 0
    assert read(file).value == interview("two")


def test_deleted_while_it_is_open_it_is_made_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = read(file)
    (file.parent / "b.yaml").write_text(to_yaml(interview("b", "b")), encoding="utf-8")
    cache = the_cache(file)
    shutil.rmtree(store_of(file))
    assert cache.read(file) == parsed
    cache.read(file.parent / "b.yaml")
    cache.keep()
    assert read(file) == parsed


def test_words_that_were_replaced_or_whose_file_went_leave_no_byte(file: Path) -> None:
    other = file.parent / "b.yaml"
    folder = StudyFolder(file.parent.parent)
    file.write_text(to_yaml(interview("quillwort " * 900)), encoding="utf-8")
    other.write_text(to_yaml(interview("bladderwort " * 900, "b")), encoding="utf-8")
    folder.interviews()
    held = (store_of(file) / "interviews.sqlite").read_bytes()
    assert b"quillwort" in held
    assert b"bladderwort" in held
    file.write_text(to_yaml(interview("sedge")), encoding="utf-8")
    other.unlink()
    folder.interviews()
    held = b"".join(path.read_bytes() for path in store_of(file).iterdir())
    assert b"sedge" in held
    assert b"quillwort" not in held
    assert b"bladderwort" not in held


def test_only_its_owner_can_read_it(file: Path) -> None:
    before = os.umask(0)
    try:
        read(file)
    finally:
        os.umask(before)
    path = store_of(file) / "interviews.sqlite"
    assert path.stat().st_mode & 0o077 == path.parent.stat().st_mode & 0o077 == 0


def _read_all(root: str) -> list[str]:
    return [stored.value.id for _ in range(5) for stored in StudyFolder(Path(root)).interviews()]


def test_two_processes_share_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["a", *(f"b{number}" for number in range(12))]
    for name in names:
        text = to_yaml(interview("one", name))
        (file.parent / f"{name}.yaml").write_text(text, encoding="utf-8")
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(_read_all, [str(file.parent.parent)] * 2))
    assert found == [sorted(names) * 5] * 2
    without_parsing(monkeypatch)
    assert len(StudyFolder(file.parent.parent).interviews()) == len(names)


def test_a_process_that_is_killed_leaves_a_cache_that_holds(file: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from themer.storage.study_folder import StudyFolder\n"
        "folder = StudyFolder(Path(sys.argv[1]))\n"
        "path = folder.interview_path('a')\nwhole = path.read_text()\n"
        "for n in range(10**6):\n"
        "    path.write_text(whole + f'unassigned: [word {n}]\\n')\n"
        "    folder.interviews()\n    print(n, flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(file.parent.parent)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= 25:
            break
    child.kill()
    child.stdout.close()
    child.wait()
    file.write_text(to_yaml(interview("after")), encoding="utf-8")
    assert read(file).value == read(file).value == interview("after")
