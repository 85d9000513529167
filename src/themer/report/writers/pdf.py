"""A tree of blocks as a PDF that can be read aloud (PDF/UA-1), always the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any, Final

from themer.errors import InputError, RefusedError
from themer.report.blocks import Document
from themer.report.writers.pdf_places import with_places
from themer.report.writers.typeface import fonts_folder
from themer.report.writers.typst_source import typst_source

STANDARD: Final = "ua-1"
_HOW: Final = 'Install it with: pip install "themer[pdf]".'
_NO_DATE: Final = datetime(1980, 1, 1, tzinfo=UTC)


def write_pdf(document: Document) -> bytes:
    """Write a PDF.

    Args:
        document: The tree; every link in it must lead somewhere.

    Returns:
        The file; the same tree gives the same bytes, whatever the day and the machine's fonts.

    Raises:
        InputError: The package that lays pages out is not installed.
        RefusedError: A link leads nowhere, two places have the same name, or the pages cannot be
            laid out.
    """
    typst = _typst()
    source = typst_source(document)
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(fonts_folder())],
    )
    day = document.as_at
    made = datetime.combine(day, time(), UTC) if day else _NO_DATE
    try:
        pages = typst.Compiler(root=str(fonts_folder()), font_paths=fonts).compile(
            input=source.code.encode(), format="pdf", pdf_standards=[STANDARD], timestamp=made
        )
    except typst.TypstError as error:
        raise RefusedError(
            f"the pages of “{document.title}” cannot be laid out as a PDF: {error.message}.",
            hint="Write it in another format, such as --to docx,html, and report this as a fault.",
        ) from error
    return with_places(pages, source.led_to)


def _typst() -> Any:
    try:
        import typst
    except ImportError as error:
        raise InputError("writing a PDF needs a package that is not here.", hint=_HOW) from error
    return typst
