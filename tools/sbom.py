"""Writes the list of what themer is made of (SBOM), as CycloneDX 1.6 JSON.

    python tools/sbom.py dist/themer.cdx.json

It holds every package of ``requirements.lock`` with version, licence and the hashes that may be
installed, and every model file that the package carries with its own hash. No time and no serial
number is in it, so that the same lock gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from licences import ROOT, RUN_LOCK, Locked, licence_of, read_lock, review

WEIGHTS = (".onnx", ".npy", ".npz", ".safetensors")
"""Ends of the names of files that hold what a model learned."""


def project_version(root: Path) -> str:
    """Read the version from the package's source, without importing it."""
    source = (root / "src" / "themer" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', source, flags=re.MULTILINE)
    if found is None:
        raise ValueError("src/themer/__init__.py names no __version__")
    return found[1]


def licence_entry(licence: str) -> dict[str, Any]:
    """Give a licence the shape that CycloneDX wants: an id, or an expression of several."""
    if " AND " in licence or " OR " in licence:
        return {"expression": licence}
    return {"license": {"id": licence}}


def package_component(package: Locked, licence: str) -> dict[str, Any]:
    """Describe one locked package."""
    name = re.sub(r"[-_.]+", "-", package.name).lower()
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{package.version}",
        "name": package.name,
        "version": package.version,
        "purl": f"pkg:pypi/{name}@{package.version}",
        "licenses": [licence_entry(licence)],
        # One package has a file for each system, and CycloneDX keeps one hash of a kind for one
        # component: each file is a reference of its own.
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"pkg:pypi/{name}@{package.version}",
                "hashes": [{"alg": "SHA-256", "content": value}],
            }
            for value in package.hashes
        ],
    }
    if package.marker:
        component["properties"] = [{"name": "themer:wanted_when", "value": package.marker}]
    return component


def model_component(path: Path, root: Path) -> dict[str, Any]:
    """Describe one file of learned weights by where it lies and its hash."""
    place = path.relative_to(root).as_posix()
    return {
        "type": "machine-learning-model",
        "bom-ref": place,
        "name": path.name,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        "properties": [{"name": "themer:file", "value": place}],
    }


def licence_here(package: Locked, reviewed: dict[str, dict[str, str]]) -> str:
    """Say the reviewed licence of a package, or else the one that its installed copy declares."""
    if package.name in reviewed:
        return reviewed[package.name]["licence"]
    try:
        return licence_of(distribution(package.name))
    except PackageNotFoundError:
        return "NOASSERTION"


def bill_of_materials(root: Path, packages: list[Locked]) -> dict[str, Any]:
    """Put the whole list together.

    Args:
        root: The repository.
        packages: What a user installs, as locked.

    Returns:
        A CycloneDX 1.6 document, ready for JSON.
    """
    _, reviewed = review()
    weights = sorted(p for p in (root / "src").rglob("*") if p.suffix in WEIGHTS)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "themer",
                "name": "themer",
                "version": project_version(root),
                "licenses": [licence_entry("Apache-2.0")],
            }
        },
        "components": [
            *(package_component(p, licence_here(p, reviewed)) for p in packages),
            *(model_component(path, root) for path in weights),
        ],
    }


def main(argv: list[str] | None = None) -> int:
    """Write the list to a file and say how long it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="where to write it")
    target: Path = parser.parse_args(argv).file
    document = bill_of_materials(ROOT, read_lock(RUN_LOCK))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8", newline="\n")
    print(f"{target}: {len(document['components'])} components")
    return 0


if __name__ == "__main__":
    sys.exit(main())
