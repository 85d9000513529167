"""The last look before anything is written: links lead somewhere, and quotes hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from themer.errors import RefusedError
from themer.findings.material import Material
from themer.report import blocks as tree
from themer.report.ledger import Ledger


def check_references(document: tree.Document, template: Path) -> None:
    """Refuse a document with a link to nothing, or with two places of one name.

    Raises:
        RefusedError: Names the anchor.
    """
    seen: set[str] = set()
    links: list[str] = []
    for thing in _walk(document.children):
        anchor = getattr(thing, "anchor", None)
        if isinstance(thing, tree.Link):
            links += [thing.anchor] if not thing.document else []
        elif isinstance(thing, tree.ComputedFigure):
            seen.add(tree.used_anchor(thing.ledger_id))
        elif anchor is not None:
            if anchor in seen:
                raise RefusedError(f'two places are called "{anchor}".', path=template)
            seen.add(anchor)
        if isinstance(thing, tree.Quotation):
            seen.add(tree.used_anchor(thing.ledger_id))
    for wanted in links:
        if wanted not in seen:
            raise RefusedError(
                f'a link leads to "{wanted}", and there is no such place in the document.',
                hint="Give a heading that name: ## Title {#name}",
                path=template,
            )


def check_quotes(material: Material, ledger: Ledger) -> None:
    """Refuse a quote that is not, word for word, what was heard and may be used, and any noted
    words of a partner who did not agree to be quoted.

    Findings leave such quotes out already; this reads each one that a document prints back from
    the interview, so that no way of choosing quotes can print one that does not hold.

    Raises:
        RefusedError: Names the answer.
    """
    interviews = {interview.id: interview for interview in material.interviews}
    for _, quote, verbatim, _ in ledger.quotes():
        place = quote.reference
        interview = interviews.get(place.interview)
        if interview is None or not interview.may_quote:
            raise RefusedError(
                f"the words of {place.key} may not be printed: nobody agreed to be quoted.",
                hint='Run "themer check" to see which.',
            )
        if not verbatim:
            if interview.may_print_notes(place.question):
                continue
            raise RefusedError(
                f"the words of {place.key} may not be printed: somebody did not agree, or two "
                "copies of the answer differ.",
                hint='Run "themer check" to see which.',
            )
        answer = interview.answers.get(place.question)
        heard = answer is not None and any(
            (said.start, said.end, said.text, said.may_use)
            == (place.start, place.end, quote.text, True)
            and answer.noted[said.start : said.end] == quote.text
            and interview.may_quote_person(said.speaker)
            for said in answer.verbatim
        )
        if not heard or interview.has_other_copy(place.question):
            raise RefusedError(
                f"the quote of {place.key} was altered, or may not be used.",
                hint='Run "themer check" to see which.',
            )


def _walk(things: Iterable[object]) -> Iterator[object]:
    """Go through every block, row and inline of a tree, each before what is in it."""
    for thing in things:
        if isinstance(thing, tuple):
            yield from _walk(thing)
            continue
        yield thing
        for name in ("content", "title", "caption", "children", "items", "columns", "rows"):
            inside = getattr(thing, name, None)
            if isinstance(inside, tuple):
                yield from _walk(inside)
        if isinstance(thing, tree.Column):
            yield from _walk(thing.heading)
        if isinstance(thing, tree.Row):
            yield from _walk(thing.cells)
