"""Checks of ``assumptions.yaml``: that each rate can be, and that its measures are recorded."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem
from themer.model.assumptions import NEEDED, RATE_KINDS, SCENARIOS, Assumption, AssumptionsFile
from themer.workflows.check.context import Context, Places


def problems(context: Context) -> Iterator[Problem]:
    """Check spans, limits and measures; what is not assumed is advice, and is not projected."""
    if context.assumptions is None:
        return
    places = Places(context.assumptions, "AS")
    file = context.assumptions.value.value
    for name, assumption in file.rates.each():
        yield from _span(places, name, assumption)
    yield from _measures(places, context, file)
    given = {name for name, _ in file.rates.each()}
    lacking = [name for name in NEEDED if name not in given]
    if not file.on_their_way and "joining" in lacking:
        lacking.remove("joining")
    if lacking:
        message = f"nothing is projected without these rates: {', '.join(lacking)}"
        yield places.problem("030", ("rates",), message, advice=True)


def _span(places: Places[AssumptionsFile], name: str, assumption: Assumption) -> Iterator[Problem]:
    kind, here = RATE_KINDS[name], ("rates", name)
    for which in SCENARIOS:
        value = getattr(assumption, which)
        if value < kind.least or (kind.most is not None and value > kind.most):
            most = "no less" if kind.most is None else f"to {kind.most:g}"
            message = f"{name} is from {kind.least:g} {most}, not {value:g}"
            message = message.replace(" no less,", " up,")
            yield places.problem("013", (*here, which), message)
    if not assumption.low <= assumption.middle <= assumption.high:
        message = (
            f"low, middle and high are not in order: {assumption.low:g}, {assumption.middle:g}, "
            f"{assumption.high:g}. They are values of the rate, not of the gap"
        )
        yield places.problem("029", here, message)


def _measures(
    places: Places[AssumptionsFile], context: Context, file: AssumptionsFile
) -> Iterator[Problem]:
    if not context.knows_all_questions:
        return
    for key, named in (("stock", file.stock), ("on_their_way", file.on_their_way)):
        for number, measure in enumerate(named):
            if measure not in context.measures:
                message = f'no question records the measure "{measure}"'
                yield places.problem("022", (key, number), message)
    twice = sorted(one for one in {*file.stock} if (*file.stock, *file.on_their_way).count(one) > 1)
    if twice:
        message = f'"{twice[0]}" would be counted twice'
        yield places.problem("022", ("stock",), message)
    study = context.study.value.value
    if study.workforce is None:
        message = "study.yaml names no workforce: whose supply and demand would be projected?"
        yield places.problem("022", (), message)
