"""Names in words that a report would print: where they stand, and what is printed for them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import open_text, spoken_answers
from themer.findings.replacing import place_of, whole
from themer.findings.results import Findings
from themer.findings.themes import locate
from themer.model.redaction import StandingRedactions

Kind = Literal["person", "organisation", "place", "name"]
KINDS: Mapping[Kind, str] = {
    "person": "name",
    "organisation": "organisation",
    "place": "place",
    "name": "name",
}
"""What is printed in brackets where nobody wrote anything else."""
Look = Callable[[str], Sequence[tuple[int, int, Kind]]]
"""Finds words that may be names in a text: start, end, of what."""
SHORTEST = 4
"""Letters of a part of an organisation's name that is looked for by itself."""


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """Words that a report would print."""

    place: str
    """As ``Redaction.place`` names it."""
    what: str
    """Such as ``quote``."""
    text: str
    is_said: bool
    """Whether somebody who took part said them: these can be printed otherwise; what those who
    make the report wrote is changed where it is written."""
    leaves: bool
    """Whether they may stand in a document that is shared."""


@dataclass(frozen=True, slots=True)
class ProposedName:
    """Words that may name somebody, and wait for a person's decision or have one."""

    id: str
    """Of place and words: the same as long as they stand there."""
    place: str
    words: str
    kind: Kind
    found_by: Literal["study", "language"]
    """The study's own register, or the language model and its rules."""
    within: tuple[PrintedWords, ...]
    """What would be printed with them."""

    @property
    def leaves(self) -> bool:
        """Say whether it may stand in a document that is shared."""
        return any(one.leaves for one in self.within)


def find_proposals(
    material: Material, printed: Iterable[PrintedWords], look: Look
) -> tuple[ProposedName, ...]:
    """Find the names in words that would be printed; what was decided on them does not matter.

    Args:
        material: The study, whose organisations, units and parts of the region are looked for.
        printed: The words.
        look: The language model.
    """
    known = known_names(material)
    ordinary = _ordinary_words(material)
    found: dict[tuple[str, str], ProposedName] = {}
    for passage in printed:
        for words, kind, by in _names_of(passage.text, known, ordinary, look):
            key = (passage.place, words)
            before = found.get(key)
            within = (*before.within, passage) if before else (passage,)
            kind, by = (before.kind, before.found_by) if before else (kind, by)
            found[key] = ProposedName(_id(*key), *key, kind, by, within)
    return tuple(found.values())


def _names_of(
    text: str, known: Mapping[Kind, str], ordinary: frozenset[str], look: Look
) -> Iterator[tuple[str, Kind, Literal["study", "language"]]]:
    taken: list[tuple[int, int]] = []
    for named, pattern in known.items():
        for match in re.finditer(pattern, text):
            if all(match.end() <= a or b <= match.start() for a, b in taken):
                taken.append(match.span())
                yield match[0], named, "study"
    for start, end, kind in look(text):
        free = all(end <= a or b <= start for a, b in taken)
        if free and not ordinary.issuperset(re.findall(r"\w+", text[start:end].casefold())):
            yield text[start:end], kind, "language"


def known_names(material: Material) -> dict[Kind, str]:
    """Give one pattern a kind for what the study itself names.

    Organisations and units with their whole names, what stands before a comma, initials, and words
    of them that no question or code uses; parts of the region.
    """
    ordinary = _ordinary_words(material)
    organisations = {
        form
        for partner in material.study.partners
        for name in (partner.name, *(unit.name for unit in partner.units))
        for form in _forms(name, ordinary)
    }
    places = {
        f"(?i:{re.escape(label)})"
        for labels in material.study.attributes.values()
        for label in labels.values()
    }
    forms: dict[Kind, set[str]] = {"place": places, "organisation": organisations}
    return {
        kind: rf"(?<!\w)(?:{'|'.join(sorted(some, key=lambda f: (-len(f), f)))})(?!\w)"
        for kind, some in forms.items()
        if some
    }


def _forms(name: str, ordinary: frozenset[str]) -> Iterator[str]:
    """Give patterns: whole names and first words in any case, further words with a capital."""
    head = name.split(",")[0].strip()
    yield from (f"(?i:{re.escape(form)})" for form in {name, head} - {""})
    capitals = [w for w in re.findall(r"[^\W\d_][\w'\u2019-]*", head) if w[0].isupper()]
    if len(capitals) > 2:
        yield "".join(word[0] for word in capitals)
    telling = [word for word in capitals if _is_telling(word.casefold(), ordinary)]
    for at, word in enumerate(telling):
        yield f"(?i:{re.escape(word)})" if at == 0 and word == capitals[0] else re.escape(word)


def _is_telling(word: str, ordinary: frozenset[str]) -> bool:
    return len(word) >= SHORTEST and word not in ordinary and word not in _COMMON


_COMMON = frozenset(
    {
        *("north", "south", "east", "west", "upper", "lower", "great", "royal", "national"),
        *("city", "house", "new", "open", "first", "home"),
    }
)
"""What many organisations have in their names, so that it names none."""


def _ordinary_words(material: Material) -> frozenset[str]:
    """Collect the words of question sets and codebooks, which name nobody."""
    texts: list[str] = []
    for one in material.sets.values():
        for question in one.questions():
            texts += [question.title, question.ask]
    for book in material.codebooks.values():
        for code in book.codes:
            texts += [code.name, code.definition or "", code.include or ""]
    texts += material.study.types.values()
    texts += (words for one in material.study.audiences.values() for words in (one.one, one.many))
    return frozenset(_words(" ".join(texts))) | _shared_words(material)


def _shared_words(material: Material) -> frozenset[str]:
    """Collect what two organisations have behind the first word of a name: it tells their kind."""
    firsts: set[str] = set()
    seen: Counter[str] = Counter()
    for partner in material.study.partners:
        names = [_words(name) for name in (partner.name, *(unit.name for unit in partner.units))]
        firsts |= {name[0] for name in names if name}
        seen.update({word for name in names for word in name[1:]})
    return frozenset(word for word, many in seen.items() if many > 1) - firsts


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _id(place: str, words: str) -> str:
    return hashlib.sha256(f"{place}\0{words}".encode()).hexdigest()[:8]


def said_words(material: Material, findings: Findings) -> Iterator[PrintedWords]:
    """Go through what was said, or noted, that a report of either profile could print."""
    for quote in findings.quotes:
        if quote.usable:
            yield PrintedWords(
                place_of(quote.reference), "quote", quote.text, True, not quote.sensitive
            )
    stored = {one.id: one for one in material.interviews}
    for one in findings.practice:
        practice = stored[one.reference.interview].answers[one.question].practice
        for words in (practice.what, practice.ask) if practice else ():
            if words:
                place = place_of(one.reference)
                yield PrintedWords(place, "good practice", words, True, one.may_be_told)
    yield from _noted_words(material)


def _noted_words(material: Material) -> Iterator[PrintedWords]:
    """Go through the passages of named themes, which only those inside read."""
    spoken = spoken_answers(material)
    may = {one.id: one for one in material.interviews}
    for theme in material.themes:
        if theme.status != "named":
            continue
        for member in locate((*theme.members, *theme.contrary), spoken):
            place = member.reference
            if may[place.interview].may_print_notes(place.question):
                answer = spoken[place.interview, place.question].answer
                yield PrintedWords(
                    place_of(place), "passage as noted", open_text(answer, place), True, False
                )


def written_words(
    material: Material, sections: Mapping[str, str], templates: Mapping[str, str]
) -> Iterator[PrintedWords]:
    """Go through what those who make the report wrote.

    Args:
        material: The study.
        sections: Author text by the name of its section.
        templates: The words of the study's own templates by file name.
    """
    for name, text in sorted(templates.items()):
        yield PrintedWords(f"template:{name}", "template", text, False, True)
    for name, text in sorted(sections.items()):
        yield PrintedWords(f"text:{name}", "author text", text, False, True)
    for theme in material.themes:
        if theme.status == "named":
            wording = (theme.name, theme.statement, theme.otherwise, theme.interpretation)
            for words in filter(None, wording):
                yield PrintedWords(f"theme:{theme.id}", "theme", words, False, True)
    for action in (*material.actions.actions, *material.actions.asks):
        for words in filter(None, (action.what, action.owner)):
            yield PrintedWords("actions", "action", words, False, True)
    for summary in material.matrix.summaries:
        yield PrintedWords(
            f"matrix:{summary.unit}/{summary.of}", "matrix summary", summary.text, False, False
        )
    for place, what, declared in _declared(material):
        for words in filter(None, declared):
            yield PrintedWords(place, what, words, False, True)


def _declared(material: Material) -> Iterator[tuple[str, str, Iterable[str | None]]]:
    """Go through what the study's files say of themselves, and a report prints."""
    yield "study", "purpose", (material.study.title, material.study.purpose)
    for indicator in material.indicators:
        wording = (indicator.name, indicator.about, indicator.why)
        yield f"indicator:{indicator.id}", "indicator", wording
    for name, rate in material.assumptions.rates.each() if material.assumptions else ():
        yield f"assumption:{name}", "assumption", (rate.label, rate.why, rate.set_by)
    for table in material.imported:
        sources = dict.fromkeys((table.source, *(row.source for row in table.rows)))
        yield f"figures:{table.id}", "imported figures", (table.title, *sources)


def undecided(
    proposals: Iterable[ProposedName], standing: StandingRedactions
) -> tuple[ProposedName, ...]:
    """List those on which nobody has decided."""
    return tuple(one for one in proposals if standing.of(one.place, one.words) is None)


def is_held_back(place: AnswerReference, text: str, waiting: Iterable[ProposedName]) -> bool:
    """Say whether words of an answer hold a name on which nobody has decided."""
    return any(
        one.place == place_of(place) and re.search(whole(one.words), text) for one in waiting
    )
