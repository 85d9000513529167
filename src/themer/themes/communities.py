"""Points into groups: communities of nearest neighbours, or a number that a person fixed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from themer.language import neighbourhood, unit
from themer.themes.louvain import Graph, louvain
from themer.themes.space import Points

Labels = npt.NDArray[np.intp]
"""The group of each point; numbers mean nothing beyond telling groups apart."""

SEED = 20
NEIGHBOURS = 10
RESOLUTION = 1.75
"""Above Louvain's own 1.0: what people call a theme is smaller than what modularity favours."""
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


def communities(points: Points) -> Labels:
    """Group by Louvain (Blondel and others 2008) on the graph of ten nearest neighbours.

    It finds the number of groups itself and suits a few hundred short texts; it places every point.
    Points then move to the nearest centre: the graph knows ten neighbours of each, a centre all
    (plus one AMI on seven public tasks). The same points in the same order give the same groups.
    """
    labels = np.array(louvain(nearest_graph(points), RESOLUTION), dtype=np.intp)
    for _ in range(MOVES):
        total = np.zeros((len(set(labels.tolist())), points.shape[1]))
        np.add.at(total, labels, points)
        near = np.round(points @ unit(total).T, 6)
        labels = np.unique(near.argmax(axis=1), return_inverse=True)[1].astype(np.intp)
    return labels


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
