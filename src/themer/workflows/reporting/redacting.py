"""``themer redact``: names in words that a report prints, and what people decide on them."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from themer.errors import InputError, NotFoundError, StorageError
from themer.findings.everything import find
from themer.findings.material import Material
from themer.findings.redaction import (
    KINDS,
    Kind,
    PrintedWords,
    ProposedName,
    find_proposals,
    said_words,
    undecided,
    written_words,
)
from themer.findings.results import Findings
from themer.model.redaction import EVERYWHERE, Redaction, StandingRedactions, standing_redactions
from themer.report.basis import AUTHOR_FOLDER
from themer.storage import json_lines
from themer.storage.events import append_lines, set_aside_torn_end
from themer.storage.kept_value import keep, recalled
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.coder_log import Clock, checked_coder, now
from themer.workflows.material import load_material
from themer.workflows.removing.still_there import StillThere
from themer.workflows.reporting.templates import own_templates, read_templates, shipped_source

RULES = 4
"""Goes up when the rules that names are found by change: what was kept then is not used."""
FEW = 2_000
"""Texts that are kept although no report asked for them last: an edit may be taken back."""


@dataclass(frozen=True, slots=True)
class KeptNames:
    """What the recogniser found in texts, by the SHA-256 of each."""

    names: Mapping[str, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)


def names_waiting(
    folder: StudyFolder, material: Material, findings: Findings, templates: Mapping[str, str]
) -> tuple[ProposedName, ...]:
    """List the words that a report may print, that may be names, and that nobody has decided on.

    Args:
        folder: The study; what was found before is kept in its cache.
        material: The study, read.
        findings: What was found in it.
        templates: Name → source, with the author's text among them.
    """
    proposals = propose(folder, material, findings, templates)
    return undecided(proposals, standing_redactions(material.redactions))


def propose(
    folder: StudyFolder, material: Material, findings: Findings, templates: Mapping[str, str]
) -> tuple[ProposedName, ...]:
    """List every proposal, decided or not; arguments as in `names_waiting`."""
    sections = {
        name.removeprefix(AUTHOR_FOLDER).removesuffix(".md"): _without_code(text)
        for name, text in templates.items()
        if name.startswith(AUTHOR_FOLDER)
    }
    own = {name: _own_words(name, text) for name, text in own_templates(folder, templates).items()}
    printed = (*said_words(material, findings), *written_words(material, sections, own))
    return find_proposals(material, printed, _remembering(folder, printed))


def _own_words(name: str, text: str) -> str:
    """Give the lines of a study's own template that the shipped one has not."""
    shipped = set(_without_code(shipped_source(name)).splitlines())
    lines = _without_code(text).splitlines()
    return "\n".join(line for line in lines if line not in shipped).strip()


def _without_code(text: str) -> str:
    """Blank out what is for the template, and not for the reader."""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{##.*?##\}|\{#[\w-]+\}", " ", text, flags=re.DOTALL)


def _remembering(
    folder: StudyFolder, printed: Sequence[PrintedWords]
) -> Callable[[str], Sequence[tuple[int, int, Kind]]]:
    """Look for names in all texts at once; what was found in a text before is not looked for."""
    from themer.language.names import names_in, names_sum

    path, version = folder.cache / "names.json", f"{RULES} {names_sum()}"
    kept = recalled(path, KeptNames, version) or KeptNames()
    texts = {_sum(one.text): one.text for one in printed}
    missing = {key: text for key, text in texts.items() if key not in kept.names}
    found = {
        key: tuple((one.start, one.end, one.kind) for one in names_in(text))
        for key, text in missing.items()
    }
    names = {**kept.names, **found}
    if missing:
        spare = [key for key in names if key not in texts][-FEW:]
        keep(path, KeptNames({key: names[key] for key in (*spare, *texts)}), version)
    kinds: dict[str, Kind] = {kind: kind for kind in KINDS}
    return lambda text: [(start, end, kinds[kind]) for start, end, kind in names[_sum(text)]]


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class RedactionDesk:
    """The names that a study's reports could print, and one person who decides on them.

    Args:
        folder: The study.
        coder: Who decides; None to look only.
        clock: Gives the moment of a decision; aware, UTC.

    Raises:
        InputError: The name cannot be an id.
        ProblemsError: The study does not hold.
    """

    def __init__(self, folder: StudyFolder, coder: str | None = None, clock: Clock = now) -> None:
        self._folder, self._clock = folder, clock
        self.coder = None if coder is None else checked_coder(coder)
        if self.coder is not None:
            set_aside_torn_end(folder.redaction_path(self.coder))
        self._still_there = StillThere(folder)
        self._material = load_material(folder)
        files = read_templates(folder)
        self.proposals = propose(folder, self._material, find(self._material), files.sources)
        self._events = list(self._material.redactions)

    @property
    def standing(self) -> StandingRedactions:
        """What holds now."""
        return standing_redactions(self._events)

    def undecided(self) -> tuple[ProposedName, ...]:
        """List the proposals on which nobody has decided."""
        return undecided(self.proposals, self.standing)

    def proposal(self, proposal_id: str) -> ProposedName:
        """Find a proposal by its id, or by the beginning of it.

        Raises:
            NotFoundError: There is none, or the beginning is that of several.
        """
        found = [one for one in self.proposals if one.id.startswith(proposal_id.lower())]
        if len(found) != 1:
            raise NotFoundError(
                f'"{proposal_id}" is the id of {"several proposals" if found else "no proposal"}.',
                hint='"themer redact --list" gives their ids.',
            )
        return found[0]

    def keep(
        self, one: ProposedName, *, everywhere: bool = False, reason: str | None = None
    ) -> None:
        """Decide that words are printed as they stand: here, or wherever they stand.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        place = EVERYWHERE if everywhere else one.place
        self._append(self._new("keep", place=place, words=one.words, reason=reason), one.place)

    def replace(
        self,
        one: ProposedName,
        printed: str | None = None,
        *,
        everywhere: bool = False,
        reason: str | None = None,
    ) -> None:
        """Decide that other words are printed, in brackets; those of its kind where none are given.

        Raises:
            InputError: Those who make the report wrote it, so it is changed there; or the words
                hold brackets or the name itself.
            StorageError: It could not be saved; then it does not hold.
        """
        if not all(within.is_said for within in one.within):
            raise InputError(
                f"{one.place} is nobody's own words, so nothing is printed in brackets there.",
                hint="Change the words in its file; or keep them.",
            )
        words = (printed or KINDS[one.kind]).strip()
        if not words or set("[]\n\r") & set(words) or one.words.casefold() in words.casefold():
            raise InputError(
                "What is printed instead is one line without brackets and without the name.",
                hint='Such as --by "a colleague".',
            )
        place = EVERYWHERE if everywhere else one.place
        event = self._new("replace", place=place, words=one.words, printed=words, reason=reason)
        self._append(event, one.place)

    def undo(self) -> Redaction | None:
        """Take back this person's latest decision that holds; None where there is none.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        undone = {event.undoes for event in self._events if event.action == "undo"}
        own = [
            event
            for event in self._events
            if event.coder == self.coder and event.action != "undo" and event.id not in undone
        ]
        if not own:
            return None
        self._append(self._new("undo", undoes=own[-1].id))
        return own[-1]

    def _new(self, action: str, **fields: str | None) -> Redaction:
        if self.coder is None:
            raise InputError(
                "Nobody is named who decides.",
                hint="Say who you are: themer redact --coder your-name.",
            )
        moment = self._moment()
        return Redaction(id=str(uuid.uuid4()), at=moment, coder=self.coder, action=action, **fields)  # type: ignore[arg-type]

    def _moment(self) -> datetime:
        """Give a moment after all earlier ones: what holds is worked out from their order."""
        moment = self._clock()
        latest = max((event.at for event in self._events), default=None)
        if latest is None or moment > latest:
            return moment
        return latest + timedelta(microseconds=1)

    def _append(self, event: Redaction, place: str = "") -> None:
        if place.startswith("answer:"):
            self._still_there.check(place.removeprefix("answer:").partition("/")[0])
        path = self._folder.redaction_path(event.coder)
        try:
            append_lines(path, json_lines.redaction_line(event))
        except OSError as error:
            raise StorageError(
                f"The decision was not saved: {error.strerror}.",
                hint="It does not hold. Make room or check the folder, and decide again.",
                path=path,
            ) from error
        self._events.append(event)
