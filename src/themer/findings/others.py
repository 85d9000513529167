"""What others like one organisation do: counts of the same figure without its own units."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from themer.findings.figure import Figure


def without_units(figure: Figure, own: Collection[str]) -> Figure:
    """Count a figure anew over the units that are not an organisation's own.

    Args:
        figure: Over all units of an audience.
        own: The units to be left out.

    Returns:
        The same count of the others; its id says so, and its answers are none of the own ones'.
    """
    units = tuple(unit for unit in figure.units if unit not in own)
    base = tuple(unit for unit in figure.base_units if unit not in own)
    name, _, audience = figure.id.rpartition("@")
    return replace(
        figure,
        id=f"{name}:others@{audience}",
        label=f"{figure.label} (others)",
        k=len(units),
        n=len(base),
        units=units,
        base_units=base,
        answers=(),
        apart={},
    )
