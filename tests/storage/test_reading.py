from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.errors import ProblemsError, StorageError
from themer.storage import files
from themer.storage.reading import YamlFault, decode, find_places, parse, read_bytes
from themer.storage.writing import _dump, _Dumper, _QuotedDumper


def fault(text: str) -> YamlFault:
    with pytest.raises(YamlFault) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize("word", ["no", "yes", "on", "1:30", "2026-03-04", "0x1F", "1_000", "~x"])
def test_a_scalar_is_the_text_that_was_typed(word: str) -> None:
    assert parse(f"key: {word}") == {"key": word}


def test_a_key_with_nothing_after_it_is_nothing_and_quotes_are_an_empty_text() -> None:
    assert parse("a:\nb: ''\nc: null") == {"a": None, "b": "", "c": "null"}


def test_the_second_of_two_equal_keys_does_not_win_in_silence() -> None:
    found = fault("a: 1\nb:\n  c: 1\n  c: 2\n")
    assert (found.number, found.place) == ("004", (4, 3))


def test_a_colon_in_a_value_is_explained_with_the_line_as_it_should_be() -> None:
    found = fault("id: x\ntitle: Practice: strategy\n")
    assert found.number == "003"
    assert 'Write title: "Practice: strategy"' in found.message
    assert found.place[0] == 2


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", "001"),
        ("# only a comment\n", "001"),
        ("a: !!python/object/apply:os.system [ls]\n", "005"),
        ("a: !thing 1\n", "005"),
        ("a: 1\n---\nb: 2\n", "005"),
        ("a: *nothing\n", "006"),
        ("? [a, b]\n: 1\n", "003"),
        ("\ta: 1\n", "003"),
        ("a: [1, 2\n", "003"),
        ("a: 'never closed\n", "003"),
        ('a: "\\ud800"\n', "003"),
        (": 1\n", "003"),
    ],
)
def test_yaml_that_does_not_hold_is_named(text: str, number: str) -> None:
    assert fault(text).number == number


def test_thirty_thousand_brackets_are_refused_and_the_process_lives() -> None:
    assert fault("[" * 30_000).number == "007"


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert fault("\n".join(lines)).number in ("002", "006")


def test_a_few_aliases_are_read() -> None:
    assert parse("a: &x [1]\nb: *x\n") == {"a": ["1"], "b": ["1"]}


def test_too_many_values_are_refused() -> None:
    assert fault("- 1\n" * 100_001).number == "002"


@pytest.mark.parametrize(
    "content",
    [
        "a: 1".encode("utf-16"),
        b"\0" * 100,
        b"a: \xff\xfe\n",
    ],
)
def test_bytes_that_are_no_text_are_named(content: bytes) -> None:
    with pytest.raises(YamlFault) as caught:
        decode(content)
    assert caught.value.number == "001"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse(decode("\ufeffa: 1".encode())) == {"a": "1"}


def test_a_file_of_more_than_two_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: " + b"x" * 2_100_000)
    with pytest.raises(ProblemsError) as caught:
        read_bytes(path)
    assert caught.value.problems[0].code == "YA002"


def test_a_file_that_cannot_be_read_is_a_fault_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(StorageError):
        read_bytes(tmp_path / "folder.yaml")


def test_places_of_keys_and_values_are_known() -> None:
    places = find_places("a: 1\nb:\n  - c: x\n    d: y\n")
    assert places.find(("b", 0, "d")) == (4, 8)
    assert places.find(("b", 0, "d"), of_key=True) == (4, 5)
    assert places.find(("b", 0, "missing")) == (3, 5)


PLAIN = st.recursive(
    st.text(st.characters(codec="utf-8"), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_what_is_written_in_quotes_is_read_back_to_the_letter(value: object) -> None:
    assert parse(_dump({"value": value}, _QuotedDumper)) == {"value": value}


@given(st.text(st.characters(codec="utf-8")))
def test_a_block_comes_back_to_the_letter_or_is_given_up(text: str) -> None:
    written = _dump({"value": text}, _Dumper)
    try:
        read = parse(written)
    except YamlFault:
        return
    if read != {"value": text}:
        # to_yaml notices, and writes the text in quotes.
        assert parse(_dump({"value": text}, _QuotedDumper)) == {"value": text}


def test_a_newer_format_is_refused_and_named(tmp_path: Path) -> None:
    from themer.errors import NewerFormatError

    path = tmp_path / "study.yaml"
    path.write_text("schema: themer/study/9\nid: x\n")
    with pytest.raises(NewerFormatError) as caught:
        files.read(files.STUDY, path)
    assert "themer/study/9" in str(caught.value)
