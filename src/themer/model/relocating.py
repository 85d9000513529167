"""Where words are now that were somewhere else in a text before it was edited."""

from __future__ import annotations


def relocated(text: str, start: int, end: int, words: str) -> tuple[int, int] | None:
    """Find a passage again in a text that may have been edited around it.

    Only the exact words count, and only where they can be meant: at their old place, or, where
    that says something else now, at the one place in the text that has them.

    Args:
        text: The text of today.
        start: First code point of the passage when it was chosen.
        end: Exclusive.
        words: The passage as it was; not empty.

    Returns:
        Start and exclusive end today; None where the words have gone, or are there several times.
    """
    if text[start:end] == words:
        return start, end
    found = text.find(words)
    if not words or found < 0 or text.find(words, found + 1) >= 0:
        return None
    return found, found + len(words)
