"""The sandbox that a report template runs in, and the errors that its author reads."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, Undefined
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.nodes import Concat
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from themer.report.marked_text import Rich, joined, neutral

MOST_BITS = 1000
"""The longest whole number that a power in a template may come to."""
MOST_NAMED = 3
"""How many names are offered for one that is not there."""
MOST_LISTED = 8
"""So many names, or fewer, are all listed where none is like the missing one."""
_HTML_ONLY = ("e", "escape", "forceescape", "safe", "striptags", "tojson", "urlize", "xmlattr")
_UNREPEATABLE = ("random", "pprint")


class Record:
    """A read-only thing with named values, as templates see one."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def hydrate(value: Any) -> Any:
    """Turn JSON into what templates see: records, lists, composed text and plain text."""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, list):
        return tuple(hydrate(entry) for entry in value)
    if isinstance(value, dict):
        if "$rich" in value:
            return Rich(value["$rich"])
        return Record({name: hydrate(entry) for name, entry in value.items()})
    return value


def near(name: str, known: Iterable[str]) -> str:
    """Say which known names are like a missing one: three at most, or all where they are few."""
    names = sorted(known)
    alike = difflib.get_close_matches(name, names, n=MOST_NAMED, cutoff=0.5)
    if alike:
        return "Did you mean " + " or ".join(f'"{one}"' for one in alike) + "?"
    if len(names) > MOST_LISTED:
        return f"There are {len(names)} names, such as {', '.join(names[:MOST_NAMED])}."
    return f"There are: {', '.join(names)}." if names else ""


class _MarkdownCode(CodeGenerator):
    def visit_Concat(self, node: Concat, frame: Any) -> None:
        """Write code that joins parts as composed text."""
        # Jinja would escape for HTML here, and a plain text's asterisks would become markup.
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class MarkdownEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 for Markdown: whatever a template prints is escaped, unless themer composed it.

    Args:
        templates: Name → source; the names are what errors show.
        names: What the template is given, so that a missing name can be answered with near ones.
    """

    code_generator_class = _MarkdownCode
    intercepted_binops = frozenset({"**"})

    def __init__(self, templates: Mapping[str, str], names: Iterable[str]) -> None:
        known = self.known = tuple(names)

        class Missing(StrictUndefined):
            """A name that is not there; using it in any way is an error."""

            __slots__ = ()

            @property
            def _undefined_message(self) -> str:
                name = str(self._undefined_name)
                owner = self._undefined_obj
                if owner is not missing and not isinstance(owner, Record):
                    return f'"{name}" was asked of a text, a number or a list, which has none'
                there = owner if isinstance(owner, Record) else known
                return f'nothing here is called "{name}". {near(name, there)}'.rstrip()

        def load(name: str) -> tuple[str, str, None] | None:
            """Find a template by its name."""
            return None if name not in templates else (templates[name], name, None)

        super().__init__(
            loader=FunctionLoader(load),
            undefined=Missing,
            autoescape=True,
            finalize=_printed,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            comment_start_string="{##",
            comment_end_string="##}",
            cache_size=-1,
        )
        for name in (*_HTML_ONLY, *_UNREPEATABLE):
            self.filters.pop(name, None)
        self.globals.pop("lipsum", None)
        self.filters["join"] = _join

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out a power, unless the number would be longer than anybody reads."""
        if isinstance(left, int) and isinstance(right, int):
            if abs(right) * left.bit_length() > MOST_BITS:
                raise SecurityError("a power as large as this one")
        elif not isinstance(left, int | float) or not isinstance(right, int | float):
            raise SecurityError("a power of what is no number")
        return super().call_binop(context, operator, left, right)

    def joined(self, parts: Iterable[object]) -> Rich:
        """Join what stands around ``~``."""
        return joined(_printed(part) for part in parts)


def _printed(value: object) -> Markup:
    if isinstance(value, Undefined):
        str(value)  # raises, with the missing name
    if value is None:
        return Rich("")
    return Rich.escape(value)


def _join(parts: Iterable[object], between: str = "") -> Rich:
    return joined((_printed(part) for part in parts), between)
