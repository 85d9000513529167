"""Consent withdrawn: no word stays in anything that themer keeps, and it can stop anywhere."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from small_study import SAID, write_study
from themer.errors import InputError, NotFoundError, StorageError
from themer.language import load_encoder
from themer.model.decision import Decision
from themer.model.interview import (
    Answer,
    Attendee,
    Confirmation,
    Correction,
    Interview,
    NextStep,
    OtherCopy,
    Passage,
    Practice,
    Verbatim,
)
from themer.model.theme import Theme, ThemeChange, ThemePassage, ThemesFile
from themer.storage import files, json_lines
from themer.storage.audit import audit_paths, find_break
from themer.storage.events import append_decisions
from themer.storage.journal import JournalWriter
from themer.storage.locks import HeldError, InterviewLock
from themer.storage.state_folder import study_state
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.analysis.analyse import analyse
from themer.workflows.analysis.figures import as_json, figures_of
from themer.workflows.analysis.vectors import kept_vectors
from themer.workflows.auditing import read_log
from themer.workflows.check import check_study
from themer.workflows.home import overview
from themer.workflows.material import load_material
from themer.workflows.removing import clearing, withdraw
from themer.workflows.removing.withdraw import Scope, prepare_withdrawal
from themer.workflows.reporting.report import Wanted, write_report

ID = "weir-1"
NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


class Marks:
    """Words that stand nowhere else, each made for one place."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, place: str) -> str:
        word = f"zq{len(self.made):02d}{place}xv"
        self.made.append(word)
        return f"here {word} was said by nobody but {word}"


def whole(interview: Interview, mark: Marks) -> Interview:
    """Give an interview something in every place that can hold words."""
    noted = f"{mark('noted')}. {mark('restricted')}. {mark('verbatim')}"
    quote = mark.made[-1]
    start = noted.index(quote)
    answer = Answer(
        fact="partly",
        source=mark("source"),
        noted=noted,
        verbatim=(Verbatim(start, start + len(quote), quote, may_use=True, speaker="p1"),),
        restricted=(Passage(0, 4),),
        follow_up=mark("follow"),
        practice=Practice(mark("practice"), mark("ask"), share=True),
        told=mark("told"),
    )
    copied = Answer(noted=mark("live"), fair_copy=mark("fair"))
    return replace(
        interview,
        roster=(Attendee("p1", mark("role")), Attendee("i1", "interviewer", interviewer=True)),
        answers={**interview.answers, "has_home_service": answer, "hardest": copied},
        unassigned=(mark("kept"),),
        other_copies=(OtherCopy("pay", Answer(noted=mark("copy")), NOW, mark("source")),),
        next_steps=(NextStep(mark("step"), mark("who")),),
        confirmation=Confirmation(
            sent=NOW.date(), by=mark("by"), corrections=(Correction(mark("correct"), NOW.date()),)
        ),
    )


def decisions_on(interview: Interview, mark: Marks) -> list[Decision]:
    text = interview.answers["hardest"].coded_text
    on = {"interview": ID, "question": "hardest", "start": 0, "end": len(text), "text": text}
    made: list[dict[str, Any]] = [
        {"action": "accept", "code": "volunteers", "answer_sha256": "9f2c", **on},
        {"action": "memo", "reason": mark("memo"), **on},
        {"action": "read", "interview": ID, "question": "hardest", "answer_sha256": "9f2c"},
        {
            "action": "status",
            "unit": "weir",
            "code": "home-delivery",
            "status": "absent",
            "reason": mark("status"),
        },
        {
            "action": "accept",
            "interview": "old-mill-1",
            "question": "hardest",
            "start": 0,
            "end": 10,
            "text": SAID["old-mill"][1][:10],
            "code": "volunteers",
            "reason": "a reason that stays",
        },
    ]
    return [
        Decision(f"d{n}", NOW + dt.timedelta(minutes=n), "coder-a", **one)
        for n, one in enumerate(made)
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Marks]]:
    """A study in which one conversation's words stand wherever themer puts words."""
    with pytest.MonkeyPatch.context() as patch:
        top = tmp_path_factory.mktemp("made")
        patch.setenv("THEMER_STATE", str(top / "state"))
        mark = Marks()
        make_study(write_study(top / "rooms", list(SAID)), mark)
        yield top, mark


def make_study(root: Path, mark: Marks) -> None:
    folder = StudyFolder(root)
    interview = whole(folder.interview(ID).value, mark)
    text = to_yaml(interview)
    folder.interview_path(ID).write_text(text, encoding="utf-8")
    append_decisions(folder.coder_path("coder-a"), decisions_on(interview, mark))
    quote = interview.answers["has_home_service"].verbatim[0]
    place = ThemePassage(ID, "has_home_service", quote.start, quote.end, quote.text)
    other = ThemePassage("old-mill-1", "hardest", 0, 9, SAID["old-mill"][1][:9])
    step = ThemeChange(NOW, "coder-a", "named")
    themes = (
        Theme("drivers", "named", "Drivers", "s", members=(place, other), history=(step,)),
        Theme("vans", "named", "Vans", "v", members=(other,), contrary=(place,)),
    )
    (root / "themes.yaml").write_text(
        "# What we made of it.\n" + to_yaml(ThemesFile(themes=themes)), encoding="utf-8"
    )
    analyse(folder)
    (root / "report_text").mkdir()
    written = write_report(folder, Wanted(formats=("docx", "html", "md")))
    report = "".join(path.read_text("utf-8") for path in written.folder.glob("*.md"))
    assert quote.text in report
    overview(root)  # the list's cache
    for name in (
        f"{ID}.yaml.prev",
        f"{ID} (Ann's conflicted copy 2026-03-02).yaml",
        f"{ID}.sync-conflict-20260302-1.yaml",
        f".{ID}.yaml.0a1b2c3d.tmp",
        f"joined/{ID}.2026-03-02.yaml",
        "joined/copy-of-unknown-name.yaml",
        f"aside/{ID}.yaml.damaged-20260302-101112",
        f"../records/{ID}.md",
        "../coding/coder-a.jsonl.torn-0a1b2c3d",
    ):
        beside = (root / "interviews" / name).resolve()
        beside.parent.mkdir(exist_ok=True)
        beside.write_text(text, encoding="utf-8")
    journal = JournalWriter(root, interview, folder.interview(ID).sha256)
    journal.append(replace(interview, unassigned=(mark("unsaved"),)))
    journal.close()


@pytest.fixture
def mark(made: tuple[Path, Marks]) -> Marks:
    return made[1]


@pytest.fixture
def study(tmp_path: Path, made: tuple[Path, Marks], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    put_back(made[0], tmp_path)
    return tmp_path / "rooms"


def put_back(made: Path, here: Path) -> None:
    """Put the study and its part of the state folder in place, under the names that it has here."""
    for name in ("rooms", "state"):
        shutil.rmtree(here / name, ignore_errors=True)
        shutil.copytree(made / name, here / name)
    now = study_state(here / "rooms", "locks").name
    for before in (here / "state").glob("*/rooms-*"):
        if before.name != now:
            shutil.copytree(before, before.with_name(now), dirs_exist_ok=True)
            shutil.rmtree(before)


def words_left(study: Path, mark: Marks) -> list[str]:
    """Search every byte below the study and the state folder, in names as well."""
    assert len(mark.made) > 20
    found = []
    for path in sorted(study.parent.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        held = content + path.name.encode()
        found += [f"{path}: {word}" for word in mark.made if word.encode() in held]
    return found


def take_out(study: Path, scope: Scope = "all", **options: Any) -> Any:
    ready = prepare_withdrawal(StudyFolder(study), ID, scope=scope, **options)
    try:
        withdraw.withdraw(ready, "by letter")
    finally:
        ready.release()
    return ready


def test_no_word_stays_in_the_study_or_the_state_folder(study: Path, mark: Marks) -> None:
    assert len({line.partition(": ")[2] for line in words_left(study, mark)}) == len(mark.made)
    take_out(study)
    assert words_left(study, mark) == []
    assert [path.name for path in study.parent.rglob(f"*{ID}*")] == [f"{ID}.yaml"]


def test_words_that_another_command_kept_meanwhile_go_too(study: Path, mark: Marks) -> None:
    folder = StudyFolder(study)
    shutil.rmtree(folder.cache)
    ready = prepare_withdrawal(folder, ID)
    load_material(folder)
    kept_vectors(load_encoder(), folder.cache)(["a passage"])
    assert any(str(folder.cache) in place for place in words_left(study, mark))
    withdraw.withdraw(ready)
    ready.release()
    assert words_left(study, mark) == []
    assert list(folder.cache.rglob("*")) == []


def test_what_stays_is_that_it_was_held_and_withdrawn(study: Path) -> None:
    take_out(study)
    text = StudyFolder(study).interview_path(ID).read_text(encoding="utf-8")
    data = files.parse(text)
    assert isinstance(data, dict)
    assert set(data) == {
        "schema", "id", "set", "unit", "organisation", "state", "withdrawn_at",
    }  # fmt: skip
    assert data["state"] == "withdrawn"


def test_everything_works_without_it_and_counts_it_right(study: Path) -> None:
    folder = StudyFolder(study)
    before = as_json(figures_of(load_material(folder)))
    take_out(study)
    errors = [str(problem) for problem in check_study(folder).errors]
    assert errors == []
    analyse(folder)
    written = write_report(folder)
    assert written.paths
    after = as_json(figures_of(load_material(folder)))
    (was,), (now,) = before["participation"], after["participation"]
    assert len(now["took_part"]) == len(was["took_part"]) - 1
    assert now["by_state"]["withdrew"] == ["weir"]
    assert now["withdrawn"] == [ID]
    assert next(row for row in overview(study).rows if row.unit == "weir").state == "withdrawn"


def test_what_was_decided_stays_without_its_words(study: Path) -> None:
    take_out(study)
    held = json_lines.read_decisions(StudyFolder(study).coder_path("coder-a"))
    assert [event.id for event in held] == ["d0", "d1", "d2", "d3", "d4"]
    first, memo, _, status, other = held
    assert (first.action, first.code, first.start) == ("accept", "volunteers", 0)
    assert first.text is first.answer_sha256 is memo.reason is status.reason is None
    assert status.status == "absent"
    assert (other.text, other.reason) == (SAID["old-mill"][1][:10], "a reason that stays")


def test_a_reason_for_a_unit_stays_where_another_conversation_of_it_counts(study: Path) -> None:
    text = (study / "interviews" / "old-mill-1.yaml").read_text(encoding="utf-8")
    second = text.replace("id: old-mill-1", "id: weir-2").replace("unit: old-mill", "unit: weir")
    (study / "interviews" / "weir-2.yaml").write_text(second, encoding="utf-8")
    take_out(study)
    held = json_lines.read_decisions(StudyFolder(study).coder_path("coder-a"))
    assert held[3].reason is not None
    assert (study / "interviews" / "weir-2.yaml").read_text(encoding="utf-8") == second


def test_themes_say_in_their_history_what_went(study: Path) -> None:
    take_out(study)
    text = (study / "themes.yaml").read_text(encoding="utf-8")
    assert text.startswith("# What we made of it.\n")
    drivers, vans = files.read(files.THEMES, study / "themes.yaml").value.themes
    assert [p.interview for p in drivers.members] == ["old-mill-1"]
    assert vans.contrary == ()
    assert [step.did for step in drivers.history] == ["named", "withdrawn"]
    assert [step.did for step in vans.history] == ["withdrawn"]


def test_the_log_has_one_line_of_it_and_holds(study: Path) -> None:
    take_out(study)
    take_out(study)
    found = [line for line in read_log(study) if line.action == "withdrawn"]
    assert [(line.interview, line.why) for line in found] == [(ID, "by letter")]
    assert found[0].file_sha256 == StudyFolder(study).interview(ID).sha256
    assert all(find_break(path, path) is None for path in audit_paths(study))


def test_words_in_what_people_wrote_are_named_with_their_line(study: Path, mark: Marks) -> None:
    said = f"They told us: “here {mark.made[2]} was said BY nobody”"
    (study / "report_text" / "background.md").write_text(f"# Background\n\n{said}\n", "utf-8")
    (study / "actions.yaml").write_text(
        "schema: themer/actions/1\nactions:\n- id: one\n  what: |\n    We go on.\n"
        f"    {said}\n  answers: [theme:vans]\n  owner: us\n  by: 2026-09\n",
        encoding="utf-8",
    )
    plan = prepare_withdrawal(StudyFolder(study), ID)
    plan.release()
    traces = [(t.path.relative_to(study).as_posix(), t.line) for t in plan.clearing.traces]
    assert traces == [("actions.yaml", 6), ("report_text/background.md", 3)]


def test_a_conversation_that_was_restored_under_another_id_is_named(study: Path) -> None:
    text = (study / "interviews" / f"{ID}.yaml").read_text(encoding="utf-8")
    other = study / "interviews" / "elsewhere-1.yaml"
    other.write_text(text.replace(f"id: {ID}", "id: elsewhere-1"), encoding="utf-8")
    plan = prepare_withdrawal(StudyFolder(study), ID)
    plan.release()
    assert plan.clearing.traces[0].path == other
    assert plan.clearing.reports, "what stands in both is still found"


def test_reports_that_hold_the_words_go_and_others_are_named(study: Path) -> None:
    (holding,) = (study / "reports").iterdir()
    counting = study / "reports" / "earlier"
    counting.mkdir()
    (counting / "summary.md").write_text("5 of 6 branches\n", encoding="utf-8")
    ready = take_out(study)
    assert ready.clearing.reports == (holding,)
    assert ready.clearing.stale == (counting,)
    assert not holding.exists()
    assert counting.exists()


def test_reports_can_be_kept_and_are_named(study: Path) -> None:
    (holding,) = (study / "reports").iterdir()
    ready = take_out(study, keep_reports=True)
    assert ready.clearing.kept_reports == (holding,)
    assert (holding / "summary.docx").is_file()


def test_what_cannot_be_reached_is_listed(study: Path) -> None:
    (study.parent / ".git").mkdir()
    ready = prepare_withdrawal(StudyFolder(study), ID)
    ready.release()
    said = "\n".join(ready.beyond)
    assert f"the history of git in {study.parent}" in said
    assert f"the record of {ID} that was sent on 01 March 2026" in said
    for place in ("other machines", "backups", "blocks of a disk", "e-mail"):
        assert place in said


def test_a_conversation_that_is_open_is_left_alone(study: Path, mark: Marks) -> None:
    before = words_left(study, mark)
    lock = InterviewLock.acquire(study, ID)
    try:
        with pytest.raises(HeldError):
            prepare_withdrawal(StudyFolder(study), ID)
    finally:
        lock.release()
    assert words_left(study, mark) == before


def test_preparing_changes_nothing(study: Path, mark: Marks) -> None:
    before = words_left(study, mark)
    prepare_withdrawal(StudyFolder(study), ID).release()
    assert words_left(study, mark) == before


def test_a_file_that_may_be_another_conversation_is_not_taken_for_a_copy(study: Path) -> None:
    twin = study / "interviews" / "another-name.yaml"
    twin.write_bytes((study / "interviews" / f"{ID}.yaml").read_bytes())
    with pytest.raises(InputError, match=r"another-name\.yaml"):
        prepare_withdrawal(StudyFolder(study), ID)


def test_files_of_a_longer_id_are_left_alone(study: Path) -> None:
    text = (study / "interviews" / "old-mill-1.yaml").read_text(encoding="utf-8")
    longer = study / "interviews" / "weir-10.yaml"
    longer.write_text(text.replace("id: old-mill-1", "id: weir-10"), encoding="utf-8")
    (study / "interviews" / "weir-10.yaml.prev").write_text("id: weir-10\n", encoding="utf-8")
    take_out(study)
    assert longer.is_file()
    assert (study / "interviews" / "weir-10.yaml.prev").is_file()


@pytest.mark.parametrize("name", ["../weir-1", "nobody-1", "Weir 1"])
def test_a_conversation_that_is_not_there_is_said_to_be_so(study: Path, name: str) -> None:
    with pytest.raises(NotFoundError):
        prepare_withdrawal(StudyFolder(study), name)


STEPS = ("rewrite", "erase", "append")


def failing(step: str, at: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Let one call of a step fail, and count the calls."""
    owners: dict[str, list[tuple[Any, str]]] = {
        "rewrite": [(clearing, "rewrite"), (withdraw, "rewrite")],
        "erase": [(clearing, "erase")],
        "append": [(withdraw.AuditLog, "append")],
    }
    calls = iter(range(10_000))
    reached = [0]

    def faulty(real: Any) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            reached[0] += 1
            if next(calls) == at:
                if step == "erase":
                    return False
                raise StorageError("No space left on device.")
            return real(*arguments, **named)

        return call

    for owner, name in owners[step]:
        monkeypatch.setattr(owner, name, faulty(getattr(owner, name)))
    return lambda: reached[0]


@pytest.mark.parametrize("step", STEPS)
def test_stopped_at_any_step_it_counts_nowhere_and_can_be_finished(
    study: Path,
    made: tuple[Path, Marks],
    step: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = 0
    for at in range(100):
        put_back(made[0], tmp_path)
        with monkeypatch.context() as patch:
            reached = failing(step, at, patch)
            try:
                take_out(study)
            except StorageError:
                faults += 1
            if reached() <= at:
                break
        if at or step != "rewrite":  # before the first step nothing is changed at all
            assert StudyFolder(study).interview(ID).value.state == "withdrawn"
        take_out(study)
        assert words_left(study, made[1]) == [], (step, at)
        assert check_study(StudyFolder(study)).errors == ()
    print(f"{faults} faults at {step}")
    assert faults > {"rewrite": 3, "erase": 10, "append": 0}[step]


def test_permission_to_quote_goes_and_the_words_stay(study: Path, mark: Marks) -> None:
    folder = StudyFolder(study)
    (report,) = (study / "reports").iterdir()
    for path in (study.parent / "state" / "journals").rglob("*.jsonl"):
        path.unlink()
    ready = take_out(study, scope="quote")
    interview = folder.interview(ID).value
    assert interview.consent is not None
    assert (interview.consent.quote, interview.consent.take_part) == (False, True)
    assert interview.consent.narrowed_at is not None
    assert mark.made[0] in interview.answers["has_home_service"].noted
    assert ready.clearing.reports == (report,)
    assert not report.exists()
    line = read_log(study)[-1]
    assert (line.action, dict(line.changed)) == ("consent", {"consent": ("quote",)})
    with pytest.raises(InputError, match="no permission to quote"):
        prepare_withdrawal(folder, ID, scope="quote")


def test_a_permission_is_not_taken_back_under_words_that_wait_to_be_put_back(study: Path) -> None:
    with pytest.raises(InputError, match="were not saved"):
        prepare_withdrawal(StudyFolder(study), ID, scope="quote")


def test_the_themes_before_the_last_change_go_too(tmp_path: Path) -> None:
    root = write_study(tmp_path / "rooms", list(SAID))
    text = SAID["weir"][1]
    passage = ThemePassage(ID, "hardest", 0, len(text), text)
    file = ThemesFile(themes=(Theme("drivers", "named", "Drivers", members=(passage,)),))
    (root / "themes.yaml").write_text(to_yaml(file), "utf-8")
    (root / "themes.yaml.prev").write_text(to_yaml(file), "utf-8")
    ready = prepare_withdrawal(StudyFolder(root), ID)
    withdraw.withdraw(ready, "by letter")
    ready.release()
    assert not (root / "themes.yaml.prev").exists()
    assert text not in (root / "themes.yaml").read_text("utf-8")
