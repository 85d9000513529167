"""The shape of every figure: k of n, what stands apart from n, and the answers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AnswerReference:
    """Where a figure leads back to: an answer, or a passage of one."""

    interview: str
    question: str
    start: int | None = None
    end: int | None = None

    @property
    def key(self) -> str:
        """Name the place in one word, for links and ledgers."""
        passage = "" if self.start is None else f":{self.start}-{self.end}"
        return f"{self.interview}/{self.question}{passage}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its base: k of n units of one audience."""

    id: str
    """Stable across runs: kind, what is counted, value, then ``@`` and the audience, such as
    ``fact:has_strategy:yes@branch`` or ``theme:drivers@branch``."""
    label: str
    """What is counted, in words."""
    audience: str
    """The id of the audience whose units are counted."""
    k: int
    """Units counted."""
    n: int
    """The base: units that were asked and gave a substantive value."""
    rule: str
    """The definition that gave the number, by its heading in ``docs/method.md``."""
    units: tuple[str, ...] = ()
    """The k units, sorted by id."""
    base_units: tuple[str, ...] = ()
    """The n units, sorted by id."""
    answers: tuple[AnswerReference, ...] = ()
    """The answers behind k, sorted."""
    apart: Mapping[str, int] = field(default_factory=dict)
    """Units outside n by reason, such as ``awaited``: 2; reasons that hold for none are absent."""
    machine_only: bool = False
    """Whether it rests on suggestions that no person has decided."""

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise ValueError(f"{self.id}: {self.k} of {self.n} is no count with a base")
