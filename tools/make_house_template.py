"""Make the house's Word template, src/themer/report/house/house.docx, with fixed bytes.

    python tools/make_house_template.py           writes it
    python tools/make_house_template.py --check   exit 1 if the file kept differs

Everything in the template is written here: no document of anyone was its origin.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from themer.report.house.merging import ACCENT, TINT
from themer.report.palette import INK, LINE
from themer.report.writers.packaging import zip_parts

MUTED = "52606B"

TARGET = Path(__file__).parents[1] / "src/themer/report/house/house.docx"
FONT = "Arial"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; lengths in points."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 8
    line: float = 1.07
    left: float = 0
    hanging: float = 0
    level: int | None = None
    keep_next: bool = False
    keep_lines: bool = False
    number: tuple[int, int] | None = None
    extra: str = ""
    based_on: str | None = "Normal"
    follower: str | None = None

    @property
    def id(self) -> str:
        words = self.name.split()
        return "".join("TOC" if word == "toc" else word[0].upper() + word[1:] for word in words)


def border(side: str, size: int, colour: str, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
STYLES = (
    Style("Normal", 12, based_on=None),
    Style(
        "Title",
        18,
        bold=True,
        colour=ACCENT,
        after=4,
        line=1.05,
        keep_next=True,
        extra=f"<w:pBdr>{border('top', 36, ACCENT, 12)}</w:pBdr>",
    ),
    Style("Subtitle", 13, colour=MUTED, after=2, keep_next=True),
    Style("Report Details", 10.5, colour=MUTED, after=5),
    Style(
        "Notice",
        11,
        bold=True,
        before=3,
        after=5,
        left=8,
        extra=f"<w:pBdr>{border('top', 4, 'FBF5E6', 4)}{border('left', 36, 'B7791F', 8)}"
        f"{border('bottom', 4, 'FBF5E6', 4)}</w:pBdr>"
        '<w:shd w:val="clear" w:color="auto" w:fill="FBF5E6"/>',
    ),
    Style(
        "heading 1",
        19,
        bold=True,
        colour=ACCENT,
        before=24,
        after=8,
        line=1.08,
        level=0,
        keep_next=True,
        keep_lines=True,
        follower="Normal",
    ),
    Style(
        "heading 2",
        15,
        bold=True,
        before=18,
        after=6,
        line=1.1,
        level=1,
        keep_next=True,
        keep_lines=True,
        follower="Normal",
    ),
    Style(
        "heading 3",
        12.5,
        bold=True,
        colour=ACCENT,
        before=14,
        after=4,
        level=2,
        keep_next=True,
        keep_lines=True,
        follower="Normal",
    ),
    Style(
        "heading 4",
        12,
        bold=True,
        italic=True,
        before=12,
        after=4,
        level=3,
        keep_next=True,
        keep_lines=True,
        follower="Normal",
    ),
    Style("Lead", 13, colour=ACCENT, after=10, line=1.2),
    Style("Small", 10.5, colour=MUTED, after=6),
    Style(
        "Noted",
        12,
        left=12,
        extra=f"<w:pBdr>{border('left', 18, LINE, 8)}</w:pBdr>",
    ),
    Style("List Bullet", 12, after=4, number=(1, 0)),
    Style("List Number", 12, after=4, number=(2, 0)),
    Style("List Continue", 12, after=4, left=21),
    Style(
        "Quote",
        12,
        italic=True,
        before=6,
        after=3,
        left=20,
        keep_lines=True,
        keep_next=True,
        extra=f"<w:pBdr>{border('left', 18, ACCENT, 10)}</w:pBdr>",
    ),
    Style(
        "Quote Source",
        10.5,
        colour=MUTED,
        after=10,
        left=20,
        extra=f"<w:pBdr>{border('left', 18, ACCENT, 10)}</w:pBdr>",
    ),
    Style(
        "caption", 10.5, bold=True, colour=INK, before=12, after=5, keep_next=True, keep_lines=True
    ),
    Style("Callout Title", 13, bold=True, colour=ACCENT, before=2, after=3),
    Style("Table Text", 10.5, before=2.5, after=2.5, line=1.05),
    Style("Table Text Small", 9, before=1, after=1, line=1.0),
    Style(
        "Table Heading",
        10.5,
        bold=True,
        colour=ACCENT,
        before=3,
        after=3,
        line=1.05,
        keep_next=True,
    ),
    Style(
        "Table Heading Small",
        9,
        bold=True,
        colour=ACCENT,
        before=2,
        after=2,
        line=1.0,
        keep_next=True,
    ),
    Style("Spacer", 6, after=0, line=1.0),
    Style("TOC Heading", 15, bold=True, colour=ACCENT, before=18, after=6, keep_next=True),
    Style("toc 1", 12, after=3, before=3),
    Style("toc 2", 11, after=2, left=16, colour=MUTED),
    Style("toc 3", 10.5, after=2, left=32, colour=MUTED),
    Style("annotation text", 10, after=0, line=1.0),
    Style(
        "footer", 9.5, colour=MUTED, after=0, extra=f"<w:pBdr>{border('top', 4, LINE, 6)}</w:pBdr>"
    ),
)


def twips(points: float) -> int:
    return round(points * 20)


def paragraph_properties(style: Style) -> str:
    parts = []
    if style.keep_next:
        parts.append("<w:keepNext/>")
    if style.keep_lines:
        parts.append("<w:keepLines/>")
    if style.number:
        parts.append(f'<w:numPr><w:numId w:val="{style.number[0]}"/></w:numPr>')
    parts.append(style.extra)
    parts.append(
        f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}" '
        f'w:line="{round(style.line * 240)}" w:lineRule="auto"/>'
    )
    if style.left:
        parts.append(f'<w:ind w:left="{twips(style.left)}"/>')
    if style.name == "footer":
        parts.append('<w:jc w:val="right"/>')
    if style.level is not None:
        parts.append(f'<w:outlineLvl w:val="{style.level}"/>')
    return f"<w:pPr>{''.join(parts)}</w:pPr>"


def run_properties(style: Style) -> str:
    bold = "<w:b/>" if style.bold else ""
    italic = "<w:i/>" if style.italic else ""
    size = round(style.size * 2)
    return (
        f'<w:rPr>{bold}{italic}<w:color w:val="{style.colour}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def paragraph_style(style: Style) -> str:
    default = ' w:default="1"' if style.based_on is None else ""
    parent = f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else ""
    follower = f'<w:next w:val="{style.follower}"/>' if style.follower else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>'
        f"{parent}{follower}<w:qFormat/>{paragraph_properties(style)}{run_properties(style)}</w:style>"
    )


def character_style(name: str, properties: str) -> str:
    style_id = name.title().replace(" ", "")
    return (
        f'<w:style w:type="character" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{properties}</w:rPr></w:style>'
    )


CHARACTER_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    + character_style("Hyperlink", f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>')
    + character_style(
        "Evidence Link", f'<w:color w:val="{ACCENT}"/><w:u w:val="dotted" w:color="9DB4BF"/>'
    )
    + character_style("annotation reference", '<w:sz w:val="16"/><w:szCs w:val="16"/>')
    + character_style("Strong", "<w:b/>")
    + character_style("Emphasis", "<w:i/>")
)

CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
)
BOX_MARGINS = (
    '<w:tblCellMar><w:top w:w="140" w:type="dxa"/><w:left w:w="220" w:type="dxa"/>'
    '<w:bottom w:w="100" w:type="dxa"/><w:right w:w="200" w:type="dxa"/></w:tblCellMar>'
)
TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + border("top", 12, ACCENT)
    + border("bottom", 8, ACCENT)
    + border("insideH", 4, LINE)
    + f"</w:tblBorders>{CELL_MARGINS}</w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
    + border("bottom", 8, ACCENT)
    + f"</w:tcBorders>{SHADE}</w:tcPr></w:tblStylePr></w:style>"
    '<w:style w:type="table" w:styleId="ReportBox"><w:name w:val="Report Box"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + border("left", 36, ACCENT)
    + f"</w:tblBorders>{BOX_MARGINS}</w:tblPr><w:tcPr>{SHADE}</w:tcPr></w:style>"
    '<w:style w:type="table" w:styleId="ReportForm"><w:name w:val="Report Form"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(border(side, 4, MUTED) for side in ("top", "left", "bottom", "right"))
    + "".join(border(side, 4, MUTED) for side in ("insideH", "insideV"))
    + f"</w:tblBorders>{CELL_MARGINS}</w:tblPr></w:style>"
)
NO_LIST = (
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
    '<w:name w:val="No List"/></w:style>'
)


def styles() -> str:
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" '
        f'w:eastAsia="{FONT}" w:cs="{FONT}"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    paragraphs = "".join(paragraph_style(style) for style in STYLES)
    body = f"{defaults}{paragraphs}{CHARACTER_STYLES}{TABLE_STYLES}{NO_LIST}"
    return f'{HEAD}<w:styles xmlns:w="{W}">{body}</w:styles>'


def numbering() -> str:
    def level(depth: int, form: str, text: str) -> str:
        left = 420 + depth * 420
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="420"/></w:pPr>'
            f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:hint="default"/>'
            f'<w:color w:val="{ACCENT}"/></w:rPr></w:lvl>'
        )

    def abstract(number: int, levels: str) -> str:
        return (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
            f"{levels}</w:abstractNum>"
        )

    bullets = "".join(level(depth, "bullet", "•–"[depth % 2]) for depth in range(9))
    forms = ("decimal", "lowerLetter", "lowerRoman")
    numbers = "".join(level(depth, forms[depth % 3], f"%{depth + 1}.") for depth in range(9))
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in (1, 2)
    )
    body = abstract(1, bullets) + abstract(2, numbers) + nums
    return f'{HEAD}<w:numbering xmlns:w="{W}">{body}</w:numbering>'


def document() -> str:
    margin = twips(1.9 / 2.54 * 72)
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}" '
        'w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
    )
    return (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        f"<w:p/>{section}</w:body></w:document>"
    )


def settings() -> str:
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def footer() -> str:
    return (
        f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p></w:ftr>'
    )


def content_types() -> str:
    parts = {
        "word/document.xml": f"{OFFICE}.document.main+xml",
        "word/styles.xml": f"{OFFICE}.styles+xml",
        "word/numbering.xml": f"{OFFICE}.numbering+xml",
        "word/settings.xml": f"{OFFICE}.settings+xml",
        "word/footer1.xml": f"{OFFICE}.footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relationships(targets: tuple[tuple[str, str], ...]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def core() -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title>'
        "</cp:coreProperties>"
    )


def template() -> bytes:
    top = (
        (f"{R}/officeDocument", "word/document.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )
    inner = tuple(
        (f"{R}/{kind}", f"{part}.xml")
        for kind, part in (
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
            ("footer", "footer1"),
        )
    )
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(top),
        "docProps/core.xml": core(),
        "word/_rels/document.xml.rels": relationships(inner),
        "word/document.xml": document(),
        "word/footer1.xml": footer(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/styles.xml": styles(),
    }
    return zip_parts((name, content.encode()) for name, content in parts.items())


def main() -> int:
    made = template()
    if "--check" in sys.argv[1:]:
        same = TARGET.is_file() and TARGET.read_bytes() == made
        print("the template is the one that this program makes" if same else "the template differs")
        return 0 if same else 1
    TARGET.write_bytes(made)
    print(f"{TARGET}: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
