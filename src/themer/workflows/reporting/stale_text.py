"""Author text under which the figures have moved since it was written.

No clock is asked. A ledger keeps the hash of each text with the figures of the part that it stands
in. Where an earlier report printed the very same text beside other figures, the text is older than
what stands around it now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from themer.errors import ThemerError
from themer.report.ledger import counted
from themer.workflows.reporting.ledgers import LEDGER, read_ledger

_MOST_NAMED = 5
"""The figures that are named of one text; how many more there are is said."""


def stale_text(reports: Path, ledger: str) -> tuple[str, ...]:
    """Say which author texts stand under figures that changed since they were written.

    Args:
        reports: The folder of the study's reports.
        ledger: That of the report which is made now, as text.

    Returns:
        A sentence for each text; none where there is no earlier report with the same text.
    """
    now: dict[str, Any] = json.loads(ledger)
    earlier = list(_earlier(reports, now))
    found = []
    for one in now["author"]:
        before = _first_with(earlier, one)
        if before is None:
            continue
        changes = list(_changes(before, now, one))
        if changes:
            named = "; ".join(changes[:_MOST_NAMED])
            more = len(changes) - _MOST_NAMED
            rest = f"; and {more} more" if more > 0 else ""
            found.append(f"report_text/{one['section']}.md: since it was written, {named}{rest}.")
    return tuple(found)


def _earlier(reports: Path, now: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Go through the earlier reports of the same kind, the earliest first; a torn one is no report.

    The date that the data reach to orders them, then when the ledger was written.
    """
    found = []
    for path in reports.glob(f"*/{LEDGER}"):
        try:
            ledger = read_ledger(path)
            written = path.stat().st_mtime_ns
        except (ThemerError, OSError):
            continue
        same = all(ledger.get(key) == now.get(key) for key in ("study", "profile", "partner"))
        if same and ledger.get("report_id") != now["report_id"]:
            found.append((str(ledger.get("as_at")), written, path.as_posix(), ledger))
    yield from (one[-1] for one in sorted(found, key=lambda one: one[:3]))


def _first_with(
    earlier: list[Mapping[str, Any]], text: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """Find the first report that printed this very text."""
    for ledger in earlier:
        for one in ledger.get("author", ()):
            if (one.get("section"), one.get("sha256")) == (text["section"], text["sha256"]):
                return ledger
    return None


def _changes(
    before: Mapping[str, Any], now: Mapping[str, Any], text: Mapping[str, Any]
) -> Iterator[str]:
    """Say what each figure around a text was and is, in the order of the text."""
    was = {one["figure"]: one for one in before["figures"]}
    present = {one["id"]: one for one in now["figures"]}
    for name in text["figures"]:
        one = present[name]
        old = was.get(one["figure"])
        if old is not None and _value(old) != _value(one):
            yield f"{name.upper()} ({one['label']}) was {_value(old)}, is {_value(one)}"


def _value(one: Mapping[str, Any]) -> str:
    if one.get("withheld"):
        return "withheld"
    return counted(one.get("k"), one.get("n"), one.get("value"))
