"""How the findings were made: conversations, versions, coders, and the part of the machine."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from themer.findings.coded import CodeFinding
from themer.findings.results import Saturation
from themer.report.agreement import agreement
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import listed, started
from themer.report.source import Source
from themer.report.tables import table
from themer.report.wording import held


def saturation(source: Source) -> list[Rich]:
    """Say whether later conversations still brought new codes, once where it is the same."""
    found = [one for one in source.findings.saturation if one.of == "codes"]
    if len({one.sentence for one in found}) == 1:
        return [_entered(source, found[0])]
    return [
        say(
            "{who}: {sentence}",
            who=started(source.printer.audience(one.audience).many),
            sentence=_entered(source, one),
        )
        for one in found
    ]


def _entered(source: Source, one: Saturation) -> Rich:
    """Print the sentence on saturation with each of its numbers entered, by its place in it."""
    pieces = re.split(r"(\d+%?)", one.sentence)
    words = [
        source.printer.ledger.enter(
            Entry(
                f"saturation:{one.of}:{place // 2 + 1}@{one.audience}",
                f"saturation of {one.of}: “{piece}{pieces[place + 1].partition(',')[0]}”",
                "saturation",
                float(piece.rstrip("%")),
            ),
            piece,
        )
        if place % 2
        else rich(piece)
        for place, piece in enumerate(pieces)
    ]
    return joined(words)


def method(source: Source) -> list[Rich]:
    """Say how the findings were made: conversations, versions, coders, what the machine did."""
    material = source.material
    said = conversations(source)
    for question_set in sorted(material.sets.values(), key=lambda s: s.id):
        said.append(
            say(
                "Question set: {title}, version {version}.",
                title=question_set.title,
                version=question_set.version,
            )
        )
    for codebook in sorted(material.codebooks.values(), key=lambda c: c.id):
        said.append(
            say(
                "Codebook: {title}, version {version}.",
                title=codebook.title,
                version=codebook.version,
            )
        )
    said.append(rich("This is codebook thematic analysis, decided passage by passage."))
    said.append(coders(source))
    said += agreement(source)["said"]
    said += _doubtful(source)
    said += saturation(source)
    said.append(_machine(source))
    return said


def conversations(source: Source) -> list[Rich]:
    """Say for each audience how many conversations there were, when, and how long."""
    parts = source.findings.participation
    return [words for part in parts if (words := held(source.printer, part))]


def coders(source: Source) -> Rich:
    """Say who coded, and how many decisions each made."""
    decided: dict[str, int] = defaultdict(int)
    for event in source.material.decisions:
        decided[event.coder] += 1
    if not decided:
        return rich(
            "No person has coded yet, so no code and no component rests on a person's word."
        )
    fictional = " (fictional)" if source.material.study.fictional else ""
    parts = [
        say(
            "{coder}{fictional}, {n} {noun}",
            coder=coder,
            fictional=fictional,
            n=source.printer.number(
                f"decisions:{coder}", f"decisions of {coder}", count, (), "coders"
            ),
            noun="decision" if count == 1 else "decisions",
        )
        for coder, count in sorted(decided.items())
    ]
    return say("Coded by {who}.", who=listed(parts))


def _doubtful(source: Source) -> list[Rich]:
    """Say beside how many facts words stand that may say otherwise, and that nobody has decided."""
    every = source.findings.to_look_at
    if not every:
        return []
    left = source.findings.open_to_look_at()
    number = source.printer.number
    return [
        say(
            "Beside {n} recorded {noun} stand words that may say otherwise, found by cues such as "
            "“on paper”, which are often wrong; of {m} nobody has decided yet.",
            n=number("to-look-at", "facts beside words with a cue", len(every), (), "to-look-at"),
            noun="fact" if len(every) == 1 else "facts",
            m=number("to-look-at:open", "of these, not yet decided", len(left), (), "to-look-at"),
        )
    ]


def _machine(source: Source) -> Rich:
    files = source.material.suggestions
    if not files:
        return rich("No machine took part in the coding.")
    made_by = next(iter(sorted(files.items())))[1].header.made_by
    return say(
        "The machine ({model}) suggested codes for passages and groups of like "
        "passages. It decided nothing: a suggestion counts only after a person accepts it.",
        model=made_by.model,
    )


def _to_decide(source: Source, code: CodeFinding) -> Rich:
    """Count the passages that wait; how many units they are of would read like a finding."""
    return source.printer.number(
        f"{code.suggested.id}:passages",
        f"{code.name}: passages that the machine suggests it for",
        len(code.suggested.answers),
        code.suggested.units,
        code.suggested.rule,
        small=True,
    )


def suggestions(source: Source) -> dict[str, Any]:
    """Count what the machine suggests and nobody has decided: for information, never added."""
    printer = source.printer
    waiting = [code for code in source.findings.codes if code.suggested.k]
    total = sum(len(code.suggested.answers) for code in waiting)
    candidates = len(source.findings.candidates)
    if not waiting and not candidates:
        return {
            "said": rich("No suggestion of the machine is waiting for a decision."),
            "table": None,
        }
    places = printer.number(
        "suggestions", "suggestions not yet decided", total, (), "what-the-machine-suggests"
    )
    groups = printer.number(
        "candidates", "candidate themes not yet decided", candidates, (), "candidate-themes"
    )
    return {
        "said": joined(
            (
                say(
                    "{n} {noun} of codes and {m} candidate {theme} of the machine wait for people.",
                    n=places,
                    noun="suggestion" if total == 1 else "suggestions",
                    m=groups,
                    theme="theme" if candidates == 1 else "themes",
                ),
                rich(" They are suggestions, and no count in this report rests on them."),
            )
        ),
        "table": table(
            "Suggested by the machine, decided by nobody",
            ["Code", "Where", "Passages to decide"],
            [
                [code.name, printer.audience(code.audience).many, _to_decide(source, code)]
                for code in waiting
            ],
            numbers=1,
        )
        if waiting
        else None,
    }
