"""The styles and lists of the house's document, with what ours has and it lacks."""

from __future__ import annotations

import math
from copy import deepcopy
from typing import Any, Final

from themer.report.house.colours import contrast_with_white, mixed
from themer.report.house.style_sheet import StyleSheet, W
from themer.report.palette import INK

ACCENT: Final = "0B4F6C"
TINT: Final = "EEF4F6"
READABLE: Final = 4.5
"""The least contrast of words with the page (WCAG 2.2, level AA)."""
_OUR_BODY: Final = 12.0
_LISTS: Final = {"List Bullet": "1", "List Number": "2"}
"""Our list styles, and the numbering that each has in our own template."""
_CAPTION: Final = 10.5
"""The size of our captions beside a body of 12 points; what a house's tiny ones are drawn at."""
_TINY: Final = 0.75
"""The part of the body's size below which captions are too small."""
_SHORT: Final = frozenset(("Title", "Subtitle", "heading", "toc", "TOC", "caption", "footer"))
"""The first words of styles whose lines are short: justified, they would be torn apart."""
_LEVELS: Final = 3
"""As many levels as a list of the house's must have before we use it."""


class MergedStyles:
    """The house's style sheet, made complete.

    Args:
        theirs: The house's styles; None where it has none, and then ours are taken whole.
        ours: The root of our own style sheet.
        theme: The colours of the house's theme.
    """

    def __init__(self, theirs: Any | None, ours: Any, theme: dict[str, str]) -> None:
        self.added: list[str] = []
        """The styles that the house's document lacks, by name."""
        sheet = StyleSheet(theirs, theme) if theirs is not None else None
        if sheet is None or sheet.default() is None:
            sheet = StyleSheet(deepcopy(ours), theme)
        self.sheet = sheet
        self._body = sheet.default()
        self._accent = self._choose_accent()
        self._drop_marks_of_editing()
        self._ensure_language()
        self._take_from(ours)
        self._space_body()
        self._mend_captions()

    def _choose_accent(self) -> str:
        """Take the colour of the house's headings, or of its theme, that can be read on white."""
        heading = self.sheet.find("paragraph", "heading 1")
        wanted = [self.sheet.colour(heading) if heading is not None else None]
        wanted += [self.sheet.theme.get(slot) for slot in ("accent1", "dk2", "accent2")]
        dull = {None, "000000", "FFFFFF"}
        fit = (c for c in wanted if c not in dull and c and contrast_with_white(c) >= READABLE)
        return next(fit, ACCENT)

    def _drop_marks_of_editing(self) -> None:
        for element in list(self.sheet.root.iter(f"{W}rsid", f"{W}pPrChange", f"{W}rPrChange")):
            element.getparent().remove(element)

    def _ensure_language(self) -> None:
        root = self.sheet.root
        defaults = root.find(f"{W}docDefaults")
        if defaults is None:
            defaults = root.makeelement(f"{W}docDefaults")
            root.insert(0, defaults)
        holder = _child(defaults, "rPrDefault", first=True)
        properties = _child(holder, "rPr")
        if properties.find(f"{W}lang") is None:
            language = properties.makeelement(f"{W}lang", {f"{W}val": "en-GB"})
            last = [properties.find(f"{W}{tag}") for tag in ("eastAsianLayout", "specVanish")]
            place = next((list(properties).index(one) for one in last if one is not None), None)
            properties.insert(len(properties) if place is None else place, language)

    def _take_from(self, ours: Any) -> None:
        taken = {str(style.get(f"{W}styleId")).casefold() for style in self.sheet.by_id.values()}
        renamed: dict[str, str] = {}
        fresh = []
        for style in ours.findall(f"{W}style"):
            kind, name = str(style.get(f"{W}type")), str(style.find(f"{W}name").get(f"{W}val"))
            held = self._theirs(kind, name)
            style_id = str(style.get(f"{W}styleId"))
            if held is not None:
                renamed[style_id] = str(held.get(f"{W}styleId"))
                self._make_canonical(held, name, style)
                continue
            new = deepcopy(style)
            if style_id.casefold() in taken:
                renamed[style_id] = f"{style_id}Report"
                new.set(f"{W}styleId", renamed[style_id])
            new.attrib.pop(f"{W}default", None)
            fresh.append(new)
            self.added.append(name)
        for new in fresh:
            self._fit_in(new, renamed)
            self.sheet.root.append(new)
        self.sheet = StyleSheet(self.sheet.root, self.sheet.theme)

    def _theirs(self, kind: str, name: str) -> Any | None:
        if name == "Normal":
            return self._body
        if name in ("Normal Table", "No List", "Default Paragraph Font"):
            held = self.sheet.default(kind)
            return held if held is not None else self.sheet.find(kind, name)
        return self.sheet.find(kind, name)

    def _make_canonical(self, held: Any, name: str, ours: Any) -> None:
        """Give a style the name by which Word knows its role, so that headings are headings."""
        said = held.find(f"{W}name")
        if said is None:
            said = held.makeelement(f"{W}name")
            held.insert(0, said)
        said.set(f"{W}val", name)
        is_short = name.partition(" ")[0] in _SHORT
        if is_short and self.sheet.alignment(held) in ("both", "distribute"):
            properties = _paragraph_properties(held)
            _child(properties, "jc").set(f"{W}val", "left")
            _in_order(properties)
        level = ours.find(f"{W}pPr/{W}outlineLvl")
        if level is not None and self.sheet.effective(held, "pPr/outlineLvl") is None:
            properties = _paragraph_properties(held)
            properties.append(deepcopy(level))
            _in_order(properties)

    def _fit_in(self, style: Any, renamed: dict[str, str]) -> None:
        """Let one of our styles look like the house's: its font, its size, its colour."""
        for tag in ("basedOn", "next", "link"):
            found = style.find(f"{W}{tag}")
            if found is not None:
                name = found.get(f"{W}val")
                found.set(f"{W}val", renamed.get(name, name))
        in_table = str(style.find(f"{W}name").get(f"{W}val")).startswith("Table ")
        scale = table_scale(self.sheet, self._body) if in_table else self._scale()
        for size in style.iter(f"{W}sz", f"{W}szCs"):
            if str(size.getparent().tag) == f"{W}rPr":
                wanted = int(size.get(f"{W}val")) * scale
                halves = math.floor(wanted) if in_table else round(wanted)
                size.set(f"{W}val", str(max(halves, 12)))
        for element in list(style.iter(f"{W}color")):
            if element.get(f"{W}val") == INK:
                element.getparent().remove(element)
        for element in style.iter():
            for key, value in element.items():
                if value == ACCENT:
                    element.set(key, self._accent)
                elif value == TINT:
                    element.set(key, mixed(self._accent, "FFFFFF", 0.07))
        if style.get(f"{W}type") == "paragraph":
            self._undo_alignment(style)
        if style.get(f"{W}styleId") == "QuoteSource" and "Quote" in renamed:
            self._follow_quote(style, renamed["Quote"])

    def _scale(self) -> float:
        return max(self.sheet.points(self._body), 10.0) / _OUR_BODY

    def _mend_captions(self) -> None:
        """Draw the house's captions so that they can be read: in its colour, at our size."""
        caption = self.sheet.find("paragraph", "caption")
        words = _child(caption, "rPr") if caption is not None else None
        if words is None:
            return
        if (least := least_caption(self.sheet, caption)) is not None:
            for tag in ("sz", "szCs"):
                _set_in_order(words, tag, str(round(least * 2)))
        if faint_caption(self.sheet, caption):
            _set_in_order(words, "color", self._accent)

    def _follow_quote(self, source: Any, quote: str) -> None:
        """Let the line under a quote stand where the house's quotes stand."""
        source.find(f"{W}basedOn").set(f"{W}val", quote)
        properties = _paragraph_properties(source)
        for tag in ("pBdr", "ind"):
            held = properties.find(f"{W}{tag}")
            if held is not None:
                properties.remove(held)
        words = source.find(f"{W}rPr")
        words.insert(0, words.makeelement(f"{W}i", {f"{W}val": "0"}))

    def _undo_alignment(self, style: Any) -> None:
        """Keep a justified or indented body out of table cells, captions and the like."""
        properties = _paragraph_properties(style)
        alignment = self.sheet.alignment(self._body)
        if alignment not in ("left", "start") and properties.find(f"{W}jc") is None:
            properties.append(properties.makeelement(f"{W}jc", {f"{W}val": "left"}))
        indented = self.sheet.effective(self._body, "pPr/ind") is not None
        numbered = properties.find(f"{W}numPr") is not None
        if indented and not numbered:
            found = _child(properties, "ind")
            for side in ("left", "right", "firstLine"):
                if f"{W}{side}" not in found.attrib:
                    found.set(f"{W}{side}", "0")
        _in_order(properties)

    def _space_body(self) -> None:
        """Part paragraphs where the house's body leaves no room between them."""
        spacing = self.sheet.effective(self._body, "pPr/spacing")
        room = sum(_number(spacing, side) for side in ("before", "after"))
        if room or self.sheet.find("paragraph", "Report Body") is not None:
            return
        based = self._body.get(f"{W}styleId") if self._body is not None else "Normal"
        size = self.sheet.points(self._body)
        style = self.sheet.root.makeelement(
            f"{W}style", {f"{W}type": "paragraph", f"{W}styleId": "ReportBody"}
        )
        for tag, value in (("name", "Report Body"), ("basedOn", based)):
            style.append(style.makeelement(f"{W}{tag}", {f"{W}val": value}))
        properties = _paragraph_properties(style)
        after = {f"{W}after": str(round(size * 12))}
        properties.append(properties.makeelement(f"{W}spacing", after))
        self.sheet.root.append(style)
        self.sheet = StyleSheet(self.sheet.root, self.sheet.theme)


def table_scale(sheet: StyleSheet, body: Any | None) -> float:
    """Say by how much our words in tables grow or shrink in a house.

    They follow the body by the square root of its size: a column is no wider for a larger body.
    """
    return math.sqrt(max(sheet.points(body), 10.0) / _OUR_BODY)


def least_caption(sheet: StyleSheet, caption: Any) -> float | None:
    """Give the size in points to draw captions at that are too small; None where they are not."""
    least = math.floor(_CAPTION * 2 * table_scale(sheet, sheet.default())) / 2
    body = sheet.points(sheet.default())
    return min(least, body) if sheet.points(caption) < _TINY * body else None


def faint_caption(sheet: StyleSheet, caption: Any) -> bool:
    """Say whether captions stand out too little from a white page."""
    colour = sheet.colour(caption)
    return colour is not None and contrast_with_white(colour) < READABLE


def merged_numbering(theirs: Any | None, ours: Any, styles: MergedStyles) -> Any:
    """Put our lists beside the house's, and give the list styles one that goes deep enough.

    Args:
        theirs: The house's numbering; None where it has none.
        ours: Our own numbering.
        styles: The merged styles; their list styles are made to point at a list.
    """
    root = deepcopy(theirs) if theirs is not None else ours.makeelement(ours.tag, nsmap=ours.nsmap)
    for element in list(root.iter(f"{W}numPicBullet", f"{W}lvlPicBulletId")):
        element.getparent().remove(element)
    for element in list(root):
        if not _is_list(element):
            root.remove(element)
    numbers = _added_lists(root, ours)
    for name, number in _LISTS.items():
        style = styles.sheet.find("paragraph", name)
        if style is not None:
            chosen = _usable_list(styles.sheet, style, root, bullets=name == "List Bullet")
            _set_list(style, chosen or numbers[number])
    return root


def _is_list(element: Any) -> bool:
    """Say whether something in a numbering is a list with a number, which the rest relies on."""
    if element.tag == f"{W}abstractNum":
        return str(element.get(f"{W}abstractNumId", "")).isdigit()
    held = element.find(f"{W}abstractNumId")
    leads = held is not None and str(held.get(f"{W}val", "")).isdigit()
    return element.tag == f"{W}num" and leads and str(element.get(f"{W}numId", "")).isdigit()


def _added_lists(root: Any, ours: Any) -> dict[str, str]:
    """Append our lists under numbers that are free; ours → the number here."""
    taken = [_number(one, "abstractNumId") for one in root.findall(f"{W}abstractNum")]
    abstract_from = max(taken, default=0) + 1
    from_number = max((_number(one, "numId") for one in root.findall(f"{W}num")), default=0) + 1
    first_num = root.find(f"{W}num")
    place = list(root).index(first_num) if first_num is not None else len(root)
    for one in reversed(ours.findall(f"{W}abstractNum")):
        new = deepcopy(one)
        new.set(f"{W}abstractNumId", str(_number(one, "abstractNumId") + abstract_from))
        for colour in list(new.iter(f"{W}rPr")):
            colour.getparent().remove(colour)
        root.insert(place, new)
    found = {}
    for one in ours.findall(f"{W}num"):
        new = deepcopy(one)
        found[str(one.get(f"{W}numId"))] = number = str(_number(one, "numId") + from_number)
        new.set(f"{W}numId", number)
        held = new.find(f"{W}abstractNumId")
        held.set(f"{W}val", str(_number(held, "val") + abstract_from))
        root.append(new)
    return found


def _usable_list(sheet: StyleSheet, style: Any, root: Any, *, bullets: bool) -> str | None:
    """Find the number of a style's own list, if it has bullets or numbers on enough levels."""
    number = sheet.effective(style, "pPr/numPr/numId")
    wanted = number.get(f"{W}val") if number is not None else None
    num = next((n for n in root.findall(f"{W}num") if n.get(f"{W}numId") == wanted), None)
    held = num.find(f"{W}abstractNumId") if num is not None else None
    if held is None:
        return None
    for abstract in root.findall(f"{W}abstractNum"):
        if abstract.get(f"{W}abstractNumId") == held.get(f"{W}val"):
            forms = [one.get(f"{W}val") for one in abstract.findall(f"{W}lvl/{W}numFmt")]
            fits = len(forms) >= _LEVELS and (forms[0] == "bullet") == bullets
            return str(wanted) if fits and "none" not in forms[:_LEVELS] else None
    return None


def _set_list(style: Any, number: str) -> None:
    properties = _paragraph_properties(style)
    held = properties.find(f"{W}numPr")
    if held is not None:
        properties.remove(held)
    held = properties.makeelement(f"{W}numPr")
    held.append(held.makeelement(f"{W}numId", {f"{W}val": number}))
    properties.append(held)
    _in_order(properties)


def _paragraph_properties(style: Any) -> Any:
    found = style.find(f"{W}pPr")
    if found is None:
        found = style.makeelement(f"{W}pPr")
        after = [style.find(f"{W}{tag}") for tag in ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr")]
        place = next((list(style).index(one) for one in after if one is not None), len(style))
        style.insert(place, found)
    return found


def _child(element: Any, tag: str, *, first: bool = False) -> Any:
    found = element.find(f"{W}{tag}")
    if found is None:
        found = element.makeelement(f"{W}{tag}")
        element.insert(0 if first else len(element), found)
    return found


_BEFORE_SIZE: Final = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
    "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden",
    "color", "spacing", "w", "kern", "position", "sz",
)  # fmt: skip


def _set_in_order(words: Any, tag: str, value: str) -> None:
    """Set a property of a run in the standard's order; what it said otherwise goes."""
    found = words.find(f"{W}{tag}")
    if found is None:
        place = _BEFORE_SIZE.index(tag) if tag in _BEFORE_SIZE else len(_BEFORE_SIZE)
        known = {f"{W}{name}" for name in _BEFORE_SIZE[:place]}
        place = sum(1 for one in words if one.tag in known)
        found = words.makeelement(f"{W}{tag}")
        words.insert(place, found)
    found.attrib.clear()
    found.set(f"{W}val", value)


_ORDER: Final = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
)  # fmt: skip


def _in_order(properties: Any) -> None:
    """Put a paragraph's properties into the standard's order, which Word insists on."""
    rank = {f"{W}{tag}": place for place, tag in enumerate(_ORDER)}
    properties[:] = sorted(properties, key=lambda one: rank.get(one.tag, len(rank)))


def _number(element: Any | None, attribute: str) -> int:
    value = element.get(f"{W}{attribute}", "") if element is not None else ""
    return int(value) if value.lstrip("-").isdigit() else 0
