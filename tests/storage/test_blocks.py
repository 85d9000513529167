"""Only the lines that differ are written; every other byte of a person's file stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats_page import EXAMPLES
from themer.errors import ChangedUnderneathError
from themer.model.theme import Theme, ThemeChange, ThemeConfidence, ThemePassage, ThemesFile
from themer.storage import files
from themer.storage.blocks import NotEditableError, edited, save_edited
from themer.storage.files import Stored
from themer.storage.writing import to_yaml

AT = dt.datetime(2026, 11, 3, 9, 30, tzinfo=dt.UTC)
BY_HAND = """\
# Ours, please keep.
schema: themer/themes/1   # the format

themes:
  # the first one we agreed on
  - id: drivers
    status: named
    name: "Drivers decide"   # not vans!
    # two of them, for now
    members:
      - interview: old-mill-1
        question: hardest
        start: 0
        end: 9
        text: |
          insurance

      # the one that convinced us
      - {interview: weir-1, question: hardest, start: 0, end: 8, text: a driver}
    role: neutral
  # an odd one

  - status: refused
    id: stamps
    name: Stamps
# the end
"""


def stored(text: str) -> Stored[ThemesFile]:
    path = Path("themes.yaml")
    return Stored(path, files.interpret_text(files.THEMES, text, path), "", text)


def with_first(file: ThemesFile, **changes: object) -> ThemesFile:
    first, *others = file.themes
    return replace(file, themes=(replace(first, **changes), *others))  # type: ignore[arg-type]


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [one for one in old if one not in new], [one for one in new if one not in old]


def change(text: str, wanted: ThemesFile) -> str:
    made = edited(files.THEMES, stored(text), wanted)
    assert stored(made).value == wanted
    return made


def test_nothing_to_change_changes_no_byte() -> None:
    assert change(BY_HAND, stored(BY_HAND).value) == BY_HAND


def test_a_new_name_touches_its_line_and_keeps_its_comment() -> None:
    made = change(BY_HAND, with_first(stored(BY_HAND).value, name="Drivers: who drives"))
    gone, come = lines_changed(BY_HAND, made)
    assert gone == ['    name: "Drivers decide"   # not vans!']
    assert come == ["    # not vans!", "    name: 'Drivers: who drives'"]


def test_a_passage_is_added_among_the_others() -> None:
    file = stored(BY_HAND).value
    passage = ThemePassage("stone-row-1", "hardest", 0, 6, "nobody")
    first, second = file.themes[0].members
    made = change(BY_HAND, with_first(file, members=(first, passage, second)))
    gone, come = lines_changed(BY_HAND, made)
    assert gone == []
    assert come[0] == "      - interview: stone-row-1"
    assert made.index("insurance") < made.index("stone-row-1") < made.index("weir-1")


def test_a_passage_is_taken_out_and_the_comment_on_it_stays() -> None:
    file = stored(BY_HAND).value
    made = change(BY_HAND, with_first(file, members=file.themes[0].members[:1]))
    assert "weir-1" not in made
    assert "# the one that convinced us" in made
    none = change(BY_HAND, with_first(file, members=()))
    assert "old-mill-1" not in none
    assert "# two of them, for now" in none


def test_what_was_not_there_is_put_in_below_what_comes_before_it() -> None:
    wanted = with_first(
        stored(BY_HAND).value,
        statement="it is drivers: not vans",
        confidence=ThemeConfidence("low", "two passages"),
        history=(ThemeChange(AT, "anna", "named", ("c01",)),),
    )
    gone, come = lines_changed(BY_HAND, change(BY_HAND, wanted))
    assert gone == []
    assert come[0] == "    statement: 'it is drivers: not vans'"


def test_themes_come_and_go_and_the_others_stay_as_they_were() -> None:
    file = stored(BY_HAND).value
    new = Theme("vans", "named", "Vans")
    made = change(BY_HAND, replace(file, themes=(*file.themes, new)))
    assert made.startswith(BY_HAND[: BY_HAND.index("# the end")])
    made = change(BY_HAND, replace(file, themes=(new, *file.themes)))
    assert made.endswith(BY_HAND[BY_HAND.index("  - id: drivers") :])
    made = change(BY_HAND, replace(file, themes=file.themes[1:]))
    for comment in ("# not vans!", "# two of them, for now", "# the one that convinced us"):
        assert comment in made
    assert change(BY_HAND, replace(file, themes=())).count("#") == BY_HAND.count("#")


def test_a_list_that_was_empty_or_missing_is_begun() -> None:
    new = ThemesFile(themes=(Theme("vans", "named", "Vans"),))
    for text in ("schema: themer/themes/1", "schema: themer/themes/1\nthemes: []  # none yet\n"):
        made = change(text, new)
        assert ("# none yet" in made) == ("# none yet" in text)


def test_windows_line_ends_stay() -> None:
    text = BY_HAND.replace("\n", "\r\n")
    made = change(text, with_first(stored(text).value, name="Drivers"))
    assert made.count("\n") == made.count("\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "schema: themer/themes/1\nthemes: [{id: a, status: named, name: A}]\n",
        "{schema: themer/themes/1, themes: [{id: a, status: named, name: A}]}\n",
        "schema: themer/themes/1\nthemes:\n- &one\n  id: a\n  status: named\n  name: &n A\n"
        "  statement: *n\n",
    ],
)
def test_a_layout_that_is_not_known_is_refused_plainly(text: str) -> None:
    with pytest.raises(NotEditableError, match="cannot be put in safely"):
        change(text, with_first(stored(text).value, name="B"))


def test_other_kinds_of_file_are_edited_too() -> None:
    text = EXAMPLES["codebook.yaml"]
    path = Path("rooms.codebook.yaml")
    file = Stored(path, files.interpret_text(files.CODEBOOK, text, path), "", text)
    first, *others = file.value.codes
    wanted = replace(file.value, codes=(replace(first, name="Renamed"), *others))
    gone, come = lines_changed(text, edited(files.CODEBOOK, file, wanted))
    assert len(gone) == 1
    assert [line.split("Renamed")[0].strip() for line in come][-1].endswith("name:")


def test_saving_keeps_the_version_before_and_refuses_what_changed_underneath(
    tmp_path: Path,
) -> None:
    path = tmp_path / "themes.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    first = files.read(files.THEMES, path)
    second = save_edited(files.THEMES, first, with_first(first.value, name="One"))
    assert files.read(files.THEMES, path) == second
    assert (tmp_path / "themes.yaml.prev").read_text(encoding="utf-8") == BY_HAND
    with pytest.raises(ChangedUnderneathError):
        save_edited(files.THEMES, first, with_first(first.value, name="Two"))
    assert files.read(files.THEMES, path) == second


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n\t"),
    min_size=1,
    max_size=30,
).filter(lambda words: "\ufeff" not in words)
PASSAGES = st.builds(
    ThemePassage, st.sampled_from(["a-1", "b-1"]), st.just("q"), st.just(0), st.just(3), WORDS
)
THEMES = st.builds(
    Theme,
    st.sampled_from([f"t{n}" for n in range(6)]),
    st.sampled_from(["named", "refused", "merged"]),
    WORDS,
    statement=st.none() | WORDS,
    role=st.sampled_from(["neutral", "strength"]),
    members=st.lists(PASSAGES, max_size=3).map(tuple),
    confidence=st.none() | st.builds(ThemeConfidence, st.just("low"), WORDS),
)
LISTS = st.lists(THEMES, max_size=5, unique_by=lambda theme: theme.id).map(tuple)


def with_comments(text: str, places: list[int]) -> str:
    """Put comments before lines that begin a key or an item."""
    lines = text.split("\n")
    starts = [
        n for n, line in enumerate(lines) if line.startswith(("- id:", "  status:", "  role:"))
    ]
    for number, place in enumerate(sorted(set(places), reverse=True)):
        if starts:
            lines.insert(starts[place % len(starts)], f"  # comment {number}")
    return "\n".join(lines)


@given(LISTS, LISTS, st.lists(st.integers(0, 20), max_size=3))
def test_any_change_reads_back_as_it_was_wanted_and_keeps_every_comment(
    before: tuple[Theme, ...], after: tuple[Theme, ...], places: list[int]
) -> None:
    text = with_comments(to_yaml(ThemesFile(themes=before)), places)
    try:
        file = stored(text)
    except ValueError:
        return  # a comment fell into somebody's words
    if file.value.themes != before:
        return
    made = change(text, ThemesFile(themes=after))
    assert text.count("# comment") <= made.count("# comment")
    for theme in set(before) & set(after):
        assert theme in stored(made).value.themes
