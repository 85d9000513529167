"""Other ends for a passage, many passages together, orders, coding blind, and what is learned."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from coding_study import decisions, said, write_suggestions
from themer.model.decision import Saw
from themer.storage.study_folder import StudyFolder
from themer.tui.desks import coding_app
from themer.tui.screens.asking import LineScreen
from themer.tui.screens.coding import CodingScreen
from themer.tui.screens.coding_alike import AlikeScreen
from themer.tui.screens.coding_span import SpanScreen
from themer.tui.widgets.frame import Fault
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.learning_messages import Learned, LearnedUpdate
from themer.workflows.coding.opening import Wanted


async def test_a_passage_gets_other_ends_and_its_code_goes_along(
    coded_study: Path, until: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        first = screen.passage
        await pilot.press("1", "v")
        span = await until(pilot, SpanScreen)
        assert "goes along" in said(app)
        await pilot.press("h", "L", "enter")
        await until(pilot, CodingScreen)
        words = first.text.split()
        assert screen.passage.text.split() == words[1:-1]
        assert screen.session.decided(screen.answer.place, screen.passage) == {
            "home-delivery": "accepted"
        }
        assert span.ends == (screen.passage.start, screen.passage.end)
        assert not screen.session.decided(screen.answer.place, first)
        await pilot.press("u")
        assert screen.session.decided(screen.answer.place, first) == {"home-delivery": "accepted"}


async def test_ends_that_are_left_alone_change_nothing(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        first = screen.passage
        await pilot.press("v", "h", "h", "escape")
        assert screen.passage == first
        assert decisions(coded_study) == []


async def test_a_chosen_passage_is_kept_once_something_is_decided_on_it(
    coded_study: Path, until: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("v", "h", "enter")
        assert "Give a code" in said(app)
        assert decisions(coded_study) == []
        chosen = screen.passage
        await pilot.press("a", *"home", "enter")
        await until(pilot, CodingScreen)
    (event,) = decisions(coded_study)
    assert (event.start, event.end, event.text) == (chosen.start, chosen.end, chosen.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_many_passages_are_decided_together_and_taken_back_together(
    coded_study: Path, until: Any, size: tuple[int, int], golden: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=size) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("l")
        many = await until(pilot, AlikeScreen)
        await pilot.pause()
        listed = len(screen.session.alike("home-delivery"))
        assert listed == 3
        await pilot.press("enter")
        assert "Nothing is ticked" in said(app)
        await pilot.press("space", "j", "space")
        golden(app, "alike")
        await pilot.press("enter")
        assert "Accepted for 2 passages: Delivery to the home" in said(app)
        assert len(screen.session.alike("home-delivery")) == 1
        accepted = decisions(coded_study)
        assert [event.action for event in accepted] == ["accept"] * 2
        assert len({event.at for event in accepted}) == 1
        await pilot.press("u")
        assert len(screen.session.alike("home-delivery")) == listed
        await pilot.press("U")
        assert len(screen.session.alike("home-delivery")) == 1
        await pilot.press("a", "x")
        assert decisions(coded_study)[-1].action == "refuse"
        await pilot.press("escape")
        assert await until(pilot, CodingScreen) is screen
        assert many not in app.screen_stack


async def test_passages_are_found_by_their_words(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        word = screen.session.queue[1].passages[0].text.split()[1]
        await pilot.press("slash")
        await until(pilot, LineScreen)
        await pilot.press(*word[:4].upper(), "enter")
        many = await until(pilot, AlikeScreen)
        await pilot.pause()
        found = screen.session.alike("home-delivery", word[:4])
        assert found
        assert all(word[:4].casefold() in one.passage.text.casefold() for one in found)
        await pilot.press("slash", *"zzz", "enter")
        await until(pilot, AlikeScreen)
        await pilot.pause()
        assert "none. / finds" in str(many.query_one("#alike-said").render())


async def test_many_that_cannot_be_written_do_not_hold(
    coded_study: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("l")
        await until(pilot, AlikeScreen)
        await pilot.pause()

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr("themer.storage.events.write_fully", full)
        await pilot.press("a", "enter")
        assert "not saved" in str(app.screen.query_one(Fault).render())
        assert len(screen.session.alike("home-delivery")) == 3
        assert decisions(coded_study) == []


async def test_blind_shows_nothing_of_the_machine_and_of_others(
    coded_study: Path, until: Any, screen_text: Any
) -> None:

    other = CodingSession(StudyFolder(coded_study), "berta")
    answer = other.queue[0]
    other.decide(answer, answer.passages[0], "volunteers", accept=True)
    other.note(answer, "what I think of it")
    app = coding_app(coded_study, Wanted("anna", blind=True))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        shown = screen_text(app)
        assert "blind" in shown
        assert "Words  " not in shown
        assert "strong" not in shown
        assert "fair" not in shown
        assert "what I think" not in shown
        listed = [code.code.id for code in screen.codes]
        assert listed == [code.id for code in screen.answer.codes]
        await pilot.press("o")
        await pilot.pause()
        assert "learns" not in screen_text(app)
        await pilot.press("escape", "1")
    (event,) = decisions(coded_study)
    assert event.saw == Saw(blind=True)


async def test_what_is_learned_comes_as_the_coder_goes_on_and_not_before(
    coded_study: Path, until: Any, learner: Any
) -> None:
    queue = CodingSession(StudyFolder(coded_study), "anna").queue
    here, there = queue[0].passages[0], queue[0].passages[1]
    better = tuple(reversed(here.suggestions))
    learner.says = [LearnedUpdate({p.id: Learned(0.1, better) for p in (here, there)}, decisions=7)]
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.pause(0.1)
        assert screen.code.code.id == "home-delivery", "nothing changes under the coder's hands"
        await pilot.press("1")
        await pilot.press("j")
        assert screen.code.code.id == "volunteers"
        await pilot.press("1")
    before, after = decisions(coded_study)
    assert [event.id for event in learner.heard] == [before.id, after.id]
    assert after.saw is not None
    assert after.saw.shown == ("volunteers", "home-delivery")
    assert str(after.saw.machine).endswith("learned@7")
    assert after.codebook == "1"


async def test_a_learner_that_fails_is_one_sentence_and_the_desk_goes_on(
    coded_study: Path, until: Any, learner: Any
) -> None:
    learner.fault = "The machine stopped learning."
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.pause(0.1)
        assert "stopped learning" in said(app)
        await pilot.press("1")
    assert len(decisions(coded_study)) == 1


async def test_answers_come_by_question_organisation_and_code(
    coded_study: Path, until: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("tab", "o", "k")
        await until(pilot, CodingScreen)
        assert "by code: Volunteers" in said(app)
        await pilot.press("o", "q")
        assert "by question" in said(app)
        await pilot.press("o", "o")
        assert "by organisation" in said(app)
        assert len(screen.session.queue) == 2


async def test_enter_twice_gives_no_code_that_is_suggested_weakly(study: Path, until: Any) -> None:
    write_suggestions(study, {"home-delivery": 0.71, "volunteers": 0.04})
    app = coding_app(study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("enter", "enter")
        assert screen.code.code.id == "home-delivery"
    assert [event.code for event in decisions(study)] == ["home-delivery"]


async def test_undoing_many_says_how_many(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.press("l")
        await until(pilot, AlikeScreen)
        await pilot.pause()
        await pilot.press("a", "enter", "escape")
        await until(pilot, CodingScreen)
        await pilot.press("u")
        assert "accepted, Delivery to the home, 3 passages" in said(app)
