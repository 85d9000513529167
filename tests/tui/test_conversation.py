"""Whole tasks by keyboard, from the first screen to the file on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from mobile_call import NEW, NEW_ID, begin_first, write
from themer.conversation.outline import Mark, outline
from themer.storage import files
from themer.tui.app import home_app, interview_app
from themer.tui.screens.asking import FindScreen, LineScreen, PickScreen, ReadScreen
from themer.tui.screens.beginning import BeginScreen
from themer.tui.screens.beside import BesideScreen
from themer.tui.screens.closing import ClosingScreen
from themer.tui.screens.consent import ConsentScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.form import FormScreen
from themer.tui.screens.home import HomeScreen
from themer.tui.widgets.fact import FactChoices
from themer.tui.widgets.notes import Notes

OLD_ID = "harrow-hill-main-1"


async def settled(pilot: Any, screen: Any) -> None:
    """Wait until all is saved and the study has been read for the last round."""
    for _ in range(200):
        await pilot.pause(0.05)
        looked = getattr(screen, "is_looked_around", True)
        if looked and screen.saver.state.is_all_on_disk and screen.saver.state.saved_at:
            break
    await pilot.pause(0.1)


async def open_old(pilot: Any, until: Any, key: str = "c") -> DeskScreen:
    await until(pilot, PickScreen)
    await pilot.press(key)
    desk: DeskScreen = await until(pilot, DeskScreen)
    return desk


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_conversation_from_its_beginning_to_its_end(
    study: Path, size: tuple[int, int], until: Any, golden: Any, on_disk: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, BeginScreen)
        golden(app, "begin")
        app.screen.query_one("#role", Input).value = "driver"
        await pilot.press("f4")
        await until(pilot, ConsentScreen)
        golden(app, "consent")
        await pilot.press("y", "y", "n", "f4")
        desk = await until(pilot, DeskScreen)
        await pilot.press("2")  # the fact by one key, and on to the words
        await write(pilot, 'post only since the van went. "nobody asked" she says')
        await pilot.press("f9")
        await until(pilot, PickScreen)
        await pilot.press("y", "f5")
        await until(pilot, PickScreen)
        await pilot.press("1")
        await settled(pilot, desk)
        golden(app, "question")
        await pilot.press("f4", "4", "0", "enter", "3", "6", "alt+a")
        await until(pilot, FormScreen)
        await pilot.press("a", "f4")
        await until(pilot, DeskScreen)
        await pilot.press("f12")
        await until(pilot, LineScreen)
        app.screen.query_one(Notes).show("the diary, by Friday")
        await pilot.press("enter")
        await until(pilot, DeskScreen)
        await pilot.press("f2")
        await until(pilot, FindScreen)
        app.screen.query_one(Input).value = "hardest"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert desk.session.at == "hardest"
        await write(pilot, "drivers")
        await pilot.press("f3", "f8")
        await until(pilot, PickScreen)
        await pilot.press("4")
        await pilot.pause()
        await pilot.press("f11")
        await settled(pilot, await until(pilot, ClosingScreen))
        golden(app, "closing")
        await pilot.press("f4")  # the key of next, once too often, decides nothing
        assert isinstance(app.screen, ClosingScreen)
        await pilot.press("f")
        await pilot.pause(0.8)
    interview = on_disk(NEW_ID)
    assert interview.state == "finished"
    assert interview.consent is not None
    assert (interview.consent.quote, interview.consent.name) == (True, False)
    first = interview.answers["has_home_service"]
    assert first.fact == "partly"
    assert [mark.text for mark in first.verbatim] == ["nobody asked"]
    assert first.probes_used == ("since_when",)
    visits = interview.answers["home_visits"]
    assert visits.fact == {"offered": "40", "held": "36"}
    assert visits.follow_up == "the diary, by Friday"
    assert visits.state == "declined"
    assert interview.answers["hardest"].noted == "drivers"
    assert list((study.parent / "state").rglob("*.jsonl")) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_home_lists_what_is_waiting(
    study: Path, size: tuple[int, int], until: Any, golden: Any, screen_text: Any
) -> None:
    app = home_app(study)
    async with app.run_test(size=size) as pilot:
        await until(pilot, HomeScreen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        golden(app, "home")
        await pilot.press("enter")
        await open_old(pilot, until)
        await pilot.press("ctrl+q")
        await until(pilot, HomeScreen)
        assert "Harrow Hill, mobile" in screen_text(app)


async def test_home_shares_its_columns_out_anew_when_the_window_grows(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = home_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, HomeScreen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        resized = screen_text(app)
        await pilot.press("r")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert resized == screen_text(app)


async def test_no_question_is_asked_without_consent(
    study: Path, until: Any, on_disk: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, BeginScreen)
        app.screen.query_one("#role", Input).value = "driver"
        await pilot.press("f4")
        await until(pilot, ConsentScreen)
        await pilot.press("f4")
        await pilot.pause()
        assert "Still to be asked: Take part" in screen_text(app)
        await pilot.press("n", "f4")
        await until(pilot, ReadScreen)
        assert "did not agree" in screen_text(app)
    consent = on_disk(NEW_ID).consent
    assert consent is not None
    assert not consent.take_part
    assert on_disk(NEW_ID).answers == {}


async def test_words_typed_on_the_choices_go_into_the_notes(study: Path, until: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        await pilot.press("n", "o", "t", "space", "1")
        await pilot.pause()
        assert desk.session.answer.noted == "not 1"
        assert desk.session.answer.fact is None
        await pilot.press("alt+3")
        await pilot.pause()
        assert desk.session.answer.fact == "no"


async def test_keys_that_come_in_one_burst_are_taken_in_their_order(
    study: Path, until: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, BeginScreen)
        app.screen.query_one("#role", Input).value = "driver"
        await pilot.press("f4")
        consent = await until(pilot, ConsentScreen)
        for letter in "yny":
            consent.post_message(events.Key(letter, letter))
        await pilot.pause()
        await pilot.press("f4")
        desk = await until(pilot, DeskScreen)
        agreed = desk.session.interview.consent
        assert (agreed.take_part, agreed.quote, agreed.name) == (True, False, True)
        choices = desk.query_one(FactChoices)
        for letter in "2137 doors":
            choices.post_message(events.Key("space" if letter == " " else letter, letter))
        for _ in range(100):  # a slow machine takes its time; the order is what is under test
            if desk.session.answer.noted == "137 doors":
                break
            await pilot.pause(0.1)
        assert desk.session.answer.fact == "partly"
        assert desk.session.answer.noted == "137 doors"


async def test_what_does_not_fit_a_fact_is_kept_in_the_notes(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        desk.move(lambda: desk.session.go("pay"))
        await pilot.pause()
        app.screen.query_one("#figure0", Input).value = "about 40"
        await pilot.pause()
        assert "is not a number" in screen_text(app)
        assert "to the notes" in screen_text(app)
        assert desk.session.answer.noted == "(not a figure) about 40"  # at once, not on leaving
        app.screen.query_one("#figure0", Input).value = "40"
        await pilot.pause()
        assert (desk.session.answer.noted, desk.session.answer.fact) == ("", "40")
        app.screen.query_one("#figure0", Input).value = "about 40"
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        assert desk.session.answer_to("pay").noted == "(not a figure) about 40"


@pytest.mark.parametrize(
    ("question", "typed", "earlier", "left"),
    [
        ("pay", "5000", None, None),
        ("pay", "5000", "60", "60"),
        ("pay", "50 or so", None, None),
        ("home_visits", "40ish", None, None),
        ("home_visits", "40ish", {"offered": "12", "held": "9"}, {"offered": "12", "held": "9"}),
        ("last_review", "2025-13", None, None),
    ],
)
async def test_the_valid_beginning_of_a_figure_that_does_not_fit_is_never_its_fact(
    study: Path, until: Any, question: str, typed: str, earlier: Any, left: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        desk.move(lambda: desk.session.go(question))
        if earlier is None:
            desk.change(desk.session.skip("dont_know"))
        else:
            desk.change(desk.session.set_fact(earlier))
        desk.move(lambda: desk.session.step(-1))
        desk.move(lambda: desk.session.go(question))
        line = app.screen.query_one("#figure0", Input)
        for end in range(1, len(typed) + 1):
            line.value = typed[:end]
            await pilot.pause()
        answer = desk.session.answer
        assert answer.fact == left
        assert answer.state == ("answered" if earlier else "dont_know")
        assert answer.noted.endswith(typed)


@pytest.mark.parametrize(
    ("question", "keys", "fact"),
    [
        ("home_visits", ["4", "0", "enter", "3"], {"offered": "40", "held": "3"}),
        ("pay", ["6", "0"], "60"),
        ("routes", ["3", "1"], ("van", "volunteer")),
        ("last_review", ["2", "0", "2", "5"], "2025"),
        ("confidence", ["4"], "4"),
        ("main_lead", ["3"], "nobody"),
    ],
)
async def test_every_kind_of_fact_can_be_entered_by_keyboard(
    study: Path, until: Any, on_disk: Any, question: str, keys: list[str], fact: object
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        desk.move(lambda: desk.session.go(question))
        await pilot.pause()
        await pilot.press(*keys, "ctrl+q")
        await pilot.pause(0.8)
    assert on_disk(NEW_ID).answers[question].fact == fact


async def test_enter_alone_permits_no_use_of_a_quote(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        desk.move(lambda: desk.session.go("hardest"))
        await write(pilot, 'she says "nobody asked"')
        await pilot.press("f9")
        await until(pilot, PickScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PickScreen)
        assert "Enter decides nothing here: y or n?" in screen_text(app)
        assert desk.session.answer.verbatim == ()
        await pilot.press("n")
        await until(pilot, DeskScreen)
        assert [quote.may_use for quote in desk.session.answer.verbatim] == [False]


async def test_words_without_a_place_are_kept_and_sent(study: Path, until: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        await pilot.press("f10")
        await until(pilot, LineScreen)
        app.screen.query_one(Notes).show("pays 60 a day [sic]")
        await pilot.press("enter")
        await until(pilot, DeskScreen)
        assert desk.session.interview.unassigned == ("pays 60 a day [sic]",)
        await pilot.press("alt+s")
        await until(pilot, PickScreen)
        await pilot.press("1")
        await until(pilot, FindScreen)
        await pilot.press("3", "enter")
        await until(pilot, DeskScreen)
        assert desk.session.at == "has_home_service"
        assert desk.session.answer_to("pay").noted == "pays 60 a day [sic]"


async def test_off_the_record_nothing_is_stored(
    study: Path, until: Any, on_disk: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        await pilot.press("alt+o")
        await pilot.press("s", "e", "c", "1", "alt+1", "f8")
        await pilot.pause()
        assert "OFF THE RECORD" in screen_text(app)
        assert desk.session.answer_to(desk.session.at).noted == ""
        await pilot.press("alt+o")
        await pilot.press("1", "o", "n")
        await pilot.pause()
        assert "OFF THE RECORD" not in screen_text(app)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    assert on_disk(NEW_ID).answers["has_home_service"].noted == "on"


async def test_a_failed_write_is_a_line_that_stays_until_it_is_mended(
    study: Path, until: Any, on_disk: Any, screen_text: Any, screen_words: Any
) -> None:
    app = interview_app(study, OLD_ID)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_old(pilot, until)
        path = study / "interviews" / f"{OLD_ID}.yaml"
        away = path.rename(path.with_suffix(".away"))
        await write(pilot, " and parking")
        await pilot.press("f4")
        await pilot.pause(1.0)
        shown = screen_text(app)
        assert "NOT SAVED in the study" in shown
        assert "deleted or renamed" in shown
        await pilot.press("alt+w")
        await until(pilot, LineScreen)
        app.screen.query_one(Notes).show(str(study.parent / "nowhere"))
        await pilot.press("enter")
        await until(pilot, ReadScreen)
        assert "Thereisnosuchfolder" in screen_words(app)
        await pilot.press("enter", "alt+w")
        await until(pilot, LineScreen)
        app.screen.query_one(Notes).show(str(study.parent))
        await pilot.press("enter")
        await until(pilot, ReadScreen)
        assert "A copy is written" in screen_text(app)
        await pilot.press("enter")
        copy = files.read(files.INTERVIEW, study.parent / f"{OLD_ID}.copy-1.yaml").value
        assert copy.answers["has_home_service"].noted.endswith(" and parking")
        away.rename(path)
        await pilot.pause(2.0)
        assert "NOT SAVED" not in screen_text(app)
    assert on_disk(OLD_ID).answers["has_home_service"].noted.endswith(" and parking")


async def test_what_another_wrote_into_the_file_is_joined_and_shown(
    study: Path, until: Any, on_disk: Any
) -> None:
    app = interview_app(study, OLD_ID)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await open_old(pilot, until)
        path = study / "interviews" / f"{OLD_ID}.yaml"
        text = path.read_text()
        path.write_text(text.replace("finding drivers, then", "finding drivers first, then"))
        await write(pilot, " and parking")
        await pilot.press("f4")
        await pilot.pause(1.0)
        assert "drivers first" in desk.session.answer_to("hardest").noted
        await write(pilot, "more")
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    answers = on_disk(OLD_ID).answers
    assert answers["has_home_service"].noted.endswith(" and parking")
    assert answers["hardest"].noted.startswith("finding drivers first, then")
    assert answers["home_visits"].noted == "more"


async def test_resuming_goes_on_where_it_stopped(study: Path, until: Any, on_disk: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin_first(pilot, until)
        await pilot.press("1", "x", "f4", "f4", "z", "f3", "ctrl+q")
        await pilot.pause(0.8)
    assert [sitting.stopped_at for sitting in on_disk(NEW_ID).sittings] == ["home_visits"]
    again = interview_app(study, NEW_ID)
    async with again.run_test(size=(80, 24)) as pilot:
        desk = await open_old(pilot, until, "v")
        assert desk.session.at == "home_visits"
        assert outline(desk.session)[0].mark is Mark.ANSWERED


async def test_a_move_alone_is_not_written_and_goes_with_the_next_words_or_the_clock(
    study: Path, until: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        noted = desk.saver.interview
        desk.action_next()
        assert desk.saver.interview is noted
        desk.keep_time()
        moved = desk.session.order[1].id
        assert desk.saver.interview.sittings[-1].stopped_at == moved
        desk.action_next()
        assert desk.saver.interview.sittings[-1].stopped_at == moved
        await write(pilot, "x")
        assert desk.saver.interview.sittings[-1].stopped_at == desk.session.order[2].id
        await pilot.press("f4")
        desk.action_close()
        assert desk.saver.interview.sittings[-1].stopped_at == desk.session.order[3].id


async def test_looking_through_does_not_change_where_the_sitting_stopped(
    study: Path, until: Any
) -> None:
    app = interview_app(study, OLD_ID)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await open_old(pilot, until, "c")
        stopped = desk.session.interview.sittings[-1].stopped_at
        desk.action_next()
        await write(pilot, "x")
        assert desk.session.interview.sittings[-1].stopped_at == stopped != desk.session.at


async def test_words_that_no_question_has_are_said_to_be_so(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        at = desk.session.at
        await pilot.press("f2", *"zzz")
        await pilot.pause()
        assert "No question has these words." in screen_text(app)
        await pilot.press("enter", "down", "enter", "escape")
        assert (app.screen, desk.session.at) == (desk, at)


async def test_help_on_consent_lists_yes_and_no(study: Path, until: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, BeginScreen)
        app.screen.query_one("#role", Input).value = "driver"
        await pilot.press("f4")
        await until(pilot, ConsentScreen)
        await pilot.press("f1")
        said = (await until(pilot, ReadScreen))._said
        assert said.startswith("ON THIS SCREEN\ny n ")


async def test_a_terminal_that_is_too_small_says_so_and_keeps_the_words(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin_first(pilot, until)
        await pilot.press("1", "x")
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert "Too small" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await until(pilot, DeskScreen)
        assert desk.session.answer.noted == "x"


async def test_two_copies_of_an_answer_are_shown_side_by_side_and_bar_quotes_until_settled(
    study: Path, until: Any, on_disk: Any, screen_text: Any
) -> None:
    app = interview_app(study, OLD_ID)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await open_old(pilot, until)
        path = study / "interviews" / f"{OLD_ID}.yaml"
        path.write_text(path.read_text().replace("post only since", "post alone since"))
        await write(pilot, " and parking")
        await pilot.press("f4", "f3")
        await pilot.pause(1.0)
        before = desk.session.answer.verbatim
        await pilot.press("f9")
        await pilot.pause()
        assert desk.session.answer.verbatim == before
        assert "≠ Two copies of this answer" in screen_text(app)
        await pilot.press("alt+m")
        await until(pilot, BesideScreen)
        line = next(line for line in screen_text(app).splitlines() if "post alone" in line)
        assert "≠ post only" in line
        await pilot.press("b")
        await until(pilot, DeskScreen)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    interview = on_disk(OLD_ID)
    noted = interview.answers["has_home_service"].noted
    assert "post only" in noted
    assert "post alone" in noted
    assert "parking" in noted
    assert interview.other_copies == ()
