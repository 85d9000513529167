"""The style sheet of a Word document: which style plays which role, and how it looks in effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from themer.report.house.colours import colour_of

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "Normal": ("standard", "standaard", "arferol", "default"),
    "Title": ("titel", "titre", "titulo", "título", "titolo", "teitl", "tytuł"),
    "Subtitle": ("untertitel", "soustitre", "subtítulo", "sottotitolo", "ondertitel", "isdeitl"),
    "List Bullet": ("aufzählungszeichen", "listepuces", "listaconviñetas", "bullet", "bullets"),
    "List Number": ("listennummer", "listenummros", "listaconnúmeros", "numberedlist"),
    "List Continue": ("listenfortsetzung", "listecontinue"),
    "Quote": ("zitat", "citation", "cita", "citazione", "citaat", "dyfyniad", "blockquote"),
    "caption": ("beschriftung", "légende", "lgende", "leyenda", "didascalia", "bijschrift"),
    "TOC Heading": ("inhaltsverzeichnisüberschrift", "entêtedetabledesmatières", "tocheading"),
    "Table Text": ("tablecontents", "tablebody", "tabletextbody", "tabellentext", "tabelleninhalt"),
    "Table Heading": ("tableheader", "tabellenüberschrift", "titredetableau"),
    "footer": ("fußzeile", "fuzeile", "pieddepage", "piedepágina", "voettekst", "troedyn"),
    "Hyperlink": ("link", "hyperlien", "lienhypertexte", "hipervínculo", "internetlink"),
    "Strong": ("fett", "lev", "textoennegrita", "strongemphasis"),
    "Emphasis": ("hervorhebung", "accentuation", "énfasis"),
}
"""What other languages and programs call a style, in lower case and without spaces."""
_HEADINGS: Final = ("berschrift", "überschrift", "titre", "título", "titolo", "kop", "rubrik")
_CONTENTS: Final = ("verzeichnis", "tm", "tdc", "inhopg", "contents")


def other_names(name: str) -> tuple[str, ...]:
    """List what a style may be called beside its own name, in lower case and without spaces."""
    kind, _, level = name.rpartition(" ")
    if kind == "heading":
        return tuple(f"{word}{level}" for word in (*_HEADINGS, "pennawd", "nagłówek"))
    if kind == "toc":
        return tuple(f"{word}{level}" for word in _CONTENTS)
    return NAMES.get(name, ())


class StyleSheet:
    """The styles of a document, found by name however they are called.

    Args:
        root: The ``w:styles`` element.
        theme: The colours of its theme.
    """

    def __init__(self, root: Any, theme: dict[str, str]) -> None:
        self.root = root
        self.theme = theme
        self.by_id: dict[str, Any] = {}
        self._named: dict[tuple[str, str], Any] = {}
        for style in root.findall(f"{W}style"):
            self.by_id.setdefault(str(style.get(f"{W}styleId")), style)
            kind = str(style.get(f"{W}type", "paragraph"))
            for name in _names_of(style):
                self._named.setdefault((kind, name), style)

    def find(self, kind: str, name: str) -> Any | None:
        """Find a style by the name that Word gives it in English, or by another of its names."""
        for wanted in (_short(name), *other_names(name)):
            if (kind, wanted) in self._named:
                return self._named[kind, wanted]
        return None

    def default(self, kind: str = "paragraph") -> Any | None:
        """Find the style that holds where none is named."""
        for style in self.root.findall(f"{W}style"):
            chosen = style.get(f"{W}default") in ("1", "true", "on")
            if chosen and style.get(f"{W}type") == kind:
                return style
        return self.find("paragraph", "Normal") if kind == "paragraph" else None

    def chain(self, style: Any | None) -> Iterator[Any]:
        """Go from a style through those that it is based on, each once."""
        seen: set[int] = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            based = style.find(f"{W}basedOn")
            style = self.by_id.get(based.get(f"{W}val")) if based is not None else None

    def effective(self, style: Any | None, path: str) -> Any | None:
        """Find the property that holds for a style: its own, inherited, or the document's.

        Args:
            style: The style; None for what holds where no style says anything.
            path: Such as ``rPr/sz``.
        """
        where = "/".join(f"{W}{part}" for part in path.split("/"))
        for one in self.chain(style):
            found = one.find(where)
            if found is not None:
                return found
        holder = "rPrDefault" if path.startswith("rPr") else "pPrDefault"
        return self.root.find(f"{W}docDefaults/{W}{holder}/{where}")

    def points(self, style: Any | None) -> float:
        """Give the size of a style's words in points; Word's own default is 10."""
        size = self.effective(style, "rPr/sz")
        value = size.get(f"{W}val", "") if size is not None else ""
        return int(value) / 2 if value.isdigit() else 10.0

    def colour(self, style: Any | None) -> str | None:
        """Give the colour of a style's words; None where it is automatic."""
        return colour_of(self.effective(style, "rPr/color"), self.theme)

    def alignment(self, style: Any | None) -> str:
        """Give the alignment of a style's paragraphs."""
        found = self.effective(style, "pPr/jc")
        return str(found.get(f"{W}val")) if found is not None else "left"

    def font(self, style: Any | None) -> str:
        """Name the font of a style's words; empty where only the theme names it."""
        found = self.effective(style, "rPr/rFonts")
        if found is None or found.get(f"{W}asciiTheme"):
            return ""
        return str(found.get(f"{W}ascii", ""))

    def is_bold(self, style: Any | None) -> bool:
        """Say whether a style's words are bold."""
        found = self.effective(style, "rPr/b")
        return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off")


def _names_of(style: Any) -> Iterator[str]:
    for tag in ("name", "aliases"):
        found = style.find(f"{W}{tag}")
        if found is not None:
            yield from (_short(name) for name in str(found.get(f"{W}val", "")).split(","))
    yield _short(str(style.get(f"{W}styleId", "")))


def _short(name: str) -> str:
    return "".join(name.casefold().split())
