"""A study in which every text that people write holds what a screen could take for an order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from themer.storage.durable import sha256_of
from themer.storage.reading import parse
from themer.storage.writing import to_yaml

MARKUP = "[sic] [/ [red]x [@click=app.quit]y"
ORDERS = "\x1b[2J\x1b]8;;http://x\x07\x1b]52;c;eA==\x07\x9b31m\u202egnol\u2066"
LETTERS = "👩‍👩‍👧 漢字 e\u0301 שלום \tz"
HOSTILE = f"{MARKUP} {ORDERS} {LETTERS}"
LONG = "[sic]" + "wide漢" * 2_000

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What must never be sent to a terminal out of somebody's text."""
_TEXTS = frozenset(
    {
        *("title", "name", "ask", "guidance", "label", "opening", "closing", "take_part", "quote"),
        *(
            "role",
            "noted",
            "follow_up",
            "definition",
            "purpose",
            "reason",
            "unit",
            "commissioned_by",
        ),
    }
)
_NOT_TEXT = {"unit": {"service", "harrow-hill-main", "harrow-hill-mobile"}, "role": set()}
_ROLES = {"strength", "challenge", "neutral"}


def make_hostile(study: Path) -> None:
    """Put hostile words behind every text of a study's files."""
    sets = sorted((study / "question_sets").glob("*.yaml"))
    for path in [*sets, study / "study.yaml"]:
        _write(path, _hostile(parse(path.read_text("utf-8"))))
    [branches] = [path for path in sets if "codebook" not in path.name]
    for path in (study / "interviews").glob("*.yaml"):
        data: Any = _hostile(parse(path.read_text("utf-8")))
        data["set"]["sha256"] = sha256_of(branches.read_bytes())
        data["unassigned"] = [f"kept {HOSTILE}", LONG]
        data["answers"]["routes"]["noted"] = LONG
        _write(path, data)


def _write(path: Path, data: Any) -> None:
    path.write_text(to_yaml(data), "utf-8")


def _hostile(data: Any, key: str = "") -> Any:
    if isinstance(data, dict):
        return {name: _hostile(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_hostile(value, key) for value in data]
    if isinstance(data, str) and key in _TEXTS and not _is_word_of_the_format(key, data):
        return f"{data} {HOSTILE}" if key == "noted" else f"{HOSTILE} {data}"
    return data


def _is_word_of_the_format(key: str, value: str) -> bool:
    return value in _NOT_TEXT.get(key, set()) or value in _ROLES or value in ("yes", "no")
