"""Time and gaps of a conversation in words, for the desk and for plain mode alike."""

from __future__ import annotations

from collections.abc import Mapping

from themer.conversation.clock import SectionTime, Timing, core_total
from themer.conversation.coverage import Filler, Gap
from themer.conversation.session import Session

_TITLE = 28


def time_in_short(timing: Timing, here: str) -> str:
    """Say the whole and the section that we are in: ``38 of 60 min · section 9 of 15``."""
    section = timing.of(here)
    planned = f" of {section.planned}" if section.planned is not None else " min"
    over = " !" if section.is_over else ""
    over_all = " !" if timing.left < 0 else ""
    return (
        f"{timing.spent} of {timing.planned} min{over_all} · section {section.minutes}"
        f"{planned}{over}"
    )


def time_lines(session: Session, timing: Timing) -> tuple[str, ...]:
    """Say the time of every section against the plan, and whether the core questions still fit."""
    lines = [f"  {'':<{_TITLE}} planned   taken   asked"]
    for section in timing.sections:
        here = "●" if section.section.id == session.section.id else " "
        lines.append(f"{here} {_fit(section.section.title)} {_row(section)}")
    asked = f"{sum(s.reached for s in timing.sections)}/{len(session.order)}"
    over = "  over" if timing.left < 0 else ""
    lines.append(
        f"  {'in all':<{_TITLE}} {timing.planned:>3} min {timing.spent:>3} min {asked:>7}{over}"
    )
    return (*lines, "", *core_lines(session, timing))


def core_lines(session: Session, timing: Timing) -> tuple[str, ...]:
    """Say which core questions are left and whether they fit; nothing where the set has none."""
    if not (total := core_total(session)):
        return ()
    left = timing.core_left
    if not left:
        return ("Every core question has been asked.",)
    titles = {question.id: question.title for question in session.order}
    named = [f"  {session.number_of(one)} {titles[one]}" for one in left]
    room = f"{timing.left} are left" if timing.left >= 0 else "the planned time is over"
    verdict = "they fit" if timing.core_fits else "they do NOT fit"
    return (
        f"Core questions left: {len(left)} of {total}",
        *named,
        f"At the pace so far they take about {max(1, round(timing.core_needs))} min, and {room}: "
        f"{verdict}.",
    )


def gap_words(gap: Gap, names: Mapping[str, str]) -> str:
    """Say a component that nothing was asked about, and what would fill the gap."""
    return f"{names.get(gap.component, gap.component)}: {filler_words(gap.fillers[0])}"


def filler_words(filler: Filler) -> str:
    """Say what would be asked: its number, what is known of it, and its words."""
    known = [
        "probe" if filler.probe is not None else "",
        "core" if filler.question.core and filler.probe is None else "",
        {True: "", None: "may not apply", False: "does not apply so far"}[filler.holds],
    ]
    said = ", ".join(part for part in known if part)
    return f"{filler.number} {f'({said}) ' if said else ''}{filler.words}"


def _row(time: SectionTime) -> str:
    planned = "      –" if time.planned is None else f"{time.planned:>3} min"
    taken = f"{time.minutes:>3} min" if time.seconds else "      –"
    return f"{planned} {taken} {f'{time.reached}/{time.questions}':>7}" + (
        "  over" if time.is_over else ""
    )


def _fit(title: str) -> str:
    short = title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"
    return f"{short:<{_TITLE}}"
