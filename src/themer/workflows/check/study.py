"""Checks of ``study.yaml`` and of what refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from themer.errors import Problem
from themer.model.study import Partner, Study
from themer.workflows.check.context import Context, Places, repeated


def problems(context: Context) -> Iterator[Problem]:
    """Check the register of partners, and that measures and actions point at something."""
    places = Places(context.study, "ST")
    study = context.study.value.value
    for identity in repeated(partner.id for partner in study.partners):
        yield places.problem("020", ("partners",), f'two partners have the id "{identity}"')
    for identity in repeated(unit.id for _, unit in study.units()):
        yield places.problem("020", ("partners",), f'two units have the id "{identity}"')
    for number, partner in enumerate(study.partners):
        yield from _partner_problems(places, study, partner, number)
    yield from _workforce_problems(places, context, study)
    yield from _action_problems(context)


def _partner_problems(
    places: Places[Study], study: Study, partner: Partner, number: int
) -> Iterator[Problem]:
    here = ("partners", number)
    if study.types and partner.type not in study.types:
        yield places.problem(
            "021", (*here, "type"), f'"{partner.type}" is not one of types: {_list(study.types)}'
        )
    for name, value in partner.attributes.items():
        known = study.attributes.get(name)
        if known is None:
            message = f'"{name}" is not one of attributes: {_list(study.attributes)}'
            yield places.problem("021", (*here, "attributes", name), message)
        elif value not in known:
            message = f'"{value}" is not a known {name}: {_list(known)}'
            yield places.problem("021", (*here, "attributes", name), message)
    for index, unit in enumerate(partner.units):
        if unit.audience not in study.audiences:
            message = f'"{unit.audience}" is not one of audiences: {_list(study.audiences)}'
            yield places.problem("021", (*here, "units", index, "audience"), message)


def _workforce_problems(places: Places[Study], context: Context, study: Study) -> Iterator[Problem]:
    if study.workforce is None or not context.knows_all_questions:
        return
    plan = study.workforce
    for measure in plan.measures():
        if measure not in context.measures:
            message = f'no question records the measure "{measure}"'
            yield places.problem("022", ("workforce",), message)
    if plan.flow is not None and len(plan.flow.chain()) < 2:
        message = "a flow needs start and end, or two or more steps"
        yield places.problem("022", ("workforce", "flow"), message)
    if plan.flow is not None and plan.flow.steps and (plan.flow.start or plan.flow.end):
        message = "a flow has start and end, or steps, and not both"
        yield places.problem("022", ("workforce", "flow"), message)
    if plan.by is not None and plan.by not in study.attributes:
        message = f'"{plan.by}" is not one of attributes: {_list(study.attributes)}'
        yield places.problem("021", ("workforce", "by"), message)


def _action_problems(context: Context) -> Iterator[Problem]:
    if context.actions is None or context.unread:
        return
    places = Places(context.actions, "AC")
    known = {
        "theme": set() if context.themes is None else _theme_ids(context),
        "fact": {q.id for s in context.sets_by_id.values() for q in s.questions()},
        "component": context.codes,
        "code": context.codes,
        "pair": {pair.id for pair in context.study.value.value.pairs},
        "indicator": _indicator_ids(context),
    }
    file = context.actions.value.value
    for key, actions in (("actions", file.actions), ("asks", file.asks)):
        for number, action in enumerate(actions):
            for reference in action.answers:
                kind, _, name = reference.partition(":")
                if name not in known.get(kind, set()):
                    message = f'"{reference}" is no finding of this study (theme:, fact:, …)'
                    yield places.problem("021", (key, number, "answers"), message)


def _theme_ids(context: Context) -> set[str]:
    assert context.themes is not None
    return {theme.id for theme in context.themes.value.value.themes}


def _indicator_ids(context: Context) -> set[str]:
    found = context.indicators
    return set() if found is None else {one.id for one in found.value.value.indicators}


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "none are given"
