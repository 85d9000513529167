"""What a paragraph of a Word document is: words, a heading, or an item of a list."""

from __future__ import annotations

import re
from typing import Any, Final

from themer.report.edits.lines import Kind

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def local(element: Any) -> str:
    """Give an element's name without its namespace; empty for one of another standard."""
    tag = element.tag
    return tag.removeprefix(W) if isinstance(tag, str) and tag.startswith(W) else ""


def value(element: Any) -> str:
    """Give the value of a property; empty where there is none."""
    return "" if element is None else str(element.get(f"{W}val", ""))


class Styles:
    """Says what a paragraph is: by its style's name or outline level, and by its numbering.

    Args:
        styles: The root of the document's styles; None where it has none.
        numbering: That of its numbering; None where it has none.
    """

    def __init__(self, styles: Any, numbering: Any) -> None:
        self._found: dict[str, tuple[Kind, int]] = {}
        self._formats: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            for style in styles.iterfind(f"{W}style"):
                name = style.find(f"{W}name")
                title = "" if name is None else name.get(f"{W}val", "")
                self._found[style.get(f"{W}styleId", "")] = self._of_style(style, title)

    def kind_of(self, paragraph: Any) -> tuple[Kind, int]:
        """Say what a paragraph is, and on which level."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "body", 0
        style = properties.find(f"{W}pStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        kind, level = self._found.get(name) or _by_name(name)
        if kind == "heading":
            return kind, level
        return self._numbered(properties, kind, level)

    def _numbered(self, properties: Any, kind: Kind, level: int) -> tuple[Kind, int]:
        place = properties.find(f"{W}numPr")
        if place is None:
            return kind, level
        number = value(place.find(f"{W}numId"))
        depth = int(value(place.find(f"{W}ilvl")) or level)
        if number == "0":  # Word's way to say: not in a list after all
            return "body", 0
        formats = self._formats.get(number, [])
        if formats:
            shape = formats[min(depth, len(formats) - 1)]
            return ("bullet" if shape == "bullet" else "number"), depth
        return ("bullet" if kind == "body" else kind), depth

    def _of_style(self, style: Any, title: str) -> tuple[Kind, int]:
        properties = style.find(f"{W}pPr")
        kind, level = _by_name(title)
        if properties is None or kind == "heading":
            return kind, level
        outline = value(properties.find(f"{W}outlineLvl"))
        if outline.isdigit() and int(outline) < 9:
            return "heading", int(outline) + 1
        return self._numbered(properties, kind, level)

    def _read_numbering(self, numbering: Any) -> None:
        shapes = {}
        for one in numbering.iterfind(f"{W}abstractNum"):
            levels = one.findall(f"{W}lvl")
            shapes[one.get(f"{W}abstractNumId", "")] = [
                value(level.find(f"{W}numFmt")) for level in levels
            ]
        for one in numbering.iterfind(f"{W}num"):
            abstract = value(one.find(f"{W}abstractNumId"))
            self._formats[one.get(f"{W}numId", "")] = shapes.get(abstract, [])


def _by_name(name: str) -> tuple[Kind, int]:
    plain = name.lower().replace(" ", "")
    digits = re.search(r"(\d)\Z", plain)
    level = int(digits[1]) if digits else 1
    if plain.startswith("heading"):
        return "heading", level
    if "listbullet" in plain:
        return "bullet", level - 1
    if "listnumber" in plain:
        return "number", level - 1
    return "body", 0
