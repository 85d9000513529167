"""Plain mode on words and people: the same actions as the desk's keys, line by line."""

from __future__ import annotations

import io
import re
from pathlib import Path

from plain.holding import hold
from reading_rooms import on_disk
from themer.conversation.naming import NewInterview
from themer.model.interview import Answer, Passage, Practice
from themer.plain import run_interview
from themer.storage import files

NEW = NewInterview(unit="harrow-hill-mobile")
NEW_ID = "harrow-hill-mobile-1"
BEGIN = ("driver", "", "1", "", "y", "y", "n", ":go 8")
SECRET = "she drinks at work"


def grep(folder: Path) -> list[str]:
    everything = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in everything if SECRET.encode() in path.read_bytes())


def talk(study: Path, *lines: str) -> str:
    """Begin a conversation, type lines until they end, and give all that was said."""
    return hold(study, NEW, *BEGIN, *lines)


def test_a_mark_is_changed_and_taken_off(study: Path) -> None:
    said = talk(
        study, "nobody asked", ":quote yes nobody asked", ":quote no nobody asked",
        ":unquote nobody", ":unquote nobody",
    )  # fmt: skip
    assert "A note again." in said
    assert "not marked as word for word" in said
    assert on_disk(study, NEW_ID).answers["hardest"] == Answer(noted="nobody asked")


def test_with_two_partners_a_quote_needs_to_say_whose_it_is(study: Path) -> None:
    said = talk(
        study, ":join manager", ":agree 3 yes no", "nobody asked", ":quote yes nobody asked",
        ":quote yes 2 nobody asked",
    )  # fmt: skip
    assert "Who said it?" in said
    assert "2 manager" in said
    (mark,) = on_disk(study, NEW_ID).answers["hardest"].verbatim
    assert (mark.speaker, mark.may_use) == ("p2", False)


def test_somebody_joins_is_asked_and_leaves(study: Path) -> None:
    said = talk(
        study, ":join team manager", ":agree 3 no no", ":left 3", ":ours note taker", ":people",
        ":agree 9 yes yes", ":agree 3",
    )  # fmt: skip
    assert "“We will keep notes" in said
    assert "team manager does not take part: note nothing that they say." in said
    assert re.search(r"3 team manager · from \d\d:\d\d left \d\d:\d\d · did not agree", said)
    assert "4 note taker" in said
    assert "nobody of that number" in said
    roster = on_disk(study, NEW_ID).roster
    assert [(p.id, p.agreed, p.quote) for p in roster[2:]] == [
        ("p2", False, False),
        ("i2", None, None),
    ]


def test_words_are_restricted_and_opened_again(study: Path) -> None:
    said = talk(
        study,
        "since Ann left",
        ":restrict Ann",
        ":quote yes since Ann left",
        ":end",
        "b",
    )
    assert "restricted" in said
    assert "Read back: 8 What is hardest about it?: since […] left" in said
    assert on_disk(study, NEW_ID).answers["hardest"].restricted == (Passage(6, 9),)
    assert on_disk(study, NEW_ID).answers["hardest"].verbatim == ()


def test_a_figure_says_from_whom_and_by_when(study: Path) -> None:
    said = talk(
        study, ":go 3", ":figure awaited", ":source the rota officer", ":due 2026-03-11",
        ":as-at 2026", ":due Friday", ":figure maybe",
    )  # fmt: skip
    assert "The figure: awaited as at 2026 from the rota officer by 2026-03-11." in said
    assert "no day" in said
    assert "Write :figure awaited" in said
    pay = on_disk(study, NEW_ID).answers["pay"]
    assert (pay.status, pay.as_at, pay.source, str(pay.due)) == (
        "awaited",
        "2026",
        "the rota officer",
        "2026-03-11",
    )


def test_a_good_practice_is_marked_and_taken_off(study: Path) -> None:
    talk(study, ":practice yes one van for two / the driver", ":practice maybe")
    practice = Practice("one van for two", "the driver", share=True)
    assert on_disk(study, NEW_ID).answers["hardest"].practice == practice


def test_struck_words_are_gone_from_the_disk_before_the_next_line(study: Path) -> None:
    seen: list[list[str]] = []

    class Lines(io.StringIO):
        def readline(self, size: int = -1) -> str:  # type: ignore[override]
            line = super().readline(size)
            seen.append(grep(study.parent))
            return line

    lines = [*BEGIN, "the van is old", SECRET, ":go 3", ":back", ":strike", ":strike 1", "on", ""]
    said = io.StringIO()
    assert run_interview(study, NEW, Lines("\n".join(lines)), said) == 0
    assert seen[-4] != []
    assert seen[-2:] == [[], []]
    assert f"1 The words typed last: “{SECRET}”" in said.getvalue()
    assert grep(study.parent) == []
    assert on_disk(study, NEW_ID).answers["hardest"].noted == "the van is old\non"


def test_consent_is_asked_again_and_holds_at_once(study: Path) -> None:
    said = talk(study, "nobody asked", ":consent", "y", "n", "n", ":quote yes nobody asked")
    assert "they did not agree to be quoted" in said
    consent = on_disk(study, NEW_ID).consent
    assert consent is not None
    assert (consent.take_part, consent.quote) == (True, False)
    again = talk(study, ":off", ":consent", ":off", ":consent", "n")
    assert "off the record" in again
    assert "themer withdraw harrow-hill-mobile-2" in again


def test_what_others_do_is_told_and_noted(study: Path) -> None:
    path = study / "interviews" / "harrow-hill-main-1.yaml"
    text = path.read_text()
    assert "Nothing may be told yet" in talk(study, ":others")
    marked = text.replace("  hardest:\n", "  hardest:\n    practice: {what: a rota, share: yes}\n")
    if "practice:" in text:
        marked = re.sub(r"practice:.*", "practice: {what: a rota, share: yes}", text)
    path.write_text(marked)
    said = talk(study, ":others", ":others 1", ":time van came")
    assert "1 a rota" in said
    assert "Noted that you told them: a rota" in said
    answer = files.read(
        files.INTERVIEW, study / "interviews" / "harrow-hill-mobile-2.yaml"
    ).value.answers["hardest"]
    assert answer.told == "a rota"
    assert re.fullmatch(r"\[\d\d:\d\d\] van came", answer.noted)
