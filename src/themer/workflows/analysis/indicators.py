"""What changed in the indicators since they were last worked out: ``analyse`` keeps the runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from themer.errors import ProblemsError
from themer.findings.codes import find_codes
from themer.findings.components import find_boards
from themer.findings.indicators import IndicatorChange, compare, find_indicators, run_of
from themer.findings.material import Material
from themer.findings.results import Findings
from themer.findings.themes import find_themes
from themer.model.indicator import IndicatorRuns
from themer.storage import json_lines
from themer.storage.output import write_output
from themer.storage.study_folder import StudyFolder

FILE = "indicators.json"


@dataclass(frozen=True, slots=True)
class IndicatorChanges:
    """What changed, and since when."""

    since: str | None
    """The day of the latest sitting that counted then."""
    changes: tuple[IndicatorChange, ...]


def keep_run(folder: StudyFolder, material: Material) -> None:
    """Work the indicators out, and keep them beside the run before where anything differs.

    Raises:
        StorageError: The file cannot be written.
    """
    path = _path(folder)
    if not material.indicators:
        path.unlink(missing_ok=True)
        return
    codes = find_codes(material)
    found = find_indicators(material, codes, find_themes(material), find_boards(material, codes))
    days = [i.last_date for i in material.counted() if i.last_date]
    now = run_of(found, max(days).isoformat() if days else None)
    kept = read_runs(folder)
    if kept is not None and kept.latest == now:
        return
    before = None if kept is None else kept.before
    if kept is not None and compare(kept.latest, now):
        before = kept.latest
    write_output(path, json_lines.indicator_runs_text(IndicatorRuns(now, before)))


def changes_of(folder: StudyFolder, findings: Findings) -> IndicatorChanges | None:
    """Say what changed since the last run; where nothing did, what had changed in that.

    Returns:
        None where there is no run to compare with.
    """
    kept = read_runs(folder)
    if kept is None:
        return None
    now = run_of(findings.indicators, None)
    fresh = compare(kept.latest, now)
    if fresh or kept.before is None:
        return IndicatorChanges(kept.latest.as_at, fresh)
    return IndicatorChanges(kept.before.as_at, compare(kept.before, now))


def read_runs(folder: StudyFolder) -> IndicatorRuns | None:
    """Read the runs that ``analyse`` kept; None before the first, or where they are damaged."""
    path = _path(folder)
    if not path.is_file():
        return None
    try:
        return json_lines.read_indicator_runs(path, shown_as=folder.relative(path))
    except ProblemsError:
        return None


def _path(folder: StudyFolder) -> Path:
    return folder.machine / FILE
