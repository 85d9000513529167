"""Make the house's slide template, src/themer/report/house/house.pptx, with fixed bytes.

    python tools/make_slide_template.py           writes it
    python tools/make_slide_template.py --check   exit 1 if the file kept differs

Everything in the template is written here: no presentation of anyone was its origin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from themer.report.palette import INK, LINE, SERIES
from themer.report.writers.packaging import zip_parts

ACCENT, MUTED, TINT = "0B4F6C", "52606B", "EEF4F6"

TARGET = Path(__file__).parents[1] / "src/themer/report/house/house.pptx"
FONT = "Arial"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'

EMU = 12700
"""In a point."""
WIDTH, HEIGHT = 960, 540
"""Of a slide, in points; all places below are in points too."""
LEFT, ROOM = 44, 872
FOOT = (506, 22)
Box = tuple[float, float, float, float]
"""Left, top, width, height."""


def transform(box: Box, tag: str = "a") -> str:
    x, y, width, height = (round(part * EMU) for part in box)
    return f'<{tag}:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></{tag}:xfrm>'


def fill(colour: str) -> str:
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def decoration(number: int, name: str, box: Box, colour: str) -> str:
    """A shape of the master or a layout: it is never read out on a slide."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f"</p:nvSpPr><p:spPr>{transform(box)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill(colour)}<a:ln><a:noFill/></a:ln>'
        '</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p>'
        "</p:txBody></p:sp>"
    )


def placeholder(
    number: int,
    name: str,
    kind: str,
    box: Box,
    *,
    anchor: str = "t",
    style: str = "",
    prompt: str = "",
    content: str = "",
) -> str:
    """A place that slides fill, with the style of its words."""
    text = content or f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{prompt}</a:t></a:r></a:p>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
        f'anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>{text}'
        "</p:txBody></p:sp>"
    )


def level(number: int, size: float, colour: str, more: str = "", *, bold: bool = False) -> str:
    """The style of a level of words without a bullet."""
    return (
        f'<a:lvl{number}pPr marL="0" indent="0" {more}><a:buNone/><a:defRPr sz="{size * 100:.0f}" '
        f'b="{int(bold)}">{fill(colour)}<a:latin typeface="+mn-lt"/></a:defRPr>'
        f"</a:lvl{number}pPr>"
    )


def foot() -> str:
    """The date, the notice and the number at the foot of a slide, in the order of reading."""
    top, height = FOOT
    number = '<a:p><a:fld id="{8F5B0A6C-31C4-4E0B-9A35-6C0D8E7B2F11}" type="slidenum">'
    number += '<a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld></a:p>'
    blank = '<a:p><a:endParaRPr lang="en-GB"/></a:p>'
    return (
        placeholder(
            5,
            "Date",
            'type="dt" sz="half" idx="10"',
            (LEFT, top, 150, height),
            anchor="ctr",
            style=level(1, 12, "accent5", 'algn="l"'),
            content=blank,
        )
        + placeholder(
            6,
            "Footer",
            'type="ftr" sz="quarter" idx="11"',
            (LEFT + 160, top, ROOM - 240, height),
            anchor="ctr",
            style=level(1, 12, "accent5", 'algn="l"'),
            content=blank,
        )
        + placeholder(
            7,
            "Slide number",
            'type="sldNum" sz="quarter" idx="12"',
            (LEFT + ROOM - 70, top, 70, height),
            anchor="ctr",
            style=level(1, 12, "accent5", 'algn="r"'),
            content=number,
        )
    )


def tree(shapes: str) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
        f'<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>{shapes}</p:spTree>'
    )


MAP = (
    'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
    'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
    'folHlink="folHlink"'
)
TITLE = placeholder(2, "Title", 'type="title"', (LEFT, 34, ROOM, 70), anchor="ctr", prompt="Title")
BODY = placeholder(3, "Content", 'type="body" idx="1"', (LEFT, 120, ROOM, 372), prompt="Content")


def text_styles() -> str:
    body = ""
    for depth in range(5):
        left = round((depth + 1) * 20 * EMU)
        body += (
            f'<a:lvl{depth + 1}pPr marL="{left}" indent="{-18 * EMU}" algn="l" rtl="0">'
            '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buClr><a:schemeClr val="tx2"/></a:buClr>'
            f'<a:buFont typeface="{FONT}"/><a:buChar char="{"•–"[depth % 2]}"/>'
            f'<a:defRPr sz="2000">{fill("tx1")}<a:latin typeface="+mn-lt"/></a:defRPr>'
            f"</a:lvl{depth + 1}pPr>"
        )
    return (
        '<p:txStyles><p:titleStyle><a:lvl1pPr algn="l" rtl="0"><a:lnSpc><a:spcPct val="95000"/>'
        f'</a:lnSpc><a:buNone/><a:defRPr sz="3000" b="1">{fill("tx2")}'
        '<a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle>'
        f"<p:bodyStyle>{body}</p:bodyStyle>"
        f'<p:otherStyle><a:lvl1pPr><a:defRPr sz="1800">{fill("tx1")}</a:defRPr></a:lvl1pPr>'
        "</p:otherStyle></p:txStyles>"
    )


def master() -> str:
    shapes = (
        decoration(8, "Band", (0, 0, WIDTH, 10), "tx2")
        + decoration(9, "Line", (LEFT, 502, ROOM, 0.75), "accent3")
        + TITLE
        + BODY
        + foot()
    )
    layouts = "".join(
        f'<p:sldLayoutId id="{2147483649 + at}" r:id="rId{at + 1}"/>' for at in range(len(LAYOUTS))
    )
    return (
        f"{HEAD}<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr>{fill('bg1')}<a:effectLst/></p:bgPr>"
        f"</p:bg>{tree(shapes)}</p:cSld><p:clrMap {MAP}/>"
        f"<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst>{text_styles()}</p:sldMaster>"
    )


def layout(name: str, kind: str, shapes: str, background: str = "", *, hides: bool = False) -> str:
    ground = f"<p:bg><p:bgPr>{fill(background)}<a:effectLst/></p:bgPr></p:bg>" if background else ""
    shown = ' showMasterSp="0"' if hides else ""
    return (
        f'{HEAD}<p:sldLayout {SPACES}{shown} type="{kind}" preserve="1"><p:cSld name="{name}">'
        f"{ground}{tree(shapes)}</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
        "</p:sldLayout>"
    )


def opening() -> str:
    """The layout of the first slide: white words on the accent."""
    shapes = (
        decoration(8, "Mark", (LEFT, 96, 90, 6), "accent6")
        + placeholder(
            2,
            "Title",
            'type="ctrTitle"',
            (LEFT, 116, ROOM - 40, 190),
            style=level(1, 38, "bg1", 'algn="l"', bold=True),
            prompt="Title",
        )
        + placeholder(
            3,
            "Subtitle",
            'type="subTitle" idx="1"',
            (LEFT, 322, ROOM, 70),
            style=level(1, 22, "bg2", 'algn="l"'),
            prompt="Subtitle",
        )
        + placeholder(
            4,
            "Notice",
            'type="body" sz="quarter" idx="13"',
            (LEFT, 410, ROOM, 84),
            style=level(1, 18, "accent6", 'algn="l"', bold=True),
            prompt="Notice",
        )
    )
    return layout("Opening", "title", shapes, "tx2", hides=True)


def section() -> str:
    """The layout of a slide that is a title and no more."""
    shapes = (
        decoration(8, "Mark", (LEFT, 190, 90, 6), "tx2")
        + placeholder(
            2,
            "Title",
            'type="title"',
            (LEFT, 206, ROOM, 150),
            style=level(1, 36, "tx2", 'algn="l"', bold=True),
            prompt="Title",
        )
        + foot()
    )
    return layout("Section", "secHead", shapes, "bg2")


LAYOUTS = (opening, lambda: layout("Content", "obj", TITLE + BODY + foot()), section)


def notes_master() -> str:
    """A page in portrait: the slide above, the words for the speaker below."""
    picture = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{transform((54, 60, 432, 243))}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:noFill/><a:ln w="9525">{fill("accent3")}</a:ln></p:spPr></p:sp>'
    )
    words = placeholder(
        3, "Notes", 'type="body" sz="quarter" idx="3"', (54, 330, 432, 560), prompt="Notes"
    )
    style = "".join(
        f'<a:lvl{depth}pPr marL="{(depth - 1) * 18 * EMU}" algn="l" rtl="0">'
        f'<a:spcBef><a:spcPts val="600"/></a:spcBef>'
        f'<a:defRPr sz="1400">{fill("tx1")}<a:latin typeface="+mn-lt"/></a:defRPr>'
        f"</a:lvl{depth}pPr>"
        for depth in range(1, 4)
    )
    return (
        f"{HEAD}<p:notesMaster {SPACES}><p:cSld><p:bg><p:bgPr>{fill('bg1')}<a:effectLst/></p:bgPr>"
        f"</p:bg>{tree(picture + words)}</p:cSld><p:clrMap {MAP}/>"
        f"<p:notesStyle>{style}</p:notesStyle></p:notesMaster>"
    )


def theme() -> str:
    def colour(name: str, value: str) -> str:
        return f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'

    colours = {
        "dk1": INK,
        "lt1": "FFFFFF",
        "dk2": ACCENT,
        "lt2": TINT,
        "accent1": SERIES[0],
        "accent2": SERIES[1],
        "accent3": LINE,
        "accent4": SERIES[4],
        "accent5": MUTED,
        "accent6": SERIES[5],
        "hlink": ACCENT,
        "folHlink": ACCENT,
    }
    scheme = "".join(colour(name, value) for name, value in colours.items())
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{plain}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="{A}" name="House"><a:themeElements>'
        f'<a:clrScheme name="House">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="House"><a:majorFont>{font}</a:majorFont>'
        f"<a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="House"><a:fillStyleLst>{plain * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}"
        f"</a:effectStyleLst><a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def presentation() -> str:
    return (
        f'{HEAD}<p:presentation {SPACES} saveSubsetFonts="1"><p:sldMasterIdLst>'
        '<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldIdLst/><p:sldSz cx="{WIDTH * EMU}" cy="{HEIGHT * EMU}"/>'
        f'<p:notesSz cx="{WIDTH * EMU * 9 // 16}" cy="{WIDTH * EMU}"/>'
        f'<p:defaultTextStyle><a:defPPr><a:defRPr lang="en-GB"/></a:defPPr></p:defaultTextStyle>'
        "</p:presentation>"
    )


def core() -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title>'
        "</cp:coreProperties>"
    )


def content_types(parts: dict[str, str]) -> str:
    kinds = {
        "slideMaster": f"{OFFICE}.presentationml.slideMaster+xml",
        "slideLayout": f"{OFFICE}.presentationml.slideLayout+xml",
        "notesMaster": f"{OFFICE}.presentationml.notesMaster+xml",
        "presentation": f"{OFFICE}.presentationml.presentation.main+xml",
        "presProps": f"{OFFICE}.presentationml.presProps+xml",
        "tableStyles": f"{OFFICE}.presentationml.tableStyles+xml",
        "theme": f"{OFFICE}.theme+xml",
        "core": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(
        f'<Override PartName="/{name}" '
        f'ContentType="{kinds[Path(name).stem.rstrip("0123456789")]}"/>'
        for name in parts
        if name.endswith(".xml")
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relationships(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{kind if ":" in kind else f"{R}/{kind}"}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def template() -> bytes:
    layouts = {
        f"ppt/slideLayouts/slideLayout{number}.xml": made()
        for number, made in enumerate(LAYOUTS, 1)
    }
    to_layouts = [("slideLayout", f"../slideLayouts/{Path(name).name}") for name in layouts]
    to_master = relationships(("slideMaster", "../slideMasters/slideMaster1.xml"))
    parts = {
        "_rels/.rels": relationships(
            ("officeDocument", "ppt/presentation.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": core(),
        "ppt/_rels/presentation.xml.rels": relationships(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("notesMaster", "notesMasters/notesMaster1.xml"),
            ("theme", "theme/theme1.xml"),
            ("presProps", "presProps.xml"),
            ("tableStyles", "tableStyles.xml"),
        ),
        "ppt/presentation.xml": presentation(),
        "ppt/presProps.xml": f"{HEAD}<p:presentationPr {SPACES}/>",
        "ppt/tableStyles.xml": f'{HEAD}<a:tblStyleLst xmlns:a="{A}" '
        'def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>',
        "ppt/slideMasters/slideMaster1.xml": master(),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relationships(
            *to_layouts, ("theme", "../theme/theme1.xml")
        ),
        **layouts,
        **{f"ppt/slideLayouts/_rels/{Path(name).name}.rels": to_master for name in layouts},
        "ppt/notesMasters/notesMaster1.xml": notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": relationships(
            ("theme", "../theme/theme2.xml")
        ),
        "ppt/theme/theme1.xml": theme(),
        "ppt/theme/theme2.xml": theme(),
    }
    everything = {"[Content_Types].xml": content_types(parts), **parts}
    return zip_parts((name, content.encode()) for name, content in everything.items())


def main() -> int:
    made = template()
    if "--check" in sys.argv[1:]:
        same = TARGET.is_file() and TARGET.read_bytes() == made
        print("the template is the one that this program makes" if same else "the template differs")
        return 0 if same else 1
    TARGET.write_bytes(made)
    print(f"{TARGET.name}: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
