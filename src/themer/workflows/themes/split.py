"""Propose parts of a theme, in a process of its own, so that it makes no key wait."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from themer.errors import InputError, ThemerError
from themer.model.theme import ThemePassage
from themer.storage.study_folder import StudyFolder
from themer.workflows.themes.views import PassageHere

FEWEST = 4
"""With fewer passages a person sees the parts at a glance."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a theme's passages that the machine puts together."""

    name: str
    words: tuple[str, ...]
    passages: tuple[ThemePassage, ...]
    """Strongest first."""


async def propose_parts(
    folder: StudyFolder, passages: Sequence[PassageHere], number: int
) -> tuple[Part, ...]:
    """Group a theme's passages into parts; nothing is changed by it.

    Args:
        folder: The study, for the vectors that are kept.
        passages: Of the theme; those whose words have gone are left out.
        number: How many parts; at least two.

    Raises:
        InputError: There are too few passages.
        ThemerError: The machine could not do it, such as where the language model is missing.
    """
    there = [one for one in passages if one.state != "gone"]
    if len(there) < max(FEWEST, number):
        raise InputError(
            f"{len(there)} passages are too few to look for parts; it takes {max(FEWEST, number)}.",
            hint="Pick passages with space, and split them off by hand.",
        )
    order = {
        "cache": str(folder.cache),
        "number": number,
        "texts": [(one.text, one.passage.interview, one.organisation, one.ask) for one in there],
    }
    return tuple(
        Part(part["name"], tuple(part["words"]), tuple(there[n].passage for n in part["members"]))
        for part in await _asked(order)
    )


async def _asked(order: dict[str, Any]) -> list[dict[str, Any]]:
    """Have a process of its own group texts; when cancelled, it is ended."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "utf8", "-m", "themer.workflows.themes.split_process"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        found, _ = await process.communicate(json.dumps(order).encode("utf-8"))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    answer: dict[str, Any] = {"error": "the machine stopped"}
    if process.returncode == 0:
        answer = json.loads(found)
    if "error" in answer:
        raise ThemerError(f"No parts could be proposed: {answer['error']}.")
    parts: list[dict[str, Any]] = answer["parts"]
    return parts
