"""Brings edits of a Word document home: into the Markdown of the sections that people wrote.

Nothing is guessed. An edit is put into the source, the source is rendered again, and only where it
then gives exactly the edited text is it taken; every other one is listed: what was, and what is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from themer.report.edits.atoms import SourceLine
from themer.report.edits.composing import NotPlaceable, Pool, Rewritten, rewrite, write_new
from themer.report.edits.lines import EditedSection, TextLine
from themer.report.edits.pairing import LEAST, likeness, pair
from themer.report.edits.steps import Add, Drop, Rewrite, Step, apply_steps
from themer.report.edits.texts import Render, pool_of, tie_texts

_TOGETHER = "it belongs with another change that could not be placed"
_NOT_THIS = "put into the file it would not give this text"


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """An edit that was found and not taken, or something else that a person has to look at."""

    section: str
    """The author section; empty for what stands in none."""
    why: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Author texts after the edits."""

    sources: Mapping[str, str]
    """The texts that changed, by section."""
    taken: int
    """How many paragraphs were rewritten, put in or taken out."""
    not_placed: tuple[NotPlaced, ...]


@dataclass(slots=True)
class _Change:
    """One line that is otherwise than it was."""

    was: int | None
    now: int | None
    gap: int = 0
    """How many lines before it stayed, for what was put in or taken out."""
    steps: list[Step] = field(default_factory=list)


def place_edits(
    sections: Sequence[EditedSection],
    written: Sequence[EditedSection],
    sources: Mapping[str, str],
    render: Render,
    *,
    forgets_form: bool = False,
) -> Placed:
    """Put edits into author texts.

    Args:
        sections: Of the document as somebody left it.
        written: Of the same document as themer wrote it.
        sources: Section → its Markdown now.
        render: Renders author texts as the report does.
        forgets_form: Whether a program lost the form of each section's first line.
    """
    present = dict(sources)
    listed: list[NotPlaced] = []
    taken = 0
    left = list(sections)
    for was in written:
        now = next((one for one in left if one.name == was.name), None)
        if now is None:
            if was.lines:
                why = "the whole section is gone from the document; its text was kept"
                listed.append(NotPlaced(was.name, why, _start_of(was.lines)))
            continue
        left.remove(now)
        placing = _Placing(was, now, written, present, render, forgets_form)
        source, number = placing.place()
        listed += placing.listed
        if number:
            present[was.name] = source
            taken += number
    for extra in left:
        why = "this section stands here more often than themer wrote it"
        listed += [NotPlaced(extra.name, why, "", line.text) for line in extra.lines]
    changed = {name: text for name, text in present.items() if text != sources.get(name)}
    return Placed(changed, taken, tuple(dict.fromkeys(listed)))


class _Placing:
    """Places the edits of one section."""

    def __init__(
        self,
        was: EditedSection,
        now: EditedSection,
        written: Sequence[EditedSection],
        sources: Mapping[str, str],
        render: Render,
        forgets_form: bool,
    ) -> None:
        self.listed: list[NotPlaced] = []
        self._name = was.name
        self._was, self._now = was.lines, now.lines
        self._written = written
        self._sources = sources
        self._render = render
        self._forgets = forgets_form
        self._disputed = now.disputed
        self._pairs = pair(self._was, self._now)
        self._kept = {
            j: i for i, j in self._pairs if i is not None and j is not None and self._stays(i, j)
        }
        self._moved = self._moves()

    def place(self) -> tuple[str, int]:
        """Give the new source, and how many changes are in it."""
        source = self._sources.get(self._name, "")
        for words, author, other in self._disputed:
            why = f"{author} put these words in and {other} took them out: they were left out"
            self.listed.append(NotPlaced(self._name, why, "", words))
        changes = self._changes()
        if not changes:
            return source, 0
        if self._was and not self._now:
            why = "the whole text of the section was deleted; it was kept"
            self.listed.append(NotPlaced(self._name, why, _start_of(self._was)))
            return source, 0
        if self._name not in self._sources:
            for change in changes:
                self._list([change], f"report_text/{self._name}.md is not there any more")
            return source, 0
        names = dict.fromkeys(one.name for one in self._written)
        texts = tie_texts(names, self._sources, self._render)
        lines = texts[self._name]
        pool = pool_of(self._written, texts)
        ready = [one for one in self._groups(changes) if self._prepare(one, lines, pool)]
        return self._tried(source, lines, ready)

    def _list(self, group: Sequence[_Change], why: str, at: _Change | None = None) -> None:
        """List changes that belong together, of which one, or all, cannot be taken."""
        for change in group:
            was = "" if change.was is None else self._was[change.was].text
            now = "" if change.now is None else self._now[change.now].text
            words = why if at is None or at is change else _TOGETHER
            self.listed.append(NotPlaced(self._name, words, was, now))

    def _changes(self) -> list[_Change]:
        """Say which lines are otherwise than they were."""
        found: list[_Change] = []
        gap = 0
        for i, j in self._pairs:
            if i is not None and j is not None and self._stays(i, j):
                gap += 1
                if not self._is_same(i, j):
                    found.append(_Change(i, j))
            else:
                found += [_Change(i, None, gap)] if i is not None else []
                found += [_Change(None, j, gap)] if j is not None else []
        return found

    def _groups(self, changes: Sequence[_Change]) -> list[list[_Change]]:
        """Put together what is taken together or not at all.

        What was taken out stands with what was put in at its place, or to which it was moved: a
        paragraph whose new words cannot be placed must not lose its old ones.
        """
        gaps = {one.was: one.gap for one in changes if one.was is not None}
        joined: dict[int, int] = {}

        def first(gap: int) -> int:
            """Follow gaps that were joined to the first of them."""
            return first(joined[gap]) if gap in joined else gap

        for one in changes:
            moved = self._moved.get(one.now) if one.now is not None else None
            if moved is not None and moved in gaps:
                a, b = first(one.gap), first(gaps[moved])
                if a != b:
                    joined[max(a, b)] = min(a, b)
        groups: dict[int, list[_Change]] = {}
        for number, one in enumerate(changes):
            is_alone = one.was is not None and one.now is not None
            groups.setdefault(-number - 1 if is_alone else first(one.gap), []).append(one)
        return list(groups.values())

    def _is_same(self, i: int, j: int) -> bool:
        was, now = self._was[i], self._now[j]
        if was.text != now.text or (was.kind, was.level) != (now.kind, now.level):
            return False
        if len(was.signs) != len(now.signs):  # a figure whose anchor is gone, its words the same
            return True
        return was.looks == now.looks or (self._keeps_form(i) and not any(map(any, now.looks)))

    def _keeps_form(self, i: int) -> bool:
        return self._forgets and i == 0

    def _prepare(self, group: Sequence[_Change], lines: Sequence[SourceLine], pool: Pool) -> bool:
        """Turn changes into steps; False where that cannot be, or need not."""
        held = {i: c for i, c in pair(self._was, [one.line for one in lines]) if i is not None}
        for change in group:
            try:
                at = None if change.was is None else held[change.was]
                if self._is_done(change, at, lines):
                    continue
                if change.was is not None:
                    self._refuse_changed(change.was, at, lines)
                    assert at is not None
                    self._of_present(change, at, lines[at], pool)
                elif change.now is not None:
                    self._of_new(change, change.now, held, lines, pool)
            except NotPlaceable as error:
                self._list(group, str(error), change)
                return False
        return any(change.steps for change in group)

    def _is_done(self, change: _Change, at: int | None, lines: Sequence[SourceLine]) -> bool:
        """Say whether the text in the study is already as somebody wants it."""
        if change.now is None:
            return at is None
        wanted = self._now[change.now]
        if change.was is not None:
            return (
                at is not None and lines[at].line.text == wanted.text != self._was[change.was].text
            )
        known = {line.skeleton for line in self._was}
        return wanted.skeleton not in known and any(
            one.line.skeleton == wanted.skeleton for one in lines
        )

    def _refuse_changed(self, was: int, at: int | None, lines: Sequence[SourceLine]) -> None:
        if at is None or lines[at].line.skeleton != self._was[was].skeleton:
            raise NotPlaceable(
                f"report_text/{self._name}.md gives another text here than the document was "
                "made with"
            )
        if not lines[at].is_editable:
            raise NotPlaceable("themer computed this text, or it stands in a loop or a condition")

    def _of_present(self, change: _Change, at: int, line: SourceLine, pool: Pool) -> None:
        assert change.was is not None
        was = self._was[change.was]
        if change.now is None:
            if was.kind == "cell":
                raise NotPlaceable("a row or a cell of a table was taken out")
            change.steps = [Drop(at)]
            return
        keeps = self._keeps_form(change.was)
        done = rewrite(line.atoms or (), was, self._now[change.now], pool, keeps_form=keeps)
        for printed, typed in done.refused:
            why = "a live figure was typed over; it was left as it is computed"
            self.listed.append(NotPlaced(self._name, why, printed, typed))
        expected = TextLine(line.line.kind, line.line.level, done.signs)
        change.steps = [Rewrite(at, done.markdown, expected)]

    def _of_new(
        self,
        change: _Change,
        now: int,
        held: Mapping[int, int | None],
        lines: Sequence[SourceLine],
        pool: Pool,
    ) -> None:
        line = self._now[now]
        if line.kind == "cell":
            raise NotPlaceable("a row or a cell of a table was put in")
        kept = self._kept
        before = max((j for j in kept if j < now), default=None)
        after = -1
        if before is not None:
            place = held[kept[before]]
            if place is None:
                raise NotPlaceable(
                    f"the paragraph before it is not in report_text/{self._name}.md any more"
                )
            after = place
        done = self._as_moved(now, held, lines, pool) or write_new(line, pool)
        change.steps = [Add(after, done.markdown, TextLine(line.kind, line.level, done.signs))]

    def _stays(self, i: int, j: int) -> bool:
        was, now = self._was[i], self._now[j]
        return (was.kind, was.level) == (now.kind, now.level) or "cell" in (was.kind, now.kind)

    def _as_moved(
        self,
        now: int,
        held: Mapping[int, int | None],
        lines: Sequence[SourceLine],
        pool: Pool,
    ) -> Rewritten | None:
        """Write a line that stood elsewhere, with its links and live figures; None for no such."""
        was = self._moved.get(now)
        at = None if was is None else held[was]
        if was is None or at is None or lines[at].line.skeleton != self._was[was].skeleton:
            return None
        atoms = lines[at].atoms
        return None if atoms is None else rewrite(atoms, self._was[was], self._now[now], pool)

    def _moves(self) -> dict[int, int]:
        """Find lines that stand elsewhere now: new line → the line that it was."""
        gone = set(range(len(self._was))) - set(self._kept.values())
        found: dict[int, int] = {}
        for j in range(len(self._now)):
            if j in self._kept or not gone:
                continue
            alike = {i: likeness(self._was[i], self._now[j]) for i in sorted(gone)}
            best = max(alike, key=lambda i: alike[i])
            if alike[best] >= LEAST:
                found[j] = best
                gone.remove(best)
        return found

    def _tried(
        self, source: str, lines: Sequence[SourceLine], groups: Sequence[Sequence[_Change]]
    ) -> tuple[str, int]:
        """Take all changes where they hold together, else those that hold alone."""
        if not groups:
            return source, 0
        text, _ = self._holds(source, lines, groups)
        if text is not None:
            return text, sum(map(len, groups))
        good = []
        for one in groups:
            text, why = self._holds(source, lines, [one])
            if text is not None:
                good.append(one)
            else:
                self._list(one, why)
        text, _ = self._holds(source, lines, good) if good else (None, "")
        if text is not None:
            return text, sum(map(len, good))
        for one in good:
            self._list(one, "it holds alone, and not together with the other edits of the section")
        return source, 0

    def _holds(
        self, source: str, lines: Sequence[SourceLine], groups: Sequence[Sequence[_Change]]
    ) -> tuple[str | None, str]:
        """Carry changes out; give the source where it renders to the edited text, else why not."""
        steps = [step for group in groups for change in group for step in change.steps]
        try:
            text, expected = apply_steps(source, lines, steps)
        except NotPlaceable as error:
            return None, str(error)
        found = self._render({self._name: text}).get(self._name)
        if found is None or len(found) != len(expected):
            return None, _NOT_THIS
        same = all(one.is_like(other) for one, other in zip(found, expected, strict=True))
        return (text, "") if same else (None, _NOT_THIS)


def _start_of(lines: Sequence[TextLine]) -> str:
    """Give the first line of a text, and how many follow."""
    more = len(lines) - 1
    return lines[0].text + (f" … and {more} more" if more else "")
