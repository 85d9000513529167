"""Comments of a review copy: the part that holds them, and the marks in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from themer.report.writers.docx_styles import Styles
from themer.report.writers.docx_xml import escaped

COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
AUTHOR: Final = "themer"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(slots=True)
class Comments:
    """Puts a comment at the first place of each ledger entry that has words."""

    words: Mapping[str, str]
    """Ledger id → the words of its comment; a newline begins a paragraph."""
    styles: Styles
    placed: dict[str, int] = field(default_factory=dict)
    """Ledger id → the number of its comment, in the order of the text."""

    def around(self, ledger_id: str, content: str) -> str:
        """Give runs with the marks of their comment; as they are where they need none."""
        if ledger_id not in self.words or ledger_id in self.placed:
            return content
        number = self.placed[ledger_id] = len(self.placed)
        mark = self.styles.run("comment mark")
        return (
            f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:rPr>{mark}</w:rPr><w:commentReference w:id="{number}"/></w:r>'
        )

    def part(self) -> bytes:
        """Write the part that holds the comments that were placed; without a date of any clock."""
        comments = "".join(
            f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:initials="{AUTHOR[0]}">'
            f"{self._paragraphs(self.words[ledger_id].split(chr(10)))}</w:comment>"
            for ledger_id, number in self.placed.items()
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<w:comments xmlns:w="{_W}">{comments}</w:comments>'
        ).encode()

    def _paragraphs(self, lines: Sequence[str]) -> str:
        style, mark = self.styles.paragraph("comment"), self.styles.run("comment mark")
        first = f"<w:r><w:rPr>{mark}</w:rPr><w:annotationRef/></w:r>"
        return "".join(
            f"<w:p><w:pPr>{style}</w:pPr>{'' if position else first}"
            f'<w:r><w:t xml:space="preserve">{escaped(line)}</w:t></w:r></w:p>'
            for position, line in enumerate(lines)
        )
