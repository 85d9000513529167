"""Coders' events without the words of a conversation that was withdrawn.

What was decided, where and by whom stays, so that another coder's work and the order of events
hold; the passage, the reason and the sum of the answer go: the sum of a short answer is the answer.
"""

from __future__ import annotations

import json
from typing import Any

_WORDS = ("text", "reason", "answer_sha256")


def without_words(
    content: bytes, interviews: frozenset[str], units: frozenset[str]
) -> tuple[bytes, int]:
    """Take the words of conversations out of a coder's file; every other line stays to the byte.

    Args:
        content: The file.
        interviews: The ids of the conversations.
        units: Units of which no conversation is left: reasons for a component's state there rest on
            what was said in those that went.

    Returns:
        The new content, and how many lines are other than before. A line that is no event goes
        where it names one of the conversations, because nobody can say what else is in it.
    """
    lines = content.split(b"\n")
    kept = [_line(line, interviews, units) for line in lines]
    changed = sum(new is None or new != old for old, new in zip(lines, kept, strict=True))
    return b"\n".join(line for line in kept if line is not None), changed


def _line(line: bytes, interviews: frozenset[str], units: frozenset[str]) -> bytes | None:
    if not line.strip():
        return line
    try:
        event: Any = json.loads(line)
    except ValueError:
        names_one = any(identity.encode() in line for identity in interviews)
        return None if names_one else line
    if not isinstance(event, dict):
        return line
    if event.get("interview") in interviews:
        left = {key: value for key, value in event.items() if key not in _WORDS}
    elif event.get("interview") is None and event.get("unit") in units:
        left = {key: value for key, value in event.items() if key != "reason"}
    else:
        return line
    if left == event:
        return line
    return json.dumps(left, ensure_ascii=False, separators=(",", ":")).encode()
