"""Checks of ``matrix.yaml``: each summary has its cell, says what may be said, and is not old."""

from __future__ import annotations

from collections.abc import Iterator

from themer.errors import Problem
from themer.findings.material import Material
from themer.findings.matrix import find_matrix, repeats_closed_words
from themer.findings.placing import placed
from themer.model.matrix import CellSummary, MatrixFile, Place
from themer.workflows.check.context import Context, Places


def problems(context: Context) -> Iterator[Problem]:
    """Check every summary alone, and against what people coded."""
    if context.matrix is None:
        return
    places = Places(context.matrix, "MX")
    file = context.matrix.value.value
    seen: set[Place] = set()
    for at, one in enumerate(file.summaries):
        if one.place in seen:
            message = f'another summary stands in the cell of "{one.unit}" and "{one.of}"'
            yield places.problem("020", ("summaries", at), message)
        seen.add(one.place)
    known = [(at, one) for at, one in enumerate(file.summaries) if not _strangers(context, one)]
    for at, one in enumerate(file.summaries):
        for number, key, message in _strangers(context, one):
            yield places.problem(number, ("summaries", at, *key), message)
    yield from _against_the_coding(context, places, known)


def _strangers(context: Context, one: CellSummary) -> list[tuple[str, tuple[str, ...], str]]:
    """Say which names of a summary lead nowhere."""
    found: list[tuple[str, tuple[str, ...], str]] = []
    if (one.code is None) == (one.theme is None):
        found.append(("012", (), "takes a code or a theme, and not both"))
    if one.code is not None and one.code not in context.codes and context.knows_all_questions:
        said = f'the code "{one.code}" is in no codebook of this study'
        found.append(("021", ("code",), said))
    themes = context.themes.value.value.themes if context.themes else ()
    if one.theme is not None and one.theme not in {theme.id for theme in themes}:
        found.append(("021", ("theme",), f'the theme "{one.theme}" is not in themes.yaml'))
    interviews = [i for i in context.interviews_by_id.values() if one.unit in _names(i)]
    if not interviews and not context.unread:
        said = f'"{one.unit}" has no conversation in this study'
        found.append(("021", ("unit",), said))
    elif interviews and all(i.state == "withdrawn" for i in interviews):
        said = f'all conversations of "{one.unit}" were withdrawn; what retells them must go'
        found.append(("040", ("text",), said))
    return found


def _names(interview: object) -> tuple[str, ...]:
    """Give what a conversation may count for, whatever the study's unit of count is."""
    return tuple(str(getattr(interview, name)) for name in ("unit", "organisation", "id"))


def _against_the_coding(
    context: Context, places: Places[MatrixFile], known: list[tuple[int, CellSummary]]
) -> Iterator[Problem]:
    material = _material(context)
    audiences = [audience for audience in material.audiences() if material.units(audience)]
    matrices = [
        find_matrix(material, audience, by)
        for by in ("codes", "themes")
        if any(one.place[1] == by for _, one in known)
        for audience in audiences
    ]
    for at, one in known:
        unit, by, of = one.place
        cells = [m.cells[unit, of] for m in matrices if m.by == by and (unit, of) in m.cells]
        if cells and cells[0].age.is_stale:
            message = f"this summary was {_as_participle(cells[0].age.words)}; read it again"
            yield places.problem("037", ("summaries", at, "text"), message, advice=True)
        if repeats_closed_words(material, one):
            message = (
                "this summary repeats words that may not be printed, so the report leaves it out; "
                "say it in words of your own"
            )
            yield places.problem("038", ("summaries", at, "text"), message, advice=True)


def _as_participle(words: str) -> str:
    if words.startswith(("written", "looked at")):
        return words
    return f"written when there was more: {words}"


def _material(context: Context) -> Material:
    """Give as much of the study as cells are filled from; files that do not hold are left out."""
    file = context.matrix
    interviews = tuple(found.value.value for found in context.interviews)
    return Material(
        study=context.study.value.value,
        sets=context.counted_sets,
        codebooks=context.codebooks_by_id,
        interviews=interviews,
        decisions=placed(context.standing, interviews),
        themes=context.themes.value.value.themes if context.themes else (),
        matrix=file.value.value if file else MatrixFile(),
    )
