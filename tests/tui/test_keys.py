"""The one table of keys: twins, no clash, and everything made from it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from themer.tui.key import Key, bindings, key_name
from themer.tui.keys import GROUPS, footer_words
from themer.tui.own_keys import load_own

UNSENDABLE = {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "ctrl+b", "ctrl+s"}
KEYS = [key for group in GROUPS.values() for key in group]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_every_action_has_a_key_that_is_not_a_ctrl_key(key: Key) -> None:
    names = key.keys.split(",")
    assert any(not name.startswith("ctrl+") for name in names)
    assert not UNSENDABLE & set(names)
    assert key.tooltip
    assert key.label


def test_ids_are_unique_and_name_their_group() -> None:
    assert len({key.id for key in KEYS}) == len(set(KEYS))
    for name, group in GROUPS.items():
        assert all(key.id.startswith((f"{name}.", "box.")) for key in group)


@pytest.mark.parametrize("name", [name for name in GROUPS if name != "app"])
def test_no_key_means_two_things_on_one_screen(name: str) -> None:
    used = [key for k in (*GROUPS[name], *GROUPS["app"]) for key in k.keys.split(",")]
    assert len(set(used)) == len(used)


def test_bindings_carry_id_and_tooltip_for_keymaps_and_help() -> None:
    for binding in bindings(GROUPS["desk"]):
        assert not isinstance(binding, tuple)
        assert binding.id
        assert binding.tooltip


def test_the_footer_shows_what_fits_and_always_help_and_the_palette() -> None:
    narrow, wide = footer_words(GROUPS["desk"], 80), footer_words(GROUPS["desk"], 200)
    assert len(narrow) <= 80
    assert narrow.startswith("F1 help")
    assert narrow.endswith("^p more")
    assert "F9 quote" in narrow
    assert "F10 keep" in wide


def test_every_desk_of_the_analysis_says_how_it_is_left() -> None:
    desks = {"coding", "board", "span", "alike", "codebook", "differences", "weigh", "matrix"}
    for name in (*desks, "themes", "theme", "theme-map", "actions"):
        assert footer_words(GROUPS[name], 80).startswith("F1 help  escape "), name


def test_keys_are_written_as_people_write_them() -> None:
    assert [key_name(key) for key in ("f2", "ctrl+o", "alt+c", "n")] == ["F2", "^o", "alt+c", "n"]


PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
MARK = "<!-- tables: "
HEADINGS = {
    "app": "Everywhere",
    "home": "Home",
    "desk": "The desk",
    "closing": "The end of a conversation",
    "consent": "Consent",
    "begin": "The form for a new conversation",
    "coding": "Coding",
    "board": "The board of components",
    "differences": "Differences between coders",
    "matrix": "The framework matrix",
    "themes": "The list of themes",
    "theme": "The page of a theme",
    "theme-map": "The map of themes",
    "sum-up": "The box for a summary",
    "weigh": "Contradictions",
    "actions": "What will be done",
    "box": "Boxes in which something is picked",
    "find": "Boxes in which something is found",
    "line": "Boxes in which something is typed",
    "read": "Boxes to read",
}


def tables() -> str:
    """Write the tables of docs/keys.md."""
    parts = []
    for name, group in GROUPS.items():
        heading = HEADINGS.get(name, name.replace("-", " ").capitalize())
        rows = []
        for key in group:
            names = " ".join(f"`{key_name(name)}`" for name in key.keys.split(","))
            rows.append(f"| `{key.id}` | {names} | {key.tooltip} |")
        head = [f"## {heading}\n", "| action | keys | does |", "|---|---|---|"]
        parts.append("\n".join([*head, *rows]))
    return "\n\n".join(parts) + "\n"


def test_the_page_of_keys_is_in_step() -> None:
    text = PAGE.read_text("utf-8")
    start = text.index("\n", text.index(MARK)) + 1
    if os.environ.get("THEMER_UPDATE_GOLDENS") == "1":
        PAGE.write_text(f"{text[:start]}\n{tables()}", "utf-8")
        text = PAGE.read_text("utf-8")
    assert text[start:] == f"\n{tables()}"


def test_the_example_of_the_page_holds(tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    path = tmp_path / "settings.yaml"
    path.write_text(example, "utf-8")
    assert load_own(path).keys["desk.next"] == "f6,ctrl+n"
