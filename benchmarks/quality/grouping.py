"""Rounds of grouping: how near each method comes to people's groups, and how steady it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.quality.child import Made, alone, run
from benchmarks.quality.grouping_methods import OURS, PLACING_ALL, Method, grouped
from benchmarks.quality.material import Material
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

Encode = Callable[[Sequence[str]], np.ndarray]
RESAMPLES, DRAWN = 3, 0.8
STEADY_AT = (20, 60)
"""Numbers of conversations at which resamples are tried."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """One method on one material."""

    material: Material
    method: str
    fault: str
    figures: dict[str, float]


def rounds_of(
    name: str, method: Method, drawn: Sequence[tuple[int, Material]], encode: Encode
) -> Iterator[Grouped]:
    """Play one method on every material, in one process of its own."""
    first = drawn[0][1]
    with alone(method, first, encode(first.texts)) as pool:

        def play(material: Material) -> Made:
            return pool.submit(run, method, material, encode(material.texts)).result()

        for seed, material in drawn:
            made = play(material)
            if made.labels is None:
                yield Grouped(material, name, made.fault, {})
                continue
            found = figures(made.labels, material.gold)
            found |= {"CPU s": made.cpu, "memory MB": float(made.memory)}
            # What only places what BERTopic left out is as steady as that.
            is_own = name != PLACING_ALL
            if name.startswith(OURS) or (is_own and not material.conversations):
                found["same in other order"] = in_other_order(made.labels, material, play)
            if is_own and seed == 0 and material.conversations in STEADY_AT:
                found |= steadiness(name, made.labels, material, play, encode)
            yield Grouped(material, name, "", found)


def figures(labels: np.ndarray, gold: Sequence[str]) -> dict[str, float]:
    """Compare with people's groups; a text left out counts as a group of one.

    Returns:
        AMI (Vinh and others 2010) and ARI (Hubert and Arabie 1985), and the number and sizes of the
        groups that were made: their median and the largest as a share of all texts.
    """
    sizes = list(Counter(labels[labels >= 0].tolist()).values())
    placed = own_groups(labels)
    return {
        "AMI": float(adjusted_mutual_info_score(gold, placed)),
        "ARI": float(adjusted_rand_score(gold, placed)),
        "groups": float(len(sizes)),
        "groups of people": float(len(set(gold))),
        "median size": float(np.median(sizes)) if sizes else 0.0,
        "largest share": max(sizes, default=0) / len(labels),
        "unplaced": float((labels < 0).mean()),
    }


def own_groups(labels: np.ndarray) -> np.ndarray:
    """Give each text that was left out a group of its own."""
    return np.where(labels < 0, labels.max(initial=0) + 1 + np.arange(len(labels)), labels)


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Compare two groupings of the same texts by AMI; nothing placed in either is no likeness."""
    if (one < 0).all() or (other < 0).all():
        return 0.0
    return float(adjusted_mutual_info_score(own_groups(one), own_groups(other)))


def in_other_order(
    labels: np.ndarray, material: Material, play: Callable[[Material], Made]
) -> float:
    """Group the same texts in another order: 1 where nothing changes (ARI, left out as one)."""
    order = np.random.default_rng(1).permutation(len(labels))
    again = play(material.part(order)).labels
    return float(adjusted_rand_score(labels[order], again)) if again is not None else np.nan


def steadiness(
    name: str,
    labels: np.ndarray,
    material: Material,
    play: Callable[[Material], Made],
    encode: Encode,
) -> dict[str, float]:
    """Compare with groupings of four fifths of the conversations; the same of shuffled words."""
    noise = material.shuffled_words()
    of_noise = play(noise).labels
    found = {"stability": stability(labels, material, play)}
    if of_noise is not None:
        found["stability, shuffled words"] = stability(of_noise, noise, play)
    if name == OURS:
        found |= own_view(material, encode)
        found |= {f"{key}, shuffled words": v for key, v in own_view(noise, encode).items()}
        found["groups, shuffled words"] = float(len(set(of_noise[of_noise >= 0].tolist())))
    return found


def stability(labels: np.ndarray, material: Material, play: Callable[[Material], Made]) -> float:
    """Give the mean AMI of the grouping with those of resamples of whole conversations."""
    owners, found = np.array(material.owners), []
    names = np.unique(owners)
    for seed in range(RESAMPLES):
        taken = np.random.default_rng(seed).permutation(names)[: round(DRAWN * len(names))]
        rows = np.flatnonzero(np.isin(owners, taken))
        again = play(material.part(rows)).labels
        found.append(0.0 if again is None else alike(labels[rows], again))
    return float(np.mean(found))


def own_view(material: Material, encode: Encode) -> dict[str, float]:
    """Give what the product itself says of its themes.

    Returns:
        The mean share of resamples that find a theme again, and the share of themes that it calls
        firm; 0 where it made none.
    """
    made = grouped(material, encode(material.texts), encode=encode)
    if not made.themes or not made.resamples:
        return {"kept": 0.0, "firm": 0.0}
    return {
        "kept": float(np.mean([theme.kept for theme in made.themes])) / made.resamples,
        "firm": float(np.mean([bool(theme.firm) for theme in made.themes])),
    }
