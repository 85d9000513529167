"""The process that groups a theme's passages: JSON in, JSON out; a no key waits for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from themer.errors import ThemerError


def grouped(order: dict[str, Any]) -> dict[str, Any]:
    """Group texts into a number of parts.

    Args:
        order: ``texts`` (each its words, conversation, organisation and question), ``number``, and
            the folder of kept vectors as ``cache``.

    Returns:
        ``parts``, each with ``name``, ``words`` and ``members`` as places; or ``error``.
    """
    from themer.themes.grouping import TextForGrouping, group
    from themer.workflows.analysis.vectors import encoder_or_none, kept_vectors

    try:
        encoder = encoder_or_none()
        words = [text for text, *_ in order["texts"]]
        cache = Path(order["cache"])
        vectors = None if encoder is None else kept_vectors(encoder, cache)(words)
    except ThemerError as error:
        return {"error": error.message}
    rows = [
        TextForGrouping(f"{place:06d}", text, owner, organisation, ask)
        for place, (text, owner, organisation, ask) in enumerate(order["texts"])
    ]
    found = group(rows, vectors, themes=order["number"], resamples=0)
    return {
        "parts": [
            {"name": theme.name, "words": theme.words, "members": theme.members}
            for theme in found.themes
        ]
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(grouped(json.load(sys.stdin))))
