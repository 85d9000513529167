from __future__ import annotations

from pathlib import Path

from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import MadeBy
from themer.storage.json_lines import read_suggestions, suggestions_text

MADE_BY = MadeBy("themer", "0", "none", "0" * 8)
HEADER = SuggestionsHeader("themer/suggestions/1", "i-1", "0" * 64, MADE_BY, "none")


def test_characters_that_some_programs_take_for_line_ends_end_no_line(tmp_path: Path) -> None:
    words = "one\u2028two\u2029three\u0085four\x0cfive"
    suggestion = Suggestion("c", 0.5, 0.5, 1, Reason(0, 3, ("one",)))
    segment = SuggestedSegment("x", "q", 0, len(words), words, 0.1, (suggestion,))
    file = SuggestionsFile(HEADER, (segment,))
    path = tmp_path / "i-1.jsonl"
    path.write_text(suggestions_text(file), encoding="utf-8", newline="")
    assert read_suggestions(path) == file
