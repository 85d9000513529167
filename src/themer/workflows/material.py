"""Read a whole study from its folder, once, for everything that counts or shows."""

from __future__ import annotations

import contextlib

from themer.errors import Problem, ProblemsError
from themer.findings.material import Material
from themer.findings.placing import placed
from themer.model.action import ActionsFile
from themer.model.contacts import with_contacts, with_conversations
from themer.model.decision import Decision
from themer.model.matrix import MatrixFile
from themer.model.suggestion import SuggestionsFile
from themer.model.theme import CandidateThemes
from themer.storage import json_lines
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import between_files
from themer.workflows.check.reading import Reading, read_all

FALSIFYING = frozenset(
    {"ST020", "QS020", "QS025", "CB020", "IN020", "IN021", "IN025", "IN040", "DE034"}
    | {"AS013", "AS022", "AS029", "FG020", "FG021", "FG022", "FG025"}
)
"""Problems between files that would make a count wrong: nothing is counted while one stands."""


def load_material(folder: StudyFolder, *, suggestions: bool = True) -> Material:
    """Read everything in a study that something is counted from.

    Args:
        folder: The study.
        suggestions: Whether to read what the machine suggests, which is most of what there is.

    Raises:
        ProblemsError: Files that do not hold, or that contradict each other so that a count would
            be wrong; all of them at once.
    """
    reading = Reading(folder)
    context = read_all(reading)
    problems = list(reading.problems)
    if context is not None:
        problems += [one for one in between_files(context) if one.code in FALSIFYING]
    if context is None or problems:
        raise ProblemsError(problems)
    interviews = tuple(found.value.value for found in context.interviews)
    study = context.study.value.value
    if context.contacts is not None:
        study = with_contacts(study, context.contacts.value.value)
    return Material(
        study=with_conversations(study, interviews),
        sets=context.counted_sets,
        codebooks=context.codebooks_by_id,
        interviews=interviews,
        unjoined=tuple(found.path.name for found in context.copies),
        decisions=placed(context.standing, interviews),
        suggestions=load_suggestions(folder) if suggestions else {},
        candidate_themes=load_candidate_themes(folder),
        themes=context.themes.value.value.themes if context.themes else (),
        actions=context.actions.value.value if context.actions else ActionsFile(),
        matrix=context.matrix.value.value if context.matrix else MatrixFile(),
        indicators=context.indicators.value.value.indicators if context.indicators else (),
        sample=context.sample.value.value if context.sample else None,
        redactions=tuple(
            sorted(
                (event for found in context.redactions for event in found.value),
                key=lambda event: (event.at, event.id),
            )
        ),
        assumptions=context.assumptions.value.value if context.assumptions else None,
        imported=tuple(found.value for found in context.figures),
    )


def load_decisions(folder: StudyFolder) -> tuple[Decision, ...]:
    """Read every coder's events, in no particular order.

    Raises:
        ProblemsError: Lines that are no events; all of them at once.
    """
    events: list[Decision] = []
    problems: list[Problem] = []
    for path in folder.coder_paths():
        try:
            events += json_lines.read_decisions(path, shown_as=folder.relative(path))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return tuple(events)


def load_suggestions(folder: StudyFolder) -> dict[str, SuggestionsFile]:
    """Read what the machine suggests, by interview; empty before the first ``analyse``.

    A file that ``analyse`` did not leave so is passed over: it is only made again.
    """
    found: dict[str, SuggestionsFile] = {}
    for path in sorted(folder.machine.glob("*.jsonl")):
        with contextlib.suppress(ProblemsError):
            file = json_lines.read_suggestions(path, shown_as=folder.relative(path))
            found[file.header.interview] = file
    return found


def load_candidate_themes(folder: StudyFolder) -> CandidateThemes | None:
    """Read the machine's candidate themes; None before the first ``analyse``, or where damaged."""
    path = folder.machine / "themes.json"
    if not path.is_file():
        return None
    try:
        return json_lines.read_candidate_themes(path, shown_as=folder.relative(path))
    except ProblemsError:
        return None
