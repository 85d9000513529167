"""Brings edits of a Word document home: into the Markdown of the sections that people wrote.

Nothing is guessed. An edit is put into the source, the source is rendered again, and only where it
then gives exactly the edited text is it taken; every other one is listed: what was, and what is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from themer.report.edits.atoms import Atom, SourceLine, tied
from themer.report.edits.composing import NotPlaceable, Pool, Rewritten, rewrite, write_new
from themer.report.edits.lines import EditedSection, Sign, TextLine
from themer.report.edits.marking import mark
from themer.report.edits.pairing import LEAST, likeness, pair
from themer.report.edits.steps import Add, Drop, Rewrite, Step, apply_steps

Render = Callable[[Mapping[str, str]], Mapping[str, tuple[TextLine, ...] | None]]
"""Renders author texts by name; None for one that cannot be rendered."""
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
                self._list(change, f"report_text/{self._name}.md is not there any more")
            return source, 0
        texts = self._texts_tied()
        lines = texts[self._name]
        pool = self._pool(texts)
        ready = [one for one in changes if self._prepare(one, lines, pool)]
        return self._tried(source, lines, ready)

    def _list(self, change: _Change, why: str) -> None:
        was = "" if change.was is None else self._was[change.was].text
        now = "" if change.now is None else self._now[change.now].text
        self.listed.append(NotPlaced(self._name, why, was, now))

    def _changes(self) -> list[_Change]:
        """Say which lines are otherwise than they were."""
        found: list[_Change] = []
        for i, j in self._pairs:
            if i is not None and j is not None:
                if self._is_same(i, j):
                    continue
                if not self._stays(i, j):
                    found += [_Change(i, None), _Change(None, j)]
                    continue
            found.append(_Change(i, j))
        return found

    def _is_same(self, i: int, j: int) -> bool:
        was, now = self._was[i], self._now[j]
        if was.text != now.text or (was.kind, was.level) != (now.kind, now.level):
            return False
        if len(was.signs) != len(now.signs):  # a figure whose anchor is gone, its words the same
            return True
        return was.looks == now.looks or (self._keeps_form(i) and not any(map(any, now.looks)))

    def _keeps_form(self, i: int) -> bool:
        return self._forgets and i == 0

    def _texts_tied(self) -> dict[str, tuple[SourceLine, ...]]:
        """Tie every author text of the document to what it renders to."""
        names = dict.fromkeys(one.name for one in self._written if one.name in self._sources)
        marked = {name: mark(self._sources[name]) for name in names}
        wanted = {name: self._sources[name] for name in names}
        wanted |= {f"{name} marked": one.text for name, one in marked.items() if one is not None}
        rendered = self._render(wanted)
        found: dict[str, tuple[SourceLine, ...]] = {}
        for name, one in marked.items():
            plain = rendered.get(name) or ()
            with_marks = rendered.get(f"{name} marked")
            lines = (
                ()
                if one is None or with_marks is None
                else tied(with_marks, one, self._sources[name])
            )
            same = [a.line.skeleton for a in lines] == [b.skeleton for b in plain]
            found[name] = lines if same else tuple(SourceLine(one) for one in plain)
        return found

    def _pool(self, texts: Mapping[str, Sequence[SourceLine]]) -> Pool:
        """Collect the live parts of all sections, by the figures that they printed."""
        pool: dict[str, list[tuple[Atom, tuple[Sign, ...]]]] = {}
        for section in self._written:
            by_words = {one.line.skeleton: one for one in texts.get(section.name, ())}
            for line in section.lines:
                place = 0
                source = by_words.get(line.skeleton)
                for atom in (source.atoms or ()) if source is not None else ():
                    printed = line.signs[place : place + len(atom.signs)]
                    place += len(atom.signs)
                    ids = [sign.figure for sign in printed if sign.figure]
                    if atom.is_live and ids:
                        pool.setdefault(ids[0], []).append((atom, printed))
        return pool

    def _prepare(self, change: _Change, lines: Sequence[SourceLine], pool: Pool) -> bool:
        """Turn a change into steps; False where that cannot be, or need not."""
        held = {i: c for i, c in pair(self._was, [one.line for one in lines]) if i is not None}
        try:
            if change.was is not None:
                at = held[change.was]
                if self._is_done(change, at, lines):
                    return False
                self._refuse_changed(change.was, at, lines)
                assert at is not None
                self._of_present(change, at, lines[at], pool)
            elif change.now is not None:
                if self._is_done(change, None, lines):
                    return False
                self._of_new(change, change.now, held, lines, pool)
        except NotPlaceable as error:
            self._list(change, str(error))
            return False
        return True

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
        done = self._moved(now, held, lines, pool) or write_new(line, pool)
        change.steps = [Add(after, done.markdown, TextLine(line.kind, line.level, done.signs))]

    def _stays(self, i: int, j: int) -> bool:
        was, now = self._was[i], self._now[j]
        return (was.kind, was.level) == (now.kind, now.level) or "cell" in (was.kind, now.kind)

    def _moved(
        self,
        now: int,
        held: Mapping[int, int | None],
        lines: Sequence[SourceLine],
        pool: Pool,
    ) -> Rewritten | None:
        """Write a line that stood elsewhere, with its links and live figures; None for no such."""
        gone = set(range(len(self._was))) - set(self._kept.values())
        alike = {i: likeness(self._was[i], self._now[now]) for i in gone}
        best = max(alike, key=lambda i: alike[i], default=None)
        if best is None or alike[best] < LEAST:
            return None
        at = held[best]
        if at is None or lines[at].line.skeleton != self._was[best].skeleton:
            return None
        atoms = lines[at].atoms
        return None if atoms is None else rewrite(atoms, self._was[best], self._now[now], pool)

    def _tried(
        self, source: str, lines: Sequence[SourceLine], changes: Sequence[_Change]
    ) -> tuple[str, int]:
        """Take all changes where they hold together, else those that hold alone."""
        if not changes:
            return source, 0
        text, why = self._holds(source, lines, changes)
        if text is not None:
            return text, len(changes)
        good = []
        for one in changes:
            text, why = self._holds(source, lines, [one])
            if text is not None:
                good.append(one)
            else:
                self._list(one, why)
        text, _ = self._holds(source, lines, good) if good else (None, "")
        if text is not None:
            return text, len(good)
        for one in good:
            self._list(one, "it holds alone, and not together with the other edits of the section")
        return source, 0

    def _holds(
        self, source: str, lines: Sequence[SourceLine], changes: Sequence[_Change]
    ) -> tuple[str | None, str]:
        """Carry changes out; give the source where it renders to the edited text, else why not."""
        steps = [step for change in changes for step in change.steps]
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
