"""What a study must know before a table's answers fit it: its organisations and its questions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from themer.errors import InputError
from themer.exchange.names import unique_ids
from themer.model.question_set import Question, QuestionSet, Section
from themer.model.study import Contact, Partner, Study, Unit
from themer.storage import files
from themer.storage.blocks import NotEditableError, edited
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder

LONGEST_QUESTION_ID = 40


@dataclass(frozen=True, slots=True)
class Making:
    """What may be made from a table where the study has none of it."""

    audience: str | None = None
    """Whom the questions are for; the study's only audience where it is None."""
    organisation_type: str | None = None
    """Of new organisations; the study's only type where it is None."""
    codebook: str | None = None
    """The codebook's id; the study's only one where it is None."""


def set_from(
    folder: StudyFolder, study: Study, set_id: str, asked: Sequence[str], making: Making
) -> QuestionSet:
    """Make a question set of what a table calls its questions; all are open, in one section.

    Raises:
        InputError: Nothing says whom it is for, or which codebook it has.
    """
    ids = unique_ids(asked, joint="_", fallback="question", longest=LONGEST_QUESTION_ID)
    books = [book.value.id for book in folder.codebooks()]
    return QuestionSet(
        schema="themer/question-set/1",
        id=set_id,
        version="1",
        title=set_id.replace("-", " ").replace("_", " ").capitalize(),
        language=study.language,
        audience=_only(making.audience, list(study.audiences), "audience", "--audience"),
        codebook=_only(making.codebook, books, "codebook", "--codebook") if books else None,
        sections=(
            Section(
                id="answers",
                title="Answers",
                questions=tuple(Question(id=ids[ask], ask=ask) for ask in asked),
            ),
        ),
    )


def partners_from(
    study: Study, names: Iterable[str], audience: str, making: Making
) -> tuple[Partner, ...]:
    """Make an entry of the register for each name, with one unit, whose conversation was held.

    Raises:
        InputError: The study has several types of organisation, and nothing says which these are.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return ()
    kind = "organisation"
    if study.types or making.organisation_type:
        known = list(study.types)
        kind = _only(making.organisation_type, known, "type", "--organisation-type")
    taken = {partner.id for partner in study.partners} | {unit.id for _, unit in study.units()}
    ids = unique_ids(wanted, fallback="organisation")
    clash = sorted(taken & set(ids.values()))
    if clash:
        raise InputError(
            f'The study has another organisation or unit with the id "{clash[0]}".',
            hint="Use in the table the name that study.yaml has.",
        )
    return tuple(
        Partner(
            id=ids[name],
            name=name,
            type=kind,
            units=(Unit(ids[name], name, audience, Contact(state="held")),),
        )
        for name in wanted
    )


def with_partners(stored: Stored[Study], new: Sequence[Partner]) -> str:
    """Write new partners into the text of a ``study.yaml``, leaving everything else as it is.

    Raises:
        InputError: The text is written in a way in which they cannot be put in safely.
    """
    wanted = dataclasses.replace(stored.value, partners=(*new, *stored.value.partners))
    try:
        return edited(files.STUDY, stored, wanted)
    except NotEditableError as error:
        names = ", ".join(partner.name for partner in new)
        raise InputError(
            f"The organisations {names} are not in its partners, and cannot be put in safely.",
            hint="Add them by hand; docs/formats.md shows how.",
            path=stored.path,
        ) from error


def questions_by_name(question_set: QuestionSet) -> Mapping[str, Question]:
    """List the questions of a set by everything that a table may call them."""
    named: dict[str, Question] = {}
    for question in question_set.questions():
        for name in (question.id, question.ask, question.short or question.id):
            named.setdefault(name.strip().casefold(), question)
    return named


def _only(chosen: str | None, known: Sequence[str], what: str, option: str) -> str:
    if chosen is not None and (chosen in known or not known):
        return chosen
    if chosen is None and len(known) == 1:
        return known[0]
    listed = ", ".join(known)
    said = f'has no {what} "{chosen}"' if chosen else f"has more than one {what}"
    raise InputError(f"The study {said} ({listed}).", hint=f"Choose one with {option}.")
