"""A study as it is counted for what is shared: without its sensitive questions, in everything.

Not only their facts and quotes go: passages under them carry codes and themes, answers to them
decide on components, rules and pairs rest on them, and the annex prints them. So all of it is
counted as if they had not been asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from themer.findings.material import Material
from themer.model.action import PlannedAction
from themer.model.conditions import ConditionError, FactTest, parse, tests
from themer.model.interview import Interview
from themer.model.question_set import Question, QuestionSet


def without_sensitive(material: Material) -> Material:
    """Leave out every sensitive question with all that rests on it.

    A component's state that a person decided on stays: they decided knowing everything.
    """
    left_out = {q.id: q for one in material.sets.values() for q in one.questions() if q.sensitive}
    if not left_out:
        return material
    sets = {key: _questions_without(one) for key, one in material.sets.items()}
    study = material.study
    measures = set(_measures(left_out.values()))
    workforce = study.workforce
    if workforce is not None and measures & set(_words(dataclasses.asdict(workforce))):
        workforce = None
    pairs = tuple(p for p in study.pairs if not {p.first, p.second} & left_out.keys())
    return replace(
        material,
        study=replace(study, workforce=workforce, pairs=pairs),
        sets=sets,
        interviews=tuple(_answers_without(one, material, left_out) for one in material.interviews),
        indicators=tuple(
            one for one in material.indicators if not left_out.keys() & set(_named(one.rule))
        ),
        actions=replace(
            material.actions,
            actions=_actions_without(material.actions.actions, left_out),
            asks=_actions_without(material.actions.asks, left_out),
        ),
    )


def _questions_without(one: QuestionSet) -> QuestionSet:
    sections = (
        replace(section, questions=tuple(q for q in section.questions if not q.sensitive))
        for section in one.sections
    )
    return replace(one, sections=tuple(section for section in sections if section.questions))


def _answers_without(
    interview: Interview, material: Material, left_out: Collection[str]
) -> Interview:
    if interview.set.id not in material.sets or not left_out & interview.answers.keys():
        return interview
    sensitive = {q.id for q in material.sets[interview.set.id].questions() if q.sensitive}
    answers = {key: one for key, one in interview.answers.items() if key not in sensitive}
    return replace(interview, answers=answers)


def _actions_without(
    actions: Iterable[PlannedAction], left_out: Collection[str]
) -> tuple[PlannedAction, ...]:
    gone = {f"fact:{question}" for question in left_out}
    return tuple(
        replace(one, answers=tuple(a for a in one.answers if a not in gone)) for one in actions
    )


def _named(rule: str) -> Iterator[str]:
    """Go through the questions that a rule names; of one that cannot be read, none."""
    try:
        found = list(tests(parse(rule)))
    except ConditionError:
        return
    for test in found:
        if isinstance(test, FactTest):
            yield test.question


def _measures(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        for measure in (question.answer.measure, *(f.measure for f in question.answer.fields)):
            if measure:
                yield measure


def _words(plain: Any) -> Iterator[str]:
    """Go through all text in plain data."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for value in plain.values():
            yield from _words(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _words(value)
