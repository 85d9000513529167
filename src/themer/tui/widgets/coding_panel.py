"""What a coder has in front of them: place, question, fact, answer, codes and reason."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from themer.coding.queue import Order
from themer.conversation.entry import fact_words
from themer.model.interview import SKIPPED
from themer.model.suggestion import SuggestedSegment
from themer.tui.text import shown
from themer.tui.widgets.coding_answer import AnswerText
from themer.tui.widgets.coding_codes import SIGNS, CodeList, Why
from themer.workflows.codebook.desk import offer_words
from themer.workflows.coding.answers import AnswerToCode, Direction
from themer.workflows.coding.desk import CodingSession

ORDERS: dict[Order, str] = {
    "instructive": "most to learn",
    "conversation": "by conversation",
    "question": "by question",
    "code": "by code",
    "organisation": "by organisation",
}
DIRECTION_SIGNS: dict[Direction | None, str] = {"strength": "+", "challenge": "-", None: " "}


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the coder is, and how it is to be shown."""

    place: str
    """The answer's place in the queue, in words."""
    doing: str
    """The order of the queue, or what goes on beside."""
    passage: int
    code: int
    in_numbers: bool


class CodingPanel(Vertical):
    """One answer; the widgets stay and their contents change."""

    def __init__(self) -> None:
        super().__init__(id="coding-panel")

    def compose(self) -> ComposeResult:
        """Make the widgets once."""
        yield Static(id="coding-place")
        yield Static(id="coding-ask")
        yield Static(id="coding-known")
        with Container(id="coding"):
            yield AnswerText()
            with Vertical(id="deciding"):
                yield CodeList()
                yield Why()

    def show(self, session: CodingSession, answer: AnswerToCode, at: Shown) -> None:
        """Show an answer with one of its passages and one of its codes marked."""
        passage = answer.passages[at.passage]
        minutes = session.progress.minutes_left
        parts = [
            at.place,
            _passage_words(session, answer, at.passage),
            "read" if session.is_read(answer) else "not read",
            at.doing,
            *([] if minutes is None else [f"{minutes} min left"]),
        ]
        self.query_one("#coding-place", Static).update(shown(" · ".join(parts)))
        self.query_one("#coding-ask", Static).update(shown(answer.question.ask))
        self.query_one("#coding-known", Static).update(shown(_known(session, answer)))
        text = answer.open_text
        signs = [_signs(session, answer, each) for each in answer.passages]
        self.query_one(AnswerText).show(text, answer.passages, signs, at.passage)
        codes = session.codes(answer, passage)
        self.query_one(CodeList).show(codes, at.code, in_numbers=at.in_numbers)
        code = codes[min(at.code, len(codes) - 1)] if codes else None
        reason = code.suggestion.reason if code and code.suggestion else None
        example = session.example(reason.nearest, code.code.id) if code and reason else None
        self.query_one(Why).show(code, text, passage.text, example)


def _known(session: CodingSession, answer: AnswerToCode) -> str:
    """Say who answered, the fact, and what stands beside the answer."""
    fact = fact_words(answer.question.answer, answer.answer.fact)
    state = SKIPPED.get(answer.answer.state, "")
    known = [f"recorded: {fact}" if fact else None, state, _whole(session, answer)]
    parts = [answer.unit_name, *filter(None, known)]
    confirmation = answer.interview.confirmation
    for correction in () if confirmation is None else confirmation.corrections:
        if correction.question == answer.question.id:
            parts.append(f"they correct: {correction.text}")
    book = session.book(answer)
    parts += [offer_words(book, item) for item in session.waiting(answer) if book is not None]
    for event in session.notes(answer.place):
        label = "asked" if event.action == "unsure" else "memo"
        parts.append(f"{label}: {event.reason}" if event.reason else "not sure")
    if gone := session.misplaced(answer):
        parts.append(f"{len(gone)} decided on words that have changed since")
    return " · ".join(parts)


def _passage_words(session: CodingSession, answer: AnswerToCode, at: int) -> str:
    """Say which passage is marked, and what it was said to speak of."""
    passage = answer.passages[at]
    parts = sum(not answer.is_whole(each) for each in answer.passages)
    words = f"passage {at + 1} of {parts}"
    if answer.is_whole(passage):
        words = "the whole answer"
    direction = session.direction(answer.place, passage)
    return f"{words}: {DIRECTION_SIGNS[direction]} {direction}" if direction else words


def _whole(session: CodingSession, answer: AnswerToCode) -> str | None:
    """Say what was decided for a whole answer that has other passages too."""
    if len(answer.passages) == 1 or not answer.is_whole(answer.passages[-1]):
        return None
    passage = answer.passages[-1]
    names = {code.id: code.name for code in answer.codes}
    decided = session.decided(answer.place, passage)
    said = [f"{SIGNS[state]} {names.get(code, code)}" for code, state in decided.items()]
    direction = session.direction(answer.place, passage)
    said += [f"{DIRECTION_SIGNS[direction]} {direction}"] if direction else []
    return f"whole answer: {', '.join(said)}"


def _signs(session: CodingSession, answer: AnswerToCode, passage: SuggestedSegment) -> str:
    """Give two signs: what was decided on the codes of a passage, and what it speaks of."""
    states = session.decided(answer.place, passage).values()
    direction = DIRECTION_SIGNS[session.direction(answer.place, passage)]
    if "accepted" in states:
        return SIGNS["accepted"] + direction
    return (SIGNS["refused"] if states else "·") + direction
