"""Words that a person put in the place of names: what is printed, while what is stored stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.model.redaction import standing_redactions


def place_of(reference: AnswerReference) -> str:
    """Name the place of an answer."""
    return f"answer:{reference.interview}/{reference.question}"


def printed_words(material: Material) -> Callable[[AnswerReference, str], str]:
    """Give what prints words of an answer, with those that a person replaced in brackets."""
    standing = standing_redactions(material.redactions)

    def printed(reference: AnswerReference, text: str) -> str:
        """Replace what was decided for this answer, or everywhere."""
        return replaced(text, standing.replaced_at(place_of(reference)))

    return printed


def replaced(text: str, instead: Mapping[str, str]) -> str:
    """Put bracketed words in the place of names, as whole words; the longest name first."""
    if not instead:
        return text
    pattern = "|".join(whole(words) for words in instead)
    return re.sub(pattern, lambda found: f"[{instead[found[0]]}]", text)


def whole(words: str) -> str:
    """Give a pattern for words that are no part of a longer one."""
    return rf"(?<!\w){re.escape(words)}(?!\w)"
