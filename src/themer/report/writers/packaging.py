"""The same parts give the same bytes: zip archives with fixed times, order and attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can hold."""


def zip_parts(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Zip named parts in the order given, as from no machine and no time in particular."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts:
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # else the archive says which system wrote it
            entry.external_attr = 0
            archive.writestr(entry, content, compresslevel=6)
    return stream.getvalue()


def zip_again(package: bytes, instead: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Write an Office package anew: content types first, then relationships, then by name.

    Args:
        package: The package.
        instead: The content of parts by name, where it is another than in the package.
    """

    def rank(name: str) -> tuple[int, str]:
        """Put the parts that Office looks for first before the others."""
        first = ("[Content_Types].xml", "_rels/.rels")
        return (first.index(name) if name in first else len(first), name)

    with ZipFile(BytesIO(package)) as archive:
        return zip_parts(
            (name, instead[name] if name in instead else archive.read(name))
            for name in sorted(archive.namelist(), key=rank)
        )
