"""What ``themer analyse`` costs on a study of many conversations: cold, unchanged, one changed.

    python benchmarks/large_study.py [--interviews 1000] [--answers 30] [--data FOLDER]
                                     [--study FOLDER] [--only cold,warm,same,one]

The study is made of halves of sentences: of the fictional study that the repository is, or of the
answers in FOLDER/data.jsonl; no two answers are alike, and as many words as the fictional ones.
Each run is a process of its own. CPU seconds are of all its threads, by what they were spent on;
memory is the most that the process held. *Warm* has vectors and conversations kept and nothing
else. A study that is there already is gone on with.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import importlib
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
SEED = 20261122
SENTENCES = (1, 2, 2, 3, 3, 4)
"""Of a made answer; the halves have 16 words together."""
STAGES: dict[str, tuple[str, ...]] = {
    "reading the files": ("themer.workflows.analysis.analyse.load_material",),
    "indicators": ("themer.workflows.analysis.analyse.keep_run",),
    "telling what changed": (
        "themer.workflows.analysis.analyse.inputs_sha256",
        "themer.workflows.analysis.analyse.held_files",
        "themer.workflows.analysis.analyse.recall",
        "themer.workflows.analysis.machine.words_sha256",
        "themer.workflows.analysis.machine.part_sha256",
    ),
    "cutting into segments": ("themer.workflows.analysis.machine._segments",),
    "loading the model": ("themer.workflows.analysis.machine.encoder_or_none",),
    "vectors": ("themer.workflows.analysis.vectors.KeptVectors.__call__",),
    "dropping unused vectors": ("themer.workflows.analysis.vectors.KeptVectors.drop_unused",),
    "codes: grounds": ("themer.workflows.analysis.suggesting.grounds_of",),
    "codes: likeness": ("themer.coding.scoring.code_likeness",),
    "codes: self-training": ("themer.coding.scoring.self_taught",),
    "codes: neighbours": ("themer.coding.scoring.neighbourhood",),
    "codes: learning and scores": ("themer.workflows.analysis.suggesting.suggest_on",),
    "codes: reasons": ("themer.coding.suggestions.Suggestions.reason",),
    "codes: all else": ("themer.workflows.analysis.machine.suggest_codes",),
    "codes: parts": ("themer.workflows.analysis.machine.parts_of",),
    "themes: points": ("themer.themes.grouping.points_of",),
    "themes: placing": ("themer.themes.sampled.placed", "themer.themes.sampled._with_others"),
    "themes: neighbours": ("themer.themes.communities.neighbourhood",),
    "themes: communities": ("themer.themes.grouping.communities",),
    "themes: firmness": ("themer.themes.grouping._firm",),
    "themes: names": ("themer.themes.grouping.names_of",),
    "themes: all else": ("themer.workflows.analysis.machine.candidate_themes",),
    "writing": ("themer.workflows.analysis.analyse._write",),
}


class Stopwatch:
    """CPU seconds by stage; what a stage calls that is a stage itself is not counted twice."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._open: list[list[Any]] = []
        self._since = time.process_time()

    def _pass(self) -> None:
        now = time.process_time()
        name = self._open[-1][0] if self._open else "all else"
        self.spent[name] = self.spent.get(name, 0.0) + now - self._since
        self._since = now

    def time(self, name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function that does the same, timed."""

        @functools.wraps(inner)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._pass()
            self._open.append([name])
            try:
                found = inner(*args, **kwargs)
                return list(found) if hasattr(found, "__next__") else found
            finally:
                self._pass()
                self._open.pop()

        return timed

    def put_in(self) -> None:
        """Time every stage that this version of themer has; say which it has not."""
        for name, places in STAGES.items():
            for place in places:
                parts = place.split(".")
                try:
                    cut = next(n for n, part in enumerate(parts) if part[0].isupper())
                except StopIteration:
                    cut = len(parts) - 1
                try:
                    holder: Any = importlib.import_module(".".join(parts[:cut]))
                    for part in parts[cut:-1]:
                        holder = getattr(holder, part)
                    inner = getattr(holder, parts[-1])
                except (ImportError, AttributeError):
                    print(f"there is no {place}", file=sys.stderr)
                    continue
                setattr(holder, parts[-1], self.time(name, inner))

    def end(self) -> dict[str, float]:
        """Give the seconds by stage."""
        self._pass()
        return self.spent


def run_timed(study: Path) -> None:
    """Analyse a study in this process, and print what it cost as JSON."""
    from themer.storage.study_folder import StudyFolder
    from themer.workflows.analysis.analyse import analyse

    for module in {p.rsplit(".", 2 if "KeptV" in p or "Sugg" in p else 1)[0]
                   for places in STAGES.values() for p in places}:  # fmt: skip
        importlib.import_module(module)
    watch = Stopwatch()
    watch.put_in()
    result = analyse(StudyFolder(study))
    print(
        json.dumps(
            {
                "segments": result.segments,
                "interviews": result.interviews,
                "themes": len(result.themes.themes),
                "unplaced": len(result.themes.unplaced),
                "note": result.themes.note,
                "made_anew": result.made_anew,
                "cpu": watch.end(),
                "whole": time.process_time(),
                "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def halves_of(sentences: Sequence[str]) -> tuple[list[str], list[str]]:
    """Cut sentences of a usual length in the middle."""
    heads, tails = [], []
    for sentence in sentences:
        words = sentence.strip(" .!?").split()
        if 8 <= len(words) <= 40:
            heads.append(" ".join(words[: len(words) // 2]))
            tails.append(" ".join(words[len(words) // 2 :]))
    return heads, tails


def sentences_in(data: Path | None) -> list[str]:
    """Read the sentences that answers are made of."""
    import yaml

    from themer.language.sentences import sentences

    texts: list[str] = []
    if data is not None:
        lines = (data / "data.jsonl").read_text("utf-8").splitlines()
        texts = [str(json.loads(line)["text"]) for line in lines]
    else:
        for path in sorted((REPOSITORY / "interviews").glob("*.yaml")):
            held = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
            texts += [answer.get("noted", "") for answer in held.get("answers", {}).values()]
    return [text[start:end] for text in texts for start, end in sentences(text)]


def make_large(folder: Path, interviews: int, answers: int, data: Path | None) -> None:
    """Write a study; the first so many conversations are the same whatever the number."""
    import yaml

    for name in ("question_sets", "interviews"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    held = REPOSITORY / "question_sets"
    book = next(iter(sorted(held.glob("*.codebook.yaml"))))
    shutil.copyfile(book, folder / "question_sets" / book.name)
    asked = [
        question
        for path in sorted(held.glob("*.yaml"))
        if not path.name.endswith(".codebook.yaml")
        for section in yaml.safe_load(path.read_text("utf-8"))["sections"]
        for question in section["questions"]
    ]
    asked = list({question["ask"]: question for question in asked}.values())[:answers]
    questions = {
        "schema": "themer/question-set/1", "id": "large", "version": "1",
        "title": "Questions of a large study", "codebook": book.name.split(".")[0],
        "audience": "service", "minutes": 60,
        "sections": [{"id": "all", "title": "All", "minutes": 60, "questions": [
            {"id": f"q{n}", "short": f"Matter {n}", "ask": one["ask"], "answer": "none",
             "components": one.get("components", [])}
            for n, one in enumerate(asked)
        ]}],
    }  # fmt: skip
    content = yaml.dump(questions, sort_keys=False, allow_unicode=True)
    (folder / "question_sets" / "large.yaml").write_text(content, "utf-8")
    digest = hashlib.sha256(content.encode()).hexdigest()
    units = [f"unit-{number:04}" for number in range(interviews)]
    study = {
        "schema": "themer/study/1", "id": "large", "title": "A large study", "fictional": "yes",
        "unit": "service", "audiences": {"service": {"one": "service", "many": "services"}},
        "types": {"council": "council"},
        "partners": [
            {"id": f"o-{unit}", "name": f"Organisation {unit}", "type": "council",
             "units": [{"id": unit, "name": f"Service {unit}", "audience": "service",
                        "contact": {"state": "held"}}]}
            for unit in units
        ],
    }  # fmt: skip
    (folder / "study.yaml").write_text(yaml.dump(study, sort_keys=False), "utf-8")
    heads, tails = halves_of(sentences_in(data))
    for unit in units:
        chance = random.Random(f"{SEED}-{unit}")
        path = folder / "interviews" / f"{unit}.yaml"
        lines = [
            f"schema: themer/interview/1\nid: {unit}\nfictional: yes\n"
            f"set: {{id: large, version: '1', sha256: {digest}}}\nunit: {unit}\n"
            f"organisation: o-{unit}\nstate: finished\nroster:\n  - {{id: p1, role: lead}}\n"
            "sittings:\n  - {date: 2026-02-03, mode: video, minutes: 60}\n"
            'consent: {wording_version: "1", take_part: yes, quote: yes, name: no}\nanswers:'
        ]
        for number in range(len(asked)):
            said = ". ".join(
                f"{chance.choice(heads).capitalize()} {chance.choice(tails)}"
                for _ in range(chance.choice(SENTENCES))
            )
            lines.append(f"  q{number}:\n    state: answered\n    noted: {json.dumps(said + '.')}")
        path.write_text("\n".join(lines) + "\n", "utf-8")


def change_one(study: Path) -> None:
    """Add a sentence to one answer of a conversation in the middle."""
    paths = sorted((study / "interviews").glob("*.yaml"))
    path = paths[len(paths) // 2]
    text = path.read_text("utf-8")
    mark = "    noted: "
    at = text.index(mark) + len(mark) + 1
    added = f"On {time.time_ns()} the plan for the autumn was put off again. "
    path.write_text(text[:at] + added + text[at:], "utf-8")


def report(what: str, study: Path) -> None:
    """Analyse in a process of its own and print its row of figures."""
    done = subprocess.run(
        [sys.executable, __file__, "--timed", str(study)], stdout=subprocess.PIPE, check=True
    )
    found = json.loads(done.stdout)
    print(
        f"\n{what}: {found['whole']:.1f} CPU s, {found['mb']:,.0f} MB; {found['segments']:,} "
        f"segments of {found['interviews']:,} conversations, {found['themes']} themes, "
        f"{found['unplaced']:,} unplaced; made anew: {found['made_anew']}. {found['note'] or ''}"
    )
    for stage, seconds in found["cpu"].items():
        if seconds >= 0.05:
            print(f"  {seconds:8.1f}  {stage}")
    sys.stdout.flush()


def main() -> None:
    """Make the study where there is none, and print what each run costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--interviews", type=int, default=1000)
    parser.add_argument("--answers", type=int, default=30)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--study", type=Path, help="the folder of the study, to go on with later")
    parser.add_argument("--only", default="cold,same,one")
    parser.add_argument("--timed", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.timed is not None:
        run_timed(options.timed)
        return
    with tempfile.TemporaryDirectory() as temporary:
        study = options.study or Path(temporary) / "study"
        if not (study / "study.yaml").is_file():
            make_large(study, options.interviews, options.answers, options.data)
        if "cold" in options.only:
            for name in (".themer", "coding"):
                shutil.rmtree(study / name, ignore_errors=True)
            report("cold", study)
        if "warm" in options.only:
            shutil.rmtree(study / "coding", ignore_errors=True)
            report("vectors and conversations kept, nothing else", study)
        if "same" in options.only:
            report("nothing changed", study)
        if "one" in options.only:
            change_one(study)
            report("one conversation changed", study)


if __name__ == "__main__":
    main()
