"""What may be said of a document: what was edited, what the data have left, what leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from themer.report.whose_words import WhoseWords

Kind = Literal[
    "edited",
    "stale",
    "altered",
    "refused",
    "dangling",
    "unverifiable",
    "renamed",
    "typed",
    "reworded",
    "taken out",
    "added",
]
PROBLEMS: frozenset[Kind] = frozenset(
    ("edited", "stale", "altered", "refused", "dangling", "unverifiable", "renamed")
)
"""The kinds of finding with which a document may not go out; the others are notes."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said of a document."""

    kind: Kind
    was: str
    """What themer wrote; empty for what somebody added."""
    now: str
    """What stands there now; empty for what is gone."""
    data: str = ""
    """What the data give now, where that is the point."""
    ledger_id: str = ""
    about: str = ""
    """What is counted, or why a quote may not be printed."""
    section: str = ""
    """The heading above it."""
    line: str = ""
    """The line that it stands in, as it is."""


@dataclass(frozen=True, slots=True)
class Present:
    """What the study gives now."""

    figures: Mapping[str, str]
    """Figure → what is counted of it now, such as ``17 of 31``."""
    quotes: Mapping[str, str]
    """Ledger id of a quote → why it may not be printed now; none where it may."""
    names: Mapping[str, Sequence[str]]
    """What has a name (``theme:ID``) → what it is called, in each audience."""
    not_figures: Sequence[str] = ()
    nouns: Sequence[str] = ()
    """What the study counts, in the plural."""
    whose: WhoseWords | None = None
    """Says of a quotation that somebody typed whose words it is; None where nobody asks."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is said of a document."""

    figures: int
    """Places with a figure that were looked at."""
    quotes: int
    said: tuple[Said, ...] = field(default=())

    @property
    def problems(self) -> tuple[Said, ...]:
        """List what stands in the way."""
        return tuple(one for one in self.said if one.kind in PROBLEMS)

    @property
    def notes(self) -> tuple[Said, ...]:
        """List what its reader should only know."""
        return tuple(one for one in self.said if one.kind not in PROBLEMS)
