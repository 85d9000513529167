"""The checklist for reports of interview studies, filled from what the study holds.

The items are those of COREQ (Tong, Sainsbury and Craig 2007, *International Journal for Quality in
Health Care* 19(6), 349-357), in words of our own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from themer import __version__
from themer.report import agreement, method
from themer.report.marked_text import Rich, joined, link, rich, say
from themer.report.printing import listed
from themer.report.source import Source
from themer.report.tables import table
from themer.report.wording import took_part

NOT_HELD = "Not held here; it can be said in the author's text on method."
RULE = "who-took-part"
_ITEMS: tuple[tuple[str, str], ...] = (
    ("interviewer", "Who led the conversations"),
    ("credentials", "Their qualifications"),
    ("occupation", "Their post at the time"),
    ("gender", "Their gender"),
    ("experience", "Their experience and training"),
    ("relationship", "Whether they knew those taking part before"),
    ("known", "What those taking part knew of them"),
    ("bias", "What about them may have coloured the conversations"),
    ("orientation", "The approach behind the analysis"),
    ("sampling", "How those asked were chosen"),
    ("approach", "How they were asked"),
    ("size", "How many took part"),
    ("refused", "How many declined or dropped out"),
    ("setting", "Where it took place"),
    ("others", "Whether anybody else was there"),
    ("sample", "What is known of those who took part"),
    ("guide", "What was asked, and whether it was tried out"),
    ("repeat", "Whether anybody was spoken with again"),
    ("recording", "Whether it was recorded"),
    ("notes", "Whether notes were made"),
    ("duration", "How long it took"),
    ("saturation", "Whether later conversations still brought anything new"),
    ("returned", "Whether records went back to those who took part"),
    ("coders", "How many people coded"),
    ("tree", "What they coded with"),
    ("derived", "Where the themes came from"),
    ("software", "The program used"),
    ("checked", "Whether those who took part commented on the findings"),
    ("quotes", "Whether quotes are given, and whose they are"),
    ("consistent", "Whether the findings follow from what was said"),
    ("major", "Whether the main themes are clear"),
    ("minor", "Whether minor themes and contrary cases are told"),
)


def checklist(source: Source) -> dict[str, Any]:
    """Give the checklist as a table: each item with what the study holds of it."""
    held = _held(source)
    return table(
        "What a report of conversations should tell, by COREQ, and what this one holds",
        ["No.", "Item", "What is held"],
        [
            [str(number), words, held.get(item) or rich(NOT_HELD)]
            for number, (item, words) in enumerate(_ITEMS, 1)
        ],
    )


def _held(source: Source) -> Mapping[str, Rich]:
    themes = bool(source.findings.themes)
    return {
        "orientation": rich("Codebook thematic analysis, decided passage by passage."),
        "sampling": rich("All who are in the study's register were to be asked."),
        "size": joined([took_part(source.printer, p) for p in source.findings.participation], " "),
        "refused": _see("Who took part, under contacts.", "who"),
        "setting": _settings(source),
        "sample": rich("Kind of organisation, and the role of each person; see the register."),
        "guide": _guide(source),
        "repeat": _repeats(source),
        "recording": rich("No sound or picture was recorded."),
        "notes": rich("Notes were typed while people spoke, and some words were marked as exact."),
        "duration": joined(method.conversations(source), " "),
        "saturation": joined(method.saturation(source), " "),
        "returned": _returned(source),
        "coders": joined([method.coders(source), agreement.agreement(source)["short"]], " "),
        "tree": _see("The codebook is in annex D.", "annex-codebook")
        if source.material.codebooks
        else rich(""),
        "derived": rich(
            "People named them, from passages that they chose; groups of the machine were "
            "suggestions."
        )
        if themes
        else rich("No theme has been named."),
        "software": say("themer {version}.", version=__version__),
        "quotes": rich("With consent only, and with role and kind of organisation."),
        "consistent": _see("Each count leads back to its answers in annex A.", "annex-evidence"),
        "major": _see("Each theme stands with its counts.", "themes") if themes else rich(""),
        "minor": rich("Each theme has its contrary view beside it.") if themes else rich(""),
    }


def _see(words: str, anchor: str) -> Rich:
    return link(rich(words), anchor)


def _guide(source: Source) -> Rich:
    titles = sorted(f"{one.title}, version {one.version}" for one in source.material.sets.values())
    if not titles:
        return rich("")
    return say("{sets}; whole in annex C.", sets=listed([rich(one) for one in titles]))


def _settings(source: Source) -> Rich:
    modes = Counter(
        sitting.mode
        for interview in source.material.counted()
        for sitting in interview.sittings
        if sitting.mode
    )
    said = [
        say(
            "{n} by {mode}" if mode in ("video", "phone", "telephone") else "{n} {mode}",
            n=source.printer.number(
                f"sittings:{mode}", f"sittings held by {mode}", many, (), RULE, small=True
            ),
            mode=mode.replace("_", " "),
        )
        for mode, many in sorted(modes.items())
    ]
    return say("Sittings: {list}.", list=listed(said)) if said else rich("")


def _repeats(source: Source) -> Rich:
    counts = Counter(source.material.unit_of(one) for one in source.material.counted())
    again = sorted(unit for unit, many in counts.items() if many > 1)
    n = source.printer.number(
        "spoken-with-again", "spoken with more than once", len(again), again, RULE, small=True
    )
    return say("{n} spoken with more than once.", n=n) if again else rich("Nobody.")


def _returned(source: Source) -> Rich:
    confirmations = [one.confirmation for one in source.material.counted() if one.confirmation]
    sent = [one for one in confirmations if one.sent]
    confirmed = [one for one in confirmations if one.confirmed]
    if not sent and not confirmed:
        return rich("No record has been sent back yet.")
    number = source.printer.number
    return say(
        "Records sent: {sent}; confirmed: {confirmed}.",
        sent=number("records:sent", "records sent", len(sent), (), RULE, small=True),
        confirmed=number(
            "records:confirmed", "records confirmed", len(confirmed), (), RULE, small=True
        ),
    )
