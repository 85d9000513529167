"""Propose parts of a theme, in a process of its own, so that it makes no key wait."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from themer.errors import InputError
from themer.model.theme import ThemePassage
from themer.storage.study_folder import StudyFolder
from themer.workflows.theme_views import PassageHere

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
        ModelError: The language model is missing or altered.
    """
    there = [one for one in passages if one.state != "gone"]
    if len(there) < max(FEWEST, number):
        raise InputError(
            f"{len(there)} passages are too few to look for parts; it takes {max(FEWEST, number)}.",
            hint="Pick passages with space, and split them off by hand.",
        )
    texts = [(one.text, one.passage.interview, one.organisation, one.ask) for one in there]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(pool, _grouped, texts, folder.cache, number)
    return tuple(
        Part(name, words, tuple(there[place].passage for place in members))
        for name, words, members in found
    )


def _grouped(
    texts: Sequence[tuple[str, str, str, str]], cache: Path, number: int
) -> list[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    """Group texts, of which each is its words, conversation, organisation and question."""
    from themer.themes.grouping import TextForGrouping, group
    from themer.workflows.vectors import encoder_or_none, kept_vectors

    encoder = encoder_or_none()
    words = [text for text, *_ in texts]
    vectors = None if encoder is None else kept_vectors(encoder, cache)(words)
    rows = [
        TextForGrouping(f"{place:06d}", text, owner, organisation, ask)
        for place, (text, owner, organisation, ask) in enumerate(texts)
    ]
    result = group(rows, vectors, themes=number, resamples=0)
    return [(theme.name, theme.words, theme.members) for theme in result.themes]
