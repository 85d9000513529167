"""Which old theme a new group is, by the segments that both hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

SAME = 0.5
"""An old theme goes on in a group that holds at least this share of its segments still there …"""
SAME_OF_NEW = 0.25
"""… and of which these make up at least this share."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """What became of an old theme."""

    old: str
    new: int | None
    """Place of the group that it goes on in; None where it dissolved."""
    joined: tuple[str, ...] = ()
    """Segments that are new in it, sorted."""
    left: tuple[str, ...] = ()
    """Segments that were in it and are now elsewhere or gone, sorted."""


def continued(
    old: Mapping[str, Collection[str]], new: Sequence[Collection[str]]
) -> list[Continuation]:
    """Match old themes to new groups, each to one at most, most shared segments first.

    Args:
        old: Theme id to segment ids.
        new: Segment ids of each group.

    Returns:
        One entry for each old theme, sorted by id.
    """
    groups = [frozenset(members) for members in new]
    present = frozenset().union(*groups)
    pairs = []
    for theme, members in old.items():
        alive = present & frozenset(members)
        for place, group in enumerate(groups):
            shared = len(alive & group)
            if shared and shared >= SAME * len(alive) and shared >= SAME_OF_NEW * len(group):
                pairs.append((-shared, -shared / len(group), theme, place))
    matched: dict[str, int] = {}
    for _, _, theme, place in sorted(pairs):
        if theme not in matched and place not in matched.values():
            matched[theme] = place
    return [_continuation(theme, old[theme], matched.get(theme), groups) for theme in sorted(old)]


def _continuation(
    theme: str, members: Collection[str], place: int | None, groups: Sequence[frozenset[str]]
) -> Continuation:
    before = frozenset(members)
    if place is None:
        return Continuation(theme, None, (), tuple(sorted(before)))
    now = groups[place]
    return Continuation(theme, place, tuple(sorted(now - before)), tuple(sorted(before - now)))
