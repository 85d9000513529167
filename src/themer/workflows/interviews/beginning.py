"""``themer interview`` with somebody new: what can be chosen from, and the file that is begun."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
from dataclasses import dataclass
from pathlib import Path

from themer.conversation.beginning import Particulars, begin
from themer.conversation.naming import NewInterview
from themer.errors import NotFoundError
from themer.model.audit import Change
from themer.model.question_set import QuestionSet
from themer.model.study import Partner, Study, Unit
from themer.storage.durable import create_file
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.auditing import log_changes
from themer.workflows.interviews.held_sets import keep_held

_Place = tuple[Partner, Unit]
_MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Beginning:
    """What can be chosen from when a conversation begins."""

    folder: Path
    study: Study
    sets: tuple[Stored[QuestionSet], ...]
    units: tuple[tuple[Partner, Unit], ...]

    def set_for(self, unit: Unit) -> Stored[QuestionSet]:
        """Give the question set for a unit's audience.

        Raises:
            NotFoundError: No set is for that audience.
        """
        found = next((s for s in self.sets if s.value.audience == unit.audience), None)
        if found is None:
            raise NotFoundError(
                f'No question set is for "{unit.audience}", the audience of {unit.name}.',
                hint="Set audience: in one of question_sets/.",
            )
        return found


def prepare(folder: Path, new: NewInterview) -> Beginning:
    """Gather what can be chosen from, narrowed to what is already said.

    Raises:
        NotFoundError: There is no such set, organisation or unit, or no question set at all.
    """
    study_folder = StudyFolder(folder)
    study = study_folder.study().value
    sets = tuple(study_folder.question_sets())
    units = tuple(study.units())
    if new.set_id is not None:
        sets = tuple(s for s in sets if s.value.id == new.set_id)
        units = tuple(u for u in units if sets and u[1].audience == sets[0].value.audience)
    if new.organisation is not None:
        units = tuple(u for u in units if _is_named(new.organisation, u[0].id, u[0].name))
    if not sets:
        raise NotFoundError(
            f'There is no question set "{new.set_id}".' if new.set_id else "No question set here.",
            hint="They are the files in question_sets/.",
        )
    if not units:
        raise NotFoundError(
            "No organisation or unit in study.yaml fits what was asked for.",
            hint="Partners and their units are listed in study.yaml; names or ids will do.",
        )
    if new.unit is not None:
        units = _find_unit(units, new.unit)
    return Beginning(folder, study, sets, units)


def _find_unit(units: tuple[_Place, ...], said: str) -> tuple[_Place, ...]:
    """Find the one unit that is meant: by its name or id, its organisation's, or a part of its own.

    Raises:
        NotFoundError: None fits, or several do; the message lists those that are near.
    """
    names = {unit.id: (unit.id, unit.name) for _, unit in units}
    exactly = tuple(u for u in units if _is_named(said, *names[u[1].id]))
    if exactly:
        return exactly
    of_partner = tuple(u for u in units if _is_named(said, u[0].id, u[0].name))
    part = said.casefold().strip()
    within = tuple(u for u in units if part and any(part in n.casefold() for n in names[u[1].id]))
    for found in (of_partner, within):
        if len(found) == 1:
            return found
    near = of_partner or within or _near(units, part)
    listed = ", ".join(f"{unit.name} ({unit.id})" for _, unit in near[:_MOST_LISTED])
    more = f" and {len(near) - _MOST_LISTED} more" if len(near) > _MOST_LISTED else ""
    several = of_partner or within
    raise NotFoundError(
        f'"{said}" fits several units.' if several else f'No unit in study.yaml fits "{said}".',
        hint=f"{'These' if several else 'Near it'}: {listed}{more}."
        if near
        else "Organisations and their units are listed in study.yaml; names or ids will do.",
    )


def _near(units: tuple[_Place, ...], said: str) -> tuple[_Place, ...]:
    """List the units with a name or id that is written much as what was said."""
    return tuple(
        (partner, unit)
        for partner, unit in units
        if difflib.get_close_matches(
            said, [n.casefold() for n in (unit.id, unit.name, partner.id, partner.name)], 1
        )
    )


def _is_named(said: str, *names: str) -> bool:
    return said.casefold() in (name.casefold() for name in names)


def create(beginning: Beginning, chosen: Stored[QuestionSet], particulars: Particulars) -> str:
    """Write the file of a new conversation and give its id: the unit's, with the next number.

    The questions are kept as they are now, so that the conversation can go on with them whatever
    becomes of the set.

    Raises:
        StorageError: The disk refused; there is no conversation.
    """
    folder = StudyFolder(beginning.folder)
    keep_held(folder, chosen)
    joined = dt.datetime.now().astimezone().strftime("%H:%M")
    for number in itertools.count(1):
        interview_id = f"{particulars.unit[:70]}-{number}"
        path = folder.interview_path(interview_id)
        if path.exists():
            continue
        record = begin(
            beginning.study, chosen.value, chosen.sha256, interview_id, particulars, joined
        )
        try:
            sha256 = create_file(path, to_yaml(record).encode())
        except FileExistsError:
            continue
        log_changes(folder.root, [Change("begun", interview_id, file_sha256=sha256)])
        return interview_id
    raise AssertionError("the numbers do not end")
