"""Louvain's method on a small weighted graph, with no chance in it.

Blondel and others (2008): move each node to the neighbouring community that raises modularity most,
until nothing moves; then make each community a node, and begin again. Written here because it runs
fifty times for the stability of themes, where a general graph library takes three times as long,
and because nodes are visited in one fixed order, so that the answer is the same everywhere.
"""

from __future__ import annotations

from collections import defaultdict

Graph = list[dict[int, float]]
"""For each node its neighbours and weights, the same both ways; a loop carries its weight twice."""

LEAST_GAIN = 1e-9


def louvain(graph: Graph, resolution: float = 1.0) -> list[int]:
    """Return the community of each node, numbered by first appearance.

    Args:
        graph: Any number of nodes; a node without neighbours is a community of its own.
        resolution: Above 1 for more and smaller communities.
    """
    labels = list(range(len(graph)))
    while True:
        moved = _local(graph, resolution)
        if len(set(moved)) == len(graph):
            return _numbered(labels)
        moved = _numbered(moved)
        labels = [moved[label] for label in labels]
        graph = _folded(graph, moved)


def _local(graph: Graph, resolution: float) -> list[int]:
    degree = [sum(edges.values()) for edges in graph]
    total = sum(degree)
    own, held = list(range(len(graph))), list(degree)
    if total <= 0:
        return own
    waiting, queued = list(range(len(graph))), [True] * len(graph)
    at = 0
    while at < len(waiting):
        node = waiting[at]
        at += 1
        queued[node] = False
        home, share = own[node], resolution * degree[node] / total
        ties: dict[int, float] = defaultdict(float)
        for other, weight in graph[node].items():
            if other != node:
                ties[own[other]] += weight
        held[home] -= degree[node]
        best, best_gain = home, ties.get(home, 0.0) - share * held[home]
        for community, tie in ties.items():
            gain = tie - share * held[community]
            if gain > best_gain + LEAST_GAIN:
                best, best_gain = community, gain
        held[best] += degree[node]
        if best != home:
            own[node] = best
            for other in graph[node]:
                if not queued[other] and own[other] != best:
                    queued[other] = True
                    waiting.append(other)
    return own


def _numbered(labels: list[int]) -> list[int]:
    seen: dict[int, int] = {}
    return [seen.setdefault(label, len(seen)) for label in labels]


def _folded(graph: Graph, labels: list[int]) -> Graph:
    folded: Graph = [defaultdict(float) for _ in range(max(labels) + 1)]
    for node, edges in enumerate(graph):
        for other, weight in edges.items():
            folded[labels[node]][labels[other]] += weight
    return folded
