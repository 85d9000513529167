"""The author texts of a study as they render now, each line tied to its source where it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from themer.report.edits.atoms import Atom, SourceLine, tied
from themer.report.edits.composing import Pool
from themer.report.edits.lines import EditedSection, Sign, TextLine
from themer.report.edits.marking import mark

Render = Callable[[Mapping[str, str]], Mapping[str, tuple[TextLine, ...] | None]]
"""Renders author texts by name; None for one that cannot be rendered."""


def tie_texts(
    names: Iterable[str], sources: Mapping[str, str], render: Render
) -> dict[str, tuple[SourceLine, ...]]:
    """Tie author texts to what they render to.

    Args:
        names: Those that are wanted; one without a source is passed over.
        sources: Section → its Markdown.
        render: Renders author texts as the report does.

    Returns:
        Section → its lines; without atoms where marks would change what it renders to.
    """
    wanted = {name: sources[name] for name in names if name in sources}
    marked = {name: mark(source) for name, source in wanted.items()}
    with_marks = {f"{name} marked": one.text for name, one in marked.items() if one is not None}
    rendered = render({**wanted, **with_marks})
    found: dict[str, tuple[SourceLine, ...]] = {}
    for name, one in marked.items():
        plain = rendered.get(name) or ()
        lines = rendered.get(f"{name} marked")
        made = () if one is None or lines is None else tied(lines, one, sources[name])
        same = [a.line.skeleton for a in made] == [b.skeleton for b in plain]
        found[name] = made if same else tuple(SourceLine(line) for line in plain)
    return found


def pool_of(written: Sequence[EditedSection], texts: Mapping[str, Sequence[SourceLine]]) -> Pool:
    """Collect the live parts of all sections by the figures that they printed.

    Args:
        written: The sections as themer wrote them into the document.
        texts: Section → its lines now.
    """
    pool: dict[str, list[tuple[Atom, tuple[Sign, ...]]]] = {}
    for section in written:
        by_words = {one.line.skeleton: one for one in texts.get(section.name, ())}
        for line in section.lines:
            source = by_words.get(line.skeleton)
            place = 0
            for atom in (source.atoms or ()) if source is not None else ():
                printed = line.signs[place : place + len(atom.signs)]
                place += len(atom.signs)
                ids = [sign.figure for sign in printed if sign.figure]
                if atom.is_live and ids:
                    pool.setdefault(ids[0], []).append((atom, printed))
    return pool
