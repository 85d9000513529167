"""What stands above the passages of a theme or candidate."""

from __future__ import annotations

from textual.content import Content

from themer.tui.text import on_one_line, shown
from themer.tui.widgets.theme_words import (
    counts_words,
    kept_words,
    new_words,
    relation_words,
    warnings,
)
from themer.workflows.themes.views import CandidateHere, ThemeHere, ThemeView


def about_theme(one: ThemeHere, view: ThemeView) -> tuple[Content, list[str]]:
    """Give a theme's name, and the lines below it: what is said, counted, read, wrong."""
    theme = one.theme
    lines = []
    if theme.status != "named":
        lines.append(f"It is {theme.status}; in the list, t takes it up again.")
    if theme.statement:
        lines.append(f"They say that {on_one_line(theme.statement)}")
    if theme.otherwise:
        lines.append(f"Otherwise: that {on_one_line(theme.otherwise)}")
    if one.finding is not None:
        sure = f" · {theme.confidence.level} confidence" if theme.confidence else ""
        lines.append(counts_words(one.finding, view) + sure)
    if one.new:
        lines.append(f"+ {new_words(one)}: w to look.")
    found = [f"! {words}" for words in warnings(one)]
    return shown(on_one_line(theme.name), "bold"), [*found, *lines][:4]


def about_candidate(one: CandidateHere, view: ThemeView) -> tuple[Content, list[str]]:
    """Give a candidate's name, and the lines below it."""
    finding = one.finding
    units = len({passage.unit for passage in finding.members})
    lines = [
        f"Words that set it apart: {', '.join(one.words) or 'none'}",
        f"{len(one.passages)} passages of {units} units; {kept_words(finding)}",
        f"It {relation_words(finding.relation, view.code_names)}",
    ]
    if one.like is not None:
        lines.append(f"“{one.like[0]}” holds {one.like[1]} of its passages.")
    return shown(on_one_line(one.name), "bold"), lines
