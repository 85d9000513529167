"""The theme desk: what each act leaves on the disk, and every way back."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from small_study import SAID, write_study
from themer.errors import (
    ChangedUnderneathError,
    InputError,
    ProblemsError,
    StorageError,
    ThemerError,
)
from themer.model.suggestion import SuggestedSegment, SuggestionsFile, SuggestionsHeader
from themer.model.theme import (
    CandidateMember,
    CandidateTheme,
    CandidateThemes,
    MadeBy,
    Relation,
    ThemeConfidence,
    ThemePassage,
)
from themer.storage import json_lines
from themer.storage.study_folder import StudyFolder
from themer.storage.theme_steps import ChangedSinceError
from themer.workflows.themes import acts
from themer.workflows.themes import keeping as theme_keeping
from themer.workflows.themes.acts import Signed
from themer.workflows.themes.desk import ThemeDesk, open_desk
from themer.workflows.themes.listing import listing_json
from themer.workflows.themes.split import propose_parts

MADE_BY = MadeBy("themer", "0", "none", "0" * 8)
RUN = "c0de" * 16
QUESTIONS = ("has_home_service", "hardest")


def segments() -> list[tuple[str, SuggestedSegment]]:
    """Cut every answer of the small study into one segment."""
    return [
        (unit, SuggestedSegment(f"{unit}-{q}", q, 0, len(text), text, none=1.0))
        for unit, said in SAID.items()
        for q, text in zip(QUESTIONS, said, strict=True)
    ]


def write_machine(root: Path, groups: dict[str, list[str]], run: str = RUN) -> None:
    """Write by hand what an analysis would: segments, and groups of them by id."""
    folder = StudyFolder(root)
    folder.machine.mkdir(parents=True, exist_ok=True)
    for unit in SAID:
        own = tuple(segment for name, segment in segments() if name == unit)
        header = SuggestionsHeader("themer/suggestions/1", f"{unit}-1", "0" * 64, MADE_BY, "none")
        text = json_lines.suggestions_text(SuggestionsFile(header, own))
        (folder.machine / f"{unit}-1.jsonl").write_text(text, encoding="utf-8")
    themes = CandidateThemes(
        "themer/candidate-themes/1",
        MADE_BY,
        run,
        tuple(
            CandidateTheme(
                identity,
                f"group {identity}",
                ("van",),
                20,
                25,
                Relation("beyond"),
                tuple(CandidateMember(member, 0.9) for member in members),
                (members[0],),
            )
            for identity, members in groups.items()
        ),
    )
    text = json_lines.candidate_themes_text(themes)
    (folder.machine / "themes.json").write_text(text, encoding="utf-8")


VANS = ["old-mill-has_home_service", "harrow-hill-main-has_home_service", "weir-hardest"]
PEOPLE = ["stone-row-hardest", "chapel-street-hardest", "upper-lane-hardest"]
MONEY = ["harrow-hill-main-hardest", "old-mill-hardest"]


@pytest.fixture
def root(rooms: Path) -> Path:
    write_machine(rooms, {"c01": VANS, "c02": PEOPLE, "c03": MONEY})
    return rooms


@pytest.fixture
def desk(root: Path) -> ThemeDesk:
    return open_desk(StudyFolder(root), "anna")


def texts(desk: ThemeDesk, theme: str) -> list[str]:
    found = desk.view.theme(theme)
    assert found is not None
    return [one.text for one in found.theme.members]


def named(desk: ThemeDesk) -> list[str]:
    return [one.theme.id for one in desk.view.named]


def test_a_candidate_is_named_with_its_passages_words_and_reason(desk: ThemeDesk) -> None:
    theme = desk.name_candidate(
        "c01", "It hangs on a driver", statement="no driver, no van", otherwise="", reason="three"
    )
    found = desk.view.theme(theme)
    assert found is not None
    assert found.theme.id == "it-hangs-on-a-driver"
    assert {one.interview for one in found.theme.members} == {
        "old-mill-1",
        "harrow-hill-main-1",
        "weir-1",
    }
    assert (found.theme.statement, found.theme.otherwise) == ("no driver, no van", None)
    (change,) = found.theme.history
    assert (change.coder, change.did, change.reason) == ("anna", "named", "three")
    assert change.sources == (f"c01@{RUN[:8]}",)
    assert [one.id for one in desk.view.candidates] == ["c02", "c03"]
    assert StudyFolder(desk.folder.root).themes().value.themes == desk.themes  # type: ignore[union-attr]


def test_only_what_is_picked_of_a_candidate_may_be_named(desk: ThemeDesk) -> None:
    first = desk.view.candidate("c01").passages[0]
    theme = desk.name_candidate("c01", "One", passages=[first])
    assert texts(desk, theme) == [first.text]
    assert [one.id for one in desk.view.candidates] == ["c02", "c03"]


def shown(desk: ThemeDesk) -> tuple[object, ...]:
    view = desk.view
    return view.named, view.closed, view.candidates, view.search("van"), both_maps(desk)


def both_maps(desk: ThemeDesk) -> tuple[object, ...]:
    return desk.map(with_candidates=False), desk.map(with_candidates=True)


def test_every_act_is_on_the_disk_undone_and_done_again_across_restarts(root: Path) -> None:
    folder = StudyFolder(root)
    desk = open_desk(folder, "anna")
    states = [desk.themes]

    def reach(act: Callable[[], object]) -> None:
        """Do something, and remember the state; what is shown is what a desk opened anew shows."""
        act()
        states.append(desk.themes)
        anew = open_desk(folder, "anna")
        assert shown(desk) == shown(anew)

    reach(lambda: desk.name_candidate("c01", "Vans"))
    reach(lambda: desk.name_candidate("c02", "People"))
    van, second, _ = desk.view.theme("vans").theme.members  # type: ignore[union-attr]
    reach(lambda: desk.edit("vans", "name", "Vans and drivers", reason="both"))
    reach(lambda: desk.edit("vans", "statement", "drivers first"))
    reach(lambda: desk.edit("vans", "interpretation", "money will not help"))
    reach(lambda: desk.set_role("vans", "challenge"))
    reach(lambda: desk.set_confidence("vans", ThemeConfidence("low", "three only")))
    reach(lambda: desk.turn("vans", [van], reason="it denies it"))
    reach(lambda: desk.move("vans", [second], "people"))
    reach(lambda: desk.take_out("people", [second]))
    reach(lambda: desk.add("people", [second], side="contrary"))
    reach(lambda: desk.split("people", [second], "Second", reason="apart"))
    reach(lambda: desk.refuse_candidate("c03", reason="too few"))
    reach(lambda: desk.merge("people", "vans"))
    reach(lambda: desk.refuse("vans"))
    reach(lambda: desk.take_up("vans"))
    assert len(set(states)) == len(states)
    for state in reversed(states[:-1]):
        desk = open_desk(folder, "anna") if state is states[5] else desk
        assert desk.undo() is not None
        assert desk.themes == state
    assert desk.undo() is None
    desk = open_desk(folder, "anna")
    for state in states[1:]:
        assert desk.redo() is not None
        assert desk.themes == state
    assert desk.redo() is None


def test_contrary_passages_stay_apart_and_turn_back(desk: ThemeDesk) -> None:
    theme = desk.name_candidate("c01", "Vans")
    one = desk.view.theme(theme).theme.members[0]  # type: ignore[union-attr]
    desk.turn(theme, [one])
    found = desk.view.theme(theme)
    assert found is not None
    assert found.theme.contrary == (one,)
    assert one not in found.theme.members
    desk.turn(theme, [one])
    assert desk.view.theme(theme).theme.contrary == ()  # type: ignore[union-attr]


def test_a_theme_without_passages_is_said_and_kept(desk: ThemeDesk) -> None:
    theme = desk.name_candidate("c03", "Money")
    desk.take_out(theme, desk.view.theme(theme).theme.members)  # type: ignore[union-attr]
    assert named(desk) == [theme]
    found = desk.view.theme(theme)
    assert found is not None
    assert found.finding is not None
    assert all(count.voiced.k == 0 for count in found.finding.counts)


def test_merging_keeps_the_merged_theme_and_says_whence(desk: ThemeDesk) -> None:
    vans, money = desk.name_candidate("c01", "Vans"), desk.name_candidate("c03", "Money")
    desk.merge(money, vans, reason="the same")
    assert len(texts(desk, vans)) == 5
    merged = desk.view.theme(money)
    assert merged is not None
    assert (merged.theme.status, merged.theme.members) == ("merged", ())
    assert merged.theme.history[-1].sources == (vans,)
    desk.merge_candidate("c02", vans)
    assert len(texts(desk, vans)) == 8
    with pytest.raises(InputError, match="into itself"):
        desk.merge(vans, vans)


def test_a_merge_leaves_each_passage_on_the_side_where_the_other_theme_had_it(
    desk: ThemeDesk,
) -> None:
    vans, money = desk.name_candidate("c01", "Vans"), desk.name_candidate("c03", "Money")
    (first, second, *_) = desk.view.theme(money).theme.members  # type: ignore[union-attr]
    desk.turn(money, [second])
    desk.add(vans, [first], side="contrary")
    desk.add(vans, [second])
    desk.merge(money, vans)
    theme = desk.view.theme(vans).theme  # type: ignore[union-attr]
    assert first in theme.contrary and first not in theme.members
    assert second in theme.members and second not in theme.contrary
    assert theme.history[-1].did == "widened; 2 passages stay on the side where they are here"


def test_a_candidate_that_is_merged_in_turns_nothing_that_a_person_called_contrary(
    desk: ThemeDesk,
) -> None:
    vans = desk.name_candidate("c01", "Vans")
    (first, *others) = desk.view.candidate("c02").passages
    desk.add(vans, [first], side="contrary")
    desk.merge_candidate("c02", vans)
    theme = desk.view.theme(vans).theme  # type: ignore[union-attr]
    assert theme.contrary == (first,)
    assert {*others} <= {*theme.members}


def test_a_passage_that_follows_its_words_never_lands_on_the_other_side_of_itself(
    desk: ThemeDesk,
) -> None:
    vans = desk.name_candidate("c01", "Vans")
    (here, *_) = desk.view.theme(vans).theme.members  # type: ignore[union-attr]
    moved = replace(here, start=here.start + 1, end=here.end + 1)
    signed = Signed("anna", datetime(2026, 11, 1, tzinfo=UTC))
    themes = acts.add(desk.themes, signed, vans, [moved], side="contrary")
    made = acts.follow(themes, signed, vans, lambda one: here if one == moved else one)
    assert acts.find_theme(made, vans) == acts.find_theme(themes, vans)


def test_taking_out_signs_as_many_as_were_there(desk: ThemeDesk) -> None:
    vans = desk.name_candidate("c01", "Vans")
    theme = desk.view.theme(vans).theme  # type: ignore[union-attr]
    elsewhere = desk.view.candidate("c03").passages
    desk.take_out(vans, [theme.members[0], *elsewhere])
    assert desk.view.theme(vans).theme.history[-1].did == "taken out: 1 passage"  # type: ignore[union-attr]


def test_a_refused_candidate_does_not_come_back_under_another_number(root: Path) -> None:
    desk = open_desk(StudyFolder(root), "anna")
    refused = desk.refuse_candidate("c02", reason="only greetings")
    named_one = desk.name_candidate("c01", "Vans")
    new = ["weir-has_home_service"]
    write_machine(root, {"c01": PEOPLE, "c02": MONEY, "c07": [*VANS, *new]}, run="beef" * 16)
    desk.read_anew()
    assert [one.id for one in desk.view.candidates] == ["c02"]
    came = desk.view.theme(refused)
    assert came is not None
    assert came.joined == ("c01",)
    theme = desk.view.theme(named_one)
    assert theme is not None
    assert [one.interview for one in theme.new] == ["weir-1"]
    desk.add(named_one, theme.new, reason="it fits")
    assert desk.view.theme(named_one).new == ()  # type: ignore[union-attr]


def test_a_group_that_is_mostly_new_is_shown_with_what_it_overlaps(root: Path) -> None:
    desk = open_desk(StudyFolder(root), "anna")
    desk.refuse_candidate("c03")
    write_machine(root, {"c01": [*PEOPLE, MONEY[0]]}, run="beef" * 16)
    desk.read_anew()
    (candidate,) = desk.view.candidates
    assert candidate.like == ("group c03", 1)


def edit_by_hand(root: Path, old: str, new: str) -> None:
    path = root / "themes.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_what_somebody_else_wrote_is_read_and_never_overwritten(root: Path) -> None:
    first = open_desk(StudyFolder(root), "anna")
    theme = first.name_candidate("c01", "Vans")
    second = open_desk(StudyFolder(root), "ben")
    second.edit(theme, "statement", "drivers first")
    with pytest.raises(ChangedUnderneathError, match="shown as they are now"):
        first.edit(theme, "name", "Drivers")
    assert first.themes == second.themes
    first.edit(theme, "name", "Drivers")
    assert first.view.theme(theme).theme.statement == "drivers first"  # type: ignore[union-attr]


def test_a_step_is_not_taken_back_over_what_somebody_did_since(root: Path) -> None:
    desk = open_desk(StudyFolder(root), "anna")
    theme = desk.name_candidate("c01", "Vans")
    edit_by_hand(root, "name: Vans", "name: Vans  # is this it?")
    with pytest.raises(ChangedUnderneathError):
        desk.undo()
    desk.edit(theme, "statement", "drivers first")
    assert "# is this it?" in (root / "themes.yaml").read_text("utf-8")
    edit_by_hand(root, "drivers first", "drivers, and money")
    desk.read_anew()
    before = desk.themes
    with pytest.raises(ChangedSinceError, match="“Vans” has been changed since"):
        desk.undo()
    assert desk.themes == before


def test_steps_hold_no_words_of_a_conversation(root: Path) -> None:
    desk = open_desk(StudyFolder(root), "anna")
    desk.name_candidate("c01", "A name")
    lines = (root / "coding" / "themes" / "anna.jsonl").read_text("utf-8")
    assert not any(text in lines for said in SAID.values() for text in said)


def test_half_a_line_that_a_crash_left_is_set_aside(root: Path) -> None:
    desk = open_desk(StudyFolder(root), "anna")
    desk.name_candidate("c01", "Vans")
    path = root / "coding" / "themes" / "anna.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "torn')
    assert open_desk(StudyFolder(root), "anna").undo() is not None


def test_words_that_moved_are_said_and_followed(root: Path) -> None:
    desk = open_desk(StudyFolder(root), "anna")
    theme = desk.name_candidate("c01", "Vans")
    path = root / "interviews" / "weir-1.yaml"
    said = SAID["weir"][1]
    path.write_text(path.read_text("utf-8").replace(said, f"well, {said}"), "utf-8")
    other = root / "interviews" / "old-mill-1.yaml"
    other.write_text(other.read_text("utf-8").replace(SAID["old-mill"][0], "no more"), "utf-8")
    desk.read_anew()
    found = desk.view.theme(theme)
    assert found is not None
    assert (found.moved, found.gone) == (1, 1)
    desk.follow(theme)
    found = desk.view.theme(theme)
    assert found is not None
    assert (found.moved, found.gone) == (0, 1)
    assert [one.start for one in found.theme.members if one.interview == "weir-1"] == [6]
    assert desk.undo() is not None


@pytest.mark.parametrize("name", ["", " \n ", "x" * 201])
def test_a_name_that_does_not_hold_changes_nothing(desk: ThemeDesk, name: str) -> None:
    with pytest.raises(InputError, match=r"needs a name|at most 200"):
        desk.name_candidate("c01", name)
    assert desk.themes == ()


def test_names_with_markup_and_signs_are_kept_as_they_are(desk: ThemeDesk) -> None:
    first = desk.name_candidate("c01", "[b]Van[/b] “{x}” # yes: 😀")
    second = desk.name_candidate("c02", "[b]van[/b] “{x}” # yes: 😀!")
    assert first != second
    third = desk.name_candidate("c03", "日本")
    assert open_desk(desk.folder, "anna").themes == desk.themes
    assert third.startswith("theme")


def test_two_themes_with_one_id_are_not_guessed_at(root: Path) -> None:
    desk = open_desk(StudyFolder(root), "anna")
    desk.name_candidate("c01", "Vans")
    desk.name_candidate("c02", "People")
    edit_by_hand(root, "id: people", "id: vans")
    with pytest.raises(InputError, match='Two themes have the id "vans"'):
        open_desk(StudyFolder(root), "anna")


def test_without_candidates_it_says_to_analyse_and_damaged_ones_are_none(root: Path) -> None:
    (root / "coding" / "machine" / "themes.json").write_text("{", "utf-8")
    with pytest.raises(InputError, match="put nothing together"):
        open_desk(StudyFolder(root), "anna")
    (root / "themes.yaml").write_text("schema: themer/themes/1\nthemes: [\n", "utf-8")
    with pytest.raises(ProblemsError):
        open_desk(StudyFolder(root), "anna")


@pytest.mark.parametrize("units", [[], ["weir"], ["weir", "old-mill"]])
def test_a_study_of_none_one_or_two_conversations_opens(tmp_path: Path, units: list[str]) -> None:
    root = write_study(tmp_path / "few", units)
    (root / "themes.yaml").write_text(
        "schema: themer/themes/1\nthemes:\n- {id: a, status: named, name: A}\n", "utf-8"
    )
    desk = open_desk(StudyFolder(root), None)
    assert named(desk) == ["a"]
    assert json.loads(listing_json(desk.view))["themes"][0]["passages"] == []
    assert desk.map(with_candidates=True).rows[0].units == ()


def test_who_only_looks_changes_nothing(root: Path) -> None:
    desk = open_desk(StudyFolder(root), None)
    with pytest.raises(InputError, match="to look only"):
        desk.name_candidate("c01", "Vans")
    assert not (root / "themes.yaml").exists()
    for name in ("Anna Jones", "machine"):
        with pytest.raises(InputError, match="cannot name a coder"):
            ThemeDesk(StudyFolder(root), name)


def test_any_passage_is_found_by_words_unit_or_question(desk: ThemeDesk) -> None:
    assert [one.passage.interview for one in desk.view.search("INSURANCE asked")] == ["old-mill-1"]
    assert {one.passage.question for one in desk.view.search("stone-row")} == set(QUESTIONS)
    assert desk.view.search("no such words") == ()


def test_the_map_puts_like_themes_together_and_says_codes_by_units(desk: ThemeDesk) -> None:
    desk.name_candidate("c01", "Vans")
    found = desk.map(with_candidates=True)
    assert [row.id for row in found.rows] == ["vans", "c02", "c03"]
    assert len(found.rows[0].units) == 3
    assert found == desk.map(with_candidates=True)


def test_parts_are_proposed_by_the_machine_and_hold_every_passage(desk: ThemeDesk) -> None:
    theme = desk.name_candidate("c01", "Vans")
    desk.merge_candidate("c02", theme)
    found = desk.view.theme(theme)
    assert found is not None
    passages = desk.view.passages_of(found.theme)
    parts = asyncio.run(propose_parts(desk.folder, passages, 2))
    assert len(parts) == 2
    assert {one for part in parts for one in part.passages} == set(found.theme.members)
    with pytest.raises(ThemerError, match="too few"):
        asyncio.run(propose_parts(desk.folder, passages[:3], 2))


def test_a_disk_that_refuses_leaves_what_was(desk: ThemeDesk, monkeypatch: Any) -> None:
    theme = desk.name_candidate("c01", "Vans")
    before = (desk.folder.root / "themes.yaml").read_bytes()

    def refuse(*_: object) -> Path:
        """Refuse as a full disk does."""
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("themer.storage.durable._write_beside", refuse)
    with pytest.raises(ThemerError, match="No space left"):
        desk.edit(theme, "name", "Other")
    assert (desk.folder.root / "themes.yaml").read_bytes() == before
    assert texts(desk, theme)
    assert desk.view.theme(theme).theme.name == "Vans"  # type: ignore[union-attr]


def failing(fault: BaseException) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise fault

    return refuse


def names(desk: ThemeDesk) -> list[str]:
    return [one.theme.name for one in desk.view.named]


def two_names(root: Path) -> tuple[ThemeDesk, str]:
    """Name a theme, and give it another name."""
    desk = open_desk(StudyFolder(root), "anna")
    theme = desk.name_candidate("c01", "Vans")
    desk.edit(theme, "name", "Drivers")
    return desk, theme


def test_where_the_step_cannot_be_kept_nothing_is_done_and_earlier_ones_can_be_taken_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, theme = two_names(root)
    before = (root / "themes.yaml").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("themer.storage.theme_steps.append_lines", failing(OSError(28, "full")))
        with pytest.raises(ThemerError, match="Nothing was saved: full"):
            desk.edit(theme, "name", "Money")
        with pytest.raises(ThemerError, match="Nothing was saved: full"):
            desk.undo()
    assert (root / "themes.yaml").read_bytes() == before
    assert desk.undo() is not None
    assert names(desk) == ["Vans"]


def test_an_act_that_did_not_reach_the_file_costs_no_undo_and_can_be_made_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, theme = two_names(root)
    with monkeypatch.context() as patched:
        patched.setattr(theme_keeping, "save_edited", failing(StorageError("No space left.")))
        with pytest.raises(StorageError):
            desk.edit(theme, "name", "Money")
        with pytest.raises(StorageError):
            desk.redo()
    assert desk.redo() is not None
    assert names(desk) == ["Money"]
    assert desk.undo() is not None
    again = open_desk(StudyFolder(root), "anna")
    assert again.undo() is not None
    assert names(again) == ["Vans"]


def test_an_undo_that_did_not_reach_the_file_can_be_made_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _ = two_names(root)
    with monkeypatch.context() as patched:
        patched.setattr(theme_keeping, "save_edited", failing(StorageError("No space left.")))
        with pytest.raises(StorageError):
            desk.undo()
    assert desk.undo() is not None
    assert names(desk) == ["Vans"]


@pytest.mark.parametrize("kind", ["act", "undo", "redo"])
def test_a_kill_between_step_and_file_blocks_no_way_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    desk, theme = two_names(root)
    if kind == "redo":
        desk.undo()
    before = desk.themes
    with monkeypatch.context() as patched:
        patched.setattr(theme_keeping, "save_edited", failing(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            {
                "act": lambda: desk.edit(theme, "name", "Money"),
                "undo": desk.undo,
                "redo": desk.redo,
            }[kind]()
    again = open_desk(StudyFolder(root), "anna")
    assert again.themes == before
    wanted = {"act": ["Vans"], "undo": ["Vans"], "redo": []}[kind]
    assert again.undo() is not None
    assert names(again) == wanted
    again = open_desk(StudyFolder(root), "anna")
    assert again.redo() is not None
    assert again.themes == before


# Any sequence of acts

KINDS = (
    *("name", "refuse", "rename", "turn", "out", "move", "add", "merge", "split"),
    *("undo", "redo", "say"),
)
ACTS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 50)), max_size=12)


def do(desk: ThemeDesk, kind: str, number: int) -> None:
    """Do what a person might, with whatever is there."""
    themes = [one.theme for one in desk.view.named]
    candidates = desk.view.candidates
    theme = themes[number % len(themes)] if themes else None
    passages = [] if theme is None else [*theme.members, *theme.contrary]
    one: list[ThemePassage] = passages[number % len(passages) :][:1] if passages else []
    if kind in ("name", "refuse") and candidates:
        wanted = candidates[number % len(candidates)].id
        if kind == "name":
            desk.name_candidate(wanted, f"Theme: {number}")
        else:
            desk.refuse_candidate(wanted, reason="#")
    elif theme is not None and kind == "rename":
        desk.edit(theme.id, "name", f"Name {number}\t[x]")
    elif theme is not None and kind == "say":
        desk.edit(theme.id, "statement", f"line {number}\nand: another\n")
    elif theme is not None and kind == "merge":
        desk.merge(theme.id, themes[(number + 1) % len(themes)].id)
    elif theme is not None and one:
        into = themes[(number + 1) % len(themes)].id
        {
            "turn": lambda: desk.turn(theme.id, one),
            "out": lambda: desk.take_out(theme.id, one),
            "move": lambda: desk.move(theme.id, one, into),
            "add": lambda: desk.add(into, one, side="contrary" if number % 3 else "members"),
            "split": lambda: desk.split(theme.id, one, f"Split {number}"),
        }.get(kind, lambda: None)()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_study(tmp_path_factory.mktemp("prepared") / "rooms", list(SAID))
    write_machine(root, {"c01": VANS, "c02": PEOPLE, "c03": MONEY})
    return root


@settings(max_examples=25)
@given(acts=ACTS)
@example(acts=[("name", 0), ("name", 0), ("add", 2), ("merge", 0)])
def test_any_acts_undone_and_done_again_give_equal_states_that_read_back(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    root = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("acts") / "rooms"))
    moment = datetime(2026, 11, 1, tzinfo=UTC)

    def clock() -> datetime:
        """Tick."""
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    folder = StudyFolder(root)
    desk = ThemeDesk(folder, "anna", clock)
    for kind, number in acts:
        if kind in ("undo", "redo"):
            before = desk.themes
            if (desk.undo() if kind == "undo" else desk.redo()) is not None:
                back = desk.redo() if kind == "undo" else desk.undo()
                assert back is not None
                assert desk.themes == before
                _ = desk.undo() if kind == "undo" else desk.redo()
            continue
        try:
            do(desk, kind, number)
        except InputError:
            continue
        on_disk = folder.themes()
        assert (on_disk.value.themes if on_disk else ()) == desk.themes
        assert not any({*one.members} & {*one.contrary} for one in desk.themes)
    end = desk.themes
    taken = 0
    while desk.undo() is not None:
        taken += 1
    assert desk.themes == ()
    desk = ThemeDesk(folder, "anna", clock)
    for _ in range(taken):
        assert desk.redo() is not None
    assert desk.themes == end
