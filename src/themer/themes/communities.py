"""Points into groups: communities of nearest neighbours, or a number that a person fixed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from themer.language import neighbourhood, unit
from themer.themes.louvain import Graph, louvain
from themer.themes.space import Points

Labels = npt.NDArray[np.intp]
"""The group of each point; numbers mean nothing beyond telling groups apart."""

SEED = 20
NEIGHBOURS = 10
RESOLUTIONS = (0.5, 0.75, 1.0, 1.3, 1.75)
"""From few wide groups to many narrow ones; beyond the last, people are given too many to read."""
MOST_TO_CHOOSE_BY = 3000
"""Of more texts, as many evenly spaced ones say which resolution they ask for."""
LEAST_BETTER = 1e-6
"""By how much a silhouette is larger than another, beyond what rounding does."""
AS_CLEAR = 0.1
"""Over the root of the number of texts, how much less clear is no less clear: another conversation
changes as much. Then the finest is taken, so that the number of groups does not leap."""
MOVES = 2
"""Rounds in which each point goes to the nearest centre, after the graph has been cut."""
STARTS, STEPS = 5, 50


def nearest_graph(points: Points) -> Graph:
    """Join each point with its ten nearest, by cosine; two that choose each other count twice."""
    around = neighbourhood(points, NEIGHBOURS, without_hubs=True)
    graph: Graph = [{} for _ in range(len(points))]
    for node, (near, weights) in enumerate(zip(around.nearest, around.weight, strict=True)):
        for other, weight in zip(near.tolist(), weights.tolist(), strict=True):
            if weight > 0:
                graph[node][other] = graph[node].get(other, 0.0) + weight
                graph[other][node] = graph[other].get(node, 0.0) + weight
    return graph


def best_resolution(points: Points) -> float:
    """Choose the resolution at which groups stand apart most clearly (`silhouette`).

    One resolution for all finds as many groups in answers to one question as in a whole interview.
    """
    part = points[:: -(-len(points) // MOST_TO_CHOOSE_BY)] if len(points) else points
    graph = nearest_graph(part)
    clear = [silhouette(part, _settled(part, louvain(graph, r))) for r in RESOLUTIONS]
    least = max(clear) - AS_CLEAR / max(1, len(part)) ** 0.5
    return max(r for r, one in zip(RESOLUTIONS, clear, strict=True) if one >= least)


def communities(points: Points, resolution: float) -> Labels:
    """Group by Louvain (Blondel and others 2008) on the graph of ten nearest neighbours.

    It finds the number of groups itself and suits a few hundred short texts; it places every point.
    Points then move to the nearest centre: the graph knows ten neighbours of each, a centre all
    (plus one AMI on seven public tasks). The same points in the same order give the same groups.

    Args:
        points: Rows of length one.
        resolution: Above 1 for more and smaller groups.
    """
    return _settled(points, louvain(nearest_graph(points), resolution))


def _settled(points: Points, found: Sequence[int]) -> Labels:
    labels = np.array(found, dtype=np.intp)
    for _ in range(MOVES):
        near = np.round(points @ unit(_sums(points, labels)).T, 6)
        labels = np.unique(near.argmax(axis=1), return_inverse=True)[1].astype(np.intp)
    return labels


def silhouette(points: Points, labels: Labels) -> float:
    """Say how much nearer points lie to their own group than to the next one (Rousseeuw 1987).

    Distances are one less the cosine, so sums over groups give it without comparing pairs.

    Args:
        points: Rows of length one.
        labels: From 0, without gaps.

    Returns:
        The mean over points, -1 to 1, rounded; -1 where all are one group.
    """
    sizes = np.bincount(labels, minlength=1).astype(np.float64)
    if len(sizes) < 2:
        return -1.0
    rows = np.arange(len(points))
    cosines = points @ _sums(points, labels).T
    own = 1 - (cosines[rows, labels] - (points * points).sum(axis=1)) / np.maximum(
        sizes[labels] - 1, 1
    )
    apart = 1 - cosines / sizes
    apart[rows, labels] = np.inf
    nearest = apart.min(axis=1)
    widths = (nearest - own) / np.maximum(np.maximum(nearest, own), 1e-9)
    widths[sizes[labels] < 2] = 0
    return round(float(widths.mean()), 9)


def _sums(points: Points, labels: Labels) -> Points:
    sums = np.zeros((int(labels.max(initial=-1)) + 1, points.shape[1]))
    np.add.at(sums, labels, points)
    return sums


def fixed_number(points: Points, count: int) -> Labels:
    """Group into ``count`` groups by spherical k-means (Dhillon and Modha 2001), best of five.

    Args:
        points: Rows of length one.
        count: From 1 to the number of points.
    """
    rng = np.random.default_rng(SEED)
    best, best_fit = np.zeros(len(points), dtype=np.intp), -np.inf
    for _ in range(STARTS):
        centres = _spread_out(points, count, rng)
        labels = np.zeros(len(points), dtype=np.intp)
        for step in range(STEPS):
            near = np.round(points @ centres.T, 9)
            moved = near.argmax(axis=1)
            if (moved == labels).all() and step:
                break
            labels = moved
            centres = _centres(points, labels, centres)
        fit = float(near.max(axis=1).sum())
        if fit > best_fit + 1e-9:
            best, best_fit = labels, fit
    return best


def _spread_out(points: Points, count: int, rng: np.random.Generator) -> Points:
    chosen = [int(rng.integers(len(points)))]
    while len(chosen) < count:
        away = np.clip(1 - (points @ points[chosen].T).max(axis=1), 0, None)
        away[chosen] = 0
        total = away.sum()
        odds = away / total if total > 0 else np.full(len(points), 1 / len(points))
        chosen.append(int(rng.choice(len(points), p=odds)))
    return points[chosen].copy()


def _centres(points: Points, labels: Labels, before: Points) -> Points:
    centres = before.copy()
    for group in range(len(before)):
        total = points[labels == group].sum(axis=0)
        length = float(np.linalg.norm(total))
        if length > 0:
            centres[group] = total / length
    return centres
