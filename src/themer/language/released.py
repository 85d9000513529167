"""The files of a language model, read only where they are the ones that were released."""

from __future__ import annotations

import hashlib
from pathlib import Path

from themer.errors import ModelError

MODEL_FOLDER = Path(__file__).parent / "model"
VOCABULARY_FILE, SUMS_FILE = "vocab.txt", "SHA256"


def released_sums(folder: Path) -> dict[str, str]:
    """Read the SHA-256 of each file of a model by its name.

    Raises:
        ModelError: The list of them is missing.
    """
    lines = _bytes_of(folder / SUMS_FILE).decode("utf-8", "replace").splitlines()
    pairs = [line.split() for line in lines if line.strip()]
    return {pair[-1]: pair[0] for pair in pairs}


def released_bytes(path: Path, expected: str) -> bytes:
    """Read a file of a model.

    Args:
        path: The file.
        expected: Its SHA-256 as released; an empty one fits no file.

    Raises:
        ModelError: It is missing, cannot be read, or is another.
    """
    content = _bytes_of(path)
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelError(
            "this file of the language model is not the one that was released.",
            hint="Install themer again; nothing was read from the file.",
            path=path,
        )
    return content


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            "a file of the language model is missing or cannot be read.",
            hint="Install themer again.",
            path=path,
        ) from error
