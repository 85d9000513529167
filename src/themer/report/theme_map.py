"""The map of themes for the report: which themes lie in which codes, as circles by units."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from themer.findings.coded import ThemeFinding, ThemePassageFound
from themer.findings.disclosure import suppress
from themer.findings.figure import Figure
from themer.findings.theme_map import MapRow, ThemeMap, map_of
from themer.report.source import Source

MOST_CODES = 10
"""As many columns as a narrow screen holds; the commonest are shown."""


def theme_maps(source: Source) -> tuple[list[dict[str, Any]], list[str]]:
    """Give the map of each audience; and of one that would tell what is withheld, a sentence."""
    found, left_out = [], []
    for audience in source.material.audiences():
        rows = [
            (theme.id, theme.name, False, _counted(theme, audience))
            for theme in source.findings.themes
        ]
        laid = map_of(source.material, [row for row in rows if row[3]])
        if not laid.codes:
            continue
        if _may_be_printed(source, laid, audience):
            found.append({"audience": audience, "chart": _chart(source, laid, audience)})
        else:
            left_out.append(
                f"There is no map of themes for {source.printer.audience(audience).many}: numbers "
                "on it are too small to print, or would tell one that is."
            )
    return found, left_out


def _counted(theme: ThemeFinding, audience: str) -> list[ThemePassageFound]:
    """Give a theme's passages of the units that its figure counts: all their words are read."""
    so_far = {unit for c in theme.counts if c.audience == audience for unit in c.so_far}
    return [m for m in theme.members if m.audience == audience and m.unit not in so_far]


def _may_be_printed(source: Source, laid: ThemeMap, audience: str) -> bool:
    """Say whether all of it may stand: what the theme counts, and each cell within that."""
    voiced = {
        theme.id: count.voiced
        for theme in source.findings.themes
        for count in theme.counts
        if count.audience == audience
    }
    return all(
        source.printer.is_shown(voiced[row.id]) and _cells_may(source, row, voiced[row.id])
        for row in laid.rows
    )


def _cells_may(source: Source, row: MapRow, voiced: Figure) -> bool:
    """Say whether no cell is small, nor those who voice the theme and are not in the cell."""
    cells = [
        replace(
            voiced,
            id=f"{voiced.id}:{code}",
            k=len(units),
            n=len(row.units),
            units=units,
            base_units=row.units,
        )
        for code, units in row.cells.items()
    ]
    shown = suppress(cells, source.printer.minimum, exclusive=False)
    return all(one.shown for one in shown)


def _chart(source: Source, laid: ThemeMap, audience: str) -> dict[str, Any]:
    called = source.printer.audience(audience)
    codes = laid.codes[:MOST_CODES]
    left = len(laid.codes) - len(codes)
    columns = [("In all", [(row, "all", row.units) for row in laid.rows])]
    columns += [
        (name, [(row, code, row.cells.get(code, ())) for row in laid.rows]) for code, name in codes
    ]
    note = f"; the {MOST_CODES} commonest of {len(laid.codes)} codes" if left else ""
    return {
        "caption": f"Where the themes lie: {called.many} by theme and code{note}",
        "alt": " ".join(_row_alt(row, codes) for row in laid.rows),
        "categories": [row.name for row in laid.rows],
        "series": [
            {
                "name": name,
                "values": [len(units) for _, _, units in cells],
                "labels": [],
                "entered": [
                    source.printer.number(
                        f"map:{row.id}:{code}@{audience}",
                        f"{row.name}, on the map: {name}",
                        len(units),
                        units,
                        "theme-map",
                    )
                    for row, code, units in cells
                ],
            }
            for name, cells in columns
        ],
        "stacked": False,
        "unit": "Theme",
        "squares": False,
        "grid": True,
    }


def _row_alt(row: MapRow, codes: tuple[tuple[str, str], ...]) -> str:
    parts = [f"{name} {len(row.cells[code])}" for code, name in codes if code in row.cells]
    return f"{row.name}: {len(row.units)} in all; {', '.join(parts) or 'no code'}."
