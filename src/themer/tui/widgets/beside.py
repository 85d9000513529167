"""What stands under the notes: probes, quotes, the follow-up, and words kept for later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.content import Content

from themer.conversation.figures import surety_words
from themer.conversation.outline import probes_now
from themer.conversation.quoting import is_usable
from themer.conversation.roster import is_unasked, not_noted, partners
from themer.conversation.session import Session
from themer.model.interview import Answer, Verbatim
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.frame import is_shared
from themer.tui.widgets.words import Words


class Beside(Words):
    """A few lines that are looked at, not typed into."""

    def __init__(self) -> None:
        super().__init__(id="beside")
        self._last: Mapping[str, str] = {}
        self._last_title = ""

    def know(self, last: Mapping[str, str], title: str) -> None:
        """Take what was said last round, by question, and how to call it."""
        self._last, self._last_title = last, title

    def show(self, session: Session) -> None:
        """Show what belongs to the question on the screen."""
        width = max(self.outer_size.width - self.styles.gutter.width, 40)
        answer = session.answer
        lines = [_probe(*probe, width) for probe in probes_now(session)]
        if session.is_in_conflict(session.at):
            lines.insert(0, shown("≠ Two copies of this answer: alt+m shows both", "bold"))
        lines = [*_warnings(session), *lines]
        if said := _figure(answer, width - 8):
            lines.append(joined(shown("Figure ", "bold"), cut(said, width - 8)))
        for mark in answer.verbatim:
            lines.append(_quote(session, mark, width))
        for passage in answer.restricted:
            words = cut(answer.noted[passage.start : passage.end], width - 38)
            tail = " out of record and report"
            lines.append(joined(shown("Restricted ", "bold"), f"“{words}”{tail}"))
        if answer.practice is not None:
            may = "may be told" if answer.practice.share else "not to be told"
            words = cut(answer.practice.what, width - len(may) - 17)
            lines.append(joined(shown("Good practice ", "bold"), f"{words} · {may}"))
        if answer.told:
            lines.append(joined(shown("Told them ", "bold"), cut(answer.told, width - 11)))
        if answer.follow_up:
            lines.append(joined(shown("⚑ Follow up ", "bold"), cut(answer.follow_up, width - 12)))
        if is_shared(self.app):
            self.say(Content("\n").join(lines))
            return
        if last := self._last.get(session.at):
            words = cut(" · ".join(last.split("\n")), width - len(self._last_title))
            lines.append(joined(shown(self._last_title, "bold"), words))
        if kept := session.interview.unassigned:
            said = f"{len(kept)}: {cut(kept[-1], width - 22)}"
            lines.append(joined(shown("Kept for later ", "bold"), said))
        self.say(Content("\n").join(lines))


def _warnings(session: Session) -> list[Content]:
    """Say who is there and did not agree, or was not asked yet."""
    people = partners(session.interview)
    refused = [f"! {p.role} did not agree: note none of it" for p in not_noted(session.interview)]
    unasked = [
        f"! {p.role} was not asked yet (alt+r): nothing is quoted"
        for p in people
        if is_unasked(p) and p.left is None
    ]
    return [shown(words, "bold reverse") for words in (*refused, *unasked)]


def _figure(answer: Answer, room: int) -> str:
    """Say how sure a figure is; where there is little room, the day stays and its source is cut."""
    said = surety_words(answer)
    if (over := len(said) - room) > 0 and answer.source:
        source = cut(answer.source, max(len(answer.source) - over, 6))
        return surety_words(replace(answer, source=source))
    return said


def _quote(session: Session, mark: Verbatim, width: int) -> Content:
    may = "may be used" if is_usable(session.interview, mark) else "not to be used"
    room = width - len("Verbatim “” ") - len(may)
    who = ""
    if len(partners(session.interview)) > 1:
        who = session.interview.speaker_role(mark.speaker) or "nobody known"
        who = cut(who, max(room // 2 - 2, 6)) + ", "
    words = cut(mark.text, max(room - len(who), 6))
    return joined(shown("Verbatim ", "bold"), f"“{words}” {who}{may}")


def _probe(probe: object, holds: bool | None, used: bool, width: int) -> Content:
    sign = "✓" if used else "·"
    doubt = "  (may not apply)" if holds is None else ""
    words = cut(getattr(probe, "ask", ""), width - 3 - len(doubt))
    return joined(f"{sign} ", shown(words, "" if used else "$foreground 85%"), doubt)
