"""Finishes a PDF: links lead to places by name, also in other files; rows have their headings.

typst writes each object of a PDF as plain text and lists where each begins, so that single
objects can be written anew. What is written anew here: links to places, which typst can only make
within one file and without words for those who do not see them; the names of places, which other
files lead to; marks on figures that lead nowhere; and the first cell of a row, which heads it.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

_LINK: Final = re.compile(
    rb"/A<</Type/Action/S/URI/URI\(themer:([^)]*)\)>>(.*?)/Contents\([^)]*\)", re.DOTALL
)
_MARK: Final = re.compile(rb"URI\(themer-mark:([^)]*)\)")
_IN_PAGE: Final = re.compile(rb"<</Type/OBJR/Pg \d+ 0 R/Obj (\d+) 0 R>>")
_ANNOTATIONS: Final = re.compile(rb"/Annots\[[^\]]*\]")
_CHILD: Final = re.compile(rb"(\d+) 0 R")
_BOX: Final = re.compile(rb"/MediaBox\[0 0 \S+ ([\d.]+)\]")
_ABOVE: Final = 14.0
"""Points above a place that a reader sees when a link has led there."""


def with_places(pdf: bytes, led_to: Mapping[str, str]) -> bytes:
    """Write the objects anew that hold links, places and headings of rows.

    Args:
        pdf: As typst wrote it, with the places attached as ``places.json``.
        led_to: The target of each link → what it says to those who do not see it.
    """
    objects, head, trailer = _read(pdf)
    places = _take_places(objects)
    _mark_figures(objects)
    for number, content in objects.items():
        if b"/Subtype/Link" in content and b"URI(themer:" in content:
            objects[number] = _LINK.sub(lambda found: _linked(found, led_to), content)
    for number in _heads_of_rows(objects):
        objects[number] = _as_heading(objects[number])
    root = _number(trailer, b"/Root")
    tree = max(objects) + 1
    objects[tree] = b"<</Names[" + b"".join(_destinations(objects, root, places)) + b"]>>"
    catalogue = _without(objects[root], b"/Names")
    objects[root] = catalogue[:-2] + b"/Names<</Dests %d 0 R>>>>" % tree
    return _written(head, objects, trailer)


def _read(pdf: bytes) -> tuple[dict[int, bytes], bytes, bytes]:
    """Give the objects by number, what stands before them, and the dictionary at the end."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 : pdf.rindex(b"%%EOF")])
    lines = pdf[start : pdf.index(b"trailer", start)].split(b"\n")
    places = {}
    for number, line in enumerate(lines[2:-1]):
        if line[17:18] == b"n":
            places[number] = int(line[:10])
    ends = sorted([*places.values(), start])
    following = dict(pairwise(ends))
    objects = {}
    for number, place in places.items():
        whole = pdf[place : following[place]]
        objects[number] = whole[whole.index(b"obj") + 3 : whole.rindex(b"endobj")].strip(b"\n")
    trailer = pdf[pdf.index(b"<<", start) : pdf.rindex(b"startxref")].strip()
    return objects, pdf[: min(places.values())], trailer


def _written(head: bytes, objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    parts, place, places = [head], len(head), {}
    for number, content in sorted(objects.items()):
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        places[number] = place
        parts.append(whole)
        place += len(whole)
    size = max(objects) + 1
    table = [b"xref\n0 %d\n0000000000 65535 f\r\n" % size]
    table += [
        b"%010d 00000 n\r\n" % places[number] if number in places else b"0000000000 65535 f\r\n"
        for number in range(1, size)
    ]
    ending = re.sub(rb"/Size \d+", b"/Size %d" % size, trailer)
    return b"".join([*parts, *table, b"trailer\n", ending, b"\nstartxref\n%d\n%%%%EOF" % place])


def _take_places(objects: dict[int, bytes]) -> dict[str, tuple[int, float, float]]:
    """Take the list of places out: a name → page, from 1, and points from its upper left."""
    taken: dict[str, tuple[int, float, float]] = {}
    for number, content in list(objects.items()):
        if b"/Type/Filespec" in content[:40]:
            del objects[number]
        elif b"/Type/EmbeddedFile" in content[:60]:
            data = content[content.index(b"stream\n") + 7 : content.rindex(b"\nendstream")]
            packed = b"/FlateDecode" in content[:120]  # what is short is not packed
            for name, page, across, down in json.loads(zlib.decompress(data) if packed else data):
                # A heading stands in the list of contents first: the last place is its own.
                taken[name] = (page, across, down)
            del objects[number]
    return taken


def _mark_figures(objects: dict[int, bytes]) -> None:
    """Turn links that only mark a figure into stretches of the structure with its name."""
    marks = {
        number: found[1]
        for number, content in objects.items()
        if b"/Subtype/Link" in content and (found := _MARK.search(content))
    }
    if not marks:
        return
    for number in marks:
        del objects[number]
    for number, content in objects.items():
        if content.startswith(b"<</Type/StructElem/S/Link"):
            link = _IN_PAGE.search(content)
            if link and int(link[1]) in marks:
                named = b"/S/Span/T(%s)" % marks[int(link[1])]
                objects[number] = _IN_PAGE.sub(b"", content).replace(b"/S/Link", named, 1)
        elif b"/Type/Page/" in content:
            objects[number] = _ANNOTATIONS.sub(lambda found: _kept(found, marks), content)


def _kept(annotations: re.Match[bytes], gone: Mapping[int, bytes]) -> bytes:
    kept = [one for one in _CHILD.findall(annotations[0]) if int(one) not in gone]
    return b"/Annots[" + b" ".join(b"%s 0 R" % one for one in kept) + b"]"


def _linked(found: re.Match[bytes], led_to: Mapping[str, str]) -> bytes:
    target = found[1].decode()
    document, _, name = target.partition("#")
    if document:
        file = _string(f"{document}.pdf")
        spec = b"<</Type/Filespec/F%s/UF%s>>" % (file, file)
        action = b"/A<</Type/Action/S/GoToR/F%s/D(%s)>>" % (spec, name.encode())
    else:
        action = b"/A<</Type/Action/S/GoTo/D(%s)>>" % name.encode()
    return action + found[2] + b"/Contents" + _string(led_to[target])


def _string(text: str) -> bytes:
    """Write text as a string of a PDF, which needs no escapes in this form."""
    try:
        return b"<%s>" % text.encode("ascii").hex().encode()
    except UnicodeEncodeError:
        return b"<feff%s>" % text.encode("utf-16-be").hex().encode()


def _heads_of_rows(objects: Mapping[int, bytes]) -> Iterator[int]:
    """Give the first cell of each row below a table's head, where it says something."""
    for content in objects.values():
        if not content.startswith(b"<</Type/StructElem/S/TBody"):
            continue
        for row in _children(content):
            cells = _children(objects[row])
            if cells and b"/S/TD" in objects[cells[0]] and b"/K[]" not in objects[cells[0]]:
                yield cells[0]


def _children(content: bytes) -> list[int]:
    at = content.find(b"/K[")
    if at < 0:
        return []
    return [int(one) for one in _CHILD.findall(content[at : content.index(b"]", at)])]


def _as_heading(cell: bytes) -> bytes:
    if b"<</O/Table" in cell:
        cell = cell.replace(b"<</O/Table", b"<</O/Table/Scope/Row", 1)
    elif b"/A[" in cell:
        cell = cell.replace(b"/A[", b"/A[<</O/Table/Scope/Row>>", 1)
    else:
        cell = cell.replace(b"/K[", b"/A<</O/Table/Scope/Row>>/K[", 1)
    return cell.replace(b"/S/TD", b"/S/TH", 1)


def _destinations(
    objects: Mapping[int, bytes], root: int, places: Mapping[str, tuple[int, float, float]]
) -> Iterator[bytes]:
    """Give each place with its name, in the order that a tree of names wants."""
    pages = list(_pages(objects, _number(objects[root], b"/Pages")))
    for name, (page, across, down) in sorted(places.items(), key=lambda one: one[0].encode()):
        number, height = pages[page - 1]
        y = min(height, height - down + _ABOVE)
        yield b"(%s)[%d 0 R/XYZ %.1f %.1f null]" % (name.encode(), number, max(across - 8, 0), y)


def _pages(objects: Mapping[int, bytes], number: int) -> Iterator[tuple[int, float]]:
    """Give the pages in order, each with its height in points."""
    content = objects[number]
    if b"/Type/Pages" in content:
        kids = content[content.index(b"/Kids[") : content.index(b"]", content.index(b"/Kids["))]
        for kid in _CHILD.findall(kids):
            yield from _pages(objects, int(kid))
        return
    box = _BOX.search(content)
    assert box is not None
    yield number, float(box[1])


def _number(content: bytes, key: bytes) -> int:
    found = re.search(re.escape(key) + rb" (\d+) 0 R", content)
    assert found is not None
    return int(found[1])


def _without(content: bytes, key: bytes) -> bytes:
    """Give a dictionary without one key, whose value is a dictionary."""
    start = content.find(key + b"<<")
    if start < 0:
        return content
    depth, at = 0, start + len(key)
    while True:
        if content.startswith(b"<<", at):
            depth, at = depth + 1, at + 2
        elif content.startswith(b">>", at):
            depth, at = depth - 1, at + 2
            if not depth:
                return content[:start] + content[at:]
        else:
            at += 1
