"""Headers and footers of the house's document, without anything that tells of who made it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from themer.report.house.opening import OFFICE, Relationship
from themer.report.house.style_sheet import W

_R: Final = f"{{{OFFICE}}}"
_DROPPED: Final = frozenset(
    f"{W}{tag}"
    for tag in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr",
        "commentReference", "footnoteReference", "endnoteReference", "permStart", "permEnd", "del",
        "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange",
        "sectPrChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "control", "altChunk",
        "subDoc", "contentPart",
    )
)  # fmt: skip
_UNWRAPPED: Final = frozenset(
    f"{W}{tag}" for tag in ("ins", "moveTo", "smartTag", "customXml", "hyperlink")
)
_TELLING: Final = frozenset(
    (
        "AUTHOR", "LASTSAVEDBY", "FILENAME", "USERNAME", "USERINITIALS", "USERADDRESS", "COMMENTS",
        "KEYWORDS", "TEMPLATE", "DOCPROPERTY", "DOCVARIABLE", "INFO", "INCLUDETEXT",
        "INCLUDEPICTURE", "LINK", "DDE", "DDEAUTO", "SAVEDATE", "PRINTDATE", "CREATEDATE",
        "EDITTIME", "REVNUM", "DATE", "TIME", "MACROBUTTON", "HYPERLINK", "IMPORT", "INCLUDE",
        "DATABASE", "RD",
    )
)  # fmt: skip
"""Fields that print who, where or when; the numbers of pages, and the title, stay."""
_PAGE: Final = re.compile(r"\bPAGE\b")
_PERSONAL: Final = ("creator", "lastmodifiedby", "keywords", "manager", "description", "created")
_PATH: Final = re.compile(r"[\\/]|^file:|^[A-Za-z]:")


def clean(root: Any, ties: Mapping[str, Relationship], carry: Callable[[str], str | None]) -> None:
    """Take from a header or footer what tells of its makers or leads outside.

    Args:
        root: The ``w:hdr`` or ``w:ftr``; changed in place.
        ties: Its relationships by id.
        carry: Takes a picture along by its part's name and gives its new relationship; None
            where it may not come along.
    """
    for element in list(root.iter(*_DROPPED)):
        _remove(element)
    for element in list(root.iter(*_UNWRAPPED)):
        _unwrap(element)
    _drop_fields(root)
    for control in list(root.iter(f"{W}sdt")):
        _free(control)
    for element in list(root.iter()):
        _tie(element, ties, carry)
    for element in root.iter():
        for key in list(element.attrib):
            name = str(key).rpartition("}")[2]
            if name.startswith("rsid") and str(key).startswith(W):
                del element.attrib[key]
            elif name in ("descr", "name", "title", "alt") and _PATH.search(element.get(key)):
                element.set(key, "")


def tells_page(root: Any) -> bool:
    """Say whether a header or footer prints the number of the page."""
    simple = (str(one.get(f"{W}instr")) for one in root.iter(f"{W}fldSimple"))
    written = ("".join(one.itertext()) for one in root.iter(f"{W}instrText"))
    return any(_PAGE.search(words) for words in (*simple, *written))


def _drop_fields(root: Any) -> None:
    for field in list(root.iter(f"{W}fldSimple")):
        name = _field_name(str(field.get(f"{W}instr")))
        if name in _TELLING:
            _remove(field)
        elif name not in ("PAGE", "NUMPAGES", "SECTIONPAGES"):
            _blank(field)
    _drop_long_fields(root)


def _drop_long_fields(root: Any) -> None:
    """Drop fields that stand as several runs: a beginning, instructions, a result, an end.

    They may go over several paragraphs; one that never ends is dropped to the last run.
    """
    open_fields: list[tuple[list[Any], list[str]]] = []
    for run in list(root.iter(f"{W}r")):
        kinds = [str(mark.get(f"{W}fldCharType")) for mark in run.iter(f"{W}fldChar")]
        if "begin" in kinds:
            open_fields.append(([], []))
        for runs, instructions in open_fields:
            runs.append(run)
            instructions += ["".join(one.itertext()) for one in run.iter(f"{W}instrText")]
        if "end" in kinds and open_fields:
            _settle(*open_fields.pop())
    for runs, instructions in open_fields:
        _settle(runs, instructions)


def _settle(runs: list[Any], instructions: list[str]) -> None:
    name = _field_name("".join(instructions))
    for one in runs:
        if name in _TELLING:
            _remove(one)
        elif name not in ("PAGE", "NUMPAGES", "SECTIONPAGES"):
            _blank(one)


def _field_name(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _blank(element: Any) -> None:
    for words in element.iter(f"{W}t"):
        words.text = ""


def _free(control: Any) -> None:
    """Keep what a content control shows; where it showed who wrote the document, keep nothing."""
    binding = control.find(f"{W}sdtPr/{W}dataBinding")
    path = str(binding.get(f"{W}xpath", "")).casefold() if binding is not None else ""
    content = control.find(f"{W}sdtContent")
    if any(word in path for word in _PERSONAL) or content is None:
        _remove(control)
        return
    for child in list(content):
        control.addprevious(child)
    _remove(control)


def _tie(
    element: Any, ties: Mapping[str, Relationship], carry: Callable[[str], str | None]
) -> None:
    for key, value in list(element.attrib.items()):
        if not str(key).startswith(_R):
            continue
        tie = ties.get(value)
        inside = tie is not None and tie.kind == "image" and not tie.is_external
        carried = carry(tie.target) if tie is not None and inside else None
        if carried:
            element.set(key, carried)
            continue
        holders = [f"{W}drawing", f"{W}pict", f"{W}object"]
        holder = next((one for one in element.iterancestors() if one.tag in holders), None)
        del element.attrib[key]
        # A picture without its file would be a broken frame.
        is_picture = str(element.tag).rpartition("}")[2] in ("blip", "imagedata", "OLEObject")
        if holder is not None and is_picture:
            _remove(holder)
            return


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    for child in list(element):
        if not str(child.tag).endswith("Pr"):
            element.addprevious(child)
    _remove(element)
