"""Whose words a quotation is, and whether it may stand: compared with every answer of a study.

The one rule for a quotation that a person typed, wherever it stands: in author text before it is
printed, in a finished document that somebody edited.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from themer.findings.material import Material
from themer.findings.quotes import NO_CONSENT, RESTRICTED
from themer.findings.results import Quote
from themer.model.interview import Answer, Interview

FEWEST_WORDS = 5
"""A shorter run of words is anybody's."""
_NEAR = 0.85
"""The least likeness at which a quotation is taken for somebody's words that were altered."""
_MARKED = re.compile(
    r"“([^“”]{12,4000})”|\"([^\"]{12,4000})\"|(?<!\w)‘([^‘’]{12,4000}(?:’\w[^‘’]*)*)’(?!\w)"
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LEFT_OUT = re.compile(r"…|\.\.\.|\[[^\]]*\]")
NOT_HEARD = "nobody marked it as heard word for word"
TOO_FEW = "too few people fit the description of who said it"
NOBODY = "nobody is recorded to have said it"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a quotation, or a part of one between words left out, was found to be."""

    kind: Literal["usable", "forbidden", "near", "nobody's"]
    """Words of a quote that may be printed; of an answer, which may not; nearly those of an answer;
    nobody's in this study."""
    place: str = ""
    """The answer, such as ``weir-1/hardest``."""
    was: str = ""
    """How the answer reads, where the words are only near, and it may be told."""
    reason: str = ""
    """Why the words of the answer may not be printed; empty where they may."""
    quote: str = ""
    """The id of the quote to put in instead."""

    @property
    def may_stand(self) -> bool:
        """Say whether a report with this quotation may be written."""
        return self.kind in ("usable", "nobody's")

    @property
    def told(self) -> str:
        """Say in words what it is, to follow "the quotation … is"."""
        if self.kind == "usable":
            return f'typed by hand; write {{{{ quote("{self.quote}") }}}} instead'
        if self.kind == "nobody's":
            return f"typed by hand; {NOBODY}"
        reason = self.reason or f"there it reads “{self.was}”"
        return f"{self.whose}, and may not stand: {reason}"

    @property
    def whose(self) -> str:
        """Name the answer that the words are of."""
        return f"{'nearly ' if self.kind == 'near' else ''}the words of {self.place}"


@dataclass(frozen=True, slots=True)
class _Said:
    """A text of an answer, word by word."""

    interview: Interview
    question: str
    answer: Answer
    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def place(self) -> str:
        """Name the answer."""
        return f"{self.interview.id}/{self.question}"


class WhoseWords:
    """Compares quotations with what was said in a study; reads its answers when first asked.

    Args:
        material: The study.
        quotes: All that was marked as heard word for word.
        usable: Those of them that may be printed where the quotations stand.
    """

    def __init__(
        self, material: Material, quotes: Sequence[Quote], usable: Sequence[Quote]
    ) -> None:
        self._material = material
        self._quotes = quotes
        self._usable = usable

    def weigh(self, quotation: str) -> tuple[Weighed, ...]:
        """Say of each part of a quotation whose words it is.

        Args:
            quotation: The words between quotation marks.

        Returns:
            One for each part of five words or more; none for the words of a question, a code or
            the study itself.
        """
        if joined(words_in(quotation)) in self._ours:
            return ()
        parts = [words_in(part) for part in _LEFT_OUT.split(quotation)]
        return tuple(self._weigh(words) for words in parts if len(words) >= FEWEST_WORDS)

    def _weigh(self, words: Sequence[str]) -> Weighed:
        for quote in self._usable:
            if _holds(words_in(quote.text), words):
                return Weighed("usable", quote=quote.id.removeprefix("quote:"))
        for heard in self._said:
            if _holds(heard.words, words):
                return Weighed("forbidden", heard.place, reason=self._reason(heard, words))
        near = _nearest(words, self._said)
        if near is None:
            return Weighed("nobody's")
        heard, was = near
        if any(_holds(words_in(one.text), words_in(was)) for one in self._usable):
            return Weighed("near", heard.place, was)
        return Weighed("near", heard.place, reason=self._reason(heard, words_in(was)))

    @cached_property
    def _said(self) -> tuple[_Said, ...]:
        return tuple(_every_answer(self._material.interviews))

    @cached_property
    def _ours(self) -> str:
        """Join the words of questions, codes and the study: to quote those is no quotation."""
        texts = [self._material.study.title, self._material.study.purpose or ""]
        for one in self._material.sets.values():
            for question in one.questions():
                texts += [question.title, question.ask, *(probe.ask for probe in question.probes)]
        for book in self._material.codebooks.values():
            for code in book.codes:
                texts += [code.name, code.definition or "", code.include or "", code.exclude or ""]
        return "\n".join(joined(words_in(text)) for text in texts)

    def _reason(self, heard: _Said, words: Sequence[str]) -> str:
        """Say why words of an answer may not be printed as a quote."""
        if not heard.interview.may_quote:
            return NO_CONSENT
        noted, copy = heard.answer.noted, heard.answer.fair_copy or ""
        closed = [noted[one.start : one.end] for one in heard.answer.restricted]
        closed += [copy[one.start : one.end] for one in heard.answer.restricted_copy]
        if any(_share(words_in(text), words) for text in closed):
            return RESTRICTED
        for quote in self._quotes:
            if quote.reference.interview == heard.interview.id and _holds(
                words_in(quote.text), words
            ):
                return " and ".join(quote.reasons) or TOO_FEW
        return NOT_HEARD


def quotations_in(text: str) -> Iterator[str]:
    """Give what stands in quotation marks in a text, where it is five words or more."""
    for found in _MARKED.finditer(text):
        words = next(group for group in found.groups() if group)
        if len(words_in(words)) >= FEWEST_WORDS:
            yield words


def words_in(text: str) -> tuple[str, ...]:
    """Split a text into words, without what only typing makes different."""
    return tuple(_plain(found[0]) for found in _WORD.finditer(text))


def joined(words: Sequence[str]) -> str:
    """Join words so that one run of them can be looked for in another."""
    return f" {' '.join(words)} "


def _every_answer(interviews: Iterable[Interview]) -> Iterator[_Said]:
    for interview in interviews:
        for question, answer in interview.answers.items():
            for text in dict.fromkeys((answer.noted, answer.fair_copy or "")):
                spans = tuple(found.span() for found in _WORD.finditer(text))
                words = tuple(_plain(text[start:end]) for start, end in spans)
                if words:
                    yield _Said(interview, question, answer, text, words, spans)


def _nearest(words: Sequence[str], said: Sequence[_Said]) -> tuple[_Said, str] | None:
    """Find the answer with the likest run of words, where one is alike enough to be that one.

    Runs that share two words in a row, at one distance, are compared letter by letter.
    """
    pairs: dict[tuple[str, str], list[int]] = {}
    for at in range(len(words) - 1):
        pairs.setdefault((words[at], words[at + 1]), []).append(at)
    best: tuple[float, _Said, str] | None = None
    for heard in said:
        shifts: Counter[int] = Counter()
        for at in range(len(heard.words) - 1):
            for own in pairs.get((heard.words[at], heard.words[at + 1]), ()):
                shifts[at - own] += 1
        for shift, votes in shifts.most_common(2):
            if votes < max(2, len(words) // 4):
                break
            start, end = max(shift, 0), min(shift + len(words), len(heard.words))
            alike = SequenceMatcher(
                None, joined(words), joined(heard.words[start:end]), autojunk=False
            ).ratio()
            if alike >= _NEAR and (best is None or alike > best[0]):
                was = heard.text[heard.spans[start][0] : heard.spans[end - 1][1]]
                best = alike, heard, was
    return None if best is None else best[1:]


def _holds(text: Sequence[str], words: Sequence[str]) -> bool:
    return joined(words) in joined(text)


def _share(passage: Sequence[str], words: Sequence[str]) -> bool:
    """Say whether restricted words are part of a quotation, or it of them."""
    return bool(passage) and (_holds(words, passage) or _holds(passage, words))


def _plain(word: str) -> str:
    return word.replace("’", "'").casefold()
