"""What the person who writes a report should look at again: lopsided quotes, numbers typed by hand.

They are notes and stop nothing. A number that is computed comes through ``{{ fact(...) }}`` and has
its evidence; one that is typed stays as it is when the data change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from themer.findings.redaction import ProposedName
from themer.model.study import Profile
from themer.report.blocks import AuthorSection, Document, Text
from themer.report.ledger import Ledger
from themer.report.typed import typed_quantities
from themer.report.writers.outline import inlines_of, walk

FEWEST_QUOTES = 3
"""With fewer quotes than this somebody always gives over a third of them."""


def waiting_names(waiting: Sequence[ProposedName], profile: Profile) -> tuple[str, ...]:
    """List the words that may name somebody and on which nobody has decided, each with its place.

    Args:
        waiting: Such words, of everything that a report could print.
        profile: In a document that is shared, only what could stand there.
    """
    found = []
    for one in waiting:
        if profile == "internal" or one.leaves:
            kinds = " and ".join(dict.fromkeys(w.what for w in one.within))
            held = profile == "shareable" and any(w.is_said for w in one.within)
            tail = "kept back until decided" if held else "not decided"
            found.append(f'{one.place}: "{one.words}" may be a name ({kinds}, {tail}).')
    if found:
        found.append('Decide with "themer redact".')
    return tuple(found)


def lopsided_quotes(ledger: Ledger) -> tuple[str, ...]:
    """Name who gives over a third of the quotes, if anybody does."""
    given: Counter[tuple[str, str]] = Counter()
    for _, quote, verbatim, _ in ledger.quotes():
        if verbatim:
            given[quote.unit, quote.role or ""] += 1
    total = given.total()
    return tuple(
        f"{many} of the {total} quotes come from one participant ({role}, {unit}): over a third."
        for (unit, role), many in sorted(given.items())
        if total >= FEWEST_QUOTES and 3 * many > total
    )


def not_computed(
    documents: Mapping[str, Document],
    not_figures: Sequence[str],
    texts: Mapping[str, str],
    nouns: Sequence[str] = (),
) -> tuple[str, ...]:
    """List the numbers and words of quantity that a person typed into author text, each once.

    Args:
        documents: As they will be written; computed figures in author text are no text there.
        not_figures: The study's words that hold a number and are no figure.
        texts: Name → source of the author's text, to name the line.
        nouns: What the study counts, in the plural.
    """
    found: dict[str, None] = {}
    for document in documents.values():
        for block in walk(document.children):
            if isinstance(block, AuthorSection):
                name = f"report_text/{block.name}.md"
                for typed in _typed(block, not_figures, nouns):
                    line = _line_of(typed, texts.get(name, ""))
                    found[f'{name}{line}: "{typed}" is typed, not computed.'] = None
    return tuple(found)


def _typed(
    section: AuthorSection, not_figures: Sequence[str], nouns: Sequence[str]
) -> Iterator[str]:
    for block in walk(section.children):
        for inline in inlines_of(block):
            if isinstance(inline, Text):
                yield from typed_quantities(inline.text, not_figures, nouns)


def _line_of(typed: str, source: str) -> str:
    """Name the first line on which something stands by itself; nothing where it is not found."""
    wanted = re.compile(rf"(?<![\w.,]){re.escape(typed)}(?!\w)", re.IGNORECASE)
    for number, line in enumerate(source.splitlines(), 1):
        if wanted.search(line):
            return f", line {number}"
    return ""
