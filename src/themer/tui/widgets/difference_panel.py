"""One difference between coders: the answer with its passage marked, and who said what of it."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from themer.coding.differences import Difference, Side
from themer.conversation.entry import fact_words
from themer.model.codebook import Code
from themer.model.decision import Decision, Saw
from themer.model.suggestion import SuggestedSegment
from themer.tui.text import joined, shown
from themer.tui.widgets.coding_answer import AnswerText
from themer.tui.widgets.coding_words import rule_words
from themer.workflows.coding.adjudicating import Adjudication
from themer.workflows.coding.agreement_output import TAKEN_BACK, no_words
from themer.workflows.coding.answers import AnswerToCode


class DifferencePanel(Vertical):
    """The widgets stay and their contents change."""

    def __init__(self) -> None:
        super().__init__(id="difference")

    def compose(self) -> ComposeResult:
        """Make the widgets once."""
        yield Static(id="difference-place")
        yield Static(id="difference-ask")
        yield Static(id="difference-known")
        with Container(id="difference-parts"):
            yield AnswerText()
            with VerticalScroll(id="difference-sides", can_focus=False):
                yield Static(id="difference-said")
                yield Static(id="difference-rule")

    def show(self, work: Adjudication, at: int) -> None:
        """Show one of the differences."""
        one = work.differences[at]
        answer = work.answer(one)
        self._part("place").update(shown(_place_words(work, at), "bold"))
        self._part("ask").update(shown(answer.question.ask))
        self._part("known").update(shown(_known(answer)))
        text = answer.open_text
        passage = SuggestedSegment(
            "", one.question, one.start, one.end, text[one.start : one.end], none=0.0
        )
        self.query_one(AnswerText).show(text, (passage,), ("  ",), 0)
        self._part("said").update(_said(work, one))
        self._part("rule").update(_rule(work.code(one)))
        self.query_one("#difference-sides").scroll_home(animate=False)

    def show_none(self, words: str) -> None:
        """Say why there is nothing to settle."""
        self._part("place").update(shown(words))

    def _part(self, name: str) -> Static:
        return self.query_one(f"#difference-{name}", Static)


def _place_words(work: Adjudication, at: int) -> str:
    one = work.differences[at]
    alpha = work.alphas.get(one.code)
    beyond = "" if alpha is None else f", alpha {alpha:.2f}"
    name = work.names.get(one.code, one.code)
    return f"{at + 1} of {len(work.differences)} · {name}{beyond}"


def _known(answer: AnswerToCode) -> str:
    fact = fact_words(answer.question.answer, answer.answer.fact)
    return answer.unit_name + (f" · recorded: {fact}" if fact else "")


def _said(work: Adjudication, one: Difference) -> Content:
    """Say what each said, with reason, day and what they saw; the verdict; what else differs."""
    notes: dict[str, list[Decision]] = {}
    for event in work.notes(one):
        notes.setdefault(event.coder, []).append(event)
    lines: list[Content] = [] if one.gave else [shown(TAKEN_BACK)]
    for side in (*one.gave, *one.did_not):
        did = no_words(side) if side in one.did_not else "gave it"
        lines += _side(side, did, work.names, notes.get(side.coder, []))
        lines += [_elsewhere(event) for event in work.refused_elsewhere(one, side.coder)]
    return Content("\n").join([*lines, *_verdict(one), *_beside(work, one)])


def _elsewhere(event: Decision) -> Content:
    reason = f": “{event.reason}”" if event.reason else ""
    return shown(f"  refused it at another passage of this answer{reason}")


def _beside(work: Adjudication, one: Difference) -> list[Content]:
    """Say what else differs in the answer, and how that was settled: verdicts have to agree."""
    lines = []
    for other in work.beside(one):
        where = "also here" if one.overlaps(other) else "elsewhere in this answer"
        name = work.names.get(other.code, other.code)
        lines.append(shown(f"{where}: {name}, {_settled_words(other.verdict)}"))
    return lines


def _settled_words(event: Decision | None) -> str:
    if event is None:
        return "open"
    said = "given" if event.status == "accepted" else "not given"
    return f"{said}: “{event.reason}”" if event.reason else said


def _rule(code: Code | None) -> Content:
    """Say what the codebook says on the code; nothing where no codebook has it."""
    if code is None:
        return Content("")
    return joined(shown(code.name, "bold"), "\n", rule_words(code))


def _side(side: Side, did: str, names: Mapping[str, str], notes: list[Decision]) -> list[Content]:
    latest = side.decisions[-1]
    seen = "" if latest.action == "read" else f", {_saw_words(latest.saw, latest.code)}"
    instead = ", ".join(names.get(code, code) for code in side.instead)
    lines = [joined(shown(side.coder, "bold"), f" {did} · {latest.at:%Y-%m-%d}{seen}")]
    lines += [shown(f"  “{event.reason}”") for event in side.decisions if event.reason]
    lines += [shown(f"  {'instead' if side.is_no else 'beside it'}: {instead}")] if instead else []
    for event in notes:
        label = "asked" if event.action == "unsure" else "memo"
        lines.append(shown(f"  {label}: {event.reason}" if event.reason else "  not sure"))
    return lines


def _saw_words(saw: Saw | None, code: str | None) -> str:
    """Say what somebody had before their eyes when they decided."""
    if saw is None:
        return "no suggestion noted"
    if saw.blind:
        return "blind"
    if saw.suggestion == code and saw.rank is not None:
        return f"suggested as number {saw.rank}"
    return "not among the suggestions"


def _verdict(one: Difference) -> list[Content]:
    event = one.verdict
    if event is None:
        return [shown("Nobody has settled it.", "italic")]
    said = "the passage carries the code" if event.status == "accepted" else "it does not carry it"
    lines = [joined(shown("Settled", "bold"), f" by {event.coder} · {event.at:%Y-%m-%d}: {said}")]
    return [*lines, shown(f"  “{event.reason}”")] if event.reason else lines
