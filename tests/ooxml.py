"""Validates Word, PowerPoint and Excel files against the schemas of ECMA-376, part by part.

``faults_of`` says what is wrong with a package in words; nothing is wrong when it gives an empty
list. Beside the schemas it looks at what they cannot see: that every part has a content type, that
relationships lead to parts that are there, and that an id used in a part is one of its own.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from lxml import etree

SCHEMAS = Path(__file__).with_name("fixtures") / "ecma-376" / "schemas.zip"
XSD = "{http://www.w3.org/2001/XMLSchema}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
M = f"{OFFICE}/math"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML = "http://www.w3.org/XML/1998/namespace"
DC, DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"

# The schemas of others that these import; the standard only names them.
OTHERS = {
    XML: """<xsd:attribute name="lang" type="xsd:language"/>
        <xsd:attribute name="space"><xsd:simpleType><xsd:restriction base="xsd:NCName">
        <xsd:enumeration value="default"/><xsd:enumeration value="preserve"/>
        </xsd:restriction></xsd:simpleType></xsd:attribute>""",
    DC: "".join(
        f'<xsd:element name="{name}" type="xsd:string"/>'
        for name in ("creator", "description", "identifier", "language", "subject", "title")
    ),
    DCTERMS: """<xsd:complexType name="W3CDTF"><xsd:simpleContent>
        <xsd:extension base="xsd:dateTime"/></xsd:simpleContent></xsd:complexType>
        <xsd:element name="created" type="own:W3CDTF"/>
        <xsd:element name="modified" type="own:W3CDTF"/>""",
}

# What later editions (ISO/IEC 29500, transitional) added: namespace, type, group in it, what.
WORD = f'<xsd:enumeration xmlns:xsd="{XSD[1:-1]}" value="%s"/>'
STRING = f'<xsd:element xmlns:xsd="{XSD[1:-1]}" name="%s" type="CT_String" minOccurs="0"/>'
SETTING = f"""<xsd:element xmlns:xsd="{XSD[1:-1]}" name="compatSetting" minOccurs="0"
    maxOccurs="unbounded"><xsd:complexType><xsd:attribute name="name" type="xsd:string"/>
    <xsd:attribute name="uri" type="xsd:string"/><xsd:attribute name="val" type="xsd:string"/>
    </xsd:complexType></xsd:element>"""
ON_OFF = f'<xsd:attribute xmlns:xsd="{XSD[1:-1]}" name="%s" type="ST_OnOff"/>'
LATER = (
    (W, "CT_TblPrBase", "sequence", STRING % "tblCaption"),
    (W, "CT_TblPrBase", "sequence", STRING % "tblDescription"),
    *((M, "ST_OnOff", "restriction", WORD % word) for word in ("0", "1", "true", "false")),
    (W, "CT_Compat", "sequence", SETTING),
    *(
        (W, "CT_ShortHexNumber", "", ON_OFF % name)  # the type of tblLook alone
        for name in ("firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand")
    ),
)


def faults_of(data: bytes) -> list[str]:
    """Validate a package and the packages embedded in it.

    Args:
        data: A ``.docx``, ``.pptx`` or ``.xlsx``.

    Returns:
        One sentence for each fault, beginning with the part's name.
    """
    with ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    faults = [f"{name}: twice in the package" for name, n in Counter(names).items() if n > 1]
    faults += _without_type(parts)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            faults += [f"{name}: {fault}" for fault in _faults_of_part(name, content, parts)]
        elif name.endswith((".xlsx", ".docx", ".pptx")):
            faults += [f"{name}/{fault}" for fault in faults_of(content)]
    return faults


def _without_type(parts: dict[str, bytes]) -> list[str]:
    types = etree.fromstring(parts["[Content_Types].xml"])
    endings = {one.get("Extension", "").lower() for one in types if one.tag.endswith("Default")}
    named = Counter(str(one.get("PartName")) for one in types if one.tag.endswith("Override"))
    faults = [f"{name}: has two content types" for name, n in named.items() if n > 1]
    faults += [
        f"{name}: has a content type and is not there" for name in named if name[1:] not in parts
    ]
    for name in parts:
        ending = name.rpartition(".")[2].lower()
        if name != "[Content_Types].xml" and f"/{name}" not in named and ending not in endings:
            faults.append(f"{name}: no content type")
    return faults


def _faults_of_part(name: str, content: bytes, parts: dict[str, bytes]) -> list[str]:
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        return [f"no XML: {error}"]
    if name.endswith(".rels"):
        faults = _lost_targets(name, root, parts)
    else:
        faults = _lost_relationships(name, root, parts)
    plain = _understood(root)
    schema = _schema()
    if not schema.validate(plain):
        found = Counter(f"line {one.line}: {one.message}" for one in schema.error_log)
        faults += [fault + (f" ({n} times)" if n > 1 else "") for fault, n in found.items()]
    return faults


def _lost_targets(name: str, root: etree._Element, parts: dict[str, bytes]) -> list[str]:
    folder = posixpath.dirname(posixpath.dirname(name))
    faults = []
    for one in root:
        target = str(one.get("Target"))
        if one.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target))
            if path[1:] not in parts:
                faults.append(f"{one.get('Id')} leads to {target}, which is not there")
    return faults


def _lost_relationships(name: str, root: etree._Element, parts: dict[str, bytes]) -> list[str]:
    folder, _, file = name.rpartition("/")
    held = parts.get(f"{folder}/_rels/{file}.rels")
    known = {one.get("Id") for one in etree.fromstring(held)} if held else set()
    wanted = {
        str(value)
        for element in root.iter(etree.Element)
        for attribute, value in element.items()
        if attribute.startswith(f"{{{OFFICE}/relationships}}") and value
    }
    return [f"uses {one}, which is no relationship of its own" for one in sorted(wanted - known)]


def _understood(root: etree._Element) -> etree._Element:
    """Give what a program sees that knows the standard and no extension of it."""
    ignorable = {
        root.nsmap[prefix]
        for element in root.iter(etree.Element)
        for prefix in element.get(f"{MC}Ignorable", "").split()
        if prefix in root.nsmap
    }
    for element in list(root.iter(etree.Element)):
        for attribute in list(element.attrib):
            space = etree.QName(attribute).namespace
            if space in ignorable or attribute.startswith(MC):
                del element.attrib[attribute]
        holder = element.getparent()
        if holder is None:
            continue
        if element.tag == f"{MC}AlternateContent":
            for fallback in element.findall(f"{MC}Fallback"):
                for child in list(fallback):
                    element.addprevious(child)
            holder.remove(element)
        elif etree.QName(element).namespace in ignorable:
            holder.remove(element)
    return etree.fromstring(etree.tostring(root))


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    """Load the schemas once; those of one namespace become one, which libxml2 asks for."""
    with ZipFile(SCHEMAS) as archive:
        read = [etree.fromstring(archive.read(name)) for name in archive.namelist()]
    spaces = {
        space: _merged([one for one in read if one.get("targetNamespace") == space])
        for space in {str(one.get("targetNamespace")) for one in read}
    }
    for space, content in OTHERS.items():
        own = f'xmlns:own="{space}"' if space != XML else ""
        spaces[space] = etree.fromstring(
            f'<xsd:schema xmlns:xsd="{XSD[1:-1]}" {own} targetNamespace="{space}" '
            f'elementFormDefault="qualified">{content}</xsd:schema>'
        )
    for space, kind, group, content in LATER:
        held = spaces[space].find(f"*[@name='{kind}']")
        assert held is not None, kind
        (held if not group else held.find(f"{XSD}{group}")).append(etree.fromstring(content))
    files = {space: f"{number}.xsd" for number, space in enumerate(sorted(spaces))}
    with TemporaryDirectory() as folder:
        for space, schema in spaces.items():
            _tie(schema, space, files)
            (Path(folder) / files[space]).write_bytes(etree.tostring(schema))
        lines = "".join(
            f'<xsd:import namespace="{s}" schemaLocation="{f}"/>' for s, f in files.items()
        )
        top = Path(folder) / "all.xsd"
        top.write_text(f'<xsd:schema xmlns:xsd="{XSD[1:-1]}">{lines}</xsd:schema>')
        return etree.XMLSchema(etree.parse(top))


def _merged(schemas: list[etree._Element]) -> etree._Element:
    """Put schemas of one namespace together, with the prefixes that their types are named by."""
    prefixes = {prefix: space for one in schemas for prefix, space in one.nsmap.items()}
    whole = etree.Element(schemas[0].tag, dict(schemas[0].attrib), nsmap=prefixes)
    for one in schemas:
        whole.extend(one)
    return whole


def _tie(schema: etree._Element, space: str, files: dict[str, str]) -> None:
    """Let a merged schema import each other one once, by its merged file."""
    wanted = set()
    for child in list(schema):
        if child.tag in (f"{XSD}include", f"{XSD}import"):
            wanted.add(child.get("namespace", space))
            schema.remove(child)
    for other in sorted(wanted - {space}):
        tie = etree.Element(f"{XSD}import", namespace=other, schemaLocation=files[other])
        schema.insert(0, tie)
