"""The parts of an Office file, read without running or fetching anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from themer.errors import InputError

MOST_BYTES = 100_000_000
"""The largest file that is unpacked; a report of 200 conversations has a hundredth of it."""
OWN_PROPERTIES: Final = "docProps/custom.xml"
REPORT: Final = "ThemerReport"
"""The property that holds the report's id."""


def read_parts(
    content: bytes, wanted: Callable[[str], bool], *, kind: str, main: str
) -> dict[str, bytes]:
    """Read parts by name.

    Args:
        content: The file.
        wanted: Which parts are read.
        kind: What the file is, for the words of an error: "Word".
        main: The part without which it is none.

    Raises:
        InputError: It is none, or so large when unpacked that it cannot be a report.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise InputError("this file is far larger when unpacked than any report.")
            parts = {name: archive.read(name) for name in archive.namelist() if wanted(name)}
    except (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise InputError(
            f"this is not a whole {kind} file.", hint="Save it again, in the same format."
        ) from error
    if main not in parts:
        raise InputError(f"this file has no content of a {kind} document in it.")
    return parts


def read_xml(content: bytes) -> Any:
    """Read a part as XML; no entity is resolved.

    Raises:
        InputError: It is no XML, or has a document type.
    """
    from docx.oxml import parse_xml  # resolves no entity and fetches nothing

    if b"<!DOCTYPE" in content[:2000]:
        raise InputError("this file holds a document type, which no Office file has.")
    try:
        return parse_xml(content)
    except SyntaxError as error:
        raise InputError("the text in this file cannot be read.") from error


def report_of(parts: Mapping[str, bytes]) -> str | None:
    """Give the id of the report that a file was written for; None where it says none."""
    content = parts.get(OWN_PROPERTIES)
    if content is None:
        return None
    own = {one.get("name", ""): "".join(one.itertext()) for one in read_xml(content)}
    return own.get(REPORT)
