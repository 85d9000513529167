"""What the report says of itself: how to read it, its limits, its method, what is undecided."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from themer.findings.figure import Figure
from themer.findings.wording import quantity_table
from themer.model.decision import Decision
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import WITHHELD, listed, started
from themer.report.source import Source
from themer.report.tables import table
from themer.report.wording import held

_UNITS = {
    "service": "A service is counted once, however many conversations it had",
    "organisation": "An organisation is counted once, however many conversations it had",
    "respondent": "A respondent is counted once",
    "conversation": "Each conversation is counted once",
}


SMALLEST_FOR_WORDS = 6
"""Under this base most words mean one count, and a table of them says nothing."""


def reading(source: Source) -> list[Rich]:
    """Explain the unit, the base, the words and what is not printed."""
    study = source.material.study
    said = [
        rich(
            f"{_UNITS[study.unit]}. “6 of 9” means that 9 were asked and gave an answer, and 6 "
            "gave this one. Those outside the 9 are named beside it."
        ),
        rich(
            f"A percentage stands beside its count where the base is {study.percent_from} or more."
        ),
        rich("Not discussed is never absent: nobody asked, or nothing was said."),
        rich(
            "Words in quotation marks were heard word for word and may be used. All else that "
            "people said is given as it was noted."
        ),
    ]
    minimum = source.printer.minimum
    if minimum > 1:
        said.append(
            rich(
                f"“{WITHHELD}” stands for a count from 1 to {minimum - 1}, or for one from which "
                "such a count could be worked out."
            )
        )
    return said


def quantity_words(source: Source) -> list[dict[str, Any]]:
    """Give, for each audience, what each word of quantity means at its full base."""
    found = []
    for part in source.findings.participation:
        n = len(part.took_part)
        if n >= SMALLEST_FOR_WORDS:
            words = printer_words(n)
            found.append(
                table(
                    f"What the words mean for {n} {source.printer.noun(part.audience, n)}",
                    ["Word", "Means"],
                    words,
                )
            )
    return found


def quantity_sentences(source: Source) -> list[Rich]:
    """Say in one sentence for each audience what the words of quantity mean at its full base."""
    found = []
    for part in source.findings.participation:
        n = len(part.took_part)
        if n >= SMALLEST_FOR_WORDS:
            words = [
                f"{word} is {least}" if least == most else f"{word} is {least} to {most}"
                for word, least, most in quantity_table(n)
                if word not in ("none", "one", "all")
            ]
            noun = source.printer.noun(part.audience, n)
            found.append(say("Of {n} {noun}, {words}.", n=n, noun=noun, words=listed(words)))
    return found


def printer_words(n: int) -> list[list[str]]:
    """List each word with the counts that it stands for."""
    return [
        [word, f"{least} of {n}" if least == most else f"{least} to {most} of {n}"]
        for word, least, most in quantity_table(n)
    ]


def limits(source: Source) -> list[Rich]:
    """List what limits the findings, as far as the data tell."""
    printer, findings = source.printer, source.findings
    said: list[Rich] = [rich("Counts tell what people said. Nobody checked it against records.")]
    for part in findings.participation:
        missing = sorted(set(part.approached) - set(part.took_part))
        if missing and part.approached:
            n = printer.number(
                f"missing@{part.audience}",
                "did not take part",
                len(missing),
                missing,
                "who-took-part",
            )
            of = printer.number(
                f"approached@{part.audience}",
                f"{printer.noun(part.audience, 2)} approached",
                len(part.approached),
                part.approached,
                "who-took-part",
            )
            said.append(
                say(
                    "{n} of the {of} {noun} approached did not take part; they may differ from the "
                    "others.",
                    n=n,
                    of=of,
                    noun=printer.noun(part.audience, len(part.approached)),
                )
            )
        if part.open:
            n = printer.number(
                f"open@{part.audience}",
                "unfinished conversations",
                len(part.open),
                (),
                "who-took-part",
            )
            said.append(
                say(
                    "{n} {what} not finished; its answers count question by question."
                    if len(part.open) == 1
                    else "{n} {what} not finished; their answers count question by question.",
                    n=n,
                    what="conversation is" if len(part.open) == 1 else "conversations are",
                )
            )
        if part.withdrawn:
            n = printer.number(
                f"withdrawn@{part.audience}",
                "withdrawn conversations",
                len(part.withdrawn),
                (),
                "who-took-part",
            )
            said.append(
                say(
                    "{n} {what} withdrawn and counts nowhere."
                    if len(part.withdrawn) == 1
                    else "{n} {what} withdrawn and count nowhere.",
                    n=n,
                    what="conversation was" if len(part.withdrawn) == 1 else "conversations were",
                )
            )
    if any(part.sittings for part in findings.participation):
        said.append(rich("What was said was noted by hand while listening, not recorded."))
    bases = [len(part.took_part) for part in findings.participation if part.took_part]
    if bases and max(bases) < source.material.study.percent_from:
        said.append(rich("The numbers are small: a difference of one or two units means little."))
    if findings.contradictions:
        n = printer.number(
            "contradictions",
            "records that contradict each other",
            len(findings.contradictions),
            (),
            "contradictions",
        )
        said.append(
            say(
                "{n} {noun} of records contradict each other; the later one is counted.",
                n=n,
                noun="pair" if len(findings.contradictions) == 1 else "pairs",
            )
        )
    return said


def _saturation(source: Source) -> list[Rich]:
    """Say whether later conversations still brought new codes, once where it is the same."""
    found = [one for one in source.findings.saturation if one.of == "codes"]
    if len({one.sentence for one in found}) == 1:
        return [rich(found[0].sentence)]
    return [
        say(
            "{who}: {sentence}",
            who=started(source.printer.audience(one.audience).many),
            sentence=one.sentence,
        )
        for one in found
    ]


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
    said.append(_coders(source))
    said += _agreement(source)
    said += _saturation(source)
    said.append(_machine(source))
    return said


def conversations(source: Source) -> list[Rich]:
    """Say for each audience how many conversations there were, when, and how long."""
    parts = source.findings.participation
    return [words for part in parts if (words := held(source.printer, part))]


def _coders(source: Source) -> Rich:
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


def _agreement(source: Source) -> list[Rich]:
    """Say on how many passages that two people decided they agreed, or that one coded alone."""
    if not source.material.decisions:
        return []
    coders = {event.coder for event in source.material.decisions}
    if len(coders) == 1:
        return [rich("One person coded alone, so there is no agreement between coders to report.")]
    both, same = _shared(source.material.decisions)
    if not both:
        return [rich("No passage was decided by two people, so there is no agreement to report.")]
    figure = Figure(
        "agreement",
        "passages that two people decided alike",
        next(iter(source.material.study.audiences)),
        same,
        both,
        "agreement",
    )
    return [
        say(
            "Of the passages that two people decided on, they decided {count} alike.",
            count=source.printer.ledger.figure(figure, f"{same} of {both}"),
        )
    ]


def _shared(decisions: tuple[Decision, ...]) -> tuple[int, int]:
    places: dict[tuple[object, ...], dict[str, str]] = defaultdict(dict)
    for event in decisions:
        if event.action in ("accept", "refuse"):
            place = (event.interview, event.question, event.start, event.end, event.code)
            places[place][event.coder] = event.action
    twice = [verdicts for verdicts in places.values() if len(verdicts) > 1]
    return len(twice), sum(len(set(verdicts.values())) == 1 for verdicts in twice)


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
            ["Code", "Where", "Suggested in"],
            [
                [code.name, printer.audience(code.audience).many, printer.k_of_n(code.suggested)]
                for code in waiting
            ],
            numbers=1,
        )
        if waiting
        else None,
    }
