"""Changes of one author text as steps, and the source after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from themer.report.edits.atoms import SourceLine
from themer.report.edits.composing import NotPlaceable
from themer.report.edits.lines import TextLine

_PREFIX = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|(?:[-+*]|\d+[.)])[ \t]+)?\Z")
_REST = re.compile(r"[ \t]*(?:\{#[A-Za-z][A-Za-z0-9_-]*\})?[ \t]*\Z")
_ITEM = re.compile(r"([ \t]*)([-+*]|(\d+)([.)]))([ \t]+)\Z")
_LISTS = ("bullet", "number")
_CONTROL = re.compile(r"\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Other words for a line."""

    at: int
    """Its place among the lines of the source."""
    markdown: str
    line: TextLine
    """What it is to render to."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A line taken out."""

    at: int


@dataclass(frozen=True, slots=True)
class Add:
    """A line put in."""

    after: int
    """The place of the line before it among those of the source; -1 at the beginning."""
    markdown: str
    line: TextLine


Step = Rewrite | Drop | Add


def apply_steps(
    source: str, lines: Sequence[SourceLine], steps: Sequence[Step]
) -> tuple[str, tuple[TextLine, ...]]:
    """Carry steps out.

    Args:
        source: An author text.
        lines: What it renders to.
        steps: In the order of the text; those that add after one line in their own order.

    Returns:
        The new source, and what it is to render to.

    Raises:
        NotPlaceable: A line stands in its source together with other things.
    """
    cuts: list[tuple[int, int, str]] = []
    dropped = {step.at for step in steps if isinstance(step, Drop)}
    written = {step.at: step for step in steps if isinstance(step, Rewrite)}
    added: dict[int, list[Add]] = {}
    for step in steps:
        if isinstance(step, Add):
            added.setdefault(step.after, []).append(step)
    for at, step in written.items():
        cuts.append((lines[at].start, lines[at].end, step.markdown))
    for at in dropped:
        cuts.append(_cut_out(source, lines[at]))
    for after, more in added.items():
        cuts.append(_put_in(source, lines, after, more))
    for start, end, words in sorted(cuts, key=lambda cut: (cut[0], cut[1]), reverse=True):
        source = source[:start] + words + source[end:]
    expected = [step.line for step in added.get(-1, ())]
    for at, one in enumerate(lines):
        if at not in dropped:
            expected.append(written[at].line if at in written else one.line)
        expected += [step.line for step in added.get(at, ())]
    return source, tuple(expected)


def _whole_lines(source: str, line: SourceLine) -> tuple[int, int]:
    """Give the lines of the file that a line fills, without the last line end."""
    start = source.rfind("\n", 0, line.start) + 1
    end = source.find("\n", line.end)
    end = len(source) if end < 0 else end
    if not _PREFIX.match(source[start : line.start]) or not _REST.match(source[line.end : end]):
        raise NotPlaceable("its paragraph shares its line in the file with something else")
    return start, end


def _cut_out(source: str, line: SourceLine) -> tuple[int, int, str]:
    start, end = _whole_lines(source, line)
    end = min(end + 1, len(source))
    blank_before = start == 0 or source[:start].endswith("\n\n")
    while blank_before and source[end : end + 1] == "\n":
        end += 1
    if end == len(source):  # the last one takes the blank lines before it along
        start = len(source[:start].rstrip("\n")) + (1 if start else 0)
        start = min(start, end)
    return start, end, ""


def _put_in(
    source: str, lines: Sequence[SourceLine], after: int, more: Sequence[Add]
) -> tuple[int, int, str]:
    if not lines:
        words = "\n\n".join(f"{_mark_of(one.line, None, '')}{one.markdown}" for one in more)
        kept = source.strip("\n")
        return 0, len(source), (f"{kept}\n\n" if kept.strip() else "") + words + "\n"
    if after < 0:
        start, _ = _whole_lines(source, lines[0])
        words = _joined(source, None, more)
        first = lines[0].line.kind
        same = first in _LISTS and more[-1].line.kind == first
        return start, start, words.lstrip("\n") + ("\n" if same else "\n\n")
    line = lines[after]
    _, end = _whole_lines(source, line)
    following = lines[after + 1] if after + 1 < len(lines) else None
    between = source[end : following.start if following is not None else len(source)]
    if _CONTROL.search(between):
        raise NotPlaceable("a template's condition or loop begins or ends at this place")
    words = _joined(source, line, more)
    tight = following is not None and not between.startswith("\n\n")
    if tight and more[-1].line.kind not in _LISTS:
        words += "\n"
    return end, end, words


def _joined(source: str, line: SourceLine | None, more: Sequence[Add]) -> str:
    """Write added lines one after the other, each as the one before it asks for."""
    words = ""
    before = None if line is None else line.line
    prefix = "" if line is None else source[source.rfind("\n", 0, line.start) + 1 : line.start]
    for one in more:
        in_list = before is not None and before.kind in _LISTS and one.line.kind == before.kind
        prefix = _mark_of(one.line, before, prefix)
        words += ("\n" if in_list else "\n\n") + prefix + one.markdown
        before = one.line
    return words


def _mark_of(line: TextLine, before: TextLine | None, prefix: str) -> str:
    """Give what stands before the words of a new line: of a heading, or an item of a list."""
    if line.kind == "heading":
        return "#" * min(max(line.level, 1), 6) + " "
    if line.kind not in _LISTS:
        return ""
    found = _ITEM.search(prefix)
    sign = "-" if line.kind == "bullet" else "1."
    if before is None or before.kind not in _LISTS or found is None:
        if line.level:
            raise NotPlaceable("it is an item within another one, which is not there")
        return f"{sign} "
    if line.level == before.level and line.kind == before.kind:
        number = f"{int(found[3]) + 1}{found[4]}" if found[3] else found[2]
        return f"{found[1]}{number}{found[5]}"
    if line.level == before.level + 1:
        return f"{' ' * len(prefix)}{sign} "
    if line.level == 0:
        return f"{sign} "
    raise NotPlaceable("its list has another depth than the one before it")
