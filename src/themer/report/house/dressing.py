"""Makes a clean template of the house's document: its looks, our structure, and nothing it said."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any, Final

from themer.report.house import house_file
from themer.report.house.colours import theme_colours
from themer.report.house.furniture import clean
from themer.report.house.merging import MergedStyles, merged_numbering
from themer.report.house.opening import OFFICE, OpenedPackage, open_package, parsed
from themer.report.house.style_sheet import W
from themer.report.writers.packaging import zip_parts

_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PICTURES: Final = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "emf": "image/x-emf", "wmf": "image/x-wmf", "bmp": "image/bmp", "tif": "image/tiff",
    "tiff": "image/tiff",
}  # fmt: skip
_SECTION: Final = (
    "headerReference", "footerReference", "type", "pgSz", "pgMar", "pgBorders", "pgNumType", "cols",
    "titlePg", "docGrid",
)  # fmt: skip
_LEAST_TEXT: Final = 3000
"""The least room for text on a page, in twips, for a page to be usable."""
_LARGEST_PAGE: Final = 31_680
"""Word's largest page, in twips."""


@lru_cache(maxsize=2)
def dressed(data: bytes) -> bytes:
    """Make a template of the house's document.

    Taken are its styles, lists, theme, page, header and footer. Its text, properties, comments,
    macros, own XML, tracked changes and everything that leads outside are left behind.

    Args:
        data: The document as somebody saved it.

    Returns:
        A Word document without text, in which every role has a style.

    Raises:
        InputError: It cannot be read.
    """
    return _Wardrobe(open_package(data)).template()


def styles_added(data: bytes) -> tuple[str, ...]:
    """List the styles that the house's document lacks, by Word's names for them.

    Raises:
        InputError: It cannot be read.
    """
    return tuple(_Wardrobe(open_package(data)).styles.added)


class _Wardrobe:
    """Puts the template together from the house's parts and ours."""

    def __init__(self, package: OpenedPackage) -> None:
        self._package = package
        self._ours = open_package(house_file("house.docx"))
        self._theme = package.related("theme")
        ours = self._ours.related("styles")
        self.styles = MergedStyles(package.related("styles"), ours, theme_colours(self._theme))
        self._parts: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._ties: list[tuple[str, str, str]] = []

    def template(self) -> bytes:
        """Give the whole package."""
        numbering = merged_numbering(
            self._package.related("numbering"), self._ours.related("numbering"), self.styles
        )
        self._add("styles", "styles.xml", self.styles.sheet.root, f"{_WORD}.styles+xml")
        self._add("numbering", "numbering.xml", numbering, f"{_WORD}.numbering+xml")
        self._add("settings", "settings.xml", self._settings(), f"{_WORD}.settings+xml")
        if self._theme is not None and not _has_ties(self._theme):
            kind = "application/vnd.openxmlformats-officedocument.theme+xml"
            self._add("theme", "theme/theme1.xml", self._theme, kind)
        section = self._section()
        root = section.makeelement(f"{W}document", nsmap={"w": W[1:-1], "r": OFFICE})
        body = root.makeelement(f"{W}body")
        root.append(body)
        body.append(body.makeelement(f"{W}p"))
        body.append(section)
        return self._package_of(root)

    def _our(self, kind: str) -> Any:
        """Parse a part of our own template, which has every kind."""
        return self._ours.related(kind)

    def _settings(self) -> Any:
        settings = self._our("settings")
        theirs = self._package.related("settings")
        even = theirs.find(f"{W}evenAndOddHeaders") if theirs is not None else None
        if even is not None:
            settings.insert(list(settings).index(settings.find(f"{W}defaultTabStop")) + 1, even)
        return settings

    def _section(self) -> Any:
        """Give the page of the house's last section, with the headers that hold there."""
        document = parsed(self._package.parts[self._package.document])
        found = list(document.iter(f"{W}sectPr"))
        ours = next(parsed(self._ours.parts[self._ours.document]).iter(f"{W}sectPr"))
        section = deepcopy(found[-1]) if found else deepcopy(ours)
        self._keep_known(section, ours)
        for old in list(section):
            if str(old.tag) in (f"{W}headerReference", f"{W}footerReference"):
                section.remove(old)
        references = self._furniture(found)
        section[:0] = references
        return section

    def _keep_known(self, section: Any, ours: Any) -> None:
        known = {f"{W}{tag}" for tag in _SECTION}
        for child in list(section):
            if child.tag not in known:
                section.remove(child)
        for key in list(section.attrib):
            del section.attrib[key]
        for tag in ("type", "cols"):
            held = section.find(f"{W}{tag}")
            if held is not None:
                section.remove(held)
        if not _is_usable(section):
            for tag in ("pgSz", "pgMar"):
                held = section.find(f"{W}{tag}")
                if held is not None:
                    section.remove(held)
            section[:0] = [deepcopy(ours.find(f"{W}{tag}")) for tag in ("pgSz", "pgMar")]
        section[:] = sorted(section, key=lambda one: _SECTION.index(str(one.tag)[len(W) :]))

    def _furniture(self, sections: list[Any]) -> list[Any]:
        """Carry headers and footers along; a section without one has that of the one before."""
        ties = self._package.relationships(self._package.document)
        held: dict[tuple[str, str], str] = {}
        for section in sections:
            for one in section.iter(f"{W}headerReference", f"{W}footerReference"):
                tie = ties.get(str(one.get(f"{{{OFFICE}}}id")))
                if tie is not None and not tie.is_external and tie.target in self._package.parts:
                    kind = str(one.tag)[len(W) :].removesuffix("Reference")
                    held[kind, str(one.get(f"{W}type", "default"))] = tie.target
        references = []
        for number, ((kind, place), target) in enumerate(sorted(held.items(), reverse=True), 1):
            root = parsed(self._package.parts[target])
            references.append(self._reference(f"{kind}{number}.xml", kind, place, root, target))
        if ("footer", "default") not in held:
            root = self._our("footer")
            name = self._footer_style()
            for style in root.iter(f"{W}pStyle"):
                style.set(f"{W}val", name)
            references.append(self._reference("footer0.xml", "footer", "default", root, None))
        return references

    def _footer_style(self) -> str:
        style = self.styles.sheet.find("paragraph", "footer")
        return str(style.get(f"{W}styleId")) if style is not None else "Footer"

    def _reference(self, file: str, kind: str, place: str, root: Any, source: str | None) -> Any:
        if source is not None:
            self._clean(file, root, source)
        tie = self._add(kind, file, root, f"{_WORD}.{kind}+xml")
        element = root.makeelement(f"{W}{kind}Reference", nsmap={"w": W[1:-1], "r": OFFICE})
        element.set(f"{W}type", place)
        element.set(f"{{{OFFICE}}}id", tie)
        return element

    def _clean(self, file: str, root: Any, source: str) -> None:
        carried: dict[str, str] = {}

        def carry(target: str) -> str | None:
            """Take a picture along, once for each header or footer."""
            ending = posixpath.splitext(target)[1].lstrip(".").lower()
            content = self._package.parts.get(target)
            if content is None or ending not in _PICTURES:
                return None
            if target not in carried:
                stem = file.removesuffix(".xml")
                name = f"media/{stem}-{len(carried) + 1}.{ending}"
                self._parts[f"word/{name}"] = content
                carried[target] = name
            return f"rId{list(carried).index(target) + 1}"

        clean(root, self._package.relationships(source), carry)
        if carried:
            lines = [("image", name) for name in carried.values()]
            self._parts[f"word/_rels/{file}.rels"] = _relationships(lines)

    def _add(self, kind: str, file: str, root: Any, content_type: str) -> str:
        self._parts[f"word/{file}"] = _bytes(root)
        self._types[f"word/{file}"] = content_type
        self._ties.append((f"rId{len(self._ties) + 1}", kind, file))
        return self._ties[-1][0]

    def _package_of(self, document: Any) -> bytes:
        top = [("officeDocument", "word/document.xml")]
        core = f"{_PACKAGE}/relationships/metadata/core-properties"
        parts = {
            "_rels/.rels": _relationships(top, ((core, "docProps/core.xml"),)),
            "docProps/core.xml": self._ours.parts["docProps/core.xml"],
            "word/document.xml": _bytes(document),
            "word/_rels/document.xml.rels": _relationships([(k, f) for _, k, f in self._ties]),
            **self._parts,
        }
        types = {
            **self._types,
            "word/document.xml": f"{_WORD}.document.main+xml",
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        }
        return zip_parts([("[Content_Types].xml", _content_types(types, parts)), *parts.items()])


def _has_ties(root: Any) -> bool:
    """Say whether a part leads to other parts: a theme with pictures does."""
    return any(str(key).startswith(f"{{{OFFICE}}}") for one in root.iter() for key in one.attrib)


def _is_usable(section: Any) -> bool:
    """Say whether a page is of a size that there is, with room for text between its margins."""
    page, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if page is None or margins is None:
        return False
    width, height = (_twips(page, side) for side in ("w", "h"))
    across = width - sum(_twips(margins, side) for side in ("left", "right"))
    down = height - sum(abs(_twips(margins, side)) for side in ("top", "bottom"))
    return min(across, down) >= _LEAST_TEXT and max(width, height) <= _LARGEST_PAGE


def _twips(element: Any, attribute: str) -> int:
    value = str(element.get(f"{W}{attribute}", "0"))
    return int(value) if value.lstrip("-").isdigit() else 0


def _bytes(root: Any) -> bytes:
    from lxml import etree

    return _HEAD + bytes(etree.tostring(root, encoding="utf-8"))


def _relationships(ties: list[tuple[str, str]], others: tuple[tuple[str, str], ...] = ()) -> bytes:
    lines = [(f"{OFFICE}/{kind}", target) for kind, target in ties] + list(others)
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(lines, 1)
    )
    space = f"{_PACKAGE}/relationships"
    return _HEAD + f'<Relationships xmlns="{space}">{inside}</Relationships>'.encode()


def _content_types(types: Mapping[str, str], parts: Mapping[str, bytes]) -> bytes:
    endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml"}
    endings["xml"] = "application/xml"
    used = {name.rpartition(".")[2] for name in parts}
    endings |= {ending: kind for ending, kind in _PICTURES.items() if ending in used}
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in endings.items()
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    space = f"{_PACKAGE}/content-types"
    return _HEAD + f'<Types xmlns="{space}">{defaults}{overrides}</Types>'.encode()
