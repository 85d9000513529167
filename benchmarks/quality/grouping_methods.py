"""Ways to group texts: ours, and what one would use instead, all on the same vectors.

Each takes material and vectors and gives one number a text, -1 where it leaves a text out. Seeds
are 0 and threads one everywhere; those that cannot find the number of groups are told the true one.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from benchmarks.quality.material import Material
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from themer.language import load_encoder
from themer.themes.grouping import Grouping, TextForGrouping, group

Method = Callable[[Material, np.ndarray], np.ndarray]
OURS = "themer"
PLACING_ALL = "BERTopic, placing all"


def grouped(material: Material, vectors: np.ndarray, **options: Any) -> Grouping:
    """Group as the product does."""
    columns = (material.keys, material.texts, material.owners, material.asked)
    texts = [
        TextForGrouping(key, text, owner=owner, context=asked)
        for key, text, owner, asked in zip(*columns, strict=True)
    ]
    return group(texts, vectors, **options)


def themer(material: Material, vectors: np.ndarray) -> np.ndarray:
    return _labels(grouped(material, vectors, resamples=0), len(material.texts))


def themer_told(material: Material, vectors: np.ndarray) -> np.ndarray:
    found = grouped(material, vectors, resamples=0, themes=material.number)
    return _labels(found, len(material.texts))


def _labels(found: Grouping, count: int) -> np.ndarray:
    labels = np.full(count, -1)
    for number, theme in enumerate(found.themes):
        labels[list(theme.members)] = number
    return labels


def k_means(material: Material, vectors: np.ndarray) -> np.ndarray:
    return KMeans(material.number, n_init=10, random_state=0).fit_predict(vectors)


def nmf(material: Material, _vectors: np.ndarray) -> np.ndarray:
    counted = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    model = NMF(material.number, init="nndsvda", random_state=0, max_iter=400)
    return model.fit_transform(counted.fit_transform(material.texts)).argmax(axis=1)


def lda(material: Material, _vectors: np.ndarray) -> np.ndarray:
    counts = CountVectorizer(stop_words="english").fit_transform(material.texts)
    model = LatentDirichletAllocation(material.number, random_state=0)
    return model.fit_transform(counts).argmax(axis=1)


def bertopic(material: Material, vectors: np.ndarray) -> np.ndarray:
    """Its defaults; only the seed is set, which takes a UMAP of the same settings."""
    return _bertopic(material, vectors)[1]


def bertopic_placing_all(material: Material, vectors: np.ndarray) -> np.ndarray:
    """Its own way to place what it left out: the topic with the nearest centre."""
    model, labels = _bertopic(material, vectors)
    if not (labels < 0).any() or (labels < 0).all():
        return labels
    texts = list(material.texts)
    return np.array(model.reduce_outliers(texts, labels, strategy="embeddings", embeddings=vectors))


def _bertopic(material: Material, vectors: np.ndarray) -> tuple[Any, np.ndarray]:
    from bertopic import BERTopic
    from umap import UMAP

    flat = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False,
        random_state=0, n_jobs=1,
    )  # fmt: skip
    model = BERTopic(umap_model=flat)
    return model, np.array(model.fit_transform(list(material.texts), embeddings=vectors)[0])


def keynmf(material: Material, vectors: np.ndarray) -> np.ndarray:
    """Its defaults, but for words used in ten texts, of which a small study has next to none."""
    from turftopic import KeyNMF

    counted = CountVectorizer(min_df=10 if len(material.texts) > 1000 else 2, stop_words="english")
    model = KeyNMF(material.number, encoder=load_encoder(), vectorizer=counted, random_state=0)
    weights = model.fit_transform(list(material.texts), embeddings=vectors)
    # A text without any word that counts has no weight at all.
    return np.where(weights.max(axis=1) > 0, weights.argmax(axis=1), -1)


RIVALS: dict[str, tuple[Method, tuple[str, ...]]] = {
    "k-means, told the number": (k_means, ()),
    "NMF, told the number": (nmf, ()),
    "LDA, told the number": (lda, ()),
    "KeyNMF, told the number": (keynmf, ("turftopic",)),
    "BERTopic": (bertopic, ("bertopic", "umap", "hdbscan")),
    PLACING_ALL: (bertopic_placing_all, ("bertopic", "umap", "hdbscan")),
}


def methods(*, rivals: bool) -> tuple[dict[str, Method], list[str]]:
    """Give the methods that can run, and the names of those whose library is not installed."""
    found: dict[str, Method] = {}
    missing = []
    for name, (method, libraries) in RIVALS.items() if rivals else ():
        if all(find_spec(library) for library in libraries):
            found[name] = method
        else:
            missing.append(name)
    return {**found, f"{OURS}, told the number": themer_told, OURS: themer}, missing
