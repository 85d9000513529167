"""``themer report --plain-english``: how a report reads, and where it is hard."""

from __future__ import annotations

from themer.report.plain_english import Readability, looked_over
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.formats import what_goes_where
from themer.workflows.reporting.report import Wanted, make_report


def plain_english(folder: StudyFolder, wanted: Wanted) -> tuple[Readability, ...]:
    """Look over the documents that would be written, and write nothing.

    Raises:
        ThemerError: As in `write_report`.
    """
    material = load_material(folder)
    report = make_report(folder, material, profile=wanted.profile, partner=wanted.partner)
    pairs = what_goes_where(tuple(report.documents), wanted.formats, wanted.only)
    return looked_over(material, report.documents, [name for name, _ in pairs])
