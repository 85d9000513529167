"""What one would use for tagging instead: cosines and a classifier, on the same vectors."""

from __future__ import annotations

import numpy as np
from benchmarks.quality.sets import Task
from benchmarks.quality.tagging import Encode, Method, Suggested
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

STRENGTH = 10.0
"""Inverse regularisation; scikit-learn's own 1.0 is right less often from five examples on."""


def rivals(task: Task, encode: Encode) -> dict[str, Method]:
    """Prepare every other method for a task."""
    texts = [answer.text for answer in task.answers]
    described = [f"{c.name}. {c.definition}" if c.definition else c.name for c in task.codes]
    counted = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit([*texts, *described])
    terms, code_terms = counted.transform(texts), counted.transform(described)
    vectors, code_vectors = encode(texts), encode(described)
    by_terms = _without_confidence((terms @ code_terms.T).toarray())
    by_sense = _without_confidence(vectors @ code_vectors.T)
    features = hstack([csr_matrix(vectors), terms]).tocsr()
    return {
        "TF-IDF cosine": lambda _: by_terms,
        "embedding cosine": lambda _: by_sense,
        "embedding cosine, codes moved to examples": lambda examples: _without_confidence(
            vectors @ moved(code_vectors, vectors, examples).T
        ),
        "logistic regression alone": lambda examples: classified(features, examples),
    }


def moved(codes: np.ndarray, vectors: np.ndarray, examples: np.ndarray) -> np.ndarray:
    """Give each code the mean of its description and its examples (Rocchio 1971)."""
    total = codes + examples.T.astype(float) @ vectors
    return total / np.linalg.norm(total, axis=1, keepdims=True)


def classified(features: csr_matrix, examples: np.ndarray) -> Suggested | None:
    """Learn from examples alone: one against the rest, since an answer may carry several codes."""
    taught = np.flatnonzero(examples.any(axis=1))
    if not len(taught):
        return None
    confidence = np.zeros(examples.shape)
    for code in range(examples.shape[1]):
        labels = examples[taught, code]
        if labels.all() or not labels.any():
            confidence[:, code] = float(labels.all())
            continue
        model = LogisticRegression(C=STRENGTH, max_iter=300).fit(features[taught], labels)
        confidence[:, code] = model.predict_proba(features)[:, 1]
    return confidence, confidence, 1 - confidence.max(axis=1)


def _without_confidence(cosines: np.ndarray) -> Suggested:
    return cosines, None, -cosines.max(axis=1)
