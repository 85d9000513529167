"""Which theme of a person a group of the machine is, whatever number the group has in this run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from themer.model.theme import CandidateTheme, CandidateThemes, Theme

Span = tuple[str, str, int, int]
"""Interview, question, start and exclusive end of a passage."""
MOSTLY = 0.5
"""A group is a theme's where at least this share of its passages lies in the theme's."""


def reference_of(candidates: CandidateThemes, candidate: CandidateTheme) -> str:
    """Name a group so that it is not taken for one of the same number in another run."""
    return f"{candidate.id}@{candidates.data_sha256[:8]}"


def spans_of(theme: Theme) -> list[Span]:
    """List the places of all passages of a theme, contrary ones included."""
    both = (*theme.members, *theme.contrary)
    return [(one.interview, one.question, one.start, one.end) for one in both]


def recognised(themes: Iterable[Theme], groups: Sequence[Sequence[Span]]) -> list[str | None]:
    """Find for each group the theme that most of its passages lie in; None where none has half.

    Args:
        themes: Named, refused and merged ones.
        groups: The passages of each group.
    """
    holders = Holders(themes)
    found: list[str | None] = []
    for group in groups:
        shared = Counter(name for span in group for name in holders.of(span))
        best = max(shared, key=lambda name: (shared[name], name), default=None)
        is_its = best is not None and shared[best] >= MOSTLY * len(group)
        found.append(best if is_its else None)
    return found


class Holders:
    """The passages of themes, asked which themes hold one on which another lies."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._by_answer: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
        for theme in themes:
            for interview, question, start, end in spans_of(theme):
                self._by_answer.setdefault((interview, question), []).append((start, end, theme.id))

    def of(self, span: Span) -> set[str]:
        """Give the ids of the themes with a passage that a span lies on."""
        interview, question, start, end = span
        here = self._by_answer.get((interview, question), ())
        return {name for s, e, name in here if s < end and start < e}


class Held:
    """Passages, asked whether another one lies on any of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._by_answer: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for interview, question, start, end in spans:
            self._by_answer.setdefault((interview, question), []).append((start, end))

    def __contains__(self, span: Span) -> bool:
        interview, question, start, end = span
        return any(s < end and start < e for s, e in self._by_answer.get((interview, question), ()))


def decided_groups(
    themes: Sequence[Theme], candidates: CandidateThemes, groups: Sequence[Sequence[Span]]
) -> dict[str, str]:
    """Say which groups a person has decided on, and with which theme.

    By the number in this run that a theme's history names; by the passages where it is another run;
    and, where a theme holds no passages at all, by the bare number, for nothing else is known.

    Args:
        themes: What people decided.
        candidates: The groups.
        groups: The passages of each group that are still there.
    """
    named = {s: t.id for t in themes for change in t.history for s in change.sources}
    bare = {
        source: theme.id
        for theme in themes
        if not spans_of(theme)
        for change in theme.history
        for source in change.sources
    }
    found: dict[str, str] = {}
    for candidate, same in zip(candidates.themes, recognised(themes, groups), strict=True):
        by_number = named.get(reference_of(candidates, candidate)) or bare.get(candidate.id)
        if decided := by_number or same:
            found[candidate.id] = decided
    return found
