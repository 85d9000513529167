from __future__ import annotations

from themer.themes.louvain import louvain


def joined(pairs: list[tuple[int, int]], size: int) -> list[dict[int, float]]:
    graph: list[dict[int, float]] = [{} for _ in range(size)]
    for one, two in pairs:
        graph[one][two] = graph[two][one] = 1.0
    return graph


def test_two_cliques_with_a_bridge_are_two_communities() -> None:
    clique = [(i, j) for i in range(5) for j in range(i)]
    pairs = [*clique, *((i + 5, j + 5) for i, j in clique), (4, 5)]
    assert louvain(joined(pairs, 10)) == [0] * 5 + [1] * 5


def test_a_ring_of_cliques_is_taken_apart_at_its_bridges() -> None:
    pairs = []
    for ring in range(6):
        own = [ring * 4 + i for i in range(4)]
        pairs += [(a, b) for a in own for b in own if a < b]
        pairs.append((own[0], (ring * 4 + 5) % 24))
    labels = louvain(joined(pairs, 24))
    assert len(set(labels)) == 6
    assert all(len(set(labels[i : i + 4])) == 1 for i in range(0, 24, 4))


def test_nodes_without_neighbours_stay_alone() -> None:
    assert louvain([]) == []
    assert louvain(joined([(1, 2)], 4)) == [0, 1, 1, 2]
