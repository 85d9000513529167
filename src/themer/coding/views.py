"""Texts and codebook side by side, in meaning and in letters: what learning works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import LETTER_WEIGHT, Encode, Facets
from themer.language import Vectors, unit


@dataclass(frozen=True, slots=True)
class Views:
    """Each text, and each part of a code's description, as rows of length one."""

    vectors: Vectors | None
    """Shape ``(texts, dimension)``; None without an encoder."""
    letters: Any
    """Sparse, shape ``(texts, pieces)``; None where no text has a word."""
    part_vectors: Vectors | None
    part_letters: Any
    owners: npt.NDArray[np.intp]
    """The code of each part."""
    code_vectors: Vectors | None
    """Between a code's name and its whole description; shape ``(codes, dimension)``."""
    features: Any
    """Both views side by side, one sparse row a text, for a linear model; None without any."""
    part_features: Any

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to learn from."""
        return self.vectors is None and self.letters is None


def views_of(
    vectors: Vectors | None,
    letters: tuple[Any, Any] | None,
    facets: Sequence[Facets],
    encode: Encode | None,
) -> Views:
    """Lay texts and codebook side by side.

    Args:
        vectors: Of the texts; None without an encoder.
        letters: Rows of the texts, and of the parts of all codes in their order.
        facets: What the codebook says, code by code.
        encode: Texts into vectors.
    """
    parts = [part for facet in facets for part in facet.parts]
    owners = np.repeat(np.arange(len(facets)), [len(facet.parts) for facet in facets])
    rows, part_rows = letters if letters is not None else (None, None)
    if vectors is None or encode is None or not facets:
        return Views(None, rows, None, part_rows, owners, None, rows, part_rows)
    centres = unit(encode([f.name for f in facets]) + encode([f.whole for f in facets]))
    part_vectors = encode(parts)
    # Joined once: every decision asks for them.
    joined, part_joined = _joined(vectors, rows), _joined(part_vectors, part_rows)
    return Views(vectors, rows, part_vectors, part_rows, owners, centres, joined, part_joined)


def _joined(vectors: Vectors, letters: Any) -> Any:
    from scipy.sparse import csr_matrix, hstack

    blocks = [csr_matrix(vectors.astype(np.float64))]
    if letters is not None:
        blocks.append(letters * np.sqrt(LETTER_WEIGHT))
    return hstack(blocks).tocsr()
