"""The coding desk's figures: a key, opening, learning beside it, and what decisions weigh on disk.

    python benchmarks/coding_desk.py [--keys 60] [--starts 5] [--only WORD] [--study FOLDER]

The study has 200 conversations of 18 answers and 10,000 segments, a codebook of ten codes and
suggestions as ``themer analyse`` would leave them. The desk runs in a pseudo-terminal of 80×24. CPU
is that of the desk's process, from the key until nothing more is painted; the process that learns
beside it is idle by then, or at work where the line says so. *Cold* is a start without any of
themer's caches, *warm* one with them; the disk's own cache is warm in both.
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import datetime as dt
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from first_paint import Start, start
from made_study import make_study
from terminal import Watched

import themer
from themer.model.decision import Decision
from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import MadeBy, Theme, ThemePassage, ThemesFile
from themer.storage.events import append_decisions
from themer.storage.json_lines import suggestions_text
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_file
from themer.workflows.analysis.vectors import encoder_or_none, kept_vectors
from themer.workflows.coding.alike import Alike
from themer.workflows.coding.answers import AnswerToCode, answers_to_code
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.learning import Learning
from themer.workflows.coding.learning_beside import Learner
from themer.workflows.coding.learning_messages import LearnedUpdate, line_of, read_line
from themer.workflows.coding.opening import Wanted, open_coding
from themer.workflows.material import load_material

INTERVIEWS, SEGMENTS = 200, 10_000
CODES = ("vans", "post", "people", "money", "readers", "rooms", "hours", "stock", "staff", "county")
CODEBOOK = "schema: themer/codebook/1\nid: made\nversion: '1'\ntitle: Made-up codes\ncodes:\n" + (
    "".join(
        f"  - id: {code}\n    name: The {code}\n    definition: What is said of the {code}.\n"
        for code in CODES
    )
)
_KEYS = (
    ("n, next answer", "n"),
    ("enter, accept a code", "\r"),
    ("j, next passage", "j"),
    ("d, read: next unread answer", "d"),
)
MADE_BY = MadeBy("themer", themer.__version__, "made up", "0")


def make_coding_study(folder: Path) -> Path:
    """Write the study, with a codebook and suggestions."""
    from themer.segments import segments_of

    make_study(folder, INTERVIEWS, usual=200, codebook="made")
    (folder / "question_sets" / "made.codebook.yaml").write_text(CODEBOOK, "utf-8")
    dice = random.Random(7)
    material = load_material(StudyFolder(folder))
    machine = folder / "coding" / "machine"
    machine.mkdir(parents=True)
    count = 0
    for interview in material.counted():
        made = []
        for segment in segments_of(material.study.id, interview):
            sure = sorted((dice.random() for _ in range(5)), reverse=True)
            suggestions = tuple(
                Suggestion(code, round(4 * s - 2, 3), round(s, 3), rank, reason)
                for rank, (code, s) in enumerate(zip(dice.sample(CODES, 5), sure, strict=True), 1)
                for reason in [Reason(segment.start, segment.end, ("van", "post"), segment.id)]
            )
            made.append(
                SuggestedSegment(
                    segment.id,
                    segment.question,
                    segment.start,
                    segment.end,
                    segment.text,
                    round(dice.random(), 3),
                    suggestions,
                )
            )
        count += len(made)
        header = SuggestionsHeader(
            "themer/suggestions/1", interview.id, "0" * 64, MADE_BY, "shipped"
        )
        path = machine / f"{interview.id}.jsonl"
        path.write_text(suggestions_text(SuggestionsFile(header, tuple(made))), "utf-8")
    print(f"{len(material.interviews)} conversations, {count} segments", flush=True)
    return folder


def measure_opening(study: Path, starts: int) -> None:
    compileall.compile_dir(Path(themer.__file__).parent, quiet=1)
    command = [sys.executable, "-m", "themer", "code", "--coder", "opener", "--study", str(study)]
    found: dict[str, list[Start]] = {}
    for _ in range(starts):
        for how in ("cold", "warm"):
            if how == "cold":
                shutil.rmtree(study / ".themer", ignore_errors=True)
            for what, words in (("frame", "Opening the answers"), ("first answer", "answer 1 of")):
                if how == "cold":
                    shutil.rmtree(study / ".themer", ignore_errors=True)
                found.setdefault(f"opening, {how}, {what}", []).append(start(command, words))
    for name, times in found.items():
        row(f"{name}, wall ms", [t.wall for t in times], 1000)
        row(f"{name}, CPU ms", [t.cpu for t in times], 1000)


def measure_keys(study: Path, keys: int, state: Path) -> None:
    """Go on by several keys; each is typed when all is quiet, and while the machine learns."""
    for how, wait in (("", 0.35), (", while the machine learns", 0.05)):
        program = Watched("themer", "code", "--coder", "typist", "--study", str(study), state=state)
        try:
            program.wait_for("answer 1 of")
            time.sleep(1 if how else 25)  # until it has learned what there is, or just begun
            program.read_until_quiet(0.5)
            for name, pressed in _KEYS:
                found = [press(program, pressed, wait) for _ in range(keys)]
                row(f"{name}{how}, CPU ms", found[5:], 1000)
        finally:
            program.end()


def press(program: Watched, key: str, wait: float) -> float:
    time.sleep(wait)
    program.read_until_quiet(0.0)
    before = program.used()
    program.type(key)
    program.read_until_quiet(0.1)
    return program.used().cpu - before.cpu


def measure_disk(study: Path) -> None:
    session = open_coding(StudyFolder(study), Wanted("weigher"))
    path = StudyFolder(study).coder_path("weigher")
    answers = list(session.queue)
    begun, made = time.process_time(), 0
    for answer in answers:
        for passage in answer.passages:
            code = answer.codes[made % len(answer.codes)].id
            made += session.decide(answer, passage, code, accept=made % 3 != 0)
            if made == 1000:
                break
        if made == 1000:
            break
    spent = time.process_time() - begun
    print(f"{'1,000 decisions, bytes on disk':<60}{path.stat().st_size:>12,}")
    print(f"{'1,000 decisions, CPU ms each':<60}{1000 * spent / made:>12.2f}")
    print(f"a line: {path.read_text('utf-8').splitlines()[0]}")


def measure_acts(study: Path, acts: int) -> None:
    """Take what one act costs the session with 10,000 decisions made, without the screen."""
    session = open_coding(StudyFolder(study), Wanted("actor"))
    codes = [code.id for code in session.queue[0].codes]
    every = [Alike(answer, p, None) for answer in session.queue for p in answer.passages]
    for code in codes[:3]:
        for at in range(0, 3400, 100):
            session.decide_many(every[at : at + 100], code, accept=True)
    last, new = session.queue[-acts:], codes[5]
    doing: dict[str, Callable[[int], object]] = {
        "give a code": lambda n: session.decide(last[n], last[n].passages[0], new, accept=True),
        "take it back": lambda n: session.take_back(last[n], last[n].passages[0], new),
        "undo": lambda _: session.undo(),
        "redo": lambda _: session.redo(),
        "other ends, with three codes": lambda n: _shorter(session, n),
        "the board of a unit": lambda n: session.components(session.queue[n * 7]),
        "passages alike": lambda _: session.alike(codes[4]),
    }
    for name, act in doing.items():
        row(f"10,200 decisions: {name}, CPU ms", [_cost(act, n) for n in range(acts)], 1000)


def _cost(act: Callable[[int], object], number: int) -> float:
    begun = time.process_time()
    act(number)
    return time.process_time() - begun


def _shorter(session: CodingSession, number: int) -> None:
    answer = session.queue[number]
    first = answer.passages[0]
    session.respan(answer, first, first.start, first.end - 3)


def measure_beside(study: Path) -> None:
    """Begin the process that learns, tell it decisions, and take what it says as the desk does."""
    folder = StudyFolder(study)
    answers = answers_to_code(load_material(folder))
    updates = asyncio.run(_beside(folder, answers))
    reading: list[float] = []
    for update in updates:
        line = line_of(update).encode()
        begun = time.process_time()
        read_line(line)
        reading.append(time.process_time() - begun)
    row("reading one part, CPU ms of the desk", reading, 1000)
    row("one part, bytes", [float(len(line_of(update).encode())) for update in updates], 1)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{'the process in all: CPU s':<60}{used.ru_utime + used.ru_stime:>12.1f}")
    print(f"{'the process in all: MB at most':<60}{used.ru_maxrss // 1024:>12}")


async def _beside(folder: StudyFolder, answers: tuple[AnswerToCode, ...]) -> list[LearnedUpdate]:
    learner, updates, rounds = Learner(folder, "teller"), [], 0
    begun, is_first = time.perf_counter(), True
    async for update in learner.updates():
        updates.append(update)
        if is_first or update.is_complete:
            what = "all of it" if update.is_complete else "the first part"
            print(
                f"{f'  {what} after, s wall':<60}{time.perf_counter() - begun:>12.2f}", flush=True
            )
        is_first = False
        if update.is_complete and rounds == 3:
            break
        if update.is_complete:
            rounds += 1
            begun, is_first = time.perf_counter(), True
            learner.tell([_accepted(answers[40 * rounds + n], rounds) for n in range(20)])
    learner.close()
    return updates


def measure_learning(study: Path) -> None:
    """Learn in this process, for the CPU time of each part."""
    folder, encoder = StudyFolder(study), encoder_or_none()
    answers = answers_to_code(load_material(folder))
    encode = None if encoder is None else kept_vectors(encoder, folder.cache)
    spent: dict[str, list[float]] = {}

    def timed(what: str, act: Callable[[], object]) -> None:
        begun = time.process_time()
        act()
        spent.setdefault(what, []).append(time.process_time() - begun)

    learning: list[Learning] = []
    timed("reading the study", lambda: learning.append(Learning(folder, "t", encode, blind=False)))
    timed("first refit", lambda: list(learning[0].refit(is_complete=True)))
    for number in range(5):
        events = [_accepted(answers[40 * number + n], number) for n in range(20)]
        timed("taking 20 decisions in", lambda events=events: learning[0].take(events))
        timed("refit to the first part", lambda: next(iter(learning[0].refit(is_complete=False))))
        timed("refit, all that is noticed", lambda: list(learning[0].refit(is_complete=False)))
        timed("refit to the end, at a pause", lambda: list(learning[0].refit(is_complete=True)))
    for what, seconds in spent.items():
        row(f"{what}, CPU ms", seconds, 1000)


def measure_desks(study: Path, keys: int) -> None:
    """What a key does at the theme desk and in the matrix, after 10,000 decisions."""
    from themer.workflows.matrix.desk import MatrixDesk
    from themer.workflows.themes.desk import ThemeDesk

    folder = StudyFolder(study)
    _decide_and_group(folder)
    desk = ThemeDesk(folder, "grouper")
    first, second = desk.themes[0].id, desk.themes[1].id
    spent: dict[str, list[float]] = {}

    def timed(what: str, act: Callable[[], object]) -> None:
        begun = time.process_time()
        act()
        spent.setdefault(what, []).append(time.process_time() - begun)

    for number in range(keys):
        timed("themes: rename", lambda n=number: desk.edit(first, "name", f"Name {n}"))
        one = desk.themes[0].members[number]
        timed("themes: turn", lambda one=one: desk.turn(first, [one]))
        member = desk.themes[0].members[-1]
        timed("themes: move", lambda member=member: desk.move(first, [member], second))
        timed("themes: undo", desk.undo)
        timed("themes: redo", desk.redo)
        first_or_not = "" if number else ", the first"
        timed(f"themes: map{first_or_not}", lambda: desk.map(with_candidates=True))
        timed(f"themes: search{first_or_not}", lambda: desk.view.search("van"))
    matrix = MatrixDesk(folder, "summer")
    audience = matrix.audiences()[0]
    for number in range(keys):
        first_or_not = "" if number else ", the first"
        timed(f"matrix: codes{first_or_not}", lambda: matrix.matrix(audience))
        timed("matrix: type filter", lambda: matrix.matrix(audience, kind="council"))
    for what, seconds in spent.items():
        row(f"{what}, CPU ms", seconds, 1000)


def _decide_and_group(folder: StudyFolder) -> None:
    """Write 10,000 decisions, and 20 themes of 80 passages."""
    answers = open_coding(folder, Wanted("decider")).queue
    every = [(answer, one) for answer in answers for one in answer.passages]
    begun = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    events = [
        Decision(
            f"d{n}", begun + dt.timedelta(seconds=n), "decider", "accept" if n % 3 else "refuse",
            *answer.place, start=one.start, end=one.end, text=one.text,
            answer_sha256=answer.sha256, code=CODES[n % 10],
        )
        for n, (answer, one) in enumerate(every[:10_000])
    ]  # fmt: skip
    append_decisions(folder.coder_path("decider"), events)
    places = [ThemePassage(*a.place, one.start, one.end, one.text) for a, one in every]
    themes = tuple(
        Theme(id=f"t{n}", status="named", name=f"Theme {n}", members=tuple(places[n::60][:80]))
        for n in range(20)
    )
    (folder.root / "themes.yaml").write_bytes(to_file(ThemesFile(themes=themes)))


def _accepted(answer: AnswerToCode, number: int) -> Decision:
    passage = answer.passages[0]
    return Decision(
        f"{answer.place}-{number}", dt.datetime.now(dt.UTC), "teller", "accept", *answer.place,
        start=passage.start, end=passage.end, text=passage.text,
        answer_sha256=answer.sha256, code=CODES[number],
    )  # fmt: skip


def row(name: str, values: list[float], scale: float) -> None:
    """Print least, median, 95th percentile and number."""
    ordered = sorted(value * scale for value in values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    median = statistics.median(ordered)
    print(f"{name:<60}{ordered[0]:>9.1f}{median:>9.1f}{p95:>9.1f}{len(ordered):>5}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument(
        "--only", choices=["opening", "keys", "acts", "disk", "beside", "learning", "desks"]
    )
    parser.add_argument("--study", type=Path, help="one that an earlier run made")
    wished = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        study = wished.study or make_coding_study(Path(name) / "study")
        print(f"{'':<60}{'least':>9}{'median':>9}{'p95':>9}{'n':>5}")
        measures: dict[str, Callable[[], None]] = {
            "opening": lambda: measure_opening(study, wished.starts),
            "keys": lambda: measure_keys(study, wished.keys, Path(name) / "state"),
            "acts": lambda: measure_acts(study, 12),
            "disk": lambda: measure_disk(study),
            "beside": lambda: measure_beside(study),
            "learning": lambda: measure_learning(study),
            "desks": lambda: measure_desks(study, min(wished.keys, 20)),
        }
        for what, measure in measures.items():
            if wished.only in (None, what):
                measure()


if __name__ == "__main__":
    main()
