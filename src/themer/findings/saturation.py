"""Whether later conversations still brought anything new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from themer.findings.coded import CodeFinding, ThemeFinding
from themer.findings.material import Material
from themer.findings.passages import read_places, spoken_answers
from themer.findings.results import Saturation, SaturationRun

BASE_SIZE = 4
RUN_LENGTH = 2
THRESHOLD = 0.05


def find_saturation(
    material: Material, codes: tuple[CodeFinding, ...], themes: tuple[ThemeFinding, ...]
) -> tuple[Saturation, ...]:
    """Measure saturation over codes and over themes, for each audience with conversations."""
    found = []
    for audience in material.audiences():
        if not material.units(audience):
            continue
        read = _read_interviews(material, audience)
        by_code: dict[str, set[str]] = {interview: set() for interview in read}
        by_theme: dict[str, set[str]] = {interview: set() for interview in read}
        for code in codes:
            for passage in code.passages:
                by_code.get(passage.reference.interview, set()).add(code.code)
        for theme in themes:
            for member in theme.members:
                by_theme.get(member.reference.interview, set()).add(theme.id)
        found.append(measure(audience, "codes", by_code))
        found.append(measure(audience, "themes", by_theme))
    return tuple(found)


def measure(
    audience: str,
    of: Literal["codes", "themes"],
    met: Mapping[str, set[str]],
    *,
    threshold: float = THRESHOLD,
) -> Saturation:
    """Look for the first run of conversations that brought (almost) nothing new.

    Guest, Namey and Chen 2020, *A simple method to assess and report thematic saturation in
    qualitative research*, PLoS ONE 15(5), e0232076: base size 4, run length 2, at most 5 % new
    information. Runs overlap here, so that none is missed by where it begins. It describes what
    this codebook met in these conversations, in their order; it does not show that others would
    say nothing new.

    Args:
        audience: Whose conversations they are.
        of: What was met in them.
        met: What each conversation met, by its id, in the order in which they were held.
        threshold: The largest share of new ones, of those in the base, that counts as nothing new.
    """
    order = list(met)
    base = set[str]().union(*(met[one] for one in order[:BASE_SIZE]))
    enough = len(order) >= BASE_SIZE + RUN_LENGTH and bool(base)
    runs = _runs(order, met, len(base)) if enough else ()
    reached = next(
        (BASE_SIZE + index for index, run in enumerate(runs) if run.share <= threshold), None
    )
    return Saturation(
        audience=audience,
        of=of,
        base_size=BASE_SIZE,
        run_length=RUN_LENGTH,
        threshold=threshold,
        base=tuple(sorted(base)),
        runs=runs,
        reached_at=reached,
        sentence=_sentence(of, order, base, runs, reached, threshold),
    )


def _runs(
    order: Sequence[str], met: Mapping[str, set[str]], base: int
) -> tuple[SaturationRun, ...]:
    found = []
    for at in range(BASE_SIZE, len(order) - RUN_LENGTH + 1):
        before = set[str]().union(*(met[one] for one in order[:at]))
        run = order[at : at + RUN_LENGTH]
        new = set[str]().union(*(met[one] for one in run)) - before
        found.append(SaturationRun(tuple(run), tuple(sorted(new)), len(new) / base))
    return tuple(found)


def _sentence(
    of: str,
    order: Sequence[str],
    base: set[str],
    runs: tuple[SaturationRun, ...],
    reached: int | None,
    threshold: float,
) -> str:
    needed = BASE_SIZE + RUN_LENGTH
    if len(order) < needed:
        held = "1 conversation was" if len(order) == 1 else f"{len(order)} conversations were"
        return (
            f"Saturation of {of} cannot be computed: {held} read to the end, and it takes {needed}."
        )
    if not base:
        return (
            f"Saturation of {of} cannot be computed: the first {BASE_SIZE} conversations met none."
        )
    if reached is None:
        return (
            f"Saturation of {of} was not reached in {len(order)} conversations: the last "
            f"{RUN_LENGTH} still met {len(runs[-1].new)} new, beside {len(base)} in the first "
            f"{BASE_SIZE}."
        )
    return (
        f"Saturation of {of} was reached after {reached} conversations: the next {RUN_LENGTH} met "
        f"{len(runs[reached - BASE_SIZE].new)} new, beside {len(base)} in the first {BASE_SIZE} "
        f"(at most {threshold:.0%} new)."
    )


def _read_interviews(material: Material, audience: str) -> tuple[str, ...]:
    """List the conversations all of whose words were read, in the order they were held."""
    spoken = spoken_answers(material)
    read = read_places(material, spoken)
    places: dict[str, list[bool]] = {}
    for place, said in spoken.items():
        if said.audience == audience:
            places.setdefault(said.interview, []).append(place in read)
    return tuple(i.id for i in material.counted() if all(places.get(i.id, [False])))
