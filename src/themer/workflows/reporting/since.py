"""``themer report --since``: what a report would say otherwise than one that was made before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from themer.report.ledger import counted
from themer.report.verifying.marking import names_in
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.ledgers import LEDGER, read_ledger
from themer.workflows.reporting.verify import (
    Now,
    find_report,
    read_back,
    refusal,
    study_now,
)

Kind = Literal["changed", "gone", "quote gone", "renamed", "theme gone", "new theme"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the study gives otherwise now."""

    kind: Kind
    about: str
    """What is counted, the theme's name, or the quote's words."""
    was: str = ""
    now: str = ""
    ledger_id: str = ""
    """Of the earlier report."""


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a report was made."""

    report_id: str
    changes: tuple[Change, ...]
    author: Mapping[str, tuple[Change, ...]]
    """Section that a person wrote → the figures of its part that changed since."""


def changes_since(folder: StudyFolder, path: Path) -> Since:
    """Compare what a report printed with what the study gives now.

    Args:
        folder: The study.
        path: A document of the earlier report, also an edited one; errors as in ``verify``.
    """
    ledger = read_ledger(find_report(folder, path, read_back(path)) / LEDGER)
    now = study_now(folder, ledger["profile"], ledger.get("partner"))
    figures = tuple(_figures(ledger, now.report.counts))
    changed = {change.ledger_id: change for change in figures}
    author = {
        str(one["section"]): tuple(changed[i] for i in one["figures"] if i in changed)
        for one in ledger.get("author", ())
    }
    return Since(
        str(ledger["report_id"]),
        (*figures, *_themes(ledger, now), *_quotes(ledger, now)),
        {section: found for section, found in author.items() if found},
    )


def _figures(ledger: Mapping[str, Any], present: Mapping[str, str]) -> Iterator[Change]:
    for one in ledger["figures"]:
        withheld = bool(one.get("withheld"))
        was = "withheld" if withheld else counted(one.get("k"), one.get("n"), one.get("value"))
        now = present.get(str(one["figure"]))
        if now is None:
            yield Change("gone", str(one["label"]), was, "", str(one["id"]))
        elif now != was:
            yield Change("changed", str(one["label"]), was, now, str(one["id"]))


def _themes(ledger: Mapping[str, Any], now: Now) -> Iterator[Change]:
    present = {f"theme:{theme.id}": theme.name for theme in now.findings.themes}
    earlier = {
        str(one["id"]): str(one["name"])
        for one in names_in(ledger)
        if str(one["id"]).startswith("theme:")
    }
    for name, title in earlier.items():
        if name not in present:
            yield Change("theme gone", title)
        elif present[name] != title:
            yield Change("renamed", title, title, present[name])
    if earlier:
        yield from (Change("new theme", present[name]) for name in present if name not in earlier)


def _quotes(ledger: Mapping[str, Any], now: Now) -> Iterator[Change]:
    for one in ledger["quotes"]:
        if reason := refusal(now.material, now.findings, one):
            yield Change("quote gone", str(one["text"]), now=reason, ledger_id=str(one["id"]))
