"""All that a report is made from before any template: counted once, rendered often."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from themer.coding.compared import Agreement
from themer.errors import TemplateError
from themer.findings.everything import find
from themer.findings.material import Material
from themer.findings.redaction import ProposedName
from themer.findings.results import Findings
from themer.model.sample import Sample
from themer.model.study import Profile
from themer.report.assembling import Report, assemble
from themer.report.basis import Basis
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.agreement import agreement_of
from themer.workflows.coding.sampling import sample_of
from themer.workflows.coding.stances import coders_of
from themer.workflows.reporting.templates import TemplateFiles

_KNOWN: dict[type, tuple[str, ...] | None] = {}
"""The fields of each class that was met; to ask dataclasses for them takes most of the time."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A study with what was found in it."""

    material: Material
    findings: Findings
    agreement: Agreement | None
    """How far coders agree; None where nothing can be compared."""
    data_sha256: str

    def basis(
        self,
        files: TemplateFiles,
        *,
        profile: Profile = "internal",
        partner: str | None = None,
        waiting: tuple[ProposedName, ...] = (),
    ) -> Basis:
        """Give what a report of it is made from.

        Args:
            files: Templates and author text.
            profile: For those inside, or to be shared.
            partner: The organisation whose own sheet is wanted.
            waiting: Words that may name somebody, on which nobody has decided.
        """
        return Basis(
            self.material,
            self.findings,
            files.sources,
            self.data_sha256,
            profile,
            self.agreement,
            partner,
            waiting,
        )


def count(folder: StudyFolder, material: Material) -> Counted:
    """Find everything that a study's report may say."""
    sample = sample_of(folder)
    return Counted(
        material, find(material), _agreement(material, sample), hash_of(material, sample)
    )


def report_of(basis: Basis, files: TemplateFiles, *, chosen: Sequence[str] | None = None) -> Report:
    """Put a report together from what was counted.

    Args:
        basis: The study, and for whom.
        files: Where its templates and author text were read.
        chosen: The only documents to make, for a preview; None for a whole report.

    Raises:
        TemplateError: A template cannot be rendered; with the file's own path.
        RefusedError: The report would say what does not hold.
    """
    try:
        return assemble(basis, chosen=chosen)
    except TemplateError as error:
        shown = files.paths.get(str(error.path), error.path)
        raise TemplateError(error.message, hint=error.hint, path=shown, line=error.line) from error


def _agreement(material: Material, sample: Sample | None) -> Agreement | None:
    """Compare coders; without two of them, or one and the machine, answers need no cutting."""
    if len(coders_of(material)) > 1 or material.suggestions:
        return agreement_of(material, sample=sample)
    return None


def hash_of(material: Material, sample: Sample | None = None) -> str:
    """Give the SHA-256 of all that a report is made from, whatever the order of its files."""
    # As the encoder meets it, and not by asdict, which copies every value twice.
    plain = {**_plain(material), "sample": sample}
    plain["interviews"] = sorted(material.interviews, key=lambda one: one.id)
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fields(kind: type) -> tuple[str, ...] | None:
    """Name what a model object is made from; None for what is none."""
    if kind not in _KNOWN:
        is_model = dataclasses.is_dataclass(kind)
        made_from = (one.name for one in dataclasses.fields(kind) if one.init) if is_model else ()
        _KNOWN[kind] = tuple(made_from) if is_model else None
    return _KNOWN[kind]


def _plain(value: object) -> Any:
    names = _fields(type(value))
    if names is not None:
        return {name: getattr(value, name) for name in names}
    return dict(value) if isinstance(value, Mapping) else str(value)
