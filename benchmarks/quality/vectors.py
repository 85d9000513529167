"""Vectors of the product's encoder, kept in a folder so that a run pays for them once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from themer.language import Encoder, load_encoder


class KeptVectors:
    """Encodes each text once; reads each ``NAME.npz`` (rows ``v``) and ``NAME.json`` (texts)."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._encoder: Encoder | None = None
        self._rows: dict[str, np.ndarray] = {}
        self._new: list[str] = []
        for listed in sorted(folder.glob("*.json")) if folder else ():
            if (rows := listed.with_suffix(".npz")).is_file():
                texts = json.loads(listed.read_text("utf-8"))
                self._rows.update(zip(texts, np.load(rows)["v"], strict=True))

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """Give rows of length one, float32."""
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if new:
            self._encoder = self._encoder or load_encoder()
            self._rows.update(zip(new, self._encoder.encode(new), strict=True))
            self._new += new
        return np.array([self._rows[text] for text in texts], np.float32).reshape(len(texts), -1)

    def keep(self) -> None:
        """Write what was made to the folder, where there is one and anything is new."""
        if self._folder is None or not self._new:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        listed = json.dumps(self._new)
        # A name of its own for each run: two runs at once cannot mix up each other's rows.
        name = f"quality-{hashlib.sha256(listed.encode('utf-8')).hexdigest()[:12]}"
        np.savez(self._folder / f"{name}.npz", v=np.array([self._rows[t] for t in self._new]))
        (self._folder / f"{name}.json").write_text(listed, "utf-8")
        self._new = []
