"""What the report says of itself: how to read it, what its words mean, what limits it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from themer.findings.looking_again import looking_again
from themer.findings.results import Participation
from themer.findings.wording import quantity_table
from themer.model.study import ContactState
from themer.report.coded_words import no_quotes_said, read_so_far
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import WITHHELD, listed
from themer.report.source import Source
from themer.report.tables import table
from themer.report.wording import how_many_took_part

_UNITS = {
    "service": "A service is counted once, however many conversations it had",
    "organisation": "An organisation is counted once, however many conversations it had",
    "respondent": "A respondent is counted once",
    "conversation": "Each conversation is counted once",
}


_ORDER = (
    "Findings stand in the order of how many voice them, with recorded facts among or after them; "
    "the order does not say what matters most."
)

_QUOTING = (
    "Words in quotation marks, where there are any, were heard word for word and may be used. All "
    "else that people said is given as it was noted."
)
_NOT_YET: tuple[ContactState, ...] = ("approached", "invited", "booked")
"""What leads to a conversation that is still to come; no reply is an answer of a kind."""
SMALLEST_FOR_WORDS = 6
"""Under this base most words mean one count, and a table of them says nothing."""


def reading(source: Source) -> list[Rich]:
    """Explain the unit, the base, the words and what is not printed."""
    study = source.material.study
    said = [
        rich(
            f"{_UNITS[study.unit]}. “6 of 9” means that 9 were asked and gave an answer, and 6 "
            "gave this one. For themes and codes, only those count whose every answer a person has "
            "read. The evidence report says how many are outside a base, and why."
        ),
        rich(_ORDER),
        *_percentages_said(source),
        *_bases_said(source),
        *_confidence_said(source),
        *(
            [rich("Not discussed is never absent: nobody asked, or nothing was said.")]
            if source.findings.boards
            else []
        ),
        rich(_QUOTING),
    ]
    minimum = source.printer.minimum
    if minimum > 1:
        largest = source.printer.number(
            "setting:withheld_to", "the largest count withheld", minimum - 1, (), "small-cells"
        )
        said.append(
            say(
                "“{withheld}” stands for a count from 1 to {largest}, or for one from which such a "
                "count could be worked out.",
                withheld=WITHHELD,
                largest=largest,
            )
        )
    return said


def _percentages_said(source: Source) -> list[Rich]:
    """Say from which base percentages stand, where any base can be so large."""
    least = source.material.study.percent_from
    if all(len(part.took_part) < least for part in source.findings.participation):
        return []
    n = source.printer.number(
        "setting:percent_from", "the smallest base with a percentage", least, (), "percentages"
    )
    return [say("A percentage stands beside its count where the base is {n} or more.", n=n)]


def _confidence_said(source: Source) -> list[Rich]:
    """Say whose judgement it is how sure a theme is, where anybody judged."""
    if not any(theme.confidence for theme in source.findings.themes):
        return []
    return [
        rich(
            "High, moderate and low say how sure those who named a theme are of it; the evidence "
            "report gives each reason."
        )
    ]


def _bases_said(source: Source) -> list[Rich]:
    """Say once for each audience why the base of themes is smaller than all that took part."""
    said = []
    for part in source.findings.participation:
        bases = {
            count.voiced.n
            for theme in source.findings.themes
            for count in theme.counts
            if count.audience == part.audience
        }
        if bases and max(bases) < len(part.took_part):
            said.append(read_so_far(source, part))
    return said


def quantity_words(source: Source) -> list[dict[str, Any]]:
    """Give, for each audience, what each word of quantity means at its full base."""
    found = []
    for part in source.findings.participation:
        n = len(part.took_part)
        if n >= SMALLEST_FOR_WORDS:
            words = [
                [
                    word,
                    say("{means} of {n}", means=means, n=how_many_took_part(source.printer, part)),
                ]
                for word, means in _words_meant(source, part)
            ]
            found.append(
                table(
                    say(
                        "What the words mean for {n} {noun}",
                        n=how_many_took_part(source.printer, part),
                        noun=source.printer.noun(part.audience, n),
                    ),
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
                say("{word} is {means}", word=word, means=means)
                for word, means in _words_meant(source, part)
                if word not in ("none", "one", "all")
            ]
            noun = source.printer.noun(part.audience, n)
            took = how_many_took_part(source.printer, part)
            found.append(say("Of {n} {noun}, {words}.", n=took, noun=noun, words=listed(words)))
    return found


def _words_meant(source: Source, part: Participation) -> list[tuple[str, Rich]]:
    """List each word with the counts that it stands for: "9 to 12"."""
    n, found = len(part.took_part), []
    for word, least, most in quantity_table(n):
        ends = [
            source.printer.number(
                f"quantity:{word.replace(' ', '_')}:{end}@{part.audience}",
                f"“{word}”, of {source.printer.noun(part.audience, 2)}: the {end} that it means",
                value,
                (),
                "words-of-quantity",
            )
            for end, value in (("fewest", least), ("most", most))
        ]
        found.append((word, joined(ends[:1] if least == most else ends, " to ")))
    return found


def limits(source: Source) -> list[Rich]:
    """List what limits the findings, as far as the data tell."""
    findings = source.findings
    said: list[Rich] = [rich("Counts tell what people said. Nobody checked it against records.")]
    for part in findings.participation:
        said += _limits_of(source, part)
    if any(part.sittings for part in findings.participation):
        said.append(rich("What was said was noted by hand while listening, not recorded."))
    if no_quotes := no_quotes_said(source):
        said.append(no_quotes)
    if not source.findings.themes:
        said += [words for part in findings.participation if (words := read_so_far(source, part))]
    bases = [len(part.took_part) for part in findings.participation if part.took_part]
    if bases and max(bases) < source.material.study.percent_from:
        said.append(rich("The numbers are small: a difference of one or two units means little."))
    if weighed := len(findings.weighed()):
        n = source.printer.number(
            "contradictions:settled",
            "contradictions that people settled",
            weighed,
            (),
            "contradictions",
        )
        noun = "contradiction was" if weighed == 1 else "contradictions were"
        said.append(say("{n} {noun} settled by people, each with a reason.", n=n, noun=noun))
    if (waiting := _waiting_said(source)) is not None:
        said.append(waiting)
    if many := len(findings.open_contradictions()):
        n = source.printer.number(
            "contradictions", "records that contradict each other", many, (), "contradictions"
        )
        said.append(
            say(
                "In {n} {places} two records of one {unit} differ, such as a recorded answer and "
                "the words beside it. All stand as they were noted.",
                n=n,
                places="place" if many == 1 else "places",
                unit=source.material.study.unit,
            )
        )
    return said


def _waiting_said(source: Source) -> Rich | None:
    """Say how many decisions wait since a codebook changed; None where none does."""
    items = [item for of in looking_again(source.material).values() for item in of]
    if not items:
        return None
    uncounted = sum(not item.is_counted for item in items)

    def printed(key: str, label: str, value: int) -> Rich:
        """Enter a number into the ledger, and print it."""
        return source.printer.number(f"codebook:{key}", label, value, (), "prevalence-of-a-code")

    n = printed("waiting", "decisions to be looked at again since a codebook changed", len(items))
    said = say(
        "The codebook changed while people coded; decisions still to look at again: {n}.", n=n
    )
    if not uncounted:
        return said
    k = printed("uncounted", "decisions on retired codes that wait and are not counted", uncounted)
    return joined((said, say(" Of these, not counted, as the code is retired: {k}.", k=k)))


def _limits_of(source: Source, part: Participation) -> list[Rich]:
    """List who of an audience did not take part, and conversations that are not whole."""
    said = []
    silent = set(part.approached) - set(part.took_part)
    waiting = sorted(silent & {unit for state in _NOT_YET for unit in part.by_state.get(state, ())})
    missing = sorted(silent - set(waiting))
    if silent and len(part.approached) == 1:
        one = source.printer.noun(part.audience, 1)
        did = "has not taken part yet" if waiting else "did not take part"
        said.append(say("The one {one} approached {did}.", one=one, did=did))
        return said + _not_whole(source, part)
    if missing:
        said.append(
            say(
                "{n} of the {of} {noun} approached did not take part; they may differ from the "
                "others.",
                n=_counted(source, part, "missing", "did not take part", missing),
                of=_counted(source, part, "approached", "approached", part.approached),
                noun=source.printer.noun(part.audience, len(part.approached)),
            )
        )
    if waiting:
        said.append(
            say(
                "{n} of the {of} {noun} approached {has} not taken part yet.",
                n=_counted(source, part, "waiting", "not taken part yet", waiting),
                of=_counted(source, part, "approached", "approached", part.approached),
                noun=source.printer.noun(part.audience, len(part.approached)),
                has="has" if len(waiting) == 1 else "have",
            )
        )
    return said + _not_whole(source, part)


def _not_whole(source: Source, part: Participation) -> list[Rich]:
    """List conversations that are not finished and those that were withdrawn."""
    said = []
    one_open = len(part.open) == 1
    if part.open:
        said.append(
            say(
                "{n} {what} count question by question.",
                n=_counted(
                    source, part, "open", "unfinished conversations", part.open, named=False
                ),
                what="conversation is not finished; its answers"
                if one_open
                else "conversations are not finished; their answers",
            )
        )
    if part.withdrawn:
        n = _counted(source, part, "withdrawn", "withdrawn", part.withdrawn, named=False)
        what = "conversation was withdrawn and counts nowhere"
        if len(part.withdrawn) > 1:
            what = "conversations were withdrawn and count nowhere"
        said.append(say("{n} {what}.", n=n, what=what))
    return said


def _counted(
    source: Source,
    part: Participation,
    key: str,
    label: str,
    which: Sequence[str],
    *,
    named: bool = True,
) -> Rich:
    many = source.printer.noun(part.audience, 2)
    return source.printer.number(
        f"{key}@{part.audience}",
        f"{many} {label}" if named else label,
        len(which),
        which if named else (),
        "who-took-part",
    )
