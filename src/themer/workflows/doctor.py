"""``themer doctor``: look at this machine, and say what would get in the way."""

from __future__ import annotations

import importlib.util
import locale
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import themer
from themer.errors import ThemerError

SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "box sync")
NARROWEST, LOWEST = 80, 24


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that was looked at."""

    what: str
    found: str
    is_well: bool
    advice: str = ""


def examine(start: Path, environment: Mapping[str, str]) -> Iterator[Observation]:
    """Look at everything that has tripped people up.

    Args:
        start: The folder that the user stands in.
        environment: The process's environment.
    """
    yield _python()
    yield _terminal(environment)
    yield _encoding()
    yield _model()
    yield from _extras()
    yield _study(start)
    yield _synced(start)


def _python() -> Observation:
    version = ".".join(str(part) for part in sys.version_info[:3])
    fine = sys.version_info >= (3, 11)
    return Observation("Program", f"themer {themer.__version__}, Python {version}", fine)


def _terminal(environment: Mapping[str, str]) -> Observation:
    size = shutil.get_terminal_size()
    kind = environment.get("TERM", "not set")
    fine = kind != "dumb" and size.columns >= NARROWEST and size.lines >= LOWEST
    advice = f"The screens want {NARROWEST} by {LOWEST}; in a smaller or plain one use --plain."
    return Observation("Terminal", f"{kind}, {size.columns} by {size.lines}", fine, advice)


def _encoding() -> Observation:
    name = locale.getpreferredencoding(False)
    fine = name.lower().replace("-", "") == "utf8"
    advice = "Files are UTF-8 whatever this says; the screen may show ? for some letters."
    return Observation("Letters", name, fine, advice)


def _model() -> Observation:
    from themer.language import load_static_encoder
    from themer.language.encoder import can_encode, load_encoder

    if not can_encode():
        advice = "Suggestions rest on words alone until onnxruntime is installed."
        return Observation("Language model", "onnxruntime is missing", False, advice)
    try:
        identity = load_encoder().identity
        load_static_encoder()
    except ThemerError as error:
        return Observation("Language model", error.message, False, error.hint or "")
    return Observation("Language model", f"{identity.name}, {identity.sha256[:12]}, whole", True)


def _extras() -> Iterator[Observation]:
    for module, gives in (("typst", "reports as PDF"), ("pptx", "slides"), ("pyarrow", "Parquet")):
        found = importlib.util.find_spec(module) is not None
        yield Observation(f"Extra: {gives}", "installed" if found else "not installed", True)


def _study(start: Path) -> Observation:
    from themer.storage.finding import find_study

    try:
        root = find_study(start)
    except ThemerError:
        return Observation("Study", "none here", True)
    writable = os.access(root, os.W_OK)
    advice = "This folder cannot be written, so no answer could be kept here."
    return Observation("Study", root.name, writable, advice)


def _synced(start: Path) -> Observation:
    synced = [part for part in start.absolute().parts if part.lower().startswith(SYNCED)]
    advice = (
        "Conversations are confidential: ask whether this drive may hold them, and keep one "
        "person at a time in a file."
    )
    found = f"inside {synced[0]}" if synced else "not in a synced folder that is known by name"
    return Observation("Folder", found, not synced, advice)
