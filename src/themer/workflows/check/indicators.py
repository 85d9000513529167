"""Checks of ``indicators.yaml``: that each rule can be read, and names what the study has."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem
from themer.model import conditions
from themer.model.condition_faults import CodedNames, faults
from themer.model.indicator import Indicator
from themer.model.question_set import Question
from themer.workflows.check.context import Context, Places, repeated


def problems(context: Context) -> Iterator[Problem]:
    """Check ids, audiences, and each rule against questions, codes and themes."""
    if context.indicators is None:
        return
    places = Places(context.indicators, "IC")
    indicators = context.indicators.value.value.indicators
    for identity in repeated(one.id for one in indicators):
        yield places.problem("020", ("indicators",), f'two indicators have the id "{identity}"')
    for number, indicator in enumerate(indicators):
        here = ("indicators", number)
        for code, key, message in _faults(context, indicator):
            yield places.problem(code, (*here, key), message)


def _faults(context: Context, indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """Go through what is wrong: code, key and message."""
    audiences = context.study.value.value.audiences
    if indicator.audience is not None and indicator.audience not in audiences:
        message = f'"{indicator.audience}" is no audience of study.yaml: {", ".join(audiences)}'
        yield "025", "audience", message
        return
    try:
        condition = conditions.parse(indicator.rule)
    except conditions.ConditionError as error:
        yield "028", "rule", f"the rule cannot be read: {error}"
        return
    if not context.knows_all_questions:
        return
    found = list(faults(condition, _questions(context), (), _coded(context)))
    for code, message in found:
        yield code, "rule", message
    if not found and not _audiences_that_know(context, indicator, condition):
        what = indicator.audience or "any audience"
        yield (
            "022",
            "rule",
            f"all that the rule names was never asked of {what}, so it counts nobody",
        )


def _questions(context: Context) -> dict[str, Question]:
    every = (q for one in context.counted_sets.values() for q in one.questions())
    return {question.id: question for question in every}


def _coded(context: Context) -> CodedNames:
    books = context.codebooks_by_id.values()
    themes = () if context.themes is None else context.themes.value.value.themes
    return CodedNames(
        codes={code.id for book in books for code in book.current()},
        themes={theme.id for theme in themes if theme.status == "named"},
        components={code.id for book in books for code in book.components()},
    )


def _audiences_that_know(
    context: Context, indicator: Indicator, condition: conditions.Condition
) -> set[str]:
    """Give the audiences all of whose questions and codes a rule names are there."""
    wanted = set(context.study.value.value.audiences)
    if indicator.audience is not None:
        wanted = {indicator.audience}
    return {one for one in wanted if _knows(context, one, condition)}


def _knows(context: Context, audience: str, condition: conditions.Condition) -> bool:
    sets = [one for one in context.counted_sets.values() if one.audience == audience]
    questions = {question.id for one in sets for question in one.questions()}
    books = [
        context.codebooks_by_id[s.codebook] for s in sets if s.codebook in context.codebooks_by_id
    ]
    codes = {code.id for book in books for code in book.current()}
    return all(
        test.question in questions
        if isinstance(test, conditions.FactTest)
        else test.kind == "theme" or test.id in codes
        for test in conditions.tests(condition)
    )
