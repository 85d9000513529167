"""The formats of documents: which there are, which document goes into which, and their writers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from themer.errors import InputError
from themer.report.blocks import Document

Write = Callable[[Document], bytes]
USUAL = ("docx", "html", "md")
SLIDES = "slides"
SLIDE_FORMAT = "pptx"


def document_writers(formats: Sequence[str], *, house: bytes | None = None) -> dict[str, Write]:
    """Load the writers that are asked for, and no others: python-docx takes its time.

    Args:
        formats: Of ``docx``, ``html``, ``md``, ``pdf`` and ``pptx``.
        house: A Word document whose styles Word documents are to have.

    Raises:
        InputError: A format that there is none of, or that needs a package which is not there.
    """
    known: Mapping[str, Callable[[], Write]] = {
        "docx": lambda: _docx(house),
        "html": _html,
        "md": _markdown,
        "pdf": _pdf,
        "pptx": _pptx,
    }
    for wanted in formats:
        if wanted not in known:
            raise InputError(
                f'there is no format called "{wanted}".', hint=f"Choose from {', '.join(known)}."
            )
    return {wanted: known[wanted]() for wanted in dict.fromkeys(formats)}


def what_goes_where(
    names: Sequence[str], formats: Sequence[str] | None, only: Sequence[str] | None
) -> Iterator[tuple[str, str]]:
    """Say which documents are written in which formats.

    Slides are for ``pptx``, and nothing else is; in another format they are written where both
    are asked for by name.

    Args:
        names: The documents that there are.
        formats: Those asked for; None for the usual ones, with slides as ``pptx``.
        only: The documents asked for; None for all but the slides, unless ``pptx`` is asked for.

    Yields:
        Document and format.

    Raises:
        InputError: A document that there is none of, or nothing would be written.
    """
    if formats is not None and not formats:
        raise InputError("no format was asked for.", hint="Write --to docx,html,md.")
    called = {name.casefold(): name for name in names}
    only = None if only is None else [called.get(one.casefold(), one) for one in only]
    for wanted in only or ():
        if wanted not in names:
            raise InputError(
                f'this report has no document called "{wanted}".',
                hint=f"Choose from {', '.join(names)}.",
            )
    pairs = [
        (name, ending)
        for name in names
        if only is None or name in only
        for ending in _formats_of(name, formats, is_named=only is not None)
    ]
    if not pairs:
        raise InputError(
            "nothing would be written: only slides go into pptx.",
            hint="Write --to pptx --only slides, or choose other formats.",
        )
    yield from pairs


def _formats_of(name: str, formats: Sequence[str] | None, *, is_named: bool) -> Sequence[str]:
    if formats is None:
        return ((SLIDE_FORMAT,) if is_named else ()) if name == SLIDES else USUAL
    if name == SLIDES and not is_named:
        return [one for one in formats if one == SLIDE_FORMAT]
    return [one for one in formats if one != SLIDE_FORMAT or name == SLIDES]


def review_writer(review: Mapping[str, str], *, house: bytes | None = None) -> Write:
    """Load the writer of review copies: Word documents with comments.

    Args:
        review: Ledger id → the words of its comment.
        house: A Word document whose styles they are to have.
    """
    from themer.report.writers.docx_document import write_docx

    return lambda document: write_docx(document, house=house, review=review)


def _docx(house: bytes | None) -> Write:
    return review_writer({}, house=house)


def _html() -> Write:
    from themer.report.writers.html import write_html

    return lambda document: write_html(document).encode("utf-8", "surrogatepass")


def _markdown() -> Write:
    from themer.report.writers.markdown import write_markdown

    return lambda document: write_markdown(document).encode("utf-8", "surrogatepass")


def _pdf() -> Write:
    from themer.report.writers.pdf import write_pdf

    return write_pdf


def _pptx() -> Write:
    from themer.report.writers.pptx import write_pptx

    return write_pptx
