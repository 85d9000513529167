"""Opens a Word document that somebody named as the house's, and trusts nothing in it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from themer.errors import InputError

MOST_BYTES: Final = 60_000_000
"""The largest document, unpacked; house templates have a logo or two and a few styles."""
MOST_PARTS: Final = 2_000
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS: Final = "Open it in Word, save it as “Word Document (.docx)”, and name that file."


@dataclass(frozen=True, slots=True)
class Relationship:
    """A tie from one part to another, or to somewhere outside."""

    kind: str
    """The last word of its type, such as ``styles``."""
    target: str
    """The other part's name; where it leads outside, the address."""
    is_external: bool


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A Word document's parts, unpacked within limits."""

    parts: Mapping[str, bytes]
    document: str
    """The name of the part with the text."""

    def relationships(self, part: str) -> dict[str, Relationship]:
        """List the relationships of a part by id."""
        folder, file = posixpath.split(part)
        held = self.parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
        if held is None:
            return {}
        found = {}
        for one in parsed(held):
            target = str(one.get("Target", ""))
            external = one.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            kind = str(one.get("Type", "")).rpartition("/")[2]
            found[str(one.get("Id"))] = Relationship(kind, target, external)
        return found

    def related(self, kind: str) -> Any | None:
        """Parse the part that the document ties to itself under a kind; None where it has none."""
        for one in self.relationships(self.document).values():
            if one.kind == kind and not one.is_external and one.target in self.parts:
                return parsed(self.parts[one.target])
        return None


def open_package(data: bytes) -> OpenedPackage:
    """Unpack a Word document or template.

    Args:
        data: The file, ``.docx``, ``.dotx``, ``.docm`` or ``.dotm``.

    Raises:
        InputError: It is something else, broken, protected by a password, or too large unpacked.
    """
    if data.startswith(_OLD_WORD):
        raise _old_word(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = _unpacked(archive)
    except InputError:
        raise
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise InputError(
            "The house template is no Word document, or a broken one.", hint=_SAVE_AS
        ) from error
    if "mimetype" in parts:
        raise InputError("The house template is an OpenDocument file.", hint=_SAVE_AS)
    return OpenedPackage(parts, _document_of(parts))


def _old_word(data: bytes) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InputError(
            "The house template is protected by a password.",
            hint="Save a copy without the password, and name that file.",
        )
    return InputError("The house template is in the old format of Word (.doc).", hint=_SAVE_AS)


def _unpacked(archive: ZipFile) -> dict[str, bytes]:
    from zlib import error as broken

    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    left = MOST_BYTES
    parts: dict[str, bytes] = {}
    if len(entries) > MOST_PARTS:
        raise _too_large()
    for entry in entries:
        # The size that an archive claims may be a lie: read no more than there is room for.
        try:
            with archive.open(entry) as stream:
                content = stream.read(left + 1)
        except broken as error:  # of bytes that were altered; it is no OSError
            raise BadZipFile(str(error)) from error
        left -= len(content)
        if left < 0:
            raise _too_large()
        parts[entry.filename.lstrip("/")] = content
    return parts


def _too_large() -> InputError:
    return InputError(
        f"The house template is larger than {MOST_BYTES // 1_000_000} MB when it is unpacked.",
        hint="Take pictures and text out of it: only its styles, page, header and footer are used.",
    )


def _document_of(parts: Mapping[str, bytes]) -> str:
    top = OpenedPackage(parts, "")
    for one in top.relationships("").values():
        if one.kind == "officeDocument" and one.target in parts:
            root = parsed(parts[one.target])
            if str(root.tag).startswith(f"{{{_STRICT}"):
                raise InputError(
                    "The house template is in the strict form of the format, which is rare.",
                    hint=_SAVE_AS,
                )
            if str(root.tag).endswith("wordprocessingml/2006/main}document"):
                return one.target
            break
    raise InputError("The house template is an Office file, but not Word's.", hint=_SAVE_AS)


def parsed(content: bytes) -> Any:
    """Parse a part, without entities, without the network, and without what it says to programs.

    Raises:
        InputError: It is no XML, or begins with a document type.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InputError("A part of the house template is broken XML.", hint=_SAVE_AS) from error
    if root.getroottree().docinfo.doctype:
        raise InputError("A part of the house template has a document type.", hint=_SAVE_AS)
    return root
