"""What stands under the notes: probes, quotes, the follow-up, and words kept for later."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from themer.conversation.outline import probes_now
from themer.conversation.session import Session
from themer.tui.text import cut, joined, shown


class Beside(Static):
    """A few lines that are looked at, not typed into."""

    def __init__(self) -> None:
        super().__init__(id="beside")

    def show(self, session: Session) -> None:
        """Show what belongs to the question on the screen."""
        width = max(self.content_size.width, 40)
        answer = session.answer
        lines = [_probe(*probe, width) for probe in probes_now(session)]
        if session.is_in_conflict(session.at):
            lines.insert(0, shown("≠ Two copies of this answer: alt+m shows both", "bold"))
        for quote in answer.verbatim:
            may = "may be used" if quote.may_use else "not to be used"
            words = cut(quote.text, width - len(may) - 14)
            lines.append(joined(shown("Verbatim ", "bold"), f"“{words}” {may}"))
        if answer.follow_up:
            lines.append(joined(shown("⚑ Follow up ", "bold"), cut(answer.follow_up, width - 12)))
        if kept := session.interview.unassigned:
            said = f"{len(kept)}: {cut(kept[-1], width - 22)}"
            lines.append(joined(shown("Kept for later ", "bold"), said))
        self.update(Content("\n").join(lines))


def _probe(probe: object, holds: bool | None, used: bool, width: int) -> Content:
    sign = "✓" if used else "·"
    doubt = "  (may not apply)" if holds is None else ""
    words = cut(getattr(probe, "ask", ""), width - 3 - len(doubt))
    return joined(f"{sign} ", shown(words, "" if used else "$foreground 85%"), doubt)
