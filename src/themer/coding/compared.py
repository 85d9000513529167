"""How far coders came to the same in a study: who is compared, on what base, code by code."""

from __future__ import annotations

from dataclasses import dataclass

from themer.coding.agreement import Coefficient
from themer.coding.differences import Difference
from themer.coding.units import By

MACHINES_RULE = (
    "The machine's code for a segment is its first suggestion, where its confidence is at least "
    "one half and above its confidence that no code fits."
)
HAS_LEARNED = (
    "It has learned from people's decisions in this study, and they may have decided with its "
    "suggestions in view: this says how well the two fit, not how well it would do on words that "
    "nobody has coded."
)


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far coders agree on one code, or on all of them together."""

    code: str | None
    """None for all codes together."""
    name: str
    given: tuple[int, ...]
    """To how many units each coder gave it, in the order of the coders."""
    alike: int
    """Units of which all said the same; not corrected for chance."""
    units: int
    """Units of which two or more said something: the base."""
    alpha: Coefficient
    kappa: Coefficient


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of coders."""

    coders: tuple[str, ...]
    answers: int
    """Answers that at least two of them coded."""
    with_codes: int
    """Those of them in which somebody gave a code: the answers behind the units."""
    parts: int
    """Segments, or whole answers, that enter; each is a unit for every code."""
    codes: tuple[CodeAgreement, ...] = ()
    """Those that somebody gave, the worst alpha first."""
    together: CodeAgreement | None = None
    never: tuple[str, ...] = ()
    """Names of codes that nobody gave: there is nothing to agree on."""
    retired: tuple[str, ...] = ()
    """Names of codes that somebody gave and that are retired by now: they are left out."""
    why_not: str | None = None
    """Why nothing can be compared."""


@dataclass(frozen=True, slots=True)
class SampleBase:
    """What has become of the answers that were drawn to be coded twice."""

    drawn: int
    there: int
    """Still answers of the study."""
    twice: int
    """Coded by at least two of the coders."""
    is_base: bool
    """Whether only they are counted."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree with each other, and the machine with them."""

    by: By
    people: Compared
    differences: tuple[Difference, ...]
    """Between people, of the worst code first."""
    machine: Compared
    with_suggestion: tuple[int, int]
    """Acceptances made with the suggestion of that code in view, and all."""
    sample: SampleBase | None
    blind: tuple[tuple[int, int], ...]
    """By coder: how many of their decisions here they made blind, and all."""
    coded: tuple[int, ...]
    """By coder: how many answers they coded, in common with others or not."""
    answers: int
    """How many answers with words there are to code."""
