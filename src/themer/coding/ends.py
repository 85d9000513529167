"""The ends of a passage, moved over a text word by word or sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from themer.model.interview import Passage

Edge = Literal["start", "end"]
Stride = Literal["word", "sentence"]
_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"\S(?:[^.!?\n]|[.!?](?=\S))*[.!?]*")
_UNITS = {"word": _WORD, "sentence": _SENTENCE}


def moved(
    text: str,
    ends: tuple[int, int],
    edge: Edge,
    stride: Stride,
    by: Literal[-1, 1],
    *,
    closed: Sequence[Passage] = (),
) -> tuple[int, int]:
    """Move one end of a passage to the next, or the previous, boundary.

    Args:
        text: The answer.
        ends: Start and exclusive end, in code points.
        edge: Which end goes.
        stride: What is gone over.
        by: On or back.
        closed: Restricted passages, which no passage may touch.

    Returns:
        The new ends; those given where there is no boundary that way, where nothing would be left,
        or where the passage would touch one that is closed.
    """
    start, end = ends
    places = [found.span()[edge == "end"] for found in _UNITS[stride].finditer(text)]
    now = start if edge == "start" else end
    ahead = [place for place in places if (place > now if by > 0 else place < now)]
    if not ahead:
        return ends
    place = ahead[0] if by > 0 else ahead[-1]
    found = (place, end) if edge == "start" else (start, place)
    if found[0] >= found[1] or any(p.start < found[1] and found[0] < p.end for p in closed):
        return ends
    return found
