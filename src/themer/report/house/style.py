"""Looks a house template over, and says in words what a report will be poorer for."""

from __future__ import annotations

from typing import Any, Final

from themer.report.house.colours import contrast_with_white, theme_colours
from themer.report.house.dressing import styles_added
from themer.report.house.merging import faint_caption, least_caption
from themer.report.house.opening import OpenedPackage, open_package
from themer.report.house.style_sheet import StyleSheet, W

LEAST_POINTS: Final = 12.0
"""The smallest size of text that most people read with ease."""
_READ: Final = ("Normal", "List Bullet", "List Number", "Quote")
_HEADS: Final = ("Title", "heading 1", "heading 2", "heading 3", "heading 4")
_LARGE: Final = 18.0
"""Words of this size, or of 14 points and bold, need less contrast (WCAG 2.2, 1.4.3)."""
_ASKED_FOR: Final = ("Title", "heading 1", "heading 2", "heading 3", "List Bullet", "Quote")
"""The styles whose lack is worth a word; the rest nobody expects a house to have."""


def look_over(data: bytes) -> tuple[str, ...]:
    """Say what is poor in a house template; nothing of it stops a report.

    Args:
        data: A Word document.

    Returns:
        A sentence for each thing: small or justified text, no language, headings that are hard to
        see, styles that it lacks, and what is left behind.

    Raises:
        InputError: It cannot be read.
    """
    package = open_package(data)
    root = package.related("styles")
    if root is None or StyleSheet(root, {}).default() is None:
        found = ["The house template has no styles, so the report is in themer's own."]
    else:
        sheet = StyleSheet(root, theme_colours(package.related("theme")))
        found = [*_text(sheet), *_language(sheet), *_headings(sheet)]
        found += [*_captions(sheet), *_lacking(data)]
    return (*found, *_left_behind(package))


def _styles(sheet: StyleSheet, names: tuple[str, ...]) -> list[tuple[str, Any]]:
    found = [(name, sheet.find("paragraph", name)) for name in names if name != "Normal"]
    if "Normal" in names:
        found.insert(0, ("Normal", sheet.default()))
    return [(name, style) for name, style in found if style is not None]


def _text(sheet: StyleSheet) -> list[str]:
    styles = _styles(sheet, _READ)
    sizes = {name: sheet.points(style) for name, style in styles}
    small = [f"{name} ({size:g})" for name, size in sizes.items() if size < LEAST_POINTS]
    body = sizes.get("Normal", LEAST_POINTS)
    even = [name for name, style in styles if sheet.alignment(style) in ("both", "distribute")]
    found = []
    if small:
        found.append(
            f"Its text is smaller than {LEAST_POINTS:g} points, which many people find hard to "
            f"read: {', '.join(small)}."
        )
    if body > LEAST_POINTS:
        found.append(f"Its text of {body:g} points makes the summary longer than four pages.")
    if even:
        found.append(
            "Its text is justified, which leaves gaps that are hard to read across: "
            f"{', '.join(even)}."
        )
    return found


def _language(sheet: StyleSheet) -> list[str]:
    language = sheet.effective(sheet.default(), "rPr/lang")
    if language is not None and language.get(f"{W}val"):
        return []
    return ["It names no language, which screen readers go by; the report's own is put in."]


def _headings(sheet: StyleSheet) -> list[str]:
    faint = []
    for name, style in _styles(sheet, _HEADS):
        colour, points = sheet.colour(style), sheet.points(style)
        is_large = points >= _LARGE or (points >= 14 and sheet.is_bold(style))
        if colour and (contrast := contrast_with_white(colour)) < (3 if is_large else 4.5):
            faint.append(f"{name} ({contrast:.1f} to 1)")
    if not faint:
        return []
    return [f"Its headings stand out little from a white page: {', '.join(faint)}."]


def _captions(sheet: StyleSheet) -> list[str]:
    caption = sheet.find("paragraph", "caption")
    if caption is None:
        return []
    changes = []
    if (least := least_caption(sheet, caption)) is not None:
        changes.append(f"at {least:g} points instead of {sheet.points(caption):g}")
    if faint_caption(sheet, caption):
        changes.append("in a darker colour of the house's")
    return [f"Its captions are hard to read, so they are {' and '.join(changes)}."] * bool(changes)


def _lacking(data: bytes) -> list[str]:
    lacking = [name for name in styles_added(data) if name in _ASKED_FOR]
    return [f"It has no style for these, so ours were added: {', '.join(lacking)}."] * bool(lacking)


def _left_behind(package: OpenedPackage) -> list[str]:
    found = []
    if any(name.endswith("vbaProject.bin") for name in package.parts):
        found.append("Its macros were left out.")
    parts = [name for name in package.parts if name.startswith("word/") and name.endswith(".xml")]
    ties = [tie for part in parts for tie in package.relationships(part).values()]
    if any(tie.is_external and tie.kind == "attachedTemplate" for tie in ties):
        found.append("It is tied to a template of its own, which was left out.")
    if any(tie.is_external and tie.kind == "image" for tie in ties):
        found.append("It shows a picture that lies elsewhere, which was left out.")
    return found
