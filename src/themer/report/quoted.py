"""Quotations that a person typed into a document: whose words they are, and whether they may stand.

A quotation comes in through ``{{ quote("ID") }}`` and has its evidence. One that is typed has none:
it is listed, and where its words are somebody's who may not be quoted, or nearly somebody's, the
report is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from themer.errors import RefusedError
from themer.findings.quotes import NO_CONSENT, RESTRICTED
from themer.findings.results import Quote
from themer.model.interview import Answer, Interview
from themer.report.blocks import AuthorSection, Block, Document, Heading, Quotation, Table
from themer.report.source import Source
from themer.report.writers.outline import inlines_of, plain, walk

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


@dataclass(frozen=True, slots=True)
class Typed:
    """A quotation as somebody typed it."""

    words: str
    document: str
    place: str
    """The file of author text, or the heading above it."""
    is_author: bool


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


def typed_quotations(
    source: Source, documents: Mapping[str, Document], texts: Mapping[str, str]
) -> tuple[str, ...]:
    """List the quotations that somebody typed, and refuse those that may not stand.

    Args:
        source: The study, with whose answers they are compared.
        documents: As they will be written.
        texts: Name → source of the author's text, to name the line.

    Raises:
        RefusedError: The words are somebody's who may not be quoted, or were altered; with file
            and line.
    """
    found = {one.words: one for name in documents for one in _typed(name, documents[name])}
    ours = _words_of_ours(source)
    wanted = [one for one in found.values() if _joined(_words(one.words)) not in ours]
    if not wanted:
        return ()
    said = tuple(_every_answer(source.material.interviews))
    return tuple(note for one in wanted for note in _weigh(one, source, said, texts))


def _typed(name: str, document: Document) -> Iterator[Typed]:
    written = {
        id(inside): section.name
        for section in walk(document.children)
        if isinstance(section, AuthorSection)
        for inside in walk(section.children)
    }
    heading = ""
    for block in walk(document.children):
        if isinstance(block, Heading):
            heading = plain(block.content)
        for words in _quoted_in(block):
            section = written.get(id(block))
            place = heading if section is None else f"report_text/{section}.md"
            yield Typed(words, name, place, section is not None)


def _quoted_in(block: Block) -> Iterator[str]:
    """Give what stands in quotation marks; cells hold what was noted, which is not typed here."""
    if isinstance(block, Table | Quotation):
        return
    content = getattr(block, "content", None) or tuple(inlines_of(block))
    for found in _MARKED.finditer(plain(content)):
        words = next(group for group in found.groups() if group)
        if len(_words(words)) >= FEWEST_WORDS:
            yield words


def _weigh(
    one: Typed, source: Source, said: Sequence[_Said], texts: Mapping[str, str]
) -> Iterator[str]:
    allowed = source.usable_quotes()
    line = _line_of(one, texts)
    for part in _LEFT_OUT.split(one.words):
        words = _words(part)
        if len(words) < FEWEST_WORDS:
            continue
        quote = next((q for q in allowed if _holds(_words(q.text), words)), None)
        if quote is not None:
            yield _note(one, line, f'write {{{{ quote("{_short(quote)}") }}}} instead')
            continue
        for heard in said:
            if _holds(heard.words, words):
                raise _refused(
                    one, line, f"the words of {heard.place}", _reason(source, heard, words)
                )
        near = _nearest(words, said)
        if near is not None:
            heard, was = near
            is_ours = any(_holds(_words(q.text), _words(was)) for q in allowed)
            reason = f"there it reads “{was}”" if is_ours else _reason(source, heard, _words(was))
            raise _refused(one, line, f"nearly the words of {heard.place}", reason)
        yield _note(one, line, "nobody is recorded to have said it")


def _refused(one: Typed, line: int | None, whose: str, reason: str) -> RefusedError:
    return RefusedError(
        f"the quotation “{_cut(one.words)}” is {whose}, and may not stand: {reason}.",
        hint='Take it out, or put a quote in with {{ quote("ID") }}; "themer figures" lists them.',
        path=Path(one.place if one.is_author else one.document),
        line=line,
    )


def _note(one: Typed, line: int | None, what: str) -> str:
    under = one.place if one.is_author else f"{one.document}, under “{one.place}”"
    place = under if line is None else f"{under}, line {line}"
    return f"{place}: the quotation “{_cut(one.words)}” is typed by hand; {what}."


def _reason(source: Source, heard: _Said, words: Sequence[str]) -> str:
    """Say why words of an answer may not be printed as a quote."""
    if not heard.interview.may_quote:
        return NO_CONSENT
    noted, copy = heard.answer.noted, heard.answer.fair_copy or ""
    closed = [noted[one.start : one.end] for one in heard.answer.restricted]
    closed += [copy[one.start : one.end] for one in heard.answer.restricted_copy]
    if any(_share(_words(text), words) for text in closed):
        return RESTRICTED
    for quote in source.findings.quotes:
        if quote.reference.interview == heard.interview.id and _holds(_words(quote.text), words):
            return " and ".join(quote.reasons) or TOO_FEW
    return NOT_HEARD


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
                None, _joined(words), _joined(heard.words[start:end]), autojunk=False
            ).ratio()
            if alike >= _NEAR and (best is None or alike > best[0]):
                was = heard.text[heard.spans[start][0] : heard.spans[end - 1][1]]
                best = alike, heard, was
    return None if best is None else best[1:]


def _words_of_ours(source: Source) -> str:
    """Join the words of questions, codes and the study itself: to quote those is no quotation."""
    texts = [source.material.study.title, source.material.study.purpose or ""]
    for one in source.material.sets.values():
        for question in one.questions():
            texts += [question.title, question.ask, *(probe.ask for probe in question.probes)]
    for book in source.material.codebooks.values():
        for code in book.codes:
            texts += [code.name, code.definition or "", code.include or "", code.exclude or ""]
    return "\n".join(_joined(_words(text)) for text in texts)


def _line_of(one: Typed, texts: Mapping[str, str]) -> int | None:
    """Find the line in the author's file on which a quotation begins."""
    first = one.words.split("\n")[0][:30].split(" … ")[0]
    for number, line in enumerate(texts.get(one.place, "").splitlines(), 1):
        if first[:20] in line:
            return number
    return None


def _holds(text: Sequence[str], words: Sequence[str]) -> bool:
    return _joined(words) in _joined(text)


def _share(passage: Sequence[str], words: Sequence[str]) -> bool:
    """Say whether restricted words are part of a quotation, or it of them."""
    return bool(passage) and (_holds(words, passage) or _holds(passage, words))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_plain(found[0]) for found in _WORD.finditer(text))


def _plain(word: str) -> str:
    return word.replace("’", "'").casefold()


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _short(quote: Quote) -> str:
    return quote.id.removeprefix("quote:")


def _cut(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 120 else f"{flat[:119]}…"
