"""``themer import``: a table of answers into the interviews of a study; nothing is written over."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from themer.errors import InputError, RefusedError
from themer.exchange.names import unique_ids
from themer.exchange.responses import Response, Responses, read_responses
from themer.exchange.tables import Faults
from themer.model.audit import Change
from themer.model.facts import FactError, read_fact
from themer.model.interview import (
    Answer,
    Attendee,
    Consent,
    FactText,
    Interview,
    SetReference,
    Sitting,
)
from themer.model.question_set import Question, QuestionSet
from themer.model.recipe import Recipe
from themer.model.study import Partner, Study
from themer.storage import files
from themer.storage.durable import create_file, replace_file, sha256_of
from themer.storage.reading import MOST_BYTES
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.auditing import log_changes
from themer.workflows.progress import Progress, silent
from themer.workflows.tables.answer_table import opened
from themer.workflows.tables.register import (
    Making,
    partners_from,
    questions_by_name,
    set_from,
    with_partners,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    answers: int
    """In the table, and in the interviews."""
    empty: int
    """Answers without a word: kept as asked and not answered."""
    written: tuple[str, ...]
    """Ids of interviews that are new."""
    same: tuple[str, ...]
    """Ids of interviews that were there with the same answers."""
    kept: tuple[str, ...]
    """Ids of interviews that were there with other answers, and were left as they are."""
    left_out: tuple[str, ...]
    """Columns that were not read."""
    made: tuple[Path, ...]
    """Other files that were written or changed, within the study."""
    quotable: int
    """New interviews in which consent to be quoted is recorded."""
    recipe: Recipe
    """As it was used, with every question named."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything that will be written, worked out before anything is."""

    interviews: tuple[Interview, ...]
    question_set: QuestionSet
    set_text: str | None
    partners: tuple[Partner, ...]
    responses: Responses
    recipe: Recipe


def import_table(
    folder: StudyFolder,
    path: Path,
    recipe: Recipe,
    *,
    making: Making | None = None,
    progress: Progress = silent,
) -> Imported:
    """Make interviews of a table's rows.

    Nothing is written until every row is known to hold; an interview that is there is left alone.

    Args:
        folder: The study.
        path: CSV or JSON Lines.
        recipe: Which column is what.
        making: Make the question set, and organisations that the study does not know; None refuses
            a table that needs them.
        progress: Told how far the writing is.

    Raises:
        ProblemsError: The table or the study does not hold.
        InputError: They do not fit each other.
        StorageError: The disk refused; interviews written before that stay, and a second import
            goes on.
    """
    stored = folder.study_as_written()
    plan = _plan(folder, stored.value, path, recipe, making)
    contents = {one.id: _content(one) for one in plan.interviews}
    register = with_partners(stored, plan.partners).encode() if plan.partners else None
    made: list[Path] = []
    if plan.set_text is not None:
        target = folder.root / "question_sets" / f"{plan.question_set.id}.yaml"
        create_file(target, plan.set_text.encode())
        made.append(folder.relative(target))
    if register is not None:
        replace_file(stored.path, register, expected=stored.sha256)
        made.append(folder.relative(stored.path))
    written: list[str] = []
    same: list[str] = []
    kept: list[str] = []
    for number, interview in enumerate(plan.interviews, 1):
        target = folder.interview_path(interview.id)
        try:
            create_file(target, contents[interview.id])
            written.append(interview.id)
        except FileExistsError:
            before = folder.read(files.INTERVIEW, target).value
            (same if before.answers == interview.answers else kept).append(interview.id)
        progress("Writing interviews", number, len(plan.interviews))
    hashes = {name: sha256_of(contents[name]) for name in written}
    log_changes(folder.root, [Change("imported", one, file_sha256=s) for one, s in hashes.items()])
    new = set(written)
    return Imported(
        answers=plan.responses.answers,
        empty=sum(a.state == "no_answer" for i in plan.interviews for a in i.answers.values()),
        written=tuple(written),
        same=tuple(same),
        kept=tuple(kept),
        left_out=plan.responses.left_out,
        made=tuple(made),
        quotable=sum(i.may_quote for i in plan.interviews if i.id in new),
        recipe=plan.recipe,
    )


def _plan(
    folder: StudyFolder, study: Study, path: Path, recipe: Recipe, making: Making | None
) -> _Plan:
    sets = {found.value.id: found for found in folder.question_sets()}
    known = sets.get(recipe.set)
    if known is None and making is None:
        listed = ", ".join(sets) or "none yet"
        raise InputError(
            f'The study has no question set "{recipe.set}" (there: {listed}).',
            hint="Name one with --set, or let it be made from the table with --make-set.",
        )
    with opened(path) as table:
        asked = None if known is None else _asked(table.columns, recipe, known.value)
        responses = read_responses(table, recipe, asked)
    if not responses.answers:
        raise InputError("No column or row of it holds an answer to the set.", path=path)
    set_text = None
    if known is not None:
        question_set, sha256 = known.value, known.sha256
    else:
        assert making is not None
        question_set = set_from(folder, study, recipe.set, responses.questions, making)
        note = f"# Made from {path.name}. Change the words as you like, and never an id.\n"
        set_text = note + to_yaml(question_set)
        sha256 = sha256_of(set_text.encode())
    faults = Faults(path)
    questions = _questions(responses, recipe, question_set, faults)
    names = {r.organisation or recipe.organisation or "" for r in responses.each}
    new: tuple[Partner, ...] = ()
    if making is not None:
        unknown = sorted(name for name in names if name and _partner(study, name) is None)
        new = partners_from(study, unknown, question_set.audience, making)
    grown = dataclasses.replace(study, partners=(*study.partners, *new))
    reference = SetReference(question_set.id, question_set.version, sha256)
    interviews = tuple(_interviews(grown, reference, responses, recipe, questions, faults))
    faults.finish()
    _require_all(responses, interviews)
    used = dataclasses.replace(
        recipe, questions={key: question.id for key, question in questions.items()}
    )
    return _Plan(interviews, question_set, set_text, new, responses, used)


def _asked(columns: Sequence[str], recipe: Recipe, question_set: QuestionSet) -> list[str]:
    named = questions_by_name(question_set)
    return [
        column
        for column in columns
        if column in recipe.questions or column.strip().casefold() in named
    ]


def _questions(
    responses: Responses, recipe: Recipe, question_set: QuestionSet, faults: Faults
) -> dict[str, Question]:
    """Find the question of the set that each of the table's is."""
    named, found = questions_by_name(question_set), dict[str, Question]()
    current = question_set.current()
    for key in responses.questions:
        question = named.get(recipe.questions.get(key, key).strip().casefold())
        if question is None and recipe.columns.question is None and recipe.rows == "answer":
            question = current[0] if len(current) == 1 else None
        if question is not None:
            found[key] = question
            continue
        near = difflib.get_close_matches(key.strip().casefold(), named, 1)
        hint = f'Did you mean "{named[near[0]].id}"? ' if near else ""
        faults.add(
            0, "030",
            f'"{key[:60]}" is no question of the set "{question_set.id}". {hint}'
            'Say which it is under "questions:" in a recipe',
        )  # fmt: skip
    return found


def _interviews(
    study: Study,
    reference: SetReference,
    responses: Responses,
    recipe: Recipe,
    questions: Mapping[str, Question],
    faults: Faults,
) -> Iterator[Interview]:
    ids = unique_ids((response.id for response in responses.each), fallback="response")
    for response in responses.each:
        identity = ids[response.id]
        try:
            organisation, unit = _place(study, response, recipe, identity)
        except ValueError as error:
            faults.add(response.line, "031", str(error))
            continue
        yield Interview(
            schema="themer/interview/1",
            id=identity,
            set=reference,
            unit=unit,
            organisation=organisation,
            state="finished",
            fictional=study.fictional,
            roster=(Attendee(id="p1", role=response.role),) if response.role else (),
            sittings=(Sitting(response.date),) if response.date else (),
            consent=_consent(study, response),
            answers={
                questions[key].id: answer_from(questions[key], text)
                for key, text in response.answers.items()
                if key in questions
            },
        )


def answer_from(question: Question, text: str) -> Answer:
    """Keep a cell as the fact that its question asks for, or else as words, to the letter."""
    if not text.strip():
        return Answer(state="no_answer")
    fact = _fact(question, text.strip())
    return Answer(noted=text) if fact is None else Answer(fact=fact)


def _fact(question: Question, text: str) -> FactText | None:
    kind = question.answer
    if not kind.has_fact or kind.type == "numbers":
        return None
    options = {name.casefold(): name for name in kind.possible}
    options |= {label.casefold(): name for name, label in kind.options.items()}
    parts = [part.strip().casefold() for part in text.split(";")]
    if kind.type == "multi_choice" and all(part in options for part in parts):
        return tuple(dict.fromkeys(options[part] for part in parts))
    written = options.get(text.casefold(), text)
    try:
        read_fact(kind, written)
    except FactError:
        return None
    return written


def _place(study: Study, response: Response, recipe: Recipe, identity: str) -> tuple[str, str]:
    """Find organisation and unit of a response in the register."""
    name = response.organisation or recipe.organisation or ""
    if not name and len(study.partners) == 1:
        partner: Partner | None = study.partners[0]
    else:
        partner = _partner(study, name)
    if partner is None:
        near = difflib.get_close_matches(name, [p.name for p in study.partners], 1)
        hint = f'Did you mean "{near[0]}"? ' if near else ""
        said = f'"{name[:60]}" is not in' if name else "no organisation is named, of"
        raise ValueError(
            f"{said} the partners of study.yaml. {hint}--make-set adds those of a table"
        )
    if study.unit == "respondent":
        return partner.id, identity
    wanted = response.unit.casefold()
    for unit in partner.units:
        if wanted in (unit.id.casefold(), unit.name.casefold()):
            return partner.id, unit.id
    if not wanted and len(partner.units) == 1:
        return partner.id, partner.units[0].id
    known = ", ".join(unit.id for unit in partner.units)
    said = f'"{response.unit[:60]}" is no unit' if wanted else "no unit is named"
    raise ValueError(f'{said} of "{partner.name}", which has {known}. Name the column with --unit')


def _partner(study: Study, name: str) -> Partner | None:
    folded = name.casefold()
    names = (
        (partner, (partner.id.casefold(), partner.name.casefold())) for partner in study.partners
    )
    return next((partner for partner, known in names if folded in known), None)


def _consent(study: Study, response: Response) -> Consent | None:
    if response.may_quote is None:
        return None
    version = study.consent.version if study.consent is not None else "table"
    return Consent(version, take_part=True, quote=response.may_quote, name=False)


def _require_all(responses: Responses, interviews: Sequence[Interview]) -> None:
    """Prove that every answer of the table is in an interview."""
    out = sum(len(interview.answers) for interview in interviews)
    files_of_their_own = len({interview.id for interview in interviews})
    if out != responses.answers or files_of_their_own != len(responses.each):
        raise RefusedError(
            f"{responses.answers} answers came in and {out} would be kept, so nothing is written.",
            hint="Two columns or questions of the table may be one question of the set.",
        )


def _content(interview: Interview) -> bytes:
    content = to_yaml(interview).encode()
    if len(content) > MOST_BYTES:
        raise InputError(
            f'The answers of "{interview.id}" are longer than {MOST_BYTES // 1_000_000} MB.',
            hint="Nothing was written; shorten or split them.",
        )
    return content
