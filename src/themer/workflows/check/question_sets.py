"""Checks of question sets: ids, kinds of answer, conditions, components, codebooks."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem
from themer.model import conditions
from themer.model.codebook import Codebook
from themer.model.condition_faults import faults
from themer.model.question_set import AnswerType, Probe, Question, QuestionSet
from themer.storage.files import Stored
from themer.storage.reading import Location
from themer.workflows.check.context import Context, Found, Places, repeated

MOST_CORE = 8


def problems(context: Context) -> Iterator[Problem]:
    """Check every question set, and that one id means one question in all of them."""
    for found in context.sets:
        yield from _set_problems(context, found)
    for identity in repeated(found.value.value.id for found in context.sets):
        twice = [found for found in context.sets if found.value.value.id == identity]
        yield Places(twice[-1], "QS").problem("020", ("id",), f'two sets have the id "{identity}"')
    yield from _shared_id_problems(context)


def _set_problems(context: Context, found: Found[Stored[QuestionSet]]) -> Iterator[Problem]:
    places, question_set = Places(found, "QS"), found.value.value
    study = context.study.value.value
    if question_set.audience not in study.audiences:
        known = ", ".join(study.audiences)
        message = f'"{question_set.audience}" is not an audience of the study: {known}'
        yield places.problem("025", ("audience",), message)
    wanted = question_set.codebook
    if wanted not in (None, *context.codebooks_by_id) and context.knows_all_questions:
        message = f'there is no codebook "{question_set.codebook}" beside the question sets'
        yield places.problem("025", ("codebook",), message)
    for identity in repeated(question.id for question in question_set.questions()):
        yield places.problem("020", ("sections",), f'two questions have the id "{identity}"')
    core = sum(question.core for question in question_set.current())
    if core > MOST_CORE:
        message = f"{core} questions are core; at most {MOST_CORE} can be asked when time is short"
        yield places.problem("026", ("sections",), message)
    yield from _question_problems(context, places, question_set)


def _question_problems(
    context: Context, places: Places[QuestionSet], question_set: QuestionSet
) -> Iterator[Problem]:
    all_ids = {question.id for question in question_set.questions()}
    book = context.codebooks_by_id.get(question_set.codebook or "")
    earlier: dict[str, Question] = {}
    for part, section in enumerate(question_set.sections):
        for number, question in enumerate(section.questions):
            here: Location = ("sections", part, "questions", number)
            yield from _answer_problems(places, here, question.answer)
            yield from _condition_problems(places, here, question.when, earlier, all_ids)
            earlier[question.id] = question
            for index, probe in enumerate(question.probes):
                place = (*here, "probes", index)
                yield from _condition_problems(places, place, probe.when, earlier, all_ids)
                if book is not None:
                    yield from _component_problems(places, place, probe, book)
            for identity in repeated(probe.id for probe in question.probes):
                message = f'two probes have the id "{identity}"'
                yield places.problem("020", (*here, "probes"), message)
            if book is not None:
                yield from _component_problems(places, here, question, book)


def _component_problems(
    places: Places[QuestionSet], here: Location, asked: Question | Probe, book: Codebook
) -> Iterator[Problem]:
    for component in asked.components:
        if book.code(component) is None:
            message = f'"{component}" is not a code of the codebook "{book.id}"'
            yield places.problem("027", (*here, "components"), message)


def _condition_problems(
    places: Places[QuestionSet],
    here: Location,
    when: str | None,
    earlier: dict[str, Question],
    all_ids: set[str],
) -> Iterator[Problem]:
    if when is None:
        return
    place = (*here, "when")
    try:
        condition = conditions.parse(when)
    except conditions.ConditionError as error:
        yield places.problem("028", place, f"the condition cannot be read: {error}")
        return
    for number, message in faults(condition, earlier, all_ids - earlier.keys()):
        yield places.problem(number, place, message)


def _answer_problems(
    places: Places[QuestionSet], here: Location, answer: AnswerType
) -> Iterator[Problem]:
    place = (*here, "answer")
    wants_options = answer.type in ("choice", "multi_choice")
    if wants_options and len(answer.options) < 2:
        yield places.problem("029", place, f"{answer.type} needs options, at least two")
    if answer.options and not wants_options:
        yield places.problem("029", place, f"{answer.type} takes no options")
    if (answer.type == "numbers") != bool(answer.fields):
        word = "needs" if answer.type == "numbers" else "takes no"
        yield places.problem("029", place, f"{answer.type} {word} fields")
    if answer.type == "scale" and (answer.min is None or answer.max is None):
        yield places.problem("029", place, "a scale needs min and max")
    bounds = [(answer.min, answer.max), *((field.min, field.max) for field in answer.fields)]
    for least, most in bounds:
        if least is not None and most is not None and least > most:
            yield places.problem("029", place, "min is more than max, so nothing can be answered")
    for identity in repeated(field.id for field in answer.fields):
        yield places.problem("020", place, f'two figures have the id "{identity}"')


def _shared_id_problems(context: Context) -> Iterator[Problem]:
    seen: dict[str, tuple[str, AnswerType]] = {}
    for found in context.sets:
        question_set = found.value.value
        for question in question_set.questions():
            other = seen.setdefault(question.id, (question_set.id, question.answer))
            if other[1].type != question.answer.type:
                message = (
                    f'"{question.id}" is {question.answer.type} here and {other[1].type} in '
                    f'"{other[0]}". One id means one question in every set'
                )
                yield Places(found, "QS").problem("031", ("sections",), message)
