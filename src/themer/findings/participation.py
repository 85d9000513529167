"""Who was approached and who took part, by audience."""

from __future__ import annotations

from typing import get_args

from themer.findings.material import Material
from themer.findings.results import Participation
from themer.model.interview import Interview
from themer.model.study import ContactState


def find_participation(material: Material) -> tuple[Participation, ...]:
    """Count the register's units by what came of them, and the conversations that were held."""
    return tuple(_of(material, audience) for audience in material.audiences())


def _of(material: Material, audience: str) -> Participation:
    # Where respondents are counted the register lists their organisations, not whom was asked.
    registered = () if material.study.unit == "respondent" else material.study.units()
    units = sorted((u for _, u in registered if u.audience == audience), key=lambda u: u.id)
    counted = [i for i in material.counted() if material.audience_of(i) == audience]
    dates = [sitting.date for interview in counted for sitting in interview.sittings]
    states: tuple[ContactState, ...] = get_args(ContactState)
    return Participation(
        audience=audience,
        approached=tuple(unit.id for unit in units),
        by_state={
            state: tuple(unit.id for unit in units if unit.contact.state == state)
            for state in states
            if any(unit.contact.state == state for unit in units)
        },
        reasons={unit.id: unit.contact.reason for unit in units if unit.contact.reason},
        took_part=tuple(sorted({interview.unit for interview in counted})),
        organisations=tuple(sorted({interview.organisation for interview in counted})),
        conversations=len(counted),
        open=tuple(sorted(i.id for i in counted if i.state == "open")),
        withdrawn=tuple(
            sorted(
                i.id
                for i in material.interviews
                if i.state == "withdrawn"
                and i.set.id in material.sets
                and material.audience_of(i) == audience
            )
        ),
        sittings=len(dates),
        minutes=tuple(sorted(m for m in map(_minutes, counted) if m is not None)),
        first_date=min(dates, default=None),
        last_date=max(dates, default=None),
    )


def _minutes(interview: Interview) -> int | None:
    lengths = [s.minutes for s in interview.sittings if s.minutes is not None]
    return sum(lengths) if lengths and len(lengths) == len(interview.sittings) else None
