"""``themer agreement`` as it is typed: what goes to standard output, and the exit codes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.edge import run
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.adjudicating import Adjudication
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.sampling import draw_or_load

START = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = StudyFolder(write_study(tmp_path / "study", sorted(SAID)))
    for coder in ("anna", "ben"):
        session = CodingSession(folder, coder, lambda: START)
        for at, answer in enumerate(session.queue):
            if at % 2 == 0 or (coder == "anna" and at == 1):
                session.decide(answer, answer.passages[0], "home-delivery", accept=True)
            else:
                session.decide(answer, answer.passages[0], "volunteers", accept=True)
            session.finish_answer(answer)
    return folder.root


def test_differences_come_first_then_people_then_the_machine(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agreement", "--study", str(study)]) == 0
    out = capsys.readouterr().out
    places = [
        out.index(words)
        for words in (
            "anna and ben: 12 segments with a code",
            "They differ on 2 passages",
            "ben read the answer and did not give it; gave",
            "code\talpha (95 %)\tkappa\talike\tgiven",
            "all codes together\t",
            "The machine: No answer has both",
        )
    ]
    assert places == sorted(places)


def test_json_is_for_programs(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--study", str(study), "--json", "--coders", "ben, anna", "--by", "answer"]
    assert run(["agreement", *arguments]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["people"]["coders"] == ["ben", "anna"]
    assert plain["by"] == "answer"
    assert plain["sample"] is None


def test_settled_differences_are_listed_with_all_and_one_codes_alone(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adjudication = Adjudication(StudyFolder(study), "cleo", lambda: START)
    code = adjudication.settle(0, give=True, reason="the van is one").code
    other = adjudication.differences[1].code
    assert code != other
    assert run(["agreement", "--study", str(study)]) == 0
    assert "the van is one" not in capsys.readouterr().out
    assert run(["agreement", "--study", str(study), "--all"]) == 0
    assert "settled by cleo: given: the van is one" in capsys.readouterr().out
    assert run(["agreement", "--study", str(study), "--all", "--code", other]) == 0
    assert "the van is one" not in capsys.readouterr().out
    assert run(["agreement", "--study", str(study), "--json"]) == 0
    settled = [one["settled"] for one in json.loads(capsys.readouterr().out)["differences"]]
    assert [one["reason"] for one in settled if one] == ["the van is one"]
    assert run(["agreement", "--study", str(study), "--code", "vans"]) == 2
    assert 'no code "vans"' in capsys.readouterr().err


def test_a_sample_has_to_be_there_to_be_counted(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agreement", "--study", str(study), "--sample"]) == 2
    assert "No answers were drawn to be coded twice" in capsys.readouterr().err
    draw_or_load(StudyFolder(study), 0.5, None, "ben")
    assert run(["agreement", "--study", str(study), "--sample"]) == 0
    assert "Drawn to be coded twice: 6 answers, of which 6" in capsys.readouterr().out


def test_a_coder_who_is_not_there_is_a_fault_of_use(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agreement", "--study", str(study), "--coders", "anna,zoe"]) == 2
    assert 'no decisions of "zoe"' in capsys.readouterr().err


def test_one_coder_is_a_sentence_and_no_fault(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "coding" / "ben.jsonl").unlink()
    assert run(["agreement", "--study", str(study)]) == 0
    out = capsys.readouterr().out
    assert "anna coded alone" in out
    assert "nan" not in out.casefold()


def test_settling_shows_what_blind_coding_hides(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--study", str(study), "--coder", "anna", "--differences", "--blind"]
    assert run(["code", *arguments]) == 2
    assert "which --blind hides" in capsys.readouterr().err
