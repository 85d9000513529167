"""Where a report keeps its ledger and what themer wrote, and the ledger read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from themer.errors import InputError, StorageError
from themer.report.ledger import SCHEMA

LEDGER = "report.evidence.json"
WRITTEN = ".written"
"""The folder beside the documents with the same as themer wrote them, for ``verify``."""


def read_ledger(path: Path) -> dict[str, Any]:
    """Read a ledger as data.

    Raises:
        InputError: It is torn, or of another format.
        StorageError: It cannot be read.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StorageError(f"It cannot be read: {error.strerror}.", path=path) from error
    except ValueError as error:
        raise InputError("This ledger is torn or was edited.", path=path) from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise InputError("This ledger is of another format.", path=path)
    return found
