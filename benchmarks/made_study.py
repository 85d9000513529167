"""A made-up study for benchmarks: one large conversation, and many of the usual size."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

LARGE = "big-one"
"""The conversation of 60 answers and about 30 KB; the last answer is the longest."""
QUESTIONS = 60
_WORDS = "post only since the van went, volunteers carry a few by hand. "
_TYPES = ("yes_no_partly", "none", "{type: number, unit: GBP}", "none", "yes_no")
_FACTS = ("partly", None, "40", None, "yes")


def make_study(
    folder: Path, interviews: int, usual: int = 470, codebook: str | None = None
) -> Path:
    """Write a study with so many conversations beside the large one, of 9 KB unless told.

    Args:
        folder: Where; it is made.
        interviews: How many, the large one among them.
        usual: Characters of a usual answer.
        codebook: The id of the codebook that the question set points to; it is not written here.
    """
    for name in ("question_sets", "interviews"):
        (folder / name).mkdir(parents=True)
    units = [LARGE, *(f"unit-{number}" for number in range(interviews - 1))]
    (folder / "study.yaml").write_text(_study(units), encoding="utf-8")
    (folder / "question_sets" / "usual.yaml").write_text(_questions(codebook), encoding="utf-8")
    digest = hashlib.sha256(_questions(codebook).encode()).hexdigest()
    for unit in units:
        is_large = unit == LARGE
        count, longest = (QUESTIONS, 2000) if is_large else (18, usual)
        answers = _answers(count, longest, usual)
        path = folder / "interviews" / f"{unit}.yaml"
        path.write_text(_interview(unit, answers, digest), encoding="utf-8")
    return folder


def words(length: int, number: int = 0) -> str:
    """Give words of a length in characters, one long paragraph, other ones for each number."""
    listed = _WORDS.split()
    turned = " ".join([str(number), *listed[number % len(listed) :], *listed]) + " "
    return (turned * (length // len(turned) + 1))[:length].strip()


def _study(units: list[str]) -> str:
    listed = "".join(
        f"  - id: o-{unit}\n    name: Organisation {unit}\n    type: council\n    units:\n"
        f"      - {{id: {unit}, name: Service {unit}, audience: branch, "
        "contact: {state: held}}\n"
        for unit in units
    )
    return (
        "schema: themer/study/1\nid: made-up\ntitle: A made-up study\nfictional: yes\n"
        "unit: service\naudiences: {branch: {one: branch, many: branches}}\n"
        f"types: {{council: council library}}\npartners:\n{listed}"
        'consent: {version: "1", take_part: May we go on?, quote: May we quote?, name: Name you?}\n'
    )


def _questions(codebook: str | None) -> str:
    lines = [
        "schema: themer/question-set/1\nid: usual\nversion: '1'\ntitle: The usual questions",
        *([] if codebook is None else [f"codebook: {codebook}"]),
        "audience: branch\nminutes: 60\nsections:",
    ]
    for number in range(QUESTIONS):
        if number % 10 == 0:
            lines.append(f"  - id: s{number}\n    title: Section {number}\n    minutes: 10")
            lines.append("    questions:")
        kind = _TYPES[number % 5]
        lines.append(f"      - id: q{number}\n        short: Matter {number}")
        lines.append(f"        ask: How do things stand with matter {number}, and who sees to it?")
        lines.append(f"        answer: {kind}")
        if number % 8 == 0:
            lines.append("        core: yes")
        if number % 2 == 0:
            lines.append("        guidance: If unsure, ask about the plan first.")
            lines.append("        probes:\n          - {id: since, ask: Since when?}")
            lines.append("          - {id: who, ask: Who pays for it?, when: q0 is partly}")
    return "\n".join(lines) + "\n"


def _answers(count: int, longest: int, usual: int) -> str:
    lines = []
    for number in range(QUESTIONS - count, QUESTIONS):
        fact = _FACTS[number % 5]
        lines.append(f"  q{number}:\n    state: answered")
        if fact is not None:
            lines.append(f"    fact: {json.dumps(fact)}")
        length = longest if number == QUESTIONS - 1 else usual
        lines.append(f"    noted: {json.dumps(words(length, number))}")
    return "\n".join(lines)


def _interview(unit: str, answers: str, digest: str) -> str:
    return (
        f"schema: themer/interview/1\nid: {unit}\nfictional: yes\n"
        f"set: {{id: usual, version: '1', sha256: {digest}}}\nunit: {unit}\n"
        f"organisation: o-{unit}\nstate: open\nroster:\n  - {{id: p1, role: librarian}}\n"
        "sittings:\n  - {date: 2026-02-03, mode: video, minutes: 20}\n"
        'consent: {wording_version: "1", take_part: yes, quote: yes, name: no, '
        f"at: 2026-02-03T10:02:11Z}}\nanswers:\n{answers}\n"
    )
