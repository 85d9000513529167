"""Block filters for templates: lists, tables, charts, quotes and boxes, so no loop writes Markdown.

A block is put aside under a number and a token stands for it in the Markdown, so that nothing in
its cells can be mistaken for markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from themer.report.environment import MarkdownEnvironment, Record, near
from themer.report.marked_text import Rich, emphasis, joined, strong, token


class MissingName(LookupError):
    """A template asked for a figure, a text or a column that is not there."""


class Blocks:
    """The blocks put aside while one document is rendered.

    Args:
        context: What the template is given.
        environment: Where author text is rendered.
    """

    def __init__(self, context: dict[str, Any], environment: MarkdownEnvironment) -> None:
        self.aside: list[dict[str, Any]] = []
        self._context = context
        self._environment = environment

    def filters(self) -> dict[str, Callable[..., Rich]]:
        """Name the filters that templates may use beside Jinja's own."""
        return {
            "bullets": self.bullets,
            "numbered": self.numbered,
            "table": self.table,
            "chart": self.chart,
            "quote": self.quote,
            "quotes": self.quotes,
            "sentences": self.sentences,
            "strong": lambda words: strong(Rich.escape(words)),
            "emphasis": lambda words: emphasis(Rich.escape(words)),
        }

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Name the functions that templates may call."""
        return {
            "document": self.document,
            "callout": self.callout,
            "notes": self.notes,
            "paragraph": self.paragraph,
            "author": self.author,
            "page_break": self.page_break,
            "contents": self.contents,
            "form": self.form,
            "has_text": self.has_text,
            "evidence_annex": self.evidence_annex,
            "fact": self.fact,
            "component": self.component,
            "theme": self.theme,
            "indicator": self.indicator,
            "figure": self.figure,
            "quote": self.quote_called,
        }

    def bullets(self, items: Iterable[object], field: str | None = None) -> Rich:
        """Write a list with bullets; nothing where there are no items."""
        return self._list(items, field, lambda _: "-")

    def numbered(self, items: Iterable[object], field: str | None = None) -> Rich:
        """Write a numbered list; nothing where there are no items."""
        return self._list(items, field, lambda number: f"{number}.")

    def table(
        self, rows: Record | Iterable[Any], caption: object = None, **columns: object
    ) -> Rich:
        """Write a table.

        Args:
            rows: A table as themer gives it, or records.
            caption: Words above it, where they are not the table's own.
            columns: Field → heading, where ``rows`` are records.
        """
        if isinstance(rows, Record):
            return self._aside(
                kind="table",
                caption=_source(caption if caption is not None else rows["caption"]),
                columns=[
                    {"heading": _source(column["heading"]), "align": str(column["align"])}
                    for column in rows["columns"]
                ],
                rows=[
                    {"cells": [_source(cell) for cell in row["cells"]], "anchor": row["anchor"]}
                    for row in rows["rows"]
                ],
            )
        if not columns:
            raise MissingName(
                'a table needs its columns: {{ items | table("Caption", name="Name") }}'
            )
        return self._aside(
            kind="table",
            caption=_source("" if caption is None else caption),
            columns=[{"heading": _source(words), "align": "left"} for words in columns.values()],
            rows=[
                {"cells": [_source(_field(row, name)) for name in columns], "anchor": None}
                for row in rows
            ],
        )

    def chart(self, chart: Record) -> Rich:
        """Write a chart as themer gives it."""
        return self._aside(
            kind="chart",
            caption=_source(chart["caption"]),
            alt=_plain(chart["alt"]),
            categories=[_plain(name) for name in chart["categories"]],
            series=[
                {
                    "name": _plain(one["name"]),
                    "values": list(one["values"]),
                    "labels": [_plain(label) for label in one["labels"]],
                    "entered": [_source(figure) for figure in _entered(one)],
                }
                for one in chart["series"]
            ],
            stacked=bool(chart["stacked"]),
            unit=_plain(chart["unit"]),
            squares=bool(chart["squares"]),
            grid=bool(chart["grid"]),
        )

    def quote(self, quote: Record) -> Rich:
        """Write one quote with its attribution."""
        return self._aside(kind="quote", number=quote["number"])

    def quotes(self, quotes: Iterable[Record]) -> Rich:
        """Write several quotes, one after the other."""
        return Rich("\n").join(self.quote(one) for one in quotes)

    def sentences(self, parts: Iterable[object]) -> Rich:
        """Write sentences one after the other in one paragraph, leaving out empty ones."""
        return joined((part for part in parts if str(part)), " ")

    def document(self, *, title: object, subtitle: object = "") -> Rich:
        """Say what stands in the title block."""
        return self._aside(kind="document", title=_source(title), subtitle=_source(subtitle))

    def callout(self, title: object, caller: Callable[[], str] | None = None) -> Rich:
        """Box what stands between ``{% call callout("Title") %}`` and ``{% endcall %}``."""
        inside = "" if caller is None else str(caller())
        opening = self._aside(kind="open_callout", title=_source(title))
        return Rich(f"{opening}{inside}{self._aside(kind='close')}")

    def notes(self, caller: Callable[[], str] | None = None) -> Rich:
        """Keep for the speaker what stands between ``{% call notes() %}`` and ``{% endcall %}``."""
        inside = "" if caller is None else str(caller())
        return Rich(f"{self._aside(kind='open_notes')}{inside}{self._aside(kind='close')}")

    def paragraph(self, words: object, style: str = "body") -> Rich:
        """Write a paragraph of a style: ``body``, ``lead`` or ``small``; none for no words."""
        source = _source(words)
        return self._aside(kind="paragraph", style=style, content=source) if source else Rich("")

    def author(self, name: str) -> Rich:
        """Put in what a person wrote for this section; nothing where nobody did."""
        path = f"report_text/{name}.md"
        if path not in self._context["author_sections"]:
            return Rich("")
        text = self._environment.get_template(path).render(self._context["globals"])
        opening = self._aside(kind="open_author", name=str(name))
        return Rich(f"{opening}\n{text}\n{self._aside(kind='close')}")

    def has_text(self, name: str) -> bool:
        """Say whether a person wrote something for this section."""
        return f"report_text/{name}.md" in self._context["author_sections"]

    def form(self, title: object, *labels: object, lines: int = 1) -> Rich:
        """Leave room to write in: a blank for each label, each of so many lines."""
        return self._aside(
            kind="form",
            title=_plain(title),
            labels=[_plain(label) for label in labels],
            lines=int(lines),
        )

    def contents(self, title: object = "Contents", depth: int = 2) -> Rich:
        """Put in the list of contents, which is filled from the headings."""
        return self._aside(kind="contents", title=_plain(title), depth=int(depth))

    def page_break(self, *, landscape: bool = False) -> Rich:
        """Begin a new page, upright or on its side."""
        return self._aside(kind="page_break", landscape=bool(landscape))

    def evidence_annex(self) -> Rich:
        """Put in an entry for each figure and quote that the documents print."""
        return self._aside(kind="annex")

    def fact(self, question: str, value: str = "yes") -> Record:
        """Find the figure of a fact: how many recorded this value."""
        return self.figure(f"fact:{question}:{value}")

    def component(self, code: str, status: str = "in_place") -> Record:
        """Find the figure of a component in a state."""
        return self.figure(f"component:{code}:{status}")

    def theme(self, name: str) -> Record:
        """Find the figure of a theme."""
        return self.figure(f"theme:{name}")

    def indicator(self, name: str) -> Record:
        """Find the figure of an indicator."""
        return self.figure(f"indicator:{name}")

    def figure(self, name: str) -> Record:
        """Find a figure by its id."""
        figures: Record = self._context["figures"]
        if name not in figures:
            raise MissingName(f'there is no figure called "{name}". {self._likely(name, figures)}')
        found: Record = figures[name]
        return found

    def quote_called(self, name: str) -> Rich:
        """Write the quote of an id, as ``themer figures`` lists them."""
        wanted = str(name).removeprefix("quote:")
        quotes: Record = self._context["quotes"]
        if wanted in quotes:
            return self.quote(quotes[wanted])
        kept: Record = self._context["quotes_kept"]
        if wanted in kept:
            raise MissingName(f'the quote "{wanted}" may not be printed: {kept[wanted]}.')
        raise MissingName(f'there is no quote called "{wanted}". {self._likely(wanted, quotes)}')

    def _likely(self, name: str, known: Record) -> str:
        """Say what may have been meant, or that nothing can be there yet, and how to list all."""
        page_one = self._context["globals"].get("page_one")
        # It says what is counted as soon as one conversation is.
        if isinstance(page_one, Record) and not page_one["counting"]:
            said = "No conversation counts yet, so most figures and all quotes are still to come."
        else:
            said = near(name, known)
        return f'{said} "themer figures --json" lists all.'.lstrip()

    def _aside(self, **block: object) -> Rich:
        self.aside.append(block)
        return Rich(f"\n\n{token('b', len(self.aside) - 1)}\n\n")

    def _list(self, items: Iterable[object], field: str | None, mark: Callable[[int], str]) -> Rich:
        if isinstance(items, Undefined):
            str(items)  # raises, with the missing name
        lines = [
            f"{mark(number)} {_source(item if field is None else _field(item, field))}"
            for number, item in enumerate(items, 1)
        ]
        return Rich("\n\n" + "\n".join(lines) + "\n\n") if lines else Rich("")


def _field(row: Any, name: str) -> object:
    if name not in row:
        raise MissingName(f'a row has no "{name}". {near(name, row)}')
    value: object = row[name]
    return value


def _entered(series: Record) -> Sequence[object]:
    """Give the figures that a chart's values are; a chart of a template's own has none."""
    if "entered" not in series:
        return ()
    figures: Sequence[object] = series["entered"]
    return figures


def _source(value: object) -> str:
    if isinstance(value, Undefined):
        str(value)  # raises, with the missing name
    if value is None:
        return ""
    return str(value if isinstance(value, Markup) else Rich.escape(value))


def _plain(value: object) -> str:
    return "" if value is None else str(value)
