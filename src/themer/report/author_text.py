"""Author text rendered on its own, as a report would render it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from themer.errors import TemplateError
from themer.report.basis import AUTHOR_FOLDER, Basis
from themer.report.blocks import AuthorSection, Block
from themer.report.context import make_context
from themer.report.markdown_blocks import Reading, read_blocks
from themer.report.quoted import quoted_in
from themer.report.rendering import Rendered, render_templates
from themer.report.whose_words import Weighed
from themer.report.writers.outline import walk


class AuthorTexts:
    """Renders author text with everything that a report gives it.

    Args:
        basis: What the report is made from.
    """

    def __init__(self, basis: Basis) -> None:
        source = basis.source()
        self._templates = basis.templates
        self._ledger = source.printer.ledger
        self._context: dict[str, Any] = make_context(source, "", basis.data_sha256)
        self._whose = basis.whose_words(source)

    def render(self, texts: Mapping[str, str]) -> dict[str, tuple[Block, ...] | None]:
        """Render texts.

        Args:
            texts: Any name → the Markdown of an author text.

        Returns:
            Name → what it comes to; None for one that cannot be rendered.
        """
        try:
            return dict(zip(texts, self._rendered(texts), strict=True))
        except TemplateError:
            found: dict[str, tuple[Block, ...] | None] = {}
            for name, text in texts.items():
                try:
                    found[name] = self._rendered({name: text})[0]
                except TemplateError:
                    found[name] = None
            return found

    def new_quotations(self, was: str, now: str) -> Iterator[tuple[str, Weighed]]:
        """Weigh the quotations typed into a text that were not in it before, as a report does.

        Args:
            was: The Markdown of an author text.
            now: The same, edited.
        """
        rendered = self.render({"was": was, "now": now})
        before, after = (_quoted_in(rendered[one] or ()) for one in ("was", "now"))
        for words in dict.fromkeys(one for one in after if one not in before):
            yield from ((words, weighed) for weighed in self._whose.weigh(words))

    def _rendered(self, texts: Mapping[str, str]) -> list[tuple[Block, ...]]:
        names = [f"text-{number}" for number in range(len(texts))]
        templates = dict(self._templates)
        for name, text in zip(names, texts.values(), strict=True):
            templates[f"{AUTHOR_FOLDER}{name}.md"] = text
            templates[f"{name}.md.j2"] = f'{{{{ author("{name}") }}}}'
        wanted = [f"{name}.md.j2" for name in names]
        return [self._read(one) for one in render_templates(wanted, templates, self._context)]

    def _read(self, rendered: Rendered) -> tuple[Block, ...]:
        ledger = self._ledger
        reading = Reading(rendered.blocks, ledger.printed_figure, ledger.printed_quote)
        blocks = read_blocks(rendered.markdown, reading)
        return tuple(
            inner
            for block in blocks
            if isinstance(block, AuthorSection)
            for inner in block.children
        )


def _quoted_in(blocks: tuple[Block, ...]) -> list[str]:
    return [words for block in walk(blocks) for words in quoted_in(block)]
