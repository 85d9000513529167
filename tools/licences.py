"""Reads the licence of every package in the locks, and fails on what nobody has reviewed.

    python tools/licences.py      # in the project's environment, where the packages are installed

A package passes where the licence that it declares is on the permissive list of
``tools/licences.toml`` and no licence text inside it speaks of the GPL family. Everything else
needs an entry with a reason there; an entry that nothing needs any more is a fault too.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
REVIEW = ROOT / "tools" / "licences.toml"

GPL_FAMILY = re.compile(
    r"\b[AL]?GPL|GNU (?:Affero |Lesser |Library )?General Public", re.IGNORECASE
)
SPDX_OF = {
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
"""The names that packages use, and what SPDX calls them; *BSD* without a number is read as three
clauses, the stricter of the two that are met."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of a lock file."""

    name: str
    version: str
    marker: str
    """When it is wanted, such as ``sys_platform == 'win32'``; empty where always."""
    hashes: tuple[str, ...]
    """SHA-256 of every file that may be installed for it, as hexadecimal."""


def read_lock(path: Path) -> list[Locked]:
    """Read a lock file made by ``tools/lock.py``, in its order.

    Raises:
        ValueError: Where an entry carries no hash.
    """
    entries = re.split(r"^(?=[A-Za-z0-9])", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = []
    for entry in entries:
        head = re.match(r"([\w.-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+?))?\s*(?:\\|$)", entry)
        if head is None:
            continue
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
        if not hashes:
            raise ValueError(f"{path.name}: {head[1]} has no hash")
        found.append(Locked(head[1], head[2], head[3] or "", hashes))
    return found


def declared_licence(metadata: Mapping[str, str], classifiers: list[str]) -> str:
    """Say the licence that a package declares, as an SPDX expression.

    The package's own expression comes first, then a short licence field, then its classifiers.

    Returns:
        ``unknown`` where none of them names a licence.
    """
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    field = metadata["License"].strip() if "License" in metadata else ""
    if field and "\n" not in field:
        return SPDX_OF.get(field, field)
    named = [SPDX_OF.get(c, c) for c in classifiers if c.startswith("License :: OSI Approved ::")]
    return " AND ".join(sorted(set(named))) or "unknown"


def licence_of(package: Distribution) -> str:
    """Say the declared licence of an installed package."""
    fields = package.metadata.json
    single = {
        name: str(fields[key])
        for name, key in (("License-Expression", "license_expression"), ("License", "license"))
        if key in fields
    }
    return declared_licence(single, list(package.metadata.get_all("Classifier") or []))


def is_permissive(expression: str, permissive: frozenset[str]) -> bool:
    """Tell whether every part of an SPDX expression, or one of each choice, is on the list."""
    flat = expression.replace("(", " ").replace(")", " ")
    if "(" in expression and " OR " in flat and " AND " in flat:
        return False  # nested choices are for a person to read
    return all(
        any(choice.strip() in permissive for choice in part.split(" OR "))
        for part in flat.split(" AND ")
    )


def speaks_of_gpl(package: Distribution) -> bool:
    """Tell whether a licence text or notice inside an installed package names the GPL family."""
    for file in package.files or []:
        name = file.name.lower()
        if not re.match(r"licen[cs]e|copying|notice|third", name) or name.endswith(".py"):
            continue
        text = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
        if GPL_FAMILY.search(text):
            return True
    return False


def faults(
    locked: list[Locked], permissive: frozenset[str], reviewed: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """List what a person has to look at, one sentence each."""
    for package in locked:
        entry = reviewed.get(package.name)
        try:
            installed = distribution(package.name)
        except PackageNotFoundError:
            if entry is None:
                yield f"{package.name} is not installed here, and nobody has reviewed it"
            continue
        if installed.version != package.version:
            yield f"{package.name} is {installed.version} here and {package.version} in the lock"
        licence = licence_of(installed)
        if entry is None and not is_permissive(licence, permissive):
            yield f"{package.name} declares {licence}, which nobody has reviewed"
        elif entry is None and speaks_of_gpl(installed):
            yield f"{package.name} carries a text that names the GPL, which nobody has reviewed"
    for name in sorted(set(reviewed) - {package.name for package in locked}):
        yield f"{name} is reviewed in tools/licences.toml, but is in no lock any more"


def review() -> tuple[frozenset[str], dict[str, dict[str, str]]]:
    """Read the permissive licences and the reviewed packages."""
    table = tomllib.loads(REVIEW.read_text(encoding="utf-8"))
    return frozenset(table["permissive"]), table["reviewed"]


def main() -> int:
    """Print what is wrong, or how many packages passed; return the exit code."""
    permissive, reviewed = review()
    locked = read_lock(DEV_LOCK)
    found = list(faults(locked, permissive, reviewed))
    for fault in found:
        print(fault)
    if not found:
        print(f"{len(locked)} packages: licences are permissive or reviewed ({len(reviewed)}).")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
