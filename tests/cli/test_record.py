"""``themer record`` as it is typed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from reading_rooms import on_disk
from themer.cli.edge import run
from themer.conversation.session import today

ID = "harrow-hill-main-1"


def record(study: Path, *options: str) -> int:
    return run(["record", ID, "--study", str(study), *options])


def test_the_paths_are_data_and_the_notes_words(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(study, "--to", "md,html") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(study / "records" / f"{ID}.{end}") for end in ("md", "html")]
    assert "Note: 1 kept for later" in err
    assert record(study, "--to", "rtf") == 2


def test_corrections_are_asked_for_one_after_the_other(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["books", "1", "four, not three", "of them", "", "2026-02-10", "w", "fine", "", "", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    assert record(study, "--sent", "2026-02-05", "--corrections") == 0
    confirmation = on_disk(study, ID).confirmation
    assert confirmation is not None
    first, second = confirmation.corrections[-2:]
    assert (first.question, first.text) == ("has_home_service", "four, not three\nof them")
    assert (second.question, second.text) == (None, "fine")
    assert str(confirmation.sent) == "2026-02-05"
    assert "Which of these?" in capsys.readouterr().err
    assert not (study / "records").exists()


def test_a_day_that_cannot_be_is_said_and_asked_again(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["w", "words", "", "last week", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    before = on_disk(study, ID).confirmation
    assert record(study, "--corrections") == 0
    assert on_disk(study, ID).confirmation == before
    assert 'Not noted: "last week" is not a day' in capsys.readouterr().err


def test_who_confirmed_goes_with_when(study: Path) -> None:
    assert record(study, "--by", "branch librarian") == 2
    assert record(study, "--confirmed", "2026-02-12", "--by", "branch librarian") == 0
    confirmation = on_disk(study, ID).confirmation
    assert confirmation is not None
    assert confirmation.by == "branch librarian"


@pytest.mark.parametrize("options", [["--sent"], ["--sent", "--corrections"]])
def test_sent_without_a_day_is_today(
    study: Path, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert record(study, *options) == 0
    confirmation = on_disk(study, ID).confirmation
    assert confirmation is not None
    assert confirmation.sent == today()
