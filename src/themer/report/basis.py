"""What a report is made from before anything is rendered, and what of it a profile counts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from themer import __version__
from themer.coding.compared import Agreement
from themer.findings.everything import find
from themer.findings.material import Material
from themer.findings.redaction import ProposedName
from themer.findings.results import Findings
from themer.findings.sharing import without_sensitive
from themer.model.study import Profile
from themer.report.ledger import Ledger
from themer.report.source import Source, make_source
from themer.report.whose_words import WhoseWords

AUTHOR_FOLDER = "report_text/"


@dataclass(frozen=True, slots=True)
class Basis:
    """A study, what was found in it, and for whom it is to be reported."""

    material: Material
    """The whole study, for every profile."""
    findings: Findings
    """What was found in the whole study."""
    templates: Mapping[str, str]
    """Name → source, of templates (``summary.md.j2``) and author text
    (``report_text/background.md``)."""
    data_sha256: str
    """The hash of what the findings were made from."""
    profile: Profile = "internal"
    agreement: Agreement | None = None
    """How far coders agree; None where nothing can be compared."""
    partner: str | None = None
    """The organisation whose own sheet this is; None for the report of the study."""
    waiting: tuple[ProposedName, ...] = ()
    """Words that may name somebody, on which nobody has decided."""

    @property
    def report_id(self) -> str:
        """Name the report after all that it is made from: the same inputs give the same name."""
        whose = self.partner or self.profile
        study = self.material.study.id
        digest = hashlib.sha256()
        parts = (study, self.data_sha256, whose, __version__, *sorted(self.templates.items()))
        for part in parts:
            digest.update(repr(part).encode())
        return f"{study}-{whose}-{digest.hexdigest()[:10]}"

    def source(self) -> Source:
        """Give what is counted and printed, with an empty ledger.

        What is shared is counted again without what rests on sensitive questions.
        """
        material, findings = self.material, self.findings
        if self.profile == "shareable" and (shared := without_sensitive(material)) is not material:
            material, findings = shared, find(shared)
        return make_source(
            material,
            findings,
            self.profile,
            Ledger(names_sources=self.profile == "internal"),
            author_sections(self.templates),
            self.agreement,
            self.partner,
            self.waiting,
        )

    def whose_words(self, source: Source) -> WhoseWords:
        """Give what says of a quotation whose words it is: anybody's, sensitive or not."""
        return WhoseWords(self.material, self.findings.quotes, source.usable_quotes())


def author_sections(templates: Mapping[str, str]) -> frozenset[str]:
    """List the sections that a person wrote, among the templates."""
    return frozenset(
        name.removeprefix(AUTHOR_FOLDER).removesuffix(".md")
        for name in templates
        if name.startswith(AUTHOR_FOLDER)
    )
